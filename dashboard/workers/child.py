"""What every child does first: it logs, gives way to a signal, and ends with its parent."""

import logging
import os
import signal
import sys
import threading
import time
from typing import IO, Final

from dashboard import faults

_TERMINATED_EXIT: Final = 128 + signal.SIGTERM
# A statement of the database is not interrupted; the server gives it up when its client is gone.
_PATIENCE_SECONDS: Final = 10.0


def begin() -> IO[str]:
    """Make this process a child, and return where it answers its parent."""
    logging.basicConfig(level=logging.WARNING)
    # What breaks may quote what was in a row.
    sys.excepthook = lambda _kind, error, _way: _note(error)
    # A normal exit releases the embedded server, which stops with its last user.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED_EXIT))
    # What a library prints is not for the parent.
    answers, sys.stdout = sys.stdout, sys.stderr
    threading.Thread(target=_end_with_parent, args=(sys.stdin.fileno(),), daemon=True).start()
    return answers


def _note(error: BaseException) -> None:
    faults.note(error, "a child process")


def _end_with_parent(pipe: int) -> None:
    """End this process when its parent is gone, and the pipe with it."""
    while os.read(pipe, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE_SECONDS)
    os._exit(_TERMINATED_EXIT)
