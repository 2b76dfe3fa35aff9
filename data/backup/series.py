"""A folder of backups that are made again and again: their names, and which are deleted."""

import datetime as dt
import pathlib
import re
import time
from typing import Final

from data import local_time, problems
from data.backup import archive

_NAME: Final = re.compile(r"bhxh-\d{8}-\d{6}\.backup")
_PART: Final = re.compile(r"\.bhxh-\d{8}-\d{6}\.backup\.part")
# What a killed process left; one that is at work has written to its file since.
_LEFT_SECONDS: Final = 24 * 3600


def new_file(folder: pathlib.Path, now: dt.datetime) -> pathlib.Path:
    """Return where the backup of a moment goes."""
    return folder / f"bhxh-{now.astimezone(local_time.HANOI):%Y%m%d-%H%M%S}.backup"


def prune(folder: pathlib.Path, keep: int, newest: archive.Manifest) -> list[pathlib.Path]:
    """Delete all but the newest backups of the store of `newest`, and return those deleted.

    A file goes only if it has a name that was given here and is a backup of that store: whatever
    else lies in the folder stays, backups of other stores among it.
    """
    for file in folder.iterdir():
        if _PART.fullmatch(file.name) and time.time() - file.lstat().st_mtime > _LEFT_SECONDS:
            file.unlink()
    dated = []
    for file in folder.iterdir():
        found = _of_store(file, newest.store)
        if found is not None:
            dated.append((found.taken_at, file))
    old = [file for _taken_at, file in sorted(dated)[:-keep]]
    for file in old:
        file.unlink()
    return old


def _of_store(file: pathlib.Path, store: str) -> archive.Manifest | None:
    if not _NAME.fullmatch(file.name) or not file.is_file() or file.is_symlink():
        return None
    try:
        found = archive.manifest(file)
    except problems.Problem:
        return None
    return found if found.store == store else None
