"""One line of the log for each file that was asked for; whoever measures is told as well."""

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from typing import Final

from dashboard.exports import files
from data import logged, problems

_log = logging.getLogger(__name__)

# Kind, ending, outcome, seconds, and bytes where the file was made.
Observer = Callable[[str, str, str, float, int | None], None]
OBSERVERS: Final[list[Observer]] = []


class Note:
    """What is known of a file: its rows and bytes, once it is made."""

    rows: int | None = None
    size: int | None = None

    def made(self, made: files.Made) -> files.Made:
        """Note a file that is complete, and return it."""
        self.rows = made.rows
        self.size = made.file.seek(0, os.SEEK_END)
        made.file.seek(0)
        return made


@contextlib.contextmanager
def export(kind: str, ending: str) -> Iterator[Note]:
    """Log how the making of a file ended: done, problem, abandoned or failed."""
    note = Note()
    begun = time.monotonic()
    outcome = "failed"
    try:
        with logged.timed(_log, "export", kind=kind, ending=ending) as told:
            try:
                yield note
            except files.Abandoned:
                told["outcome"] = outcome = "abandoned"
                raise
            finally:
                told.update({"rows": note.rows, "bytes": note.size})
            outcome = "done"
    except problems.Problem:
        outcome = "problem"
        raise
    finally:
        for observe in OBSERVERS:
            observe(kind, ending, outcome, time.monotonic() - begun, note.size)
