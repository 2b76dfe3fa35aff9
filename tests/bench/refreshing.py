"""Measures the refresh after new rows of one day against that of everything."""

from __future__ import annotations

import shutil
import statistics
import time
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from bench import stores, table

from data.importing import refresh

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

_ROWS: Final = 10_000
_DAYS: Final = 5

# What another program would write: nothing of what the import keeps beside the rows.
_NEW: Final = (
    """
    CREATE TEMPORARY TABLE new_rows ON COMMIT DROP AS
    SELECT p.payment_id AS old_id, p.payment_id || '-' || nth AS new_id
    FROM payments AS p, generate_series(1, 10) AS n (nth)
    WHERE p.paid_day = :day AND p.payment_id NOT LIKE '%-%'
    ORDER BY nth, p.payment_id
    LIMIT :rows
    """,
    """
    INSERT INTO payments (payment_id, receipt_no, office_code, org_code, collector_code, product,
        amount, months, period_from, paid_at, voided_at)
    SELECT new_id, new_id, office_code, org_code, collector_code, product, amount, months,
        period_from, paid_at, voided_at
    FROM new_rows JOIN payments ON payment_id = old_id
    """,
    """
    INSERT INTO confirmations (payment_id, confirmation_code, office_code, org_code, recorded_at,
        notified_by, notified_at)
    SELECT new_id, new_id, office_code, org_code, recorded_at, notified_by, notified_at
    FROM new_rows JOIN confirmations ON payment_id = old_id
    """,
    """
    INSERT INTO remittance_lines (payment_id, remittance_id, office_code)
    SELECT new_id, remittance_id, office_code
    FROM new_rows JOIN remittance_lines ON payment_id = old_id
    """,
)


def of_the_small_store(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Measure on a copy of the store of 1.2 M payments."""
    yield from _measure(shelf, "small", "1.2 M")


def of_the_long_store(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Measure on a copy of the store of 12 M payments, if the disk takes it."""
    home = shelf.place("long").home
    size = sum(path.stat().st_size for path in home.resolve().rglob("*") if path.is_file())
    if shutil.disk_usage(shelf.folder).free < 2 * size:
        yield table.Line("refresh, 12 M", f"no room for a copy of {size / 1e9:.0f} GB")
        return
    yield from _measure(shelf, "long", "12 M")


def _measure(shelf: stores.Shelf, name: str, size: str) -> Iterator[table.Line]:
    with shelf.copy(name) as place:
        days = [day for day in reversed(place.payments_by_day) if day.isoweekday() == 2]
        # Nobody has read the copy yet: the first day is for the disk.
        taken = [_day_renewed(place, day) for day in days[1 : _DAYS + 2]][1:]
        base = _renewed(place, None)
    what = f"refresh after {_ROWS:,} new rows on one day ÷ refresh of everything, {size}"
    yield table.share(what, statistics.median(taken), base, 100)


def _day_renewed(place: stores.Place, day: dt.date) -> float:
    with place.store.loading() as connection:
        for statement in _NEW:
            connection.execute(sa.text(statement), {"day": day, "rows": _ROWS})
    # A refresh wants a connection that has had no temporary tables.
    place.store.engine.dispose()
    return _renewed(place, (day, day))


def _renewed(place: stores.Place, period: tuple[dt.date, dt.date] | None) -> float:
    begun = time.perf_counter()
    refresh.renew(place.store, place.last_day + stores.NIGHT, period)
    return time.perf_counter() - begun
