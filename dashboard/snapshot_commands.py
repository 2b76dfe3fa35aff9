"""Owns the commands about snapshots, as `bhxh-monitor snapshot` takes them."""

from __future__ import annotations

import datetime as dt
import pathlib
import sys
from typing import Any, Final

import click

from dashboard import command_types, export_commands, terminal

_DAY: Final = command_types.Day()
_FORMAT: Final = click.option(
    "--format", "form", type=click.Choice(("table", "csv", "json")), default="table",
    show_default=True,
)  # fmt: skip


@click.group()
def snapshot() -> None:
    """Freeze reports, and show later what they said."""
    terminal.use_language()


@snapshot.command()
@click.option("--report", default="01-xn", show_default=True, help="Which report.")
@export_commands.asked
@click.option("--note", default="", help="Why; whoever freezes a report by hand says so.")
@click.option(
    "--closing", is_flag=True,
    help="Close the forms of a day, those of every office unless one is named. The day is"
    " yesterday unless --date says another; a form that is closed already stays as it is.",
)  # fmt: skip
@command_types.AS_USER
def create(report: str, note: str, as_user: str | None, *, closing: bool, **options: Any) -> None:
    """Freeze a report as it is now."""
    from dashboard import snapshotting

    given = export_commands.parameters(**options)
    if closing:
        snapshotting.close(given, as_user)
    else:
        snapshotting.create(report, given, note, as_user)


@snapshot.command(name="list")
@click.option("--from", "start", type=_DAY, help="First day that they are about.")
@click.option("--to", "end", type=_DAY, help="Last day that they are about.")
@click.option("--report", help="Which report.")
@click.option("--office", help="An office that they are about.")
@_FORMAT
@command_types.AS_USER
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
    from dashboard import snapshotting

    days = (start or dt.date.min, end or dt.date.max)
    snapshotting.show_all(days, report, office, form, as_user)


@snapshot.command()
@click.argument("number", type=click.IntRange(1))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=pathlib.Path),
    help="A file to write: .xlsx, .pdf, .csv; or .json, the content that the hash is over.",
)  # fmt: skip
@_FORMAT
@command_types.AS_USER
def show(number: int, out: pathlib.Path | None, form: str, as_user: str | None) -> None:
    """Show what a snapshot says: its rows, or its file."""
    from dashboard import snapshotting

    if out is None:
        snapshotting.show(number, form, as_user)
    else:
        snapshotting.save(number, out, as_user)


@snapshot.command()
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=pathlib.Path),
    help="A file that was made of a snapshot.",
)  # fmt: skip
@click.option("--hash", "digits", help="A hash that somebody reads out: at least 8 digits.")
@command_types.AS_USER
def verify(file: pathlib.Path | None, digits: str | None, as_user: str | None) -> None:
    """Prove that snapshots are what was taken: all of them, or one by its file or hash.

    Exit status: 0 all is well; 1 something has been tampered with, or is not known.
    """
    from dashboard import snapshotting

    sys.exit(snapshotting.verify(file, digits, as_user))


@snapshot.command()
@click.argument("number", type=click.IntRange(1))
@click.argument("other", type=click.IntRange(1), required=False)
@_FORMAT
@command_types.AS_USER
def diff(number: int, other: int | None, form: str, as_user: str | None) -> None:
    """Show what has changed since a snapshot: up to now, or up to an OTHER one."""
    from dashboard import snapshotting

    snapshotting.diff(number, other, form, as_user)
