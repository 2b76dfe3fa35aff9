"""Rows that the store or other rows of the run contradict, whatever the order of the files.

A confirmation code covers payments of one office and organisation, and a remittance that gives
money back covers none. What is compared is the store as it would be after the run.
"""

from collections.abc import Sequence
from typing import Final

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data.importing import sets
from data.importing.checking import rejects

# The sets whose rows may be refused here.
SETS: Final = (sets.PAYMENTS, sets.CONFIRMATIONS, sets.REMITTANCES, sets.REMITTANCE_LINES)


def check(cursor: Cursor, filled: Sequence[sets.Set]) -> bool:
    """Refuse rows that contradict others, of the sets of this run; return whether there were any.

    It is asked again until there are none: a row that is refused may have excused another one.
    """
    of_codes = sets.PAYMENTS in filled or sets.CONFIRMATIONS in filled
    of_remittances = sets.REMITTANCES in filled or sets.REMITTANCE_LINES in filled
    return (of_codes and _check_codes(cursor)) or (of_remittances and _check_reversals(cursor))


# One row a payment under a code, as it would be after this run: its office and organisation, and
# whether it is new under this code.
_MEMBERS = """
    WITH moved AS (
        SELECT r.payment_id, r.office_code, r.org_code
        FROM read_payments AS r WHERE r.faults = '{}' AND NOT r.repeated
    ),
    stored AS (
        SELECT c.payment_id, c.code_key AS key FROM confirmations AS c
        JOIN touched_codes AS t ON t.key = c.code_key
    ),
    listed AS (
        SELECT f.payment_id, f.key, s.key IS DISTINCT FROM f.key AS is_new
        FROM fresh_codes AS f LEFT JOIN confirmations AS c USING (payment_id)
        CROSS JOIN LATERAL (SELECT c.code_key AS key) AS s
        UNION ALL
        SELECT s.payment_id, s.key, false FROM stored AS s
        WHERE NOT EXISTS (SELECT FROM fresh_codes AS f WHERE f.payment_id = s.payment_id)
    )
    SELECT l.payment_id, l.key, l.is_new,
        coalesce(m.office_code, p.office_code) AS office_code,
        coalesce(m.org_code, p.org_code) AS org_code
    FROM listed AS l
    LEFT JOIN moved AS m USING (payment_id)
    LEFT JOIN payments AS p USING (payment_id)
"""
# The codes in the files of the run, and the codes of the store that it touches: by a new row, or
# by a payment that moves. In tables of their own, so that the planner knows how few they are.
_STEPS = {
    "fresh_codes": """
        SELECT payment_id, code_key(confirmation_code) AS key
        FROM read_confirmations WHERE faults = '{}' AND NOT repeated
    """,
    "touched_codes": """
        SELECT key FROM fresh_codes
        UNION
        SELECT c.code_key FROM read_payments AS r
        JOIN payments AS p USING (payment_id)
        JOIN confirmations AS c USING (payment_id)
        WHERE r.faults = '{}' AND NOT r.repeated
            AND ROW(p.office_code, p.org_code) <> ROW(r.office_code, r.org_code)
    """,
    "members": _MEMBERS,
    "spread_codes": """
        SELECT key FROM members GROUP BY key
        HAVING min(office_code) <> max(office_code) OR min(org_code) <> max(org_code)
    """,
}


def _check_codes(cursor: Cursor) -> bool:
    """Refuse rows that would spread one code over two offices or organisations; return if any did.

    New rows of the code go first: all of them, where the store does not have the code, the new
    ones, where it has. What is left is a payment that moves away from the others of its code.
    """
    for name, rows in _STEPS.items():
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {rows}")
        are_any = cursor.rowcount > 0
        cursor.execute(f"ANALYZE {name}")
    marked = are_any and _refuse_spread(cursor)
    cursor.execute(f"DROP TABLE {', '.join(_STEPS)}")
    return marked


def _refuse_spread(cursor: Cursor) -> bool:
    """Refuse rows of the codes in `spread_codes`; return whether any were."""
    spread = "SELECT payment_id FROM members WHERE key IN (SELECT key FROM spread_codes) AND is_new"
    moved = (
        "SELECT payment_id FROM members JOIN payments AS p USING (payment_id)"
        " WHERE key IN (SELECT key FROM spread_codes)"
        " AND ROW(members.office_code, members.org_code) <> ROW(p.office_code, p.org_code)"
    )
    refused = "r.faults = '{}' AND NOT r.repeated AND r.payment_id IN"
    marked = rejects.mark(
        cursor, sets.CONFIRMATIONS, "confirmation_code", "spread", f"{refused} ({spread})"
    ) or rejects.mark(
        cursor, sets.PAYMENTS, "office_code", "code_elsewhere", f"{refused} ({moved})"
    )
    return marked > 0


# A reversal covers no payments: a remittance does not turn negative while lines stay with it,
_KEEPS_LINES: Final = """
    r.amount < 0 AND EXISTS (
        SELECT FROM remittance_lines AS l
        WHERE l.remittance_id = r.remittance_id
            AND NOT EXISTS (
                SELECT FROM read_remittance_lines AS n
                WHERE n.payment_id = l.payment_id AND n.faults = '{}' AND NOT n.repeated
                    AND n.remittance_id IS DISTINCT FROM l.remittance_id
            )
    )
"""
# and no line comes to one that is negative after the run.
_OF_REVERSAL: Final = """
    r.remittance_id IN (
        SELECT m.remittance_id FROM read_remittances AS m
        WHERE m.amount < 0 AND m.faults = '{}' AND NOT m.repeated
        UNION ALL
        SELECT m.remittance_id FROM remittances AS m
        WHERE m.amount < 0 AND NOT EXISTS (
            SELECT FROM read_remittances AS n
            WHERE n.remittance_id = m.remittance_id AND n.faults = '{}' AND NOT n.repeated
        )
    )
"""


def _check_reversals(cursor: Cursor) -> bool:
    """Refuse reversals that would cover payments, and their lines; return whether any were."""
    good = "r.faults = '{}' AND NOT r.repeated"
    turned = rejects.mark(
        cursor, sets.REMITTANCES, "amount", "covers_payments", f"{good} AND {_KEEPS_LINES}"
    )
    lines = rejects.mark(
        cursor, sets.REMITTANCE_LINES, "remittance_id", "reversal", f"{good} AND {_OF_REVERSAL}"
    )
    return turned + lines > 0
