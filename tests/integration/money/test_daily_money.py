"""What each day came to: on any store it is what the other questions say of that day alone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, strategies
from support.builders import store as builders_store

from data import scope
from queries import agents
from queries.forms import form_01xn
from queries.lag import lagged, remittance_lag
from queries.money import daily, remittances

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa
    from support import desks

    from data import store as stores


EVERYTHING: Final = scope.Scope.everything()
FRIDAY: Final = dt.date(2026, 8, 21)
DAY: Final = dt.timedelta(days=1)
AMOUNTS: Final = (
    "collected_amount", "codes", "recorded_amount", "adjustment_amount", "net_amount",
    "remitted_amount",
)  # fmt: skip


def amounts(example: stores.Store, seen: scope.Scope = EVERYTHING, **asked: Any) -> pd.DataFrame:
    """Return what the days of the worked example came to, by the end of 3 September."""
    as_of = dt.date(2026, 9, 3)
    with example.reading(seen) as connection:
        question = lagged.Question(start=FRIDAY - 2 * DAY, end=as_of, as_of=as_of, **asked)
        found = daily.by_day(connection, question)
    return found.set_index("day")


def test_a_void_is_posted_on_its_day_and_leaves_the_form_of_its_recording(
    example: stores.Store,
) -> None:
    found = amounts(example)
    assert found["recorded_amount"][FRIDAY] == 4_704_000
    assert found["adjustment_amount"][FRIDAY + 3 * DAY] == -486_000
    assert found["net_amount"][FRIDAY + 3 * DAY] == -486_000


def test_what_was_voided_by_the_evening_counts_as_not_collected(example: stores.Store) -> None:
    with example.reading(EVERYTHING) as connection:
        before, after = (
            daily.by_day(connection, lagged.Question(start=FRIDAY, end=FRIDAY, as_of=as_of))
            for as_of in (FRIDAY, FRIDAY + 3 * DAY)
        )
    difference = before["collected_amount"] - after["collected_amount"]
    assert list(difference) == [486_000]


def test_transfers_count_with_their_own_amount_on_their_day(example: stores.Store) -> None:
    found = amounts(example)["remitted_amount"]
    assert found[FRIDAY] == 972_000
    assert found[dt.date(2026, 8, 25)] == 300_000


def test_a_day_outside_of_the_data_is_not_known(example: stores.Store) -> None:
    known = amounts(example)["known"]
    assert not known[FRIDAY - 2 * DAY]
    assert known[FRIDAY + DAY]
    assert not known[dt.date(2026, 8, 28)]


def test_the_offices_add_up_to_the_city_and_none_sees_another(example: stores.Store) -> None:
    columns = ["collected_amount", "codes", "net_amount", "remitted_amount"]
    parts = [amounts(example, scope.Scope.of([code]))[columns] for code in ("00101", "00110")]
    filtered = [amounts(example, office=code)[columns] for code in ("00101", "00110")]
    assert (parts[0] + parts[1]).equals(amounts(example)[columns])
    assert all(seen.equals(asked) for seen, asked in zip(parts, filtered, strict=True))


@pytest.mark.timeout(600)
@given(data=st.data())
@examples.some(8)
def test_on_every_generated_store_each_day_agrees_with_form_lag_and_transfers(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    store = data.draw(strategies.stores())
    builders_store.refill(shared_desk, store)
    question = data.draw(strategies.questions(store))
    with shared_desk.store.reading(EVERYTHING) as connection:
        limits = lagged.Question(
            start=question.start, end=question.end, as_of=question.as_of,
            office=question.office, org=question.org,
        )  # fmt: skip
        found = daily.by_day(connection, limits)
        for row in found.to_dict("records"):
            assert told(connection, row["day"], question) == tuple(row[name] for name in AMOUNTS)


def told(connection: sa.Connection, day: dt.date, question: strategies.Question) -> tuple[int, ...]:
    """Return what the other questions say of a day."""
    asked: dict[str, Any] = {"office": question.office, "org": question.org}
    limits = lagged.Question(start=day, end=day, as_of=question.as_of, **asked)
    lag = remittance_lag.by_agent(connection, limits, by=agents.By.ORG)
    form = form_01xn.by_agent(connection, date=day, by=agents.By.OFFICE, **asked)
    transfers = remittances.total(connection, limits)
    return (
        int(lag["amount"].sum()),
        *(int(form[name].sum()) for name in (
            "codes", "amount", "adjustment_amount", "net_amount"
        )),
        int(transfers["amount"].iloc[0]),
    )  # fmt: skip
