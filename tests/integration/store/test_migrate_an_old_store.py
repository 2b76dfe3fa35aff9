"""A store of an earlier version becomes what a fresh import of the same data is."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from support import databases, desks, imports
from support.builders import duplicates, strategies
from support.builders import store as builders_store

from data import engine, health, migrate
from data.scope import Scope

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class
    from support.builders.rows import Store


# The last version before remittances had covered sums, and payments their repetitions.
OLD = "0002"
TABLES = """
    SELECT table_name, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
    FROM information_schema.columns
    WHERE table_schema = 'bhxh' AND is_generated = 'NEVER'
        AND table_name NOT IN ('schema_version', 'masked_participants')
    GROUP BY table_name ORDER BY table_name = 'import_runs' DESC, table_name
"""


@pytest.fixture(scope="module")
def desk(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[desks.Desk]:
    """A desk of this version."""
    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as opened:
        yield opened


@contextlib.contextmanager
def administrator(made: databases.Databases, name: str) -> Iterator[Cursor]:
    """Give a cursor that no policy holds back."""
    with (
        contextlib.closing(engine.connect(made.superuser_url(name))) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SET search_path = bhxh")
        yield cursor


def copy(source: Cursor, target: Cursor) -> None:
    """Copy the rows of every table of an old store from a store of this version.

    Only this version's import can be run here; what an old store did not have stays behind.
    """
    target.execute(TABLES)
    for table, columns in target.fetchall():
        rows = io.BytesIO()
        source.copy_expert(f"COPY (SELECT {columns} FROM {table}) TO STDOUT", rows)
        rows.seek(0)
        target.copy_expert(f"COPY {table} ({columns}) FROM STDIN", rows)


def upgraded(
    made: databases.Databases, desk: desks.Desk, name: str, folder: pathlib.Path
) -> dict[str, list[str]]:
    """Return all that an old store with the desk's data holds after its upgrade."""
    with administrator(made, desk.name()) as source, administrator(made, name) as target:
        copy(source, target)
    with made.store(name) as store:
        migrate.upgrade(store.engine)
        with store.loading() as connection:
            assert health.remittances_out_of_step(connection) == 0
            assert health.repeats_out_of_step(connection) == 0
        with store.reading(Scope.everything()) as connection:
            assert health.holes(connection) == []
    with desks.opened(made, name, folder) as opened:
        return opened.everything()


def test_an_empty_store_is_upgraded(
    made: databases.Databases, desk: desks.Desk, tmp_path: pathlib.Path
) -> None:
    desk.empty()
    with made.at(OLD) as name:
        assert upgraded(made, desk, name, tmp_path) == desk.everything()


def test_the_worked_example_is_upgraded_to_what_an_import_gives(
    made: databases.Databases, desk: desks.Desk, tmp_path: pathlib.Path
) -> None:
    desk.empty()
    desk.take(imports.EXAMPLE / "import")
    with made.at(OLD) as name:
        assert upgraded(made, desk, name, tmp_path) == desk.everything()


@pytest.mark.timeout(600)
@given(generated=strategies.stores().flatmap(duplicates.crowded))
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_store_is_upgraded_to_what_an_import_gives(
    generated: Store, made: databases.Databases, desk: desks.Desk
) -> None:
    desk.empty()
    folder = desk.folder()
    builders_store.write_csv(generated, folder)
    (folder / "calendar.csv").touch()
    desk.take(folder)
    with made.at(OLD) as name:
        assert upgraded(made, desk, name, desk.folder()) == desk.everything()
