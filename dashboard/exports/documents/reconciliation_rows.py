"""Owns what the figures of a month between an office and an organisation are, section by section.

Each is the answer to a question that a screen asks as well, for the same month, office and
organisation; what is outstanding and what differs, as known at the end of the month.
"""

from __future__ import annotations

import numbers
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from queries import agents, paging
from queries.exceptions import counts
from queries.forms import days, steps
from queries.lag import lagged, overdue_payments, remittance_lag
from queries.money import balances, remittances

if TYPE_CHECKING:
    import datetime as dt

    import sqlalchemy as sa


# `line` says what a row of its section is: a product, a line of the balance, a remittance, a kind
# of difference. `number` counts payments, where the line does not say otherwise; amounts are in
# đồng. Only remittances have what follows the amount, but for what was voided.
COLUMNS: Final = (
    "section", "line", "number", "amount", "voided_number", "voided_amount", "remitted_at",
    "office_code", "bank_ref", "covered_amount", "difference",
)  # fmt: skip

Row = tuple[Any, ...]
Named = Mapping[Any, Any]


def found(
    connection: sa.Connection, *, start: dt.date, end: dt.date, office: str, org: str
) -> list[Row]:
    """Return the figures of a month: `COLUMNS`, by section in the order of the paper.

    Raises:
        problems.Problem: an unknown code, or a month beyond the calendar.
    """
    month: dict[str, Any] = {"start": start, "end": end, "office": office, "org": org}
    limits = agents.Limits(**month)
    moved = _records(balances.by_product(connection, limits))
    sums = {name: _sum(moved, name) for name in balances.COLUMNS if name != "product"}
    transfers = _transfers(connection, limits)
    own = _records(balances.covered(connection, limits))[0]
    return [
        *_collected(moved),
        *_recorded(connection, month),
        *_remittances(transfers),
        *_settled(transfers, own, sums),
        *_balance(sums),
        _overdue(connection, month),
        *_kinds(connection, month),
    ]


def _collected(moved: list[Named]) -> Iterator[Row]:
    for each in moved:
        if each["collected_payments"]:
            yield _row(
                "collected",
                each["product"],
                each["collected_payments"],
                each["collected_amount"],
                voided_number=each["collected_voided_payments"],
                voided_amount=each["collected_voided_amount"],
            )


def _recorded(connection: sa.Connection, month: Named) -> Iterator[Row]:
    """Give what the forms 01-XN of the days of the month add up to."""
    forms = _records(days.by_part(connection, steps.Question(**month), by=days.By.ORG))
    total = forms[0] if forms else dict.fromkeys(days.MONEY, 0)
    yield _row("recorded", "codes", total["codes"], None)
    yield _row("recorded", "payments", total["payments"], total["amount"])
    yield _row("recorded", "adjustments", total["adjustments"], total["adjustment_amount"])
    yield _row("recorded", "net", None, total["net_amount"])


def _transfers(connection: sa.Connection, limits: agents.Limits) -> list[Named]:
    """Return every transfer of the month, the first one first."""
    many = _records(remittances.total(connection, limits))[0]["remittances"]
    page = paging.Page(limit=max(1, many), sort="remitted_at")
    return _records(remittances.listed(connection, limits, page=page))


def _remittances(transfers: list[Named]) -> Iterator[Row]:
    more = ("remitted_at", "office_code", "bank_ref", "covered_amount", "difference")
    for each in transfers:
        yield _row(
            "remittances",
            each["remittance_id"],
            each["covered_payments"],
            each["amount"],
            **{name: each[name] for name in more},
        )


def _settled(transfers: list[Named], own: Named, sums: Named) -> Iterator[Row]:
    """Give how what was transferred leads to what was settled; the lines add up exactly."""
    covered, covered_amount = _sum(transfers, "covered_payments"), _sum(transfers, "covered_amount")
    counted = own["payments"] - own["voided_payments"] - own["later_payments"]
    counted_amount = own["amount"] - own["voided_amount"] - own["later_amount"]
    settled, settled_amount = sums["settled_payments"], sums["settled_amount"]
    for line in (
        ("transferred", covered, _sum(transfers, "amount")),
        ("difference", None, _sum(transfers, "difference")),
        ("foreign", covered - own["payments"], covered_amount - own["amount"]),
        ("voided", own["voided_payments"], own["voided_amount"]),
        ("later", own["later_payments"], own["later_amount"]),
        ("elsewhere", settled - counted, settled_amount - counted_amount),
        ("settled", settled, settled_amount),
    ):
        yield _row("settled", *line)


def _balance(sums: Named) -> Iterator[Row]:
    for line in ("opening", "collected", "voided", "settled", "closing"):
        yield _row("balance", line, sums[f"{line}_payments"], sums[f"{line}_amount"])


def _overdue(connection: sa.Connection, month: Named) -> Row:
    """Return what of the closing balance is overdue, whenever it was paid."""
    ever = {**month, "start": overdue_payments.BEGINNING, "as_of": month["end"]}
    question = lagged.Question(**ever)
    found = _records(remittance_lag.by_agent(connection, question, by=agents.By.ALL))
    total = found[0] if found else {"overdue_payments": 0, "overdue_amount": 0}
    return _row("balance", "overdue", total["overdue_payments"], total["overdue_amount"])


def _kinds(connection: sa.Connection, month: Named) -> Iterator[Row]:
    """Give the kinds of differences that there are cases of."""
    for each in _records(counts.by_kind(connection, as_of=month["end"], **month)):
        if each["cases"]:
            yield _row("kinds", each["kind"], each["cases"], each["amount"])


def _row(section: str, line: str, number: int | None, amount: int | None, **more: Any) -> Row:
    values = {"section": section, "line": line, "number": number, "amount": amount, **more}
    return tuple(values.get(name) for name in COLUMNS)


def _sum(rows: list[Named], name: str) -> int:
    return sum(row[name] for row in rows)


def _records(frame: pd.DataFrame) -> list[Named]:
    """Return rows with the values of Python alone; None where nothing is known."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return int(value) if isinstance(value, numbers.Integral) else value
