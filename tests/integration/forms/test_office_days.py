"""The calendar of offices and days: its states, and how it agrees with forms and feeds."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, strategies
from support.builders import store as builders_store

from data import scope
from queries import agents
from queries.forms import calendar, form_01xn, steps
from queries.store import feeds

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa
    from support import desks


EVERYTHING: Final = scope.Scope.everything()
HANOI: Final = dt.timezone(dt.timedelta(hours=7))
THURSDAY: Final = dt.date(2026, 8, 20)
FRIDAY: Final = dt.date(2026, 8, 21)
SUNDAY: Final = dt.date(2026, 8, 23)
MONDAY: Final = dt.date(2026, 8, 24)
COUNTS: Final = ["dispatched_on_time", "dispatched_late", "not_dispatched", "mismatched", "codes"]
RECEIVED: Final = {"on_time", "mismatched", "late", "missing"}


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), HANOI)


def states(
    desk: desks.Desk, now: dt.datetime, seen: scope.Scope = EVERYTHING
) -> dict[tuple[str, dt.date], str]:
    with desk.store.reading(seen) as connection:
        rows = calendar.by_day(connection, steps.Question(start=THURSDAY, end=MONDAY), now=now)
    keys = zip(rows["office_code"], rows["day"], strict=True)
    return dict(zip(keys, rows["state"], strict=True))


def payment(number: str, day: dt.date, office: str = "00101", org: str = "BI0001") -> desks.Row:
    return {
        "payment_id": number, "office_code": office, "org_code": org,
        "paid_at": f"{day}T09:00:00+07:00",
    }  # fmt: skip


def code(number: str, day: dt.date) -> desks.Row:
    return {
        "payment_id": number, "confirmation_code": f"XN{number}",
        "recorded_at": f"{day}T09:05:00+07:00",
    }  # fmt: skip


def sending(day: dt.date, sent_at: str, **values: str) -> desks.Row:
    return {"report_date": f"{day}", "sent_at": f"{sent_at}:00+07:00", **values}


@pytest.fixture
def fed(desk: desks.Desk) -> desks.Desk:
    """A desk with codes of Thursday, Friday and Monday at 00101, of Thursday alone at 00110."""
    desk.hand_in(
        payments=[
            payment("A", THURSDAY),
            payment("B", FRIDAY),
            payment("C", MONDAY),
            payment("D", THURSDAY, "00110"),
        ],
        confirmations=[
            code("A", THURSDAY), code("B", FRIDAY), code("C", MONDAY), code("D", THURSDAY),
        ],
    )  # fmt: skip
    return desk


def test_a_form_is_not_yet_due_before_eight_and_missing_after_it(fed: desks.Desk) -> None:
    eight = dt.datetime.combine(MONDAY + dt.timedelta(days=1), dt.time(8), HANOI)
    assert states(fed, eight)["00101", MONDAY] == "not_yet_due"
    assert states(fed, eight + dt.timedelta(seconds=1))["00101", MONDAY] == "missing"


def test_a_form_sent_before_eight_is_on_time_before_and_after_it(fed: desks.Desk) -> None:
    fed.hand_in(dispatches=[sending(MONDAY, "2026-08-25T07:30")])
    for hour in (7, 9):
        now = dt.datetime.combine(MONDAY + dt.timedelta(days=1), dt.time(hour), HANOI)
        assert states(fed, now)["00101", MONDAY] == "on_time"


def test_one_missing_form_outweighs_a_late_one_and_a_late_one_a_mismatched_one(
    fed: desks.Desk,
) -> None:
    late = sending(THURSDAY, "2026-08-21T08:01", amount="1")
    fed.hand_in(dispatches=[late, sending(FRIDAY, "2026-08-22T07:59", amount="1")])
    found = states(fed, noon(MONDAY))
    assert found["00101", THURSDAY] == "late"
    assert found["00101", FRIDAY] == "mismatched"
    fed.hand_in(
        payments=[payment("E", THURSDAY, org="IS0002")], confirmations=[code("E", THURSDAY)]
    )
    assert states(fed, noon(MONDAY))["00101", THURSDAY] == "missing"


def test_a_feed_is_silent_on_working_days_up_to_yesterday_only(fed: desks.Desk) -> None:
    found = states(fed, noon(MONDAY))
    assert found["00110", FRIDAY] == "silent"
    assert found["00110", SUNDAY] == "nothing_due"
    assert found["00110", MONDAY] == "not_yet_due"
    assert states(fed, noon(MONDAY + dt.timedelta(days=1)))["00110", MONDAY] == "silent"


def test_a_working_day_without_codes_before_later_ones_had_nothing_due(fed: desks.Desk) -> None:
    fed.hand_in(payments=[payment("F", MONDAY, "00110")], confirmations=[code("F", MONDAY)])
    assert states(fed, noon(MONDAY))["00110", FRIDAY] == "nothing_due"


def test_an_office_without_any_code_is_not_there(fed: desks.Desk) -> None:
    assert {office for office, _day in states(fed, noon(MONDAY))} == {"00101", "00110"}


def test_a_closed_office_is_not_there_on_later_days(fed: desks.Desk) -> None:
    closed = {"office_code": "00110", "office_name": "Cũ", "valid_to": "2026-08-21"}
    fed.hand_in(offices=[closed])
    days = [day for office, day in states(fed, noon(MONDAY)) if office == "00110"]
    assert days == [THURSDAY, FRIDAY]


def test_a_closed_office_that_still_has_codes_is_there_on_their_days(fed: desks.Desk) -> None:
    closed = {"office_code": "00101", "office_name": "Cũ", "valid_to": "2026-08-19"}
    fed.hand_in(offices=[closed])
    days = [day for office, day in states(fed, noon(MONDAY)) if office == "00101"]
    assert days == [THURSDAY, FRIDAY, MONDAY]


def test_another_office_is_not_seen(fed: desks.Desk) -> None:
    found = states(fed, noon(MONDAY), scope.Scope.of(["00110"]))
    assert {office for office, _day in found} == {"00110"}


def test_an_office_stands_for_those_below_it(fed: desks.Desk) -> None:
    with fed.store.reading(EVERYTHING) as connection:
        found = {
            office: set(
                calendar.by_day(
                    connection,
                    steps.Question(start=THURSDAY, end=FRIDAY, office=office),
                    now=noon(MONDAY),
                )["office_code"]
            )
            for office in ("00100", "00110")
        }
    assert found == {"00100": {"00101", "00110"}, "00110": {"00110"}}


@pytest.mark.timeout(600)
@given(data=st.data())
@examples.some(8)
def test_on_every_generated_store_each_day_agrees_with_its_form_and_its_feeds(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    store = data.draw(strategies.stores())
    builders_store.refill(shared_desk, store)
    question = data.draw(strategies.questions(store))
    days = [question.start + dt.timedelta(days=number) for number in range(-1, 14)]
    # Every form is due by then.
    now = noon(days[-1] + dt.timedelta(days=2))
    with shared_desk.store.reading(EVERYTHING) as connection:
        found = calendar.by_day(connection, steps.Question(start=days[0], end=days[-1]), now=now)
        # The calendar begins with the year of the first payment.
        known = shared_desk.column("SELECT day FROM calendar")
        for day in set(days) & set(known):
            agrees(connection, day, found[found["day"] == day])


def agrees(connection: sa.Connection, day: dt.date, found: pd.DataFrame) -> None:
    form = form_01xn.by_agent(connection, date=day, by=agents.By.OFFICE)
    due = form[form["codes"] > 0].set_index("key")[COUNTS]
    counted = found[found["codes"] > 0].set_index("office_code")[COUNTS]
    assert counted.sort_index().to_dict("index") == due.sort_index().to_dict("index")
    came = feeds.by_office(connection, day=day).set_index("office_code")["state"]
    states = found.set_index("office_code")["state"]
    kinds = {code: "received" if each in RECEIVED else each for code, each in states.items()}
    assert kinds == came[came != "never"].to_dict()
