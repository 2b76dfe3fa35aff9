"""What is overdue of the days before a period: debt that the period does not show."""

import dataclasses
import datetime as dt
from collections.abc import Mapping

from dashboard import screens
from dashboard.figures.checks import Lead
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
        return _("Overdue from before the period: {amount}").format(
            amount=formats.money(self.amount)
        )

    @property
    def days(self) -> dict[str, screens.Value]:
        """The days before the period as addresses have them."""
        return {"from": self.start, "to": self.end, "as_of": self.as_of}

    def lead(self, params: Mapping[str, screens.Value]) -> Lead:
        """Return the link to it; `params` say whose money the page is about."""
        return Lead(self.label, "remittance-lag", {**params, **self.days})
