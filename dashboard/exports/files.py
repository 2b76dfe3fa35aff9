"""How a file is made: logged first, then read at one moment, then written as a whole.

With names in full, everybody who is on it is logged in the transaction that reads, as of the same
moment, and the file is handed over when that is committed.

A file is written to a temporary place and handed over when it is complete: what goes wrong leaves
nothing that looks like a report, and a slow reader of the file keeps nobody waiting for the store.
"""

import contextlib
import re
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO, Any, Final

import sqlalchemy as sa

from dashboard import clock, text
from dashboard.auth import actor
from dashboard.exports import content, paper, reports
from dashboard.exports.documents import form_01xn, issuer, stamp
from dashboard.exports.writers import registry
from data import problems, store
from data.problems import N_
from queries import agents
from queries.audit import downloads
from queries.forms import lines

# What names of files have, on every system.
_UNUSUAL: Final = re.compile(r"[^A-Za-z0-9._-]+")


class Abandoned(Exception):  # noqa: N818 - nobody waits for the file any more
    """Nobody waits for the file any more."""


@dataclass(frozen=True)
class Wanted:
    """Which file is wanted.

    Attributes:
        report: of which report.
        params: what the report is limited to, as `reports.params` gives it.
        ending: its format: a key of `registry.FORMATS`.
        in_full: whether names are not masked.
        separator: what stands between the values of a csv.
    """

    report: reports.Report
    params: Mapping[str, str]
    ending: str
    in_full: bool = False
    separator: str = ","


@dataclass(frozen=True)
class Made:
    """A file that is complete: its name, its media type, and its bytes from the beginning.

    `rows` is how many rows of a report it has, where they were counted.
    """

    name: str
    media: str
    file: IO[bytes]
    rows: int | None = None


def log(opened: store.Store, taker: actor.Actor, wanted: Wanted) -> None:
    """Log that a file is downloaded.

    Raises:
        problems.Problem: the user may not, an unknown code, or the store is down.
    """
    office, org = wanted.params.get("office"), wanted.params.get("org")

    def ask(connection: sa.Connection) -> dict[str, Any]:
        agents.require_known(connection, office=office, org=org)
        return issuer.facts(connection, office=office)

    facts = opened.ask(taker.scope, ask)
    if wanted.in_full:
        _require_people(taker, wanted)
    log_download(
        opened,
        taker,
        kind=wanted.report.kind,
        ending=wanted.ending,
        asked=wanted.params,
        in_full=wanted.in_full,
        offices=issuer.visible_offices(facts, taker.scope),
    )


def log_download(opened: store.Store, taker: actor.Actor, **download: Any) -> None:
    """Log a download, as `queries.audit.downloads.add` takes it; it is kept at once.

    Raises:
        problems.Problem: the store is down.
    """
    with opened.appending(taker.scope) as connection:
        downloads.add(connection, who=taker.who, **download)


def make(
    opened: store.Store,
    taker: actor.Actor,
    wanted: Wanted,
    *,
    page: str,
    abandoned: threading.Event | None = None,
) -> Made:
    """Return a file, logged before it may leave; the caller closes it.

    Args:
        opened: the store.
        taker: the user.
        wanted: which file.
        page: the name of the place for the logs.
        abandoned: set when nobody waits for it any more.

    Raises:
        problems.Problem: the user may not, an unknown code, too much for this kind of file, the
            store is down, or the disk is full.
        Abandoned: nobody waits for it any more.
    """
    log(opened, taker, wanted)
    with contextlib.ExitStack() as kept:
        with opened.exporting(taker.scope, in_full=wanted.in_full) as connection:
            if wanted.in_full:
                question = form_01xn.question(wanted.params)
                lines.log(connection, question, who=taker.who, page=page)
            report = wanted.report.read(connection, wanted.params, in_full=wanted.in_full)
            counted = _Counted(_watched(report.rows, abandoned))
            report = replace(report, rows=iter(counted))
            document = wanted.report.draw(report, stamp.Stamp(clock.now(), taker.person))
            made = complete(document, wanted.ending, separator=wanted.separator)
            kept.callback(made.file.close)
        # Committed: only now it may leave.
        kept.pop_all()
        return replace(made, rows=counted.count)


def complete(document: paper.Paper, ending: str, *, separator: str = ",") -> Made:
    """Return a paper as a complete file; the caller closes it.

    Raises:
        problems.Problem: see `write`.
    """
    with contextlib.ExitStack() as kept:
        file = kept.enter_context(tempfile.TemporaryFile())
        write(document, ending, file, separator=separator)
        file.seek(0)
        kept.pop_all()
    return Made(named(document.name, ending), registry.named(ending).media, file)


def write(document: paper.Paper, ending: str, to: IO[bytes], *, separator: str = ",") -> None:
    """Write a paper as a file of the format that its ending names, a key of `registry.FORMATS`.

    Raises:
        problems.Problem: the paper is too long for it, or there is no room for it.
    """
    with room(), text.speaking("vi"):
        registry.named(ending).write_to(to, document, separator)


def named(name: str, ending: str | None = None) -> str:
    """Return what a file or a folder is called, in letters that every system takes."""
    plain = _UNUSUAL.sub("-", name).strip(".-") or "x"
    return f"{plain}.{ending}" if ending else plain


@contextlib.contextmanager
def room() -> Iterator[None]:
    """Turn a full disk into a problem.

    Raises:
        problems.Problem: the machine could not write it.
    """
    try:
        yield
    except OSError as error:
        raise problems.Problem(
            N_("The file cannot be written"),
            N_("The machine has no room for it ({reason}); nothing was written."),
            reason=error.strerror or "",
        ) from error


def _require_people(taker: actor.Actor, wanted: Wanted) -> None:
    if not wanted.report.has_people:
        raise problems.Problem(
            N_("The report cannot be made"),
            N_("It has no names that can be shown in full: leave out --names, or names=full."),
        )
    taker.require_reveal()


def _watched(rows: content.Rows, abandoned: threading.Event | None) -> Iterator[content.Row]:
    for row in rows:
        if abandoned is not None and abandoned.is_set():
            raise Abandoned
        yield row


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterator[content.Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[content.Row]:
        for row in self._rows:
            self.count += 1
            yield row
