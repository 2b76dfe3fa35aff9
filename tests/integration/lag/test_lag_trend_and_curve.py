"""The trend and the curve say what the report says, on every generated store."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, store, strategies

from data import scope
from queries import agents, paging
from queries.lag import ageing, lagged, payments, remittance_lag
from queries.lag import curve as lag_curve
from queries.lag import trend as lag_trend

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa
    from support import desks


EVERYTHING = scope.Scope.everything()
WEEKS = 4
LEVELS = st.sampled_from([agents.By.ORG, agents.By.OFFICE, agents.By.PRODUCT, agents.By.ALL])
ALL = paging.Page(10_000)


@pytest.mark.timeout(600)
@given(data=st.data())
@examples.some(8)
def test_trend_curve_and_lists_agree_with_the_report(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    generated = data.draw(strategies.stores())
    store.refill(shared_desk, generated)
    with shared_desk.store.reading(EVERYTHING) as connection:
        for _ in range(3):
            q = data.draw(strategies.questions(generated))
            filters = {"office": q.office, "org": q.org, "product": q.product}
            trend_agrees(connection, q, data.draw(LEVELS), filters)
            curve_agrees(connection, q, filters)
            weeks_and_months_agree(connection, q, filters)
            lists_agree(connection, q, filters)


def trend_agrees(
    connection: sa.Connection,
    q: strategies.Question,
    by: agents.By,
    filters: dict[str, Any],
) -> None:
    question = lagged.Question(start=q.start, end=q.end, as_of=q.as_of, **filters)
    trend = lag_trend.by_agent(connection, question, weeks=WEEKS, by=by)
    assert not trend.duplicated(["key", "evening"]).any()
    end = min(q.end, q.as_of)
    for back in (dt.timedelta(weeks=week) for week in range(WEEKS)):
        earlier = lagged.Question(
            start=q.start - back, end=end - back, as_of=q.as_of - back, **filters
        )
        report = remittance_lag.by_agent(connection, earlier, by=by)
        then = trend[trend["evening"] == q.as_of - back].set_index("key")
        found, whole = (amounts(rows) for rows in (then, report.set_index("key")))
        assert found == whole


def amounts(rows: pd.DataFrame) -> dict[str, int]:
    return {str(key): int(amount) for key, amount in rows["overdue_amount"].items() if amount}


def curve_agrees(
    connection: sa.Connection, q: strategies.Question, filters: dict[str, Any]
) -> None:
    question = lagged.Question(start=q.start, end=q.end, as_of=q.as_of, **filters)
    curve = lag_curve.by_lag(connection, question)
    report = remittance_lag.by_agent(connection, question, by=agents.By.ALL)
    if report.empty:
        assert curve.empty
        return
    assert curve["remitted_payments"].sum() == report["remitted_payments"].iloc[0]
    assert curve["outstanding_payments"].sum() == report["outstanding_payments"].iloc[0]
    assert curve["share_remitted"].is_monotonic_increasing
    deadlines = payments.listed(connection, question, page=ALL)["deadline_days"]
    assert set(curve["shortest_deadline_days"]) == {deadlines.min()}
    assert set(curve["longest_deadline_days"]) == {deadlines.max()}
    for share, column in ((0.5, "median_lag_days"), (0.9, "p90_lag_days")):
        reached = curve.loc[curve["share_remitted"] >= share, "lag_days"]
        assert report[column].tolist() == ([reached.min()] if len(reached) else [None]) or (
            report[column].isna().all() and reached.empty
        )


def weeks_and_months_agree(
    connection: sa.Connection, q: strategies.Question, filters: dict[str, Any]
) -> None:
    question = lagged.Question(start=q.start, end=q.end, as_of=q.as_of, **filters)
    for by, first in ((agents.By.WEEK, monday), (agents.By.MONTH, first_of_month)):
        found = remittance_lag.by_agent(connection, question, by=by)
        paid = payments.listed(connection, question, page=ALL)
        keys = [first(moment.date()).isoformat() for moment in paid["paid_at"]]
        expected = paid.groupby(keys)["amount"].sum()
        assert dict(zip(found["key"], found["amount"], strict=True)) == expected.to_dict()


def monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(day.weekday())


def first_of_month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def lists_agree(connection: sa.Connection, q: strategies.Question, filters: dict[str, Any]) -> None:
    question = lagged.Question(start=q.start, end=q.end, as_of=q.as_of, **filters)
    buckets = ageing.by_bucket(connection, question)
    for bucket, amount in zip(buckets["bucket"], buckets["amount"], strict=True):
        listed = payments.listed(connection, question, page=ALL, bucket=int(bucket))
        total = payments.total(connection, question, bucket=int(bucket)).iloc[0]
        assert listed["amount"].sum() == total["amount"] == amount
    for status, states in payments.LISTS.items():
        listed = payments.listed(connection, question, page=ALL, status=status)
        total = payments.total(connection, question, status=status).iloc[0]
        assert (len(listed), listed["amount"].sum()) == (total["payments"], total["amount"])
        assert set(listed["status"]) <= set(states)
