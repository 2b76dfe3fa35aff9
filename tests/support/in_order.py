"""A payment that is in order, handed in at a desk with what a scenario has instead.

It is paid on Friday 21 August 2026 at 09:00, recorded two minutes later, on a form sent on Saturday
morning, and remitted on Monday 24 August at 09:00. That Saturday was a working day.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from support import desks

from data.scope import Scope
from queries.exceptions import counts
from queries.lag import lagged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Rows = Sequence[dict[str, str]]
    Cases = dict[str, tuple[int, int, int]]


PERIOD: dict[str, Any] = {"start": dt.date(2026, 8, 1), "end": dt.date(2026, 8, 31)}
EVERYTHING = Scope.everything()
IN_ORDER: dict[str, Rows] = {
    "payments": [{}],
    "confirmations": [{"notified_by": "sms"}],
    "remittances": [{}],
    "remittance_lines": [{}],
    "dispatches": [{}],
}
OFFICE: dict[str, Rows] = {"offices": [{}]}
OUTSTANDING: dict[str, Rows] = {"remittances": [], "remittance_lines": []}
UNRECORDED: dict[str, Rows] = {"confirmations": [], "dispatches": []}
MONEY = 972_000
KEYS = ("payment_id", "confirmation_code", "remittance_id")


def august(day: int) -> dt.date:
    """Return a day of August 2026."""
    return dt.date(2026, 8, day)


def on(day: int, time: str = "09:00:00") -> str:
    """Return a moment of August 2026, as a file has it."""
    return f"2026-08-{day:02d}T{time}+07:00"


def hand_in(desk: desks.Desk, changes: dict[str, Rows]) -> None:
    """Hand in the payment that is in order, with what a scenario has instead."""
    rows = IN_ORDER | changes
    desk.hand_in(**{name: each for name, each in rows.items() if each})
    assert desk.rejects == []


def hand_in_all(desk: desks.Desk, scenarios: Mapping[str, dict[str, Rows]]) -> dict[str, str]:
    """Hand in such a payment for each scenario, in an office of its own; return the offices."""
    offices = {name: f"{number:05d}" for number, name in enumerate(scenarios, 501)}
    together: dict[str, list[dict[str, str]]] = {}
    for name, changes in scenarios.items():
        for set_name, rows in (OFFICE | IN_ORDER | changes).items():
            given = together.setdefault(set_name, [])
            given.extend(_of_office(offices[name], set_name, row) for row in rows)
    desk.hand_in(**together)
    assert desk.rejects == []
    return offices


def _of_office(office: str, set_name: str, row: dict[str, str]) -> dict[str, str]:
    """Return a row of an office, with keys that no other office has."""
    full = desks.DEFAULTS[set_name] | row
    keys = {key: f"{full[key]}-{office}" for key in KEYS if key in full}
    return full | keys | ({"office_code": office} if "office_code" in full else {})


def cases(desk: desks.Desk, day: int, scope: Scope = EVERYTHING, **filters: Any) -> Cases:
    """Return the kinds that have cases on an evening: their number, money, and greatest age."""
    with desk.store.reading(scope) as connection:
        found = counts.by_kind(connection, lagged.Question(as_of=august(day), **PERIOD, **filters))
    return {
        kind: (int(number), int(amount), int(oldest))
        for kind, number, amount, oldest, _weight in found.itertuples(index=False)
        if number
    }
