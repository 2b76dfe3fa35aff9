"""How the program does, for those who watch it: the last import, the last closing, the data.

Nothing here is of a person or of one office.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from data.importing import outcomes
from queries.store import about, freshness, import_runs

_LAST_RUN: Final = sa.text(f"""
SELECT r.run_id, r.started_at, r.finished_at, r.files, r.counts
FROM import_runs AS r
WHERE {import_runs.IS_IMPORT}
ORDER BY r.run_id DESC
LIMIT 1
""")

# The forms that the last day with a closing has closed; a form is closed once.
_LAST_CLOSING: Final = sa.text("""
SELECT day, max(taken_at) AS taken_at, count(*) AS forms
FROM snapshots
WHERE is_closing AND day = (SELECT max(day) FROM snapshots WHERE is_closing)
GROUP BY day
""")


@dataclass(frozen=True)
class Run:
    """The last import: when it ran, its exit status, and its rows by what became of them."""

    run_id: int
    started_at: dt.datetime
    finished_at: dt.datetime
    status: int
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Closing:
    """The last day whose forms were closed: when the last of them was, and how many they are."""

    day: dt.date
    taken_at: dt.datetime
    forms: int


@dataclass(frozen=True)
class State:
    """What the store says of the operation; None for what has not happened yet."""

    standing: about.Standing
    data_version: int | None
    last_run: Run | None
    last_closing: Closing | None


def state(connection: sa.Connection, *, day: dt.date) -> State:
    """Return how the program does, under the policies in force on a day."""
    version = freshness.version(connection)
    return State(
        about.standing(connection, day=day),
        version and version[0],
        _last_run(connection),
        _last_closing(connection),
    )


def _last_run(connection: sa.Connection) -> Run | None:
    row = connection.execute(_LAST_RUN).one_or_none()
    if row is None:
        return None
    rows = {
        name: sum(each.get(name, 0) for each in row.counts.values()) for name in outcomes.OUTCOMES
    }
    status = outcomes.status(row.files, row.counts)
    return Run(row.run_id, row.started_at, row.finished_at, status, rows)


def _last_closing(connection: sa.Connection) -> Closing | None:
    row = connection.execute(_LAST_CLOSING).one_or_none()
    return Closing(row.day, row.taken_at, row.forms) if row else None
