"""Owns the writing of checked rows into the store: new ones in, changed ones over, history kept.

A column that a file does not have is left as it was; an empty cell empties. The later run wins.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from data.derived import duplicates, payment_links, rollups
from data.importing import sets
from data.importing.writing import indexes, statistics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

    from data.importing.checking import staging


@dataclasses.dataclass(frozen=True)
class Target:
    """Where columns of a set go: the table, its key, and what stands there besides the columns.

    `derived` replaces a column's value by an expression over `r`, the read row. `carried` fills
    columns of a new row from `source`; `data.derived.payment_links` keeps them up to date.
    """

    set: sets.Set
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    derived: dict[str, str] = dataclasses.field(default_factory=dict)
    source: str = ""
    carried: dict[str, str] = dataclasses.field(default_factory=dict)
    history: str = "changes"


def _plain(each: sets.Set) -> Target:
    names = tuple(column.name for column in each.columns)
    return Target(each, sets.TABLES[each.name], each.key, names)


_PERSONAL = tuple(column.name for column in sets.PAYMENTS.columns if column.personal)
_PAYMENT = tuple(column.name for column in sets.PAYMENTS.columns if not column.personal)
_BY_PAYMENT = "JOIN payments AS p ON p.payment_id = r.payment_id"

# In the order of writing: payments need remittances beside them, codes and lines their payment.
_TARGETS = (
    _plain(sets.OFFICES),
    _plain(sets.ORGANIZATIONS),
    _plain(sets.COLLECTORS),
    _plain(sets.REMITTANCES),
    Target(
        sets.PAYMENTS, "payments", ("payment_id",), _PAYMENT,
        source=payment_links.SOURCE, carried=payment_links.COLUMNS,
    ),
    Target(
        sets.PAYMENTS, "participants", ("payment_id",), ("payment_id", "office_code", *_PERSONAL),
        history="participant_changes",
    ),
    Target(
        sets.CONFIRMATIONS, "confirmations", ("payment_id",),
        tuple(column.name for column in sets.CONFIRMATIONS.columns),
        carried={"office_code": "p.office_code", "org_code": "p.org_code"}, source=_BY_PAYMENT,
    ),
    Target(
        sets.REMITTANCE_LINES, "remittance_lines", ("payment_id",),
        ("remittance_id", "payment_id"),
        carried={"office_code": "p.office_code"}, source=_BY_PAYMENT,
    ),
    _plain(sets.DISPATCHES),
    _plain(sets.CALENDAR),
    dataclasses.replace(
        _plain(sets.POLICIES), derived={"org_code": "coalesce(r.org_code, '')"}
    ),
)  # fmt: skip

# The payments that this run has written or says something about.
_WRITTEN = """
    payments AS p WHERE p.payment_id IN (
        SELECT payment_id FROM touched
        UNION
        SELECT payment_id FROM read_payments WHERE faults = '{}'
    )
"""


def apply(
    cursor: Cursor, run_id: int, files: Sequence[staging.StagedFile]
) -> dict[str, statistics.Count]:
    """Write every row without faults; return what became of the rows, by set."""
    payment_links.note_touched(cursor)
    duplicates.note_before(cursor)
    rollups.begin(cursor)
    rollups.note(cursor, rollups.TOUCHED)
    inserted: dict[str, int] = {}
    for target in _TARGETS:
        taken = [file for file in files if file.source.set is target.set and not file.refusal]
        if not taken:
            continue
        _keep_history(cursor, run_id, target, taken)
        _update(cursor, target, taken)
        new = _insert(cursor, target, sum(file.rows for file in taken))
        if target.table == sets.TABLES[target.set.name]:
            inserted[target.set.name] = new
    payment_links.refresh(cursor)
    duplicates.refresh(cursor)
    rollups.note(cursor, _WRITTEN)
    rollups.note_sent(cursor, "read_dispatches AS d WHERE d.faults = '{}'")
    return {name: _count(cursor, run_id, name, new) for name, new in inserted.items()}


def _new_value(name: str, target: Target, files: Sequence[staging.StagedFile]) -> str:
    """Return what a column becomes: the file's value where its file has the column at all."""
    having = [str(file.number) for file in files if name in (*file.columns, *target.derived)]
    if len(having) == len(files):
        return target.derived.get(name, f"r.{name}")
    return f"CASE WHEN r.file_no IN ({', '.join(having) or '-1'}) THEN r.{name} ELSE t.{name} END"


def _same_key(target: Target) -> str:
    return " AND ".join(f"t.{k} = {target.derived.get(k, f'r.{k}')}" for k in target.key)


def _changing(target: Target, files: Sequence[staging.StagedFile]) -> tuple[list[str], str]:
    """Return the columns that may change, and the FROM and WHERE of the rows where one does."""
    names = [name for name in target.columns if name not in target.key]
    old = ", ".join(f"t.{name}" for name in names)
    new = ", ".join(_new_value(name, target, files) for name in names)
    return names, (
        f"read_{target.set.name} AS r WHERE r.faults = '{{}}' AND NOT r.repeated"
        f" AND {_same_key(target)} AND ROW({old}) IS DISTINCT FROM ROW({new})"
    )


def _keep_history(
    cursor: Cursor, run_id: int, target: Target, files: Sequence[staging.StagedFile]
) -> None:
    names, rows = _changing(target, files)
    earlier = ", ".join(f"'{name}', t.{name}" for name in (*target.key, *names))
    has_office = "office_code" in (*target.columns, *target.carried)
    office = "t.office_code" if has_office else "NULL"
    columns, values = "set_name, row_key", f"'{target.table}', {_row_key(target)}"
    if target.history == "participant_changes":
        columns, values = "payment_id", "t.payment_id"
    cursor.execute(
        f"INSERT INTO {target.history} (run_id, {columns}, office_code, earlier)"
        f" SELECT {run_id}, {values}, {office}, jsonb_build_object({earlier})"
        f" FROM {target.table} AS t, {rows}"
    )


def _row_key(target: Target) -> str:
    pairs = ", ".join(f"'{name}', t.{name}" for name in target.key)
    return f"jsonb_build_object({pairs})"


def _update(cursor: Cursor, target: Target, files: Sequence[staging.StagedFile]) -> None:
    names, rows = _changing(target, files)
    values = ", ".join(f"{name} = {_new_value(name, target, files)}" for name in names)
    cursor.execute(f"UPDATE {target.table} AS t SET {values} FROM {rows}")


def _insert(cursor: Cursor, target: Target, rows: int) -> int:
    """Write the rows, of which there are so many at most, whose keys the table does not have."""
    computed = {name: f"r.{name}" for name in target.columns} | target.derived | target.carried
    statement = (
        f"INSERT INTO {target.table} ({', '.join(computed)})"
        f" SELECT {', '.join(computed.values())}"
        f" FROM read_{target.set.name} AS r {target.source}"
        f" WHERE r.faults = '{{}}' AND NOT r.repeated"
    )
    if indexes.is_first_fill(cursor, target.table, rows):
        with indexes.set_aside(cursor, target.table):
            cursor.execute(statement)
            return cursor.rowcount
    # Not an anti-join: the planner takes it for one row and joins what it inserts by loops.
    cursor.execute(f"{statement} ON CONFLICT DO NOTHING")
    return cursor.rowcount


def _count(cursor: Cursor, run_id: int, name: str, inserted: int) -> statistics.Count:
    """Count the rows of a set; a payment whose participant alone changed is updated, too."""
    cursor.execute(f"SELECT count(*), count(*) FILTER (WHERE faults = '{{}}') FROM read_{name}")
    rows, taken = cursor.fetchone() or (0, 0)
    personal = "SELECT jsonb_build_object('payment_id', payment_id)"
    union = f" UNION {personal} FROM participant_changes WHERE run_id = %(run)s"
    cursor.execute(
        f"SELECT count(*) FROM (SELECT row_key FROM changes"
        f" WHERE run_id = %(run)s AND set_name = %(table)s"
        f"{union if name == sets.PAYMENTS.name else ''}) AS changed",
        {"run": run_id, "table": sets.TABLES[name]},
    )
    (updated,) = cursor.fetchone() or (0,)
    return statistics.Count(inserted, updated, taken - inserted - updated, rows - taken)
