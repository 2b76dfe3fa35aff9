"""The file of a backup: a zip with a dump of PostgreSQL and, after it, a manifest.

The dump is pg_dump's custom format, so that other tools can use it without this program. The
manifest stands last, and the list of a zip at its very end: a file that was cut off has neither.
"""

import contextlib
import dataclasses
import datetime as dt
import hashlib
import json
import pathlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

from data import problems
from data.problems import N_

KIND: Final = "bhxh-monitor backup"
FORMAT: Final = 1
_DUMP: Final = "store.dump"
_MANIFEST: Final = "manifest.json"
_PIECE: Final = 1 << 20
_LARGEST_MANIFEST: Final = 1 << 20
# What reading a file raises that is no zip, was cut off, or has other bytes than were written.
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, KeyError)


@dataclasses.dataclass(frozen=True)
class Table:
    """The rows of a table: how many, and a sum over the hashes of all."""

    rows: int
    sum: str


@dataclasses.dataclass(frozen=True)
class Manifest:
    """What a backup holds, as of which moment, and what made it."""

    taken_at: dt.datetime
    program: str
    schema: str
    # The version of the server, as a number: 180006 is 18.6.
    postgresql: int
    # The server's own identifier, by which the backups of a store are known among others.
    store: str
    data_version: int | None
    # The last link of the chain of snapshots: its number and its hash.
    last_snapshot: int
    last_sha256: str
    tables: dict[str, Table]
    # The hash of reports of the store at that moment; empty where they were not asked.
    reports: str
    # Whether it was restored once, and compared with the store at that moment.
    is_verified: bool
    dump_bytes: int = 0
    dump_sha256: str = ""

    def rows(self, table: str) -> int:
        """Return how many rows of a table it holds; 0 for a table that it does not have."""
        return self.tables[table].rows if table in self.tables else 0


class Damaged(problems.Problem):
    """The file is no backup, or not all of one."""

    def __init__(self, file: pathlib.Path) -> None:
        super().__init__(
            N_("The file is no whole backup"),
            N_("{file} was made by something else, is cut off or damaged: take another one."),
            file=str(file),
        )


def add_dump(archive: zipfile.ZipFile, pieces: Iterable[bytes]) -> tuple[int, str]:
    """Write the dump into a file that is being made; return its length and its hash."""
    digest, length = hashlib.sha256(), 0
    with archive.open(_DUMP, "w", force_zip64=True) as member:
        for piece in pieces:
            digest.update(piece)
            length += len(piece)
            member.write(piece)
    return length, digest.hexdigest()


def add_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Write the manifest, after the dump."""
    values = {"kind": KIND, "format": FORMAT} | dataclasses.asdict(manifest)
    archive.writestr(_MANIFEST, json.dumps(values, default=dt.datetime.isoformat, indent=1))


def manifest(file: pathlib.Path) -> Manifest:
    """Return what a backup holds, without reading all of it.

    Raises:
        Damaged: it is no backup.
        problems.Problem: it cannot be read, or a newer program made it.
    """
    with _opened(file) as archive:
        return _manifest(archive, file)


def checked(file: pathlib.Path) -> Manifest:
    """Return what a backup holds after all of it was read, and found as it was written.

    Raises:
        Damaged: it is no backup, or is damaged.
        problems.Problem: it cannot be read, or a newer program made it.
    """
    with _opened(file) as archive:
        found = _manifest(archive, file)
        digest = hashlib.sha256()
        with archive.open(_DUMP) as member:
            while piece := member.read(_PIECE):
                digest.update(piece)
    if digest.hexdigest() != found.dump_sha256:
        raise Damaged(file)
    return found


@contextlib.contextmanager
def dump(file: pathlib.Path) -> Iterator[IO[bytes]]:
    """Give the dump of a backup as a stream."""
    with _opened(file) as archive, archive.open(_DUMP) as member:
        yield member


@contextlib.contextmanager
def _opened(file: pathlib.Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except _UNREADABLE as error:
        raise Damaged(file) from error
    except OSError as error:
        raise problems.Problem(
            N_("The file cannot be read"),
            N_("{file} cannot be read ({reason})."),
            file=str(file),
            reason=error.strerror or "",
        ) from error


def _manifest(archive: zipfile.ZipFile, file: pathlib.Path) -> Manifest:
    if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
        raise Damaged(file)
    try:
        values: dict[str, Any] = json.loads(archive.read(_MANIFEST))
        if values.pop("kind") != KIND:
            raise Damaged(file)
        if values.pop("format") > FORMAT:
            raise _newer(file)
        return _built(values)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise Damaged(file) from error


def _built(values: dict[str, Any]) -> Manifest:
    """Return a manifest of what json says; what a later program may have added is left out."""
    known = {field.name for field in dataclasses.fields(Manifest)}
    values = {name: value for name, value in values.items() if name in known}
    values["taken_at"] = dt.datetime.fromisoformat(values["taken_at"])
    values["tables"] = {name: Table(**each) for name, each in values["tables"].items()}
    return Manifest(**values)


def _newer(file: pathlib.Path) -> problems.Problem:
    return problems.Problem(
        N_("The backup was made by a newer program"),
        N_("{file} is of a form that this program does not know: restore it with the newer one."),
        file=str(file),
    )
