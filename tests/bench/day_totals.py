"""Measures a day's totals by office and by organisation against one statement, and pandas."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import sqlalchemy as sa
from bench import lag_by_sql, stores, table

from data import scope
from queries.forms import days, steps

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

_TURNS: Final = 15
_LEVELS: Final = (days.By.OFFICE, days.By.ORG)
_FIGURES: Final = ("key", "codes", "payments", "amount")

# What is recorded on a day and not voided by its end. The day and the code stand beside the
# payment, where the import has put them: without that, the statement takes four times as long.
_POSTINGS: Final = """
    SELECT p.office_code, p.org_code, p.confirmation_key, p.amount
    FROM payments AS p
    WHERE p.recorded_day = :day AND (p.voided_day IS NULL OR p.voided_day > p.recorded_day)
"""
_SENT: Final = """
    SELECT office_code, org_code, min(sent_at) AS first_sent_at,
        (array_agg(codes ORDER BY sent_at DESC))[1] AS last_codes,
        (array_agg(amount ORDER BY sent_at DESC))[1] AS last_amount
    FROM dispatches WHERE report_date = :day GROUP BY office_code, org_code
"""
_STATEMENT: Final = sa.text(f"""
    WITH postings AS ({_POSTINGS}), sent AS ({_SENT}),
    sums AS (
        SELECT office_code, org_code, count(DISTINCT confirmation_key) AS codes,
            count(*) AS payments, sum(amount) AS amount
        FROM postings GROUP BY office_code, org_code
    )
    SELECT CASE WHEN GROUPING(s.office_code) = 0 THEN 'office' ELSE 'org' END AS level,
        COALESCE(s.office_code, s.org_code) AS key, sum(s.codes) AS codes,
        sum(s.payments) AS payments, sum(s.amount) AS amount,
        count(*) FILTER (WHERE t.first_sent_at <=
            (CAST(:day AS date) + 1 + TIME '08:00') AT TIME ZONE 'Asia/Ho_Chi_Minh') AS on_time,
        count(*) FILTER (WHERE ROW(t.last_codes, t.last_amount)
            IS DISTINCT FROM ROW(s.codes, s.amount)) AS differs
    FROM sums AS s LEFT JOIN sent AS t USING (office_code, org_code)
    GROUP BY GROUPING SETS ((s.office_code), (s.org_code))
    ORDER BY level, COALESCE(s.office_code, s.org_code) COLLATE "C"
""")


def measure(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Ask of a full working day, each way in turn."""
    place, day = shelf.chosen, shelf.chosen.shown_day
    ours = functools.partial(_ours, place, day)
    with lag_by_sql.plain(place) as connection:
        by_sql = functools.partial(_by_sql, connection, day)
        by_pandas = functools.partial(_by_pandas, connection, day)
        if not ours() == by_sql() == by_pandas():
            raise RuntimeError("The ways do not give the same figures")
        asked, sql, frames = table.in_turn(ours, by_sql, by_pandas, turns=_TURNS)
    what = f"a day's totals by office and by organisation, {shelf.size}"
    yield table.times(f"{what} ÷ one statement on payments and forms sent", asked, sql, 1.2)
    yield table.compared(f"{what} ÷ `pandas.read_sql` and groupby", asked, frames)


def _ours(place: stores.Place, day: dt.date) -> list[tuple[Any, ...]]:
    with place.store.reading(scope.Scope.everything()) as connection:
        found = days.by_parts(connection, steps.Question(start=day, end=day), by=_LEVELS)
    rows: list[Any] = [row for level in found.values() for row in level.rows]
    return [tuple(getattr(row, name) for name in _FIGURES) for row in rows if row.payments]


def _by_sql(connection: sa.Connection, day: dt.date) -> list[tuple[Any, ...]]:
    rows = connection.execute(_STATEMENT, {"day": day}).all()
    return [tuple(getattr(row, name) for name in _FIGURES) for row in rows]


def _by_pandas(connection: sa.Connection, day: dt.date) -> list[tuple[Any, ...]]:
    """Return the same figures; how forms were sent is left out."""
    rows = pd.read_sql(sa.text(_POSTINGS), connection, params={"day": day})
    forms = rows.groupby(["office_code", "org_code"]).agg(
        codes=("confirmation_key", "nunique"), payments=("amount", "size"),
        amount=("amount", "sum"),
    )  # fmt: skip
    levels = [forms.groupby(level).sum().reset_index() for level in ("office_code", "org_code")]
    return [tuple(row) for level in levels for row in level.itertuples(index=False)]
