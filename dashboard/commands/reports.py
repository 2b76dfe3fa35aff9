"""Owns the commands about reports, as `bhxh-monitor report` takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from dashboard import clock
from dashboard.auth import actor as auth_actor
from dashboard.commands import options, output
from data import problems, settings, store
from data.problems import N_
from queries import agents
from queries.forms import form_01xn as form_queries
from queries.lag import lagged
from queries.lag import recording_lag as recording_queries
from queries.lag import remittance_lag as remittance_queries
from queries.lookup import lookup as lookup_queries

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    import pandas as pd
    import sqlalchemy as sa


_FORMATS: Final = ("table", "csv", "json")
_PRODUCTS: Final = ("IS", "BI", "AR", "IL")
_DAY: Final = options.Day()

_PAGE = "bhxh-monitor lookup"


@click.group()
def report() -> None:
    """Print a report: remittance-lag, recording-lag or 01-xn."""


def _lag_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that both lag reports take."""
    for option in reversed((
        click.option("--from", "start", type=_DAY, required=True, help="First day of payment."),
        click.option("--to", "end", type=_DAY, required=True, help="Last day of payment."),
        click.option("--as-of", type=_DAY, help="As known that evening.  [default: today]"),
        click.option("--by", type=click.Choice(("office", "org", "collector")), required=True),
        click.option("--office", help="An office and all below it."),
        click.option("--org", help="A collection organisation."),
        click.option("--product", type=click.Choice(_PRODUCTS, case_sensitive=False)),
        options.AS_USER,
        _format_option(),
    )):  # fmt: skip
        command = option(command)
    return command


def _format_option() -> Callable[[Any], Any]:
    return click.option(
        "--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True
    )


@report.command(name="remittance-lag")
@_lag_options
def remittance_lag(form: str, **filters: Any) -> None:
    """How long payments of a period took to be remitted."""
    print_remittance_lag(form, **filters)


@report.command(name="recording-lag")
@_lag_options
def recording_lag(form: str, **filters: Any) -> None:
    """How long payments of a period took to get their confirmation codes."""
    print_recording_lag(form, **filters)


@report.command(name="01-xn")
@click.option("--date", type=_DAY, required=True, help="The day of recording.")
@click.option("--by", type=click.Choice(("office", "org", "code")), required=True)
@click.option("--office", help="An office and all below it.")
@click.option("--org", help="A collection organisation.")
@options.AS_USER
@_format_option()
def form_01xn(form: str, **filters: Any) -> None:
    """What form 01-XN of a day says, and how it was sent."""
    print_form_01xn(form, **filters)


def print_remittance_lag(form: str, **filters: Any) -> None:
    """Print how long payments of a period took to be remitted."""
    _lag(remittance_queries.by_agent, form, **filters)


def print_recording_lag(form: str, **filters: Any) -> None:
    """Print how long payments of a period took to get their codes."""
    _lag(recording_queries.by_agent, form, **filters)


def print_form_01xn(
    form: str,
    *,
    date: dt.date,
    by: str,
    office: str | None,
    org: str | None,
    as_user: str | None,
) -> None:
    """Print what the form of a day says, by office, organisation or code."""

    def question(connection: sa.Connection) -> pd.DataFrame:
        if by == "code":
            return form_queries.by_code(connection, date=date, office=office, org=org)
        level = agents.By(by)
        return form_queries.by_agent(connection, date=date, by=level, office=office, org=org)

    output.report(_asked(question, as_user), form)


def print_lookup(
    codes: Sequence[str], form: str, *, reveal: bool, purpose: str, as_user: str | None
) -> None:
    """Print what stands behind confirmation codes; personal data only in a reveal."""
    opened = _opened()
    actor = auth_actor.for_command(as_user, opened)
    if reveal:
        actor.require_reveal()
    today = clock.today()
    found = opened.ask(actor.scope, lambda c: lookup_queries.by_codes(c, codes=codes, as_of=today))
    if reveal:
        _reveal(opened, actor, found, purpose)
    if form == "json":
        output.emit(output.as_json(found))
    else:
        _print_found(found)


def _lag(
    question: Callable[..., pd.DataFrame],
    form: str,
    *,
    start: dt.date,
    end: dt.date,
    as_of: dt.date | None,
    by: str,
    as_user: str | None,
    **filters: Any,
) -> None:
    if start > end:
        raise problems.Problem(
            N_("The period is empty"), N_("Its first day lies after the last one; exchange them.")
        )
    limits = lagged.Question(start=start, end=end, as_of=as_of or clock.today(), **filters)
    frame = _asked(lambda c: question(c, limits, by=agents.By(by)), as_user)
    output.report(frame, form)


def _asked(question: Callable[[sa.Connection], pd.DataFrame], as_user: str | None) -> pd.DataFrame:
    """Return what a question finds of what a user may see, or of everything."""
    opened = _opened()
    return opened.ask(auth_actor.for_command(as_user, opened).scope, question)


def _opened() -> store.Store:
    return store.open_store(settings.read())


def _reveal(
    opened: store.Store, actor: auth_actor.Actor, found: list[lookup_queries.Found], purpose: str
) -> None:
    """Add to each payment whom it was for."""
    payments = {payment["payment_id"]: payment for each in found for payment in each["payments"]}
    with opened.revealing(actor.scope) as connection:
        revealed = lookup_queries.participants(
            connection, payments=payments, who=actor.who, page=_PAGE, purpose=purpose
        )
    for each in found:
        for payment in each["payments"]:
            payment["participant"] = revealed.get(payment["payment_id"])


_SHOWN = (
    "payment_id", "product", "amount", "paid_at", "recording_lag_minutes", "remittance_id",
    "remitted_at", "remittance_lag_days", "voided_at", "status", "participant",
)  # fmt: skip


def _print_found(found: Sequence[lookup_queries.Found]) -> None:
    rows = []
    for each in found:
        about = [each["confirmation_code"] or each["query"], each["office_code"] or ""]
        for payment in each["payments"] or [{"status": "not found"}]:
            rows.append(about + [_cell(payment.get(name)) for name in _SHOWN])  # noqa: PERF401
    headings = ["confirmation_code", "office_code", *_SHOWN]
    output.table(headings, rows, {headings.index("amount")})


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return " · ".join(str(part) for part in value.values() if part)
    return "" if value is None else str(value)
