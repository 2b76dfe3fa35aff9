"""The differences of the worked example, worked out by hand: each is there for a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from support.difference_rows import SEPTEMBER, listed, only
from support.in_order import EVERYTHING, PERIOD, august, on

from data.scope import Scope
from queries import frames
from queries.exceptions import counts
from queries.lag import lagged

if TYPE_CHECKING:
    from data import store as stores


def counted(store: stores.Store, as_of: dt.date = SEPTEMBER) -> pd.DataFrame:
    with store.reading(EVERYTHING) as connection:
        return counts.by_kind(connection, lagged.Question(as_of=as_of, **PERIOD))


def test_the_worked_example_has_its_differences(example: stores.Store) -> None:
    found = counted(example)
    assert {
        kind: (cases, amount, oldest)
        for kind, cases, amount, oldest, _weight in found.itertuples(index=False)
        if cases
    } == {
        # P07 of Công ty số Hai and P09 of Tổ chức số Một, paid on 21 August.
        "overdue": (2, 990_000 + 680_400, 13),
        # P07 never got a code.
        "unrecorded": (1, 990_000, 13),
        # R4 of 25 August is 30,000 short of P06.
        "remittance_differs": (1, 30_000, 9),
        # Of 21 August, from Sóc Sơn to Tổ chức số Một, and of 22 August, with P09.
        "form_missing": (2, 2_624_400 + 680_400, 13),
        # Of 21 August, from Ba Đình to Tổ chức số Một, a second after eight.
        "form_late": (1, 1_749_600, 13),
        # Of 20 August to Tổ chức số Một, sent again one đồng too high; of 21 August to Công ty
        # số Hai, with P07, which has no code.
        "form_mismatched": (2, 1 + 990_000, 14),
        # P12 of a household was not told.
        "not_informed": (1, 680_400, 13),
    }


@pytest.mark.parametrize(
    ("kind", "subjects"),
    [
        ("overdue", ["P07", "P09"]),
        ("unrecorded", ["P07"]),
        ("remittance_differs", ["R4"]),
        ("form_missing", ["00110/BI0001/2026-08-21", "00110/BI0001/2026-08-22"]),
        ("form_late", ["00101/BI0001/2026-08-21"]),
        ("form_mismatched", ["00101/IS0002/2026-08-21", "00101/BI0001/2026-08-20"]),
        ("not_informed", ["P12"]),
    ],
)
def test_the_differences_of_the_worked_example_have_names(
    example: stores.Store, kind: str, subjects: list[str]
) -> None:
    assert listed(example, kind)["subject"].tolist() == subjects


@pytest.mark.parametrize("as_of", [august(day) for day in (20, 21, 22, 24, 25, 26, 28, 31)])
def test_the_rows_are_as_many_as_are_counted_and_add_up_on_every_evening(
    example: stores.Store, as_of: dt.date
) -> None:
    for kind, cases, amount, oldest, weight in counted(example, as_of).itertuples(index=False):
        rows = listed(example, kind, as_of=as_of)
        assert (len(rows), rows["amount"].sum(), rows["weight"].sum()) == (cases, amount, weight)
        assert cases == 0 or rows["age_days"].max() == oldest


def test_the_heaviest_kinds_come_first_and_uninformed_participants_apart(
    example: stores.Store,
) -> None:
    found = counted(example)
    assert found["kind"].iloc[-1] == "not_informed"
    weights = found["weight"].iloc[:-1]
    assert weights.tolist() == sorted(weights, reverse=True)
    assert found["kind"].head(3).tolist() == ["overdue", "form_missing", "unrecorded"]


def test_the_list_of_all_kinds_has_the_heaviest_first_without_uninformed_participants(
    example: stores.Store,
) -> None:
    rows = listed(example, None)
    assert set(rows["kind"]) == set(counted(example).query("cases > 0")["kind"]) - {"not_informed"}
    assert rows["weight"].is_monotonic_decreasing
    assert rows["subject"].head(2).tolist() == ["P07", "P07"]


@pytest.mark.parametrize("kind", counts.KINDS)
def test_a_difference_is_one_from_the_day_on_that_its_row_names(
    example: stores.Store, kind: str
) -> None:
    for row in frames.records(listed(example, kind)):
        evenings = (row["since_day"] - dt.timedelta(days) for days in (0, 1))
        on_it, before = (
            listed(example, kind, as_of=evening, subjects=[row["subject"]]) for evening in evenings
        )
        assert (len(on_it), len(before)) == (1, 0)


def test_a_row_of_a_payment_says_all_that_is_known_of_it(example: stores.Store) -> None:
    assert only(listed(example, "overdue", org="BI0001")) == {
        "kind": "overdue", "subject": "P09", "payment_id": "P09",
        "office_code": "00110", "office_name": "BHXH huyện Sóc Sơn",
        "org_code": "BI0001", "org_name": "Tổ chức thu số Một", "collector_code": "NVT002",
        "day": august(21), "age_days": 13, "amount": 680_400,
        "confirmation_code": "XN0000000009", "lag_days": 7, "deadline_days": 3,
        # Saturday 22 August is worked; the fourth working day is a Wednesday.
        "since_day": august(26), "weight": 3 * 680_400 * 14,
    }  # fmt: skip


def test_a_row_of_a_transfer_says_what_it_covers_and_what_it_came_to(
    example: stores.Store,
) -> None:
    assert only(listed(example, "remittance_differs")) == {
        "kind": "remittance_differs", "subject": "R4", "remittance_id": "R4",
        "office_code": "00101", "office_name": "BHXH quận Ba Đình",
        "org_code": "IS0002", "org_name": "Công ty Bảo hiểm số Hai",
        "day": august(25), "age_days": 9, "amount": 30_000,
        "expected_amount": 330_000, "found_amount": 300_000,
        "since_day": august(25), "weight": 3 * 30_000 * 10,
    }  # fmt: skip


def test_a_row_of_a_form_says_what_it_has_what_was_sent_and_when(example: stores.Store) -> None:
    assert only(listed(example, "form_late")) == {
        "kind": "form_late", "subject": "00101/BI0001/2026-08-21",
        "office_code": "00101", "office_name": "BHXH quận Ba Đình",
        "org_code": "BI0001", "org_name": "Tổ chức thu số Một",
        "day": august(21), "age_days": 13, "amount": 1_749_600,
        "expected_amount": 1_749_600, "found_amount": 1_749_600,
        "expected_codes": 3, "found_codes": 3,
        "moment": pd.Timestamp(on(22, "08:00:01")),
        "other_moment": pd.Timestamp(on(22, "08:00:00")),
        "since_day": august(22), "weight": 1_749_600 * 14,
    }  # fmt: skip


def test_a_director_lists_his_own_office_alone(example: stores.Store) -> None:
    rows = listed(example, "overdue", scope=Scope.of(["00110"]))
    assert rows["subject"].tolist() == ["P09"]
    assert listed(example, "overdue", scope=Scope.of([])).empty


def test_a_kind_that_is_none_has_no_cases(example: stores.Store) -> None:
    assert listed(example, "lost").empty
