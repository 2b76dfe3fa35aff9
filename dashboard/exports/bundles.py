"""Owns all forms of a day in one file: a form for each office and organisation, in folders."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dashboard import clock
from dashboard.exports import content, files, reports
from dashboard.exports.documents import stamp
from queries.forms import lines

if TYPE_CHECKING:
    import threading

    from dashboard.auth import actor
    from dashboard.exports import paper
    from data import store


ENDING: Final = "zip"
MEDIA: Final = "application/zip"
# What the forms in it are, unless something else is asked for.
FORM_ENDING: Final = "pdf"

# Told how many forms are done, and of how many.
Watch = Callable[[int, int], None]


@dataclass(frozen=True)
class Wanted:
    """Which forms are wanted: those of a day, as `reports.asked` gives it, with this ending."""

    asked: Mapping[str, str]
    ending: str
    separator: str = ","

    @property
    def name(self) -> str:
        """What the file is called."""
        parts = ("mau-01-xn", self.asked["date"], self.asked.get("office"), self.ending)
        return files.named("-".join(part for part in parts if part), ENDING)


def make(
    opened: store.Store,
    taker: actor.Actor,
    wanted: Wanted,
    *,
    watch: Watch = lambda _done, _all: None,
    abandoned: threading.Event | None = None,
) -> files.Made:
    """Return the forms in one file, once it has been noted that they are taken; names are masked.

    A form is what it would be if it were taken alone. The caller closes the file.

    Raises:
        problems.Problem: an unknown office, too much for a pdf, the store is down, or no room.
        making.Abandoned: nobody waits for it any more.
    """
    files.note(opened, taker, files.Wanted(_form(), wanted.asked, ENDING), page=ENDING)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    try:
        with files.room(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for office, drawn in _forms(opened, taker, wanted, watch, abandoned):
                _add(archive, office, drawn, wanted)
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
    report, date = _form(), dt.date.fromisoformat(wanted.asked["date"])
    taken = stamp.Stamp(clock.now(), taker.who)
    with opened.exporting(taker.scope) as connection:
        office = wanted.asked.get("office")
        parties = lines.parties(connection, date=date, office=office)
        for done, (one, org) in enumerate(parties):
            watch(done, len(parties))
            if abandoned is not None and abandoned.is_set():
                raise files.Abandoned
            asked = {"date": wanted.asked["date"], "office": one, "org": org}
            yield one, report.drawn(report.found(connection, asked), taken)
        watch(len(parties), len(parties))


def _add(archive: zipfile.ZipFile, office: str, drawn: paper.Paper, wanted: Wanted) -> None:
    """Write a form under its office."""
    name = f"{files.named(office)}/{files.named(drawn.name, wanted.ending)}"
    entry = zipfile.ZipInfo(name, drawn.made_at.astimezone(clock.HANOI).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    made = files.whole(drawn, wanted.ending, separator=wanted.separator)
    with made.file, archive.open(entry, "w") as to:
        shutil.copyfileobj(made.file, to)


def _form() -> reports.Report:
    return reports.named(content.FORM_01XN)
