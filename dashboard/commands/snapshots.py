"""Commands `bhxh-monitor snapshot`: freeze, list, show, verify and compare reports."""

import datetime as dt
import io
import pathlib
import sys
from collections.abc import Sequence
from typing import Any, Final

import click

from dashboard import clock
from dashboard.commands import exports, options, output
from dashboard.exports import files
from dashboard.exports.documents import stamp
from dashboard.exports.snapshots import closing as snapshot_closing
from dashboard.exports.snapshots import comparing, freezing, verifying
from dashboard.exports.writers import registry
from dashboard.text import _, formats, ngettext
from data import snapshots
from queries import frames
from queries.forms import form_01xn

_NUMBER: Final = click.argument("number", type=click.IntRange(1))

# sha256 is the hash in the chain, figures_sha256 the one over the figures alone.
_COLUMNS: Final[frames.Dtypes] = frames.columns(
    "snapshot_id taken_at taken_by report asked day closing rows data_version supersedes "
    "note figures_sha256 sha256"
)


@click.group()
def snapshot() -> None:
    """Freeze reports, and show later what they said."""


@snapshot.command()
@click.option("--report", default="01-xn", show_default=True, help="Which report.")
@exports.REPORT_PARAMS
@click.option("--note", default="", help="Why; whoever freezes a report by hand says so.")
@click.option(
    "--closing", is_flag=True,
    help="Close the forms of a day, those of every office unless one is named. The day is"
    " yesterday unless --date says another; a form that is closed already stays as it is.",
)  # fmt: skip
@options.AS_USER
def create(report: str, note: str, as_user: str | None, *, closing: bool, **params: Any) -> None:
    """Freeze a report as it is now."""
    if closing:
        _close_forms(params["date"], params["office"], as_user)
        return
    kind = exports.named(report)
    opened, actor = options.open_store(as_user)
    asked = exports.report_params(kind, actor, **params)
    frozen = freezing.take(opened, actor, kind, asked, note=note)
    _print_list([frozen] if frozen else [], "table")


def _close_forms(date: dt.date | None, office: str | None, as_user: str | None) -> None:
    """Close the forms of a day, and print how many were not closed before."""
    opened, actor = options.open_store(as_user)
    day = date or clock.today() - dt.timedelta(days=1)
    closed = snapshot_closing.take(opened, actor, day, office)
    number = snapshot_closing.forms(opened, actor, day, closed)
    parts = {
        "offices": ngettext("{n} office", "{n} offices", len(closed)).format(n=len(closed)),
        "forms": ngettext("{n} form", "{n} forms", number).format(n=number),
    }
    output.say(_("Closed: {offices}, {forms}.").format(**parts))
    if any(snapshot_closing.is_late(day, each.at) for each in closed):
        due = form_01xn.due_at(day)
        words = _("They were closed late: the forms were due at {due}.")
        output.say(words.format(due=formats.moment(due)))


@snapshot.command(name="list")
@options.period("First day that they are about.", "Last day that they are about.")
@click.option("--report", help="Which report.")
@click.option("--office", help="An office that they are about.")
@options.FORMAT
@options.AS_USER
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
    kind = exports.named(report).kind if report else None
    opened, actor = options.open_store(as_user)
    days = {"start": start or dt.date.min, "end": end or dt.date.max}
    listed = opened.ask(
        actor.scope, lambda c: snapshots.listed(c, **days, kind=kind, office=office)
    )
    _print_list(listed, form)


@snapshot.command()
@_NUMBER
@click.option(
    "--out", type=options.NEW_FILE,
    help="A file to write: .xlsx, .pdf, .csv;"
    " or .json, the content that the hash is over.",
)  # fmt: skip
@options.FORMAT
@options.AS_USER
def show(number: int, out: pathlib.Path | None, form: str, as_user: str | None) -> None:
    """Show what a snapshot says: its rows, or its file."""
    opened, actor = options.open_store(as_user)
    if out is None:
        content = freezing.opened_at(opened, actor.scope, number).content
        rows = list(content.rows)
        output.rows(frames.Rows.of(rows, _types(content.columns, rows)), form)
    elif out.suffix.lower() == ".json":
        written = io.BytesIO(freezing.content_of(opened, actor.scope, number))
        exports.save(files.Made(out.name, "application/json", written), out)
    else:
        ending = registry.named(out.suffix.removeprefix(".")).ending
        exports.save(freezing.make(opened, actor, number, ending), out)


def _types(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> frames.Dtypes:
    """Return the types of the columns of a snapshot's content."""
    types = {}
    for place, name in enumerate(columns):
        kinds = {type(row[place]) for row in rows if row[place] is not None}
        if name.endswith("_at"):
            types[name] = frames.MOMENT
        elif kinds == {int}:
            types[name] = frames.WHOLE
        elif kinds and kinds <= {int, float}:
            types[name] = frames.RATE
        else:
            types[name] = "object"
    return types


@snapshot.command()
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=pathlib.Path),
    help="A file that was made of a snapshot.",
)  # fmt: skip
@click.option(
    "--hash", "digits",
    help="A hash that somebody has noted, at least 8 digits: whether it is still there.",
)  # fmt: skip
@options.AS_USER
def verify(file: pathlib.Path | None, digits: str | None, as_user: str | None) -> None:
    """Prove that snapshots are what was taken: all of them, or one by its file or hash.

    A chain whose end was taken away is whole up to where it ends now: only a hash that was noted
    elsewhere tells (--hash).

    Exit status: 0 all is well; 1 something has been tampered with, or is not known.
    """
    opened, actor = options.open_store(as_user)
    if file is not None:
        is_good = _print_file(verifying.a_file(opened, actor.scope, file))
    elif digits is not None:
        is_good = _print_hash(verifying.a_hash(opened, actor.scope, digits))
    else:
        is_good = _print_chain(verifying.the_store(opened, actor.scope))
    sys.exit(0 if is_good else 1)


def _print_file(result: verifying.File | None) -> bool:
    """Print the snapshot that a file was made of; return whether it is the same."""
    if result is None:
        output.say(_("The file names no snapshot that you may see."))
        return False
    _print_list([result.snapshot], "table")
    if result.is_same:
        output.say(_("The file is this snapshot's, byte for byte."))
    else:
        output.say(_("The file names this snapshot, and is not the one that it gives."))
    return result.is_same


def _print_hash(matching: Sequence[snapshots.Snapshot]) -> bool:
    """Print the snapshots that have a hash; return whether there are any."""
    _print_list(matching, "table")
    if matching:
        output.say(_("This hash is still there: its snapshot has not been taken away."))
    else:
        output.say(_("No snapshot that you may see has this hash."))
        output.say(
            _("If it was noted here, its snapshot was changed or taken away, or is another's.")
        )
    return bool(matching)


def _print_chain(result: verifying.Verified) -> bool:
    """Print what is wrong with the chain; return whether nothing is."""
    counted = _("{links} snapshots in the chain, {seen} of them seen; the last hash is {last}.")
    output.say(counted.format(links=result.links, seen=result.seen, last=result.last or "-"))
    for finding in result.findings:
        output.say(f"{finding.number}: {_(verifying.FAULTS[finding.fault])}")
    if not result.findings:
        output.say(_whole(result))
        output.say(
            _(
                "Whether later ones, or all, were taken away cannot be told from the store alone: "
                "compare with a hash that was noted elsewhere (--hash)."
            )
        )
    return not result.findings


def _whole(result: verifying.Verified) -> str:
    """Return up to where the chain is whole."""
    if not result.links:
        return _("There is no snapshot.")
    words = {"number": result.number, "hash": result.last, "moment": formats.moment(result.at)}
    if result.at is None:
        return _("The chain is whole up to number {number}, hash {hash}.").format(**words)
    return _("The chain is whole up to number {number}, hash {hash}, of {moment}.").format(**words)


@snapshot.command()
@_NUMBER
@click.argument("other", type=click.IntRange(1), required=False)
@options.FORMAT
@options.AS_USER
def diff(number: int, other: int | None, form: str, as_user: str | None) -> None:
    """Show what has changed since a snapshot: up to now, or up to an OTHER one."""
    opened, actor = options.open_store(as_user)
    earlier = freezing.opened_at(opened, actor.scope, number)
    if other is None:
        changes, _now = comparing.with_now(opened, actor.scope, earlier)
    else:
        later = freezing.opened_at(opened, actor.scope, other)
        changes = comparing.with_another(opened, actor.scope, earlier, later)
    rows = [tuple(each.values()) for each in frames.records(changes)]
    output.rows(frames.Rows.of(rows, comparing.COLUMNS), form)


def _print_list(listed: Sequence[snapshots.Snapshot], form: str) -> None:
    # A table shows as many digits of a hash as papers do; `verify --hash` takes as few.
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
    output.rows(frames.Rows.of(rows, _COLUMNS), form)
