"""A database is filled from a backup, and compared with what the manifest says of it."""

import contextlib
import pathlib

import sqlalchemy as sa

from data import embedded, migrate, problems
from data import engine as engines
from data.backup import archive, contents, tools
from data.problems import N_


def require_usable(file: pathlib.Path, manifest: archive.Manifest, server_major: int) -> None:
    """Refuse a backup that this program, or this server, is too old for.

    Raises:
        problems.Problem: it is.
    """
    try:
        migrate.require_known(manifest.schema)
    except problems.Problem as problem:
        raise problems.Problem(
            N_("The backup was made by a newer program"),
            N_(
                "{file} holds version {version} of the store, which this program does not know:"
                " restore it with program {program} or a newer one."
            ),
            file=str(file),
            version=manifest.schema,
            program=manifest.program,
        ) from problem
    made_by = manifest.postgresql // 10_000
    if made_by > server_major:
        raise problems.Problem(
            N_("The backup was made by a newer PostgreSQL"),
            N_("{file} comes from PostgreSQL {version}, this one is {own}: install that or newer."),
            file=str(file),
            version=made_by,
            own=server_major,
        )


def fill_embedded(running: embedded.Server, file: pathlib.Path, manifest: archive.Manifest) -> None:
    """Fill the empty database of an embedded server; roles and logins are made first.

    Raises:
        problems.Problem: it cannot be filled, or has other rows than the backup.
    """
    names = (running.url.username, running.loader_url.username, running.owner_url.username)
    migrate.prepare(running.superuser_url, migrate.Logins(*map(str, names)))
    fill(running.superuser_url, file, manifest, home=running.home)


def fill(
    url: sa.URL, file: pathlib.Path, manifest: archive.Manifest, *, home: pathlib.Path | None
) -> None:
    """Fill a prepared, empty database as its administrator, and compare every table.

    Raises:
        problems.Problem: it cannot be filled, or has other rows than the backup.
    """
    with archive.dump(file) as dump:
        tools.restore(url, dump, home=home)
    with contents.moment(url) as connection:
        found = contents.tables(connection)
    if differing := contents.differing(manifest, found):
        raise problems.Failed(
            N_("The restored store is not the one that was kept"),
            N_("These tables differ: {tables}. Take another backup, and report this."),
            tables=", ".join(differing),
        )
    # The planner knows nothing yet of what has just come.
    set_up(url, "ANALYZE")


def set_up(url: sa.URL, *statements: str) -> None:
    """Run statements as an administrator, each in a transaction of its own."""
    connection = engines.connect(url)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
