"""A store that is written from kept rows is the one that an import leaves."""

import pathlib

import pytest
from support import desks, imports

from data import health
from queries.store import freshness

RUNS = "SELECT run_id, imported_by, changed, files, counts FROM import_runs"
TOOK = "SELECT finished_at - started_at FROM import_runs"
NEXT = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'bhxh' ORDER BY 1"
BEGINNINGS = [desks.MASTER_FILES, (imports.EXAMPLE / "import",)]


@pytest.mark.parametrize("paths", BEGINNINGS, ids=["masters", "worked example"])
def test_what_was_kept_is_what_was_imported(
    shared_desk: desks.Desk, paths: tuple[pathlib.Path, ...]
) -> None:
    shared_desk.empty()
    shared_desk.take(*paths)
    imported = shared_desk.everything() | {"import_runs": []}
    noted = [shared_desk.ask(question) for question in (RUNS, NEXT)]
    shared_desk.begin(*paths)
    for _ in range(2):
        shared_desk.hand_in(payments=[{"payment_id": "P99"}, {"payment_id": "", "amount": "-5"}])
        shared_desk.begin(*paths)
        assert shared_desk.everything() | {"import_runs": []} == imported
        assert [shared_desk.ask(question) for question in (RUNS, NEXT)] == noted
        assert (shared_desk.rejects, shared_desk.left_out) == ([], [])


def test_each_time_it_ended_just_now(shared_desk: desks.Desk) -> None:
    """So that no answer is kept from one test to the next."""
    versions, took = [], []
    for _ in range(3):
        shared_desk.begin()
        with shared_desk.store.loading() as connection:
            versions.append(freshness.version(connection))
        took.append(shared_desk.ask(TOOK))
    assert len(set(versions)) == 3
    assert took[1] == took[2]


def test_what_is_checked_of_an_import_is_checked_of_the_next(shared_desk: desks.Desk) -> None:
    """Kept rows were written without looking at references; nothing of that may last."""
    for _ in range(2):
        shared_desk.begin()
    assert shared_desk.column("SHOW session_replication_role") == ["origin"]
    assert shared_desk.hand_in(payments=[{"collector_code": "NOBODY"}]).rejected == 1
    assert shared_desk.hand_in(payments=[{}]).rejected == 0
    with shared_desk.store.loading() as connection:
        assert health.remittances_out_of_step(connection) == 0
