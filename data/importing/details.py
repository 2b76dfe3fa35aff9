"""What a run changes, in detail: the first rows of each outcome, and the days and their money.

It is asked for where somebody wants to look before or after: of a dry run, for a report. What is in
the rollups before they are renewed is the store as it was, what is there afterwards as it will be.
"""

import dataclasses
import datetime as dt
import operator
from collections.abc import Iterable, Mapping
from typing import Any, Final

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data.importing import sets
from data.importing.checking import staging
from data.importing.writing import apply

FIRST: Final = 5
MOST_DAYS: Final = 400

PAID: Final = "paid"
FORM: Final = "form"

_Sums = dict[dt.date, tuple[int, int]]

# By what a day is of: one row a local day that the run touches, its payments and their money. What
# is voided is not counted, and a later void is on the form of its own day.
_SUMS: Final = {
    PAID: """
        SELECT d.paid_day, sum(d.payments), sum(d.amount)
        FROM lag_days AS d
        WHERE d.voided_day IS NULL AND d.paid_day IN (SELECT paid_day FROM stale_days)
        GROUP BY d.paid_day
    """,
    FORM: """
        SELECT f.day, sum(f.payments) - sum(f.adjustments), sum(f.amount + f.adjustment_amount)
        FROM forms AS f
        WHERE f.org_code = '' AND f.product = '' AND f.day IN (
            SELECT recorded_day FROM stale_days
            UNION
            SELECT voided_day FROM stale_days
        )
        GROUP BY f.day
    """,
}


# What takes a payment back that was never handed over changes nothing.
_UNLINKED: Final = {sets.REMITTANCE_LINES.name: "r.remittance_id IS NULL"}


@dataclasses.dataclass(frozen=True)
class FirstRow:
    """One of the first rows of a set and an outcome: its place, its key, and why where at fault.

    `value` is what stands in the column at fault; it is empty where that is personal.
    """

    set_name: str
    outcome: str
    file_no: int
    row_no: int
    key: Mapping[str, str]
    column_name: str = ""
    reason: str = ""
    value: str = ""


@dataclasses.dataclass(frozen=True)
class Day:
    """A local day whose sums change: of payment (`PAID`), or of the form 01-XN (`FORM`)."""

    kind: str
    day: dt.date
    payments_before: int
    amount_before: int
    payments_after: int
    amount_after: int

    @property
    def payments(self) -> int:
        """By how many payments it changes."""
        return self.payments_after - self.payments_before

    @property
    def amount(self) -> int:
        """By how many đồng it changes."""
        return self.amount_after - self.amount_before


@dataclasses.dataclass(frozen=True)
class Total:
    """All days of a kind that change: how many, and by what in all."""

    days: int = 0
    payments: int = 0
    amount: int = 0


@dataclasses.dataclass(frozen=True)
class Details:
    """The first rows of each outcome, the first days that change, and the totals of all of them."""

    firsts: tuple[FirstRow, ...] = ()
    days: tuple[Day, ...] = ()
    totals: Mapping[str, Total] = dataclasses.field(default_factory=dict)


def note_known(cursor: Cursor) -> None:
    """Note which of the rows that will be taken the store has already; before they are written."""
    for each in sets.ALL:
        same = " AND ".join(f"t.{name} = {_part(each, name)}" for name in each.key)
        cursor.execute(
            f"CREATE TEMPORARY TABLE known_{each.name} ON COMMIT DROP AS"
            f" SELECT r.file_no, r.row_no, {_key(each)} AS key,"
            f" {_UNLINKED.get(each.name, 'false')}"
            f" OR EXISTS (SELECT FROM {each.table} AS t WHERE {same}) AS is_known"
            f" FROM read_{each.name} AS r WHERE r.faults = '{{}}' AND NOT r.repeated"
        )


def firsts(cursor: Cursor, run_id: int) -> tuple[FirstRow, ...]:
    """Return the first rows of each set and outcome, in the order of the files."""
    return tuple(
        row for each in sets.ALL for row in (*_taken(cursor, run_id, each), *_refused(cursor, each))
    )


def rejected_by_file(cursor: Cursor) -> dict[int, int]:
    """Return how many rows of each file were refused; files without are not there."""
    cursor.execute(
        "SELECT file_no, count(DISTINCT row_no) FROM rejects WHERE NOT left_out GROUP BY file_no"
    )
    return {file_no: int(rows) for file_no, rows in cursor.fetchall()}


def sums(cursor: Cursor) -> dict[str, _Sums]:
    """Return what the rollups say now of the days that the run touches, by kind and day."""
    found: dict[str, _Sums] = {}
    for kind, statement in _SUMS.items():
        cursor.execute(statement)
        found[kind] = {day: (int(count), int(amount)) for day, count, amount in cursor.fetchall()}
    return found


def changed_days(
    before: Mapping[str, _Sums], after: Mapping[str, _Sums]
) -> tuple[tuple[Day, ...], dict[str, Total]]:
    """Return the first days whose sums differ, and the totals of all of them by kind."""
    kept: list[Day] = []
    totals: dict[str, Total] = {}
    for kind in _SUMS:
        days = list(_differing(kind, before[kind], after[kind]))
        kept += days[:MOST_DAYS]
        totals[kind] = Total(
            len(days), sum(each.payments for each in days), sum(each.amount for each in days)
        )
    return tuple(kept), totals


def _differing(kind: str, before: _Sums, after: _Sums) -> Iterable[Day]:
    none = (0, 0)
    for day in sorted(before.keys() | after.keys()):
        was, will_be = before.get(day, none), after.get(day, none)
        if was != will_be:
            yield Day(kind, day, *was, *will_be)


def _taken(cursor: Cursor, run_id: int, each: sets.Set) -> list[FirstRow]:
    cursor.execute(
        f"""
        WITH changed AS ({apply.changed(each.name)}),
        judged AS (
            SELECT k.file_no, k.row_no, k.key, CASE
                WHEN NOT k.is_known THEN 'inserted'
                WHEN c.row_key IS NULL THEN 'unchanged'
                WHEN c.reverts THEN 'reverted'
                ELSE 'updated' END AS outcome
            FROM known_{each.name} AS k LEFT JOIN changed AS c ON c.row_key = k.key
        ),
        numbered AS (
            SELECT *, row_number() OVER (PARTITION BY outcome ORDER BY file_no, row_no) AS nth
            FROM judged
        )
        SELECT outcome, file_no, row_no, key FROM numbered
        WHERE nth <= %(first)s ORDER BY outcome, nth
        """,
        {"run": run_id, "table": each.table, "first": FIRST},
    )
    return [
        FirstRow(each.name, outcome, file_no, row_no, _texts(key))
        for outcome, file_no, row_no, key in cursor.fetchall()
    ]


def _refused(cursor: Cursor, each: sets.Set) -> list[FirstRow]:
    """Return the first rows that were refused, and those that were taken without a cell.

    What stands in their keys is shown as it stood.
    """
    pairs = ", ".join(f"'{name}', {staging.as_it_stood(each, repr(name))}" for name in each.key)
    cursor.execute(
        f"""
        WITH numbered AS (
            SELECT *, row_number() OVER (
                PARTITION BY left_out ORDER BY file_no, row_no, column_no
            ) AS nth
            FROM rejects WHERE set_name = %(set)s
        )
        SELECT CASE WHEN r.left_out THEN 'left_out' ELSE 'rejected' END, r.file_no, r.row_no,
            jsonb_build_object({pairs}), r.column_name, r.reason,
            CASE WHEN r.column_name = ANY (%(personal)s) THEN '' ELSE left(r.value, 200) END
        FROM numbered AS r JOIN stage_{each.name} AS s USING (file_no, row_no)
        WHERE r.nth <= %(first)s
        ORDER BY r.left_out, r.nth
        """,
        {"set": each.name, "first": FIRST, "personal": list(sets.PERSONAL)},
    )
    return [
        FirstRow(each.name, outcome, file_no, row_no, _texts(key), column, reason, value or "")
        for outcome, file_no, row_no, key, column, reason, value in cursor.fetchall()
    ]


def _key(each: sets.Set) -> str:
    """Return the key of a row, aliased r, as the history of its table writes it."""
    pairs = ", ".join(f"'{name}', {_part(each, name)}" for name in each.key)
    return f"jsonb_build_object({pairs})"


def _part(each: sets.Set, name: str) -> str:
    """Return a column of a row's key as its table has it: an optional part is never unknown."""
    return f"r.{name}" if each.column(name).required else f"coalesce(r.{name}, '')"


def _texts(key: Mapping[str, Any]) -> dict[str, str]:
    values = sorted(key.items(), key=operator.itemgetter(0))
    return {name: "" if value is None else str(value) for name, value in values}
