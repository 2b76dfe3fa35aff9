"""Owns the commands about snapshots, as `bhxh-monitor snapshot` takes them."""

from __future__ import annotations

import datetime as dt
import io
import pathlib
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from dashboard import clock
from dashboard.auth import actor
from dashboard.commands import exports, output
from dashboard.commands import options as commands_options
from dashboard.exports import files, reports
from dashboard.exports.documents import stamp
from dashboard.exports.snapshots import closing as snapshot_closing
from dashboard.exports.snapshots import comparing, freezing, verifying
from dashboard.exports.writers import registry
from dashboard.text import _, ngettext
from data import settings, snapshots, store
from queries import frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DAY: Final = commands_options.Day()
_FORMAT: Final = click.option(
    "--format", "form", type=click.Choice(("table", "csv", "json")), default="table",
    show_default=True,
)  # fmt: skip

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


@click.group()
def snapshot() -> None:
    """Freeze reports, and show later what they said."""
    commands_options.use_language()


@snapshot.command()
@click.option("--report", default="01-xn", show_default=True, help="Which report.")
@exports.asked
@click.option("--note", default="", help="Why; whoever freezes a report by hand says so.")
@click.option(
    "--closing", is_flag=True,
    help="Close the forms of a day, those of every office unless one is named. The day is"
    " yesterday unless --date says another; a form that is closed already stays as it is.",
)  # fmt: skip
@commands_options.AS_USER
def create(report: str, note: str, as_user: str | None, *, closing: bool, **options: Any) -> None:
    """Freeze a report as it is now."""
    given = exports.parameters(**options)
    if closing:
        close(given, as_user)
    else:
        _create(report, given, note, as_user)


@snapshot.command(name="list")
@click.option("--from", "start", type=_DAY, help="First day that they are about.")
@click.option("--to", "end", type=_DAY, help="Last day that they are about.")
@click.option("--report", help="Which report.")
@click.option("--office", help="An office that they are about.")
@_FORMAT
@commands_options.AS_USER
def list_(
    start: dt.date | None,
    end: dt.date | None,
    *,
    report: str | None,
    office: str | None,
    form: str,
    as_user: str | None,
) -> None:
    """List snapshots, the last one first."""
    days = (start or dt.date.min, end or dt.date.max)
    show_all(days, report, office, form, as_user)


@snapshot.command()
@click.argument("number", type=click.IntRange(1))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=pathlib.Path),
    help=f"A file to write: {', '.join(registry.ENDINGS)};"
    " or .json, the content that the hash is over.",
)  # fmt: skip
@_FORMAT
@commands_options.AS_USER
def show(number: int, out: pathlib.Path | None, form: str, as_user: str | None) -> None:
    """Show what a snapshot says: its rows, or its file."""
    if out is None:
        _show_one(number, form, as_user)
    else:
        save(number, out, as_user)


@snapshot.command()
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=pathlib.Path),
    help="A file that was made of a snapshot.",
)  # fmt: skip
@click.option("--hash", "digits", help="A hash that somebody reads out: at least 8 digits.")
@commands_options.AS_USER
def verify(file: pathlib.Path | None, digits: str | None, as_user: str | None) -> None:
    """Prove that snapshots are what was taken: all of them, or one by its file or hash.

    Exit status: 0 all is well; 1 something has been tampered with, or is not known.
    """
    sys.exit(_verify(file, digits, as_user))


@snapshot.command()
@click.argument("number", type=click.IntRange(1))
@click.argument("other", type=click.IntRange(1), required=False)
@_FORMAT
@commands_options.AS_USER
def diff(number: int, other: int | None, form: str, as_user: str | None) -> None:
    """Show what has changed since a snapshot: up to now, or up to an OTHER one."""
    _diff(number, other, form, as_user)


def _create(report: str, given: Mapping[str, str | None], note: str, as_user: str | None) -> None:
    """Freeze a report, and say under which number.

    Raises:
        problems.Problem: it cannot be made, no note, or the store is down.
    """
    kind = exports.named(report)
    opened = store.open_store(settings.read())
    taker = actor.for_command(as_user, opened)
    params = reports.params(kind, given, within=taker.scope, own=taker.own_office)
    taken = freezing.take(opened, taker, kind, params, note=note)
    _print_all([taken] if taken else [], "table")


def close(given: Mapping[str, str | None], as_user: str | None) -> None:
    """Close the forms of a day, and say which were not closed before.

    Raises:
        problems.Problem: an unknown office, another office's, or the store is down.
    """
    opened = store.open_store(settings.read())
    taker = actor.for_command(as_user, opened)
    date = given.get("date")
    day = dt.date.fromisoformat(date) if date else clock.today() - dt.timedelta(days=1)
    taken = snapshot_closing.take(opened, taker, day, given.get("office"))
    words = ngettext("{count} form was closed.", "{count} forms were closed.", len(taken))
    output.emit(words.format(count=len(taken)) + "\n")


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
    kind = exports.named(report).kind if report else None
    opened = store.open_store(settings.read())
    start, end = days
    listed = opened.ask(
        actor.for_command(as_user, opened).scope,
        lambda c: snapshots.listed(c, start=start, end=end, kind=kind, office=office),
    )
    _print_all(listed, form)


def _show_one(number: int, form: str, as_user: str | None) -> None:
    """Print the rows of a snapshot.

    Raises:
        problems.Problem: there is none that may be seen, it has been tampered with, or the store
            is down.
    """
    kept = _opened(number, as_user).content
    rows = list(kept.rows)
    frame = frames.build(rows, tuple(kept.columns), _types(kept.columns, rows))
    output.report(frame, form)


def save(number: int, out: pathlib.Path, as_user: str | None) -> None:
    """Write a snapshot to a file, or its very content where the file ends in .json.

    Raises:
        problems.Problem: there is none that may be seen, it has been tampered with, the file
            cannot be written, or the store is down.
    """
    opened = store.open_store(settings.read())
    taker = actor.for_command(as_user, opened)
    if out.suffix.lower() == ".json":
        written = freezing.content_of(opened, taker.scope, number)
        exports.save(files.Made(out.name, "application/json", io.BytesIO(written)), out)
        return
    ending = registry.named(out.suffix.removeprefix(".")).ending
    exports.save(freezing.make(opened, taker, number, ending), out)


def _verify(file: pathlib.Path | None, digits: str | None, as_user: str | None) -> int:
    """Prove that snapshots are what was taken, say what was found, and return the exit status.

    Raises:
        problems.Problem: the file or the hash cannot be read, or the store is down.
    """
    opened = store.open_store(settings.read())
    within = actor.for_command(as_user, opened).scope
    if file is not None:
        return _verify_file(verifying.a_file(opened, within, file))
    if digits is not None:
        found = verifying.a_hash(opened, within, digits)
        _print_all(found, "table")
        return 0 if found else _say(_("No snapshot that you may see has this hash."))
    return _verify_all(verifying.the_store(opened, within))


def _diff(number: int, other: int | None, form: str, as_user: str | None) -> None:
    """Print what has changed since a snapshot.

    Raises:
        problems.Problem: there is none that may be seen, two are not about the same, or the store
            is down.
    """
    opened = store.open_store(settings.read())
    within = actor.for_command(as_user, opened).scope
    earlier = freezing.opened_at(opened, within, number)
    if other is None:
        found, _now = comparing.with_now(opened, within, earlier)
    else:
        later = freezing.opened_at(opened, within, other)
        found = comparing.with_another(opened, within, earlier, later)
    output.report(found, form)


def _opened(number: int, as_user: str | None) -> freezing.Frozen:
    opened = store.open_store(settings.read())
    return freezing.opened_at(opened, actor.for_command(as_user, opened).scope, number)


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
        output.emit(_("The file is this snapshot's, byte for byte.") + "\n")
        return 0
    return _say(_("The file names this snapshot, and is not the one that it gives."))


def _verify_all(found: verifying.Verified) -> int:
    counted = _("{links} snapshots in the chain, {seen} of them seen; the last hash is {last}.")
    output.emit(counted.format(links=found.links, seen=found.seen, last=found.last or "-") + "\n")
    for finding in found.findings:
        output.emit(f"{finding.number}: {_(verifying.FAULTS[finding.fault])}\n")
    if not found.findings:
        output.emit(_("Nothing has been tampered with.") + "\n")
    return 1 if found.findings else 0


def _say(words: str) -> int:
    output.emit(f"{words}\n")
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
    output.report(frames.build(rows, tuple(COLUMNS), COLUMNS), form)
