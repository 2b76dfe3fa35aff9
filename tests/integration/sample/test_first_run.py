"""The first start fills an embedded store that holds nothing, and own data take its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from support import imports
from support.builders import samples

from dashboard import clock, current_store, first_run, workers
from data import engine, settings
from data.sample import feed, filling, marker, plan
from data.scope import Scope
from queries.audit import searches
from queries.store import about

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

    from data import store as stores


EVERYTHING = Scope.everything()


@pytest.fixture
def started(empty_store: stores.Store, monkeypatch: pytest.MonkeyPatch) -> stores.Store:
    """An empty store that the dashboard takes for the embedded one, and a small sample."""
    monkeypatch.setattr(current_store, "current", lambda: empty_store)
    monkeypatch.setattr(settings, "read", settings.Settings.model_construct)

    def fill(payments: int, days: int, seed: int, advance: Callable[[int], None]) -> None:
        """Do in this process what its child does."""
        filling.fill(empty_store, plan.make(payments, days, seed, clock.past()), advance)

    monkeypatch.setattr(workers, "fill", fill)
    monkeypatch.setattr(first_run, "PAYMENTS", 600)
    monkeypatch.setattr(first_run, "DAYS", 10)
    first_run.announce()
    return empty_store


def payments(store: stores.Store) -> int:
    with store.reading(EVERYTHING) as connection:
        return int(connection.scalar(sa.text("SELECT count(*) FROM payments")) or 0)


def is_sample(store: stores.Store) -> bool:
    return store.ask(EVERYTHING, about.is_sample)


def test_an_empty_embedded_store_is_filled_once(started: stores.Store) -> None:
    first_run.prepare()
    assert payments(started) > 500
    assert is_sample(started)
    assert first_run.share_filled() is None
    filled = payments(started)
    first_run.prepare()
    assert payments(started) == filled


def test_a_store_with_data_is_left_alone(started: stores.Store) -> None:
    imports.load(started, imports.EXAMPLE / "import")
    first_run.prepare()
    assert payments(started) == 14
    assert not is_sample(started)


def test_a_store_of_ones_own_server_is_never_filled(
    started: stores.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings.Settings.model_construct(store_url="postgresql://elsewhere/bhxh")
    monkeypatch.setattr(settings, "read", lambda: chosen)
    first_run.prepare()
    assert payments(started) == 0
    assert first_run.share_filled() is None


def test_own_data_take_the_place_of_the_sample(started: stores.Store) -> None:
    first_run.prepare()
    outcome = imports.load(started, imports.EXAMPLE / "import", first=marker.remove)
    assert outcome.counts["payments"].inserted == 14
    assert payments(started) == 14
    assert not is_sample(started)


def test_an_import_that_fails_leaves_the_sample_where_it_was(started: stores.Store) -> None:
    first_run.prepare()
    filled = payments(started)

    def remove_and_fail(cursor: Cursor) -> None:
        marker.remove(cursor)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        imports.load(started, imports.EXAMPLE / "import", first=remove_and_fail)
    assert payments(started) == filled
    assert is_sample(started)


def test_own_data_that_come_while_the_sample_is_made_end_it(
    started: stores.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def advance(_payments: int) -> None:
        imports.load(started, imports.EXAMPLE / "import", first=marker.remove)

    monkeypatch.setattr(feed, "CHUNK", 100)
    filling.fill(started, samples.planned(600, 10), advance)
    assert payments(started) == 14
    assert not is_sample(started)


def test_the_logs_of_looks_and_searches_outlive_the_sample(started: stores.Store) -> None:
    first_run.prepare()
    with started.revealing(EVERYTHING) as connection:
        connection.execute(
            sa.text(
                "INSERT INTO access_log (who, page, purpose, office_code, payment_id)"
                " VALUES ('w', 'p', 'x', '00101', 'P')"
            )
        )
        searches.add(connection, who="w", page="p", kind=searches.NUMBER, asked=1, found=0)
    imports.load(started, imports.EXAMPLE / "import", first=marker.remove)
    owner = engine.Access(engine.Role.OWNER)
    with started.engine.execution_options(access=owner).begin() as connection:
        connection.execute(
            sa.text(
                "CREATE POLICY look ON access_log FOR SELECT TO bhxh_owner USING (true);"
                " CREATE POLICY look ON search_log FOR SELECT TO bhxh_owner USING (true)"
            )
        )
        for table in ("access_log", "search_log"):
            assert connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) == 1
