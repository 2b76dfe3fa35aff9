"""The payments behind the figures of recording lag, in the order of the percentiles."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import as_csv
from support.builders import examples, strategies
from support.builders import store as builders_store
from support.oracle import lag, recording
from support.oracle import payments as oracle_payments

from data import scope
from queries import agents, paging
from queries.lag import (
    informed,
    lagged,
    recorded_payments,
    recording_lag,
    remittance_lag,
    without_code,
)

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
LEVELS: Final[tuple[oracle_payments.Level, ...]] = ("org", "office", "collector")
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
    page_agrees(
        connection, question, recording.counted(generated, q.start, q.end, q.as_of, **filters)
    )
    rows_agree(connection, generated, question, filters)


def page_agrees(
    connection: sa.Connection, question: lagged.Question, counted: recording.Counted
) -> None:
    """Say that each list, class of age and way of telling is what it is by the rules."""
    for status, payments in counted.lists().items():
        part = recorded_payments.listed(connection, question, page=ALL, status=status)
        assert set(part["payment_id"]) == {p.payment_id for p in payments}, status
        total = listed_rows(recorded_payments.total(connection, question, status=status))
        assert total == [(len(payments), oracle_payments.money(payments))], status
    ages = [(len(each), oracle_payments.money(each)) for each in counted.ages()]
    found = without_code.by_age(connection, question)
    assert listed_rows(found[["payments", "amount"]]) == ages
    for bucket, payments in enumerate(counted.ages()):
        part = recorded_payments.listed(connection, question, page=ALL, bucket=bucket)
        assert set(part["payment_id"]) == {p.payment_id for p in payments}
        assert [(counted.as_of - day).days for day in map(oracle_payments.paid_day, payments)] == [
            part.set_index("payment_id")["waiting_days"][p.payment_id] for p in payments
        ]
    channels = informed.by_channel(connection, question).fillna({"channel_code": "not_informed"})
    lists = counted.lists()
    ways = ("direct", "sms", "email", "paper", "other", "not_informed")
    assert dict(listed_rows(channels[["channel_code", "payments"]])) == {
        way: len(lists[way]) for way in ways if lists[way]
    }


def listed_rows(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(frame.itertuples(index=False, name=None))


def rows_agree(
    connection: sa.Connection, generated: Store, question: lagged.Question, filters: dict[str, Any]
) -> None:
    """Say that the rows of the page are those of the report, with what else the page shows."""
    for level in LEVELS:
        by = agents.By(level)
        report = recording_lag.by_agent(connection, question, by=by)
        both = recording_lag.with_total(connection, question, by=by)
        total, rows = remittance_lag.split(both)
        pd.testing.assert_frame_equal(rows[list(report.columns)], report)
        pd.testing.assert_frame_equal(
            total, recording_lag.in_full(connection, question, by=agents.By.ALL)
        )
        groups = oracle_payments.by_group(
            recording.counted(
                generated, question.start, question.end, question.as_of, **filters
            ).payments,
            level,
        )
        expected = {
            key: recording.Counted(generated, group, question.as_of)
            for key, group in groups.items()
        }
        found = as_csv.table(rows)
        assert [row["key"] for row in found] == list(expected)
        for row, counted in zip(found, expected.values(), strict=True):
            assert row | counted.row() == row
        waiting = without_code.by_agent(connection, question, by=by)
        assert sorted(listed_rows(waiting[["key", "payments", "amount"]])) == [
            (key, len(each.waiting), oracle_payments.money(each.waiting))
            for key, each in expected.items()
            if each.waiting
        ]


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
