"""Writing of checked rows into the store: new ones in, changed ones over, history kept.

A column that a file does not have is left as it was, and so is what a row keeps; an empty cell
empties. The later run wins.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from data.derived import duplicates, payment_links, rollups
from data.importing import sets
from data.importing.checking import one_list
from data.importing.writing import bulk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

    from data.importing.checking import staging


@dataclasses.dataclass(frozen=True)
class Count:
    """What became of the rows of one set, and how many cells they were taken without."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    left_out: int = 0
    # Changed to values that they had before; they are not among `updated`.
    reverted: int = 0

    @property
    def written(self) -> int:
        """Rows that were inserted or changed."""
        return self.inserted + self.updated + self.reverted


@dataclasses.dataclass(frozen=True)
class Target:
    """The table into which columns of a set go, and what it holds besides them.

    `derived` replaces a column's value by an expression over `r`, the read row. `carried` fills
    columns of a new row from `source`; `data.derived.payment_links` keeps them up to date.
    """

    set: sets.Set
    table: str
    columns: tuple[str, ...]
    derived: dict[str, str] = dataclasses.field(default_factory=dict)
    source: str = ""
    carried: dict[str, str] = dataclasses.field(default_factory=dict)
    # Which rows are written where the table does not have their key.
    if_new: str = "true"
    history: str = "changes"

    @property
    def key(self) -> tuple[str, ...]:
        """The key columns of the table, which are those of the set."""
        return self.set.key

    @property
    def changeable(self) -> tuple[str, ...]:
        """The columns that may change while a row stays the same one."""
        return tuple(name for name in self.columns if name not in self.key)


def _own_table(each: sets.Set, **details: Any) -> Target:
    names = tuple(c.name for c in each.columns if not c.personal and not c.is_of_code)
    return Target(each, each.table, names, **details)


_BY_PAYMENT = "JOIN payments AS p ON p.payment_id = r.payment_id"

# In the order of writing: payments need the remittances, codes and lines need their payment.
_TARGETS = (
    _own_table(sets.OFFICES),
    _own_table(sets.ORGANIZATIONS),
    _own_table(sets.COLLECTORS),
    _own_table(sets.REMITTANCES),
    _own_table(sets.PAYMENTS, source=payment_links.SOURCE, carried=payment_links.COLUMNS),
    Target(
        sets.PAYMENTS,
        "participants",
        ("payment_id", "office_code", *sets.PERSONAL),
        history="participant_changes",
    ),
    _own_table(
        sets.CONFIRMATIONS,
        source=_BY_PAYMENT,
        carried={"office_code": "p.office_code", "org_code": "p.org_code"},
    ),
    _own_table(
        sets.REMITTANCE_LINES,
        source=_BY_PAYMENT,
        carried={"office_code": "p.office_code"},
        # What was never there cannot be taken back.
        if_new="r.remittance_id IS NOT NULL",
    ),
    _own_table(sets.DISPATCHES),
    _own_table(sets.CALENDAR),
    _own_table(sets.POLICIES, derived={"org_code": "coalesce(r.org_code, '')"}),
)


_ALL = "payments AS p"
# The payments that this run has written or says something about.
_WRITTEN = """
    payments AS p WHERE p.payment_id IN (
        SELECT payment_id FROM touched
        UNION
        SELECT payment_id FROM read_payments WHERE faults = '{}'
    )
"""


# Payments are differences where there was no such office on their day.
_VALIDITY_BEFORE = """
    CREATE TEMPORARY TABLE validity_before ON COMMIT DROP AS
    SELECT office_code, valid_from, valid_to FROM offices
"""
_OF_OTHER_VALIDITY = """
    payments AS p WHERE p.office_code IN (
        SELECT o.office_code FROM offices AS o JOIN validity_before AS b USING (office_code)
        WHERE ROW(o.valid_from, o.valid_to) IS DISTINCT FROM ROW(b.valid_from, b.valid_to)
    )
"""


def apply(
    cursor: Cursor, run_id: int, files: Sequence[staging.StagedFile], *, is_unchanged: bool
) -> dict[str, Count]:
    """Write every row without faults; return what became of the rows, by set.

    Where the run `changes_nothing`, nothing is derived anew, either.
    """
    rollups.begin(cursor)
    if is_unchanged:
        return {each.name: _count(cursor, run_id, each.name, 0) for each in _with_files(files)}
    is_first = bulk.is_empty(cursor, sets.PAYMENTS.table)
    payment_links.note_touched(cursor)
    duplicates.note_before(cursor)
    rollups.note(cursor, rollups.TOUCHED)
    cursor.execute(_VALIDITY_BEFORE)
    inserted: dict[str, int] = {}
    for target in _TARGETS:
        of_set = one_list.files_of(target.set, files)
        if not of_set:
            continue
        rows = sum(file.rows for file in of_set)
        if bulk.is_first_fill(cursor, target.table, rows):
            with bulk.set_aside(cursor, target.table):
                new = _insert(cursor, target)
        else:
            _replace(cursor, run_id, target, of_set)
            # Not an anti-join: the planner estimates one row for it and joins what it inserts by
            # loops.
            new = _insert(cursor, target, "ON CONFLICT DO NOTHING")
        if target.table == target.set.table:
            inserted[target.set.name] = new
    payment_links.refresh(cursor)
    duplicates.refresh(cursor, is_first=is_first)
    rollups.note(cursor, _ALL if is_first else _WRITTEN)
    rollups.note(cursor, _OF_OTHER_VALIDITY)
    rollups.note_sent(cursor, "read_dispatches AS d WHERE d.faults = '{}'")
    return {name: _count(cursor, run_id, name, new) for name, new in inserted.items()}


def changes_nothing(cursor: Cursor, files: Sequence[staging.StagedFile]) -> bool:
    """Return whether the store has every good row of this run as it is, once they are checked."""
    for target in reversed(_TARGETS):
        of_set = one_list.files_of(target.set, files)
        if of_set and _changes_anything(cursor, target, of_set):
            return False
    return True


def _changes_anything(cursor: Cursor, target: Target, files: Sequence[staging.StagedFile]) -> bool:
    keeps = _keeps(cursor, target)
    values = {name: _new_value(name, target, files, keeps=keeps) for name in target.changeable}
    key = target.key[0]
    cursor.execute(
        f"SELECT EXISTS (SELECT FROM read_{target.set.name} AS r"
        f" LEFT JOIN {target.table} AS t ON {_same_key(target)}"
        f" WHERE r.faults = '{{}}' AND NOT r.repeated AND"
        f" CASE WHEN t.{key} IS NULL THEN {target.if_new} ELSE {_differs(values)} END)"
    )
    (changes,) = cursor.fetchone() or (True,)
    return bool(changes)


def _with_files(files: Sequence[staging.StagedFile]) -> list[sets.Set]:
    """Return the sets of which there are files, in the order of writing."""
    own = [target.set for target in _TARGETS if target.table == target.set.table]
    return [each for each in own if one_list.files_of(each, files)]


def _same_key(target: Target) -> str:
    return " AND ".join(f"t.{k} = {target.derived.get(k, f'r.{k}')}" for k in target.key)


def _differs(values: Mapping[str, str]) -> str:
    old = ", ".join(f"t.{name}" for name in values)
    return f"ROW({old}) IS DISTINCT FROM ROW({', '.join(values.values())})"


def _new_value(
    name: str, target: Target, files: Sequence[staging.StagedFile], *, keeps: bool
) -> str:
    """Return what a column becomes: the file's value where its file has the column at all.

    `keeps` says that some row keeps what the store has in a column.
    """
    value = _file_value(name, target, files)
    return f"CASE WHEN '{name}' = ANY (r.kept) THEN t.{name} ELSE {value} END" if keeps else value


def _file_value(name: str, target: Target, files: Sequence[staging.StagedFile]) -> str:
    """Return the value of the files; what one of them alone lacks, its rows keep."""
    is_known = any(name in (*file.columns, *target.derived) for file in files)
    return target.derived.get(name, f"r.{name}") if is_known else f"t.{name}"


def _replace(
    cursor: Cursor, run_id: int, target: Target, files: Sequence[staging.StagedFile]
) -> None:
    """Keep the earlier values of the rows where a column changes, then write the new ones."""
    keeps = _keeps(cursor, target)
    values = {name: _new_value(name, target, files, keeps=keeps) for name in target.changeable}
    rows = (
        f"read_{target.set.name} AS r WHERE r.faults = '{{}}' AND NOT r.repeated"
        f" AND {_same_key(target)} AND {_differs(values)}"
    )
    if not _keep_history(cursor, run_id, target, values, rows):
        return
    assignments = ", ".join(f"{name} = {value}" for name, value in values.items())
    cursor.execute(f"UPDATE {target.table} AS t SET {assignments} FROM {rows}")


def _keeps(cursor: Cursor, target: Target) -> bool:
    """Return whether any row leaves a column as it was."""
    cursor.execute(
        f"SELECT EXISTS (SELECT FROM read_{target.set.name}"
        f" WHERE faults = '{{}}' AND kept <> '{{}}')"
    )
    (keeps,) = cursor.fetchone() or (False,)
    return bool(keeps)


def _keep_history(
    cursor: Cursor, run_id: int, target: Target, new: Mapping[str, str], rows: str
) -> int:
    """Keep what the rows are, and whether their new values are such as they had before.

    Returns how many there are.
    """
    columns, values = "set_name, row_key", f"'{target.table}', {_as_json(target.key)}"
    same_row = f"h.set_name = '{target.table}' AND h.row_key = {_as_json(target.key)}"
    if target.history == "participant_changes":
        columns, values = "payment_id", "t.payment_id"
        same_row = "h.payment_id = t.payment_id"
    become = ", ".join(
        f"'{name}', {value}" for name, value in {**{k: f"t.{k}" for k in target.key}, **new}.items()
    )
    reverts = (
        f"EXISTS (SELECT FROM {target.history} AS h WHERE {same_row} AND h.run_id < {run_id}"
        f" AND jsonb_build_object({become}) @> h.earlier)"
    )
    has_office = "office_code" in (*target.columns, *target.carried)
    office = "t.office_code" if has_office else "NULL"
    cursor.execute(
        f"INSERT INTO {target.history} (run_id, {columns}, office_code, earlier, reverts)"
        f" SELECT {run_id}, {values}, {office}, {_as_json((*target.key, *target.changeable))},"
        f" {reverts}"
        f" FROM {target.table} AS t, {rows}"
    )
    return cursor.rowcount


def _as_json(names: Sequence[str]) -> str:
    pairs = ", ".join(f"'{name}', t.{name}" for name in names)
    return f"jsonb_build_object({pairs})"


def _insert(cursor: Cursor, target: Target, or_else: str = "") -> int:
    """Write the rows whose keys the table does not have; return how many."""
    computed = {name: f"r.{name}" for name in target.columns} | target.derived | target.carried
    cursor.execute(
        f"INSERT INTO {target.table} ({', '.join(computed)})"
        f" SELECT {', '.join(computed.values())}"
        f" FROM read_{target.set.name} AS r {target.source}"
        f" WHERE r.faults = '{{}}' AND NOT r.repeated AND {target.if_new} {or_else}"
    )
    return cursor.rowcount


def _count(cursor: Cursor, run_id: int, name: str, inserted: int) -> Count:
    """Count what became of the keys of a set, and the rows that were refused.

    A payment whose participant alone changed is updated, too. What goes back in one of the two
    tables and on in the other one is updated.
    """
    cursor.execute(
        f"SELECT count(*) FILTER (WHERE faults <> '{{}}'), count(*) FILTER (WHERE counts),"
        f" coalesce(sum(cardinality(left_out)) FILTER (WHERE counts), 0)::integer"
        f" FROM (SELECT *, faults = '{{}}' AND NOT repeated AS counts FROM read_{name}) AS r"
    )
    refused, good, left_out = cursor.fetchone() or (0, 0, 0)
    cursor.execute(
        f"SELECT count(*), count(*) FILTER (WHERE reverts) FROM ({changed(name)}) AS changed",
        {"run": run_id, "table": sets.BY_NAME[name].table},
    )
    written, reverted = cursor.fetchone() or (0, 0)
    unchanged = good - inserted - written
    return Count(inserted, written - reverted, unchanged, refused, left_out, reverted)


def changed(name: str) -> str:
    """Return the rows of a set that the run %(run)s has changed: `row_key`, and `reverts`."""
    personal = (
        "SELECT jsonb_build_object('payment_id', payment_id), reverts"
        " FROM participant_changes WHERE run_id = %(run)s"
    )
    return (
        "SELECT row_key, bool_and(reverts) AS reverts FROM ("
        "SELECT row_key, reverts FROM changes WHERE run_id = %(run)s AND set_name = %(table)s"
        f"{f' UNION ALL {personal}' if name == sets.PAYMENTS.name else ''}"
        ") AS parts GROUP BY row_key"
    )


def reverted_by_file(
    cursor: Cursor, run_id: int, counts: Mapping[str, Count]
) -> dict[int, dict[str, int]]:
    """Count, by the numbers of files and by set, the rows that went back to earlier values."""
    found: dict[int, dict[str, int]] = {}
    for name, count in counts.items():
        if not count.reverted:
            continue
        target = next(each for each in _TARGETS if each.table == sets.BY_NAME[name].table)
        key = ", ".join(f"'{k}', {target.derived.get(k, f'r.{k}')}" for k in target.key)
        cursor.execute(
            f"SELECT r.file_no, count(*) FROM read_{name} AS r"
            f" JOIN ({changed(name)}) AS c ON c.row_key = jsonb_build_object({key})"
            " WHERE c.reverts AND r.faults = '{}' AND NOT r.repeated GROUP BY 1",
            {"run": run_id, "table": target.table},
        )
        for file, rows in cursor.fetchall():
            found.setdefault(file, {})[name] = rows
    return found
