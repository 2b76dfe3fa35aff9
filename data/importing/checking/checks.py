"""Checks that need more than one row: keys, references, codes that several payments share.

Each adds to the `faults` of `read_x`; a row with a fault stays out. References are checked in the
order in which the sets refer to each other, so that a row that was refused is unknown to the rest.
"""

from collections.abc import Callable, Sequence

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data.derived import deadline
from data.importing import sets
from data.importing.checking import agreement, one_list, rejects, staging, values
from data.importing.reading import tables

_GENERAL_POLICY = "feed.silent_after_hours"
_POLICIES = f"'{deadline.DEADLINE_POLICY}', '{_GENERAL_POLICY}'"
# By sets: the column at fault, the reason, and where it is so of a row, aliased r.
_CONDITIONS = {
    sets.PAYMENTS.name: (("voided_at", "before_payment", "is_before(r.voided_at, r.paid_at)"),),
    "dispatches": (("sent_at", "before_day", "local_day(r.sent_at) < r.report_date"),),
    sets.POLICIES.name: (
        ("name", "unknown_policy", f"r.name NOT IN ({_POLICIES})"),
        (
            "org_code", "general_policy",
            f"r.name = '{_GENERAL_POLICY}' AND coalesce(r.org_code, '') <> ''",
        ),
        ("value", "unreadable", "r.value !~ '^[0-9]{1,4}$'"),
    ),
}  # fmt: skip


def check(
    cursor: Cursor,
    staged: Sequence[staging.StagedFile],
    filled: Sequence[sets.Set],
    changes_nothing: Callable[[], bool],
) -> bool:
    """Mark every row that must be refused, in the sets of the run, and those that are repeated.

    Rows that the store has as they are contradict neither it nor one another: of a run of such
    rows alone no more is asked. Returns whether it is one: it `changes_nothing`.
    """
    _unify_spellings(cursor)
    _keep_what_files_lack(cursor, staged)
    has_lists = any(map(one_list.brings_codes, staged))
    repeating: set[str] = set()
    for each in filled:
        if has_lists and each is sets.CONFIRMATIONS:
            one_list.settle(cursor)
        _check_values(cursor, each)
        if _check_keys(cursor, each):
            repeating.add(each.name)
        _check_references(cursor, each)
        if each is sets.PAYMENTS:
            _check_voids_that_stay(cursor, staged)
        if each.name in repeating:
            _choose(cursor, each)
    # A list of payments and codes is settled first.
    is_unchanged = not has_lists and changes_nothing()
    while not is_unchanged and (
        (has_lists and one_list.settle(cursor))
        or agreement.check(cursor, filled)
        or (sets.PAYMENTS in filled and _check_voids_that_stay(cursor, staged))
    ):
        for each in (each for each in agreement.SETS if each in filled):
            # A payment that is refused is unknown to the rest, if the store does not have it.
            _check_references(cursor, each)
            # Where the row that counts was refused, an earlier one of its key does.
            if each.name in repeating:
                _choose(cursor, each)
    for each in filled:
        _take_from_earlier_files(cursor, each)
        _pass_over_rejects_again(cursor, each, staged)
    return is_unchanged


def _keep_what_files_lack(cursor: Cursor, staged: Sequence[staging.StagedFile]) -> None:
    """Have rows keep the columns that their file lacks and another file of their set has."""
    for each in sets.ALL:
        files = one_list.files_of(each, staged)
        optional = [column.name for column in each.columns if not column.required]
        known = [name for name in optional if any(name in file.columns for file in files)]
        for file in files:
            if lacking := [name for name in known if name not in file.columns]:
                cursor.execute(
                    f"UPDATE read_{each.name} SET kept = kept || %s WHERE file_no = %s",
                    (lacking, file.number),
                )


def _check_values(cursor: Cursor, each: sets.Set) -> None:
    """Check the values of a row against one another; the rest was checked cell by cell."""
    for column, reason, condition in _CONDITIONS.get(each.name, ()):
        rejects.mark(cursor, each, column, reason, f"r.faults = '{{}}' AND {condition}")


# The voids that a payment may have by the time a file of the run is read: the store's, and those of
# its files that have a column of voids, an empty one as well. What a row keeps is the last of them.
_VOIDS_THAT_STAY = """
    WITH voids AS MATERIALIZED (
        SELECT payment_id, 0 AS file_no, voided_at FROM payments WHERE voided_at IS NOT NULL
        UNION ALL
        SELECT payment_id, file_no, voided_at FROM read_payments
        WHERE faults = '{{}}' AND file_no = ANY ({having})
            AND payment_id IN (SELECT payment_id FROM twice_payments)
    ),
    kept AS (
        SELECT DISTINCT ON (l.file_no, l.row_no)
            l.file_no, l.row_no, l.paid_at, v.voided_at
        FROM read_payments AS l JOIN voids AS v USING (payment_id)
        WHERE l.faults = '{{}}' AND l.file_no <> ALL ({having}) AND v.file_no < l.file_no
        ORDER BY l.file_no, l.row_no, v.file_no DESC
    )
    SELECT file_no, row_no FROM kept WHERE is_before(voided_at, paid_at)
"""


def _check_voids_that_stay(cursor: Cursor, staged: Sequence[staging.StagedFile]) -> bool:
    """Refuse payments that would come to lie behind a void that stays; return whether any did.

    It stays where the file has no column of voids: the store's, or that of an earlier file.
    """
    files = one_list.files_of(sets.PAYMENTS, staged)
    having = [file.number for file in files if "voided_at" in file.columns]
    if len(having) == len(files):
        return False
    behind = _VOIDS_THAT_STAY.format(having=f"ARRAY{having}::integer[]")
    marked = rejects.mark(
        cursor, sets.PAYMENTS, "paid_at", "before_payment", f"(r.file_no, r.row_no) IN ({behind})"
    )
    return marked > 0


def _check_keys(cursor: Cursor, each: sets.Set) -> bool:
    """Refuse every row of a key that stands twice in one file with different values.

    Returns whether any key stands more than once in the run; those are in `twice_x`.
    """
    key = ", ".join(f"coalesce({name}::text, '')" for name in each.key)
    named = ", ".join(f"coalesce({name}::text, '') AS {name}" for name in each.key)
    listed = ", ".join(each.key)
    names = ", ".join(column.name for column in each.columns)
    # First the keys alone, as hardly any stands twice; what differs is looked at under those.
    cursor.execute(
        f"CREATE TEMPORARY TABLE twice_{each.name} ON COMMIT DROP AS"
        f" WITH several AS MATERIALIZED ("
        f"SELECT {named} FROM read_{each.name} WHERE {_has_key(each)}"
        f" GROUP BY {key} HAVING count(*) > 1)"
        f" SELECT {named}, file_no, count(DISTINCT ROW({names}, kept)) > 1 AS differ"
        f" FROM read_{each.name}"
        f" WHERE {_has_key(each)} AND ({key}) IN (SELECT {listed} FROM several)"
        f" GROUP BY {key}, file_no"
    )
    if not cursor.rowcount:
        return False
    differing = (
        f"{_has_key(each)} AND ({key}, file_no) IN"
        f" (SELECT {listed}, file_no FROM twice_{each.name} WHERE differ)"
    )
    rejects.mark(cursor, each, each.key[0], "duplicate", differing)
    return True


def _choose(cursor: Cursor, each: sets.Set) -> None:
    """Mark all good rows of a key but one as repeated: the last file's first one counts."""
    key = ", ".join(f"coalesce({name}::text, '')" for name in each.key)
    cursor.execute(
        f"UPDATE read_{each.name} AS r SET repeated = n.nth > 1 FROM ("
        f" SELECT ctid AS place, row_number() OVER ("
        f"PARTITION BY {key} ORDER BY faults <> '{{}}', file_no DESC, row_no) AS nth"
        f" FROM read_{each.name}"
        f" WHERE ({key}) IN (SELECT {', '.join(each.key)} FROM twice_{each.name})"
        f") AS n WHERE n.place = r.ctid AND r.repeated <> (n.nth > 1) AND r.faults = '{{}}'"
    )


def _take_from_earlier_files(cursor: Cursor, each: sets.Set) -> None:
    """Give the rows that count the cells that they keep, where an earlier file of the run has them.

    Files of one set are one file after the other: what it says is in the store before the later.
    """
    cursor.execute(
        f"SELECT EXISTS (SELECT FROM twice_{each.name}) AND EXISTS ("
        f"SELECT FROM read_{each.name} WHERE kept <> '{{}}' AND NOT repeated AND faults = '{{}}')"
    )
    if cursor.fetchone() != (True,):
        return
    key = ", ".join(each.key)
    same = " AND ".join(f"e.{name} IS NOT DISTINCT FROM r.{name}" for name in each.key)
    for name in (column.name for column in each.columns if not column.required):
        cursor.execute(
            f"UPDATE read_{each.name} AS r SET {name} = e.value,"
            f" kept = array_remove(r.kept, '{name}')"
            f" FROM (SELECT DISTINCT ON ({key}) {key}, {name} AS value FROM read_{each.name}"
            f" WHERE repeated AND faults = '{{}}' AND '{name}' <> ALL (kept)"
            f" ORDER BY {key}, file_no DESC, row_no) AS e"
            f" WHERE {same} AND '{name}' = ANY (r.kept) AND NOT r.repeated AND r.faults = '{{}}'"
        )


# The rows of a set that are refused, as they stood: a formula without a value is written as `#N/A`.
_REFUSED = """
    WITH refused AS MATERIALIZED (
        SELECT file_no, row_no, file_no = ANY (%(lists)s) AS is_listed, ARRAY[{cells}] AS cells
        FROM stage_{name}
        WHERE (file_no, row_no) IN (SELECT file_no, row_no FROM read_{name} WHERE faults <> '{{}}')
    )
    DELETE FROM read_{name} AS r USING refused AS l
    WHERE (r.file_no, r.row_no) = (l.file_no, l.row_no) AND l.is_listed AND EXISTS (
        SELECT FROM refused AS o
        WHERE o.cells = l.cells AND (o.file_no < l.file_no OR NOT o.is_listed)
    )
    RETURNING r.file_no
"""


def _pass_over_rejects_again(
    cursor: Cursor, each: sets.Set, staged: Sequence[staging.StagedFile]
) -> None:
    """Pass over the rows of lists of rejects that are refused where they came from as well.

    A list that lies beside its files is read with them: what nobody has corrected counts once.
    """
    files = one_list.files_of(each, staged)
    lists = {file.number: file for file in files if file.lists_rejects}
    if not lists or len(files) == 1:
        return
    cells = ", ".join(
        f"CASE WHEN {values.has_mark(column, tables.Mark.UNCALCULATED)} THEN '#N/A'"
        f" ELSE coalesce(btrim({column.name}), '') END"
        for column in each.columns
    )
    cursor.execute(_REFUSED.format(name=each.name, cells=cells), {"lists": list(lists)})
    for (number,) in cursor.fetchall():
        lists[number].seen.rejected_again += 1


def _has_key(each: sets.Set) -> str:
    """Return the condition that the key of a row could be read; optional parts may be empty."""
    required = [column.name for column in each.columns if column.required]
    return " AND ".join(f"{name} IS NOT NULL" for name in each.key if name in required)


def _check_references(cursor: Cursor, each: sets.Set) -> None:
    """Refuse rows that name what neither the store nor a good row of this run has."""
    columns = [column for column in each.columns if column.references]
    again = True
    while again:
        marked = 0
        for column in columns:
            marked += rejects.mark(cursor, each, column.name, "unknown", _unknown(column))
        # A set that refers to itself loses its references with the rows that were just refused.
        again = marked > 0 and any(column.references == each.name for column in columns)


def _unknown(column: sets.Column) -> str:
    referred = sets.BY_NAME[str(column.references)]
    key = referred.key[0]
    return (
        f"r.{column.name} IS NOT NULL AND r.faults = '{{}}'"
        f" AND NOT EXISTS (SELECT FROM {referred.table} AS t"
        f" WHERE t.{key} = r.{column.name})"
        f" AND NOT EXISTS (SELECT FROM read_{referred.name} AS s"
        f" WHERE s.{key} = r.{column.name} AND s.faults = '{{}}')"
    )


def _unify_spellings(cursor: Cursor) -> None:
    """Give one code one spelling: the store's, else that of the run's lowest row.

    It does not depend on the order of the files.
    """
    cursor.execute("""
        WITH spellings AS MATERIALIZED (
            SELECT code_key(confirmation_code) AS key, confirmation_code, row_no
            FROM read_confirmations WHERE confirmation_code IS NOT NULL
            UNION ALL
            SELECT c.code_key, c.confirmation_code, 0
            FROM confirmations AS c
            WHERE c.code_key IN (SELECT code_key(confirmation_code) FROM read_confirmations)
        ),
        several AS (
            SELECT key FROM spellings
            GROUP BY key HAVING min(confirmation_code) <> max(confirmation_code)
        ),
        spelled AS (
            SELECT DISTINCT ON (key) key, confirmation_code
            FROM spellings JOIN several USING (key)
            ORDER BY key, row_no, confirmation_code COLLATE "C"
        )
        UPDATE read_confirmations AS r SET confirmation_code = s.confirmation_code
        FROM spelled AS s
        WHERE s.key = code_key(r.confirmation_code) AND s.confirmation_code <> r.confirmation_code
    """)
    if cursor.rowcount:
        one_list.spell(cursor)
