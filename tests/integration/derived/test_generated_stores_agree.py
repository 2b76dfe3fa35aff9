"""Whatever the store, the product's figures are those of the independent calculation.

Each generated store is written as import files, imported into an emptied store, and asked.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import as_csv, desks
from support.builders import examples, store, strategies
from support.oracle import form, lag, payments

from data import scope
from queries import agents
from queries.forms import form_01xn, steps
from queries.lag import lagged, recording_lag, remittance_lag

if TYPE_CHECKING:
    import sqlalchemy as sa
    from support.builders.rows import Store
    from support.builders.strategies import Question


EVERYTHING = scope.Scope.everything()
LEVELS: st.SearchStrategy[payments.Level] = st.sampled_from(["office", "org", "collector"])
FORM_LEVELS: st.SearchStrategy[Literal["office", "org"]] = st.sampled_from(["office", "org"])


def filters(question: Question) -> dict[str, Any]:
    return {"office": question.office, "org": question.org}


@pytest.mark.timeout(600)
@given(data=st.data())
@examples.some(16)
def test_every_report_agrees_on_every_generated_store(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    generated = data.draw(strategies.stores())
    store.refill(shared_desk, generated)
    with shared_desk.store.reading(EVERYTHING) as connection:
        for _ in range(3):
            question = data.draw(strategies.questions(generated))
            lags_agree(connection, generated, question, data.draw(LEVELS))
        forms_agree(connection, generated, question, data.draw(FORM_LEVELS))


def lags_agree(
    connection: sa.Connection, generated: Store, q: Question, by: payments.Level
) -> None:
    limits = lagged.Question(
        start=q.start, end=q.end, as_of=q.as_of, product=q.product, **filters(q)
    )
    for asked, expected in (
        (remittance_lag.by_agent, lag.remittance_lag),
        (recording_lag.by_agent, lag.recording_lag),
    ):
        found = asked(connection, limits, by=agents.By(by))
        assert as_csv.table(found) == expected(
            generated, q.start, q.end, q.as_of, by, product=q.product, **filters(q)
        )


def forms_agree(
    connection: sa.Connection, generated: Store, q: Question, by: Literal["office", "org"]
) -> None:
    for date in [q.start + dt.timedelta(days) for days in range(-2, 16)]:
        found = form_01xn.by_agent(connection, date=date, by=agents.By(by), **filters(q))
        listed = form_01xn.by_code(connection, steps.Question(start=date, end=date, **filters(q)))
        assert as_csv.table(found) == form.form_01xn(generated, date, by, **filters(q))
        assert as_csv.table(listed) == form.form_01xn(generated, date, "code", **filters(q))
