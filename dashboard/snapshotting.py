"""Owns what the commands about snapshots do."""

from __future__ import annotations

import datetime as dt
import io
import pathlib
from collections.abc import Mapping, Sequence
from typing import Final

from dashboard import acting, clock, exporting, printing
from dashboard.exports import closing, comparing, freezing, making, reports, stamp, verifying
from dashboard.text import _, ngettext
from data import settings, snapshots, store
from queries import frames

# sha256 is the hash in the chain, figures_sha256 the one over the figures alone.
COLUMNS: Final[frames.Dtypes] = {
    "snapshot_id": frames.WHOLE,
    "taken_at": frames.MOMENT,
    "taken_by": frames.TEXT,
    "report": frames.TEXT,
    "asked": frames.TEXT,
    "day": frames.DAY,
    "closing": frames.TEXT,
    "rows": frames.WHOLE,
    "data_version": frames.WHOLE,
    "supersedes": frames.WHOLE,
    "note": frames.TEXT,
    "figures_sha256": frames.TEXT,
    "sha256": frames.TEXT,
}


def create(report: str, given: Mapping[str, str | None], note: str, as_user: str | None) -> None:
    """Freeze a report, and say under which number.

    Raises:
        problems.Problem: it cannot be made, no note, or the store is down.
    """
    kind = exporting.named(report)
    opened = store.open_store(settings.read())
    taker = acting.acting(as_user, opened)
    asked = reports.asked(kind, given, within=taker.scope, own=taker.own_office)
    taken = freezing.take(opened, taker, kind, asked, note=note)
    _print_all([taken] if taken else [], "table")


def close(given: Mapping[str, str | None], as_user: str | None) -> None:
    """Close the forms of a day, and say which were not closed before.

    Raises:
        problems.Problem: an unknown office, another office's, or the store is down.
    """
    opened = store.open_store(settings.read())
    taker = acting.acting(as_user, opened)
    date = given.get("date")
    day = dt.date.fromisoformat(date) if date else clock.today() - dt.timedelta(days=1)
    taken = closing.take(opened, taker, day, given.get("office"))
    words = ngettext("{count} form was closed.", "{count} forms were closed.", len(taken))
    printing.emit(words.format(count=len(taken)) + "\n")


def show_all(
    days: tuple[dt.date, dt.date],
    report: str | None,
    office: str | None,
    form: str,
    as_user: str | None,
) -> None:
    """Print the snapshots about days of a period.

    Raises:
        problems.Problem: there is no such report, or the store is down.
    """
    kind = exporting.named(report).kind if report else None
    opened = store.open_store(settings.read())
    start, end = days
    listed = opened.ask(
        acting.acting(as_user, opened).scope,
        lambda c: snapshots.listed(c, start=start, end=end, kind=kind, office=office),
    )
    _print_all(listed, form)


def show(number: int, form: str, as_user: str | None) -> None:
    """Print the rows of a snapshot.

    Raises:
        problems.Problem: there is none that may be seen, it has been tampered with, or the store
            is down.
    """
    kept = _opened(number, as_user).content
    rows = list(kept.rows)
    frame = frames.build(rows, tuple(kept.columns), _types(kept.columns, rows))
    printing.report(frame, form)


def save(number: int, out: pathlib.Path, as_user: str | None) -> None:
    """Write a snapshot to a file, or its very content where the file ends in .json.

    Raises:
        problems.Problem: there is none that may be seen, it has been tampered with, the file
            cannot be written, or the store is down.
    """
    opened = store.open_store(settings.read())
    taker = acting.acting(as_user, opened)
    if out.suffix.lower() == ".json":
        written = freezing.content_of(opened, taker.scope, number)
        exporting.save(making.Made(out.name, "application/json", io.BytesIO(written)), out)
        return
    ending = making.known_ending(out.suffix.removeprefix("."))
    exporting.save(freezing.make(opened, taker, number, ending), out)


def verify(file: pathlib.Path | None, digits: str | None, as_user: str | None) -> int:
    """Prove that snapshots are what was taken, say what was found, and return the exit status.

    Raises:
        problems.Problem: the file or the hash cannot be read, or the store is down.
    """
    opened = store.open_store(settings.read())
    within = acting.acting(as_user, opened).scope
    if file is not None:
        return _verify_file(verifying.a_file(opened, within, file))
    if digits is not None:
        found = verifying.a_hash(opened, within, digits)
        _print_all(found, "table")
        return 0 if found else _say(_("No snapshot that you may see has this hash."))
    return _verify_all(verifying.the_store(opened, within))


def diff(number: int, other: int | None, form: str, as_user: str | None) -> None:
    """Print what has changed since a snapshot.

    Raises:
        problems.Problem: there is none that may be seen, two are not about the same, or the store
            is down.
    """
    opened = store.open_store(settings.read())
    within = acting.acting(as_user, opened).scope
    earlier = freezing.opened_at(opened, within, number)
    if other is None:
        found, _now = comparing.with_now(opened, within, earlier)
    else:
        later = freezing.opened_at(opened, within, other)
        found = comparing.with_another(opened, within, earlier, later)
    printing.report(found, form)


def _opened(number: int, as_user: str | None) -> freezing.Frozen:
    opened = store.open_store(settings.read())
    return freezing.opened_at(opened, acting.acting(as_user, opened).scope, number)


def _types(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> frames.Dtypes:
    """Return how the values of a content are shown: moments as such, whole numbers as numbers."""
    types = {}
    for place, name in enumerate(columns):
        values = [row[place] for row in rows if row[place] is not None]
        is_whole = values and all(type(value) is int for value in values)
        is_rate = values and all(type(value) in {int, float} for value in values)
        types[name] = "object"
        if name.endswith("_at"):
            types[name] = frames.MOMENT
        elif is_whole or is_rate:
            types[name] = frames.WHOLE if is_whole else frames.RATE
    return types


def _verify_file(found: verifying.File | None) -> int:
    if found is None:
        return _say(_("The file names no snapshot that you may see."))
    _print_all([found.snapshot], "table")
    if found.is_same:
        printing.emit(_("The file is this snapshot's, byte for byte.") + "\n")
        return 0
    return _say(_("The file names this snapshot, and is not the one that it gives."))


def _verify_all(found: verifying.Verified) -> int:
    counted = _("{links} snapshots in the chain, {seen} of them seen; the last hash is {last}.")
    printing.emit(counted.format(links=found.links, seen=found.seen, last=found.last or "-") + "\n")
    for finding in found.findings:
        printing.emit(f"{finding.number}: {_(verifying.FAULTS[finding.fault])}\n")
    if not found.findings:
        printing.emit(_("Nothing has been tampered with.") + "\n")
    return 1 if found.findings else 0


def _say(words: str) -> int:
    printing.emit(f"{words}\n")
    return 1


def _print_all(listed: Sequence[snapshots.Snapshot], form: str) -> None:
    # A table is for reading: as many digits as papers have, by which a snapshot is found as well.
    digits = stamp.SHORT if form == "table" else None
    rows = [
        (
            each.link.snapshot_id,
            each.at,
            each.taken.by,
            each.subject.kind,
            each.subject.asked,
            each.subject.day,
            "yes" if each.taken.is_closing else "no",
            each.taken.row_count,
            each.taken.data_version,
            each.supersedes,
            each.taken.note,
            each.taken.figures_sha256.hex()[:digits],
            each.link.sha256.hex()[:digits],
        )
        for each in listed
    ]
    printing.report(frames.build(rows, tuple(COLUMNS), COLUMNS), form)
