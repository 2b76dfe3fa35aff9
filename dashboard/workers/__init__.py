"""Work for a process of its own, with database logins that the serving process does not use.

The child tells by lines of JSON how far it is, and ends with its parent: it reads a pipe that the
parent holds open. What a user has handed in says in its own folder how far it is.
"""

import json
import logging
import os
import pathlib
import site
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Final

from data import problems
from data.problems import N_
from data.uploads import drops

_log = logging.getLogger(__name__)
# It uses rooms that stand on this one, and is not imported here.
_UPLOADS: Final = "dashboard.uploads"
# The folder that holds this program: of an installation, or a clone.
_ROOT: Final = str(pathlib.Path(__file__).parents[2])


def bring_up() -> None:
    """Make the embedded store, or bring it up to date.

    Raises:
        problems.Problem: what the child ended with.
    """
    _run("bring-up")


def fill(payments: int, days: int, seed: int, advance: Callable[[int], None]) -> None:
    """Fill the store with a sample; `advance` gets the number of payments of each chunk.

    Raises:
        problems.Problem: what the child ended with.
    """
    _run("fill", str(payments), str(days), str(seed), advance=advance)


def understand(drop: drops.Drop, language: str) -> None:
    """Begin to read what a user has handed in, and return at once."""
    _begin(drop, drops.UNDERSTAND, language)


def take(drop: drops.Drop, language: str, *, replaces_sample: bool) -> None:
    """Begin to import what a user has handed in, and return at once."""
    more = [drops.REPLACE_SAMPLE] if replaces_sample else []
    _begin(drop, drops.TAKE, language, *more)


def _begin(drop: drops.Drop, *words: str) -> None:
    """Start a process that works on a drop; when it has ended, the drop is not at work any more."""

    def wait() -> None:
        try:
            with _child(_UPLOADS, str(drop.folder.absolute()), *words) as child:
                for _line in child.stdout or ():
                    pass
            if child.returncode:
                _log.warning("the process of a drop ended with status %s", child.returncode)
        except OSError as error:
            _log.warning("no process for a drop: %s", error)
        finally:
            drops.end_if_working(drop)

    threading.Thread(target=wait, name="drop", daemon=True).start()


def _child(program: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program, no shell
        [sys.executable, "-P", "-m", program, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=_environment(),
        # A Ctrl+C in the terminal is for the parent; its end is the child's.
        start_new_session=True,
    )


def _run(*words: str, advance: Callable[[int], None] | None = None) -> None:
    found: problems.Problem | None = None
    with _child(__name__, *words) as child:
        for line in child.stdout or ():
            message = json.loads(line)
            if "problem" in message:
                found = problems.from_json(message["problem"])
            elif advance is not None:
                advance(message["payments"])
    if found is not None:
        raise found
    if child.returncode:
        _log.warning("the process for %s ended with status %s", words[0], child.returncode)
        raise problems.Problem(
            N_("The store could not be prepared"),
            N_("See the log for the reason; bhxh-monitor doctor says what the store is like now."),
        )


def _environment() -> dict[str, str]:
    """Return the environment of a child that finds this package where this process does.

    Not all of the path is passed on: Streamlit puts the folder of its script in front, and modules
    there have names of Python's own.
    """
    if _ROOT in {*site.getsitepackages(), site.getusersitepackages()}:
        return dict(os.environ)
    others = filter(None, [os.environ.get("PYTHONPATH")])
    return {**os.environ, "PYTHONPATH": os.pathsep.join([_ROOT, *others])}
