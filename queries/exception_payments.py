"""Owns which payments are cases of a difference: by their code, their money, their void."""

from __future__ import annotations

from typing import Final

from queries import agents, exception_rules, working_days
from queries.exception_rules import Rule

_RULES: Final = {
    "overdue": Rule(
        "s.voided_at IS NULL AND s.remitted_at IS NULL AND a.lag_days > a.deadline_days"
    ),
    "unrecorded": Rule("s.voided_at IS NULL AND s.recorded_at IS NULL"),
    "remitted_by_other": Rule(
        "s.voided_at IS NULL AND s.remitting_org_code <> s.org_code",
        other="s.remitting_org_code",
    ),
    "code_before_payment": Rule(
        "s.voided_at IS NULL AND s.recorded_at < s.paid_at",
        moment="s.recorded_at",
        other_moment="s.paid_at",
    ),
    "code_after_remittance": Rule(
        "s.voided_at IS NULL AND s.recorded_at > s.remitted_at",
        moment="s.recorded_at",
        other_moment="s.remitted_at",
    ),
    "remitted_before_payment": Rule(
        "s.voided_at IS NULL AND s.remitted_at < s.paid_at",
        moment="s.remitted_at",
        other_moment="s.paid_at",
    ),
    "voided_after_remittance": Rule(
        "s.voided_at IS NOT NULL AND s.remitted_at IS NOT NULL",
        moment="s.voided_at",
        other_moment="s.remitted_at",
    ),
    "not_informed": Rule("s.voided_at IS NULL AND s.recorded_at IS NOT NULL AND NOT s.informed"),
}

KINDS: Final = tuple(_RULES)

# As things stand now, nothing can be said against such a payment; and no more could on the as-of
# day if it was handed over by then, for its code had been issued before. The others are in an index
# of their own, `payments_suspect`, whose condition this is word for word.
_IS_SUSPECT: Final = """
    (
        p.voided_day IS NULL
        AND p.informed
        AND p.remitting_org_code = p.org_code
        AND p.recorded_at BETWEEN p.paid_at AND p.remitted_at
        AND p.settled_day <= p.paid_day + 10
    ) IS NOT TRUE
"""

# What is asked of payments, aliased p, whichever index they are found in.
_IS_ASKED: Final = f"""
    {agents.IS_ASKED}
    AND {exception_rules.is_asked(KINDS)}
    AND {exception_rules.is_subject("p.payment_id")}
"""
_COLUMNS: Final = """
    p.payment_id, p.office_code, p.org_code, p.collector_code, p.amount, p.paid_at, p.paid_day,
    p.informed, p.voided_day, p.voided_at, p.recorded_day, p.recorded_at, p.settled_day,
    p.remitted_at, p.remittance_id, p.remitting_org_code
"""

# Steps of a statement, after those of `agents`.
CASES: Final = f"""
-- One row a payment of the period that is or was suspect: as it is now, or since what is in order
-- now was handed over after the as-of day.
suspected AS (
    SELECT {_COLUMNS}
    FROM payments AS p
    WHERE p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
        AND {_IS_SUSPECT}
        AND {_IS_ASKED}
    UNION ALL
    SELECT {_COLUMNS}
    FROM payments AS p
    WHERE p.paid_day BETWEEN GREATEST(:start, :as_of - 10) AND LEAST(:end, :as_of)
        AND p.settled_day > :as_of
        AND (p.office_code, p.paid_day) IN (
            SELECT d.office_code, d.paid_day FROM lag_days AS d
            WHERE d.paid_day BETWEEN GREATEST(:start, :as_of - 10) AND LEAST(:end, :as_of)
                AND d.settled_day > :as_of
        )
        AND NOT ({_IS_SUSPECT})
        AND {_IS_ASKED}
),
-- The same, as known at the end of the as-of day; materialized, so that they are read once.
suspects AS MATERIALIZED (
    SELECT
        p.payment_id, p.office_code, p.org_code, p.collector_code, p.amount, p.paid_at,
        p.paid_day, p.informed,
        CASE WHEN p.voided_day <= :as_of THEN p.voided_at END AS voided_at,
        CASE WHEN p.recorded_day <= :as_of THEN p.recorded_at END AS recorded_at,
        CASE WHEN p.settled_day <= :as_of THEN p.remitted_at END AS remitted_at,
        CASE WHEN p.settled_day <= :as_of THEN p.remittance_id END AS remittance_id,
        CASE WHEN p.settled_day <= :as_of THEN p.remitting_org_code END AS remitting_org_code
    FROM suspected AS p
),
-- One row an organisation and paid day of what is outstanding.
ages AS (
    SELECT
        g.org_code,
        g.paid_day,
        {working_days.DEADLINE} AS deadline_days,
        GREATEST(0, today.number - paid.number) AS lag_days
    FROM (
        SELECT DISTINCT org_code, paid_day
        FROM suspects
        WHERE voided_at IS NULL AND remitted_at IS NULL
    ) AS g
    JOIN calendar AS paid ON paid.day = g.paid_day
    LEFT JOIN calendar AS today ON today.day = :as_of
),
-- One row a kind and payment.
payment_cases AS (
    SELECT
        k.kind, s.payment_id, s.office_code, s.org_code, s.collector_code, s.paid_day, s.amount,
        s.remittance_id, k.other, k.moment, k.other_moment,
        CASE k.kind WHEN 'overdue' THEN a.lag_days END AS lag_days,
        CASE k.kind WHEN 'overdue' THEN a.deadline_days END AS deadline_days
    FROM suspects AS s
    LEFT JOIN ages AS a USING (org_code, paid_day)
    CROSS JOIN LATERAL {exception_rules.cases(_RULES)}
    WHERE {exception_rules.is_case(_RULES)}
)
"""

# After `CASES`, in place of `payment_cases`: the same, counted in one pass.
TOTALS: Final = f"""
payment_totals AS (
    {
    exception_rules.totals(
        _RULES,
        '''(
        SELECT s.*, s.paid_day AS day FROM suspects AS s
    ) AS s LEFT JOIN ages AS a USING (org_code, paid_day)''',
    )
}
)
"""
