"""Refresh of a store that another program feeds: what is kept beside the plain rows is renewed.

What the import keeps up to date row by row is computed anew: the codes and transfers beside
payments, what remittances cover, where collectors are known, the payments that repeat one another,
and the rollups.
"""

import datetime as dt
from typing import Final

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data import calendar, engine
from data import store as stores
from data.derived import duplicates, payment_links, rollups
from data.importing import run

# The payments of a period, by anything that happened in it; the copies beside them may be stale.
# By office, as the indexes are.
_OF_PERIOD: Final = """
    SELECT payment_id FROM offices JOIN payments USING (office_code)
    WHERE paid_day BETWEEN %(start)s AND %(end)s
    UNION
    SELECT payment_id FROM offices JOIN payments USING (office_code)
    WHERE recorded_day BETWEEN %(start)s AND %(end)s
    UNION
    SELECT payment_id FROM offices JOIN payments USING (office_code)
    WHERE voided_day BETWEEN %(start)s AND %(end)s
    UNION
    SELECT payment_id FROM confirmations
    WHERE recorded_at >= %(start)s AND recorded_at < %(end)s + 1
    UNION
    SELECT l.payment_id
    FROM offices
    JOIN remittances AS m USING (office_code)
    JOIN remittance_lines AS l USING (remittance_id)
    WHERE m.remitted_day BETWEEN %(start)s AND %(end)s
    -- As the tables are filled: what is looked up stands side by side.
    ORDER BY payment_id
"""
# Those of them that were not only handed over in it.
_OWN: Final = """
    paid_day BETWEEN %(start)s AND %(end)s
    OR recorded_day BETWEEN %(start)s AND %(end)s
    OR voided_day BETWEEN %(start)s AND %(end)s
"""
_REMITTANCES: Final = """
    SELECT remittance_id FROM offices JOIN remittances USING (office_code)
    WHERE remitted_day BETWEEN %(start)s AND %(end)s
"""
# Days as they were and as they will be. A handing over alone moves nothing on a form.
_DAYS: Final = """
    (
        SELECT n.office_code, n.org_code, n.paid_day, d.recorded_day, n.voided_day
        FROM looked_at AS n
        CROSS JOIN LATERAL (VALUES (n.recorded_day), (local_day(n.recorded_at))) AS d (recorded_day)
        WHERE n.is_own
        UNION
        SELECT office_code, org_code, paid_day, NULL, NULL FROM looked_at
    ) AS p
"""


def renew(
    store: stores.Store, today: dt.date, period: tuple[dt.date, dt.date] | None = None
) -> int:
    """Bring up to date what is kept beside the rows of a period, both ends included, or of all.

    A payment is of a period if it was paid, recorded, voided or handed over in it. The data version
    goes on, as after an import. Returns the number of payments that were looked at.

    After all was renewed nothing is stale. A period cannot know of what another day lost: where a
    payment is deleted or moved to another day, that day belongs to the period as well, and so do
    those on which it was recorded, voided and handed over. Only a refresh of all corrects offices
    where a collector is no longer named, and rows of an office that the store does not know.

    Raises:
        problems.Problem: the store is down or refuses, or an import is running.
    """
    with store.loading() as connection, engine.cursor(connection) as cursor:
        run.lock(cursor)
        number = run.new_run(cursor, dt.datetime.now(dt.UTC))
        calendar.ensure(cursor, today, *calendar.days_of_store(cursor))
        looked_at = _renew_period(cursor, *period) if period else _renew_everything(cursor)
        cursor.execute(
            "UPDATE import_runs SET finished_at = clock_timestamp(), changed = true"
            " WHERE run_id = %s",
            (number,),
        )
    return looked_at


def _renew_period(cursor: Cursor, start: dt.date, end: dt.date) -> int:
    values = {"start": start, "end": end}
    looked_at = payment_links.touch(cursor, _OF_PERIOD, values)
    with engine.looking_up(cursor, looked_at):
        payment_links.look_at_touched(cursor, _OWN, values)
        payment_links.refresh_looked_at(cursor)
    payment_links.add_up(cursor, _REMITTANCES, values)
    rollups.begin(cursor)
    rollups.note(cursor, _DAYS)
    rollups.note_period(cursor, start, end)
    duplicates.refresh_looked_at(cursor, values)
    rollups.renew(cursor)
    return looked_at


def _renew_everything(cursor: Cursor) -> int:
    payment_links.refresh_everything(cursor)
    duplicates.refresh_everything(cursor)
    rollups.renew_everything(cursor)
    cursor.execute("SELECT count(*) FROM payments")
    (looked_at,) = cursor.fetchone() or (0,)
    return int(looked_at)
