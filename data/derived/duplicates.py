"""Upkeep of the pairs of duplicate payments (table `repeats`) after an import or a refresh.

The work is bounded by what an import brings: payments that are new or have changed are looked up by
their numbers, the earlier ones as well as the present ones. Payments with one of these numbers may
get other partners (`affected`). A pair of an affected payment may be there because the other side
chose it, so that the partners of the other sides are chosen again as well (`checked`), among all
payments with their numbers (`entries`). The result is in `pairs`. All are temporary tables.
"""

from collections.abc import Mapping
from typing import Final

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data import engine
from data.derived import duplicate_sql

# The columns of a payment `p` and its participant `w` on which pairs depend.
_DECISIVE: Final = (
    "p.receipt_no", "w.social_insurance_no", "w.national_id", "p.office_code", "p.org_code",
    "p.product", "p.amount",
    "p.months", "p.period_from", "p.paid_at", "p.voided_at",
)  # fmt: skip
_NAMES: Final = tuple(column[2:] for column in _DECISIVE)

# One row a payment of this run that the store has already, as it was.
_BEFORE: Final = f"""
    SELECT p.payment_id, {", ".join(_DECISIVE)}
    FROM read_payments AS r
    JOIN payments AS p USING (payment_id)
    JOIN participants AS w USING (payment_id)
    WHERE r.faults = '{{}}' AND NOT r.repeated
"""
# One row a payment that has changed, as it was.
_CHANGED: Final = f"""
    SELECT b.*
    FROM before AS b
    JOIN payments AS p USING (payment_id)
    JOIN participants AS w USING (payment_id)
    WHERE ROW({", ".join(f"b.{name}" for name in _NAMES)})
        IS DISTINCT FROM ROW({", ".join(_DECISIVE)})
"""
# The new and changed ones, with the numbers that they have now; in the order of those by which most
# are looked up, as neighbours in an index are read together.
_PRESENT: Final = f"""
    present AS MATERIALIZED (
        SELECT payment_id, receipt_no, org_code,
            extract(year FROM local_day(paid_at))::integer AS paid_year,
            social_insurance_no, national_id, period_from IS NOT NULL AS charges
        FROM read_payments AS r
        WHERE faults = '{{}}' AND NOT repeated
            AND NOT EXISTS (SELECT FROM before AS b WHERE b.payment_id = r.payment_id)
        UNION ALL
        SELECT p.payment_id, p.receipt_no, p.org_code, {duplicate_sql.YEAR},
            w.social_insurance_no, w.national_id, p.period_from IS NOT NULL
        FROM changed
        JOIN payments AS p USING (payment_id)
        JOIN participants AS w USING (payment_id)
        ORDER BY social_insurance_no
    )
"""
# One row a number that those share with another payment, or that a changed payment had before.
_NUMBERS: Final = f"""
    WITH {_PRESENT} {duplicate_sql.SHARED}
    UNION
    SELECT had.space, had.number, had.org_code, had.paid_year
    FROM changed AS c
    CROSS JOIN LATERAL (VALUES
        ('receipt', c.receipt_no, c.org_code, extract(year FROM local_day(c.paid_at))::integer),
        ('insurance', c.social_insurance_no, '', 0), ('national', c.national_id, '', 0)
    ) AS had (space, number, org_code, paid_year)
    WHERE had.number IS NOT NULL
"""
# One row a kind and payment whose partners may have changed.
_AFFECTED: Final = f"""
    SELECT 'receipt' AS kind, p.payment_id
    FROM numbers AS n JOIN payments AS p ON {duplicate_sql.OF_RECEIPT}
    UNION
    SELECT 'charge', w.payment_id
    FROM numbers AS n JOIN participants AS w ON w.social_insurance_no = n.number
    WHERE n.space = 'insurance'
    UNION
    SELECT 'charge', w.payment_id
    FROM numbers AS n JOIN participants AS w ON w.national_id = n.number
    WHERE n.space = 'national'
    UNION
    SELECT kind, payment_id FROM changed CROSS JOIN (VALUES ('receipt'), ('charge')) AS k (kind)
"""
# Temporary tables, so that the planner knows how few rows they have compared with the store.
_STEPS: Final = {
    "changed": _CHANGED,
    "numbers": _NUMBERS,
    "affected": _AFFECTED,
    **duplicate_sql.STEPS,
    "pairs": duplicate_sql.PAIRS,
}
# Where another program has written a payment its earlier values are not known; but what it repeated
# is in a stored pair with it. So affected are the payments that repeat one another now, among all
# with a number of a payment that is looked at, and those that are paired with such a payment, or
# were with one that had been paid in the period and is gone.
_PAIRED: Final = """
    SELECT r.kind, r.payment_id, r.other_payment_id
    FROM looked_at AS n
    CROSS JOIN (VALUES ('receipt'), ('charge')) AS k (kind)
    JOIN repeats AS r ON r.kind = k.kind AND r.payment_id = n.payment_id
    WHERE n.is_own
    UNION
    SELECT r.kind, r.payment_id, r.other_payment_id
    FROM offices JOIN repeats AS r USING (office_code)
    WHERE r.paid_day BETWEEN %(start)s AND %(end)s
"""
_LOOKED_AT: Final = {
    "numbers": f"""
    WITH present AS MATERIALIZED (
        SELECT n.payment_id, n.receipt_no, n.org_code,
            extract(year FROM n.paid_day)::integer AS paid_year,
            w.social_insurance_no, w.national_id, n.charges
        FROM looked_at AS n LEFT JOIN participants AS w USING (payment_id)
        WHERE n.is_own
        ORDER BY w.social_insurance_no
    ) {duplicate_sql.SHARED}
""",
    "near": f"""
    SELECT {duplicate_sql.RECEIPT}
    FROM numbers AS n JOIN payments AS p ON {duplicate_sql.OF_RECEIPT}
    UNION ALL
    {duplicate_sql.OF_PERSONS.format(numbers="numbers")}
""",
    "affected": f"""
    WITH entries AS (SELECT * FROM near),
    {duplicate_sql.COMPARED}
    SELECT kind, payment_id FROM compared WHERE meets
    UNION
    SELECT kind, payment_id FROM paired
    UNION
    SELECT kind, other_payment_id FROM paired
""",
    **duplicate_sql.STEPS,
}
_EVERY_PAIR: Final = f"""
    INSERT INTO repeats ({duplicate_sql.COLUMNS})
    WITH entries AS ({duplicate_sql.EVERY_ENTRY}),
    {duplicate_sql.NEIGHBOURS},
    {duplicate_sql.rows("neighbours")}
    SELECT {duplicate_sql.COLUMNS} FROM rows
"""
_REMOVE: Final = """
    WITH gone AS (
        SELECT r.kind, r.payment_id, r.other_payment_id
        FROM affected AS a JOIN repeats AS r USING (kind, payment_id)
        WHERE NOT EXISTS (
            SELECT FROM pairs AS n
            WHERE (n.kind, n.payment_id, n.other_payment_id)
                = (r.kind, r.payment_id, r.other_payment_id)
        )
    )
    DELETE FROM repeats AS r
    USING (
        SELECT kind, payment_id, other_payment_id FROM gone
        UNION
        SELECT kind, other_payment_id, payment_id FROM gone
    ) AS g
    WHERE (r.kind, r.payment_id, r.other_payment_id)
        = (g.kind, g.payment_id, g.other_payment_id)
"""
_WRITE: Final = f"""
    INSERT INTO repeats AS r ({duplicate_sql.COLUMNS})
    SELECT {duplicate_sql.COLUMNS} FROM pairs
    ON CONFLICT ({", ".join(duplicate_sql.KEY)}) DO UPDATE SET
        {", ".join(f"{name} = EXCLUDED.{name}" for name in duplicate_sql.COPIED)}
    WHERE ROW({", ".join(f"r.{name}" for name in duplicate_sql.COPIED)})
        IS DISTINCT FROM ROW({", ".join(f"EXCLUDED.{name}" for name in duplicate_sql.COPIED)})
"""


def note_before(cursor: Cursor) -> None:
    """Note the stored values of the payments of this import, before it writes."""
    _make(cursor, "before", _BEFORE)


def refresh(cursor: Cursor, *, is_first: bool) -> None:
    """Bring up to date the pairs of the payments of this import and of those that they repeat.

    Where the payments of the import are the first ones, they are all that there are.
    """
    if is_first:
        refresh_everything(cursor)
        return
    for name, rows in _STEPS.items():
        _make(cursor, name, rows)
    _write(cursor)


def refresh_looked_at(cursor: Cursor, values: Mapping[str, object]) -> None:
    """Bring up to date the pairs of a period: of its payments, and of those that are gone."""
    # Not looked up one by one: of all payments few are in any pair.
    _make(cursor, "paired", _PAIRED, values)
    cursor.execute("SELECT count(*) FROM looked_at")
    (rows,) = cursor.fetchone() or (0,)
    with engine.looking_up(cursor, rows):
        for name, each in _LOOKED_AT.items():
            _make(cursor, name, each)
    _make(cursor, "pairs", duplicate_sql.PAIRS)
    _write(cursor)


def refresh_everything(cursor: Cursor) -> None:
    """Compute all pairs again."""
    cursor.execute("DELETE FROM repeats")
    cursor.execute(_EVERY_PAIR)


def _write(cursor: Cursor) -> None:
    """Replace the stored pairs of all affected payments by those of the table `pairs`."""
    cursor.execute(_REMOVE)
    cursor.execute(_WRITE)


def _make(cursor: Cursor, name: str, rows: str, values: Mapping[str, object] | None = None) -> None:
    cursor.execute(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {rows}", values)
    cursor.execute(f"ANALYZE {name}")
