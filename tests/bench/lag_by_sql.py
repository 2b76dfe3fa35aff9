"""Measures the questions about lag against one good statement on the plain tables, and pandas.

The statements have no policies to obey and no time limit, and may use every index of the store.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from bench import lag_by_pandas, stores, table

from data import embedded, scope
from queries import agents
from queries.lag import lagged, remittance_lag

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUNS: Final = 5
_SLOW_RUNS: Final = 3
_DAYS_OF_FOUR_YEARS: Final = 4 * 365 + 1

# What the product keeps beside each payment is found where the files had it.
_BESIDE: Final = "CASE WHEN p.settled_day <= :as_of THEN p.settled_day END AS settled_day"
_PAYMENTS: Final = "FROM payments AS p"
_JOINED: Final = """FROM payments AS p
    LEFT JOIN remittance_lines AS l ON l.payment_id = p.payment_id
    LEFT JOIN remittances AS r
        ON r.remittance_id = l.remittance_id AND r.remitted_day <= :as_of"""


def by_organisation(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Measure 90 days by organisation."""
    place = shelf.chosen
    end = place.last_day
    question = lagged.Question(start=end - dt.timedelta(stores.PERIOD - 1), end=end, as_of=end)
    what = f"lag by organisation, 90 days, {shelf.size}"
    yield from _against_sql(place, question, agents.By.ORG, what)
    figures = _figures(place, question, agents.By.ORG)
    asked = table.seconds_of(lambda: _answer(place, question, agents.By.ORG), _RUNS)
    values = question.lag_binds(agents.By.ORG)
    with plain(place) as connection:
        theirs = lag_by_pandas.by_organisation(connection, values)
        _require_equal(figures, theirs)
        base = table.seconds_of(
            lambda: lag_by_pandas.by_organisation(connection, values), _SLOW_RUNS
        )
    yield table.share(f"{what} ÷ `pandas.read_sql` and groupby", asked, base, 200)


def four_years(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Measure four years, by month and by office."""
    place = shelf.chosen
    end = place.last_day
    start = max(min(place.payments_by_day), end - dt.timedelta(_DAYS_OF_FOUR_YEARS - 1))
    for by in (agents.By.MONTH, agents.By.OFFICE):
        question = lagged.Question(start=start, end=end, as_of=end)
        yield from _against_sql(place, question, by, f"lag by {by}, four years, {shelf.size}")


def _against_sql(
    place: stores.Place, question: lagged.Question, by: agents.By, what: str
) -> Iterator[table.Line]:
    ours = _answer(place, question, by)
    asked = table.seconds_of(lambda: _answer(place, question, by), _RUNS)
    values = question.lag_binds(by)
    with plain(place) as connection:
        for beside in (False, True):
            sql = sa.text(_statement(beside=beside))
            _require_equal(ours, _rows(connection, sql, values))
            ask = functools.partial(_rows, connection, sql, values)
            base = table.seconds_of(ask, _SLOW_RUNS)
            if beside:
                name = f"{what} ÷ the same on payments with the settled day beside them"
                yield table.compared(name, asked, base)
            else:
                yield table.share(f"{what} ÷ one statement on the plain tables", asked, base, 50)


def _statement(*, beside: bool) -> str:
    """Return the statement that gives the same answer without rollups."""
    steps = lagged.OF_PAYMENTS
    if not beside:
        # The one place each: a change of the product's statement is noticed here.
        if steps.count(_BESIDE) != 1:
            raise RuntimeError("The statement on the payments has changed: adapt this one")
        steps = steps.replace(_BESIDE, "r.remitted_day AS settled_day")
        steps = steps.replace(_PAYMENTS, _JOINED, 1)
    return remittance_lag._by_agent(steps)


def _answer(place: stores.Place, question: lagged.Question, by: agents.By) -> list[Any]:
    """Ask the product's statement as the product does: as a reader of every office."""
    with place.store.reading(scope.Scope.everything()) as connection:
        sql = remittance_lag._by_agent(question.lagged(by))
        return list(connection.execute(sa.text(sql), question.lag_binds(by)))


def _rows(connection: sa.Connection, sql: sa.TextClause, values: dict[str, object]) -> list[Any]:
    return list(connection.execute(sql, values))


def _figures(place: stores.Place, question: lagged.Question, by: agents.By) -> list[Any]:
    """Return the figures that pandas computes, too."""
    return [
        tuple(getattr(row, n) for n in lag_by_pandas.FIGURES)
        for row in _answer(place, question, by)
    ]


def plain(place: stores.Place) -> sa.Connection:
    """Return a connection that no policy slows down."""
    url = embedded.ensure_running(place.home).superuser_url
    connection = sa.create_engine(url, poolclass=sa.NullPool).connect()
    connection.execute(sa.text("SET search_path = bhxh"))
    return connection


def _require_equal(ours: list[Any], theirs: Any) -> None:
    if list(map(tuple, ours)) != list(map(tuple, theirs)):
        raise RuntimeError("The two ways do not give the same figures")
