"""Which part is not well, on a real database: the store, the role that reads, or the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboard import current_store
from dashboard.web import operation, readiness

if TYPE_CHECKING:
    from support import databases, desks

pytestmark = pytest.mark.fault


@pytest.fixture
def store(full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch) -> desks.Desk:
    """Have this process use a store with the worked example."""
    monkeypatch.setattr(current_store, "current", lambda: full_desk.store)
    return full_desk


def test_a_store_that_is_well_is_ready_and_says_how_it_does(store: desks.Desk) -> None:
    assert readiness.look().fault is None
    found = operation.look()
    assert found is not None
    last = found.state.last_run
    assert last is not None
    assert (last.run_id, last.status) == (store.column("SELECT max(run_id) FROM import_runs")[0], 0)
    assert sum(last.rows.values()) > 20
    assert found.sessions == 0
    assert found.mails is not None
    assert (found.mails.waiting, found.has_primary) == (0, True)


def test_a_program_of_another_version_is_not_ready(store: desks.Desk) -> None:
    """Fault 26, as a balancer sees it: the store was migrated while an older program runs."""
    before = store.column("SELECT version_num FROM schema_version")[0]
    store.execute("UPDATE schema_version SET version_num = '9999_later'")
    try:
        assert readiness.look().fault == readiness.SCHEMA
    finally:
        store.execute(f"UPDATE schema_version SET version_num = '{before}'")
    assert readiness.look().fault is None


def test_a_role_that_may_not_read_is_not_ready(store: desks.Desk) -> None:
    store.execute("REVOKE SELECT ON schema_version FROM bhxh_reader")
    try:
        assert readiness.look().fault == readiness.ROLE
    finally:
        store.execute("GRANT SELECT ON schema_version TO bhxh_reader")
    assert readiness.look().fault is None


def test_a_database_that_is_gone_is_the_store(
    made: databases.Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made.fresh() as name, made.store(name) as opened:
        monkeypatch.setattr(current_store, "current", lambda: opened)
        assert readiness.look().fault is None
    assert readiness.look().fault == readiness.STORE
    assert operation.look() is None
