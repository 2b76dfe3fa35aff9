"""Options that several commands share, and the store and user that they work with."""

import datetime as dt
import pathlib
from collections.abc import Callable
from typing import Any, Final

import click

from dashboard.auth import actor
from dashboard.text import _
from data import opening, problems, settings, store
from data.problems import N_

Option = Callable[[Any], Any]


class Day(click.ParamType[dt.date]):
    """A date as yyyy-mm-dd or dd/mm/yyyy."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Return the date, or end the command with a usage error if the text is not one."""
        if isinstance(value, dt.date):
            return value
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(value, form).date()  # noqa: DTZ007 - a date has no zone
            except ValueError:
                continue
        sentence = _("'{value}' is not a date: give yyyy-mm-dd or dd/mm/yyyy")
        return self.fail(sentence.format(value=value), param, ctx)


def combine(*options: Option) -> Option:
    """Return one decorator that adds these options; `--help` lists them in this order."""

    def add(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def period(first_help: str, last_help: str, *, required: bool = False) -> Option:
    """Return the options `--from` and `--to`, passed as `start` and `end`."""
    return combine(
        click.option("--from", "start", type=DAY, required=required, help=first_help),
        click.option("--to", "end", type=DAY, required=required, help=last_help),
    )


def output_format(*formats: str) -> Option:
    """Return the option `--format`, passed as `form`; a table is the default."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default="table", show_default=True
    )


DAY: Final = Day()
NEW_FILE: Final = click.Path(dir_okay=False, path_type=pathlib.Path)

AS_USER: Final = click.option(
    "--as", "as_user", metavar="EMAIL",
    help="Show what this user of the store may see.  [default: everything]",
)  # fmt: skip
FORMAT: Final = output_format("table", "csv", "json")
OFFICE: Final = click.option("--office", help="An office and all below it.")
ORG: Final = click.option("--org", help="A collection organisation.")


def check_period(start: dt.date | None, end: dt.date | None) -> None:
    """Refuse a period whose first day lies after its last day.

    Raises:
        problems.Problem: it does.
    """
    if start and end and start > end:
        raise problems.Problem(
            N_("The period is empty"), N_("Its first day lies after the last one; exchange them.")
        )


def open_store(as_user: str | None) -> tuple[store.Store, actor.Actor]:
    """Return the store of the settings, and the actor that `--as` names.

    Raises:
        problems.Problem: there is no such user, or the store is down.
    """
    opened = opening.open_store(settings.read())
    return opened, actor.for_command(as_user, opened)
