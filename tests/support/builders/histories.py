"""Generated histories of payments and forms that press on the rollups, and questions to them.

The payments lie months apart, so that whole months lie between them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from data.derived import rollups
from queries import agents
from queries.lag import lagged

if TYPE_CHECKING:
    Row = dict[str, str]


FIRST = dt.date(2026, 3, 20)
OFFICES, ORGS, PRODUCTS = ("00101", "00110"), ("BI0001", "IS0002"), rollups.PRODUCTS


def moments(day: int, hour: int = 9) -> str:
    return f"{FIRST + dt.timedelta(day)}T{hour:02}:00"


# Months apart, so that whole months lie between them, and some stay open for longer than most.
# The first of April is day 12, the first of May day 42: what is open there is where they meet.
DAYS = st.one_of(st.integers(0, 130), st.integers(2, 13), st.integers(32, 43))
WAITS = st.one_of(st.integers(-2, 5), st.integers(6, 11), st.integers(10, 80))


@st.composite
def stores(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Payments that are recorded, remitted and voided, each or none of it, sooner or later.

    The forms of their codes are sent never, once or several times, right or wrong.
    """
    files: dict[str, list[Row]] = {
        "payments": [], "confirmations": [], "remittances": [], "remittance_lines": []
    }  # fmt: skip
    sent: dict[tuple[str, ...], Row] = {}
    for number in range(draw(st.integers(1, 12))):
        paid, key = draw(DAYS), {"payment_id": f"P{number}"}
        payment = {
            "paid_at": moments(paid),
            "office_code": draw(st.sampled_from(OFFICES)),
            "org_code": draw(st.sampled_from(ORGS)),
            "product": draw(st.sampled_from(PRODUCTS)),
            "amount": str(draw(st.integers(1, 9)) * 1000),
            "voided_at": moments(paid + draw(WAITS.filter(lambda n: n >= 0)), 12)
            if draw(st.integers(0, 4)) == 0
            else "",
        }
        files["payments"].append(key | payment)
        if draw(st.integers(0, 4)):
            day = paid + draw(st.integers(-1, 20))
            code = {
                "confirmation_code": f"XN-{number}",
                "recorded_at": moments(day, draw(st.sampled_from((9, 16)))),
                "notified_by": draw(st.sampled_from(("", "sms"))),
            }
            files["confirmations"].append(key | code)
            sent |= draw(sendings(payment, day))
        if draw(st.integers(0, 4)):
            transfer = {"remittance_id": f"R{number}"}
            moved = {
                "remitted_at": moments(paid + draw(WAITS), 15),
                "org_code": draw(st.sampled_from(ORGS)),
            }
            files["remittances"].append(transfer | moved)
            files["remittance_lines"].append(key | transfer)
    return files | {"dispatches": list(sent.values())}


@st.composite
def sendings(draw: st.DrawFn, payment: Row, day: int) -> dict[tuple[str, ...], Row]:
    """Give the sendings of a form that has a payment's code, by their keys."""
    rows = {}
    for days, hour in draw(st.sets(st.tuples(st.integers(0, 4), st.sampled_from((7, 8, 9, 10))))):
        form = {
            "office_code": payment["office_code"],
            "org_code": payment["org_code"],
            "report_date": f"{FIRST + dt.timedelta(day)}",
            "sent_at": moments(day + days, hour),
        }
        amount = draw(st.sampled_from((payment["amount"], "9000")))
        rows[tuple(form.values())] = form | {"codes": "1", "amount": amount}
    return rows


LEVELS = st.sampled_from([each for each in agents.By if each is not agents.By.COLLECTOR])


@st.composite
def questions(draw: st.DrawFn) -> lagged.Question:
    start = FIRST + dt.timedelta(draw(DAYS))
    return lagged.Question(
        start=start,
        end=start + dt.timedelta(draw(st.integers(0, 130))),
        as_of=FIRST + dt.timedelta(draw(st.one_of(DAYS, st.integers(0, 250)))),
        office=draw(st.sampled_from((None, *OFFICES))),
        org=draw(st.sampled_from((None, *ORGS))),
        product=draw(st.sampled_from((None, *PRODUCTS))),
    )
