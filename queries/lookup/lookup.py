"""The payments of confirmation codes with their status, and their participants unmasked."""

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from data import local_time
from queries import working_days

# Columns of a payment p and its code c; what happened after the as-of day has not happened yet.
_KNOWN = """
        c.confirmation_code,
        c.recorded_at,
        c.notified_by,
        p.payment_id,
        p.receipt_no,
        p.office_code,
        p.org_code,
        p.collector_code,
        p.product,
        p.amount,
        p.months,
        p.paid_at,
        p.paid_day,
        CASE WHEN p.settled_day <= :as_of THEN p.settled_day END AS settled_day,
        CASE WHEN p.settled_day <= :as_of THEN p.remittance_id END AS remittance_id,
        CASE WHEN p.settled_day <= :as_of THEN p.remitted_at END AS remitted_at,
        CASE WHEN p.voided_day <= :as_of THEN p.voided_at END AS voided_at
"""

# The step after "found": the same grain, with the working days after the payment up to the
# remittance or the as-of day.
_COUNTED = f"""
counted AS (
    SELECT
        g.*,
        {working_days.DEADLINE} AS deadline_days,
        ARRAY(
            SELECT day FROM calendar
            WHERE working AND day > g.paid_day AND day <= COALESCE(g.settled_day, :as_of)
            ORDER BY day
        ) AS lag_counted
    FROM found AS g
)
"""

# What is said of each row of "counted".
_SAID = """
    confirmation_code,
    recorded_at,
    notified_by,
    payment_id,
    receipt_no,
    office_code,
    org_code,
    collector_code,
    product,
    amount,
    months,
    paid_at,
    remittance_id,
    remitted_at,
    voided_at,
    lag_counted,
    CASE
        WHEN recorded_at IS NOT NULL AND NOT is_day(paid_at)
        THEN CAST(GREATEST(0, floor(EXTRACT(EPOCH FROM recorded_at - paid_at) / 60)) AS bigint)
    END AS recording_lag_minutes,
    CASE
        WHEN voided_at IS NOT NULL THEN 'voided'
        WHEN settled_day IS NOT NULL THEN 'remitted'
        WHEN cardinality(lag_counted) > deadline_days THEN 'overdue'
        ELSE 'outstanding'
    END AS status
"""

BY_CODES = f"""
WITH
-- One row a code that is asked for, in the order of asking. Materialized: under a policy a join
-- finds its index only where it compares nothing but columns.
asked AS MATERIALIZED (
    SELECT query, nth, NULLIF(code_key(query), '') AS key
    FROM unnest(CAST(:codes AS text[])) WITH ORDINALITY AS a (query, nth)
),
-- One row a code and payment.
found AS (
    SELECT
        a.nth,
        a.query,
{_KNOWN}
    FROM asked AS a
    LEFT JOIN confirmations AS c ON c.code_key = a.key
    LEFT JOIN payments AS p ON p.payment_id = c.payment_id
),
{_COUNTED}
SELECT
    nth,
    query,
{_SAID}
FROM counted
ORDER BY nth, payment_id
"""

BY_PAYMENTS = f"""
WITH
-- One row a payment.
found AS (
    SELECT
{_KNOWN}
    FROM payments AS p
    LEFT JOIN confirmations AS c ON c.payment_id = p.payment_id
    WHERE p.payment_id = ANY (CAST(:payments AS text[]))
),
{_COUNTED}
SELECT
{_SAID}
FROM counted
ORDER BY payment_id
"""

# A reveal: one statement, so that what is noted in the log is what is read, whatever is imported
# meanwhile.
PARTICIPANTS = """
WITH
-- One row a payment.
revealed AS MATERIALIZED (
    SELECT
        payment_id,
        office_code,
        participant_name,
        social_insurance_no,
        national_id,
        date_of_birth,
        gender
    FROM participants
    WHERE payment_id = ANY (:payments)
),
logged AS (
    INSERT INTO access_log (who, page, purpose, office_code, payment_id)
    SELECT :who, :page, :purpose, office_code, payment_id
    FROM revealed
    ORDER BY payment_id
)
SELECT
    payment_id,
    participant_name,
    social_insurance_no,
    national_id,
    date_of_birth,
    gender
FROM revealed
ORDER BY payment_id
"""


Found = dict[str, Any]


def by_codes(connection: sa.Connection, *, codes: Sequence[str], as_of: dt.date) -> list[Found]:
    """Return one object a code as given, in the shape of the contract, as known on a day.

    Amounts in đồng, lags in working days and whole minutes; times are ISO 8601 with +07:00. A
    voided payment has no remittance lag. No personal data.

    Raises:
        problems.Problem: an as-of day beyond the calendar.
    """
    working_days.require(connection, as_of)
    values = {"codes": list(codes), "as_of": as_of}
    rows = connection.execute(sa.text(BY_CODES), values).mappings()
    groups = itertools.groupby(map(dict, rows), lambda row: row["nth"])
    return [_object(list(group)) for _, group in groups]


def by_payments(
    connection: sa.Connection, *, payments: Sequence[str], as_of: dt.date
) -> dict[str, Found]:
    """Return payments as in `by_codes`, by their identifiers, with their code.

    A payment without a code has no moment of recording and no recording lag.

    Raises:
        problems.Problem: an as-of day beyond the calendar.
    """
    working_days.require(connection, as_of)
    values = {"payments": list(payments), "as_of": as_of}
    rows = connection.execute(sa.text(BY_PAYMENTS), values).mappings()
    return {
        row["payment_id"]: {"confirmation_code": row["confirmation_code"], **_payment(dict(row))}
        for row in rows
    }


def participants(
    connection: sa.Connection, *, payments: Iterable[str], who: str, page: str, purpose: str
) -> dict[str, Found]:
    """Return the participants of payments unmasked; an entry for each goes to the access log.

    Args:
        connection: a transaction of `Store.revealing`.
        payments: the identifiers of payments.
        who: the account that looks.
        page: the page on which it looks.
        purpose: what for.
    """
    values = {"payments": list(payments), "who": who, "page": page, "purpose": purpose}
    rows = connection.execute(sa.text(PARTICIPANTS), values).mappings()
    return {row["payment_id"]: _plain(dict(row)) for row in rows}


_OF_CODE = ("confirmation_code", "office_code", "org_code", "collector_code", "recorded_at")
_OF_PAYMENT = (
    "payment_id", "receipt_no", "product", "amount", "months", "paid_at", "notified_by",
    "remittance_id", "remitted_at", "remittance_lag_days", "remittance_lag_counted",
    "recording_lag_minutes", "voided_at", "status",
)  # fmt: skip


def _object(rows: Sequence[Mapping[str, Any]]) -> Found:
    """Nest the payments of one code under it; what is said of the code is its first payment's."""
    first = rows[0]
    found = [_payment(row) for row in rows if row["payment_id"] is not None]
    of_code = _plain({name: first[name] for name in _OF_CODE})
    if found:
        of_code["recorded_at"] = min(_plain(row)["recorded_at"] for row in rows)
    return {
        "query": first["query"],
        "found": bool(found),
        **of_code,
        "amount": sum(row["amount"] for row in found) if found else None,
        "payments": found,
    }


def _payment(row: Mapping[str, Any]) -> Found:
    counts = row["status"] != "voided"
    counted = row["lag_counted"] if counts else []
    plain = _plain(row) | {
        "remittance_lag_days": len(counted) if counts else None,
        "remittance_lag_counted": [day.isoformat() for day in counted],
    }
    return {name: plain[name] for name in _OF_PAYMENT}


def _plain(row: Mapping[str, Any]) -> Found:
    """Return a row with times and dates as text."""
    return {name: _text(value) for name, value in row.items()}


def _text(value: object) -> object:
    if isinstance(value, dt.datetime):
        return local_time.iso(value)
    return value.isoformat() if isinstance(value, dt.date) else value
