"""Drops: what one user has handed in together, in a folder of the home, and how far it is.

Whatever process looks sees the same: the state is a file beside the files. It is written by the
process that works on the drop, which holds a lock as long as it lives, and by whoever begins or
ends that work. A folder and all in it can be read by its owner alone.
"""

import contextlib
import dataclasses
import enum
import hashlib
import json
import logging
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import filelock

from data import embedded, problems, settings
from data.embedded import folders
from data.problems import N_

_log = logging.getLogger(__name__)

# Rejected rows wait so long to be taken away, and what nobody decides on.
KEPT_SECONDS: Final = 24 * 3600.0
# From the start of a process until it holds its lock.
_STARTING_SECONDS: Final = 30.0
_PATIENCE_SECONDS: Final = 10.0

# What a process is told to do with a drop.
UNDERSTAND: Final = "understand"
TAKE: Final = "take"
REPLACE_SAMPLE: Final = "replace-sample"

_FOLDER: Final = "uploads"
_STATE: Final = "drop.json"
_PROGRESS: Final = "progress.json"
_REPORT: Final = "report.json"
_CALLED_OFF: Final = "called-off"
_ALIVE: Final = "alive.lock"
_CHANGE: Final = "change.lock"


class State(enum.StrEnum):
    """How far a drop is."""

    READING = "reading"
    UNDERSTOOD = "understood"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"
    CALLED_OFF = "called_off"


_WORKING: Final = {State.READING, State.IMPORTING}
_OVER: Final = {State.DONE, State.FAILED, State.CALLED_OFF}


@dataclasses.dataclass(frozen=True)
class File:
    """One file as it was handed in: its name, and its size in bytes."""

    name: str
    size: int


@dataclasses.dataclass(frozen=True)
class Drop:
    """One drop. `since` is when it came into its state; `problem` is why it has failed."""

    id: str
    who: str
    folder: Path
    state: State
    since: float
    files: tuple[File, ...]
    problem: problems.Problem | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in _OVER

    @property
    def is_working(self) -> bool:
        """Whether a process works on it."""
        return self.state in _WORKING

    @property
    def content(self) -> Path:
        """The folder with the files themselves."""
        return self.folder / "files"

    def rejects_in(self, ending: str) -> Path:
        """Return where the rejected rows are, as csv or xlsx."""
        return self.folder / f"rejects.{ending}"

    @property
    def is_called_off(self) -> bool:
        """Whether somebody has called off the work on it."""
        return (self.folder / _CALLED_OFF).exists()

    @property
    def progress(self) -> dict[str, Any]:
        """How far the process at work is: `step`, a message id, and `rows`."""
        return _read(self.folder / _PROGRESS) or {}

    @property
    def report(self) -> dict[str, Any] | None:
        """What was understood, or done; None before."""
        return _read(self.folder / _REPORT)


def current(who: str) -> Drop | None:
    """Return the drop of a user; None where there is none, or it was kept for long enough."""
    place = place_of(who)
    for file in sorted(place.glob(f"*/{_STATE}"), key=_age, reverse=True):
        drop = _drop(file)
        if drop is not None and drop.who == who and not _is_expired(drop):
            return _lived(drop)
    return None


def begin_reading(folder: Path, who: str, files: tuple[File, ...]) -> Drop:
    """Note that all of a drop is there, and that a process is about to read it."""
    drop = Drop(folder.name, who, folder, State.READING, time.time(), files)
    _write(drop)
    return drop


def begin_import(drop: Drop) -> Drop:
    """Note that an import of a drop is about to begin: once, whoever asks for it at the same time.

    Raises:
        problems.Problem: it has begun already, or the drop was called off.
    """
    with _changing(drop):
        now = current(drop.who)
        if now is None or now.id != drop.id or now.state is not State.UNDERSTOOD:
            raise problems.Problem(
                N_("There is nothing to import"),
                N_("The import has begun already, or the files were called off."),
            )
        return change(now, State.IMPORTING)


def call_off(drop: Drop) -> None:
    """Call a drop off: a process at work ends, and without one the files go at once."""
    with _changing(drop):
        # First the mark: whoever ends its work meanwhile looks for it afterwards.
        (drop.folder / _CALLED_OFF).touch(0o600)
        now = at(drop.folder)
        if not now.is_working and not now.is_over:
            end(now, State.CALLED_OFF)


def change(drop: Drop, state: State) -> Drop:
    """Note the state of a drop, and return it."""
    changed = dataclasses.replace(drop, state=state, since=time.time())
    (drop.folder / _PROGRESS).unlink(missing_ok=True)
    _write(changed)
    return changed


def end(drop: Drop, state: State, problem: problems.Problem | None = None) -> None:
    """Note how a drop has ended, and delete its files; rejected rows wait to be taken away."""
    change(dataclasses.replace(drop, problem=problem), state)
    shutil.rmtree(drop.content, ignore_errors=True)


def end_if_working(drop: Drop) -> None:
    """Note that the process of a drop has ended, unless it said so, or another one works on it."""
    now = _drop(drop.folder / _STATE)
    if now is not None and now.is_working and now.since == drop.since:
        end(now, *_ended(now))


def note_progress(drop: Drop, **progress: object) -> None:
    """Note how far the process at work is."""
    _replace(drop.folder / _PROGRESS, progress)


def note_report(drop: Drop, report: dict[str, Any]) -> None:
    """Note what was understood, or done."""
    _replace(drop.folder / _REPORT, report)


@contextlib.contextmanager
def at_work(drop: Drop) -> Iterator[None]:
    """Hold the lock that says that a process works on a drop; its end, whatever it is, frees it."""
    with filelock.FileLock(drop.folder / _ALIVE, timeout=_PATIENCE_SECONDS, mode=0o600):
        yield


def at(folder: Path) -> Drop:
    """Return the drop in a folder.

    Raises:
        problems.Problem: there is none.
    """
    drop = _drop(folder / _STATE)
    if drop is None:
        raise problems.Problem(N_("There are no such files"), N_("Hand them in again."))
    return drop


def is_at(folder: Path) -> bool:
    """Return whether a folder has become a drop."""
    return (folder / _STATE).exists()


def clear_old() -> None:
    """Delete what was kept for long enough, and what a process that was killed has left."""
    for place in root().glob("*") if root().is_dir() else ():
        for folder in place.glob("*/"):
            drop = _drop(folder / _STATE)
            if drop is None:
                is_old = time.time() - _age(folder) > KEPT_SECONDS
            else:
                drop = _lived(drop)
                is_old = _is_expired(drop)
            if is_old:
                shutil.rmtree(folder, ignore_errors=True)


def _lived(drop: Drop) -> Drop:
    """Return a drop; one whose process is gone has ended."""
    is_starting = time.time() - drop.since < _STARTING_SECONDS
    if not drop.is_working or is_starting or _is_alive(drop):
        return drop
    end_if_working(drop)
    return _drop(drop.folder / _STATE) or drop


def _is_alive(drop: Drop) -> bool:
    lock = filelock.FileLock(drop.folder / _ALIVE, timeout=0, mode=0o600)
    try:
        with lock:
            return False
    except filelock.Timeout:
        return True


def _ended(drop: Drop) -> tuple[State, problems.Problem | None]:
    if drop.is_called_off:
        return State.CALLED_OFF, None
    if drop.state is State.READING:
        sentence = N_("The process that read them ended before its time: hand them in again.")
    else:
        sentence = N_(
            "The process ended before it said that it was done: nothing of it is in the store, "
            "unless the list of imports shows it."
        )
    return State.FAILED, problems.Problem(N_("The files were not imported"), sentence)


def _is_expired(drop: Drop) -> bool:
    return not drop.is_working and time.time() - drop.since > KEPT_SECONDS


@contextlib.contextmanager
def _changing(drop: Drop) -> Iterator[None]:
    """Let one process at a time decide about the drop of a user."""
    with filelock.FileLock(drop.folder.parent / _CHANGE, timeout=_PATIENCE_SECONDS, mode=0o600):
        yield


def root() -> Path:
    """Return the folder of all drops."""
    return (settings.read().home or embedded.default_home()).absolute() / _FOLDER


def place_of(who: str) -> Path:
    """Return the folder of a user, whose name stands in no path."""
    return root() / hashlib.sha256(who.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _drop(file: Path) -> Drop | None:
    stored = _read(file)
    if stored is None:
        return None
    return Drop(
        file.parent.name,
        stored["who"],
        file.parent,
        State(stored["state"]),
        stored["since"],
        tuple(File(**each) for each in stored["files"]),
        problems.from_json(stored["problem"]) if stored["problem"] else None,
    )


def _write(drop: Drop) -> None:
    _replace(
        drop.folder / _STATE,
        {
            "who": drop.who,
            "state": drop.state,
            "since": drop.since,
            "files": [dataclasses.asdict(each) for each in drop.files],
            "problem": drop.problem and drop.problem.as_json(),
        },
    )


def _replace(file: Path, content: object) -> None:
    """Write a file anew: whoever reads it sees all of the old one, or of the new one."""
    draft = file.with_name(folders.draft_name(file.name))
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as stream:
        json.dump(content, stream)
    draft.replace(file)


def _read(file: Path) -> dict[str, Any] | None:
    try:
        read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return read
