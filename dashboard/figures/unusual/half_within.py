"""Organisations that take much longer until half of their payments have a code."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from dashboard.figures.unusual import taken as takens
from dashboard.figures.unusual.finding import Finding, Kind, Point, Subject
from dashboard.figures.unusual.taken import Floats

MINUTES: Final = "minutes"

LEAST_PAYMENTS: Final = 30
# So many times as long as usual, and so many minutes longer.
TIMES: Final = 3
LONGER: Final = 30
_RECENT: Final = 2
_APART: Final = 4
# Half of the payments have no code at all: longer than any time.
NEVER: Final = float("inf")


def find(rows: pd.DataFrame, slides: Sequence[Finding], end: dt.date) -> list[Finding]:
    """Return the organisations whose half takes longer for weeks.

    Args:
        rows: those of `queries.unusual.recording.half_within` by organisation.
        slides: of recording; whose is among them is not told twice.
        end: the last day that is judged.
    """
    if any(not each.subject.params for each in slides):
        return []
    told = {each.subject.org for each in slides}
    found = (_of_org(str(org), weeks, end) for org, weeks in rows.groupby("key", sort=True))
    return [each for each in found if each is not None and each.subject.org not in told]


def _of_org(org: str, rows: pd.DataFrame, end: dt.date) -> Finding | None:
    known = rows[rows["payments"] >= LEAST_PAYMENTS].tail(takens.WEEKS)
    if len(known) < takens.WEEKS or (end - known["start"].iloc[-1]).days >= 7 * _RECENT:
        return None
    minutes: Floats = np.array(
        [NEVER if pd.isna(each) else float(each) for each in known["half_minutes"]]
    )
    usual = float(np.median(minutes[:-_APART]))
    high = max(TIMES * usual, usual + LONGER)
    above = minutes >= high
    if not above[-_RECENT:].all():
        return None
    run = len(above) if above.all() else int(np.argmin(above[::-1]))
    starts = known["start"].tolist()
    return Finding(
        Kind.RECORDING,
        Subject(org=org),
        starts[-run],
        end,
        MINUTES,
        value=float(minutes[-1]),
        usual=usual,
        high=high,
        number=int(known["payments"].tail(run).sum()),
        course=tuple(
            Point(day, float(each), 0.0, high)
            for day, each in zip(starts, minutes, strict=True)
            if np.isfinite(each)
        ),
    )
