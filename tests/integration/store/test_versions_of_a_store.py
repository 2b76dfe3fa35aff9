"""A later version keeps what a store holds; a store that is behind, or not known, is refused."""

from __future__ import annotations

import dataclasses
import shutil
from typing import TYPE_CHECKING, Any, Final

import pytest
import sqlalchemy as sa
from support import commands, databases, desks, embedded_home, imports

from data import embedded, health, migrate, opening, problems, settings
from data import store as stores
from data.scope import Scope

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

EVERYTHING = Scope.everything()
BA_DINH = Scope.of(["00101"])
NEXT = "0003_channels"
SCRIPT = f'''
from alembic import op

revision = "{NEXT}"
down_revision = "{migrate.HEAD}"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE payments ADD COLUMN channel text NOT NULL DEFAULT 'cash';
        CREATE TABLE channels (office_code text PRIMARY KEY);
        ALTER TABLE channels ENABLE ROW LEVEL SECURITY;
        ALTER TABLE channels FORCE ROW LEVEL SECURITY;
        CREATE POLICY read ON channels FOR SELECT TO bhxh_reader
            USING (office_code = ANY ((SELECT my_offices())::text[]));
        CREATE POLICY load ON channels FOR ALL TO bhxh_loader USING (true) WITH CHECK (true);
        GRANT SELECT ON channels TO bhxh_reader;
        GRANT SELECT, INSERT ON channels TO bhxh_loader;
        SET LOCAL ROLE bhxh_loader;
        INSERT INTO channels SELECT DISTINCT office_code FROM payments;
        SET LOCAL ROLE bhxh_owner;
    """)
'''


@pytest.fixture
def filled(made: databases.Databases, tmp_path: pathlib.Path) -> Iterator[desks.Desk]:
    """A desk whose store has the worked example, in a database of its own."""
    with desks.fresh(made, tmp_path / "runs") as desk:
        desk.take(imports.EXAMPLE / "import")
        yield desk


@pytest.fixture
def later_program(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program with one more migration."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts)
    (scripts / "versions" / f"{NEXT}.py").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    monkeypatch.setattr(migrate, "HEAD", NEXT)


def settings_of(made: databases.Databases, desk: desks.Desk) -> settings.Settings:
    """Return settings that name the desk's database, as a store on a server."""
    names = ("store_url", "loader_url", "owner_url")
    urls = [url.render_as_string(hide_password=False) for url in made.three_urls(desk.name())]
    return settings.Settings.model_validate(dict(zip(names, urls, strict=True)))


def refusal(made: databases.Databases, desk: desks.Desk) -> problems.Problem:
    """Return why the desk's store is not opened."""
    with pytest.raises(problems.Problem) as caught:
        opening.open_store(settings_of(made, desk))
    return caught.value


def column(store: stores.Store, scope: Scope, table: str) -> list[str]:
    """Return the offices of the rows of a table that a reader sees, sorted."""
    with store.reading(scope) as connection:
        return list(connection.scalars(sa.text(f"SELECT office_code FROM {table} ORDER BY 1")))


def set_version(desk: desks.Desk, version: str) -> None:
    desk.execute(f"UPDATE schema_version SET version_num = '{version}'")


@pytest.mark.usefixtures("later_program")
def test_a_later_version_keeps_rows_scope_and_rights(filled: desks.Desk) -> None:
    store = filled.store
    rows = {
        (table, scope): column(store, scope, table)
        for table in ("payments", "confirmations", "lag_days", "forms")
        for scope in (EVERYTHING, BA_DINH)
    }
    rest = {name: texts for name, texts in filled.everything().items() if name != "payments"}
    migrate.upgrade(store.engine)
    assert migrate.version(store.engine) == NEXT
    assert all(rows.values())
    assert {key: column(store, key[1], key[0]) for key in rows} == rows
    after = filled.everything()
    assert {name: after[name] for name in rest} == rest
    assert column(store, BA_DINH, "channels") == ["00101"]
    assert len(column(store, EVERYTHING, "channels")) > 1
    with store.reading(EVERYTHING) as connection:
        assert health.holes(connection) == []
    with store.loading() as connection:
        assert health.payments_out_of_step(connection) == 0
    with pytest.raises(problems.Problem), store.reading(EVERYTHING) as connection:
        connection.execute(sa.text("SELECT participant_name FROM participants"))


@pytest.mark.fault
@pytest.mark.usefixtures("later_program")
def test_a_store_that_is_behind_is_said_so_until_it_is_migrated(
    made: databases.Databases, filled: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = refusal(made, filled)
    assert behind.title == "The store has another version"
    assert "run bhxh-monitor migrate" in str(behind)
    command = commands.at(made, filled.name(), monkeypatch)
    assert NEXT in command("migrate").output
    opening.open_store(settings_of(made, filled)).close()
    assert command("migrate").exit_code == 0


@pytest.mark.fault
@pytest.mark.parametrize("version", ["0001", "0002", "0007", "0012", "0099_later"])
def test_a_version_that_is_not_known_is_refused_and_nothing_is_touched(
    made: databases.Databases, filled: desks.Desk, version: str
) -> None:
    set_version(filled, version)
    before = filled.everything()
    refused = refusal(made, filled)
    assert refused.title == "The store has a version that this program does not know"
    assert f"version {version}." in str(refused)
    assert "import the same files into it again" in str(refused)
    with pytest.raises(problems.Problem, match="does not know"):
        migrate.upgrade(filled.store.engine)
    assert migrate.version(filled.store.engine) == version
    assert filled.everything() == before


def test_an_embedded_store_of_a_version_that_is_not_known_is_refused() -> None:
    with embedded_home.folder() as folder, embedded_home.home_at(folder / "home") as home:
        chosen = settings.Settings(home=home)
        opened = opening.open_store(chosen)
        with opened.owner_engine.execution_options(access=migrate.OWNER).begin() as connection:
            connection.execute(sa.text("UPDATE schema_version SET version_num = '0012'"))
        opened.close()
        with pytest.raises(problems.Problem, match="does not know"):
            opening.open_store(chosen)


@dataclasses.dataclass(frozen=True)
class Server:
    """What the start needs of an embedded server: the addresses of one database on it."""

    url: sa.URL
    loader_url: sa.URL
    owner_url: sa.URL
    superuser_url: sa.URL


def start(made: databases.Databases, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bring the desk's store up to date, as the start of an embedded one does."""
    name = desk.name()
    server: Any = Server(*made.three_urls(name), made.superuser_url(name))
    # They were made with the server of the tests.
    monkeypatch.setattr(embedded, "complete_logins", lambda _server: None)
    with made.separate_store(name) as store:
        opening._bring_up_to_date(store, server)


SAMPLE: Final = """
    INSERT INTO about (is_sample, sample_payments, sample_days, sample_seed, sample_today,
        sample_until, made_at)
    VALUES (true, 10, 10, 1, '2026-08-22', '2026-08-22 00:00+07', now())
"""
USER: Final = """
    INSERT INTO users (login, full_name, role) VALUES ('lan@example.vn', 'Lan', 'city')
"""


@pytest.mark.parametrize("version", migrate.DEVELOPMENT)
def test_a_sample_of_a_development_version_makes_room_for_a_new_one(
    made: databases.Databases, filled: desks.Desk, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.execute(SAMPLE)
    set_version(filled, version)
    start(made, filled, monkeypatch)
    assert migrate.version(filled.store.engine) == migrate.HEAD
    assert column(filled.store, EVERYTHING, "payments") == []


@pytest.mark.parametrize("statements", [(), (SAMPLE, USER)], ids=["no sample", "a user"])
def test_what_somebody_has_put_into_a_development_version_stays(
    made: databases.Databases,
    filled: desks.Desk,
    statements: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for statement in statements:
        filled.execute(statement)
    set_version(filled, "0012")
    before = filled.everything()
    with pytest.raises(problems.Problem, match="does not know"):
        start(made, filled, monkeypatch)
    assert filled.everything() == before
