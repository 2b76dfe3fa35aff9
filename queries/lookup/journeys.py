"""The steps of payments from the participant to the fund, sendings of a form, calendar days."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from queries import frames, working_days

# Amounts in đồng. The participant is masked. form_day is empty for a payment that is on no form,
# adjustment_day is the day on which a later void is posted. due_day is the last working day within
# the deadline, overdue_day the first beyond it. The bank's reference is that of a remittance
# filed under an office that may be seen.
COLUMNS: frames.Dtypes = frames.columns(
    "payment_id office_code org_code collector_code collector_name receipt_no product "
    "months period_from amount participant_name social_insurance_no national_id paid_at "
    "paid_day recorded_at notified_by notified_at form_day voided_at adjustment_day "
    "remittance_id remitting_org_code remitted_at settled_day bank_ref deadline_days "
    "due_day overdue_day"
)
SENDING_COLUMNS: frames.Dtypes = frames.columns("sent_at codes amount")

BY_PAYMENT = f"""
WITH
-- One row a payment; what happened after the as-of day has not happened yet.
known AS (
    SELECT
        p.*,
        CASE WHEN p.voided_day <= :as_of THEN p.voided_at END AS known_voided_at,
        CASE WHEN p.voided_day <= :as_of THEN p.voided_day END AS known_voided_day,
        COALESCE(p.settled_day <= :as_of, false) AS is_settled
    FROM payments AS p
    WHERE p.payment_id = ANY (CAST(:payments AS text[]))
),
-- The same grain, with the deadline in force on the day it was paid.
judged AS (
    SELECT g.*, {working_days.DEADLINE} AS deadline_days
    FROM known AS g
)
SELECT
    j.payment_id,
    j.office_code,
    j.org_code,
    j.collector_code,
    k.collector_name,
    j.receipt_no,
    j.product,
    j.months,
    j.period_from,
    j.amount,
    m.participant_name,
    m.social_insurance_no,
    m.national_id,
    j.paid_at,
    j.paid_day,
    j.recorded_at,
    c.notified_by,
    c.notified_at,
    -- A day's form has no as-of day.
    CASE WHEN j.voided_day <= j.recorded_day THEN NULL ELSE j.recorded_day END AS form_day,
    j.known_voided_at AS voided_at,
    CASE WHEN j.known_voided_day > j.recorded_day THEN j.known_voided_day END AS adjustment_day,
    CASE WHEN j.is_settled THEN j.remittance_id END AS remittance_id,
    CASE WHEN j.is_settled THEN j.remitting_org_code END AS remitting_org_code,
    CASE WHEN j.is_settled THEN j.remitted_at END AS remitted_at,
    CASE WHEN j.is_settled THEN j.settled_day END AS settled_day,
    CASE WHEN j.is_settled THEN r.bank_ref END AS bank_ref,
    j.deadline_days,
    CASE j.deadline_days WHEN 0 THEN j.paid_day ELSE due.day END AS due_day,
    overdue.day AS overdue_day
FROM judged AS j
LEFT JOIN calendar AS paid ON paid.day = j.paid_day
LEFT JOIN calendar AS due ON due.working AND due.number = paid.number + j.deadline_days
LEFT JOIN calendar AS overdue
    ON overdue.working AND overdue.number = paid.number + j.deadline_days + 1
LEFT JOIN confirmations AS c ON c.payment_id = j.payment_id
LEFT JOIN collectors AS k ON k.collector_code = j.collector_code
LEFT JOIN remittances AS r ON r.remittance_id = j.remittance_id
LEFT JOIN masked_participants AS m ON m.payment_id = j.payment_id
ORDER BY j.payment_id
"""

SENDINGS = """
SELECT
    sent_at,
    codes,
    amount
FROM dispatches
WHERE report_date = :date AND office_code = :office AND org_code = :org
ORDER BY sent_at
"""

CALENDAR_COLUMNS: frames.Dtypes = {
    "day": frames.DAY,
    "working": "bool",
    "weekend": "bool",
    "note": frames.TEXT,
}

CALENDAR_DAYS = """
SELECT
    day,
    working,
    EXTRACT(ISODOW FROM day) > 5 AS weekend,
    note
FROM calendar
WHERE day BETWEEN :first AND :last
ORDER BY day
"""


def by_payment(
    connection: sa.Connection, *, payments: Sequence[str], as_of: dt.date
) -> pd.DataFrame:
    """Return the steps of payments as known at the end of a day.

    Returns:
        One row a payment that may be seen, sorted by payment: `COLUMNS`.

    Raises:
        problems.Problem: an as-of day beyond the calendar.
    """
    working_days.require(connection, as_of)
    values = {"payments": list(payments), "as_of": as_of}
    return frames.ask(connection, BY_PAYMENT, values, COLUMNS)


def sendings(connection: sa.Connection, *, date: dt.date, office: str, org: str) -> pd.DataFrame:
    """List the sendings of one form 01-XN: of a day, by an office, to an organisation.

    Returns:
        One row a sending, the first one first: `SENDING_COLUMNS`, amounts in đồng.
    """
    values = {"date": date, "office": office, "org": org}
    return frames.ask(connection, SENDINGS, values, SENDING_COLUMNS)


def calendar_days(connection: sa.Connection, *, first: dt.date, last: dt.date) -> pd.DataFrame:
    """Return for each day whether it is a working day, and the note of an exception.

    Returns:
        One row a day, both ends included: `CALENDAR_COLUMNS`; the note is of an override.
    """
    return frames.ask(connection, CALENDAR_DAYS, {"first": first, "last": last}, CALENDAR_COLUMNS)
