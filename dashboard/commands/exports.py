"""Owns the command that writes a report to a file, as `bhxh-monitor export` takes it."""

from __future__ import annotations

import datetime as dt
import pathlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from dashboard.auth import actor
from dashboard.commands import options as commands_options
from dashboard.commands import output
from dashboard.exports import bundles, content, files, reports
from dashboard.exports.writers import csv, registry
from dashboard.text import _
from data import settings, store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DAY: Final = commands_options.Day()

# What the contract calls the form.
_SHORT: Final = {"01-xn": content.FORM_01XN}
_PAGE: Final = "bhxh-monitor export"


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
    help=f"The file to write: {', '.join(registry.ENDINGS[:-1])} or {registry.ENDINGS[-1]};"
    " for 01-xn also .zip, with a form for each office and organisation.",
)  # fmt: skip
@click.option(
    "--inside", type=click.Choice(tuple(registry.FORMATS)), default=bundles.FORM_ENDING,
    show_default=True, help="What the forms in a .zip are.",
)  # fmt: skip
@click.option("--names", is_flag=True, help="Names in full; the access log notes everybody.")
@click.option(
    "--separator", type=click.Choice(tuple(csv.SEPARATORS)), default="comma", show_default=True,
    help="What separates the values of a csv.",
)  # fmt: skip
@commands_options.AS_USER
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
    commands_options.use_language()
    file = File(out, csv.SEPARATORS[separator], inside, in_full=names)
    run(report, parameters(**options), file, as_user)


def named(report: str) -> reports.Report:
    """Return a report by the name that commands have for it.

    Raises:
        problems.Problem: there is none.
    """
    return reports.named(_SHORT.get(report, report))


@dataclass(frozen=True)
class File:
    """Where a report is to be written, and how.

    Attributes:
        out: the file, whose ending says what it is.
        separator: what stands between the values of a csv.
        inside: the ending of the forms in a zip.
        in_full: whether names are not masked.
    """

    out: pathlib.Path
    separator: str
    inside: str
    in_full: bool


def run(report: str, given: Mapping[str, str | None], file: File, as_user: str | None) -> None:
    """Write a report to a file.

    Raises:
        problems.Problem: it cannot be made, or the file cannot be written.
    """
    kind = named(report)
    ending = file.out.suffix.removeprefix(".").lower()
    is_bundle = ending == bundles.ENDING and kind.kind == content.FORM_01XN
    if not is_bundle:
        ending = registry.named(ending).ending
    opened = store.open_store(settings.read())
    taker = actor.for_command(as_user, opened)
    params = reports.params(kind, given, within=taker.scope, own=taker.own_office)
    if is_bundle:
        made = bundles.make(opened, taker, bundles.Wanted(params, file.inside, file.separator))
    else:
        wanted = files.Wanted(kind, params, ending, in_full=file.in_full, separator=file.separator)
        made = files.make(opened, taker, wanted, page=_PAGE)
    save(made, file.out, is_private=file.in_full)


def save(made: files.Made, out: pathlib.Path, *, is_private: bool = False) -> None:
    """Put a file where it is wanted, and say so.

    Raises:
        problems.Problem: it cannot be written there.
    """
    with made.file, output.written(out, is_private=is_private) as file:
        shutil.copyfileobj(made.file, file)
    output.emit(_("Written: {file}").format(file=out) + "\n")
