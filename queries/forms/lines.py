"""What stands on form 01-XN line by line, for the paper that an office signs and sends."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa

from queries import agents
from queries.forms import steps

# Amounts in đồng, negative for an adjustment, which alone has a moment of voiding: a later void
# changes nothing on the form of a closed day. The name and the number are masked, or in full.
COLUMNS: Final = (
    "office_code", "org_code", "is_adjustment", "confirmation_code", "payment_id",
    "participant_name", "social_insurance_no", "paid_at", "amount", "product", "months",
    "collector_code", "collector_name", "recorded_at", "voided_at",
)  # fmt: skip

# What the access log says that names on a form were needed for.
PURPOSE: Final = "lập mẫu 01-XN"

# So many lines are fetched at a time: few enough that nothing is left for the garbage collector.
_BATCH: Final = 250

# Readers see masked names; a reveal is logged in the same transaction.
_MASKED: Final = "g.name_masked, g.social_insurance_no_masked"
_IN_FULL: Final = "g.participant_name, g.social_insurance_no"


def _lines(people: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{steps.POSTINGS}
SELECT
    o.office_code,
    o.org_code,
    o.adjustment,
    c.confirmation_code,
    o.payment_id,
    {people},
    o.paid_at,
    o.amount,
    o.product,
    o.months,
    o.collector_code,
    k.collector_name,
    o.recorded_at,
    CASE WHEN o.adjustment THEN o.voided_at END AS voided_at
FROM postings AS o
JOIN confirmations AS c USING (payment_id)
LEFT JOIN participants AS g USING (payment_id)
LEFT JOIN collectors AS k ON k.collector_code = o.collector_code
-- One text, compared once: of a form, office and organisation are the same in all lines.
ORDER BY
    o.office_code || chr(1) || o.org_code || chr(1) || CAST(o.adjustment AS int)
        || o.confirmation_key,
    o.payment_id
"""


MASKED: Final = _lines(_MASKED)
IN_FULL: Final = _lines(_IN_FULL)

LOG: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{steps.POSTINGS}
INSERT INTO access_log (who, page, purpose, office_code, payment_id)
SELECT :who, :page, :purpose, o.office_code, o.payment_id
FROM postings AS o
ORDER BY o.payment_id, o.adjustment
"""


def listed(
    connection: sa.Connection, question: steps.Question, *, in_full: bool = False
) -> Iterator[tuple[Any, ...]]:
    """Yield the lines of the form of a day, in the order of the paper, fetched as they are read.

    Args:
        connection: a transaction of a reader; of a revealer where names are in full.
        question: the day of recording, and whose form.
        in_full: whether names and numbers are not masked; `log` has noted them in the same
            transaction, a `Store.exporting` in full.

    Returns:
        One row a posting, by office and organisation, adjustments after the rest, then by code and
        payment: `COLUMNS`; moments have a time zone.

    Raises:
        problems.Problem: an unknown code.
    """
    question.require_known(connection)
    result = connection.execute(
        sa.text(IN_FULL if in_full else MASKED),
        question.binds,
        execution_options={"stream_results": True, "max_row_buffer": _BATCH},
    )
    for batch in result.partitions(_BATCH):
        yield from map(tuple, batch)


def log(connection: sa.Connection, question: steps.Question, *, who: str, page: str) -> None:
    """Note in the access log that all participants on the form of a day are shown with names.

    Args:
        connection: the transaction of `Store.exporting` that then reads them.
        question: the day of recording, and whose form.
        who: the user.
        page: where the names are shown.
    """
    values = question.binds | {"who": who, "page": page, "purpose": PURPOSE}
    connection.execute(sa.text(LOG), values)


PARTIES: Final = sa.text(f"""
WITH RECURSIVE
{agents.ASKED_OFFICES}
SELECT
    p.office_code,
    p.org_code
FROM forms AS p
WHERE p.day = :date
    AND p.org_code <> ''
    AND p.product = ''
    AND {agents.IS_ASKED_OFFICE}
ORDER BY p.office_code, p.org_code
""")


def parties(
    connection: sa.Connection, *, date: dt.date, office: str | None = None
) -> list[tuple[str, str]]:
    """Return the office and the organisation of each form of a day, adjustments alone included.

    Raises:
        problems.Problem: an unknown office.
    """
    agents.require_known(connection, office=office, org=None)
    rows = connection.execute(PARTIES, {"date": date, **agents.binds(office)})
    return [(row.office_code, row.org_code) for row in rows]
