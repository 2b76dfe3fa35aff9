"""Where a large run fills an empty table, its indexes are built after the rows, and all stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from data import engine, problems, scope
from data.importing.writing import bulk

if TYPE_CHECKING:
    from support import desks


INDEXES = (
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'bhxh'"
    " AND tablename IN ('payments', 'participants', 'confirmations') ORDER BY indexdef"
)
BUILT = "SELECT oid FROM pg_class WHERE relname = 'payments_by_org'"


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a run of two rows a large one."""
    monkeypatch.setattr(bulk, "_MANY_ROWS", 2)


@pytest.mark.usefixtures("few_are_many")
def test_the_first_fill_leaves_every_index_built_anew(desk: desks.Desk) -> None:
    before, built = desk.column(INDEXES), desk.column(BUILT)
    outcome = desk.hand_in(
        payments=[{"payment_id": "P1"}, {"payment_id": "P2"}, {"payment_id": "P2"}],
        confirmations=[{"payment_id": "P1"}, {"payment_id": "P2"}],
    )
    assert outcome.counts["payments"].inserted == 2
    assert len(before) > 10
    assert desk.column(INDEXES) == before
    assert desk.column(BUILT) != built


@pytest.mark.usefixtures("few_are_many")
def test_a_later_run_leaves_the_indexes_as_they_are(desk: desks.Desk) -> None:
    desk.hand_in(payments=[{"payment_id": "P1"}, {"payment_id": "P2"}])
    built = desk.column(BUILT)
    desk.hand_in(payments=[{"payment_id": "P2"}, {"payment_id": "P3"}])
    assert desk.column("SELECT payment_id FROM payments ORDER BY 1") == ["P1", "P2", "P3"]
    assert desk.column(BUILT) == built


@pytest.mark.usefixtures("few_are_many")
def test_a_run_that_ends_half_way_leaves_every_index(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, built = desk.column(INDEXES), desk.column(BUILT)

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("data.derived.duplicates.refresh", fail)
    with pytest.raises(KeyboardInterrupt):
        desk.hand_in(payments=[{"payment_id": "P1"}, {"payment_id": "P2"}])
    assert desk.column(INDEXES) == before
    assert desk.column(BUILT) == built


def test_who_reads_meanwhile_is_told_that_data_are_being_written(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LOCK_TIMEOUT_SECONDS", 0.1)
    with (
        desk.store.loading() as writing,
        engine.cursor(writing) as cursor,
        bulk.set_aside(cursor, "payments"),
        pytest.raises(problems.Problem, match="being written"),
        desk.store.reading(scope.Scope.everything()) as reading,
    ):
        reading.execute(sa.text("SELECT count(*) FROM payments"))
