"""Whatever the store: what the offices see adds up to the city, and each sees the city's own row.

Money that one office's payments were handed over with is filed under another office in some of the
stores. Differences to reconcile add up in `test_exceptions_agree`.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, plans, store, strategies

from data import scope
from queries import agents
from queries.forms import cumulative, form_01xn, steps
from queries.forms import days as form_days
from queries.forms import payments as form_payments
from queries.forms import states as form_states
from queries.lag import ageing, lagged, recorded_payments, recording_lag, remittance_lag
from queries.lag import payments as lag_payments
from queries.money import daily, remittances

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    import sqlalchemy as sa
    from support import desks
    from support.builders.strategies import Question

    Asked = Callable[[sa.Connection], pd.DataFrame]
    # The column that rows are known by, those that add up, and the question.
    Additive = dict[str, tuple[str, list[str], Asked]]
    Sums = Mapping[str, Mapping[str, int]]


EVERYTHING: Final = scope.Scope.everything()
OFFICES: Final = [office.office_code for office in plans.OFFICES]
LAG: Final = [
    "payments", "amount", "remitted_payments", "remitted_amount", "outstanding_payments",
    "outstanding_amount", "overdue_payments", "overdue_amount", "exposure_vnd_days",
]  # fmt: skip
RECORDING: Final = ["payments", "recorded", "informed", "unrecorded", "unrecorded_amount"]
FORM: Final = [name for name in form_01xn.COLUMNS if name not in {"key", "name"}]
DAYS: Final = ["collected_amount", "codes", "recorded_amount", "net_amount", "remitted_amount"]
LISTED: Final = ["payments", "amount"]


@pytest.mark.timeout(600)
@given(data=st.data())
@examples.some(8)
def test_the_offices_together_are_the_city_and_each_is_its_row(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    generated = data.draw(strategies.stores())
    store.refill(shared_desk, generated)
    question = data.draw(strategies.questions(generated))
    by = agents.By(data.draw(st.sampled_from(["org", "collector", "product", "week", "month"])))
    for name, (key, figures, asked) in additive(question, by).items():
        whole = sums(find(shared_desk, EVERYTHING, asked), key, figures)
        parts = [
            sums(find(shared_desk, scope.Scope.of([code]), asked), key, figures) for code in OFFICES
        ]
        assert added(parts) == whole, name
    some = data.draw(st.sets(st.sampled_from(OFFICES)))
    for name, asked in of_offices(question).items():
        city = find(shared_desk, EVERYTHING, asked)
        own = find(shared_desk, scope.Scope.of(some), asked)
        assert records(own) == records(city[city["key"].isin(some)]), name


def test_money_filed_under_another_office_counts_where_it_was_paid(desk: desks.Desk) -> None:
    """To the đồng and the day, for the director of the one office, of the other, and the city."""
    desk.hand_in(payments=[{}], remittances=[{"office_code": "00110"}], remittance_lines=[{}])
    day = dt.date(2026, 8, 21)
    asked: Asked = functools.partial(
        remittance_lag.by_agent,
        question=lagged.Question(start=day, end=day, as_of=dt.date(2026, 8, 31)),
        by=agents.By.OFFICE,
    )
    city, own, other = (
        find(desk, who, asked)
        for who in (EVERYTHING, scope.Scope.of(["00101"]), scope.Scope.of(["00110"]))
    )
    assert records(city) == records(own)
    assert own["remitted_amount"].tolist() == [972_000]
    assert other.empty


def additive(q: Question, by: agents.By) -> Additive:
    """Return questions whose figures add up."""
    days: dict[str, Any] = {"start": q.start, "end": q.end, "org": q.org}
    evening: dict[str, Any] = {
        "question": lagged.Question(**days, as_of=q.as_of, product=q.product)
    }
    forms = steps.Question(**days)
    part = functools.partial
    now = form_01xn.due_at(q.end)
    lists: Additive = {
        f"lagging {status}": ("", LISTED, part(lag_payments.total, status=status, **evening))
        for status in (None, *lag_payments.LISTS)
    }
    kinds: Additive = {
        f"form's {kind}": ("", LISTED, part(form_payments.totals, kind=kind, question=forms))
        for kind in form_payments.Kind
    }
    states: Additive = {
        f"forms {status}": (
            "", ["forms", "amount"],
            part(form_states.totals, question=forms, now=now, status=status),
        )
        for status in form_states.Status
    }  # fmt: skip
    others: Additive = {
        "lag": ("key", LAG, part(remittance_lag.by_agent, by=by, **evening)),
        "recording": ("key", RECORDING, part(recording_lag.by_agent, by=by, **evening)),
        "ages": ("bucket", LISTED, part(ageing.by_bucket, **evening)),
        "recorded": ("status", LISTED, part(recorded_payments.by_status, **evening)),
        "form": ("key", FORM, part(form_01xn.by_agent, date=q.end, by=agents.By.ORG, org=q.org)),
        "form's days": ("day", FORM, part(form_days.by_day, question=forms)),
        "form's products": (
            "key", list(form_days.MONEY),
            part(form_days.by_part, question=forms, by=form_days.By.PRODUCT),
        ),
        "to date": ("period", ["codes", "net_amount", "earlier_codes", "earlier_net_amount"],
                    part(cumulative.to_date, question=forms)),
        "days": ("day", DAYS, part(daily.by_day, **evening)),
        "transfers": ("", ["remittances", "amount", "covered_amount", "differing"],
                      part(remittances.total, limits=agents.Limits(**days))),
    }  # fmt: skip
    return lists | kinds | states | others


def of_offices(q: Question) -> dict[str, Asked]:
    """Return questions with a row an office."""
    days: dict[str, Any] = {"start": q.start, "end": q.end, "org": q.org}
    evening: dict[str, Any] = {
        "question": lagged.Question(**days, as_of=q.as_of, product=q.product)
    }
    forms = steps.Question(**days)
    part = functools.partial
    office = agents.By.OFFICE
    return {
        "lag": part(remittance_lag.by_agent, by=office, **evening),
        "recording": part(recording_lag.by_agent, by=office, **evening),
        "form": part(form_01xn.by_agent, date=q.end, by=office, org=q.org),
        "form's days": part(form_days.by_part, by=form_days.By.OFFICE, question=forms),
    }


def find(desk: desks.Desk, who: scope.Scope, asked: Asked) -> pd.DataFrame:
    with desk.store.reading(who) as connection:
        return asked(connection)


def sums(rows: pd.DataFrame, key: str, figures: list[str]) -> Sums:
    """Return the figures by key; keys of which every figure is zero are left out."""
    found = {
        str(row.get(key, "")): {name: int(row[name] or 0) for name in figures}
        for row in rows.astype(object).where(rows.notna(), None).to_dict("records")
    }
    return {key: figures for key, figures in found.items() if any(figures.values())}


def added(parts: list[Sums]) -> Sums:
    found: dict[str, dict[str, int]] = {}
    for part in parts:
        for key, figures in part.items():
            into = found.setdefault(key, dict.fromkeys(figures, 0))
            for name, value in figures.items():
                into[name] += value
    return {key: figures for key, figures in found.items() if any(figures.values())}


def records(rows: pd.DataFrame) -> list[str]:
    return [repr(row) for row in rows.astype(object).to_dict("records")]
