"""Workbooks that a child process reads, with a limit of memory and of time.

Libraries for old and binary formats hold a file whole, and end their process, or ask for all of its
memory, where a file is made for that. What dies or falls silent there refuses the file, and nothing
else. The child is `child`; requests and answers are JSON, each answer with its length in front.
"""

import contextlib
import logging
import os
import pathlib
import site
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, Final

import orjson

from data import problems
from data.importing import sets
from data.importing.reading import archives, child, tables
from data.problems import N_

# So long the child may say nothing, in seconds: a large sheet is held before its first row comes.
SILENCE_S: Final = 120.0
_LENGTH: Final = struct.Struct(">I")
_LARGEST_ANSWER: Final = 1 << 27
# The status of a program that an exception ended.
_GAVE_UP: Final = 1
# The folder that holds this program: of an installation, or a clone.
_ROOT: Final = str(pathlib.Path(__file__).parents[3])

_log = logging.getLogger(__name__)


class _Sheet:
    """One sheet of a workbook that a child reads."""

    is_cut_off = False
    is_text = False

    def __init__(self, reader: "_Reader", index: int, title: str, *, hidden: bool) -> None:
        self._reader = reader
        self._index = index
        self.title = title
        self.hidden = hidden

    def head(self, rows: int) -> list[tables.Line]:
        """Return what stands in the first rows, as texts."""
        return list(self._reader.lines({"sheet": self._index, "head": rows}))

    def lines(self, kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Yield all rows; `kinds` says how dates are written in the cells of a place."""
        named = {str(place): kind.value for place, kind in kinds.items()}
        return self._reader.lines({"sheet": self._index, "kinds": named})


class _Reader:
    """A running child, and what it says."""

    def __init__(self, source: tables.Source, process: subprocess.Popen[bytes]) -> None:
        self._source = source
        self._process = process

    def sheets(self) -> list[tables.Sheet]:
        """Return the sheets that the child found."""
        found = self._answer()["sheets"]
        return [
            _Sheet(self, index, title, hidden=hidden) for index, (title, hidden) in enumerate(found)
        ]

    def lines(self, request: Mapping[str, Any]) -> Iterator[tables.Line]:
        """Yield the lines that a request is answered with.

        Raises:
            problems.Problem: the child cannot read them, or died of it.
        """
        # Where nobody reads it, nobody answers either.
        with contextlib.suppress(BrokenPipeError):
            os.write(_pipe(self._process.stdin).fileno(), orjson.dumps(request) + b"\n")
        while lines := self._answer()["lines"]:
            for number, cells, marks, hidden in lines:
                named = {place: tables.Mark(mark) for place, mark in marks}
                yield tables.Line(number, cells, named, hidden)

    def _answer(self) -> dict[str, Any]:
        output = _pipe(self._process.stdout)
        watchdog = threading.Timer(SILENCE_S, self._process.kill)
        watchdog.start()
        try:
            head = output.read(_LENGTH.size)
            length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else _LARGEST_ANSWER
            data = output.read(length) if length < _LARGEST_ANSWER else b""
        finally:
            watchdog.cancel()
        if not data or len(data) != length:
            raise self._died()
        answer: dict[str, Any] = orjson.loads(data)
        if "problem" in answer:
            raise problems.from_json(answer["problem"])
        return answer

    def _died(self) -> problems.Problem:
        self._process.kill()
        status = self._process.wait()
        # The last line names the error; what follows its name may quote a cell.
        said = _pipe(self._process.stderr).read().decode(errors="replace").strip()
        error = said.rpartition("\n")[2].partition(":")[0]
        reason = f"the reading process ended with {status}: {error}"
        _log.warning("%s: %s", self._source.path, reason)
        if status == _GAVE_UP:
            return archives.damaged(self._source, ValueError(reason))
        return problems.Problem(
            N_("The workbook cannot be read"),
            N_(
                "{file} cannot be read: it takes too much memory or time, or it is damaged. Open "
                "it in a spreadsheet and save it as .xlsx or CSV UTF-8, in smaller files."
            ),
            file=self._source.name,
        )


@contextlib.contextmanager
def opened(source: tables.Source) -> Iterator[Sequence[tables.Sheet]]:
    """Open a workbook in a child process as its sheets.

    Raises:
        problems.Problem: protected, damaged, too large, or reading it fails in any other way.
    """
    with subprocess.Popen(  # noqa: S603 - our own program, no shell
        [sys.executable, "-P", "-m", child.__name__, source.path, source.format],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        # A Ctrl+C in the terminal is for the parent; its end is the child's.
        start_new_session=True,
    ) as process:
        try:
            yield _Reader(source, process).sheets()
        finally:
            process.kill()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("the child has no pipes")
    return stream


def _environment() -> dict[str, str]:
    """Return the environment of the child: it finds this package, and has no secret of ours."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("BHXH_") and name != "PYTHONPATH"
    }
    # Where it is installed, Python looks by itself, and after its own modules.
    installed = _ROOT in {*site.getsitepackages(), site.getusersitepackages()}
    return kept if installed else {**kept, "PYTHONPATH": _ROOT}
