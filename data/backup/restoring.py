"""A store is restored beside the one in force, which stays as it is until the new one is whole."""

import contextlib
import dataclasses
import datetime as dt
import logging
import pathlib
from collections.abc import Callable, Iterator

import psycopg2
import sqlalchemy as sa

from data import embedded, local_time, migrate, opening, problems, store
from data import engine as engines
from data.backup import archive, contents, filling, tools
from data.embedded import beside, folders, lifecycle, server
from data.problems import N_

_log = logging.getLogger(__name__)

# Who looks at the restored store before it is put in place.
Look = Callable[[store.Store, archive.Manifest], None]


@dataclasses.dataclass(frozen=True)
class Restored:
    """What was restored, and where the data are that were there before, if there were any."""

    manifest: archive.Manifest
    earlier: pathlib.Path | None


def into_home(home: pathlib.Path, file: pathlib.Path, look: Look, *, replaces: bool) -> Restored:
    """Restore into the embedded store of a home; what it holds now is kept beside it.

    Raises:
        problems.Problem: the file is damaged or too new, the home is in use, or holds data that
            `replaces` does not give up; or it fails. The store is then as it was.
    """
    manifest = archive.checked(file)
    filling.require_usable(file, manifest, tools.server_major(home))
    with _told(), beside.home(home, beside.RESTORED) as made:
        _require_room(home, replaces=replaces)
        running = embedded.ensure_running(made)
        filling.fill_embedded(running, file, manifest)
        with contextlib.closing(opening.open_home(made)) as opened:
            look(opened, manifest)
        _share_passwords(home, running)
        lifecycle.stop_unused(made)
        beside.give_data(made, home)
        earlier = lifecycle.exchange_data(home, folders.data(made), _kept_name())
    return Restored(manifest, earlier)


def into_server(url: sa.URL, file: pathlib.Path) -> Restored:
    """Restore into a prepared, empty database of a server, as its administrator.

    Raises:
        problems.Problem: the file is damaged or too new, or the database is not prepared or not
            empty; or it fails, and nothing is in it.
    """
    manifest = archive.checked(file)
    with _told():
        with contents.moment(url) as connection:
            version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
            _require_empty(connection)
        filling.require_usable(file, manifest, version // 10_000)
        filling.fill(url, file, manifest, home=None)
    return Restored(manifest, None)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (sa.exc.DBAPIError, psycopg2.Error, OSError) as error:
        _log.exception("a restore failed")
        raise problems.Failed(
            N_("The store cannot be restored"),
            N_("The database or the disk failed; what was there before is as it was."),
        ) from error


def _require_room(home: pathlib.Path, *, replaces: bool) -> None:
    """Refuse to take the place of data that nobody has given up, or that are in use."""
    if not replaces and _may_hold_data(home):
        raise problems.Problem(
            N_("The store holds data"),
            N_("With --replace they are kept beside the restored ones, which take their place."),
        )
    lifecycle.stop_unused(home)


def _may_hold_data(home: pathlib.Path) -> bool:
    """Return whether a home holds more than a sample; data that cannot be asked may be anything."""
    if not (folders.data(home) / "PG_VERSION").exists():
        return False
    try:
        with contents.moment(embedded.ensure_running(home).superuser_url) as connection:
            return contents.holds_data(connection)
    except (problems.Problem, sa.exc.DBAPIError, psycopg2.Error):
        _log.warning("the store in force cannot be asked", exc_info=True)
        return True


def _require_empty(connection: sa.Connection) -> None:
    if connection.exec_driver_sql("SELECT to_regnamespace('bhxh') IS NULL").scalar_one():
        raise migrate.not_prepared()
    if contents.is_made(connection):
        raise problems.Problem(
            N_("The database is not empty"),
            N_("Restore into a new one: nothing is written over (docs/deployment.md)."),
        )


def _share_passwords(home: pathlib.Path, made: embedded.Server) -> None:
    """Let the restored database have the passwords of the home that it goes to."""
    passwords = _passwords(home)
    if passwords is None:
        server.password_file(made.home).replace(server.password_file(home))
        return
    with contextlib.closing(engines.connect(made.superuser_url)) as connection, connection:
        cursor = connection.cursor()
        for login, password in passwords.items():
            cursor.execute(f"ALTER ROLE {login} PASSWORD %s", (password,))


def _passwords(home: pathlib.Path) -> dict[str, str] | None:
    try:
        server.complete_passwords(home)
        return server.read_passwords(home)
    except problems.Problem:
        return None


def _kept_name() -> str:
    return f"data.before-{dt.datetime.now(local_time.HANOI):%Y%m%d-%H%M%S}"
