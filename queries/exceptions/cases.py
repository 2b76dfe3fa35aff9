"""Steps of SQL from which every figure and every list of differences is made.

A statement asks for one kind, or for all of them where `:kind` is null; and for all differences,
or for those of the keys `:subjects`.
"""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa

from data.derived import difference_rules
from queries import agents, working_days
from queries.exceptions import form_cases, kinds
from queries.lag import lag_sums, lagged


def params(
    connection: sa.Connection,
    question: lagged.Question,
    kind: str | None = None,
    subjects: Collection[str] | None = None,
) -> dict[str, object]:
    """Return the values that the steps below need.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    question.require(connection)
    listed = None if subjects is None else list(subjects)
    return question.binds | {"kind": kind, "subjects": listed}


_OVERDUE: Final = "overdue"
# What is outstanding is overdue when it is older than its deadline allows.
_IS_OUTSTANDING: Final = difference_rules.holds(difference_rules.RULES[_OVERDUE])
_UNRECORDED: Final = "unrecorded"
_REMITTANCE: Final = "remittance_differs"
_OUTSIDE: Final = "office_not_valid"
_FORM_KINDS: Final = ", ".join(f"'{kind}'" for kind in difference_rules.FORMS)

# Payments, and what is known of their offices.
_WITH_OFFICES: Final = "payments AS p LEFT JOIN offices AS o ON o.office_code = p.office_code"
# What limits them, whichever index they are found in.
_IS_LISTED: Final = f"""
    {agents.IS_ASKED}
    AND {kinds.is_wanted(difference_rules.PAYMENTS)}
    AND {kinds.is_subject("p.payment_id")}
    AND {kinds.is_case(difference_rules.PAYMENTS)}
"""
_PAYMENT_COLUMNS: Final = """
    p.payment_id, p.office_code, p.org_code, p.collector_code, p.amount, p.paid_at, p.paid_day,
    p.informed, p.voided_day, p.voided_at, p.recorded_day, p.recorded_at, p.settled_day,
    p.remitted_at, p.remittance_id, p.remitting_org_code
"""

_OUTSIDE_STEPS: Final = "\n    UNION\n".join(
    f"""    SELECT p.payment_id
    FROM offices AS o
    JOIN payments AS p ON p.office_code = o.office_code AND p.{day} {beyond}
    WHERE {kinds.is_wanted([_OUTSIDE])}"""
    for day in ("paid_day", "recorded_day")
    for beyond in ("< o.valid_from", "> o.valid_to")
)
_PAYMENT_CASES: Final = f"""
-- One row a payment that was made or recorded when there was no such office: few, found by their
-- days.
outside AS (
{_OUTSIDE_STEPS}
),
-- One row a payment of the period that is a case, or outstanding: it is suspect now, or what is in
-- order now was remitted after the as-of day, and so it may have got its code; or there was no
-- such office. Materialized, so that they are read once.
suspects AS MATERIALIZED (
    SELECT {_PAYMENT_COLUMNS}
    FROM {_WITH_OFFICES}
    WHERE p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
        AND {difference_rules.HAD_NO_CODE}
        AND CAST(:kind AS text) = '{_UNRECORDED}'
        AND {_IS_LISTED}
    UNION ALL
    SELECT {_PAYMENT_COLUMNS}
    FROM {_WITH_OFFICES}
    WHERE p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
        AND {difference_rules.IS_SUSPECT}
        AND CAST(:kind AS text) IS DISTINCT FROM '{_UNRECORDED}'
        AND {_IS_LISTED}
    UNION ALL
    SELECT {_PAYMENT_COLUMNS}
    FROM {_WITH_OFFICES}
    WHERE (CAST(:kind AS text) IS NULL OR :kind = '{_OVERDUE}')
        AND p.paid_day BETWEEN GREATEST(:start, :as_of - 10) AND LEAST(:end, :as_of)
        AND p.settled_day > :as_of
        AND (p.office_code, p.paid_day) IN (
            SELECT d.office_code, d.paid_day FROM lag_days AS d
            WHERE d.paid_day BETWEEN GREATEST(:start, :as_of - 10) AND LEAST(:end, :as_of)
                AND d.settled_day > :as_of
        )
        AND NOT ({difference_rules.IS_SUSPECT})
        AND {_IS_LISTED}
    UNION ALL
    SELECT {_PAYMENT_COLUMNS}
    FROM outside JOIN payments AS p USING (payment_id)
    LEFT JOIN offices AS o ON o.office_code = p.office_code
    WHERE p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
        AND NOT ({difference_rules.IS_SUSPECT})
        -- What is outstanding is among them already.
        AND (
            CAST(:kind AS text) IS NOT NULL OR (
                p.paid_day >= GREATEST(:start, :as_of - 10) AND p.settled_day > :as_of
            ) IS NOT TRUE
        )
        AND {_IS_LISTED}
),
-- One row an organisation and paid day of what is outstanding.
ages AS (
    SELECT
        g.org_code,
        g.paid_day,
        g.deadline_days,
        GREATEST(0, today.number - paid.number) AS lag_days,
        -- The first day beyond the deadline.
        (
            SELECT c.day FROM calendar AS c
            WHERE c.day > g.paid_day AND c.number > paid.number + g.deadline_days
            ORDER BY c.day
            LIMIT 1
        ) AS late_day
    FROM (
        SELECT g.org_code, g.paid_day, {working_days.DEADLINE} AS deadline_days
        FROM (
            SELECT DISTINCT p.org_code, p.paid_day
            FROM suspects AS p
            WHERE {_IS_OUTSTANDING} AND {kinds.is_wanted([_OVERDUE])}
        ) AS g
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
        CASE k.kind WHEN '{_OVERDUE}' THEN a.late_day ELSE k.since_day END AS since_day,
        CASE k.kind WHEN '{_OVERDUE}' THEN a.lag_days END AS lag_days,
        CASE k.kind WHEN '{_OVERDUE}' THEN a.deadline_days END AS deadline_days
    FROM suspects AS p
    LEFT JOIN offices AS o ON o.office_code = p.office_code
    LEFT JOIN ages AS a USING (org_code, paid_day)
    CROSS JOIN LATERAL {kinds.each_kind(difference_rules.PAYMENTS)}
    WHERE k.kind <> '{_OVERDUE}' OR a.lag_days > a.deadline_days
)
"""

# In place of them: one row a kind with cases, from the rollups. `differences` has forms, too, but
# nothing that depends on the calendar: what is overdue is found in what is outstanding, which is
# little more than ten days old or in an index of its own (`lag_days.slow`).
_ROLLED_UP: Final = f"""
-- One row a paid day and deadline of what is outstanding.
outstanding AS (
    SELECT
        p.paid_day, p.deadline_days, sum(p.payments) AS payments, sum(p.amount) AS amount
    FROM {lag_sums.open_after(":as_of")}
    WHERE {_IS_OUTSTANDING}
    GROUP BY p.paid_day, p.deadline_days
),
rolled_up AS (
    SELECT
        p.kind, sum(p.cases) AS cases, sum(p.amount) AS amount, min(p.day) AS oldest_day,
        sum({difference_rules.amount_days("p.amount", "p.day")}) AS amount_days
    FROM differences AS p
    WHERE p.day BETWEEN :start AND LEAST(:end, :as_of)
        AND p.since <= :as_of
        AND p.until > :as_of
        AND (p.kind NOT IN ({_FORM_KINDS}) OR (p.day > CAST(:last_due AS date)) IS NOT TRUE)
        AND {agents.IS_ASKED}
    GROUP BY p.kind
    UNION ALL
    SELECT '{_OVERDUE}', sum(p.payments), sum(p.amount), min(p.paid_day),
        sum({difference_rules.amount_days("p.amount", "p.paid_day")})
    FROM outstanding AS p
    JOIN calendar AS paid ON paid.day = p.paid_day
    JOIN calendar AS today ON today.day = :as_of
    WHERE GREATEST(0, today.number - paid.number) > p.deadline_days
    HAVING count(*) > 0
)
"""

# What limits pairs, aliased p, to payments that stood at the end of the as-of day and repeat one
# that did; the other one may belong to an office that the reader does not see, without its id.
_REPEATS_ONE: Final = f"""
    p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
    AND (p.voided_day IS NULL OR p.voided_day > :as_of)
    AND p.other_paid_day <= :as_of
    AND (p.other_voided_day IS NULL OR p.other_voided_day > :as_of)
    AND {agents.IS_ASKED}
"""

_REPEAT_CASES = f"""
-- One row a way of repeating and a payment that does so; the other one is named where it may be
-- seen.
repeated AS (
    SELECT
        p.kind,
        p.payment_id,
        min(p.other_payment_id) AS other,
        min(p.other_paid_day) AS other_paid_day,
        -- Of that payment; where none may be seen, of one that may not.
        (array_agg(p.other_office_code ORDER BY p.other_payment_id, p.other_office_code))[1]
            AS other_office_code
    FROM visible_repeats AS p
    WHERE {_REPEATS_ONE}
        AND {kinds.is_wanted(difference_rules.PAIRS)}
        AND {kinds.is_subject("p.payment_id")}
    GROUP BY p.kind, p.payment_id
),
-- One row a kind and payment.
repeat_cases AS (
    SELECT
        k.kind, p.payment_id, p.office_code, p.org_code, p.collector_code, p.paid_day, p.amount,
        CASE WHEN p.settled_day <= :as_of THEN p.remittance_id END AS remittance_id,
        k.other, r.other_office_code, k.since_day
    FROM repeated AS r
    JOIN payments AS p ON p.payment_id = r.payment_id
    CROSS JOIN LATERAL {kinds.each_kind(difference_rules.PAIRS)}
)
"""

# The same without looking at a payment: what is counted of it stands beside the pair.
_PAIRS: Final = ", ".join(
    f"('{kind}', '{rule.pair}')" for kind, rule in difference_rules.PAIRS.items()
)
_REPEAT_TOTALS = f"""
repeat_totals AS (
    SELECT
        k.kind, count(*) AS cases, sum(r.amount) AS amount, min(r.paid_day) AS oldest_day,
        sum({difference_rules.amount_days("r.amount", "r.paid_day")}) AS amount_days
    FROM (
        SELECT DISTINCT p.kind, p.payment_id, p.amount, p.paid_day
        FROM repeats AS p
        WHERE {_REPEATS_ONE}
    ) AS r
    JOIN (VALUES {_PAIRS}) AS k (kind, pair) ON k.pair = r.kind
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
        AND {difference_rules.RULES[_REMITTANCE].applies}
        AND {agents.IS_ASKED}
        AND {kinds.is_wanted([_REMITTANCE])}
        AND {kinds.is_subject("p.remittance_id")}
)
"""

# The columns of a case, each kind filling those that are its own.
_NOTHING: Final = "CAST(NULL AS bigint)"

# Steps of a statement, after those of `agents`; they need `params`.
DIFFERENCES: Final = f"""
{_PAYMENT_CASES},
{_REPEAT_CASES},
{_REMITTANCE_CASES},
{form_cases.FORM_CASES},
-- One row a case; under this name they hide the rollup, which is not read here.
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
        CAST(NULL AS text) AS other_office_code,
        {_NOTHING} AS expected_amount,
        {_NOTHING} AS found_amount,
        {_NOTHING} AS expected_codes,
        {_NOTHING} AS found_codes,
        moment,
        other_moment,
        lag_days,
        deadline_days,
        since_day
    FROM payment_cases
    UNION ALL
    SELECT
        kind, payment_id, office_code, org_code, collector_code, paid_day, amount,
        payment_id, remittance_id, other, other_office_code,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, since_day
    FROM repeat_cases
    UNION ALL
    SELECT
        '{_REMITTANCE}', remittance_id, office_code, org_code, NULL, remitted_day,
        abs(amount - covered_amount), NULL, remittance_id, NULL, NULL,
        covered_amount, amount, NULL, NULL, NULL, NULL, NULL, NULL, remitted_day
    FROM remittance_cases
    UNION ALL
    SELECT
        kind, office_code || '/' || org_code || '/' || to_char(day, 'YYYY-MM-DD'),
        office_code, org_code, NULL, day, amount, NULL, NULL, NULL, NULL,
        expected, sent_amount, codes, sent_codes, moment, other_moment, NULL, NULL, since_day
    FROM form_cases
)
"""

# In place of them: one row a kind with cases.
TOTALS: Final = f"""
{_ROLLED_UP},
{_REPEAT_TOTALS},
{_REMITTANCE_CASES},
totals AS (
    SELECT kind, cases, amount, oldest_day, amount_days FROM rolled_up
    UNION ALL
    SELECT kind, cases, amount, oldest_day, amount_days FROM repeat_totals
    UNION ALL
    SELECT '{_REMITTANCE}', count(*), sum(abs(amount - covered_amount)), min(remitted_day),
        sum({difference_rules.amount_days("abs(amount - covered_amount)", "remitted_day")})
    FROM remittance_cases
    HAVING count(*) > 0
)
"""
