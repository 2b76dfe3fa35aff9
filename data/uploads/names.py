"""Names of files that come from elsewhere, made harmless: no path, nothing that cannot be seen."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

# What some system takes for more than a letter of a name.
_UNUSUAL: Final = re.compile(r'[<>:"|?*]')
_OF_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)
_ENDING: Final = re.compile(r"(\.csv\.gz|\.[0-9a-z]{1,5})\Z", re.IGNORECASE)
# A name of Vietnamese letters, with room for what is put before it, in the 255 bytes of a system.
_MOST_BYTES: Final = 200
_NAMELESS: Final = "file"


def harmless(name: str) -> str:
    """Return the last part of a name or path, as it can be written to a folder and shown."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(letter for letter in last if not unicodedata.category(letter).startswith("C"))
    plain = _UNUSUAL.sub("_", seen).strip().strip(".").strip() or _NAMELESS
    return _short(f"_{plain}" if _OF_DEVICES.match(plain) else plain)


def places(given: Iterable[str]) -> list[PurePosixPath]:
    """Return where to write files of these names or paths, all in different places.

    The natural order of the places is the order in which they were given. Two of one name get a
    folder each, and so do all others then.
    """
    plain = [harmless(name) for name in given]
    if len({name.casefold() for name in plain}) == len(plain):
        return [PurePosixPath(name) for name in plain]
    width = len(str(len(plain)))
    return [
        PurePosixPath(str(number).zfill(width), name) for number, name in enumerate(plain, start=1)
    ]


def _short(name: str) -> str:
    """Return a name of bounded length; its ending says what it is, and is kept."""
    ending = found[0] if (found := _ENDING.search(name)) else ""
    stem = name.removesuffix(ending)
    room = _MOST_BYTES - len(ending.encode())
    return stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore").rstrip() + ending
