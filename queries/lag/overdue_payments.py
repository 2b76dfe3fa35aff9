"""Which payments of an organisation are overdue, line by line, for the paper that asks for them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames, working_days
from queries.lag import ageing, payments

# Nothing in the store was paid before.
BEGINNING: Final = dt.date(1900, 1, 1)

# Amounts in đồng. deadline_day is the last working day within the deadline, overdue_days are the
# working days since. The code is the one that was known by the as-of day.
COLUMNS: Final = (
    "office_code", "payment_id", "confirmation_code", "receipt_no", "paid_at", "collector_code",
    "collector_name", "product", "amount", "deadline_day", "overdue_days",
)  # fmt: skip

# So many lines are fetched at a time.
_BATCH: Final = 2_000
# The steps of a list read as many rows as a page needs: here all of them.
_NO_LIMIT: Final = 2**31 - 1

LISTED: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{payments.first_with_status(None)}
SELECT
    j.office_code,
    j.payment_id,
    c.confirmation_code,
    p.receipt_no,
    j.paid_at,
    j.collector_code,
    k.collector_name,
    j.product,
    j.amount,
    CASE j.deadline_days WHEN 0 THEN j.paid_day ELSE due.day END AS deadline_day,
    j.lag_days - j.deadline_days AS overdue_days
FROM judged AS j
JOIN payments AS p ON p.payment_id = j.payment_id
JOIN calendar AS paid ON paid.day = j.paid_day
LEFT JOIN calendar AS due ON due.working AND due.number = paid.number + j.deadline_days
LEFT JOIN confirmations AS c
    ON c.payment_id = j.payment_id AND c.recorded_at < {working_days.NIGHT}
LEFT JOIN collectors AS k ON k.collector_code = j.collector_code
ORDER BY j.office_code, j.paid_at, j.payment_id
"""


# Amounts in đồng; oldest_day is the first day of payment, overdue_days are the most of them all.
SUMS: Final[frames.Dtypes] = {
    "office_code": frames.TEXT,
    "collector_code": frames.TEXT,
    "collector_name": frames.TEXT,
    "payments": frames.WHOLE,
    "amount": frames.WHOLE,
    "oldest_day": frames.DAY,
    "overdue_days": frames.WHOLE,
}

SUMMED: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{payments.first_with_status(None)}
SELECT
    j.office_code,
    j.collector_code,
    k.collector_name,
    count(*) AS payments,
    sum(j.amount) AS amount,
    min(j.paid_day) AS oldest_day,
    max(j.lag_days - j.deadline_days) AS overdue_days
FROM judged AS j
LEFT JOIN collectors AS k ON k.collector_code = j.collector_code
GROUP BY j.office_code, j.collector_code, k.collector_name
ORDER BY j.office_code, sum(j.amount) DESC, j.collector_code
"""


def summed(
    connection: sa.Connection, *, as_of: dt.date, org: str, office: str | None = None
) -> pd.DataFrame:
    """Return what the payments of `listed` come to, by office and collector.

    Returns:
        One row a collector and office, by office, the most money first: `SUMS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    return frames.ask(connection, SUMMED, _values(connection, as_of, org, office), SUMS)


def listed(
    connection: sa.Connection, *, as_of: dt.date, org: str, office: str | None = None
) -> Iterator[tuple[Any, ...]]:
    """Yield what an organisation should have remitted by the end of a day, whenever it was paid.

    They are the overdue payments of `payments.listed`, fetched as they are read.

    Returns:
        One row a payment, by office, the oldest first: `COLUMNS`; moments have a time zone.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    values = _values(connection, as_of, org, office)
    result = connection.execute(sa.text(LISTED), values, execution_options={"yield_per": _BATCH})
    for batch in result.partitions(_BATCH):
        yield from map(tuple, batch)


def _values(
    connection: sa.Connection, as_of: dt.date, org: str, office: str | None
) -> dict[str, Any]:
    """Return the values of the statements.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    agents.require_known(connection, office=office, org=org)
    working_days.require(connection, as_of)
    return {
        "start": BEGINNING, "end": as_of, "as_of": as_of, **agents.binds(office), "org": org,
        "product": None, "statuses": list(payments.LISTS["overdue"]), "settled": False,
        "bucket": None, "buckets": list(ageing.BUCKETS), "limit": _NO_LIMIT, "offset": 0,
    }  # fmt: skip
