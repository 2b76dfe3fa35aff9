"""Whatever is said of remittance lag in detail adds up to the figure that it details."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from data.scope import Scope
from queries import agents, paging
from queries.lag import ageing, lagged, payments, remittance_lag

if TYPE_CHECKING:
    import pandas as pd

    from data import store as stores


PERIOD: dict[str, Any] = {"start": dt.date(2026, 8, 20), "end": dt.date(2026, 8, 31)}
ALL = paging.Page(1000)
EVENINGS = [dt.date(2026, 8, 20) + dt.timedelta(days) for days in range(0, 30, 3)]
FILTERS: list[dict[str, Any]] = [
    {}, {"office": "00101"}, {"office": "00100"}, {"org": "BI0001"}, {"product": "AR"},
    {"collector": "NVT002"}, {"org": "IS0002", "office": "00110"},
]  # fmt: skip


def asked(
    example: stores.Store, query: Any, filters: dict[str, Any], as_of: dt.date, **params: Any
) -> pd.DataFrame:
    question = lagged.Question(**PERIOD, as_of=as_of, **filters)
    with example.reading(Scope.everything()) as connection:
        rows: pd.DataFrame = query(connection, question, **params)
    return rows


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("as_of", EVENINGS)
def test_the_ageing_buckets_add_up_to_what_is_outstanding(
    example: stores.Store, as_of: dt.date, filters: dict[str, Any]
) -> None:
    agents_rows = asked(example, remittance_lag.by_agent, filters, as_of, by=agents.By.COLLECTOR)
    buckets = asked(example, ageing.by_bucket, filters, as_of)
    for figure in ("payments", "amount"):
        assert buckets[figure].sum() == agents_rows[f"outstanding_{figure}"].sum()
        assert buckets[figure][1:].sum() == agents_rows[f"overdue_{figure}"].sum()


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("as_of", EVENINGS)
def test_the_listed_payments_are_those_that_are_counted(
    example: stores.Store, as_of: dt.date, filters: dict[str, Any]
) -> None:
    rows = asked(example, remittance_lag.by_agent, filters, as_of, by=agents.By.ORG)
    listed = asked(example, payments.listed, filters, as_of, page=ALL)
    by_status = listed.groupby("status")["amount"].sum()
    assert len(listed) == rows["payments"].sum()
    remitted = by_status.get("remitted", 0) + by_status.get("late", 0)
    assert remitted == rows["remitted_amount"].sum()
    assert by_status.get("overdue", 0) == rows["overdue_amount"].sum()
    outstanding = by_status.get("outstanding", 0) + by_status.get("overdue", 0)
    assert outstanding == rows["outstanding_amount"].sum()


def test_the_buckets_are_always_the_same_five(example: stores.Store) -> None:
    buckets = asked(example, ageing.by_bucket, {}, dt.date(2026, 9, 3))
    assert buckets["days_from"].fillna(-1).tolist() == [-1, 1, 6, 11, 21]
    assert buckets["days_to"].fillna(-1).tolist() == [0, 5, 10, 20, -1]
    assert buckets["amount"].tolist() == [583200, 1670400, 0, 0, 0]


def test_the_oldest_and_largest_at_risk_stand_first_and_the_list_may_be_cut(
    example: stores.Store,
) -> None:
    listed = asked(example, payments.listed, {}, dt.date(2026, 9, 3), page=paging.Page(3))
    assert listed["status"].tolist() == ["overdue", "overdue", "outstanding"]
    assert listed["lag_days"].tolist() == [7, 7, 2]
    assert listed["amount"].tolist() == [990000, 680400, 583200]
