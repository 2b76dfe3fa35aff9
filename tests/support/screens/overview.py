"""The city's morning in tests: a store where all is well, and how its checks are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest
    from support import desks

FRIDAY: Final = "2026-08-21"
BEFORE: Final = "2026-08-13"

_LINE: Final = re.compile(r":(\w+)-badge\[:material/\w+: ([^\]]+)\] (.*)", re.DOTALL)
# What keeps Markdown from making something of names, and what stands for emphasis.
_MARKS: Final = re.compile(r"\*\*|\\|\u2060")


def check(page: AppTest, begins: str) -> tuple[str, str]:
    """Return the word of a check's state, and its sentence as it is read."""
    found = [told for told in checks(page) if told[1].startswith(begins)]
    assert len(found) == 1, (begins, checks(page))
    return found[0]


def checks(page: AppTest) -> list[tuple[str, str]]:
    """Return the state and the sentence of every check, in their order."""
    lines = [_LINE.fullmatch(part.value) for part in page.markdown]
    return [(line[2], _MARKS.sub("", line[3])) for line in lines if line]


def colour(page: AppTest, begins: str) -> str:
    """Return the colour of a check."""
    lines = [_LINE.fullmatch(part.value) for part in page.markdown]
    return next(line[1] for line in lines if line and _MARKS.sub("", line[3]).startswith(begins))


def metrics(page: AppTest) -> dict[str, tuple[str, str]]:
    """Return the value of each number and what it is compared with, by its label."""
    return {metric.label: (metric.value, metric.delta) for metric in page.metric}


def payment(number: str, day: str, office: str = "00101", **values: str) -> desks.Row:
    """Return a payment made at nine o'clock on a day."""
    paid_at = f"{day}T09:00:00+07:00"
    return {"payment_id": number, "office_code": office, "paid_at": paid_at, **values}


def code(number: str, day: str) -> desks.Row:
    """Return the code of a payment, issued five minutes past nine; the participant knows it."""
    recorded_at = f"{day}T09:05:00+07:00"
    return {
        "payment_id": number, "confirmation_code": f"XN{number}", "recorded_at": recorded_at,
        "notified_by": "sms",
    }  # fmt: skip


def sent(day: str, at: str, office: str = "00101", **values: str) -> desks.Row:
    """Return a sending of the form of a day."""
    return {"office_code": office, "report_date": day, "sent_at": f"{at}:00+07:00", **values}


def all_well(desk: desks.Desk) -> None:
    """Fill a desk where all is well on `FRIDAY`, and was on the Thursday of the week before."""
    transfer = {"remitted_at": f"{FRIDAY}T16:00:00+07:00"}
    desk.hand_in(
        payments=[payment("A", BEFORE), payment("B", FRIDAY), payment("C", FRIDAY, "00110")],
        confirmations=[code("A", BEFORE), code("B", FRIDAY), code("C", FRIDAY)],
        remittances=[
            {"remittance_id": "RA", "remitted_at": f"{BEFORE}T16:00:00+07:00"},
            {"remittance_id": "RB", **transfer},
            {"remittance_id": "RC", "office_code": "00110", **transfer},
        ],
        remittance_lines=[
            {"remittance_id": f"R{number}", "payment_id": number} for number in "ABC"
        ],
        dispatches=[
            sent(BEFORE, "2026-08-14T07:00"),
            sent(FRIDAY, "2026-08-22T07:30"),
            sent(FRIDAY, "2026-08-22T07:59", "00110"),
        ],
    )
