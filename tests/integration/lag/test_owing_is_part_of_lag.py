"""What was owed at the end of a day: who reads little says the same as who reads everything."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, histories

from data import scope
from queries import agents
from queries.lag import lagged, owing, remittance_lag

if TYPE_CHECKING:
    import sqlalchemy as sa
    from support.desks import Desk

    Row = dict[str, str]


NAMES = list(owing.COLUMNS)


def in_full(connection: sa.Connection, question: lagged.Question, by: agents.By) -> pd.DataFrame:
    """Return what the report on everybody says of those who owe anything."""
    found = remittance_lag.by_agent(connection, question, by=by)
    return found.loc[found["outstanding_payments"] > 0, NAMES].reset_index(drop=True)


def assert_total_is_everything(
    connection: sa.Connection, question: lagged.Question, by: agents.By
) -> None:
    found = remittance_lag.with_total(connection, question, by=by)
    for part, level in zip(remittance_lag.split(found), (agents.By.ALL, by), strict=True):
        if by is not agents.By.ALL:
            alone = remittance_lag.by_agent(connection, question, by=level)
            pd.testing.assert_frame_equal(part, alone)


@pytest.mark.timeout(300)
@given(
    history=histories.stores(),
    asked=st.lists(st.tuples(histories.questions(), histories.LEVELS), min_size=12, max_size=12),
)
@examples.some(8)
def test_of_those_who_owe_it_says_what_the_whole_report_says(
    history: dict[str, list[Row]],
    asked: list[tuple[lagged.Question, agents.By]],
    shared_desk: Desk,
) -> None:
    shared_desk.begin()
    assert shared_desk.hand_in(**history).rejected == 0
    with shared_desk.store.reading(scope.Scope.everything()) as connection:
        for question, level in asked:
            for by in (level, agents.By.COLLECTOR):
                found = owing.by_agent(connection, question, by=by)
                pd.testing.assert_frame_equal(found, in_full(connection, question, by))
                assert_total_is_everything(connection, question, by)


@pytest.mark.parametrize("by", list(agents.By))
@pytest.mark.parametrize("voided", [False, True])
def test_it_is_found_however_long_it_was_open(desk: Desk, by: agents.By, voided: bool) -> None:
    """Up to two weeks, around the ten days up to which what was open is found by its day."""
    waits = range(15)
    ended = {wait: histories.moments(30 + wait, 15) for wait in waits}
    payments = [
        {"payment_id": f"P{wait}", "paid_at": histories.moments(30)}
        | ({"voided_at": ended[wait]} if voided else {})
        for wait in waits
    ]
    handed = {
        "remittances": [{"remittance_id": f"R{w}", "remitted_at": ended[w]} for w in waits],
        "remittance_lines": [{"remittance_id": f"R{w}", "payment_id": f"P{w}"} for w in waits],
    }
    desk.hand_in(payments=payments, **({} if voided else handed))
    first = dt.datetime.fromisoformat(histories.moments(30)).date()
    with desk.store.reading(scope.Scope.everything()) as connection:
        for later in range(-1, 17):
            day = first + dt.timedelta(later)
            question = lagged.Question(start=first, end=first + dt.timedelta(20), as_of=day)
            found = owing.by_agent(connection, question, by=by)
            pd.testing.assert_frame_equal(found, in_full(connection, question, by))
            assert found["outstanding_payments"].sum() == max(0, 14 - later) * (later >= 0)
