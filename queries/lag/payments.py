"""Which payments a figure of remittance lag is made of, those at risk first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from queries import agents, frames, paging, working_days
from queries.lag import ageing, lagged, list_pages

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    import sqlalchemy as sa


# What can be listed, and the states of the payments in it. `remitted` is on time, `outstanding` is
# not yet due.
LISTS: Final[dict[str, tuple[str, ...]]] = {
    "all": ("remitted", "late", "outstanding", "overdue"),
    "handed_over": ("remitted", "late"),
    "remitted": ("remitted",),
    "late": ("late",),
    "unremitted": ("outstanding", "overdue"),
    "outstanding": ("outstanding",),
    "overdue": ("overdue",),
}

# Amounts in đồng; lag_days are the working days to the remittance, or the age while outstanding.
COLUMNS: frames.Dtypes = {
    "payment_id": frames.TEXT,
    "confirmation_code": frames.TEXT,
    "office_code": frames.TEXT,
    "org_code": frames.TEXT,
    "collector_code": frames.TEXT,
    "product": frames.TEXT,
    "amount": frames.WHOLE,
    "paid_at": frames.MOMENT,
    "remitted_at": frames.MOMENT,
    "lag_days": frames.WHOLE,
    "deadline_days": frames.WHOLE,
    "status": frames.TEXT,
}
TOTAL_COLUMNS: frames.Dtypes = {"payments": frames.WHOLE, "amount": frames.WHOLE}

SORTABLE: Final = {
    "payment_id": "j.payment_id",
    "confirmation_code": "j.confirmation_key",
    "org": "j.org_code",
    "office": "j.office_code",
    "collector_code": "j.collector_code",
    "amount": "j.amount",
    "paid_at": "j.paid_at",
    "remitted_at": "j.remitted_at",
    "lag_days": "j.lag_days",
    "deadline_days": "j.deadline_days",
}
_AT_RISK_FIRST: Final = f"{list_pages.ORDER}, j.amount DESC"


def _page(judged: str) -> str:
    """Return the beginning of a statement; the order and the limit of the page come after it."""
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{judged},
-- One row a payment of the page.
page AS (
    SELECT j.*
    FROM judged AS j
    WHERE {list_pages.IS_LISTED}
"""


# The order comes after it: a join keeps none.
_WITH_CODES: Final = """
)
SELECT
    j.payment_id,
    c.confirmation_code,
    j.office_code,
    j.org_code,
    j.collector_code,
    j.product,
    j.amount,
    j.paid_at,
    j.remitted_at,
    j.lag_days,
    j.deadline_days,
    j.status
FROM page AS j
LEFT JOIN confirmations AS c ON c.payment_id = j.payment_id
"""


def _total(lagged_steps: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{lagged_steps},
judged AS (
    SELECT a.*, {lagged.STATUS} AS status
    FROM (SELECT *, CASE WHEN remitted THEN 0 END AS settled_day FROM lagged) AS a
)
SELECT
    COALESCE(sum(j.payments), 0) AS payments,
    COALESCE(sum(j.amount), 0) AS amount
FROM judged AS j
WHERE {list_pages.IS_LISTED}
"""


def listed(
    connection: sa.Connection,
    *,
    page: paging.Page,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    status: str | None = None,
    bucket: int | None = None,
    office: agents.Office = None,
    org: str | None = None,
    collector: str | None = None,
    product: str | None = None,
) -> pd.DataFrame:
    """List the payments that `remittance_lag.by_agent` counts; at first those at risk.

    `status` is one of `LISTS`, `bucket` one of `ageing.by_bucket`; None for all.

    Returns:
        One row a payment: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    agents.require_known(connection, office=office, org=org)
    working_days.require(connection, as_of)
    values = {
        "start": start, "end": end, "as_of": as_of, **_picked(status, bucket),
        **agents.binds(office), "org": org, "collector": collector, "product": product,
        **page.binds,
    }  # fmt: skip
    order = paging.order_by(page, SORTABLE, _AT_RISK_FIRST, "j.payment_id")
    in_own_order = page.sort not in SORTABLE and collector is None
    judged = list_pages.judged(product) if in_own_order else lagged.JUDGED
    statement = f"{_page(judged)}{order}{paging.LIMIT}{_WITH_CODES}{order}"
    return frames.ask(connection, statement, values, COLUMNS)


def total(
    connection: sa.Connection,
    *,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    status: str | None = None,
    bucket: int | None = None,
    office: agents.Office = None,
    org: str | None = None,
    collector: str | None = None,
    product: str | None = None,
) -> pd.DataFrame:
    """Count the payments of a list and add them up, whatever page of it is shown.

    Returns:
        One row: `TOTAL_COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    question = lagged.Question(
        start=start, end=end, as_of=as_of,
        office=office, org=org, collector=collector, product=product,
    )  # fmt: skip
    question.require(connection)
    values = question.binds | _picked(status, bucket)
    return frames.ask(connection, _total(question.lagged), values, TOTAL_COLUMNS)


def _picked(status: str | None, bucket: int | None) -> dict[str, object]:
    """Return what limits a list; only what is outstanding has an age."""
    statuses = LISTS[status or "all"]
    if bucket is not None and statuses == LISTS["all"]:
        statuses = LISTS["unremitted"]
    settled = {each in LISTS["handed_over"] for each in statuses}
    return {
        "statuses": list(statuses), "settled": settled.pop() if len(settled) == 1 else None,
        "bucket": bucket, "buckets": list(ageing.BUCKETS),
    }  # fmt: skip
