"""The child: it does one piece of work on the store of the settings, and says how far it is."""

import json
import logging
import os
import pathlib
import signal
import sys
import threading
import time
from typing import IO, Final

from dashboard import clock
from data import problems, settings, store
from data.sample import filling
from data.sample import plan as plans

_PROBLEM_EXIT: Final = 2
_TERMINATED_EXIT: Final = 128 + signal.SIGTERM
# A statement of the database is not interrupted; the server gives it up when its client is gone.
_PATIENCE_SECONDS: Final = 10.0


def main(words: list[str]) -> None:
    """Do what the words say."""
    logging.basicConfig(level=logging.WARNING)
    # A normal exit releases the embedded server, which stops with its last user.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED_EXIT))
    # What a library prints is not for the parent.
    answers, sys.stdout = sys.stdout, sys.stderr
    threading.Thread(target=_end_with_parent, args=(sys.stdin.fileno(),), daemon=True).start()
    try:
        _work(words, answers)
    except problems.Problem as problem:
        _say(answers, {"problem": problem.as_json()})
        sys.exit(_PROBLEM_EXIT)


def _work(words: list[str], answers: IO[str]) -> None:
    if words[0] == "drop":
        # Imported where it is used: the others start sooner without it.
        from dashboard.workers import dropped

        dropped.work(pathlib.Path(words[1]), words[2:])
        return
    opened = store.open_store(settings.read())
    if words[0] == "fill":
        payments, days, seed = map(int, words[1:])
        plan = plans.make(payments, days, seed, clock.past())
        filling.fill(opened, plan, lambda more: _say(answers, {"payments": more}))


def _say(answers: IO[str], message: dict[str, object]) -> None:
    answers.write(f"{json.dumps(message)}\n")
    answers.flush()


def _end_with_parent(pipe: int) -> None:
    """End this process when its parent is gone, and the pipe with it."""
    while os.read(pipe, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE_SECONDS)
    os._exit(_TERMINATED_EXIT)


if __name__ == "__main__":
    main(sys.argv[1:])
