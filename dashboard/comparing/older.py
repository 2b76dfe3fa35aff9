"""What is overdue of the days before a period: asked, and led to."""

import sqlalchemy as sa

from dashboard import cache, screens
from dashboard.components import links
from dashboard.figures import older_debt
from queries.lag import lagged


def ask(connection: sa.Connection, question: lagged.Question) -> older_debt.Debt | None:
    """Return what was overdue of the days before the period of a question, on its evening."""
    return older_debt.ask(connection, question, cache.find)


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
