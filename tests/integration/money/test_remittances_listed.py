"""The list of transfers: its sums, its order, its pages, and whom it shows them to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data import problems, scope
from queries import agents, paging
from queries.exceptions import counts
from queries.lag import lagged
from queries.money import remittances

if TYPE_CHECKING:
    from data import store as stores


EVERYTHING = scope.Scope.everything()
PERIOD: dict[str, Any] = {"start": dt.date(2026, 8, 20), "end": dt.date(2026, 9, 3)}
FILTERS: list[dict[str, Any]] = [
    {}, {"office": "00101"}, {"office": "00100"}, {"org": "BI0001"},
    {"org": "IS0002", "office": "00110"},
]  # fmt: skip
ALL = paging.Page(1000)


def listed(
    store: stores.Store,
    page: paging.Page = ALL,
    visible: scope.Scope = EVERYTHING,
    **filters: Any,
) -> pd.DataFrame:
    with store.reading(visible) as connection:
        return remittances.listed(connection, agents.Limits(**{**PERIOD, **filters}), page=page)


def total(store: stores.Store, visible: scope.Scope = EVERYTHING, **filters: Any) -> dict[str, Any]:
    with store.reading(visible) as connection:
        return dict(remittances.total(connection, agents.Limits(**{**PERIOD, **filters})).iloc[0])


@pytest.mark.parametrize("filters", FILTERS)
def test_the_total_is_the_sum_of_what_is_listed(
    example: stores.Store, filters: dict[str, Any]
) -> None:
    rows = listed(example, **filters)
    assert total(example, **filters) == {
        "remittances": len(rows),
        "amount": rows["amount"].sum(),
        "covered_amount": rows["covered_amount"].sum(),
        "differing": (rows["difference"] != 0).sum(),
    }


@pytest.mark.parametrize("filters", FILTERS)
def test_those_that_differ_are_the_differences_to_reconcile(
    example: stores.Store, filters: dict[str, Any]
) -> None:
    with example.reading(EVERYTHING) as connection:
        kinds = counts.by_kind(
            connection, lagged.Question(**PERIOD, as_of=PERIOD["end"], **filters)
        )
    cases = dict(zip(kinds["kind"], kinds["cases"], strict=True))
    assert cases["remittance_differs"] == total(example, **filters)["differing"]


def test_the_latest_stand_first_and_a_column_can_be_asked_for(example: stores.Store) -> None:
    moments = listed(example)["remitted_at"].tolist()
    assert moments == sorted(moments, reverse=True)
    for column in remittances.SORTABLE.keys() - {"office_name"}:
        ordered = listed(example, paging.Page(1000, sort=column, descending=True))[column]
        assert ordered.dropna().tolist() == sorted(ordered.dropna().tolist(), reverse=True)


def test_pages_side_by_side_are_the_whole_list(example: stores.Store) -> None:
    whole = listed(example)
    parts = [listed(example, paging.Page(2, offset)) for offset in range(0, len(whole), 2)]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)


def test_a_transfer_belongs_to_the_day_on_which_it_came_in(example: stores.Store) -> None:
    day = dt.date(2026, 8, 21)
    assert listed(example, start=day, end=day)["remittance_id"].tolist() == ["R1"]


def test_a_director_sees_the_transfers_to_the_own_office_with_the_same_sums(
    example: stores.Store,
) -> None:
    own = scope.Scope.of(["00101"])
    pd.testing.assert_frame_equal(
        listed(example, visible=own), listed(example, office="00101"), check_dtype=True
    )
    assert total(example, visible=own) == total(example, office="00101")


def test_an_unknown_office_is_refused(example: stores.Store) -> None:
    with pytest.raises(problems.Problem, match="No office"):
        total(example, office="99999")
