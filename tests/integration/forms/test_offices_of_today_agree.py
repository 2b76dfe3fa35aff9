"""Counted as offices of today, figures are those of a store in which there never were others."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import as_csv, desks
from support.builders import examples, histories, store, strategies, successions
from support.builders.successions import CODES, TODAY
from support.oracle import lag as oracle_lag
from support.oracle import payments as oracle_payments

from data import scope
from queries import agents, paging
from queries.exceptions import counts
from queries.forms import cumulative, steps
from queries.forms import days as form_days
from queries.lag import (
    ageing,
    curve,
    lagged,
    recorded_payments,
    recording_lag,
    remittance_lag,
    trend,
)
from queries.lag import payments as lag_payments
from queries.money import daily, remittances

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa
    from support.builders.rows import Store

    Row = dict[str, str]


EVERYTHING: Final = scope.Scope.everything()
ALL_ROWS: Final = paging.Page(1_000)
# Of the offices of generated stores, two that were succeeded, one of them by no neighbour.
BECAME: Final = {"00120": "00110", "00111": "00101"}
LEVELS: st.SearchStrategy[oracle_payments.Level] = st.sampled_from(["office", "org", "collector"])
FEW: Final = examples.some(6)


def fill(desk: desks.Desk, files: dict[str, list[Row]]) -> None:
    desk.begin()
    assert desk.hand_in(**files).rejected == 0


def records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.astype("object").where(frame.notna(), None).to_dict("records")


def everything_about(
    connection: sa.Connection, q: lagged.Question, by: agents.By, office: agents.Office
) -> dict[str, list[dict[Any, Any]]]:
    """Ask what can be asked of payments, transfers and codes, of an office or of all."""
    days: dict[str, Any] = {"start": q.start, "end": q.end, "office": office}
    evening = {**days, "as_of": q.as_of, "org": q.org}
    question = dataclasses.replace(q, office=office)
    forms = steps.Question(**days, org=q.org, product=q.product)
    by_office, by_collector = agents.By.OFFICE, agents.By.COLLECTOR
    money = ["key", "name", *form_days.MONEY]
    kinds = counts.by_kind(connection, lagged.Question(**evening))
    listed = lag_payments.listed(connection, question, page=ALL_ROWS)
    answers = {
        "lag": remittance_lag.by_agent(connection, question, by=by),
        "by office": remittance_lag.by_agent(connection, question, by=by_office),
        "by collector": remittance_lag.by_agent(connection, question, by=by_collector),
        "recording": recording_lag.by_agent(connection, question, by=by_office),
        "recorded": recorded_payments.by_status(connection, question),
        "trend": trend.by_agent(connection, question, by=by_office, weeks=8),
        "curve": curve.by_lag(connection, question),
        "ages": ageing.by_bucket(connection, question),
        "total": lag_payments.total(connection, question),
        "listed": listed.drop(columns="office_code"),
        "forms": form_days.by_part(connection, forms, by=form_days.By.OFFICE).reindex(
            columns=money
        ),
        "days": form_days.by_day(connection, forms)[["day", *form_days.MONEY]],
        "to date": cumulative.to_date(connection, forms),
        "money": daily.by_day(connection, question),
        "differences": kinds[~kinds["kind"].str.startswith("form_")],
        "transfers": remittances.total(connection, agents.Limits(**days)),
    }
    return {name: records(frame) for name, frame in answers.items()}


@pytest.mark.timeout(600)
@given(data=st.data())
@FEW
def test_whatever_succeeded_what_the_figures_are_those_of_a_store_that_says_so_in_its_rows(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    succession = data.draw(successions.successions())
    files = data.draw(successions.spread(data.draw(histories.stores())))
    asked = [
        (
            data.draw(histories.questions()),
            data.draw(histories.LEVELS),
            data.draw(st.sampled_from((None, *CODES))),
        )
        for _ in range(2)
    ]
    fill(shared_desk, {**files, "offices": succession.offices})
    with shared_desk.store.reading(EVERYTHING) as connection:
        found = [
            everything_about(connection, question, by, agents.OfToday(TODAY, office))
            for question, by, office in asked
        ]
    fill(shared_desk, succession.as_ever(files))
    with shared_desk.store.reading(EVERYTHING) as connection:
        for (question, by, office), answers in zip(asked, found, strict=True):
            meant = office and succession.counted_as(office)
            assert answers == everything_about(connection, question, by, meant)


@pytest.mark.timeout(600)
@given(data=st.data())
@FEW
def test_after_mergers_the_reports_are_those_of_the_independent_calculation(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    generated = data.draw(strategies.stores())
    store.refill(shared_desk, succeeded(generated))
    q, by = data.draw(strategies.questions(generated)), data.draw(LEVELS)
    days = q.start, q.end, q.as_of, by
    asked: dict[str, Any] = {"start": q.start, "end": q.end, "as_of": q.as_of, "org": q.org}
    question = lagged.Question(**asked, office=agents.OfToday(TODAY, q.office))
    meant: dict[str, Any] = {"office": q.office and BECAME.get(q.office, q.office), "org": q.org}
    with shared_desk.store.reading(EVERYTHING) as connection:
        lag = remittance_lag.by_agent(connection, question, by=agents.By(by))
        recording = recording_lag.by_agent(connection, question, by=agents.By(by))
    assert as_csv.table(lag) == oracle_lag.remittance_lag(merged(generated), *days, **meant)
    assert as_csv.table(recording) == oracle_lag.recording_lag(merged(generated), *days, **meant)


def succeeded(generated: Store) -> Store:
    """Return the store with offices that had successors long ago."""
    long_ago = dt.date(2017, 12, 31)
    return dataclasses.replace(
        generated,
        offices=tuple(
            dataclasses.replace(
                office, successor_code=BECAME[office.office_code], valid_to=long_ago
            )
            if office.office_code in BECAME
            else office
            for office in generated.offices
        ),
    )


def merged(generated: Store) -> Store:
    """Return the store with its payments in the offices of today, the others below none."""
    return dataclasses.replace(
        generated,
        payments=tuple(
            dataclasses.replace(
                payment, office_code=BECAME.get(payment.office_code, payment.office_code)
            )
            for payment in generated.payments
        ),
        offices=tuple(
            dataclasses.replace(office, parent_code=None)
            if office.office_code in BECAME
            else office
            for office in generated.offices
        ),
    )
