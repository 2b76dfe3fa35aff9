"""Commands `bhxh-monitor report`: print a report to the terminal or to another program."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import click
import sqlalchemy as sa

from dashboard import clock
from dashboard.commands import options, output
from dashboard.text import glossary
from queries import agents, frames
from queries.forms import form_01xn, steps
from queries.lag import lagged, recording_lag, remittance_lag

_LAG_OPTIONS: Final = options.combine(
    options.period("First day of payment.", "Last day of payment.", required=True),
    click.option("--as-of", type=options.DAY, help="As known that evening.  [default: today]"),
    click.option("--by", type=click.Choice(("office", "org", "collector")), required=True),
    options.OFFICE,
    options.ORG,
    click.option("--product", type=click.Choice(tuple(glossary.PRODUCTS), case_sensitive=False)),
    options.AS_USER,
    options.FORMAT,
)


@click.group()
def report() -> None:
    """Print a report: remittance-lag, recording-lag or 01-xn."""


@report.command(name="remittance-lag")
@_LAG_OPTIONS
def print_remittance_lag(**params: Any) -> None:
    """How long payments of a period took to be remitted."""
    _print_lag(remittance_lag.rows, **params)


@report.command(name="recording-lag")
@_LAG_OPTIONS
def print_recording_lag(**params: Any) -> None:
    """How long payments of a period took to get their confirmation codes."""
    _print_lag(recording_lag.rows, **params)


@report.command(name="01-xn")
@click.option("--date", type=options.DAY, required=True, help="The day of recording.")
@click.option("--by", type=click.Choice(("office", "org", "code")), required=True)
@options.OFFICE
@options.ORG
@options.AS_USER
@options.FORMAT
def print_form_01xn(
    date: dt.date, by: str, form: str, as_user: str | None, **agent: str | None
) -> None:
    """What form 01-XN of a day says, and how it was sent."""

    def question(connection: sa.Connection) -> frames.Rows:
        if by == "code":
            return form_01xn.rows_by_code(connection, steps.Question(start=date, end=date, **agent))
        return form_01xn.rows(connection, date=date, by=agents.By(by), **agent)

    _print(question, form, as_user)


def _print_lag(
    question: Callable[..., frames.Rows],
    *,
    start: dt.date,
    end: dt.date,
    as_of: dt.date | None,
    by: str,
    form: str,
    as_user: str | None,
    **filters: Any,
) -> None:
    options.check_period(start, end)
    limits = lagged.Question(start=start, end=end, as_of=as_of or clock.today(), **filters)
    _print(lambda c: question(c, limits, by=agents.By(by)), form, as_user)


def _print(
    question: Callable[[sa.Connection], frames.Rows], form: str, as_user: str | None
) -> None:
    opened, actor = options.open_store(as_user)
    output.rows(opened.ask(actor.scope, question), form)
