"""Whatever is imported in whatever order, the rollups say what the plain tables say."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import databases, desks

from data import health, rolled_up, scope
from queries import agents, lagged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.desks import Desk

    Row = dict[str, str]

FIRST = dt.date(2026, 3, 20)
GOOD = dict.fromkeys(rolled_up.TABLES, 0)
OFFICES, ORGS, PRODUCTS = ("00101", "00110"), ("BI0001", "IS0002"), rolled_up.PRODUCTS


@pytest.fixture(scope="module")
def long_lived(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A desk that holds one generated store at a time."""
    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as opened:
        yield opened


def moments(day: int, hour: int = 9) -> str:
    return f"{FIRST + dt.timedelta(day)}T{hour:02}:00"


# Months apart, so that whole months lie between them, and some stay open for longer than most.
# The first of April is day 12, the first of May day 42: what is open there is where they meet.
DAYS = st.one_of(st.integers(0, 130), st.integers(2, 13), st.integers(32, 43))
WAITS = st.one_of(st.integers(-2, 5), st.integers(6, 11), st.integers(10, 80))


@st.composite
def histories(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Payments that are recorded, handed over and voided, each or none of it, sooner or later."""
    files: dict[str, list[Row]] = {
        "payments": [], "confirmations": [], "remittances": [], "remittance_lines": []
    }  # fmt: skip
    for number in range(draw(st.integers(1, 12))):
        paid, key = draw(DAYS), {"payment_id": f"P{number}"}
        files["payments"].append(
            key
            | {
                "paid_at": moments(paid),
                "office_code": draw(st.sampled_from(OFFICES)),
                "org_code": draw(st.sampled_from(ORGS)),
                "product": draw(st.sampled_from(PRODUCTS)),
                "amount": str(draw(st.integers(1, 9)) * 1000),
                "voided_at": moments(paid + draw(WAITS.filter(lambda n: n >= 0)), 12)
                if draw(st.integers(0, 4)) == 0
                else "",
            }
        )
        if draw(st.integers(0, 4)):
            recorded = moments(paid + draw(st.integers(0, 20)))
            code = {"confirmation_code": f"XN-{number}", "recorded_at": recorded}
            files["confirmations"].append(key | code)
        if draw(st.integers(0, 4)):
            transfer = {"remittance_id": f"R{number}"}
            moved = transfer | {"remitted_at": moments(paid + draw(WAITS), 15)}
            files["remittances"].append(moved)
            files["remittance_lines"].append(key | transfer)
    return files


def out_of_step(desk: Desk) -> dict[str, int]:
    with desk.store.loading() as connection:
        return health.rollups_out_of_step(connection)


def fill(desk: Desk, *runs: dict[str, list[Row]]) -> None:
    """Replace everything by what some runs bring."""
    desk.empty()
    desk.masters()
    for files in runs:
        assert desk.hand_in(**files).rejected == 0


SOME = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.mark.timeout(600)
@given(runs=st.lists(histories(), min_size=1, max_size=3))
@SOME
def test_whatever_comes_after_whatever_they_are_what_the_doctor_computes(
    runs: list[dict[str, list[Row]]], long_lived: Desk
) -> None:
    fill(long_lived, *runs)
    assert out_of_step(long_lived) == GOOD


@st.composite
def questions(draw: st.DrawFn) -> lagged.Question:
    start = FIRST + dt.timedelta(draw(DAYS))
    return lagged.Question(
        start=start,
        end=start + dt.timedelta(draw(st.integers(0, 130))),
        as_of=FIRST + dt.timedelta(draw(st.one_of(DAYS, st.integers(0, 250)))),
        by=draw(st.sampled_from([each for each in agents.By if each is not agents.By.COLLECTOR])),
        office=draw(st.sampled_from((None, *OFFICES))),
        org=draw(st.sampled_from((None, *ORGS))),
        product=draw(st.sampled_from((None, *PRODUCTS))),
    )


@pytest.mark.timeout(600)
@given(history=histories(), asked=st.lists(questions(), min_size=10, max_size=10))
@SOME
def test_every_question_about_lag_finds_in_them_what_the_payments_say(
    history: dict[str, list[Row]], asked: list[lagged.Question], long_lived: Desk
) -> None:
    fill(long_lived, history)
    with long_lived.store.reading(scope.Scope.everything()) as connection:
        for question in asked:
            found = added_up(connection, question, question.lagged)
            assert found == added_up(connection, question, lagged.OF_PAYMENTS)


def test_what_is_open_when_a_month_ends_is_found_whenever_it_is_handed_over(desk: Desk) -> None:
    """Each number of days up to two weeks, from each of the last two weeks of April."""
    names = [(paid, wait) for paid in range(26, 42) for wait in range(15)]
    desk.hand_in(
        payments=[{"payment_id": f"P{p}-{w}", "paid_at": moments(p)} for p, w in names],
        remittances=[
            {"remittance_id": f"R{p}-{w}", "remitted_at": moments(p + w, 15)} for p, w in names
        ],
        remittance_lines=[
            {"payment_id": f"P{p}-{w}", "remittance_id": f"R{p}-{w}"} for p, w in names
        ],
    )
    with desk.store.reading(scope.Scope.everything()) as connection:
        for day in range(38, 60):
            question = lagged.Question(
                start=dt.date(2026, 4, 1), end=dt.date(2026, 5, 31),
                as_of=FIRST + dt.timedelta(day),
            )  # fmt: skip
            found = added_up(connection, question, question.lagged)
            assert found == added_up(connection, question, lagged.OF_PAYMENTS)


def added_up(
    connection: sa.Connection, question: lagged.Question, steps: str
) -> list[tuple[object, ...]]:
    """Return payments and money by agent, lag and deadline."""
    statement = f"""
        WITH RECURSIVE {agents.ASKED_OFFICES}, {steps}
        SELECT key, remitted, lag_days, deadline_days, sum(payments), sum(amount)
        FROM lagged GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    """
    return [tuple(row) for row in connection.execute(sa.text(statement), question.binds)]


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
        payments=[{"paid_at": moments(0)}],
        remittances=[{"remitted_at": moments(5)}],
        remittance_lines=[{}],
    )
    before = desk.ask("SELECT lag_days, deadline_days FROM lag_months")
    desk.hand_in(**said)
    assert desk.ask("SELECT lag_days, deadline_days FROM lag_months") != before
    assert out_of_step(desk) == GOOD


@pytest.mark.parametrize("table", rolled_up.TABLES)
@pytest.mark.parametrize("change", ["DELETE FROM", "UPDATE"])
def test_the_doctor_finds_a_rollup_that_was_tampered_with(
    change: str, table: str, desk: Desk
) -> None:
    desk.hand_in(payments=[{}], confirmations=[{}], remittances=[{}], remittance_lines=[{}])
    rest = "" if change.startswith("DELETE") else " SET amount = amount + 1"
    with desk.store.loading() as connection:
        connection.exec_driver_sql(f"{change} {table}{rest}")
    found = out_of_step(desk)
    assert found[table] > 0


def test_a_director_finds_no_sums_of_other_offices(desk: Desk) -> None:
    desk.hand_in(
        payments=[{"payment_id": "P1", "office_code": OFFICES[0]}],
        confirmations=[{"payment_id": "P1"}],
        remittances=[{}], remittance_lines=[{"payment_id": "P1"}],
    )  # fmt: skip
    with desk.store.reading(scope.Scope.of([OFFICES[1]])) as connection:
        for table in rolled_up.TABLES:
            assert connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0
    with desk.store.reading(scope.Scope.of([OFFICES[0]])) as connection:
        for table in rolled_up.TABLES:
            assert connection.scalar(sa.text(f"SELECT count(*) FROM {table}"))
