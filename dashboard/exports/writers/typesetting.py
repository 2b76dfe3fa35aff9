"""Processes that typeset papers: two at once, and each for a limited number of lines.

A process serves one paper after the other, since it takes as long to start as a form takes to be
typeset. The typesetter gives no memory back: one that has had as many lines as a single paper may
have ends, and so does one that nothing was asked of for a few seconds.
"""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from data import problems
from data.problems import N_

# Measured with ten columns: a second and 290 MB, and as much again for as many lines more.
MOST_LINES: Final = 1_200
# How many papers are typeset at once; of long ones, one.
AT_ONCE: Final = 2
_LONG: Final = 200
# What a paper takes apart from its lines.
_PAPER_LINES: Final = 30
_PATIENCE_S: Final = 60.0
_IDLE_S: Final = 5.0

_PROGRAM: Final = Path(__file__).parent / "typesetter.py"
_log = logging.getLogger(__name__)


class _Refused(Exception):  # noqa: N818 - it is said in our own words
    """The typesetter did not make a pdf; the reason quotes no text of the paper."""


class _Process:
    """One process with a typesetter, used by one thread at a time."""

    def __init__(self, template: Path) -> None:
        self._template = template
        self.lines = 0
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-P", str(_PROGRAM), str(template)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def can_take(self, template: Path, lines: int) -> bool:
        """Return whether a paper of so many lines may come after those that it has had."""
        is_alive = self._process.poll() is None
        return is_alive and self._template == template and self.lines + lines <= MOST_LINES

    def typeset(self, data: bytes) -> bytes:
        """Return the pdf of a paper.

        Raises:
            _Refused: it cannot be typeset, or the process died or was too slow, and is over.
        """
        clock = threading.Timer(_PATIENCE_S, self._process.kill)
        clock.start()
        try:
            head, made = self._exchange(data)
        except OSError as error:
            raise _Refused(self._last_words() or type(error).__name__) from None
        finally:
            clock.cancel()
        if "problem" in head:
            raise _Refused(head["problem"])
        if len(made) != head.get("bytes"):
            raise _Refused(self._last_words() or "it ended")
        return made

    def end(self) -> None:
        """End the process; a paper that it is at is lost."""
        self._process.kill()
        self._process.communicate()

    def _exchange(self, data: bytes) -> tuple[dict[str, object], bytes]:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("The process has no pipes")
        stdin.write(data + b"\n")
        stdin.flush()
        head = json.loads(stdout.readline() or "{}")
        return head, stdout.read(int(head.get("bytes", 0)))

    def _last_words(self) -> str:
        self._process.kill()
        _made, said = self._process.communicate()
        return next(reversed(said.decode(errors="replace").split("\n")[:-1]), "")


class Typesetters:
    """The processes of this program that typeset, and those that wait for more."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._long = threading.Lock()
        self._lock = threading.Lock()
        self._idle: list[_Process] = []
        self._timer: threading.Timer | None = None

    def typeset(self, template: Path, data: bytes, lines: int) -> bytes:
        """Return the pdf of a paper of so many lines; the template is read by a new process.

        Raises:
            problems.Problem: it could not be typeset; the log says why.
        """
        with self._place(lines):
            try:
                process = self._taken(template, lines)
                try:
                    made = process.typeset(data)
                except BaseException:
                    process.end()
                    raise
            except (OSError, _Refused) as error:
                # The error of a process that cannot be started quotes no text of the paper either.
                raise _not_made(str(error)) from None
            self._give_back(process, lines)
            return made

    @contextmanager
    def _place(self, lines: int) -> Iterator[None]:
        """Wait for one's turn: a long paper for the long one before it, too."""
        if lines < _LONG:
            with self._places:
                yield
        else:
            with self._long, self._places:
                yield

    def _taken(self, template: Path, lines: int) -> _Process:
        with self._lock:
            fitting = (each for each in self._idle if each.can_take(template, lines))
            if found := next(fitting, None):
                self._idle.remove(found)
                return found
        return _Process(template)

    def _give_back(self, process: _Process, lines: int) -> None:
        process.lines += lines + _PAPER_LINES
        if process.lines >= MOST_LINES:
            process.end()
            return
        with self._lock:
            self._idle.append(process)
            # Of more than can be at work at once, the first ones had no room for what came.
            over, self._idle = self._idle[:-AT_ONCE], self._idle[-AT_ONCE:]
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(_IDLE_S, self.end_idle)
            self._timer.daemon = True
            self._timer.start()
        for each in over:
            each.end()

    def end_idle(self) -> None:
        """End the processes that wait for papers."""
        with self._lock:
            ended, self._idle = self._idle, []
        for each in ended:
            each.end()


ALL: Final = Typesetters()


def _not_made(reason: str) -> problems.Problem:
    _log.error("A pdf was not typeset: %s", reason)
    return problems.Failed(
        N_("The pdf could not be made"),
        N_("Take it as xlsx or csv. The administrator finds the cause in the log."),
    )
