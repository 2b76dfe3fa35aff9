"""The plan of a sample: how many payments, which days, which seed."""

import dataclasses
import datetime as dt
import functools
from typing import Final

from data import problems
from data.problems import N_
from data.sample import moments

# A day is never cut, and is made in memory: of the busiest at this pace some 600 MB.
MOST_PAYMENTS_A_DAY: Final = 200_000
_MORNING: Final = dt.time(8)
_FIRST_YEAR: Final = 2000


@dataclasses.dataclass(frozen=True)
class Plan:
    """The parameters of a sample; equal plans make equal stores.

    The sample ends with the day before `today`. `until` is the moment, on the clocks of Hanoi and
    without a zone, after which no form has been sent: 08:00 of `today`, or earlier.
    """

    payments: int
    days: int
    seed: int
    today: dt.date
    until: dt.datetime

    @functools.cached_property
    def first_day(self) -> int:
        """Return the number of the first day."""
        return self.end_day - self.days

    @functools.cached_property
    def end_day(self) -> int:
        """Return the number of today: nothing is paid, recorded or remitted from it on."""
        return moments.number_of(self.today)

    @property
    def end(self) -> int:
        """Return the moment at which today begins."""
        return self.end_day * moments.DAY

    @property
    def last_date(self) -> dt.date:
        """Return the last day: yesterday."""
        return self.today - dt.timedelta(days=1)

    @property
    def closing_day(self) -> int:
        """Return the number of the last day of the two offices that close in the period."""
        return self.first_day + self.days * 2 // 5

    @functools.cached_property
    def until_moment(self) -> int:
        """Return `until` in the sample's seconds."""
        clock = self.until.time()
        seconds = clock.hour * moments.HOUR + clock.minute * moments.MINUTE + clock.second
        return moments.number_of(self.until.date()) * moments.DAY + seconds

    @functools.cached_property
    def calendar(self) -> moments.WorkingDays:
        """Return the working days of the period and of the year before it."""
        return moments.WorkingDays(moments.date_of(self.first_day).year - 1, self.today.year + 1)


def make(payments: int, days: int, seed: int, now: dt.datetime) -> Plan:
    """Return the plan of a sample that ends the day before `now`, a moment in Hanoi.

    Raises:
        problems.Problem: so many payments do not fit so few days, or the days reach too far back.
    """
    if payments > days * MOST_PAYMENTS_A_DAY:
        raise problems.Problem(
            N_("Too many payments for so few days"),
            N_("At most {most} payments a day can be made up; give more days with --days."),
            most=MOST_PAYMENTS_A_DAY,
        )
    if (now.date() - dt.date(_FIRST_YEAR, 1, 1)).days < days:
        raise problems.Problem(
            N_("Too many days"),
            N_("A sample begins in the year {year} at the earliest; give fewer days with --days."),
            year=_FIRST_YEAR,
        )
    local = now.replace(tzinfo=None, microsecond=0)
    return Plan(payments, days, seed, now.date(), min(dt.datetime.combine(now, _MORNING), local))
