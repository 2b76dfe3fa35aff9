"""After a large run the database's planner knows the tables; a small one leaves it as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import databases, desks

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

ANALYZED = (
    "SELECT s.relname FROM pg_stats AS p JOIN pg_class AS s"
    " ON s.relname = p.tablename AND s.relnamespace = 'bhxh'::regnamespace"
    " WHERE p.schemaname = 'bhxh' AND s.relname IN ('payments', 'participants', 'confirmations')"
    " GROUP BY s.relname ORDER BY s.relname"
)
ROWS = "SELECT CAST(reltuples AS integer) FROM pg_class WHERE oid = 'payments'::regclass"


@pytest.fixture
def untouched_desk(made: databases.Databases, tmp_path: pathlib.Path) -> Iterator[desks.Desk]:
    """A desk whose store nothing was ever written to but offices, organisations and people."""
    with desks.fresh(made, tmp_path) as desk:
        desk.masters()
        yield desk


def test_a_table_that_was_filled_is_counted_and_one_that_hardly_grew_is_not(
    untouched_desk: desks.Desk,
) -> None:
    untouched_desk.hand_in(payments=[{"payment_id": f"P{n:03d}"} for n in range(100)])
    assert untouched_desk.column(ANALYZED) == ["participants", "payments"]
    assert untouched_desk.column(ROWS) == [100]
    untouched_desk.hand_in(payments=[{"payment_id": f"Q{n}"} for n in range(49)])
    assert untouched_desk.column(ROWS) == [100]
    untouched_desk.hand_in(payments=[{"payment_id": f"R{n:03d}"} for n in range(50)])
    assert untouched_desk.column(ROWS) == [199]
