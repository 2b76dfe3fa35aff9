"""What is overdue of the days before a period: debt that the period does not show."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from dashboard import screens
from dashboard.figures import asking
from dashboard.figures.checks import Lead, Line, State
from dashboard.text import _, formats, parsing
from queries import agents
from queries.lag import lagged, owing
from queries.store import reach

_NIGHT: Final = dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Debt:
    """The overdue money of all days before a period, from the first one with data on."""

    amount: int
    start: dt.date
    end: dt.date
    as_of: dt.date

    @property
    def label(self) -> str:
        """The sentence that leads to it."""
        return _("Overdue of earlier periods (up to {day}): {amount}").format(
            day=formats.day(self.end), amount=formats.money(self.amount)
        )

    @property
    def days(self) -> dict[str, screens.Value]:
        """The days before the period as addresses have them."""
        return {"from": self.start, "to": self.end, "as_of": self.as_of}


def ask(connection: sa.Connection, question: lagged.Question, find: asking.Find) -> Debt | None:
    """Return what was overdue of the days before the period of a question, on its evening.

    From few rows: what is open for long stands in an index of its own.

    Returns:
        The debt, or None where nothing of those days was overdue.
    """
    end = min(question.start - _NIGHT, question.as_of)
    if end < parsing.FIRST_DAY:
        return None
    before = dataclasses.replace(question, start=parsing.FIRST_DAY, end=end, last_due=None)
    rows = find(connection, owing.by_agent, before, by=agents.By.ALL)
    amount = 0 if rows.empty else int(rows["overdue_amount"].iloc[0])
    if not amount:
        return None
    firsts = find(connection, reach.first, office=question.office)
    return Debt(amount, firsts["first_paid_day"].iloc[0], end, question.as_of)


def told(line: Line, debt: Debt | None, params: Mapping[str, screens.Value]) -> Line:
    """Return a check that says what is overdue from before its period as well, and leads there.

    Args:
        line: the check of the period: it is not good where something is overdue from before.
        debt: what is overdue; None where nothing is.
        params: whose money the check is about, as addresses have it.
    """
    if debt is None:
        return line
    check = line.check
    more = dataclasses.replace(
        check,
        state=State.BAD if check.state is State.GOOD else check.state,
        sentence=f"{check.sentence} **{debt.label}**.",
        plain=f"{check.plain} {debt.label}.",
    )
    lead = Lead(_("Earlier periods"), "remittance-lag", {**params, **debt.days})
    return Line(more, (*line.leads, lead))
