"""Owns the step from which every figure and every list of differences is made."""

from __future__ import annotations

from typing import Final

from queries import agents
from queries.exceptions import form_rules, payment_rules, rules
from queries.exceptions.rules import Rule

_REMITTANCE: Final = "remittance_differs"
_REPEATS: Final = {
    "charged_twice": Rule("r.kind = 'charge'", other="r.other"),
    "receipt_twice": Rule("r.kind = 'receipt'", other="r.other"),
}

KINDS: Final = (*payment_rules.KINDS, *form_rules.KINDS, _REMITTANCE, *_REPEATS)

# What limits pairs, aliased p, to payments that stood at the end of the as-of day and repeat one
# that did; the other one may belong to an office that the reader does not see.
_REPEATS_ONE: Final = f"""
    p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
    AND (p.voided_day IS NULL OR p.voided_day > :as_of)
    AND p.other_paid_day <= :as_of
    AND (p.other_voided_day IS NULL OR p.other_voided_day > :as_of)
    AND {agents.IS_ASKED}
"""

_REPEAT_CASES = f"""
-- One row a way of repeating and a payment that does so.
repeated AS (
    SELECT p.kind, p.payment_id, min(p.other_payment_id) AS other
    FROM repeats AS p
    WHERE {_REPEATS_ONE}
        AND {rules.is_asked(_REPEATS)}
        AND {rules.is_subject("p.payment_id")}
    GROUP BY p.kind, p.payment_id
),
-- One row a kind and payment.
repeat_cases AS (
    SELECT
        k.kind, p.payment_id, p.office_code, p.org_code, p.collector_code, p.paid_day, p.amount,
        CASE WHEN p.settled_day <= :as_of THEN p.remittance_id END AS remittance_id,
        k.other
    FROM repeated AS r
    JOIN payments AS p ON p.payment_id = r.payment_id
    CROSS JOIN LATERAL {rules.cases(_REPEATS)}
)
"""

# The same without looking at a payment: what is counted of it stands beside the pair.
_REPEAT_TOTALS = f"""
repeat_totals AS (
    SELECT k.kind, count(*) AS cases, sum(r.amount) AS amount, min(r.paid_day) AS oldest_day
    FROM (
        SELECT DISTINCT p.kind, p.payment_id, p.amount, p.paid_day
        FROM repeats AS p
        WHERE {_REPEATS_ONE}
    ) AS r
    JOIN (
        VALUES ('charged_twice', 'charge'), ('receipt_twice', 'receipt')
    ) AS k (kind, pair) ON k.pair = r.kind
    GROUP BY k.kind
)
"""

_REMITTANCE_CASES = f"""
-- One row a remittance that is not the sum of what it covers, whatever offices that belongs to.
remittance_cases AS (
    SELECT
        p.remittance_id, p.office_code, p.org_code, p.remitted_day, p.amount, p.covered_amount
    FROM remittances AS p
    WHERE p.remitted_day BETWEEN :start AND LEAST(:end, :as_of)
        AND p.amount <> p.covered_amount
        AND {agents.IS_ASKED}
        AND {rules.is_asked([_REMITTANCE])}
        AND {rules.is_subject("p.remittance_id")}
)
"""

# The columns of a case, each kind filling those that are its own.
_NOTHING: Final = "CAST(NULL AS bigint)"

# Steps of a statement, after those of `agents`. Wants :kind and :subjects (see
# `exception_rules`), :product, which is null, and what limits `exceptions.by_kind`.
DIFFERENCES: Final = f"""
{payment_rules.CASES},
{_REPEAT_CASES},
{_REMITTANCE_CASES},
{form_rules.CASES},
-- One row a case; under this name they hide the rollup, which is not asked here.
differences AS (
    SELECT
        kind,
        payment_id AS subject,
        office_code,
        org_code,
        collector_code,
        paid_day AS day,
        amount,
        payment_id,
        remittance_id,
        other,
        {_NOTHING} AS expected_amount,
        {_NOTHING} AS found_amount,
        {_NOTHING} AS expected_codes,
        {_NOTHING} AS found_codes,
        moment,
        other_moment,
        lag_days,
        deadline_days
    FROM payment_cases
    UNION ALL
    SELECT
        kind, payment_id, office_code, org_code, collector_code, paid_day, amount,
        payment_id, remittance_id, other, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM repeat_cases
    UNION ALL
    SELECT
        '{_REMITTANCE}', remittance_id, office_code, org_code, NULL, remitted_day,
        abs(amount - covered_amount), NULL, remittance_id, NULL,
        covered_amount, amount, NULL, NULL, NULL, NULL, NULL, NULL
    FROM remittance_cases
    UNION ALL
    SELECT
        kind, office_code || '/' || org_code || '/' || to_char(day, 'YYYY-MM-DD'),
        office_code, org_code, NULL, day, amount, NULL, NULL, NULL,
        amount, sent_amount, codes, sent_codes, moment, other_moment, NULL, NULL
    FROM form_cases
)
"""

# In place of them: one row a kind with cases.
TOTALS: Final = f"""
{payment_rules.TOTALS},
{_REPEAT_TOTALS},
{_REMITTANCE_CASES},
totals AS (
    SELECT kind, cases, amount, oldest_day FROM rolled_up
    UNION ALL
    SELECT kind, cases, amount, oldest_day FROM repeat_totals
    UNION ALL
    SELECT '{_REMITTANCE}', count(*), sum(abs(amount - covered_amount)), min(remitted_day)
    FROM remittance_cases
    HAVING count(*) > 0
)
"""
