"""The process that works on a drop: it reads what was handed in, or imports it.

Reading is a dry run: all of an import, undone at its end. How far it is stands in the drop's
folder, and what has come of it, too. When the drop is called off, the statement that runs is
cancelled, and the transaction is undone.
"""

import contextlib
import logging
import os
import pathlib
import threading
import time
from collections.abc import Iterator
from typing import Final, Self

import dotenv
import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812 - a class
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from dashboard import clock, logs, text
from dashboard.uploads import rejected
from data import opening, problems, settings
from data.importing import report
from data.importing import run as runs
from data.importing.checking import rejects as checking_rejects
from data.importing.checking import staging
from data.problems import N_
from data.sample import marker
from data.uploads import archives, drops

_log = logging.getLogger(__name__)

_LOOK_SECONDS: Final = 0.3
# What does not end by itself, is ended: the store gives its statement up when its client is gone.
_PATIENCE_SECONDS: Final = 10.0
_ENDED_EXIT: Final = 1
_NOTED_EVERY_SECONDS: Final = 0.5


class _CalledOff(Exception):  # noqa: N818 - nothing went wrong
    """Somebody has called the drop off."""


def work(folder: pathlib.Path, words: list[str]) -> None:
    """Read or import the drop in a folder, and note what has come of it."""
    what, language, *more = words
    text.use(language if text.is_known(language) else text.DEFAULT)
    drop = drops.at(folder)
    logs.about(page="data", user=logs.user_id(drop.who))
    with drops.at_work(drop):
        watcher = _Watcher(
            drop, may_replace=drops.REPLACE_SAMPLE in more or what == drops.UNDERSTAND
        )
        try:
            with watcher:
                _import(drop, watcher, keep=what == drops.TAKE)
        except _CalledOff:
            drops.end(drop, drops.State.CALLED_OFF)
        except problems.Problem as problem:
            if drop.is_called_off:
                drops.end(drop, drops.State.CALLED_OFF)
            else:
                drops.end(drop, drops.State.FAILED, problem)


def _import(drop: drops.Drop, watcher: "_Watcher", *, keep: bool) -> None:
    opened = opening.open_store(settings.read())
    today = clock.today()
    _stand_in(drop.content)
    if not keep:
        _unpack(drop, watcher)
    outcome = runs.run(
        opened,
        # From where this process stands: its place on the machine is nobody's business.
        [pathlib.Path()],
        watcher,
        today,
        watcher.begin,
        keep=keep,
        who=drop.who,
        detailed=True,
    )
    watcher.over.set()
    drops.note_report(drop, report.as_json(outcome))
    if keep:
        drops.end(drop, drops.State.DONE, _unlisted(watcher, outcome))
        return
    watcher.rejects.finish(outcome)
    drops.change(drop, drops.State.UNDERSTOOD)
    watcher.look()


def _unlisted(watcher: "_Watcher", outcome: runs.Outcome) -> problems.Problem | None:
    """Give the lists of rejected rows their names; return what is in the way, as all is in."""
    try:
        watcher.rejects.finish(outcome)
    except problems.Problem as problem:
        return problem
    return None


def _unpack(drop: drops.Drop, watcher: "_Watcher") -> None:
    """Unpack what is packed, all of it in one bound."""
    watcher.step(N_("Unpacking files"))
    room = archives.Room()
    for file in sorted(each for each in drop.content.rglob("*") if each.is_file()):
        watcher.look()
        if archives.is_zip(file):
            archives.unpack(file, room)
    for file in drop.content.rglob("*"):
        watcher.look()
        if file.is_file():
            archives.measure(file, room)


def _stand_in(folder: pathlib.Path) -> None:
    """Make a folder the one of this process, which keeps the settings of the one before."""
    for name, value in dotenv.dotenv_values(".env", encoding="utf-8").items():
        if value and name.upper().startswith("BHXH_"):
            os.environ.setdefault(name, value)
    if home := settings.read().home:
        os.environ["BHXH_HOME"] = str(home.absolute())
    os.chdir(folder)


class _Watcher:
    """Notes how far a run is, and ends it when it is called off."""

    def __init__(self, drop: drops.Drop, *, may_replace: bool) -> None:
        self.over = threading.Event()
        self.rejects = rejected.Files(drop)
        self._drop = drop
        self._may_replace = may_replace
        self._connection: Connection | None = None
        self._step = ""
        self._rows = 0
        self._noted = 0.0

    def __enter__(self) -> Self:
        threading.Thread(target=self._watch, name="called-off", daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()

    def begin(self, cursor: Cursor) -> bool:
        """Remove a sample, if that was asked for, in the transaction of the run."""
        self._connection = cursor.connection
        if self._may_replace:
            return marker.remove(cursor)
        cursor.execute("SELECT FROM about WHERE is_sample")
        if cursor.rowcount:
            raise problems.Problem(
                N_("The store holds a sample"),
                N_("It was not said that your files replace it: hand them in again."),
            )
        return False

    def look(self) -> None:
        """Raise where the drop was called off."""
        if self._drop.is_called_off:
            raise _CalledOff

    def step(self, name: str) -> None:
        """Note the step that begins."""
        self.look()
        self._step = name
        self._note()

    def advance(self, rows: int) -> None:
        """Note that more rows were read; now and then, as they are many."""
        self._rows += rows
        if time.monotonic() - self._noted > _NOTED_EVERY_SECONDS:
            self.look()
            self._note()

    def refused(
        self, rejects: Iterator[tuple[staging.StagedFile, checking_rejects.Reject]]
    ) -> None:
        """Write the rejected rows, to be taken away."""
        self.look()
        self.rejects.add(rejects)

    def _note(self) -> None:
        self._noted = time.monotonic()
        drops.note_progress(self._drop, step=self._step, rows=self._rows)

    def _watch(self) -> None:
        """Cancel what runs in the store when the drop is called off, and end what does not end."""
        while not self.over.wait(_LOOK_SECONDS):
            if self._drop.is_called_off:
                break
        # A database that hangs does not take what cancels a statement either.
        end = threading.Timer(_PATIENCE_SECONDS, self._end)
        end.daemon = True
        end.start()
        while not self.over.wait(_LOOK_SECONDS):
            if self._connection is not None:
                # It may be closed by now.
                with contextlib.suppress(psycopg2.Error):
                    self._connection.cancel()

    def _end(self) -> None:
        """End this process unless its work is over."""
        if not self.over.is_set():
            _log.warning("a drop that was called off did not end by itself")
            os._exit(_ENDED_EXIT)
