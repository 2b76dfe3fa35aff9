"""Whatever the store, what moved between two evenings is what an independent calculation says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, store, strategies
from support.oracle import calendar, exceptions
from support.oracle import cases as oracle_cases

from data import scope
from queries import agents, paging
from queries.exceptions import counts
from queries.exceptions import movements as exception_movements
from queries.exceptions import rows as exception_rows
from queries.lag import lagged, movements, overdue_weeks, owing

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa
    from support import desks
    from support.oracle.cases import Asked

EVERYTHING: Final = scope.Scope.everything()
ALL: Final = paging.Page(10_000)
WEEKS: Final = 4
# Cases that may end and begin again: a form that is sent anew, a payment that repeats another one.
AGAIN: Final = ("form_mismatched", "charged_twice", "receipt_twice")


@pytest.mark.timeout(600)
@given(data=st.data())
@examples.some(6)
def test_what_is_new_and_what_was_settled_agrees_on_every_generated_store(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    generated = data.draw(strategies.stores())
    store.refill(shared_desk, generated)
    for _ in range(3):
        q = data.draw(strategies.questions(generated))
        asked = oracle_cases.Asked(generated, q.start, q.end, q.as_of, q.office, q.org)
        before = q.as_of - dt.timedelta(days=data.draw(st.sampled_from([7, 1, 30])))
        with shared_desk.store.reading(EVERYTHING) as connection:
            overdue_agrees(connection, asked, before)
            kinds_agree(connection, asked, before)
            weeks_agree(connection, asked)


def limits(asked: Asked) -> lagged.Question:
    names = ("start", "end", "as_of", "office", "org")
    return lagged.Question(**{name: getattr(asked, name) for name in names})


def amounts(asked: Asked, kind: str) -> dict[str, int]:
    """Return the money of each case of a kind, as it is calculated independently."""
    return {row["subject"]: int(row["amount"]) for row in exceptions.listed(asked, kind)}


def overdue_agrees(connection: sa.Connection, asked: Asked, before: dt.date) -> None:
    found = movements.overdue(connection, limits(asked), before=before)
    earlier, later = amounts(replace(asked, as_of=before), "overdue"), amounts(asked, "overdue")
    voided = {
        each.payment_id
        for each in asked.store.payments
        if each.voided_at and calendar.local_day(each.voided_at) <= asked.as_of
    }
    lines = {
        "before": set(earlier),
        "voided": set(earlier) & voided,
        "settled": set(earlier) - set(later) - voided,
        "older": set(earlier) & set(later),
        "added": set(later) - set(earlier),
    }
    every = earlier | later
    for line, subjects in lines.items():
        assert found[f"{line}_payments"].sum() == len(subjects), line
        assert found[f"{line}_amount"].sum() == sum(every[each] for each in subjects), line
    owed = owing.by_agent(connection, limits(asked), by=agents.By.ALL)
    closing = found["older_amount"].sum() + found["added_amount"].sum()
    assert closing == owed["overdue_amount"].sum()


def kinds_agree(connection: sa.Connection, asked: Asked, before: dt.date) -> None:
    question = limits(asked)
    found = exception_movements.by_kind(connection, question, before=before, by=agents.By.ORG)
    is_total = found["key"] == exception_movements.TOTAL
    rows = {row["kind"]: row for row in found[is_total].to_dict("records")}
    nothing = dict.fromkeys(exception_movements.COLUMNS, 0)
    for kind in counts.KINDS:
        row = rows.get(kind, nothing)
        earlier, later = amounts(replace(asked, as_of=before), kind), amounts(asked, kind)
        assert (row["before_cases"], row["before_amount"]) == summed(earlier), kind
        assert (row["cases"], row["amount"]) == summed(later), kind
        new = {subject: later[subject] for subject in later if subject not in earlier}
        if kind in AGAIN:
            listed = exception_rows.listed(connection, question, kind=kind, page=ALL)
            since = dict(zip(listed["subject"], listed["since_day"], strict=True))
            new = {subject: later[subject] for subject, day in since.items() if day > before}
        assert (row["added_cases"], row["added_amount"]) == summed(new), kind
    by_org = found[~is_total].groupby("kind")["cases"].sum()
    assert {kind: by_org.get(kind, 0) for kind in rows} == {
        kind: row["cases"] for kind, row in rows.items()
    }


def summed(cases: dict[str, int]) -> tuple[int, int]:
    return len(cases), sum(cases.values())


def weeks_agree(connection: sa.Connection, asked: Asked) -> None:
    """What was overdue at the end of each week is what was owing then."""
    question = limits(asked)
    codes = sorted({row.collector_code for row in asked.store.payments})[::2]
    orgs = overdue_weeks.by_organization(connection, question, weeks=WEEKS)
    people = overdue_weeks.by_collectors(connection, question, weeks=WEEKS, codes=codes)
    for week in range(WEEKS):
        evening = asked.as_of - dt.timedelta(weeks=week)
        then = replace(question, as_of=evening)
        assert overdue_of(orgs, evening) == owed(connection, then, agents.By.ORG)
        every = owed(connection, then, agents.By.COLLECTOR)
        own = {code: amount for code, amount in every.items() if code in codes}
        assert overdue_of(people, evening) == own


def overdue_of(weeks: pd.DataFrame, evening: dt.date) -> dict[str, int]:
    own = weeks[weeks["evening"] == evening]
    return dict(zip(own["key"], own["overdue_amount"], strict=True))


def owed(connection: sa.Connection, question: lagged.Question, by: agents.By) -> dict[str, int]:
    rows = owing.by_agent(connection, question, by=by)
    known = zip(rows["key"], rows["overdue_amount"], strict=True)
    return {key: amount for key, amount in known if amount}
