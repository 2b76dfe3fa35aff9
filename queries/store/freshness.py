"""The freshness of the store: last import, data version, last days with data."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from queries import frames
from queries.store import import_runs

if TYPE_CHECKING:
    import pandas as pd

# Office by office, from the end of an index: under a policy, max() over all would read them all.
_OF_OFFICES = """
WITH
-- One row an office; no day where nothing of it may be seen.
latest AS (
    SELECT
        (
            SELECT recorded_day FROM payments AS p
            WHERE p.office_code = o.office_code AND recorded_day IS NOT NULL
            ORDER BY recorded_day DESC
            LIMIT 1
        ) AS recorded_day,
        (
            SELECT paid_day FROM payments AS p
            WHERE p.office_code = o.office_code
            ORDER BY paid_day DESC
            LIMIT 1
        ) AS paid_day
    FROM offices AS o
)
"""
LATEST_COLUMNS: frames.Dtypes = frames.columns(
    "data_version imported_at refreshed_at latest_recorded_day latest_paid_day"
)

LATEST = f"""
{_OF_OFFICES}
SELECT
    (SELECT max(run_id) FROM import_runs WHERE changed) AS data_version,
    (SELECT max(r.finished_at) FROM import_runs AS r WHERE {import_runs.IS_IMPORT}) AS imported_at,
    (
        SELECT max(r.finished_at) FROM import_runs AS r WHERE NOT ({import_runs.IS_IMPORT})
    ) AS refreshed_at,
    max(recorded_day) AS latest_recorded_day,
    max(paid_day) AS latest_paid_day
FROM latest
"""


# By when it finished, too: a store that was restored may use a number again.
VERSION = sa.text("""
    SELECT run_id, finished_at FROM import_runs WHERE changed ORDER BY run_id DESC LIMIT 1
""")


# The number of an import, and when it finished.
Version = tuple[int, dt.datetime]


def version(connection: sa.Connection) -> Version | None:
    """Return the last import that changed anything, and when it finished; None without one."""
    row = connection.execute(VERSION).one_or_none()
    return row and (row.run_id, row.finished_at)


def latest(connection: sa.Connection) -> pd.DataFrame:
    """Return one row: the data version, the last import, the last days with data in the scope.

    The data version is the last import or refresh that changed anything; empty in an empty store.
    The last import is none that only computed anew: that is `refreshed_at`.
    """
    return frames.ask(connection, LATEST, {}, LATEST_COLUMNS)


def last_import(connection: sa.Connection) -> tuple[int | None, dt.datetime | None]:
    """Return the data version, and when an import ended last; both as of `latest`."""
    ((version, imported_at, *_),) = frames.rows(connection, LATEST, {}, LATEST_COLUMNS).plain()
    return version, imported_at


GAP_COLUMNS: frames.Dtypes = frames.columns("last_day")

GAP = f"""
{_OF_OFFICES},
-- One row: the last day with anything in the scope.
known AS (
    SELECT max(greatest(paid_day, recorded_day)) AS last_day
    FROM latest
)
SELECT last_day
FROM known AS k
WHERE EXISTS (
    SELECT FROM calendar AS c
    WHERE c.working AND c.day > k.last_day AND c.day <= :end
)
"""


def gap(connection: sa.Connection, *, end: dt.date) -> pd.DataFrame:
    """Return the last day with data in the scope where working days since, up to `end`, have none.

    Returns:
        One row with `last_day`, or no row.
    """
    return frames.ask(connection, GAP, {"end": end}, GAP_COLUMNS)
