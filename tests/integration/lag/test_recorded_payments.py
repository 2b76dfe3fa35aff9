"""The payments behind the figures of recording lag, in the order of the percentiles."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, strategies
from support.builders import store as builders_store
from support.oracle import lag

from data import scope
from queries import agents, paging
from queries.lag import lagged, recorded_payments, recording_lag

if TYPE_CHECKING:
    import sqlalchemy as sa
    from support import desks
    from support.builders.rows import Store

    from data import store as stores


EVERYTHING: Final = scope.Scope.everything()
ALL: Final = paging.Page(10_000)
SHORTEST_FIRST: Final = paging.Page(10_000, sort="recorded_minutes")
PERIOD: Final[dict[str, Any]] = {"start": dt.date(2026, 8, 20), "end": dt.date(2026, 8, 31)}
EVENING: Final = dt.date(2026, 9, 3)
NOON: Final = "2026-08-20T12:00:00+07:00"


@pytest.mark.timeout(600)
@given(data=st.data())
@examples.some(8)
def test_the_lists_agree_with_the_report_and_the_independent_calculation(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    generated = data.draw(strategies.stores())
    builders_store.refill(shared_desk, generated)
    with shared_desk.store.reading(EVERYTHING) as connection:
        for _ in range(3):
            agree(connection, generated, data.draw(strategies.questions(generated)))


def agree(connection: sa.Connection, generated: Store, q: strategies.Question) -> None:
    filters: dict[str, Any] = {"office": q.office, "org": q.org, "product": q.product}
    question = lagged.Question(start=q.start, end=q.end, as_of=q.as_of, **filters)
    listed = recorded_payments.listed(connection, question, page=SHORTEST_FIRST)
    found = {
        row.payment_id: (
            row.status,
            None if row.recorded_minutes is pd.NA else row.recorded_minutes,
        )
        for row in listed.itertuples()
    }
    assert found == lag.recorded_payments(generated, q.start, q.end, q.as_of, **filters)
    assert len(found) == len(listed)
    groups = recorded_payments.by_status(connection, question)
    assert groups["status"].tolist() == list(recorded_payments.STATUSES)
    for group in groups.itertuples():
        part = recorded_payments.listed(connection, question, page=ALL, status=str(group.status))
        assert (len(part), part["amount"].sum()) == (group.payments, group.amount)
    report_agrees(recording_lag.by_agent(connection, question, by=agents.By.ALL), listed)


def report_agrees(report: pd.DataFrame, listed: pd.DataFrame) -> None:
    """Say that the percentiles stand at their ranks and that the groups are those counted."""
    counted = {
        "payments": len(listed),
        "recorded": listed["recorded_at"].count(),
        "unrecorded": len(listed[listed["status"] == "unrecorded"]),
        "unrecorded_amount": listed.loc[listed["status"] == "unrecorded", "amount"].sum(),
    }
    minutes = listed["recorded_minutes"].fillna(-1).tolist()
    same_day = len(listed[listed["status"] == "same_day"])
    is_ranked = listed["recorded_minutes"].notna() | (listed["status"] == "unrecorded")
    ranked = int(is_ranked.sum())
    ranks = {"median_minutes": -(-ranked // 2), "p90_minutes": -(-9 * ranked // 10)}
    for row in report.astype("object").fillna(-1).to_dict("records"):
        assert {name: row[name] for name in counted} == counted
        # Of nothing there is no percentile.
        assert {name: [*minutes, -1][rank - 1] for name, rank in ranks.items()} == {
            name: row[name] for name in ranks
        }
        assert row["same_day_rate"] == pytest.approx(same_day / len(listed), abs=0.00005)
    assert len(report) == min(1, len(listed))


def asked(
    store: stores.Store,
    page: paging.Page = ALL,
    as_of: dt.date = EVENING,
    status: str | None = None,
) -> pd.DataFrame:
    question = lagged.Question(**PERIOD, as_of=as_of)
    with store.reading(EVERYTHING) as connection:
        return recorded_payments.listed(connection, question, page=page, status=status)


def test_those_without_a_code_stand_first_then_the_longest(desk: desks.Desk) -> None:
    desk.hand_in(
        payments=[{"payment_id": f"P{n}", "paid_at": NOON} for n in range(1, 6)],
        confirmations=[
            {
                "payment_id": "P1",
                "confirmation_code": "A",
                "recorded_at": "2026-08-20T12:10:59+07:00",
            },
            {
                "payment_id": "P2",
                "confirmation_code": "B",
                "recorded_at": "2026-08-20T23:59:59+07:00",
            },
            {
                "payment_id": "P3",
                "confirmation_code": "C",
                "recorded_at": "2026-08-21T00:00:00+07:00",
            },
            {
                "payment_id": "P4",
                "confirmation_code": "D",
                "recorded_at": "2026-08-19T11:00:00+07:00",
            },
        ],
    )
    rows = asked(desk.store)
    assert rows["payment_id"].tolist() == ["P5", "P3", "P2", "P1", "P4"]
    assert rows["recorded_minutes"].fillna(-1).tolist() == [-1, 720, 719, 10, 0]
    assert rows["status"].tolist() == [
        "unrecorded", "other_day", "same_day", "same_day", "other_day",
    ]  # fmt: skip
    turned = asked(desk.store, SHORTEST_FIRST)
    assert turned["payment_id"].tolist() == ["P4", "P1", "P2", "P3", "P5"]
    second = asked(desk.store, paging.Page(2, 2, "recorded_minutes"), status=None)
    assert second["payment_id"].tolist() == ["P2", "P3"]


def test_a_code_that_was_issued_after_the_evening_is_not_known_yet(desk: desks.Desk) -> None:
    desk.hand_in(
        payments=[{"paid_at": NOON}],
        confirmations=[{"recorded_at": "2026-08-21T00:00:00+07:00"}],
    )
    ((then,), (now,)) = (
        asked(desk.store, as_of=dt.date(2026, 8, day)).to_dict("records") for day in (20, 21)
    )
    assert then["status"] == "unrecorded"
    unknown = ("confirmation_code", "recorded_at", "recorded_minutes")
    assert all(pd.isna(then[name]) for name in unknown)
    assert (now["status"], now["confirmation_code"]) == ("other_day", "XN1")


def test_a_director_lists_the_payments_of_the_own_office_alone(example: stores.Store) -> None:
    everything = asked(example)
    with example.reading(scope.Scope.of(["00110"])) as connection:
        question = lagged.Question(**PERIOD, as_of=EVENING)
        own = recorded_payments.listed(connection, question, page=ALL)
    there = everything[everything["office_code"] == "00110"]
    assert own["payment_id"].tolist() == there["payment_id"].tolist()
    assert 0 < len(own) < len(everything)


def test_every_column_that_can_be_sorted_by_sorts_the_whole_list(example: stores.Store) -> None:
    every = set(asked(example)["payment_id"])
    for column in recorded_payments.SORTABLE:
        for descending in (False, True):
            page = paging.Page(10_000, sort=column, descending=descending)
            assert set(asked(example, page)["payment_id"]) == every
