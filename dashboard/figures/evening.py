"""The period of payment of the lag figures that end with a day."""

import datetime as dt
from dataclasses import dataclass

from dashboard import clock, screens
from dashboard.text import parsing
from queries import agents
from queries.forms import form_01xn
from queries.lag import lagged


@dataclass(frozen=True)
class Evening:
    """The days of payment that count at the end of a day."""

    start: dt.date
    as_of: dt.date

    def question(self, office: agents.Office = None, org: str | None = None) -> lagged.Question:
        """Return the limits of queries: the period, of an office, an organisation, both."""
        return lagged.Question(
            start=self.start,
            end=self.as_of,
            as_of=self.as_of,
            office=office,
            org=org,
            last_due=form_01xn.last_due(clock.now()),
        )

    @property
    def params(self) -> dict[str, screens.Value]:
        """The period as addresses have it."""
        return {"from": self.start, "to": self.as_of, "as_of": self.as_of}


def ending(day: dt.date) -> Evening:
    """Return the period that ends with a day, as long as pages have it where nobody chose one."""
    as_of = min(day, clock.today())
    return Evening(max(parsing.FIRST_DAY, as_of - dt.timedelta(parsing.PERIOD_DAYS - 1)), as_of)
