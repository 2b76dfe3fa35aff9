"""Whatever is imported in whatever order, the rollups say what the plain tables say."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, histories

from data import health, scope
from data.derived import difference_rules, rollups
from data.importing import refresh
from queries import agents
from queries.exceptions import cases, counts
from queries.lag import lagged, recording_lag

if TYPE_CHECKING:
    from support.desks import Desk

    Row = dict[str, str]


GOOD = dict.fromkeys(rollups.TABLES, 0)


def out_of_step(desk: Desk) -> dict[str, int]:
    with desk.store.loading() as connection:
        return health.rollups_out_of_step(connection)


def fill(desk: Desk, *runs: dict[str, list[Row]]) -> None:
    """Replace everything by what some runs bring."""
    desk.begin()
    for files in runs:
        assert desk.hand_in(**files).rejected == 0


SOME = examples.some(15)


@pytest.mark.timeout(600)
@given(runs=st.lists(histories.stores(), min_size=1, max_size=3))
@SOME
def test_whatever_comes_after_whatever_they_are_what_the_doctor_computes(
    runs: list[dict[str, list[Row]]], shared_desk: Desk
) -> None:
    fill(shared_desk, *runs)
    assert out_of_step(shared_desk) == GOOD


@pytest.mark.timeout(600)
@given(
    history=histories.stores(),
    asked=st.lists(st.tuples(histories.questions(), histories.LEVELS), min_size=10, max_size=10),
)
@SOME
def test_every_question_about_lag_finds_in_them_what_the_payments_say(
    history: dict[str, list[Row]],
    asked: list[tuple[lagged.Question, agents.By]],
    shared_desk: Desk,
) -> None:
    fill(shared_desk, history)
    with shared_desk.store.reading(scope.Scope.everything()) as connection:
        for question, by in asked:
            values = question.lag_binds(by)
            found = added_up(connection, values, question.lagged(by))
            assert found == added_up(connection, values, lagged.OF_PAYMENTS)
            found = paces(connection, values, recording_lag.steps(question, by))
            assert found == paces(connection, values, recording_lag.OF_PAYMENTS)


@pytest.mark.timeout(600)
@given(
    runs=st.lists(histories.stores(), min_size=1, max_size=2),
    asked=st.lists(histories.questions(), min_size=9, max_size=9),
)
@SOME
def test_every_question_about_differences_finds_in_them_what_the_plain_tables_say(
    runs: list[dict[str, list[Row]]], asked: list[lagged.Question], shared_desk: Desk
) -> None:
    fill(shared_desk, *runs)
    with shared_desk.store.reading(scope.Scope.everything()) as connection:
        for question in asked:
            wanted = {
                name: getattr(question, name) for name in ("start", "end", "as_of", "office", "org")
            }
            found = counts.by_kind(connection, lagged.Question(**wanted))
            assert sorted(found[found["cases"] > 0].values.tolist()) == listed_by_kind(
                connection, wanted
            )


def listed_by_kind(connection: sa.Connection, wanted: dict[str, Any]) -> list[list[object]]:
    """Count the cases of which lists are made, one by one; the oldest by its age."""
    statement = f"""
        WITH RECURSIVE {agents.ASKED_OFFICES}, {cases.DIFFERENCES}
        SELECT kind, count(*), sum(amount)::bigint, :as_of - min(day),
            ({difference_rules.severity("kind")}
                * sum({difference_rules.amount_days("amount", "day")}))::bigint
        FROM differences
        GROUP BY kind ORDER BY kind COLLATE "C"
    """
    rest = {
        "kind": None, "product": None, "subjects": None,
        "offices_on": None, "last_due": None,
    }  # fmt: skip
    return [list(row) for row in connection.execute(sa.text(statement), wanted | rest)]


def test_what_is_open_when_a_month_ends_is_found_whenever_it_is_handed_over(desk: Desk) -> None:
    """Each number of days up to two weeks, from each of the last two weeks of April."""
    names = [(paid, wait) for paid in range(26, 42) for wait in range(15)]
    desk.hand_in(
        payments=[{"payment_id": f"P{p}-{w}", "paid_at": histories.moments(p)} for p, w in names],
        remittances=[
            {"remittance_id": f"R{p}-{w}", "remitted_at": histories.moments(p + w, 15)}
            for p, w in names
        ],
        remittance_lines=[
            {"payment_id": f"P{p}-{w}", "remittance_id": f"R{p}-{w}"} for p, w in names
        ],
    )
    with desk.store.reading(scope.Scope.everything()) as connection:
        for day in range(38, 60):
            question = lagged.Question(
                start=dt.date(2026, 4, 1), end=dt.date(2026, 5, 31),
                as_of=histories.FIRST + dt.timedelta(day),
            )  # fmt: skip
            found = added_up(connection, question.lag_binds(), question.lagged())
            assert found == added_up(connection, question.lag_binds(), lagged.OF_PAYMENTS)


def added_up(
    connection: sa.Connection, values: dict[str, object], steps: str
) -> list[tuple[object, ...]]:
    """Return payments and money by agent, lag and deadline."""
    statement = f"""
        WITH RECURSIVE {agents.ASKED_OFFICES}, {steps}
        SELECT key, remitted, lag_days, deadline_days, sum(payments), sum(amount)
        FROM lagged GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    """
    return [tuple(row) for row in connection.execute(sa.text(statement), values)]


def paces(
    connection: sa.Connection, values: dict[str, object], steps: str
) -> list[tuple[object, ...]]:
    """Return payments by agent and minutes until the code, beside the sums of the agent."""
    statement = f"""
        WITH RECURSIVE {agents.ASKED_OFFICES}, {steps}, {recording_lag.SUMS}
        SELECT s.*, p.minutes, p.payments AS of_pace
        FROM sums AS s LEFT JOIN paces AS p USING (key) ORDER BY key, minutes
    """
    return [
        tuple(row) for row in connection.execute(sa.text(statement), values | {"with_total": False})
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"policies": [{"org_code": "BI0001", "value": "1"}]},
        {"calendar": [{"day": "2026-03-23", "working": "no"}]},
    ],
)
def test_a_deadline_or_a_holiday_that_is_imported_later_is_in_them(
    said: dict[str, list[Row]], desk: Desk
) -> None:
    desk.hand_in(
        payments=[{"paid_at": histories.moments(0)}],
        remittances=[{"remitted_at": histories.moments(5)}],
        remittance_lines=[{}],
    )
    before = desk.ask("SELECT lag_days, deadline_days FROM lag_months")
    desk.hand_in(**said)
    assert desk.ask("SELECT lag_days, deadline_days FROM lag_months") != before
    assert out_of_step(desk) == GOOD


def test_the_doctor_finds_a_rollup_that_was_tampered_with(desk: Desk) -> None:
    desk.hand_in(payments=[{}], confirmations=[{}], remittances=[{}], remittance_lines=[{}])
    changes = [
        change.format(table=table)
        for table in rollups.TABLES
        for change in ("DELETE FROM {table}", "UPDATE {table} SET amount = amount + 1")
    ]
    found = {change: found_after(desk, change) for change in changes}
    assert found == dict.fromkeys(changes, True)
    assert out_of_step(desk) == GOOD


def found_after(desk: Desk, change: str) -> bool:
    """Tell whether the doctor names the table that a statement changes, which is then undone."""
    with desk.store.loading() as connection:
        undone = connection.begin_nested()
        connection.exec_driver_sql(change)
        found = health.rollups_out_of_step(connection)
        undone.rollback()
    return found[change.split()[1 + change.startswith("DELETE")]] > 0


@pytest.mark.parametrize(
    ("sent_at", "until"),
    [
        ("2026-08-22T07:00", []),
        ("2026-08-22T09:00", []),
        ("2026-08-25T09:00", [dt.date(2026, 8, 25)]),
    ],
)
def test_a_form_that_is_sent_after_all_is_missing_until_then(
    sent_at: str, until: list[dt.date], desk: Desk
) -> None:
    """It is due on the morning after its day, and counts by what is known in the evening."""
    desk.hand_in(payments=[{}], confirmations=[{}])
    assert missing(desk) == [dt.date.max]
    desk.hand_in(dispatches=[{"sent_at": f"{sent_at}:00+07:00"}])
    assert missing(desk) == until
    assert out_of_step(desk) == GOOD


def missing(desk: Desk) -> list[dt.date]:
    """Return the days on which forms are not missing any more."""
    return desk.column("SELECT until FROM differences WHERE kind = 'form_missing'")


def test_a_director_finds_no_sums_of_other_offices(desk: Desk) -> None:
    desk.hand_in(
        payments=[{"payment_id": "P1", "office_code": histories.OFFICES[0]}],
        confirmations=[{"payment_id": "P1"}],
        remittances=[{}], remittance_lines=[{"payment_id": "P1"}],
    )  # fmt: skip
    with desk.store.reading(scope.Scope.of([histories.OFFICES[1]])) as connection:
        for table in rollups.TABLES:
            assert connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0
    with desk.store.reading(scope.Scope.of([histories.OFFICES[0]])) as connection:
        for table in rollups.TABLES:
            assert connection.scalar(sa.text(f"SELECT count(*) FROM {table}"))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE policies SET value = '1'",
        "UPDATE calendar SET number = number + 1 WHERE day >= DATE '2026-08-24'",
    ],
)
def test_policies_and_a_calendar_that_were_changed_by_sql_need_a_refresh_of_everything(
    change: str, desk: Desk
) -> None:
    desk.hand_in(
        payments=[{}], confirmations=[{}], policies=[{"value": "4"}], remittance_lines=[{}],
        remittances=[{"remitted_at": "2026-08-25T09:00:00+07:00"}],
    )  # fmt: skip
    with desk.store.loading() as connection:
        connection.exec_driver_sql(change)
        stale = health.deadlines_out_of_step(connection)
    assert stale + out_of_step(desk)["lag_months"] > 0
    refresh.renew(desk.store, dt.date(2026, 9, 1))
    with desk.store.loading() as connection:
        assert health.deadlines_out_of_step(connection) == 0
    assert out_of_step(desk) == GOOD
