"""Command `bhxh-monitor export`: writes a report to a file."""

import datetime as dt
import pathlib
import shutil
from collections.abc import Mapping
from typing import Any, Final

import click

from dashboard.auth import actor as auth_actor
from dashboard.commands import options, output
from dashboard.exports import bundles, content, files, noted, reports
from dashboard.exports.writers import csv, registry
from dashboard.text import _

# Commands call the form by its number.
_SHORT_NAMES: Final = {"01-xn": content.FORM_01XN}
_PAGE: Final = "bhxh-monitor export"

# Each report takes some of these.
REPORT_PARAMS: Final = options.combine(
    click.option(
        "--date",
        type=options.DAY,
        help="The day of a form or of an office, or one of a week or month.",
    ),
    options.period("First day of a period.", "Last day of a period."),
    click.option("--as-of", type=options.DAY, help="As known that evening."),
    click.option("--by", help="What a row stands for: office, org or collector."),
    options.OFFICE,
    options.ORG,
    click.option("--product", help="A product: IS, BI, AR or IL."),
    click.option("--kind", help="A kind of difference."),
)


def named(report: str) -> reports.Report:
    """Return a report by the name that commands have for it.

    Raises:
        problems.Problem: there is none.
    """
    return reports.named(_SHORT_NAMES.get(report, report))


def report_params(
    report: reports.Report,
    actor: auth_actor.Actor,
    *,
    start: dt.date | None,
    end: dt.date | None,
    **others: Any,
) -> Mapping[str, str]:
    """Return the values of `REPORT_PARAMS` as the parameters of a report.

    Raises:
        problems.Problem: one is wrong or missing, or the actor may not see this office.
    """
    given = {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in {"from": start, "to": end, **others}.items()
    }
    return reports.params(report, given, within=actor.scope, own=actor.own_office)


@click.command()
@click.argument("report")
@REPORT_PARAMS
@click.option(
    "--out", required=True, type=options.NEW_FILE,
    help="The file to write: .xlsx, .pdf or .csv;"
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
@options.AS_USER
def export(
    report: str,
    out: pathlib.Path,
    *,
    inside: str,
    separator: str,
    as_user: str | None,
    names: bool,
    **params: Any,
) -> None:
    """Write a REPORT to a file, as it would be signed: 01-xn for the form of a day.

    week and month are the reports of the week or month that holds the day of --date.

    The others are named as in the addresses of the dashboard: remittance-lag, recording-lag,
    exceptions, office-day, reminder-list, reconciliation.
    """
    kind = named(report)
    ending = out.suffix.removeprefix(".").lower()
    is_bundle = ending == bundles.ENDING and kind.kind == content.FORM_01XN
    if not is_bundle:
        ending = registry.named(ending).ending
    opened, actor = options.open_store(as_user)
    report_limits = report_params(kind, actor, **params)
    csv_separator = csv.SEPARATORS[separator]
    if is_bundle:
        made = bundles.make(opened, actor, bundles.Wanted(report_limits, inside, csv_separator))
    else:
        wanted = files.Wanted(kind, report_limits, ending, in_full=names, separator=csv_separator)
        with noted.export(kind.kind, ending) as note:
            made = note.made(files.make(opened, actor, wanted, page=_PAGE))
    save(made, out)


def save(made: files.Made, out: pathlib.Path) -> None:
    """Write a file to `out`, and print its path.

    Raises:
        problems.Problem: it cannot be written there.
    """
    with made.file, output.new_file(out) as file:
        shutil.copyfileobj(made.file, file)
    output.say(_("Written: {file}").format(file=out))
