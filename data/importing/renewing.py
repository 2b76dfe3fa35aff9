"""Owns the refresh of a store that something else feeds: all that is kept beside the plain rows.

What the import keeps up to date row by row is computed anew: the codes and transfers beside
payments, what remittances cover, the payments that repeat one another, and the rollups.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from data import calendar, engine, rollups
from data.importing import beside, repeats, run, sets, staging

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

    from data import store as stores

_ALL: Final = "SELECT payment_id FROM payments"

# The payments of a period, by whatever happened in it; what is beside them is not relied on.
_OF_PERIOD: Final = """
    SELECT payment_id FROM payments WHERE paid_day BETWEEN %(start)s AND %(end)s
    UNION
    SELECT payment_id FROM payments WHERE recorded_day BETWEEN %(start)s AND %(end)s
    UNION
    SELECT payment_id FROM payments WHERE voided_day BETWEEN %(start)s AND %(end)s
    UNION
    SELECT payment_id FROM confirmations
    WHERE recorded_at >= %(start)s AND recorded_at < %(end)s + 1
    UNION
    SELECT l.payment_id
    FROM remittances AS m
    JOIN remittance_lines AS l USING (remittance_id)
    WHERE m.remitted_day BETWEEN %(start)s AND %(end)s
"""


def renew(
    store: stores.Store, today: dt.date, period: tuple[dt.date, dt.date] | None = None
) -> int:
    """Bring up to date what is kept beside the rows of a period, both ends included, or of all.

    A payment is of a period if it was paid, recorded, voided or handed over in it. The data version
    goes on, as after an import. Returns the number of payments that were looked at.

    Raises:
        problems.Problem: the store is down or refuses, or an import is running.
    """
    with store.loading() as connection, engine.cursor(connection) as cursor:
        run.lock(cursor)
        number = run.new_run(cursor, dt.datetime.now(dt.UTC))
        # The steps of the import find nothing new to write.
        staging.create(cursor)
        for each in sets.ALL:
            staging.read(cursor, each)
        calendar.ensure(cursor, today, *calendar.days_of_store(cursor))
        looked_at = _renew_period(cursor, *period) if period else _renew_everything(cursor)
        cursor.execute(
            "UPDATE import_runs SET finished_at = clock_timestamp(), changed = true"
            " WHERE run_id = %s",
            (number,),
        )
    return looked_at


def _renew_period(cursor: Cursor, start: dt.date, end: dt.date) -> int:
    looked_at = beside.touch(cursor, _OF_PERIOD, {"start": start, "end": end})
    rollups.begin(cursor)
    rollups.note(cursor, rollups.TOUCHED)
    rollups.note_period(cursor, start, end)
    beside.refresh(cursor)
    repeats.refresh_touched(cursor)
    rollups.note(cursor, rollups.TOUCHED)
    rollups.renew(cursor)
    return looked_at


def _renew_everything(cursor: Cursor) -> int:
    looked_at = beside.touch(cursor, _ALL, {})
    beside.refresh(cursor)
    repeats.refresh_everything(cursor)
    rollups.renew_everything(cursor)
    return looked_at
