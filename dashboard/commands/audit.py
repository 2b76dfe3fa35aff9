"""Command `bhxh-monitor audit`: exports the access log."""

import contextlib
import csv
import datetime as dt
import io
import pathlib
from collections.abc import Iterator
from typing import IO

import click

from dashboard.commands import options, output
from dashboard.exports.writers import formula_safe
from queries.audit import entries


@click.group()
def audit() -> None:
    """Read the access log: who looked at or searched personal data, when and what for."""


@audit.command()
@options.period("First day.  [default: the first]", "Last day.  [default: the last]")
@click.option(
    "--out", type=options.NEW_FILE, help="A csv file to write.  [default: standard output]"
)
@options.AS_USER
def export(
    start: dt.date | None, end: dt.date | None, out: pathlib.Path | None, as_user: str | None
) -> None:
    """Write the entries as csv in UTF-8, the first one first.

    One row a payment looked at, and one a search, also where it found nothing or was refused. What
    was searched for is kept nowhere.

    A cell that begins with = + - @, a tab or a carriage return gets an apostrophe before it, so
    that no spreadsheet takes it for a formula.
    """
    options.check_period(start, end)
    opened, actor = options.open_store(as_user)
    actor.require_audit()
    with _output(out) as file, opened.auditing(actor.scope) as connection:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(entries.EXPORT_COLUMNS)
        for row in entries.exported(connection, start=start, end=end):
            writer.writerow(map(formula_safe.cell, row))


@contextlib.contextmanager
def _output(out: pathlib.Path | None) -> Iterator[IO[str]]:
    """Return standard output, or a file that nobody else on this machine can read."""
    if out is None:
        yield output.stdout()
        return
    with (
        output.new_file(out) as file,
        io.TextIOWrapper(file, encoding="utf-8", newline="") as text,
    ):
        yield text
