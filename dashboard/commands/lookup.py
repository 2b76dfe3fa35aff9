"""Command `bhxh-monitor lookup`: payments under confirmation codes."""

import functools
from collections.abc import Sequence
from typing import Final

import click

from dashboard import clock
from dashboard.auth import actor as auth_actor
from dashboard.commands import options, output
from dashboard.text import _
from data import store
from queries.audit import searches
from queries.lookup import lookup, near

_PAGE: Final = "bhxh-monitor lookup"
# So many codes that are not known are compared, and so many are named for each.
_MOST_NEAR: Final = 10
_COLUMNS: Final = (
    "payment_id", "product", "amount", "paid_at", "recording_lag_minutes", "remittance_id",
    "remitted_at", "remittance_lag_days", "voided_at", "status", "participant",
)  # fmt: skip


@click.command(name="lookup")
@click.argument("codes", nargs=-1, required=True)
@options.output_format("table", "json")
@click.option("--reveal", is_flag=True, help="Show personal data; the access log notes it.")
@click.option("--purpose", default="", help="What the personal data is needed for.")
@options.AS_USER
def lookup_codes(
    codes: tuple[str, ...], form: str, purpose: str, as_user: str | None, *, reveal: bool
) -> None:
    """Show the payments under confirmation codes, and how far each has come."""
    opened, actor = options.open_store(as_user)
    if reveal:
        actor.require_reveal()
    today = clock.today()
    results = opened.ask(actor.scope, lambda c: lookup.by_codes(c, codes=codes, as_of=today))
    _note_missing(opened, actor, sum(not each["found"] for each in results))
    if reveal:
        _add_participants(opened, actor, results, purpose)
    if form == "json":
        output.write_json(results)
    else:
        _print_table(results)
        _name_near(opened, actor, [each["query"] for each in results if not each["found"]])


def _name_near(opened: store.Store, actor: auth_actor.Actor, missing: Sequence[str]) -> None:
    """Name the codes that differ by one slip from those that are not known."""
    for code in missing[:_MOST_NEAR]:
        ask = functools.partial(near.rows, code=code, most=_MOST_NEAR)
        if names := [name for name, *_ in opened.ask(actor.scope, ask).plain()]:
            words = _("{code} is not known; it differs by one character from: {codes}")
            output.complain(words.format(code=code, codes=", ".join(names)))


def _note_missing(opened: store.Store, actor: auth_actor.Actor, missing: int) -> None:
    """Note a search for codes that were not found, perhaps as another office has them."""
    if missing:
        with opened.appending(actor.scope) as connection:
            searches.add(
                connection, who=actor.who, page=_PAGE, kind=searches.KEY, asked=missing, found=0
            )


def _add_participants(
    opened: store.Store, actor: auth_actor.Actor, results: list[lookup.Found], purpose: str
) -> None:
    """Add to each payment the participant that it was for."""
    payments = {payment["payment_id"]: payment for each in results for payment in each["payments"]}
    with opened.revealing(actor.scope) as connection:
        participants = lookup.participants(
            connection, payments=payments, who=actor.who, page=_PAGE, purpose=purpose
        )
    for each in results:
        for payment in each["payments"]:
            payment["participant"] = participants.get(payment["payment_id"])


def _print_table(results: Sequence[lookup.Found]) -> None:
    rows = []
    for each in results:
        code = [each["confirmation_code"] or each["query"], each["office_code"] or ""]
        for payment in each["payments"] or [{"status": "not found"}]:
            rows.append(code + [_cell(payment.get(name)) for name in _COLUMNS])  # noqa: PERF401
    headings = ["confirmation_code", "office_code", *_COLUMNS]
    output.table(headings, rows, {headings.index("amount")})


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return " · ".join(str(part) for part in value.values() if part)
    return "" if value is None else str(value)
