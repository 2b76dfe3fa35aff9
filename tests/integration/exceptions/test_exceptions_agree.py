"""Whatever the store, the differences to reconcile are those of the independent calculation.

Each generated store is written as import files, imported into an emptied store, and asked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import as_csv
from support.builders import examples, store, strategies
from support.oracle import cases as oracle_cases
from support.oracle import exceptions, reconciling

from data import scope
from queries import agents, paging
from queries.exceptions import counts, looked_after
from queries.exceptions import rows as exception_rows
from queries.forms import form_01xn
from queries.lag import lagged, recording_lag, remittance_lag

if TYPE_CHECKING:
    import sqlalchemy as sa
    from support import desks
    from support.oracle.cases import Asked


EVERYTHING = scope.Scope.everything()
REPEATS: dict[reconciling.Kind, str] = {
    "charge": "charged_twice",
    "receipt": "receipt_twice",
}
ALL = paging.Page(10_000)


@pytest.mark.timeout(600)
@given(data=st.data())
@examples.some(8)
def test_every_difference_agrees_on_every_generated_store(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    generated = data.draw(strategies.stores())
    store.refill(shared_desk, generated)
    for _ in range(3):
        q = data.draw(strategies.questions(generated))
        asked = oracle_cases.Asked(generated, q.start, q.end, q.as_of, q.office, q.org)
        with shared_desk.store.reading(EVERYTHING) as connection:
            kinds_agree(connection, asked)
            lists_agree(connection, asked)
            no_repeat_is_missed(connection, asked)
            reports_agree(connection, asked)
    offices_add_up(shared_desk, asked)


def limits(asked: Asked) -> lagged.Question:
    names = ("start", "end", "as_of", "office", "org")
    return lagged.Question(**{name: getattr(asked, name) for name in names})


def summed(frame: pd.DataFrame) -> dict[str, tuple[int, int, int | None, int]]:
    return {
        kind: (cases, amount, None if oldest is pd.NA else oldest, weight)
        for kind, cases, amount, oldest, weight in frame.astype("object").itertuples(index=False)
    }


def kinds_agree(connection: sa.Connection, asked: Asked) -> None:
    found = counts.by_kind(connection, limits(asked))
    assert summed(found) == exceptions.by_kind(asked)
    # Asked another way, of the plain tables: nobody has noted anything.
    nobody = looked_after.Limits(looked_after.Only.NOBODY)
    noted = counts.noted_by_kind(connection, limits(asked), limits=nobody)
    assert noted[["owned", "late"]].to_numpy().sum() == 0
    pd.testing.assert_frame_equal(noted[list(counts.COLUMNS)], found)


def lists_agree(connection: sa.Connection, asked: Asked) -> None:
    for kind in counts.KINDS:
        rows = exception_rows.listed(connection, limits(asked), kind=kind, page=ALL)
        assert set(rows.pop("listed_amount")) <= {rows["amount"].sum()}
        began = dict(zip(rows["subject"], rows.pop("since_day"), strict=True))
        was_a_case_when_it_began(connection, asked, kind, began)
        found = [cells(row) for row in rows.astype("object").to_dict("records")]
        assert found == exceptions.listed(asked, kind)


def was_a_case_when_it_began(
    connection: sa.Connection, asked: Asked, kind: str, began: dict[str, dt.date]
) -> None:
    for day in set(began.values()):
        assert day <= asked.as_of
        then = replace(limits(asked), as_of=day)
        rows = exception_rows.listed(connection, then, kind=kind, page=ALL)
        assert {subject for subject, first in began.items() if first == day} <= set(rows["subject"])


def cells(row: dict[Any, Any]) -> dict[str, str]:
    """Return the cells of a row that hold something, as text."""
    return {
        name: as_csv.moment(cell) if isinstance(cell, pd.Timestamp) else str(cell)
        for name, cell in row.items()
        if not pd.isna(cell)
    }


def no_repeat_is_missed(connection: sa.Connection, asked: Asked) -> None:
    """Whatever repeats a payment that stood is listed, and nothing else, of the few pairs."""
    for kind, name in REPEATS.items():
        rows = exception_rows.listed(connection, limits(asked), kind=name, page=ALL)
        assert set(rows["payment_id"]) == {
            known.payment.payment_id
            for known in oracle_cases.standing(asked)
            if exceptions.repeats_one(asked, kind, known.payment)
        }


def reports_agree(connection: sa.Connection, asked: Asked) -> None:
    """Overdue, unrecorded and uninformed payments are those of the two reports."""
    found = summed(counts.by_kind(connection, limits(asked)))
    question = limits(asked)
    lag = remittance_lag.by_agent(connection, question, by=agents.By.ORG).sum()
    codes = recording_lag.by_agent(connection, question, by=agents.By.ORG).sum()
    assert found["overdue"][:2] == (lag["overdue_payments"], lag["overdue_amount"])
    assert found["unrecorded"][:2] == (codes["unrecorded"], codes["unrecorded_amount"])
    assert found["not_informed"][0] == codes["recorded"] - codes["informed"]


def offices_add_up(desk: desks.Desk, asked: Asked) -> None:
    """What each office sees of its own adds up to what the city sees; its forms, to form 01-XN."""
    late = replace(asked, office=None, as_of=asked.end + dt.timedelta(40))
    whole = seen(desk, EVERYTHING, late)
    parts = [seen(desk, scope.Scope.of([o.office_code]), late) for o in asked.store.offices]
    for kind, figures in whole.items():
        assert figures == tuple(map(sum, zip(*(part[kind] for part in parts), strict=True)))
    with desk.store.reading(EVERYTHING) as connection:
        forms = pd.concat(
            form_01xn.by_agent(
                connection, date=late.start + dt.timedelta(days), by=agents.By.ORG, org=late.org
            )
            for days in range((late.end - late.start).days + 1)
        ).sum()
    assert whole["form_missing"][0] == forms["not_dispatched"]
    assert whole["form_late"][0] == forms["dispatched_late"]
    assert whole["form_mismatched"][0] == forms["mismatched"]


def seen(desk: desks.Desk, who: scope.Scope, asked: Asked) -> dict[str, tuple[int, ...]]:
    with desk.store.reading(who) as connection:
        found = counts.by_kind(connection, limits(asked))
    return {kind: figures[:2] for kind, figures in summed(found).items()}
