"""Receiving of a drop: one body, written to private files as it comes.

The body is one line of JSON, a list of names and sizes, and then the files one behind the other: a
browser sends that from its disk, and nothing has to be taken apart here.
"""

import contextlib
import json
import logging
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, Self

import filelock

from data import problems
from data.embedded import folders
from data.problems import N_
from data.uploads import archives, drops, names

_log = logging.getLogger(__name__)

MOST_BYTES: Final = 200 << 20
MOST_FILES: Final = 100
LONGEST_LINE: Final = 1 << 16
# The file with the random name of the folder of all drops.
_NAME: Final = "place"
_TITLE: Final = N_("The files were not received")


class Busy(problems.Problem):
    """A user has handed in something already."""

    def __init__(self) -> None:
        super().__init__(
            N_("Files of yours are here already"),
            N_("Import them or call them off on the page “Data”, then hand in others."),
        )


class TooLarge(problems.Problem):
    """What is handed in together is too much."""

    def __init__(self) -> None:
        super().__init__(
            _TITLE,
            N_("At most {files} files of {size} MB in all are taken at a time."),
            files=MOST_FILES,
            size=MOST_BYTES >> 20,
        )


class NotWhole(problems.Problem):
    """The body ends early, goes on too long, or is no list and files."""

    def __init__(self) -> None:
        super().__init__(_TITLE, N_("They did not arrive whole: hand them in again."))


class NoRoom(problems.Problem):
    """The home cannot be written."""

    def __init__(self) -> None:
        super().__init__(
            _TITLE,
            N_("The machine has no room for them, or may not write to its folder (BHXH_HOME)."),
        )


class Receiver:
    """Writes a body to files as it comes; `received` are their names and sizes."""

    def __init__(self, folder: Path) -> None:
        self._content = folder / "files"
        self._line = bytearray()
        self._open: IO[bytes] | None = None
        # Files that are still to come, with their sizes, the next one last.
        self._left: list[tuple[Path, int]] | None = None
        self._missing = 0
        self.received: tuple[drops.File, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._close()

    def feed(self, chunk: bytes) -> None:
        """Take a part of the body.

        Raises:
            problems.Problem: it is too much, it is no list and files, or the disk is full.
        """
        if self._left is None:
            chunk = self._list(chunk)
        with _room():
            self._store(memoryview(chunk))

    def finish(self) -> None:
        """Require that all of the body has come."""
        with _room():
            self._close()
        if self._left is None or self._left or self._missing:
            raise NotWhole

    def _list(self, chunk: bytes) -> bytes:
        """Read the list in the first line, and return what stands behind it."""
        self._line += chunk
        line, end, rest = self._line.partition(b"\n")
        if len(line) > LONGEST_LINE:
            raise NotWhole
        if not end:
            return b""
        self.received = _listed(bytes(line))
        if sum(file.size for file in self.received) > MOST_BYTES:
            raise TooLarge
        self._require_disk()
        places = names.places(file.name for file in self.received)
        paths = [self._content / place for place in places]
        sizes = [file.size for file in self.received]
        self._left = list(zip(paths, sizes, strict=True))[::-1]
        self._line.clear()
        return bytes(rest)

    def _store(self, chunk: memoryview) -> None:
        chunk = self._write(chunk)
        # An empty file takes nothing of the body, also at its end.
        while self._left and not self._missing and (len(chunk) or not self._left[-1][1]):
            self._next()
            chunk = self._write(chunk)
        if len(chunk):
            raise NotWhole

    def _next(self) -> None:
        self._close()
        path, self._missing = (self._left or []).pop()
        path.parent.mkdir(mode=0o700, exist_ok=True)
        self._open = archives.private(path)

    def _write(self, chunk: memoryview) -> memoryview:
        if self._open is not None and self._missing:
            mine = chunk[: self._missing]
            self._open.write(mine)
            self._missing -= len(mine)
            return chunk[len(mine) :]
        return chunk

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _require_disk(self) -> None:
        wanted = sum(file.size for file in self.received)
        if shutil.disk_usage(self._content).free < 2 * wanted:
            raise NoRoom


class Elsewhere(problems.Problem):
    """The files came to a dashboard that does not share the folder of the page's."""

    def __init__(self) -> None:
        super().__init__(
            N_("The files came to another dashboard"),
            N_(
                "This page is of one dashboard, and the files came to another one: load the page"
                " again, and hand them in again. If that happens often, the proxy does not keep"
                " users on one dashboard (docs/deployment.md)."
            ),
        )


def place() -> str:
    """Return a random name of the folder that files are received in; "" where it is closed.

    Dashboards that share the folder have the same.
    """
    try:
        with _room():
            folders.make_home(drops.root().parent)
            name = _private(drops.root()) / _NAME
            if not name.exists():
                draft = name.with_name(folders.draft_name(_NAME))
                draft.write_text(secrets.token_urlsafe(12), encoding="ascii")
                with contextlib.suppress(FileExistsError):
                    os.link(draft, name)
                draft.unlink()
            return name.read_text(encoding="ascii")
    except problems.Problem:
        return ""


def require_place(named: str) -> None:
    """Require that a page that names a place is shown by a dashboard with the same one.

    Raises:
        Elsewhere: it is another's.
    """
    if named and named != place():
        raise Elsewhere


@contextlib.contextmanager
def folder_for(who: str) -> Iterator[Path]:
    """Give a new folder for the files of a user, which is deleted unless it becomes a drop.

    The drop that was there before goes, if it is over.

    Raises:
        problems.Problem: the user has files on the way, or a drop that is not over; or the home
            cannot be written.
    """
    with _room():
        place = _made(who)
    # The body arrives in other threads than the first.
    lock = filelock.FileLock(place / "receiving.lock", thread_local=False, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise Busy from error
    try:
        known = drops.current(who)
        if known is not None and not known.is_over:
            raise Busy
        with _room():
            _clear(place)
            folder = _private(place / secrets.token_urlsafe(12))
            _private(folder / "files")
        try:
            yield folder
        finally:
            if not drops.is_at(folder):
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        lock.release()


def _listed(line: bytes) -> tuple[drops.File, ...]:
    try:
        given: Any = json.loads(line)
        files = tuple(drops.File(_shown(each["name"]), each["size"]) for each in given)
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NotWhole from error
    if not files or not all(type(file.size) is int and file.size >= 0 for file in files):
        raise NotWhole
    if len(files) > MOST_FILES:
        raise TooLarge
    return files


def _shown(name: object) -> str:
    """Return the name that a file came with, as it is shown: what it is written under, too."""
    if not isinstance(name, str):
        raise TypeError
    return names.harmless(name)


def _made(who: str) -> Path:
    folders.make_home(drops.root().parent)
    _private(drops.root())
    return _private(drops.place_of(who))


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _clear(place: Path) -> None:
    for left in place.glob("*/"):
        shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _room() -> Iterator[None]:
    """Turn a full disk, or a folder that is closed, into a problem."""
    try:
        yield
    except OSError as error:
        _log.warning("files cannot be received: %s", error)
        raise NoRoom from error
