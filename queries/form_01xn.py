"""What form 01-XN of a day says: codes recorded on it, adjustments for voids, and the sendings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from queries import agents, frames

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

# Amounts in đồng; the last four count pairs of office and organisation with codes that day.
COLUMNS: frames.Dtypes = {
    "key": frames.TEXT,
    "name": frames.TEXT,
    "codes": frames.WHOLE,
    "payments": frames.WHOLE,
    "amount": frames.WHOLE,
    "late_recorded": frames.WHOLE,
    "adjustments": frames.WHOLE,
    "adjustment_amount": frames.WHOLE,
    "net_amount": frames.WHOLE,
    "dispatched_on_time": frames.WHOLE,
    "dispatched_late": frames.WHOLE,
    "not_dispatched": frames.WHOLE,
    "mismatched": frames.WHOLE,
}
CODE_COLUMNS: frames.Dtypes = {
    "confirmation_code": frames.TEXT,
    "payment_id": frames.TEXT,
    "office_code": frames.TEXT,
    "org_code": frames.TEXT,
    "collector_code": frames.TEXT,
    "product": frames.TEXT,
    "months": frames.WHOLE,
    "amount": frames.WHOLE,
    "paid_at": frames.MOMENT,
    "recorded_at": frames.MOMENT,
}

# One row a payment and posting of the day: what was recorded on it and not voided by the end of
# the day of recording, and as a negative amount what was voided on it after an earlier recording.
_POSTINGS = f"""
postings AS (
    SELECT p.payment_id, p.office_code, p.org_code, p.confirmation_key, p.amount,
        p.paid_day < :date AS late_recorded, false AS adjustment
    FROM payments AS p
    WHERE p.recorded_day = :date
        AND (p.voided_day IS NULL OR p.voided_day > :date)
        AND {agents.IS_ASKED}
    UNION ALL
    SELECT p.payment_id, p.office_code, p.org_code, p.confirmation_key, -p.amount, false, true
    FROM payments AS p
    WHERE p.voided_day = :date AND p.recorded_day < :date
        AND {agents.IS_ASKED}
)
"""

BY_AGENT = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{agents.NAMES},
{_POSTINGS},
-- One row an office and organisation: its form of the day.
forms AS (
    SELECT
        office_code,
        org_code,
        count(DISTINCT confirmation_key) FILTER (WHERE NOT adjustment) AS codes,
        count(*) FILTER (WHERE NOT adjustment) AS payments,
        COALESCE(sum(amount) FILTER (WHERE NOT adjustment), 0) AS amount,
        count(*) FILTER (WHERE late_recorded) AS late_recorded,
        count(*) FILTER (WHERE adjustment) AS adjustments,
        COALESCE(sum(amount) FILTER (WHERE adjustment), 0) AS adjustment_amount
    FROM postings
    GROUP BY office_code, org_code
),
-- One row an office and organisation that sent the form: the first sending decides whether it was
-- on time, the last whether it matches.
sendings AS (
    SELECT
        office_code,
        org_code,
        min(sent_at) AS first_sent_at,
        (array_agg(codes ORDER BY sent_at DESC))[1] AS last_codes,
        (array_agg(amount ORDER BY sent_at DESC))[1] AS last_amount
    FROM dispatches
    WHERE report_date = :date
    GROUP BY office_code, org_code
),
-- The grain of forms; a form is due only where the day has codes.
judged AS (
    SELECT
        f.*,
        CASE :by WHEN 'office' THEN f.office_code ELSE f.org_code END AS key,
        f.codes > 0 AS due,
        s.first_sent_at,
        ROW(s.last_codes, s.last_amount) IS DISTINCT FROM ROW(f.codes, f.amount) AS differs
    FROM forms AS f
    LEFT JOIN sendings AS s USING (office_code, org_code)
)
SELECT
    j.key,
    min(n.name) AS name,
    sum(j.codes) AS codes,
    sum(j.payments) AS payments,
    sum(j.amount) AS amount,
    sum(j.late_recorded) AS late_recorded,
    sum(j.adjustments) AS adjustments,
    sum(j.adjustment_amount) AS adjustment_amount,
    sum(j.amount) + sum(j.adjustment_amount) AS net_amount,
    count(*) FILTER (WHERE j.due AND j.first_sent_at <= :due_at) AS dispatched_on_time,
    count(*) FILTER (WHERE j.due AND j.first_sent_at > :due_at) AS dispatched_late,
    count(*) FILTER (WHERE j.due AND j.first_sent_at IS NULL) AS not_dispatched,
    count(*) FILTER (WHERE j.due AND j.first_sent_at IS NOT NULL AND j.differs) AS mismatched
FROM judged AS j
LEFT JOIN names AS n USING (key)
GROUP BY j.key
ORDER BY j.key COLLATE "C"
"""

BY_CODE = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{_POSTINGS}
SELECT
    c.confirmation_code,
    o.payment_id,
    o.office_code,
    o.org_code,
    p.collector_code,
    p.product,
    p.months,
    o.amount,
    p.paid_at,
    p.recorded_at
FROM postings AS o
JOIN payments AS p USING (payment_id)
JOIN confirmations AS c USING (payment_id)
ORDER BY c.confirmation_code COLLATE "C", o.payment_id, o.amount DESC
"""

_HANOI = dt.timezone(dt.timedelta(hours=7))


def due_at(date: dt.date) -> dt.datetime:
    """Return when the form of a day is due: 08:00:00 on the next day, holidays too."""
    return dt.datetime.combine(date + dt.timedelta(days=1), dt.time(8), _HANOI)


def by_agent(
    connection: sa.Connection,
    *,
    date: dt.date,
    by: agents.By,
    office: str | None = None,
    org: str | None = None,
) -> pd.DataFrame:
    """Say what each office or organisation has on the form of a day, and how it was sent.

    Returns:
        One row an agent with postings, sorted by code point of the key: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code.
    """
    agents.require_known(connection, office=office, org=org)
    values = {"date": date, "by": by, "office": office, "org": org, "due_at": due_at(date)}
    return frames.ask(connection, BY_AGENT, values, COLUMNS)


def by_code(
    connection: sa.Connection,
    *,
    date: dt.date,
    office: str | None = None,
    org: str | None = None,
) -> pd.DataFrame:
    """List the payments on the form of a day under their codes; adjustments are negative.

    Returns:
        One row a posting, sorted by code as stored, then payment: `CODE_COLUMNS`.

    Raises:
        problems.Problem: an unknown code.
    """
    agents.require_known(connection, office=office, org=org)
    values = {"date": date, "office": office, "org": org}
    return frames.ask(connection, BY_CODE, values, CODE_COLUMNS)
