"""What there is to tell by the clock about data: imports that stop and go on, and agents' limits.

Each is noted here; who is written to about it, and how, is not decided here.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

import sqlalchemy as sa

from dashboard.watch import kinds
from data import due_things, local_time, store
from data.problems import N_
from queries import frames
from queries.store import about
from queries.store import due_things as due_questions

_SILENT: Final = "feed_silent"
_BACK: Final = "feed_back"
_ALERTS_AT: Final = dt.time(8, 30)


def _silence(
    connection: sa.Connection, now: dt.datetime, noted: dt.date | None
) -> Iterable[tuple[dt.date, dt.datetime]]:
    """Return since when no data come, of the day on which the last import ended."""
    standing = about.standing(connection, day=now.astimezone(local_time.HANOI).date())
    if standing.imported_at is None or not standing.is_silent(now):
        return
    day = standing.imported_at.astimezone(local_time.HANOI).date()
    if noted is None or day > noted:
        yield day, standing.imported_at + dt.timedelta(hours=standing.silent_after_hours)


def _end_of_silence(
    connection: sa.Connection, now: dt.datetime, noted: dt.date | None
) -> Iterable[tuple[dt.date, dt.datetime]]:
    """Return when data came again after the last silence, of the day that the silence is of."""
    rows = frames.records(due_questions.last(connection))
    silence = next((row for row in rows if row["kind"] == _SILENT), None)
    if silence is None or silence["day"] == noted:
        return
    standing = about.standing(connection, day=now.astimezone(local_time.HANOI).date())
    if standing.imported_at is not None and standing.imported_at >= silence["due_at"]:
        yield silence["day"], standing.imported_at


def _note(_opened: store.Store, _claim: due_things.Claim) -> Mapping[str, int]:
    """Note that its moment has come, and nothing more."""
    return {}


# `Kind.new` leaves out what is of no use any more: a silence may have lasted for long when it is
# first looked at.
_LONG: Final = dt.timedelta(days=36500)

# No data have come for longer than the policy allows: once a silence.
SILENT: Final = kinds.Kind(
    _SILENT, N_("Imports have stopped"), _silence, _note, given_up_after=_LONG
)
# They come again: once after each silence.
BACK: Final = kinds.Kind(
    _BACK, N_("Imports have gone on"), _end_of_silence, _note, given_up_after=_LONG
)
# Agents over their limits: once a working day, when the forms have been closed.
ALERTS: Final = kinds.Kind(
    "alerts", N_("Agents over their limits"), kinds.every_working_day(_ALERTS_AT), _note
)
