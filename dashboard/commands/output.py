"""Output of commands: tables, csv and json on standard output; progress bars; files.

Names come from files that others wrote. What a terminal would obey instead of showing it is made
visible here, in sentences and tables; csv and json, which are for programs, keep every value. Files
can be read by nobody else on this machine.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import errno
import io
import json
import os
import pathlib
import re
import sys
from typing import IO, TYPE_CHECKING, Final

import click
import rich.box
import rich.console
import rich.markup
import rich.progress
import rich.table

from data import local_time, private_files, problems
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries import frames

_TABLE_WIDTH = 400
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EIO}

# Control characters, what turns the direction of writing or breaks lines, and halves of characters,
# which names of files may have.
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


class _Console(rich.console.Console):
    """A console that leaves it to the program what a closed pipe means."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def visible(text: str) -> str:
    r"""Return a text on one line, with what a terminal would obey as an escape: `\x1b`."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def stdout() -> IO[str]:
    """Return standard output, set to UTF-8 and LF on every machine."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout


def say(sentence: str) -> None:
    """Write a line to standard output about what has been done: it is so, whoever hears it."""
    with whatever_is_heard():
        stdout().write(f"{visible(sentence)}\n")


def complain(sentence: str) -> None:
    """Write a line to standard error."""
    click.echo(visible(sentence), err=True)


@contextlib.contextmanager
def whatever_is_heard() -> Iterator[None]:
    """Say what there is to say; where nobody hears it, the status says what has been done.

    A closed pipe or a full disk behind standard output or error is then no error any more.
    """
    try:
        yield
        stdout().flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                # The rest, what is still to be written at the end too, goes nowhere.
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


def write_json(answer: object) -> None:
    """Write an answer to standard output as json, in plain letters; days as `yyyy-mm-dd`."""
    text = json.dumps(answer, ensure_ascii=False, indent=2, default=dt.date.isoformat)
    # json itself escapes only the first 32.
    escaped = _UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else _as_json(found[0]), text)
    stdout().write(f"{escaped}\n")


def rows(found: frames.Rows, form: str) -> None:
    """Write rows to standard output as `table`, `csv` or `json`.

    In csv lines end with LF, and cells are quoted where needed; in csv and tables rates have four
    decimals, and what is not known is empty.
    """
    names, plain = list(found.dtypes), found.plain()
    if form == "json":
        moments = [[_moment_as_text(value) for value in row] for row in plain]
        write_json([dict(zip(names, row, strict=True)) for row in moments])
        return
    cells = [[_cell(value) for value in row] for row in plain]
    if form == "csv":
        csv.writer(stdout(), lineterminator="\n").writerows([names, *cells])
    else:
        table(names, cells, found.numeric)


def table(headings: list[str], rows: list[list[str]], numeric: set[int]) -> None:
    """Write a table for people; numbers are right-aligned, long lines are not wrapped."""
    # Before the console asks what can be written.
    stdout()
    shown = rich.table.Table(box=rich.box.SIMPLE)
    for number, heading in enumerate(headings):
        shown.add_column(
            visible(heading), justify="right" if number in numeric else "left", no_wrap=True
        )
    for row in rows:
        shown.add_row(*(rich.markup.escape(visible(cell)) for cell in row))
    _Console(width=_TABLE_WIDTH, markup=True, highlight=False).print(shown)


def progress(*columns: rich.progress.ProgressColumn) -> rich.progress.Progress:
    """Return a progress bar on standard error; it is silent where that is no terminal."""
    console = _Console(stderr=True)
    return rich.progress.Progress(*columns, console=console, disable=not sys.stderr.isatty())


@contextlib.contextmanager
def new_file(out: pathlib.Path) -> Iterator[IO[bytes]]:
    """Return a stream to write; the file gets its name only when it is complete.

    It can be read by nobody else on this machine.

    Raises:
        problems.Problem: it cannot be written there.
    """
    try:
        with private_files.whole(out) as file:
            yield file
    except OSError as error:
        # A full disk is nobody's argument.
        kind = problems.Failed if error.errno in _FULL else problems.Problem
        raise kind(
            N_("The file cannot be written"),
            N_("{file} cannot be written ({reason}); name another one with --out."),
            file=str(out),
            reason=error.strerror or "",
        ) from error


def _as_json(character: str) -> str:
    return f"\\u{ord(character):04x}"


def _moment_as_text(value: object) -> object:
    return local_time.iso(value) if isinstance(value, dt.datetime) else value


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(_moment_as_text(value))
