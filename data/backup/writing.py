"""A backup is made: all as of one moment, in a file that gets its name when it is whole."""

import dataclasses
import os
import pathlib
import zipfile
from collections.abc import Callable
from typing import Final

import psycopg2
import sqlalchemy as sa

from data import embedded, private_files, problems
from data.backup import archive, contents, filling, tools
from data.embedded import beside, folders
from data.problems import N_

_EXPORT: Final = sa.text("SELECT pg_export_snapshot()")

Asked = Callable[[sa.Connection], str]
# Who looks at the restored copy; it raises a problem for what is wrong with it.
Trial = Callable[[embedded.Server, archive.Manifest], None]


@dataclasses.dataclass(frozen=True)
class Source:
    """The database that is kept, by an administrator's login, and a home that has room beside."""

    url: sa.URL
    home: pathlib.Path


def write(
    source: Source,
    file: pathlib.Path,
    *,
    program: str,
    reports: Asked,
    look: Trial | None,
) -> archive.Manifest:
    """Write a backup of a store that may be in use, and return what it holds.

    With `look` it is restored beside the store, compared with it, and looked at, before it gets its
    name; until then, and whenever something fails, an earlier file of that name stays as it is.

    Raises:
        problems.Problem: it cannot be made, or is not what the store was; nothing is left of it.
    """
    require_replaceable(file)
    try:
        with beside.home(source.home, beside.TRIAL) as trial, private_files.whole(file) as stream:
            part = private_files.part_of(file)
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as made:
                manifest = _dumped(source, made, program, reports)
            stream.flush()
            if look is not None:
                manifest = _tried(part, manifest, trial, look)
            with zipfile.ZipFile(part, "a", zipfile.ZIP_STORED) as made:
                archive.add_manifest(made, manifest)
            os.fsync(stream.fileno())
        folders.sync(file.absolute().parent)
    except (sa.exc.DBAPIError, psycopg2.Error) as error:
        raise problems.Failed(
            N_("The backup cannot go on"),
            N_("The database stopped answering: bhxh-monitor doctor says what it is like."),
        ) from error
    except OSError as error:
        raise problems.Failed(
            N_("The backup cannot be written"),
            N_("{file} cannot be written ({reason})."),
            file=str(error.filename or file),
            reason=error.strerror or "",
        ) from error
    return manifest


def require_replaceable(file: pathlib.Path) -> None:
    """Refuse to write over a file that is no backup.

    Raises:
        problems.Problem: it is none.
    """
    if file.exists():
        archive.manifest(file)


def _dumped(
    source: Source, made: zipfile.ZipFile, program: str, reports: Asked
) -> archive.Manifest:
    with contents.moment(source.url) as connection:
        _require_store(connection)
        snapshot = str(connection.scalar(_EXPORT))
        pieces = tools.dumped(
            source.url, snapshot=snapshot, left_out=contents.LEFT_OUT, home=source.home
        )
        length, digest = archive.add_dump(made, pieces)
        manifest = contents.described(connection, program)
        with contents.as_reader(connection) as reader:
            answered = reports(reader)
    return dataclasses.replace(manifest, dump_bytes=length, dump_sha256=digest, reports=answered)


def _tried(
    part: pathlib.Path, manifest: archive.Manifest, trial: pathlib.Path, look: Trial
) -> archive.Manifest:
    """Restore what was written into a home of its own, and have it compared and looked at."""
    running = embedded.ensure_running(trial)
    # Nobody needs it after a fault of the machine: it waits for no disk.
    filling.set_up(running.superuser_url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    filling.fill_embedded(running, part, manifest)
    look(running, manifest)
    return dataclasses.replace(manifest, is_verified=True)


def _require_store(connection: sa.Connection) -> None:
    if not contents.sees_all(connection):
        raise problems.Problem(
            N_("The login does not see all of the store"),
            N_("Name the login of an administrator of the server (docs/deployment.md)."),
        )
    if not contents.is_made(connection):
        raise problems.Problem(
            N_("There is nothing to keep"), N_("The database holds no store yet.")
        )
