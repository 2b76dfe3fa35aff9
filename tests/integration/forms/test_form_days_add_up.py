"""Whatever the store, the figures of several days of form 01-XN are the sums of the days'."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, store, strategies

from data import scope
from queries import agents, paging
from queries.forms import cumulative, form_01xn, payments, states, steps
from queries.forms import days as form_days
from queries.forms.payments import Kind
from queries.forms.states import Status

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa
    from support import desks
    from support.builders.strategies import Question

    Sums = dict[str, dict[str, int]]


EVERYTHING: Final = scope.Scope.everything()
FIGURES: Final = [name for name in form_01xn.COLUMNS if name not in {"key", "name"}]
ALL: Final = paging.Page(1000)
COUNTED: Final = {
    Status.ON_TIME: "dispatched_on_time",
    Status.LATE: "dispatched_late",
    Status.MISSING: "not_dispatched",
    Status.MISMATCHED: "mismatched",
}


def sums(rows: pd.DataFrame, key: str, figures: list[str]) -> Sums:
    """Return the sums by key; keys of which every figure is zero are left out."""
    found: Sums = {}
    for row in rows.to_dict("records"):
        into = found.setdefault(str(row[key]), dict.fromkeys(figures, 0))
        for name in figures:
            into[name] += int(row[name])
    return {key: figures for key, figures in found.items() if any(figures.values())}


def added(many: list[Sums]) -> Sums:
    found: Sums = {}
    for each in many:
        for key, figures in each.items():
            into = found.setdefault(key, dict.fromkeys(figures, 0))
            for name, value in figures.items():
                into[name] += value
    return {key: figures for key, figures in found.items() if any(figures.values())}


def each_day(start: dt.date, end: dt.date) -> list[dt.date]:
    return [start + dt.timedelta(days) for days in range((end - start).days + 1)]


def total(rows: pd.DataFrame, names: list[str]) -> dict[str, int]:
    return {name: int(rows[name].sum()) for name in names}


@pytest.mark.timeout(600)
@given(data=st.data())
@examples.some(8)
def test_the_days_add_up_in_every_way(data: st.DataObject, shared_desk: desks.Desk) -> None:
    generated = data.draw(strategies.stores())
    store.refill(shared_desk, generated)
    question = data.draw(strategies.questions(generated))
    place: dict[str, Any] = {"office": question.office, "org": question.org}
    with shared_desk.store.reading(EVERYTHING) as connection:
        a_range_is_the_sum_of_its_days(connection, question, place)
        products_are_parts_of_the_whole(connection, question, place)
        levels_asked_at_once_say_what_each_says_alone(connection, question, place)
        lists_have_what_the_figures_say(connection, question, place)
        the_cumulative_figures_are_sums_of_days(connection, question, place)


def a_range_is_the_sum_of_its_days(
    connection: sa.Connection, q: Question, place: dict[str, Any]
) -> None:
    question = steps.Question(start=q.start, end=q.end, **place)
    for by in (agents.By.OFFICE, agents.By.ORG):
        rows = form_days.by_part(connection, question, by=form_days.By(by))
        of_range = sums(rows, "key", FIGURES)
        assert of_range == added(
            [
                sums(form_01xn.by_agent(connection, date=day, by=by, **place), "key", FIGURES)
                for day in each_day(q.start, q.end)
            ]
        )
    by_day = form_days.by_day(connection, question)
    assert by_day["day"].is_monotonic_increasing
    assert total(by_day, FIGURES) == {
        name: sum(figures[name] for figures in of_range.values()) for name in FIGURES
    }


def products_are_parts_of_the_whole(
    connection: sa.Connection, q: Question, place: dict[str, Any]
) -> None:
    question = steps.Question(start=q.start, end=q.end, **place)
    money = [name for name in form_days.MONEY if name != "codes"]
    whole = form_days.by_day(connection, question)
    parts = form_days.by_part(connection, question, by=form_days.By.PRODUCT)
    assert total(parts, money) == total(whole, money)
    assert int(parts["codes"].sum()) >= int(whole["codes"].sum())
    assert not set(form_days.FORMS) & set(parts.columns)
    for row in parts.to_dict("records"):
        product = dataclasses.replace(question, product=str(row["key"]))
        of_one = form_days.by_day(connection, product)
        assert total(of_one, list(form_days.MONEY)) == {n: int(row[n]) for n in form_days.MONEY}


def levels_asked_at_once_say_what_each_says_alone(
    connection: sa.Connection, q: Question, place: dict[str, Any]
) -> None:
    for product in (None, "IS"):
        question = steps.Question(start=q.start, end=q.end, product=product, **place)
        for by, rows in form_days.by_parts(connection, question, by=list(form_days.By)).items():
            alone = form_days.rows(connection, question, by=by)
            assert rows.plain() == alone.plain()
            assert rows.dtypes == alone.dtypes


def lists_have_what_the_figures_say(
    connection: sa.Connection, q: Question, place: dict[str, Any]
) -> None:
    question = steps.Question(start=q.start, end=q.end, **place)
    figures = total(form_days.by_day(connection, question), FIGURES)
    amounts = {Kind.PAYMENTS: "amount", Kind.ADJUSTMENTS: "adjustment_amount"}
    for kind in Kind:
        listed = payments.listed(connection, question, kind=kind, page=ALL)
        whole = payments.totals(connection, question, kind=kind).iloc[0]
        assert len(listed) == whole["payments"] == figures[kind]
        assert listed["amount"].sum() == whole["amount"]
        assert kind not in amounts or whole["amount"] == figures[amounts[kind]]
    now = form_01xn.due_at(q.end + dt.timedelta(days=1))
    for status, column in COUNTED.items():
        forms = states.by_form(connection, question, now=now, status=status, page=ALL)
        whole = states.totals(connection, question, now=now, status=status).iloc[0]
        assert len(forms) == whole["forms"] == figures[column]
        assert forms["amount"].sum() == whole["amount"]


def the_cumulative_figures_are_sums_of_days(
    connection: sa.Connection, q: Question, place: dict[str, Any]
) -> None:
    long = dt.timedelta(days=800)
    question = steps.Question(start=q.start - long, end=q.end + long, **place)
    by_day = form_days.by_day(connection, question)
    # Of the later ones, the whole months before the last are added up by month.
    months_on, a_year_on = (q.end + dt.timedelta(days=days) for days in (35, 401))
    for start, end in ((q.start, q.end), (q.end, q.end), (q.start, months_on), (a_year_on,) * 2):
        question = steps.Question(start=start, end=end, **place)
        for row in cumulative.to_date(connection, question).to_dict("records"):
            for before in ("", "earlier_"):
                first, last = row[f"{before}start"], row[f"{before}end"]
                among = [each for each in by_day.to_dict("records") if first <= each["day"] <= last]
                for figure in ("codes", "net_amount"):
                    assert row[f"{before}{figure}"] == sum(int(each[figure]) for each in among)
