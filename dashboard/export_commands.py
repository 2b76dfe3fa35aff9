"""Owns the command that writes a report to a file, as `bhxh-monitor export` takes it."""

from __future__ import annotations

import datetime as dt
import pathlib
from collections.abc import Callable
from typing import Any, Final

import click

from dashboard import command_types, terminal

_DAY: Final = command_types.Day()
SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t"}


def asked(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say what a report is asked for; each report takes some of them."""
    for option in reversed((
        click.option("--date", type=_DAY, help="The day of a form or of an office."),
        click.option("--from", "start", type=_DAY, help="First day of a period."),
        click.option("--to", "end", type=_DAY, help="Last day of a period."),
        click.option("--as-of", type=_DAY, help="As known that evening."),
        click.option("--by", help="What a row stands for: office, org or collector."),
        click.option("--office", help="An office and all below it."),
        click.option("--org", help="A collection organisation."),
        click.option("--product", help="A product: IS, BI, AR or IL."),
        click.option("--kind", help="A kind of difference."),
    )):  # fmt: skip
        command = option(command)
    return command


def parameters(start: dt.date | None, end: dt.date | None, **others: Any) -> dict[str, str | None]:
    """Return options as the parameters of an address."""
    given = {"from": start, "to": end, **others}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in given.items()
    }


@click.command()
@click.argument("report")
@asked
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=pathlib.Path),
    help="The file to write: .xlsx, .pdf or .csv; for 01-xn also .zip, with a form for each office"
    " and organisation.",
)  # fmt: skip
@click.option(
    "--inside", type=click.Choice(("xlsx", "pdf", "csv")), default="pdf", show_default=True,
    help="What the forms in a .zip are.",
)  # fmt: skip
@click.option("--names", is_flag=True, help="Names in full; the access log notes everybody.")
@click.option(
    "--separator", type=click.Choice(tuple(SEPARATORS)), default="comma", show_default=True,
    help="What separates the values of a csv.",
)  # fmt: skip
@command_types.AS_USER
def export(
    report: str,
    out: pathlib.Path,
    *,
    inside: str,
    separator: str,
    as_user: str | None,
    names: bool,
    **options: Any,
) -> None:
    """Write a REPORT to a file, as it would be signed: 01-xn for the form of a day.

    The others are named as in the addresses of the dashboard: remittance-lag, recording-lag,
    exceptions, office-day, reminder-list, reconciliation.
    """
    from dashboard import exporting

    terminal.use_language()
    file = exporting.File(out, SEPARATORS[separator], inside, in_full=names)
    exporting.run(report, parameters(**options), file, as_user)
