"""Owns which payments are cases of a difference: by their code, their money, their void."""

from __future__ import annotations

from typing import Final

from data.derived import difference_rules
from queries import agents, working_days
from queries.exceptions import rules
from queries.exceptions.rules import Rule

_OVERDUE, _UNRECORDED = "overdue", "unrecorded"
# What is outstanding is a case of that when it is older than its deadline allows.
_OUTSTANDING: Final = difference_rules.Rule(
    "true", "p.paid_day", "LEAST(p.settled_day, p.voided_day)"
)
# What is asked of a payment alone, aliased p.
_APPLIES: Final = {_OVERDUE: _OUTSTANDING} | difference_rules.PAYMENTS
_OTHERS: Final = {"remitted_by_other": "p.remitting_org_code"}
# The two moments that are at odds; both are known where it is a case.
_MOMENTS: Final = {
    "code_before_payment": ("p.recorded_at", "p.paid_at"),
    "code_after_remittance": ("p.recorded_at", "p.remitted_at"),
    "remitted_before_payment": ("p.remitted_at", "p.paid_at"),
    "voided_after_remittance": ("p.voided_at", "p.remitted_at"),
}
_RULES: Final = {
    kind: Rule(
        difference_rules.holds(rule),
        _OTHERS.get(kind, rules.NO_TEXT),
        *_MOMENTS.get(kind, (rules.NO_MOMENT, rules.NO_MOMENT)),
    )
    for kind, rule in _APPLIES.items()
}

KINDS: Final = tuple(_RULES)

# As things stand now, nothing can be said against such a payment; and no more could on the as-of
# day if it was handed over by then, for its code had been issued before. The others are in an index
# of their own, `payments_suspect`, whose condition this is word for word.
IS_SUSPECT: Final = """
    (
        p.voided_day IS NULL
        AND p.informed
        AND p.remitting_org_code = p.org_code
        AND p.recorded_at BETWEEN p.paid_at AND p.remitted_at
        AND p.settled_day <= p.paid_day + 10
    ) IS NOT TRUE
"""

# Whatever had no code on some evening, that of its own day or a later one: a fourth of what is
# suspect, and asked for most. In an index of its own, `payments_unrecorded`, with this condition.
_HAD_NO_CODE: Final = "(p.recorded_day <= p.paid_day) IS NOT TRUE"

# What is asked of payments, aliased p, whichever index they are found in.
_IS_ASKED: Final = f"""
    {agents.IS_ASKED}
    AND {rules.is_asked(KINDS)}
    AND {rules.is_subject("p.payment_id")}
    AND {rules.is_case(_RULES)}
"""
_COLUMNS: Final = """
    p.payment_id, p.office_code, p.org_code, p.collector_code, p.amount, p.paid_at, p.paid_day,
    p.informed, p.voided_day, p.voided_at, p.recorded_day, p.recorded_at, p.settled_day,
    p.remitted_at, p.remittance_id, p.remitting_org_code
"""

# Steps of a statement, after those of `agents`.
CASES: Final = f"""
-- One row a payment of the period that is a case, or outstanding: it is suspect now, or what is in
-- order now was handed over after the as-of day, and so it may have got its code. Materialized, so
-- that they are read once.
suspects AS MATERIALIZED (
    SELECT {_COLUMNS}
    FROM payments AS p
    WHERE p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
        AND {_HAD_NO_CODE}
        AND CAST(:kind AS text) = '{_UNRECORDED}'
        AND {_IS_ASKED}
    UNION ALL
    SELECT {_COLUMNS}
    FROM payments AS p
    WHERE p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
        AND {IS_SUSPECT}
        AND CAST(:kind AS text) IS DISTINCT FROM '{_UNRECORDED}'
        AND {_IS_ASKED}
    UNION ALL
    SELECT {_COLUMNS}
    FROM payments AS p
    WHERE (CAST(:kind AS text) IS NULL OR :kind = '{_OVERDUE}')
        AND p.paid_day BETWEEN GREATEST(:start, :as_of - 10) AND LEAST(:end, :as_of)
        AND p.settled_day > :as_of
        AND (p.office_code, p.paid_day) IN (
            SELECT d.office_code, d.paid_day FROM lag_days AS d
            WHERE d.paid_day BETWEEN GREATEST(:start, :as_of - 10) AND LEAST(:end, :as_of)
                AND d.settled_day > :as_of
        )
        AND NOT ({IS_SUSPECT})
        AND {_IS_ASKED}
),
-- One row an organisation and paid day of what is outstanding.
ages AS (
    SELECT
        g.org_code,
        g.paid_day,
        {working_days.DEADLINE} AS deadline_days,
        GREATEST(0, today.number - paid.number) AS lag_days
    FROM (
        SELECT DISTINCT p.org_code, p.paid_day
        FROM suspects AS p
        WHERE {difference_rules.holds(_OUTSTANDING)} AND {rules.is_asked([_OVERDUE])}
    ) AS g
    JOIN calendar AS paid ON paid.day = g.paid_day
    LEFT JOIN calendar AS today ON today.day = :as_of
),
-- One row a kind and payment.
payment_cases AS (
    SELECT
        k.kind, p.payment_id, p.office_code, p.org_code, p.collector_code, p.paid_day, p.amount,
        CASE WHEN p.settled_day <= :as_of THEN p.remittance_id END AS remittance_id,
        k.other, k.moment, k.other_moment,
        CASE k.kind WHEN '{_OVERDUE}' THEN a.lag_days END AS lag_days,
        CASE k.kind WHEN '{_OVERDUE}' THEN a.deadline_days END AS deadline_days
    FROM suspects AS p
    LEFT JOIN ages AS a USING (org_code, paid_day)
    CROSS JOIN LATERAL {rules.cases(_RULES)}
    WHERE k.kind <> '{_OVERDUE}' OR a.lag_days > a.deadline_days
)
"""

# In place of them: one row a kind with cases, from the rollups. `differences` has forms, too, but
# nothing that depends on the calendar: what is overdue is found in what is outstanding, which is
# little more than ten days old or in an index of its own (`lag_days.slow`).
TOTALS: Final = f"""
-- One row a paid day and deadline of what is outstanding.
outstanding AS (
    SELECT
        p.paid_day, p.deadline_days, sum(p.payments) AS payments, sum(p.amount) AS amount
    FROM (
        SELECT * FROM lag_days AS p
        WHERE p.slow AND p.decided_day > :as_of
            AND p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
            AND {agents.IS_ASKED}
        UNION ALL
        SELECT * FROM lag_days AS p
        WHERE NOT p.slow AND p.decided_day > :as_of
            AND p.paid_day BETWEEN GREATEST(:start, :as_of - 10) AND LEAST(:end, :as_of)
            AND {agents.IS_ASKED}
    ) AS p
    WHERE {difference_rules.holds(_OUTSTANDING)}
    GROUP BY p.paid_day, p.deadline_days
),
rolled_up AS (
    SELECT
        p.kind, sum(p.cases) AS cases, sum(p.amount) AS amount, min(p.day) AS oldest_day
    FROM differences AS p
    WHERE p.day BETWEEN :start AND LEAST(:end, :as_of)
        AND p.since <= :as_of
        AND p.until > :as_of
        AND {agents.IS_ASKED}
    GROUP BY p.kind
    UNION ALL
    SELECT '{_OVERDUE}', sum(p.payments), sum(p.amount), min(p.paid_day)
    FROM outstanding AS p
    JOIN calendar AS paid ON paid.day = p.paid_day
    JOIN calendar AS today ON today.day = :as_of
    WHERE GREATEST(0, today.number - paid.number) > p.deadline_days
    HAVING count(*) > 0
)
"""
