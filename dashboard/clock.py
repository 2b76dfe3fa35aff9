"""The current time, or the fixed day that replaces it; nothing else reads the clock."""

import datetime as dt
from typing import Final

from data import local_time, problems, settings
from data.problems import N_

HANOI: Final = local_time.HANOI
# With a stand-in for today, the hour must not depend on when a demonstration is held.
_STAND_IN_HOUR: Final = dt.time(12)


def now() -> dt.datetime:
    """Return the present moment in Hanoi, or noon of the day that stands in for today."""
    stand_in = settings.read().today
    if stand_in is not None:
        return dt.datetime.combine(stand_in, _STAND_IN_HOUR, HANOI)
    return dt.datetime.now(HANOI)


def machine() -> dt.datetime:
    """Return what the machine's clock says, in Hanoi: how old an import is, whatever today is."""
    return dt.datetime.now(HANOI)


def past() -> dt.datetime:
    """Return the present moment, or noon of the day that stands in for it, if that has come.

    Raises:
        problems.Problem: the day that stands in for today lies ahead.
    """
    real = machine()
    stand_in = now()
    if stand_in.date() > real.date():
        raise problems.Problem(
            N_("BHXH_TODAY lies in the future"),
            N_("The import refuses what has not happened yet: name a day up to today, or none."),
        )
    return min(stand_in, real)


def today() -> dt.date:
    """Return the local day."""
    return now().date()
