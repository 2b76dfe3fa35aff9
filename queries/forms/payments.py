"""The payments of which the figures of form 01-XN are made, and their codes."""

import enum
from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames, paging
from queries.forms import steps


class Kind(enum.StrEnum):
    """Which postings are meant: all on the form, those of it paid on an earlier day, the voids."""

    PAYMENTS = "payments"
    LATE_RECORDED = "late_recorded"
    ADJUSTMENTS = "adjustments"


# Amounts in đồng, negative for an adjustment; minutes and days from the payment to its code.
COLUMNS: frames.Dtypes = steps.POSTING | frames.columns("voided_at late_days late_minutes")
SORTABLE: Final = {
    "confirmation_code": "o.confirmation_key",
    "payment_id": "o.payment_id",
    "office_code": "o.office_code",
    "org_code": "o.org_code",
    "collector_code": "o.collector_code",
    "product": "o.product",
    "months": "o.months",
    "amount": "o.amount",
    "paid_at": "o.paid_at",
    "recorded_at": "o.recorded_at",
    "voided_at": "o.voided_at",
    "late_days": "o.recorded_day - o.paid_day",
    "late_minutes": "CASE WHEN NOT is_day(o.paid_at) THEN o.recorded_at - o.paid_at END",
}
TOTAL: frames.Dtypes = frames.columns("payments amount")
CODES: frames.Dtypes = frames.columns("confirmation_code codes")

_OF_KIND = """
    CASE :kind WHEN 'adjustments' THEN o.adjustment WHEN 'late_recorded' THEN o.late_recorded
        ELSE NOT o.adjustment END
"""


def _listed(page: paging.Page) -> str:
    """Return the statement for a page; codes are looked up for its rows alone."""
    order = paging.order_by(page, SORTABLE, "o.confirmation_key", "o.payment_id")
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{steps.POSTINGS},
-- One row a posting of the page.
paged AS (
    SELECT o.*, row_number() OVER ({order}) AS place
    FROM postings AS o
    WHERE {_OF_KIND}
    ORDER BY place
    {paging.LIMIT}
)
SELECT
    c.confirmation_code,
    o.payment_id,
    o.office_code,
    o.org_code,
    o.collector_code,
    o.product,
    o.months,
    o.amount,
    o.paid_at,
    o.recorded_at,
    o.voided_at,
    o.recorded_day - o.paid_day AS late_days,
    CASE
        WHEN NOT is_day(o.paid_at)
        THEN CAST(floor(EXTRACT(epoch FROM o.recorded_at - o.paid_at) / 60) AS bigint)
    END AS late_minutes
FROM paged AS o
JOIN confirmations AS c USING (payment_id)
ORDER BY o.place
"""


def listed(
    connection: sa.Connection,
    question: steps.Question,
    *,
    kind: Kind,
    page: paging.Page,
) -> pd.DataFrame:
    """List the payments that `days.by_part` counts, one page of them.

    Returns:
        One row a posting, sorted by code where the page asks for no other order: `COLUMNS`.
    """
    question.require_known(connection)
    values = question.binds | {"kind": kind} | page.binds
    return frames.ask(connection, _listed(page), values, COLUMNS)


TOTALS = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{steps.POSTINGS}
SELECT
    count(*) AS payments,
    COALESCE(sum(o.amount), 0) AS amount
FROM postings AS o
WHERE {_OF_KIND}
"""


def totals(
    connection: sa.Connection,
    question: steps.Question,
    *,
    kind: Kind,
) -> pd.DataFrame:
    """Return one row with what all rows of `listed` come to: `TOTAL`, the amount in đồng."""
    question.require_known(connection)
    values = question.binds | {"kind": kind}
    return frames.ask(connection, TOTALS, values, TOTAL)


CODES_OF = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{steps.POSTINGS},
-- One row a code.
keys AS (
    SELECT
        o.confirmation_key,
        min(o.payment_id) AS payment_id,
        count(*) OVER () AS codes
    FROM postings AS o
    WHERE CAST(:kind AS text) IS NULL OR {_OF_KIND}
    GROUP BY o.confirmation_key
    ORDER BY o.confirmation_key
    LIMIT :limit
)
SELECT
    c.confirmation_code,
    k.codes
FROM keys AS k
JOIN confirmations AS c USING (payment_id)
ORDER BY k.confirmation_key
"""


def codes(
    connection: sa.Connection,
    question: steps.Question,
    *,
    kind: Kind | None,
    limit: int,
) -> pd.DataFrame:
    """List the confirmation codes of these payments, each once, as many as the limit allows.

    Without a kind those of the payments and of the adjustments are meant.

    Returns:
        One row a code, sorted: `CODES`, with the number of all of them in each row.
    """
    question.require_known(connection)
    values = question.binds | {"kind": kind, "limit": limit}
    return frames.ask(connection, CODES_OF, values, CODES)
