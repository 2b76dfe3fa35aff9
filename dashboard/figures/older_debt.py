"""What is overdue of the days before a period: debt that the period does not show."""

import dataclasses
import datetime as dt
from collections.abc import Mapping

from dashboard import screens
from dashboard.figures.checks import Lead, Line, State
from dashboard.text import _, formats


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
