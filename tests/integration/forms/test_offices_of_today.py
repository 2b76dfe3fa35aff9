"""Figures by the offices of today: who is followed, how far, and what is counted with whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import as_csv, databases, desks
from support.builders.successions import TODAY

from data import problems, scope, users
from queries import agents, directory, paging
from queries.exceptions import counts
from queries.exceptions import rows as exception_rows
from queries.forms import calendar, days, states, steps
from queries.forms import payments as form_payments
from queries.lag import lagged, remittance_lag
from queries.money import daily
from queries.store import feeds

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    Row = dict[str, str]


EVERYTHING: Final = scope.Scope.everything()
ALL_ROWS: Final = paging.Page(1_000)
START, END = dt.date(2026, 7, 1), dt.date(2026, 8, 31)
NOW: Final = dt.datetime(2026, 9, 16, 9, tzinfo=dt.timezone(dt.timedelta(hours=7)))
EVENING: Final[dict[str, Any]] = {"start": START, "end": END, "as_of": END}
TODAYS: Final = agents.OfToday(TODAY)
OLD, OLDER, LEAVING, NEW = "00131", "00132", "00133", "00101"


@pytest.fixture(scope="module")
def merged(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[desks.Desk]:
    """Have an office that was succeeded twice over, and one that will be at the end of the year.

    Both of the first send a form of 10 July to the same organisation, one of them late.
    """
    with desks.fresh(made, tmp_path_factory.mktemp("merged")) as desk:
        desk.masters()
        outcome = desk.hand_in(
            offices=[
                closed(OLDER, "2026-07-10", OLD),
                closed(OLD, "2026-07-31", NEW),
                closed(LEAVING, "2026-12-31", NEW),
            ],
            payments=[payment(n, office) for n, office in enumerate((OLDER, OLD, NEW, LEAVING))],
            confirmations=[code(n) for n in range(4)],
            dispatches=[sending(OLD, "2026-07-11T07:00"), sending(NEW, "2026-07-11T09:00")],
        )
        assert outcome.rejected == 0
        yield desk


def closed(office: str, last_day: str, successor: str) -> Row:
    return {
        "office_code": office, "office_name": f"BHXH {office}", "parent_code": "00100",
        "valid_from": "2020-01-01", "valid_to": last_day, "successor_code": successor,
    }  # fmt: skip


def payment(number: int, office: str) -> Row:
    return {
        "payment_id": f"P{number}", "office_code": office, "amount": str(10**number),
        "paid_at": "2026-07-10T09:00",
    }  # fmt: skip


def code(number: int) -> Row:
    return {
        "payment_id": f"P{number}", "confirmation_code": f"XN{number}",
        "recorded_at": "2026-07-10T09:05",
    }  # fmt: skip


def sending(office: str, moment: str) -> Row:
    return {
        "office_code": office, "report_date": "2026-07-10", "sent_at": moment,
        "codes": "1", "amount": "10",
    }  # fmt: skip


def amounts(frame: pd.DataFrame, column: str = "amount") -> dict[str, int]:
    return {str(key): int(value) for key, value in zip(frame["key"], frame[column], strict=True)}


def by_office(desk: desks.Desk, office: agents.Office, **asked: Any) -> dict[str, int]:
    seen = asked.pop("seen", EVERYTHING)
    with desk.store.reading(seen) as connection:
        question = lagged.Question(office=office, **EVENING | asked)
        rows = remittance_lag.by_agent(connection, question, by=agents.By.OFFICE)
    return amounts(rows)


def test_without_the_switch_figures_stand_under_the_office_that_they_carry(
    merged: desks.Desk,
) -> None:
    assert by_office(merged, None) == {NEW: 100, OLD: 10, OLDER: 1, LEAVING: 1000}
    assert by_office(merged, NEW) == {NEW: 100}
    assert by_office(merged, OLD) == {OLD: 10}


def test_an_office_of_today_has_the_figures_of_all_that_came_before_it(merged: desks.Desk) -> None:
    assert by_office(merged, TODAYS) == {NEW: 111, LEAVING: 1000}
    assert by_office(merged, agents.OfToday(TODAY, NEW)) == {NEW: 111}


def test_an_office_that_is_no_more_stands_for_its_successor(merged: desks.Desk) -> None:
    assert by_office(merged, agents.OfToday(TODAY, OLDER)) == {NEW: 111}


def test_an_office_that_has_not_ended_yet_is_not_counted_as_its_successor(
    merged: desks.Desk,
) -> None:
    last_day, next_day = dt.date(2026, 7, 31), dt.date(2026, 8, 1)
    assert by_office(merged, agents.OfToday(last_day)) == {NEW: 100, OLD: 11, LEAVING: 1000}
    assert by_office(merged, agents.OfToday(next_day)) == {NEW: 111, LEAVING: 1000}
    assert by_office(merged, agents.OfToday(dt.date(2027, 1, 1))) == {NEW: 1111}


def test_whoever_sees_the_successor_alone_sees_nothing_of_the_others_in_its_figures(
    merged: desks.Desk,
) -> None:
    alone = scope.Scope.of([NEW])
    assert by_office(merged, agents.OfToday(TODAY, NEW), seen=alone) == {NEW: 100}


def test_the_director_of_the_successor_has_the_figures_of_all(merged: desks.Desk) -> None:
    with merged.store.admitting() as connection:
        reach = users.reach(connection, NEW)
    assert by_office(merged, agents.OfToday(TODAY, NEW), seen=reach) == {NEW: 1111 - 1000}


def test_forms_are_those_that_were_sent_and_stand_together_under_the_successor(
    merged: desks.Desk,
) -> None:
    day: dict[str, Any] = {"start": dt.date(2026, 7, 10), "end": dt.date(2026, 7, 10)}
    with merged.store.reading(EVERYTHING) as connection:
        then, today, of_one = (
            days.by_part(connection, steps.Question(**day, office=office), by=by)
            for office, by in (
                (None, days.By.OFFICE),
                (TODAYS, days.By.OFFICE),
                (agents.OfToday(TODAY, NEW), days.By.ORG),
            )
        )
    figures = [*days.MONEY, *days.FORMS]
    assert then[figures].sum().tolist() == today[figures].sum().tolist()
    sent = ["dispatched_on_time", "dispatched_late", "not_dispatched", "mismatched"]
    shown = today[today["key"] == NEW]
    assert shown[sent].to_numpy().tolist() == [[1, 1, 1, 1]]
    assert of_one[figures].to_numpy().tolist() == shown[figures].to_numpy().tolist()


@pytest.mark.parametrize("kind", ["form_missing", "form_late", "form_mismatched", "overdue"])
def test_the_differences_of_an_office_of_today_are_listed_with_those_of_its_predecessors(
    merged: desks.Desk, kind: str
) -> None:
    office = agents.OfToday(TODAY, NEW)
    with merged.store.reading(EVERYTHING) as connection:
        question = lagged.Question(**EVENING, office=office)
        counted = counts.by_kind(connection, question).set_index("kind")
        listed = exception_rows.listed(connection, question, kind=kind, page=ALL_ROWS)
    assert 0 < len(listed) == counted.loc[kind, "cases"]
    assert listed["amount"].sum() == counted.loc[kind, "amount"]
    assert set(listed["office_code"]) <= {NEW, OLD, OLDER}


def test_the_lists_behind_the_forms_of_an_office_of_today_come_to_its_figures(
    merged: desks.Desk,
) -> None:
    day = dt.date(2026, 7, 10)
    question = steps.Question(start=day, end=day, office=agents.OfToday(TODAY, NEW))
    payments, late = form_payments.Kind.PAYMENTS, states.Status.LATE
    with merged.store.reading(EVERYTHING) as connection:
        listed = form_payments.listed(connection, question, kind=payments, page=ALL_ROWS)
        forms = states.by_form(connection, question, status=late, page=ALL_ROWS, now=NOW)
    assert sorted(listed["amount"]) == [1, 10, 100]
    assert forms["office_code"].tolist() == [NEW]


def test_the_calendar_and_the_feeds_have_the_offices_of_today_on_days_before_they_were(
    merged: desks.Desk,
) -> None:
    day = dt.date(2026, 7, 10)
    with merged.store.reading(EVERYTHING) as connection:
        cells = calendar.by_day(
            connection, steps.Question(start=day, end=day, office=TODAYS), now=NOW
        )
        came = feeds.by_office(connection, day=day, office=TODAYS)
        one = feeds.by_office(connection, day=day, office=agents.OfToday(TODAY, OLD))
    assert cells[["office_code", "state", "codes", "forms"]].to_numpy().tolist() == [
        [LEAVING, "missing", 1, 1],
        [NEW, "missing", 3, 3],
    ]
    got = came[came["codes"] > 0]
    assert got[["office_code", "state", "codes"]].to_numpy().tolist() == [
        [LEAVING, "received", 1],
        [NEW, "received", 3],
    ]
    assert one["office_code"].tolist() == [NEW]


def test_the_directory_says_what_each_office_that_is_no_more_has_become(merged: desks.Desk) -> None:
    with merged.store.reading(EVERYTHING) as connection:
        rows = directory.successors(connection, today=TODAY)
    assert as_csv.table(rows) == [
        {"office_code": OLD, "counted_as": NEW},
        {"office_code": OLDER, "counted_as": NEW},
    ]


def test_an_unknown_office_of_today_is_refused(merged: desks.Desk) -> None:
    question = lagged.Question(**EVENING, office=agents.OfToday(TODAY, "99999"))
    with (
        merged.store.reading(EVERYTHING) as connection,
        pytest.raises(problems.Problem, match="Unknown office"),
    ):
        daily.is_any(connection, question)
