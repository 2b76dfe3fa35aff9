"""The rows behind a figure of differences: all of them, once, in the order that is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from support import in_order
from support.difference_rows import listed, only
from support.in_order import august, on

from queries import paging
from queries.exceptions import cases, counts
from queries.exceptions import rows as exception_rows

if TYPE_CHECKING:
    from support import desks


def test_every_kind_that_is_counted_can_be_listed_and_the_other_way_round() -> None:
    listed_kinds = set(re.findall(r"SELECT\s+'(\w+)'", cases.DIFFERENCES))
    assert listed_kinds == set(counts.KINDS)


ODDS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "code_before_payment": (
        {"confirmations": [{"recorded_at": on(21, "08:59:59")}]},
        {"moment": on(21, "08:59:59"), "other_moment": on(21)},
    ),
    "code_after_remittance": (
        {"confirmations": [{"recorded_at": on(25)}]},
        {"moment": on(25), "other_moment": on(24)},
    ),
    "remitted_before_payment": (
        {"remittances": [{"remitted_at": on(20)}]},
        {"moment": on(20), "other_moment": on(21)},
    ),
    "voided_after_remittance": (
        {"payments": [{"voided_at": on(26)}]},
        {"moment": on(26), "other_moment": on(24)},
    ),
    "remitted_by_other": ({"remittances": [{"org_code": "IS0002"}]}, {"other": "IS0002"}),
    "form_missing": ({"dispatches": []}, {"other_moment": on(22, "08:00:00")}),
    "form_mismatched": (
        {"dispatches": [{}, {"sent_at": on(25), "codes": "2"}]},
        {"moment": on(25), "other_moment": on(22, "08:00:00")},
    ),
}


@pytest.mark.parametrize("kind", ODDS)
def test_a_row_has_the_moments_and_whatever_else_are_at_odds(desk: desks.Desk, kind: str) -> None:
    changes, odds = ODDS[kind]
    in_order.hand_in(desk, changes)
    row = only(listed(desk.store, kind))
    found = {name: row[name] for name in ("moment", "other_moment", "other") if name in row}
    moments = {name: pd.Timestamp(text) for name, text in odds.items() if name != "other"}
    assert found == odds | moments


def test_a_code_and_a_transfer_that_are_still_to_come_are_not_in_the_row(
    desk: desks.Desk,
) -> None:
    payments = [{"receipt_no": "BL1"}, {"receipt_no": "BL1", "payment_id": "P2"}]
    codes = [{"recorded_at": on(22)}]
    in_order.hand_in(desk, {"payments": payments, "confirmations": codes})
    early = listed(desk.store, "receipt_twice", as_of=august(21))
    late = listed(desk.store, "receipt_twice", as_of=august(24))
    assert early["other"].tolist() == ["P2", "P1"]
    assert early[["remittance_id", "confirmation_code"]].isna().all(axis=None)
    assert late["remittance_id"].fillna("").tolist() == ["R1", ""]
    assert late["confirmation_code"].fillna("").tolist() == ["XN1", ""]


def many(desk: desks.Desk) -> None:
    """Hand in twenty-five payments without a code, of four amounts."""
    desk.hand_in(
        payments=[
            {"payment_id": f"P{n:02d}", "amount": str(1000 * (n % 4 + 1)), "paid_at": on(n % 9 + 1)}
            for n in range(25)
        ]
    )


@pytest.mark.parametrize("descending", [False, True])
def test_the_pages_hold_every_row_once_whatever_they_are_sorted_by(
    desk: desks.Desk, *, descending: bool
) -> None:
    many(desk)
    for sort in (None, *exception_rows.SORTABLE):
        whole = listed(desk.store, "unrecorded", paging.Page(1000, 0, sort, descending))
        pages = [
            listed(desk.store, "unrecorded", paging.Page(7, offset, sort, descending))
            for offset in (0, 7, 14, 21)
        ]
        assert pd.concat(pages)["subject"].tolist() == whole["subject"].tolist()
        assert set(pd.concat(pages)["listed_amount"]) == {whole["amount"].sum()}
        assert sorted(whole["subject"]) == [f"P{n:02d}" for n in range(25)]


def test_the_heaviest_comes_first_and_the_list_can_be_sorted(desk: desks.Desk) -> None:
    many(desk)
    rows = listed(desk.store, "unrecorded")
    heavy = rows["amount"] * (rows["age_days"] + 1)
    ordered = sorted(zip(-heavy, rows["subject"], strict=True))
    assert [subject for _, subject in ordered] == rows["subject"].tolist()
    oldest = listed(desk.store, "unrecorded", paging.Page(3, 0, "age_days", descending=True))
    assert oldest["day"].tolist() == [august(1)] * 3
    assert oldest["subject"].tolist() == ["P00", "P09", "P18"]


def test_single_differences_can_be_asked_for_as_long_as_they_stand(desk: desks.Desk) -> None:
    many(desk)
    rows = listed(desk.store, "unrecorded", subjects=["P03", "P04", "P99"])
    assert rows["subject"].tolist() == ["P03", "P04"]
    assert listed(desk.store, "unrecorded", subjects=[]).empty
    assert listed(desk.store, "overdue", subjects=["P03"], as_of=august(4)).empty
