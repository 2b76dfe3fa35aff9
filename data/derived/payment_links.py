"""Columns of payments that are copied from their confirmation code and their remittance.

A remittance may be filed under another office than the payment's; copied to the payment, under the
payment's office, it looks the same to the director and to the city, and no figure needs a join.
"""

from collections.abc import Mapping

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

# The tables from which a new payment, aliased r, is completed. Codes and lines refer to payments:
# those of a new payment are in the same import.
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


# The stored payments that an import mentions in any file.
_MENTIONED = """
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
    """Note the stored payments that this import mentions, and the remittances that cover them."""
    touch(cursor, _MENTIONED, {})
    # As they are before the import: a line may move a payment to another remittance.
    cursor.execute("""
        CREATE TEMPORARY TABLE covering ON COMMIT DROP AS
        SELECT l.remittance_id FROM touched JOIN remittance_lines AS l USING (payment_id)
        UNION
        SELECT p.remittance_id FROM touched JOIN payments AS p USING (payment_id)
        WHERE p.remittance_id IS NOT NULL
    """)


def touch(cursor: Cursor, payments: str, values: Mapping[str, object]) -> int:
    """Note the ids of payments to be brought up to date; return how many they are."""
    cursor.execute(f"CREATE TEMPORARY TABLE touched ON COMMIT DROP AS {payments}", values or None)
    touched = cursor.rowcount
    cursor.execute("ANALYZE touched")
    return touched


# One row a payment that is looked at: its columns, their values in the other tables, and whether
# these differ. It is read once, as later steps need the same payments again and again.
_LOOKED_AT = """
    SELECT p.payment_id, p.office_code, p.org_code, p.collector_code, p.receipt_no,
        p.amount, p.period_from IS NOT NULL AS charges, p.paid_day, p.recorded_day, p.voided_day,
        p.remittance_id AS earlier_remittance_id, l.remittance_id AS line_remittance_id,
        c.code_key AS confirmation_key, c.recorded_at, c.notified_by IS NOT NULL AS informed,
        m.remittance_id, m.org_code AS remitting_org_code, m.remitted_at,
        ROW(p.confirmation_key, p.recorded_at, p.informed,
            p.remittance_id, p.remitting_org_code, p.remitted_at)
        IS DISTINCT FROM ROW(c.code_key, c.recorded_at, c.notified_by IS NOT NULL,
            m.remittance_id, m.org_code, m.remitted_at) AS is_stale,
        coalesce(ROW(c.office_code, c.org_code) <> ROW(p.office_code, p.org_code), false)
            AS code_moves,
        coalesce(l.office_code <> p.office_code, false) AS line_moves
    FROM {payments}
    LEFT JOIN confirmations AS c ON c.payment_id = p.payment_id
    LEFT JOIN remittance_lines AS l ON l.payment_id = p.payment_id
    LEFT JOIN remittances AS m ON m.remittance_id = l.remittance_id
"""
_TOUCHED = "touched AS t JOIN payments AS p USING (payment_id)"
_COPY_TO_PAYMENTS = """
    UPDATE payments AS p SET
        confirmation_key = n.confirmation_key, recorded_at = n.recorded_at,
        informed = n.informed, remittance_id = n.remittance_id,
        remitting_org_code = n.remitting_org_code, remitted_at = n.remitted_at
    FROM looked_at AS n
    WHERE n.is_stale AND n.payment_id = p.payment_id
"""
# Codes and lines follow their payment to another office or organisation.
_CODES_FOLLOW = """
    UPDATE confirmations AS c SET office_code = n.office_code, org_code = n.org_code
    FROM looked_at AS n
    WHERE n.code_moves AND c.payment_id = n.payment_id
"""
_LINES_FOLLOW = """
    UPDATE remittance_lines AS l SET office_code = n.office_code
    FROM looked_at AS n
    WHERE n.line_moves AND l.payment_id = n.payment_id
"""
# Only the columns that are searched by; the rest would take longer than the searching.
_ANALYZE = "ANALYZE looked_at (payment_id, is_stale, is_own, code_moves, line_moves)"
_PAYMENTS_FOLLOW = (_COPY_TO_PAYMENTS, _CODES_FOLLOW, _LINES_FOLLOW)
# A collector is visible to every office whose payments name the collector.
_NAMES_FOLLOW = """
    UPDATE collectors AS c
    SET seen_in = ARRAY(SELECT DISTINCT unnest(c.seen_in || n.offices) ORDER BY 1)
    FROM (
        SELECT collector_code, array_agg(office_code) AS offices
        FROM (SELECT DISTINCT collector_code, office_code FROM {payments}) AS named
        GROUP BY collector_code
    ) AS n
    WHERE n.collector_code = c.collector_code AND NOT c.seen_in @> n.offices
"""
_EVERY_NAME = """
    UPDATE collectors AS c SET seen_in = n.offices
    FROM (
        SELECT c.collector_code,
            array_remove(array_agg(p.office_code ORDER BY p.office_code), NULL) AS offices
        FROM collectors AS c
        LEFT JOIN (SELECT DISTINCT collector_code, office_code FROM payments) AS p
            USING (collector_code)
        GROUP BY c.collector_code
    ) AS n
    WHERE n.collector_code = c.collector_code AND c.seen_in <> n.offices
"""
# One row a payment that a remittance covers, whatever the offices and whether voided or not; or
# one for a remittance that covers none.
_COVERED = """
    SELECT t.remittance_id, p.amount
    FROM {remittances} AS t
    LEFT JOIN remittance_lines AS l USING (remittance_id)
    LEFT JOIN payments AS p USING (payment_id)
"""
# The amounts of payments in `looked_at` are known; the others are looked up one by one, and once:
# OFFSET 0 keeps the step from being computed again.
_COVERED_NEARBY = """
    SELECT t.remittance_id,
        CASE WHEN n.payment_id IS NOT NULL THEN n.amount
            ELSE (SELECT p.amount FROM payments AS p WHERE p.payment_id = l.payment_id)
        END AS amount
    FROM covering AS t
    LEFT JOIN remittance_lines AS l USING (remittance_id)
    LEFT JOIN looked_at AS n USING (payment_id)
    OFFSET 0
"""
_COVER = """
    INSERT INTO covering
    SELECT remittance_id FROM read_remittance_lines WHERE faults = '{}'
    EXCEPT
    SELECT remittance_id FROM covering
"""
# By way of a table: the planner cannot foresee how many remittances there are.
_SUMS_FOLLOW = (
    """
    CREATE TEMPORARY TABLE sums ON COMMIT DROP AS
    SELECT remittance_id, count(amount) AS payments, coalesce(sum(amount), 0) AS amount
    FROM ({covered}) AS t
    GROUP BY remittance_id
    """,
    "ANALYZE sums",
    """
    UPDATE remittances AS m
    SET covered_payments = c.payments, covered_amount = c.amount
    FROM sums AS c
    WHERE c.remittance_id = m.remittance_id
        AND ROW(m.covered_payments, m.covered_amount) <> ROW(c.payments, c.amount)
    """,
)


def refresh(cursor: Cursor) -> None:
    """Bring up to date all that is copied from or summed over the touched payments."""
    look_at_touched(cursor)
    _follow(
        cursor,
        *_PAYMENTS_FOLLOW,
        _NAMES_FOLLOW.format(payments="read_payments WHERE faults = '{}'"),
        _COVER,
        "ANALYZE covering",
        *_sums_follow(_COVERED.format(remittances="covering")),
    )


def look_at_touched(
    cursor: Cursor, own: str = "false", values: Mapping[str, object] | None = None
) -> None:
    """Fill the table `looked_at` with the touched payments.

    Its column `is_own` is true where the condition `own` is, and where a copied value is stale.
    """
    rows = _LOOKED_AT.format(payments=_TOUCHED)
    cursor.execute(
        f"CREATE TEMPORARY TABLE looked_at ON COMMIT DROP AS"
        f" SELECT *, is_stale OR coalesce({own}, false) AS is_own FROM ({rows}) AS n",
        values,
    )
    cursor.execute(_ANALYZE)


def refresh_looked_at(cursor: Cursor) -> None:
    """Bring up to date the payments in `looked_at`, but not the sums of their remittances."""
    _follow(cursor, *_PAYMENTS_FOLLOW, _NAMES_FOLLOW.format(payments="looked_at"))


def add_up(cursor: Cursor, remittances: str, values: Mapping[str, object]) -> None:
    """Sum what remittances cover: those of the payments in `looked_at`, and `remittances`."""
    cursor.execute(
        "CREATE TEMPORARY TABLE covering ON COMMIT DROP AS"
        " SELECT line_remittance_id AS remittance_id FROM looked_at"
        " UNION SELECT earlier_remittance_id FROM looked_at"
        f" UNION {remittances}",
        values,
    )
    _follow(cursor, "ANALYZE covering", *_sums_follow(_COVERED_NEARBY))


def refresh_everything(cursor: Cursor) -> None:
    """Bring up to date the whole store; `looked_at` has only payments that must be written."""
    rows = _LOOKED_AT.format(payments="payments AS p")
    cursor.execute(
        "CREATE TEMPORARY TABLE looked_at ON COMMIT DROP AS"
        f" SELECT *, is_stale AS is_own FROM ({rows}) AS n"
        " WHERE is_stale OR code_moves OR line_moves"
    )
    _follow(
        cursor,
        _ANALYZE,
        *_PAYMENTS_FOLLOW,
        _EVERY_NAME,
        *_sums_follow(_COVERED.format(remittances="remittances")),
    )


def _follow(cursor: Cursor, *statements: str) -> None:
    for statement in statements:
        cursor.execute(statement)


def _sums_follow(covered: str) -> list[str]:
    return [statement.format(covered=covered) for statement in _SUMS_FOLLOW]
