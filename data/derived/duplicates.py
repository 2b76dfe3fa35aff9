"""Owns the upkeep of repeated payments, for whatever a run brings: pairs come, change and go.

What is bounded by the run stays bounded: payments that are new or have changed are looked up by
their numbers, those of before as well as those of now. Whoever has one of these numbers may get
other partners ("affected"). A pair of an affected payment may stand because its other side chose
it, so that the other sides are asked again as well ("asked"), each among all that bear its numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import engine
from data.derived import duplicate_pairs, duplicate_sql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class


# What a pair depends on, of a payment `p` and its participant `w`.
_DECISIVE = (
    "p.receipt_no", "w.social_insurance_no", "w.national_id", "p.office_code", "p.org_code",
    "p.product", "p.amount",
    "p.months", "p.period_from", "p.paid_at", "p.voided_at",
)  # fmt: skip
_NAMES = tuple(column[2:] for column in _DECISIVE)

# One row a payment of this run that the store has already, as it was.
_BEFORE = f"""
    SELECT p.payment_id, {", ".join(_DECISIVE)}
    FROM read_payments AS r
    JOIN payments AS p USING (payment_id)
    JOIN participants AS w USING (payment_id)
    WHERE r.faults = '{{}}' AND NOT r.repeated
"""
# One row a payment that has changed, as it was.
_CHANGED = f"""
    SELECT b.*
    FROM before AS b
    JOIN payments AS p USING (payment_id)
    JOIN participants AS w USING (payment_id)
    WHERE ROW({", ".join(f"b.{name}" for name in _NAMES)})
        IS DISTINCT FROM ROW({", ".join(_DECISIVE)})
"""
# The new and changed ones, with the numbers that they have now; in the order of those by which most
# are looked up, as neighbours in an index are read together.
_SAID = """
    said AS MATERIALIZED (
        SELECT payment_id, receipt_no, social_insurance_no, national_id,
            period_from IS NOT NULL AS charges
        FROM read_payments AS r
        WHERE faults = '{}' AND NOT repeated
            AND NOT EXISTS (SELECT FROM before AS b WHERE b.payment_id = r.payment_id)
        UNION ALL
        SELECT p.payment_id, p.receipt_no, w.social_insurance_no, w.national_id,
            p.period_from IS NOT NULL
        FROM changed
        JOIN payments AS p USING (payment_id)
        JOIN participants AS w USING (payment_id)
        ORDER BY social_insurance_no
    )
"""
# Those, and every number that a changed payment had.
_NUMBERS = f"""
    WITH {_SAID} {duplicate_pairs.SHARED}
    UNION
    SELECT had.space, had.number
    FROM changed AS c
    CROSS JOIN LATERAL (VALUES
        ('receipt', c.receipt_no), ('insurance', c.social_insurance_no), ('national', c.national_id)
    ) AS had (space, number)
    WHERE had.number IS NOT NULL
"""
# One row a kind and payment whose partners may be others than before.
_AFFECTED = """
    SELECT 'receipt' AS kind, p.payment_id
    FROM numbers AS n JOIN payments AS p ON p.receipt_no = n.number
    WHERE n.space = 'receipt'
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
# In tables of their own, as the planner must know how few they are beside the store's.
_STEPS = {
    "changed": _CHANGED,
    "numbers": _NUMBERS,
    "affected": _AFFECTED,
    **duplicate_pairs.STEPS,
    "pairs": duplicate_pairs.PAIRS,
}
# What a payment was is not known where something else has written it; but whatever it repeated
# stands in a pair with it. So the affected ones are those that repeat one another now, among all
# that bear a number of a payment which is looked at, and whoever is paired with such a payment, or
# was with one that had been paid in the period and is gone.
_PAIRED = """
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
_LOOKED_AT = {
    "numbers": f"""
    WITH said AS MATERIALIZED (
        SELECT n.payment_id, n.receipt_no, w.social_insurance_no, w.national_id, n.charges
        FROM looked_at AS n LEFT JOIN participants AS w USING (payment_id)
        WHERE n.is_own
        ORDER BY w.social_insurance_no
    ) {duplicate_pairs.SHARED}
""",
    "near": f"""
    SELECT {duplicate_sql.RECEIPT}
    FROM numbers AS n JOIN payments AS p ON p.receipt_no = n.number
    WHERE n.space = 'receipt'
    UNION ALL
    {duplicate_pairs.OF_PERSONS.format(numbers="numbers")}
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
    **duplicate_pairs.STEPS,
}
_EVERY_PAIR = f"""
    INSERT INTO repeats ({duplicate_sql.COLUMNS})
    WITH entries AS ({duplicate_sql.EVERY_ENTRY}),
    {duplicate_sql.NEIGHBOURS},
    {duplicate_sql.rows("neighbours")}
    SELECT {duplicate_sql.COLUMNS} FROM rows
"""


def note_before(cursor: Cursor) -> None:
    """Note what stands in the store of the payments that this run brings, before it is written."""
    _make(cursor, "before", _BEFORE)


def refresh(cursor: Cursor) -> None:
    """Bring the pairs of all payments up to date that this run has written or that meet one."""
    for name, rows in _STEPS.items():
        _make(cursor, name, rows)
    duplicate_pairs.write(cursor)


def refresh_looked_at(cursor: Cursor, values: Mapping[str, object]) -> None:
    """Bring the pairs of a period up to date: of its own payments, and of those that are gone."""
    # Not looked up one by one: of all payments few are in any pair.
    _make(cursor, "paired", _PAIRED, values)
    cursor.execute("SELECT count(*) FROM looked_at")
    (rows,) = cursor.fetchone() or (0,)
    with engine.looking_up(cursor, rows):
        for name, each in _LOOKED_AT.items():
            _make(cursor, name, each)
    _make(cursor, "pairs", duplicate_pairs.PAIRS)
    duplicate_pairs.write(cursor)


def refresh_everything(cursor: Cursor) -> None:
    """Make all pairs anew."""
    cursor.execute("DELETE FROM repeats")
    cursor.execute(_EVERY_PAIR)


def _make(cursor: Cursor, name: str, rows: str, values: Mapping[str, object] | None = None) -> None:
    cursor.execute(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {rows}", values)
    cursor.execute(f"ANALYZE {name}")
