"""The forms 01-XN that are in a state: sent on time or late, missing, mismatched."""

import datetime as dt
import enum
from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames, paging
from queries.forms import steps


class Status(enum.StrEnum):
    """What became of a form; a mismatch comes on top of having been sent."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    NOT_DUE = "not_due"
    MISMATCHED = "mismatched"


# Amounts in đồng; codes and amount are the store's, last_… those of the last sending, the
# differences that sending less the store. What is about sending is empty for a form not sent.
COLUMNS: frames.Dtypes = {
    "day": frames.DAY,
    "office_code": frames.TEXT,
    "office_name": frames.TEXT,
    "org_code": frames.TEXT,
    "org_name": frames.TEXT,
    "status": frames.TEXT,
    "mismatched": "boolean",
    "codes": frames.WHOLE,
    "amount": frames.WHOLE,
    "due_at": frames.MOMENT,
    "times_sent": frames.WHOLE,
    "first_sent_at": frames.MOMENT,
    "late_seconds": frames.WHOLE,
    "last_sent_at": frames.MOMENT,
    "last_codes": frames.WHOLE,
    "last_amount": frames.WHOLE,
    "codes_difference": frames.WHOLE,
    "amount_difference": frames.WHOLE,
}
SORTABLE: Final = {
    "day": "j.day",
    "office_name": "o.name_sort",
    "org_name": "g.name_sort",
    "codes": "j.codes",
    "amount": "j.amount",
    "first_sent_at": "j.first_sent_at",
    "late_seconds": "j.first_sent_at - j.due_at",
    "last_codes": "j.last_codes",
    "last_amount": "j.last_amount",
    "codes_difference": "j.last_codes - j.codes",
    "amount_difference": "j.last_amount - j.amount",
}
TOTAL: frames.Dtypes = frames.columns("forms codes amount")
# What limits forms, aliased j, to a status.
_IN_STATUS = """
    CASE :status WHEN 'mismatched' THEN j.mismatched ELSE j.status = :status END
"""


def _by_form(page: paging.Page) -> str:
    order = paging.order_by(
        page, SORTABLE, "j.day, o.name_sort, g.name_sort", "j.day, j.office_code, j.org_code"
    )
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{steps.WITH_STATUS}
SELECT
    j.day,
    j.office_code,
    o.office_name,
    j.org_code,
    g.org_name,
    j.status,
    j.mismatched,
    j.codes,
    j.amount,
    j.due_at,
    j.times_sent,
    j.first_sent_at,
    CAST(ceil(EXTRACT(epoch FROM j.first_sent_at - j.due_at)) AS bigint) AS late_seconds,
    j.last_sent_at,
    j.last_codes,
    j.last_amount,
    j.last_codes - j.codes AS codes_difference,
    j.last_amount - j.amount AS amount_difference
FROM judged AS j
LEFT JOIN offices AS o USING (office_code)
LEFT JOIN organizations AS g USING (org_code)
WHERE {_IN_STATUS}
{order}
{paging.LIMIT}
"""


def by_form(
    connection: sa.Connection,
    question: steps.Question,
    *,
    now: dt.datetime,
    status: Status,
    page: paging.Page,
) -> pd.DataFrame:
    """List the forms of some days that are in a status, one page of them.

    Args:
        connection: a transaction of a reader.
        question: the forms, whatever products they have.
        now: by when a form must have been due to be missing.
        status: what became of the forms.
        page: which rows are wanted.

    Returns:
        One row a form, by day, then by the names: `COLUMNS`.
    """
    question.require_known(connection)
    values = _binds(question, now, status) | page.binds
    return frames.ask(connection, _by_form(page), values, COLUMNS)


TOTALS = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{steps.WITH_STATUS}
SELECT
    count(*) AS forms,
    COALESCE(sum(j.codes), 0) AS codes,
    COALESCE(sum(j.amount), 0) AS amount
FROM judged AS j
WHERE {_IN_STATUS}
"""


def totals(
    connection: sa.Connection,
    question: steps.Question,
    *,
    now: dt.datetime,
    status: Status,
) -> pd.DataFrame:
    """Return one row with what all rows of `by_form` come to: `TOTAL`, the amount in đồng."""
    question.require_known(connection)
    return frames.ask(connection, TOTALS, _binds(question, now, status), TOTAL)


def _binds(question: steps.Question, now: dt.datetime, status: Status) -> dict[str, object]:
    return question.binds | {"now": now, "status": status, "product": None, "levels": []}
