"""All forms of a day in one zip: a form for each office and organisation, in folders."""

import datetime as dt
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dashboard import clock
from dashboard.auth import actor
from dashboard.exports import content, files, noted, paper, reports
from dashboard.exports.documents import stamp
from data import store
from queries.forms import lines

ENDING: Final = "zip"
MEDIA: Final = "application/zip"
# The format of the forms in it, unless another one is named.
FORM_ENDING: Final = "pdf"

_FORM: Final = reports.named(content.FORM_01XN)

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
        with files.room(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for office, form in _forms(opened, taker, wanted, watch, abandoned):
                _add(archive, office, form, wanted)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return files.Made(wanted.name, MEDIA, file)


def _forms(
    opened: store.Store,
    taker: actor.Actor,
    wanted: Wanted,
    watch: Watch,
    abandoned: threading.Event | None,
) -> Iterator[tuple[str, paper.Paper]]:
    """Give each form with its office; all are of one moment."""
    date, office = wanted.params["date"], wanted.params.get("office")
    made = stamp.Stamp(clock.now(), taker.person)
    with opened.exporting(taker.scope) as connection:
        parties = lines.parties(connection, date=dt.date.fromisoformat(date), office=office)
        for done, (one, org) in enumerate(parties):
            watch(done, len(parties))
            if abandoned is not None and abandoned.is_set():
                raise files.Abandoned
            report = _FORM.read(connection, {"date": date, "office": one, "org": org})
            yield one, _FORM.draw(report, made)
        watch(len(parties), len(parties))


def _add(archive: zipfile.ZipFile, office: str, form: paper.Paper, wanted: Wanted) -> None:
    """Write a form to the folder of its office."""
    name = f"{files.named(office)}/{files.named(form.name, wanted.ending)}"
    entry = zipfile.ZipInfo(name, form.made_at.astimezone(clock.HANOI).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    made = files.complete(form, wanted.ending, separator=wanted.separator)
    with made.file, archive.open(entry, "w") as to:
        shutil.copyfileobj(made.file, to)
