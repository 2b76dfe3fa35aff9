"""The state of the store: whether its data are invented, and when the last import ended."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from data.importing import outcomes
from queries.store import import_runs

# Without a policy, a feed that runs once a day may be two hours late.
SILENT_AFTER_HOURS = 26

STANDING = sa.text(f"""
SELECT
    EXISTS (SELECT FROM about WHERE is_sample) AS is_sample,
    (
        SELECT r.finished_at FROM import_runs AS r
        WHERE {import_runs.IS_FEED}
        ORDER BY r.run_id DESC
        LIMIT 1
    ) AS imported_at,
    (
        SELECT CAST(value AS integer) FROM policies
        WHERE name = 'feed.silent_after_hours' AND org_code = '' AND valid_from <= :day
        ORDER BY valid_from DESC
        LIMIT 1
    ) AS silent_after_hours
""")


LAST = sa.text(f"""
SELECT r.run_id, r.files, r.counts
FROM import_runs AS r
WHERE {import_runs.IS_IMPORT}
ORDER BY r.run_id DESC
LIMIT 1
""")


@dataclass(frozen=True)
class Standing:
    """What the store is: a sample or not, when an import last ended, and how old that may be.

    A refresh is no import, and neither is one of which all was refused: they bring no data.
    """

    is_sample: bool
    imported_at: dt.datetime | None
    silent_after_hours: int

    def is_silent(self, now: dt.datetime) -> bool:
        """Return whether the last import is too old; never for a sample."""
        if self.is_sample or self.imported_at is None:
            return False
        return now - self.imported_at > dt.timedelta(hours=self.silent_after_hours)


def standing(connection: sa.Connection, *, day: dt.date) -> Standing:
    """Return the state of the store, under the policy in force on a day.

    The policy `feed.silent_after_hours` gives the hours after which a feed counts as broken.
    """
    row = connection.execute(STANDING, {"day": day}).one()
    return Standing(row.is_sample, row.imported_at, row.silent_after_hours or SILENT_AFTER_HOURS)


def is_sample(connection: sa.Connection) -> bool:
    """Return whether the store holds a sample, finished or not, and no real payments."""
    return bool(connection.scalar(sa.text("SELECT EXISTS (SELECT FROM about WHERE is_sample)")))


def last_import(connection: sa.Connection) -> tuple[int, int] | None:
    """Return the number of the last import and the exit status that it had; None without one."""
    row = connection.execute(LAST).one_or_none()
    return row and (row.run_id, outcomes.status(row.files, row.counts))
