"""Owns the way from the payments whose partners may be others to the pairs that stand.

In tables of their own: `affected` tells them by kind, `asked` the other sides of their pairs as
well, `entries` all that bear a number of those, `pairs` what is to stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.derived import duplicate_sql

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class


# One row a number that a payment of `said` shares with another one.
SHARED = """
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
OF_PERSONS = f"""
    SELECT {duplicate_sql.INSURANCE}
    FROM {{numbers}} AS n
    JOIN participants AS w ON w.social_insurance_no = n.number
    JOIN payments AS p USING (payment_id)
    WHERE n.space = 'insurance' AND {duplicate_sql.CHARGES}
    UNION ALL
    SELECT {duplicate_sql.NATIONAL}
    FROM {{numbers}} AS n
    JOIN participants AS w ON w.national_id = n.number
    JOIN payments AS p USING (payment_id)
    WHERE n.space = 'national' AND {duplicate_sql.CHARGES}
"""
_ENTRIES = f"""
    SELECT {duplicate_sql.RECEIPT}
    FROM asked AS a JOIN payments AS p USING (payment_id)
    WHERE a.kind = 'receipt' AND p.receipt_no IS NOT NULL
    UNION ALL
    {OF_PERSONS.format(numbers="persons")}
"""
# One row a pair and direction that has an affected payment on either side.
PAIRS = f"""
    WITH {duplicate_sql.NEIGHBOURS},
    found AS (SELECT n.* FROM neighbours AS n JOIN asked USING (kind, payment_id)),
    {duplicate_sql.rows("found")}
    SELECT {", ".join(f"r.{name}" for name in (*duplicate_sql.KEY, *duplicate_sql.BESIDE))}
    FROM rows AS r
    LEFT JOIN affected AS a ON (a.kind, a.payment_id) = (r.kind, r.payment_id)
    LEFT JOIN affected AS b ON (b.kind, b.payment_id) = (r.kind, r.other_payment_id)
    WHERE a.payment_id IS NOT NULL OR b.payment_id IS NOT NULL
"""
# By the names of their tables, in the order of making; `pairs` comes next.
STEPS = {"asked": _ASKED, "persons": _PERSONS, "entries": _ENTRIES}
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
_WRITE = f"""
    INSERT INTO repeats AS r ({duplicate_sql.COLUMNS})
    SELECT {duplicate_sql.COLUMNS} FROM pairs
    ON CONFLICT ({", ".join(duplicate_sql.KEY)}) DO UPDATE SET
        {", ".join(f"{name} = EXCLUDED.{name}" for name in duplicate_sql.BESIDE)}
    WHERE ROW({", ".join(f"r.{name}" for name in duplicate_sql.BESIDE)})
        IS DISTINCT FROM ROW({", ".join(f"EXCLUDED.{name}" for name in duplicate_sql.BESIDE)})
"""


def write(cursor: Cursor) -> None:
    """Have the pairs of all affected payments stand as `pairs` tells."""
    cursor.execute(_REMOVE)
    cursor.execute(_WRITE)
