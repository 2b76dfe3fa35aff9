"""Owns the commands about the access log, as `bhxh-monitor audit` takes them."""

from __future__ import annotations

import contextlib
import csv
import io
import pathlib
import sys
from typing import TYPE_CHECKING, TextIO

import click

from dashboard.auth import actor as auth_actor
from dashboard.commands import options, output
from dashboard.exports.writers import formula_safe
from data import problems, settings, store
from data.problems import N_
from queries.audit import entries

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator


@click.group()
def audit() -> None:
    """Read the access log: who looked at personal data, when and what for."""
    options.use_language()


@audit.command()
@click.option("--from", "start", type=options.Day(), help="First day.  [default: the first]")
@click.option("--to", "end", type=options.Day(), help="Last day.  [default: the last]")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=pathlib.Path),
    help="A csv file to write.  [default: standard output]",
)  # fmt: skip
@options.AS_USER
def export(
    start: dt.date | None, end: dt.date | None, out: pathlib.Path | None, as_user: str | None
) -> None:
    """Write the entries as csv in UTF-8, the first one first: one row a payment looked at.

    A cell that begins with = + - @, a tab or a carriage return gets an apostrophe before it, so
    that no spreadsheet takes it for a formula.
    """
    _export(start, end, out, as_user)


def _export(
    start: dt.date | None, end: dt.date | None, out: pathlib.Path | None, as_user: str | None
) -> None:
    """Write the entries of a period as csv, to a file or to standard output.

    Raises:
        problems.Problem: the period is empty, the user may not, the file cannot be written, or
            the store is down.
    """
    if start and end and start > end:
        raise problems.Problem(
            N_("The period is empty"), N_("Its first day lies after the last one; exchange them.")
        )
    opened = store.open_store(settings.read())
    actor = auth_actor.for_command(as_user, opened)
    actor.require_audit()
    with _written(out) as file, opened.auditing(actor.scope) as connection:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(entries.EXPORT_COLUMNS)
        for row in entries.exported(connection, start=start, end=end):
            writer.writerow(map(formula_safe.cell, row))


@contextlib.contextmanager
def _written(out: pathlib.Path | None) -> Iterator[TextIO]:
    """Give what is written to: who looked at whom is for nobody else on this machine."""
    if out is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        return
    with (
        output.written(out, is_private=True) as file,
        io.TextIOWrapper(file, encoding="utf-8", newline="") as words,
    ):
        yield words
