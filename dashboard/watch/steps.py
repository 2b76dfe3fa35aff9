"""Steps of this machine's clock: after one ahead, what is due waits until it would be due anyway.

A clock that is set ten minutes ahead makes it 08:00 too early. Where the database is on another
machine, its clock says so; on the same machine both are wrong. So a running process compares the
clock with one that is never set, and waits as long as the step was: what was wrong has then come
true, and what was put right is late by as much.
"""

import datetime as dt
import logging
import time
from typing import Final

from dashboard import clock

_log = logging.getLogger(__name__)

# Clocks are drawn to the right time by less than this at once.
_STEP: Final = dt.timedelta(seconds=30)
# A clock that was wrong by more was no clock: then there is nothing to wait for.
_LONGEST: Final = dt.timedelta(minutes=15)


def running() -> float:
    """Return the seconds that this machine has been on, asleep too, by a clock that nobody sets."""
    # That of macOS goes on in sleep under the other name; Windows has neither.
    of_system = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if of_system is None else time.clock_gettime(of_system)


class Steps:
    """What a process has seen of its machine's clock."""

    def __init__(self) -> None:
        self._last: tuple[dt.datetime, float] | None = None
        self._wait_until = 0.0

    def is_unsteady(self) -> bool:
        """Look at the clock; return whether it was set ahead so lately that it is not believed."""
        wall, ran = clock.machine(), running()
        if self._last is not None:
            passed = dt.timedelta(seconds=ran - self._last[1])
            step = wall - self._last[0] - passed
            if abs(step) > _STEP:
                _log.warning("this machine's clock was set by %.0f s", step.total_seconds())
            if step > _STEP:
                self._wait_until = ran + min(step, _LONGEST).total_seconds()
        self._last = wall, ran
        return ran < self._wait_until
