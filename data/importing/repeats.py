"""Owns the upkeep of repeated payments, for whatever a run brings: pairs come, change and go.

What is bounded by the run stays bounded: payments that are new or have changed are looked up by
their numbers, those of before as well as those of now. Whoever has one of these numbers may get
other partners ("affected"). A pair of an affected payment may stand because its other side chose
it, so that the other sides are asked again as well ("asked"), each among all that bear its numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import repeated

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

# What a pair depends on, of a payment `p` and its participant `w`.
_DECISIVE = (
    "p.receipt_no", "w.social_insurance_no", "w.national_id", "p.office_code", "p.product",
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
# In its place, where every touched payment is to be looked at.
_TOUCHED = f"""
    SELECT p.payment_id, {", ".join(_DECISIVE)}
    FROM touched
    JOIN payments AS p USING (payment_id)
    JOIN participants AS w USING (payment_id)
"""
# One row a number that a changed payment had, or that a new or changed one shares with another.
_NUMBERS = """
    WITH said AS MATERIALIZED (
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
    )
    SELECT 'receipt' AS space, s.receipt_no AS number FROM said AS s
    WHERE EXISTS (
        SELECT FROM payments AS p
        WHERE p.receipt_no = s.receipt_no AND p.payment_id <> s.payment_id
    )
    UNION
    SELECT 'insurance', s.social_insurance_no FROM said AS s
    WHERE s.charges AND EXISTS (
        SELECT FROM participants AS w
        WHERE w.social_insurance_no = s.social_insurance_no AND w.payment_id <> s.payment_id
    )
    UNION
    SELECT 'national', s.national_id FROM said AS s
    WHERE s.charges AND s.social_insurance_no IS NULL AND EXISTS (
        SELECT FROM participants AS w
        WHERE w.national_id = s.national_id AND w.payment_id <> s.payment_id
    )
    UNION
    SELECT 'national', s.national_id FROM said AS s
    WHERE s.charges AND EXISTS (
        SELECT FROM participants AS w
        WHERE w.national_id = s.national_id AND w.payment_id <> s.payment_id
            AND w.social_insurance_no IS NULL
    )
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
# One row a kind and payment that is affected, or is paired with one that is.
_ASKED = """
    SELECT kind, payment_id FROM affected
    UNION
    SELECT r.kind, r.other_payment_id
    FROM affected AS a JOIN repeats AS r USING (kind, payment_id)
"""
# One row a number of a participant who is asked; of national ones those that can decide.
_PERSONS = """
    SELECT 'insurance' AS space, w.social_insurance_no AS number
    FROM asked AS a JOIN participants AS w USING (payment_id)
    WHERE a.kind = 'charge' AND w.social_insurance_no IS NOT NULL
    UNION
    SELECT 'national', w.national_id
    FROM asked AS a JOIN participants AS w USING (payment_id)
    WHERE a.kind = 'charge' AND EXISTS (
        SELECT FROM participants AS o
        WHERE o.national_id = w.national_id AND o.social_insurance_no IS NULL
    )
"""
_ENTRIES = f"""
    SELECT {repeated.RECEIPT}
    FROM asked AS a JOIN payments AS p USING (payment_id)
    WHERE a.kind = 'receipt' AND p.receipt_no IS NOT NULL
    UNION ALL
    SELECT {repeated.INSURANCE}
    FROM persons AS n
    JOIN participants AS w ON w.social_insurance_no = n.number
    JOIN payments AS p USING (payment_id)
    WHERE n.space = 'insurance' AND {repeated.CHARGES}
    UNION ALL
    SELECT {repeated.NATIONAL}
    FROM persons AS n
    JOIN participants AS w ON w.national_id = n.number
    JOIN payments AS p USING (payment_id)
    WHERE n.space = 'national' AND {repeated.CHARGES}
"""
# One row a pair and direction that has an affected payment on either side.
_PAIRS = f"""
    WITH {repeated.NEIGHBOURS},
    found AS (SELECT n.* FROM neighbours AS n JOIN asked USING (kind, payment_id)),
    {repeated.rows("found")}
    SELECT r.kind, r.payment_id, r.other_payment_id, r.office_code, r.paid_day, r.other_paid_day,
        r.other_voided_day
    FROM rows AS r
    LEFT JOIN affected AS a ON (a.kind, a.payment_id) = (r.kind, r.payment_id)
    LEFT JOIN affected AS b ON (b.kind, b.payment_id) = (r.kind, r.other_payment_id)
    WHERE a.payment_id IS NOT NULL OR b.payment_id IS NOT NULL
"""
# In tables of their own, as the planner must know how few they are beside the store's.
_STEPS = {
    "changed": _CHANGED,
    "numbers": _NUMBERS,
    "affected": _AFFECTED,
    "asked": _ASKED,
    "persons": _PERSONS,
    "entries": _ENTRIES,
    "pairs": _PAIRS,
}
_REMOVE = """
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
_WRITE = """
    INSERT INTO repeats AS r (
        kind, payment_id, other_payment_id, office_code, paid_day, other_paid_day, other_voided_day
    )
    SELECT kind, payment_id, other_payment_id, office_code, paid_day, other_paid_day,
        other_voided_day
    FROM pairs
    ON CONFLICT (kind, payment_id, other_payment_id) DO UPDATE SET
        office_code = EXCLUDED.office_code, paid_day = EXCLUDED.paid_day,
        other_paid_day = EXCLUDED.other_paid_day, other_voided_day = EXCLUDED.other_voided_day
    WHERE ROW(r.office_code, r.paid_day, r.other_paid_day, r.other_voided_day)
        IS DISTINCT FROM ROW(EXCLUDED.office_code, EXCLUDED.paid_day, EXCLUDED.other_paid_day,
            EXCLUDED.other_voided_day)
"""
_EVERY_PAIR = f"""
    INSERT INTO repeats (
        kind, payment_id, other_payment_id, office_code, paid_day, other_paid_day, other_voided_day
    )
    WITH entries AS ({repeated.EVERY_ENTRY}),
    {repeated.NEIGHBOURS},
    {repeated.rows("neighbours")}
    SELECT kind, payment_id, other_payment_id, office_code, paid_day, other_paid_day,
        other_voided_day
    FROM rows
"""


def note_before(cursor: Cursor) -> None:
    """Note what stands in the store of the payments that this run brings, before it is written."""
    _make(cursor, "before", _BEFORE)


def refresh(cursor: Cursor) -> None:
    """Bring the pairs of all payments up to date that this run has written or that meet one."""
    for name, rows in _STEPS.items():
        _make(cursor, name, rows)
    cursor.execute(_REMOVE)
    cursor.execute(_WRITE)


def refresh_touched(cursor: Cursor) -> None:
    """Bring the pairs of all touched payments up to date, whether they have changed or not."""
    note_before(cursor)
    for name, rows in {**_STEPS, "changed": _TOUCHED}.items():
        _make(cursor, name, rows)
    cursor.execute(_REMOVE)
    cursor.execute(_WRITE)


def refresh_everything(cursor: Cursor) -> None:
    """Make all pairs anew."""
    cursor.execute("DELETE FROM repeats")
    cursor.execute(_EVERY_PAIR)


def _make(cursor: Cursor, name: str, rows: str) -> None:
    cursor.execute(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {rows}")
    cursor.execute(f"ANALYZE {name}")
