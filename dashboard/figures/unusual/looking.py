"""All that is unusual at the end of a day: the questions, and what the detectors find."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dashboard.figures.unusual import (
    day_totals,
    half_within,
    large_codes,
    silences,
    slides,
)
from dashboard.figures.unusual import taken as takens
from dashboard.figures.unusual.finding import Finding, Kind, ordered
from dashboard.figures.unusual.taken import Taken
from queries import agents, frames
from queries.lag import lagged
from queries.lookup import journeys
from queries.unusual import codes as codes_queries
from queries.unusual import collectors as collectors_queries
from queries.unusual import days as days_queries
from queries.unusual import recording as recording_queries
from queries.unusual import remitting as remitting_queries

# The days that are judged, the last one included.
DAYS: Final = 7
# Twelve weeks before the first of them, public holidays, and the longest silence.
_WEEKS: Final = 18
_CODE_DAYS: Final = 14


@dataclasses.dataclass(frozen=True)
class Looked:
    """What was found at the end of a day, and in how much.

    Attributes:
        as_of: the evening that was asked for.
        end: the last day that is judged: data of later working days have not come.
        begins: the first day with data of the weeks that were read; None without any.
        series: how many series of days there are.
        judged: how many of them have twelve weeks of data.
        findings: what is unusual, the latest first.
    """

    as_of: dt.date
    end: dt.date
    begins: dt.date | None
    series: int
    judged: int
    findings: tuple[Finding, ...]

    @property
    def first(self) -> dt.date:
        """The first day that is judged."""
        return self.end - dt.timedelta(DAYS - 1)

    def of_last_day(self) -> list[Finding]:
        """Return what happened on the last day alone."""
        return [each for each in self.findings if not each.is_lasting and each.day == self.end]

    def lasting(self) -> list[Finding]:
        """Return what goes on."""
        return [each for each in self.findings if each.is_lasting]

    def earlier(self) -> list[Finding]:
        """Return what happened on the other days."""
        return [each for each in self.findings if not each.is_lasting and each.day < self.end]


def question(
    as_of: dt.date, office: agents.Office = None, org: str | None = None
) -> lagged.Question:
    """Return the weeks that are read for an evening, of an office, an organisation, both."""
    monday = as_of - dt.timedelta(as_of.weekday())
    start = monday - dt.timedelta(weeks=_WEEKS - 1)
    return lagged.Question(start=start, end=as_of, as_of=as_of, office=office, org=org)


def look(connection: sa.Connection, asked: lagged.Question) -> Looked:
    """Return what is unusual at the end of the as-of day of a `question`.

    Raises:
        problems.Problem: an unknown office or organisation, or a day beyond the calendar.
    """
    rows = days_queries.by_day(connection, asked)
    days = journeys.calendar_days(connection, first=asked.start, last=asked.as_of)
    if rows.empty:
        return Looked(asked.as_of, asked.as_of, None, 0, 0, ())
    end = _end(rows, days)
    until = _until(asked, end)
    remitted = remitting_queries.by_week(connection, until)
    recorded = recording_queries.by_week(connection, until)
    taken = takens.of_frames(rows, days, end, (remitted, recorded))
    silent = silences.find(taken, _silent_collectors(connection, until, taken))
    sliding = slides.find(taken, slides.weeks_of(taken, Kind.RECORDING, recorded))
    half = _half_within(connection, until)
    found = [
        *silent,
        *day_totals.find(taken, silent, days=DAYS),
        *slides.find(taken, slides.weeks_of(taken, Kind.ON_TIME, remitted)),
        *sliding,
        *half_within.find(half, sliding, end),
        *_codes(connection, asked, end),
    ]
    judged = day_totals.is_judged(taken)
    return Looked(
        asked.as_of, end, min(rows["day"]), len(judged), int(judged.sum()), tuple(ordered(found))
    )


def _end(rows: pd.DataFrame, days: pd.DataFrame) -> dt.date:
    """Return the last day that is known: that of the question, or the last one with data."""
    latest: dt.date = max(rows["day"])
    asked: dt.date = days["day"].iloc[-1]
    since = days[[day > latest for day in days["day"]]]
    return latest if since["working"].any() else asked


def _half_within(connection: sa.Connection, asked: lagged.Question) -> pd.DataFrame:
    """Return within how many minutes half of the payments had their code, by week.

    It is read of two weeks at first, and of all where any of them is long enough to matter.
    """
    monday = asked.end - dt.timedelta(asked.end.weekday())
    lately = dataclasses.replace(asked, start=monday - dt.timedelta(weeks=1))
    rows = recording_queries.half_within(connection, lately, by=agents.By.ORG)
    if not (rows["half_minutes"].isna() | (rows["half_minutes"] >= half_within.LONGER)).any():
        return rows
    every = dataclasses.replace(asked, start=monday - dt.timedelta(weeks=takens.WEEKS + 1))
    return recording_queries.half_within(connection, every, by=agents.By.ORG)


def _silent_collectors(
    connection: sa.Connection, asked: lagged.Question, taken: Taken
) -> list[dict[str, Any]]:
    working = [taken.day(int(place)) for place in np.flatnonzero(taken.working)]
    if len(working) < silences.HISTORY:
        return []
    since = silences.silent_from(working)
    rows = collectors_queries.silent(connection, asked, silent_from=since)
    return frames.records(rows)


def _until(asked: lagged.Question, end: dt.date) -> lagged.Question:
    return dataclasses.replace(asked, end=end)


def _codes(connection: sa.Connection, asked: lagged.Question, end: dt.date) -> list[Finding]:
    start = end - dt.timedelta(_CODE_DAYS - 1)
    of_days = lagged.Question(start=start, end=end, as_of=end, office=asked.office, org=asked.org)
    rows = codes_queries.by_size(connection, of_days)
    sizes: Mapping[int, int] = dict(zip(rows["size"].tolist(), rows["codes"].tolist(), strict=True))
    least = large_codes.least(sizes)
    if not sizes or max(sizes) < least:
        return []
    listed = codes_queries.large(connection, of_days, least=least, most=large_codes.MOST)
    days = [end - dt.timedelta(day) for day in range(DAYS)]
    return large_codes.find(frames.records(listed), sizes, days)
