"""All forms of a day in one zip: a form for each office and organisation, in folders."""

import collections
import dataclasses
import datetime as dt
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent import futures
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from dashboard import clock
from dashboard.auth import actor
from dashboard.exports import content, files, noted, paper, reports
from dashboard.exports.documents import stamp
from dashboard.exports.writers import typesetting
from data import store
from queries.forms import lines

ENDING: Final = "zip"
MEDIA: Final = "application/zip"
# The format of the forms in it, unless another one is named.
FORM_ENDING: Final = "pdf"

_FORM: Final = reports.named(content.FORM_01XN)
# Forms that wait to be written, or to be taken into the zip: enough that nobody waits for a form.
_AHEAD: Final = 2 * typesetting.AT_ONCE

# Called with how many forms are done, and how many there are.
Watch = Callable[[int, int], None]


@dataclass(frozen=True)
class Wanted:
    """The forms of a day and their format; the parameters are as `reports.params` gives them."""

    params: Mapping[str, str]
    ending: str
    separator: str = ","

    @property
    def name(self) -> str:
        """The name of the file."""
        parts = ("mau-01-xn", self.params["date"], self.params.get("office"), self.ending)
        return files.named("-".join(filter(None, parts)), ENDING)


def make(
    opened: store.Store,
    taker: actor.Actor,
    wanted: Wanted,
    *,
    watch: Watch = lambda _done, _all: None,
    abandoned: threading.Event | None = None,
) -> files.Made:
    """Return the forms in one file, logged before they are read; names are masked.

    A form is the same file as if it were downloaded alone. The caller closes the file.

    Raises:
        problems.Problem: an unknown office, too much for a pdf, the store is down, or no room.
        files.Abandoned: nobody waits for it any more.
    """
    with noted.export(_FORM.kind, ENDING) as note:
        return note.made(_made(opened, taker, wanted, watch, abandoned))


def _made(
    opened: store.Store,
    taker: actor.Actor,
    wanted: Wanted,
    watch: Watch,
    abandoned: threading.Event | None,
) -> files.Made:
    files.log(opened, taker, files.Wanted(_FORM, wanted.params, ENDING))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    try:
        with (
            files.room(),
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
            opened.exporting(taker.scope) as connection,
        ):
            parties = _parties(connection, wanted)
            made = stamp.Stamp(clock.now(), taker.person)
            for done, form in enumerate(_forms(connection, parties, wanted, made)):
                watch(done, len(parties))
                _require_waiting(abandoned)
                _add(archive, form, wanted)
            watch(len(parties), len(parties))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return files.Made(wanted.name, MEDIA, file)


@dataclass(frozen=True)
class _Form:
    """A form of an office, and its file, which may still be written."""

    office: str
    paper: paper.Paper
    file: futures.Future[files.Made]


def _parties(connection: sa.Connection, wanted: Wanted) -> list[tuple[str, str]]:
    """Return the offices and organisations that have a form of the day."""
    date = dt.date.fromisoformat(wanted.params["date"])
    return lines.parties(connection, date=date, office=wanted.params.get("office"))


def _forms(
    connection: sa.Connection,
    parties: Iterable[tuple[str, str]],
    wanted: Wanted,
    made: stamp.Stamp,
) -> Iterator[_Form]:
    """Give the forms in their order; meanwhile the next ones are written, by other threads."""
    waiting = collections.deque[_Form]()
    with futures.ThreadPoolExecutor(typesetting.AT_ONCE, "form") as pool:
        try:
            for office, org in parties:
                params = {"date": wanted.params["date"], "office": office, "org": org}
                report = _FORM.read(connection, params)
                # In memory: only this thread may read from the connection.
                form = _FORM.draw(dataclasses.replace(report, rows=list(report.rows)), made)
                file = pool.submit(files.complete, form, wanted.ending, separator=wanted.separator)
                waiting.append(_Form(office, form, file))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft()
            yield from waiting
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _require_waiting(abandoned: threading.Event | None) -> None:
    """Give up where nobody waits for the file any more."""
    if abandoned is not None and abandoned.is_set():
        raise files.Abandoned


def _add(archive: zipfile.ZipFile, form: _Form, wanted: Wanted) -> None:
    """Write a form to the folder of its office."""
    name = f"{files.named(form.office)}/{files.named(form.paper.name, wanted.ending)}"
    entry = zipfile.ZipInfo(name, form.paper.made_at.astimezone(clock.HANOI).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    with form.file.result().file as file, archive.open(entry, "w") as to:
        shutil.copyfileobj(file, to)
