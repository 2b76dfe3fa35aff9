"""What is overdue of the days before a period: asked, and led to."""

import dataclasses
import datetime as dt
from typing import Final

import sqlalchemy as sa

from dashboard import cache, screens
from dashboard.components import links
from dashboard.figures import older_debt
from dashboard.text import parsing
from queries import agents
from queries.lag import lagged, owing
from queries.store import reach

_NIGHT: Final = dt.timedelta(days=1)


def ask(connection: sa.Connection, question: lagged.Question) -> older_debt.Debt | None:
    """Return what was overdue of the days before the period of a question, on its evening.

    From few rows: what is open for long stands in an index of its own.

    Returns:
        The debt, or None where nothing of those days was overdue.
    """
    end = min(question.start - _NIGHT, question.as_of)
    if end < parsing.FIRST_DAY:
        return None
    before = dataclasses.replace(question, start=parsing.FIRST_DAY, end=end, last_due=None)
    rows = cache.find(connection, owing.by_agent, before, by=agents.By.ALL)
    amount = 0 if rows.empty else int(rows["overdue_amount"].iloc[0])
    if not amount:
        return None
    firsts = cache.find(connection, reach.first, office=question.office)
    return older_debt.Debt(amount, firsts["first_paid_day"].iloc[0], end, question.as_of)


def show(debt: older_debt.Debt | None) -> None:
    """Show the debt on the lag page, as the way to it; nothing where there is none."""
    if debt is not None:
        links.here(
            debt.label, key="older_debt", icon=":material/history:", **debt.days,
            status=None, bucket=None, against=None,
        )  # fmt: skip


def link(debt: older_debt.Debt | None, **params: screens.Value) -> None:
    """Show the debt on another page, as the way to it; nothing where there is none.

    Args:
        debt: what is overdue from before the period of the page.
        params: whose money the page is about, as addresses have it.
    """
    if debt is not None:
        links.link(
            "remittance-lag", debt.label, icon=":material/history:", **{**params, **debt.days}
        )
