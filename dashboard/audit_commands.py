"""Owns the commands about the access log, as `bhxh-monitor audit` takes them."""

from __future__ import annotations

import datetime as dt
import pathlib

import click

from dashboard import command_types, terminal


@click.group()
def audit() -> None:
    """Read the access log: who looked at personal data, when and what for."""
    terminal.use_language()


@audit.command()
@click.option("--from", "start", type=command_types.Day(), help="First day.  [default: the first]")
@click.option("--to", "end", type=command_types.Day(), help="Last day.  [default: the last]")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=pathlib.Path),
    help="A csv file to write.  [default: standard output]",
)  # fmt: skip
@command_types.AS_USER
def export(
    start: dt.date | None, end: dt.date | None, out: pathlib.Path | None, as_user: str | None
) -> None:
    """Write the entries as csv in UTF-8, the first one first: one row a payment looked at.

    A cell that begins with = + - @, a tab or a carriage return gets an apostrophe before it, so
    that no spreadsheet takes it for a formula.
    """
    from dashboard import auditing

    auditing.export(start, end, out, as_user)
