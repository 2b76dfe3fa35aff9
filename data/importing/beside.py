"""Owns what is kept beside a payment: its code and moment of recording, and how it was remitted.

A remittance may be filed under another office than the payment's; kept beside the payment, under
the payment's office, it looks the same to the director and to the city, and no figure joins it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

# What a new payment finds in its own run; `r` is the payment's row. Codes and lines refer to
# payments, so that for a new payment the store cannot have any.
SOURCE = """
    LEFT JOIN read_confirmations AS c
        ON c.payment_id = r.payment_id AND c.faults = '{}' AND NOT c.repeated
    LEFT JOIN read_remittance_lines AS l
        ON l.payment_id = r.payment_id AND l.faults = '{}' AND NOT l.repeated
    LEFT JOIN remittances AS m ON m.remittance_id = l.remittance_id
"""
COLUMNS = {
    "confirmation_key": "code_key(c.confirmation_code)",
    "recorded_at": "c.recorded_at",
    "informed": "c.notified_by IS NOT NULL",
    "remittance_id": "m.remittance_id",
    "remitting_org_code": "m.org_code",
    "remitted_at": "m.remitted_at",
}


# The payments in the store that a run says something about.
_SAID = """
    SELECT payment_id FROM payments WHERE payment_id IN (
        SELECT payment_id FROM read_payments WHERE faults = '{}'
        UNION
        SELECT payment_id FROM read_confirmations WHERE faults = '{}'
        UNION
        SELECT payment_id FROM read_remittance_lines WHERE faults = '{}'
        UNION
        SELECT l.payment_id FROM remittance_lines AS l
        JOIN read_remittances AS m USING (remittance_id) WHERE m.faults = '{}'
    )
"""


def note_touched(cursor: Cursor) -> None:
    """Note the payments that stand in the store already and that this run says something about."""
    touch(cursor, _SAID, {})


def touch(cursor: Cursor, payments: str, values: Mapping[str, object]) -> int:
    """Note payments to be brought up to date, by their ids; return how many they are."""
    cursor.execute(f"CREATE TEMPORARY TABLE touched ON COMMIT DROP AS {payments}", values or None)
    touched = cursor.rowcount
    cursor.execute("ANALYZE touched")
    # The transfers that cover them before this run: a line may move a payment to another one.
    cursor.execute("""
        CREATE TEMPORARY TABLE covering ON COMMIT DROP AS
        SELECT l.remittance_id FROM touched JOIN remittance_lines AS l USING (payment_id)
        UNION
        SELECT p.remittance_id FROM touched JOIN payments AS p USING (payment_id)
        WHERE p.remittance_id IS NOT NULL
    """)
    return touched


_BESIDE_PAYMENTS = """
    UPDATE payments AS p SET
        confirmation_key = n.confirmation_key, recorded_at = n.recorded_at,
        informed = n.informed, remittance_id = n.remittance_id,
        remitting_org_code = n.remitting_org_code, remitted_at = n.remitted_at
    FROM (
        SELECT t.payment_id, c.code_key AS confirmation_key, c.recorded_at,
            c.notified_by IS NOT NULL AS informed,
            m.remittance_id, m.org_code AS remitting_org_code, m.remitted_at
        FROM touched AS t
        LEFT JOIN confirmations AS c USING (payment_id)
        LEFT JOIN remittance_lines AS l USING (payment_id)
        LEFT JOIN remittances AS m ON m.remittance_id = l.remittance_id
    ) AS n
    WHERE n.payment_id = p.payment_id
        AND ROW(p.confirmation_key, p.recorded_at, p.informed,
            p.remittance_id, p.remitting_org_code, p.remitted_at)
        IS DISTINCT FROM ROW(n.confirmation_key, n.recorded_at, n.informed,
            n.remittance_id, n.remitting_org_code, n.remitted_at)
"""
# Codes and lines follow their payment to another office or organisation.
_CODES_FOLLOW = """
    UPDATE confirmations AS c SET office_code = p.office_code, org_code = p.org_code
    FROM touched AS t JOIN payments AS p USING (payment_id)
    WHERE c.payment_id = t.payment_id
        AND ROW(c.office_code, c.org_code) <> ROW(p.office_code, p.org_code)
"""
_LINES_FOLLOW = """
    UPDATE remittance_lines AS l SET office_code = p.office_code
    FROM touched AS t JOIN payments AS p USING (payment_id)
    WHERE l.payment_id = t.payment_id AND l.office_code <> p.office_code
"""
# A collector is known wherever payments name him.
_NAMES_FOLLOW = """
    UPDATE collectors AS c
    SET seen_in = ARRAY(SELECT DISTINCT unnest(c.seen_in || n.offices) ORDER BY 1)
    FROM (
        SELECT collector_code, array_agg(DISTINCT office_code) AS offices
        FROM read_payments WHERE faults = '{}' GROUP BY collector_code
    ) AS n
    WHERE n.collector_code = c.collector_code AND NOT c.seen_in @> n.offices
"""
# What a remittance covers, whatever the offices and whether voided or not.
_COVER = """
    INSERT INTO covering
    SELECT remittance_id FROM read_remittance_lines WHERE faults = '{}'
    EXCEPT
    SELECT remittance_id FROM covering
"""
_SUMS_FOLLOW = """
    UPDATE remittances AS m
    SET covered_payments = c.payments, covered_amount = c.amount
    FROM (
        SELECT t.remittance_id, count(p.amount) AS payments, coalesce(sum(p.amount), 0) AS amount
        FROM covering AS t
        LEFT JOIN remittance_lines AS l USING (remittance_id)
        LEFT JOIN payments AS p USING (payment_id)
        GROUP BY t.remittance_id
    ) AS c
    WHERE c.remittance_id = m.remittance_id
        AND ROW(m.covered_payments, m.covered_amount) <> ROW(c.payments, c.amount)
"""
_STATEMENTS = (
    _BESIDE_PAYMENTS, _CODES_FOLLOW, _LINES_FOLLOW, _NAMES_FOLLOW,
    _COVER, "ANALYZE covering", _SUMS_FOLLOW,
)  # fmt: skip


def refresh(cursor: Cursor) -> None:
    """Bring everything that is kept beside other rows up to date, for the touched payments."""
    for statement in _STATEMENTS:
        cursor.execute(statement)
