"""Archives from elsewhere: unpacked in bounds, whatever they say of themselves.

A zip is looked at before it is opened, as its list of contents is read as a whole. What it holds is
counted while it is written: the sizes in its list are the words of whoever made it.
"""

import dataclasses
import errno
import gzip
import logging
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from data import problems
from data.problems import N_
from data.uploads import names

_log = logging.getLogger(__name__)

ZIP: Final = ".zip"
_GZIP: Final = ".gz"
# So many files, bytes in all, and times the size of the archive, from some bytes on.
MOST_FILES: Final = 200
MOST_BYTES: Final = 1 << 30
MOST_TIMES: Final = 100
_FEW_BYTES: Final = 10 << 20
# A list of contents is some 100 bytes a file.
_MOST_LIST_BYTES: Final = 1 << 20

_CHUNK_BYTES: Final = 1 << 20
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_LONGEST_REMARK: Final = 1 << 16
# The record at the end of a zip: four numbers of disks and files, bytes of the list, its place.
_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_ENCRYPTED: Final = 0x1
# What systems add, and what they call hidden.
_OF_SYSTEMS: Final = re.compile(
    r"(^|[/\\])(__MACOSX[/\\]|\.(?!\.?[/\\])|~\$|thumbs\.db$|desktop\.ini$)", re.IGNORECASE
)
_FAULTS: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    struct.error, OverflowError,
)  # fmt: skip


@dataclasses.dataclass
class Room:
    """How much may still be unpacked of what was handed in together."""

    files: int = MOST_FILES
    bytes: int = MOST_BYTES


def is_zip(path: Path) -> bool:
    """Return whether a file is called a zip."""
    return path.suffix.lower() == ZIP


def unpack(archive: Path, room: Room) -> None:
    """Put a folder of its name in the place of a zip, with its files and without its folders.

    Raises:
        problems.Problem: it is damaged, protected, holds too much, links, or archives.
    """
    into = archive.with_name(f"{archive.name}.part")
    try:
        _require_short_list(archive)
        with zipfile.ZipFile(archive) as opened:
            wanted = _wanted(opened, archive)
            if len(wanted) > room.files:
                raise _too_much(archive)
            room.files -= len(wanted)
            _write(opened, wanted, into, _counted(archive, room))
    except _FAULTS as fault:
        raise _damaged(archive, fault) from fault
    except OSError as error:
        if error.errno == errno.EINVAL:
            raise _damaged(archive, error) from error
        _log.warning("a zip cannot be unpacked: %s", error)
        raise problems.Problem(
            N_("The zip cannot be read"),
            N_("The machine has no room for what is in {file}."),
            file=archive.name,
        ) from error
    archive.unlink()
    into.rename(archive)


def measure(file: Path, room: Room) -> None:
    """Refuse a compressed text that unpacks to more than there is room for.

    One that is damaged is not refused here: the import says what is wrong with it.
    """
    if file.suffix.lower() != _GZIP:
        return
    count = _counted(file, room)
    try:
        with gzip.open(file) as opened:
            for chunk in _chunks(opened):
                count(len(chunk))
    except (OSError, EOFError, zlib.error) as fault:
        _log.info("a compressed text cannot be read: %s", type(fault).__name__)


def _require_short_list(archive: Path) -> None:
    """Refuse a list of contents that is long, before it is read as a whole."""
    with archive.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _LONGEST_REMARK - _END.size))
        tail = stream.read()
    place = tail.rfind(_END_MARK)
    if place < 0 or len(tail) < place + _END.size:
        raise zipfile.BadZipFile
    _mark, _disk, _first, _here, files, listed, _start, _remark = _END.unpack_from(tail, place)
    # Where they do not fit, another record says how many there are: far too many.
    if files > MOST_FILES * 10 or listed > _MOST_LIST_BYTES:
        raise _too_much(archive)


def _wanted(opened: zipfile.ZipFile, archive: Path) -> list[zipfile.ZipInfo]:
    """Return the files of a zip that may be data, in the natural order of their paths."""
    files = [
        entry
        for entry in opened.infolist()
        if not entry.is_dir() and not _OF_SYSTEMS.search(entry.filename)
    ]
    for entry in files:
        if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG}:
            raise _refused(archive, entry, N_("{file} holds a link, {name}: pack files alone."))
        if entry.filename.lower().endswith(ZIP):
            raise _refused(
                archive, entry, N_("{file} holds another zip, {name}: pack the files themselves.")
            )
        if entry.flag_bits & _ENCRYPTED:
            raise _refused(
                archive, entry, N_("{file} is protected by a password: pack it without one.")
            )
    return sorted(files, key=lambda entry: _natural(entry.filename))


def _write(
    opened: zipfile.ZipFile,
    wanted: list[zipfile.ZipInfo],
    into: Path,
    count: Callable[[int], None],
) -> None:
    into.mkdir(mode=0o700)
    for entry, place in zip(wanted, names.places(e.filename for e in wanted), strict=True):
        file = into / place
        file.parent.mkdir(mode=0o700, exist_ok=True)
        with opened.open(entry) as packed, private(file) as written:
            for chunk in _chunks(packed):
                count(len(chunk))
                written.write(chunk)


def private(file: Path) -> IO[bytes]:
    """Open a new file that its owner alone can read."""
    return file.open("xb") if os.name == "nt" else os.fdopen(os.open(file, _NEW, 0o600), "wb")


def _counted(archive: Path, room: Room) -> Callable[[int], None]:
    """Return what counts the bytes that an archive unpacks to, and refuses too many."""
    most = max(_FEW_BYTES, archive.stat().st_size * MOST_TIMES)
    seen = 0

    def count(more: int) -> None:
        nonlocal seen
        seen += more
        room.bytes -= more
        if seen > most or room.bytes < 0:
            raise _too_much(archive)

    return count


def _chunks(stream: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK_BYTES):
        yield chunk


def _natural(path: str) -> list[tuple[int, str]]:
    return [
        (int(part) if part.isdecimal() else -1, part.casefold())
        for part in re.split(r"(\d+)", path)
    ]


def _damaged(archive: Path, fault: Exception) -> problems.Problem:
    # It asks for a place before the beginning of the file, too.
    _log.warning("a zip cannot be read: %s", type(fault).__name__)
    return problems.Problem(
        N_("The zip cannot be read"),
        N_("{file} is no zip, or a damaged one: pack the files again."),
        file=archive.name,
    )


def _too_much(archive: Path) -> problems.Problem:
    return problems.Problem(
        N_("The archive holds too much"),
        N_(
            "{file} unpacks to more than {files} files, {size} MB, or {times} times its own size: "
            "hand it in in parts."
        ),
        file=archive.name,
        files=MOST_FILES,
        size=MOST_BYTES >> 20,
        times=MOST_TIMES,
    )


def _refused(archive: Path, entry: zipfile.ZipInfo, sentence: str) -> problems.Problem:
    return problems.Problem(
        N_("The zip cannot be taken"),
        sentence,
        file=archive.name,
        name=names.harmless(entry.filename),
    )
