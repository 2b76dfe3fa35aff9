"""How differences moved from one evening to a later one: which are new, and how many are open.

What a case of each kind is, `data.derived.difference_rules` says.
"""

import datetime as dt
from typing import Final

import pandas as pd
import sqlalchemy as sa

from data.derived import difference_rules
from queries import agents, frames
from queries.exceptions import cases
from queries.lag import lag_sums, lagged

# before: cases at the end of the earlier evening. added: cases at the end of the later one that
# were none on the earlier. cases and amount are those of `counts.by_kind` on the later evening.
# So before + added - cases have been settled in between. Amounts in đồng.
COLUMNS: frames.Dtypes = frames.columns(
    "kind key before_cases before_amount added_cases added_amount cases amount"
)
TOTAL: Final = ""

_FORM_KINDS: Final = ", ".join(f"'{kind}'" for kind in difference_rules.FORMS)
_PAIRS: Final = ", ".join(
    f"('{kind}', '{rule.pair}')" for kind, rule in difference_rules.PAIRS.items()
)
_REMITTANCE: Final = "remittance_differs"
_KEY: Final = agents.key(collector="''", product="''", day="p.day")
_KEY_OF_PAID: Final = agents.key(collector="''", product="''", day="p.paid_day")
# A form stays late once it was: what is sent again later is no new case.
_FOR_EVER: Final = "form_late"


def _stood(evening: str) -> str:
    """Return whether both payments of a pair, aliased p, stood at the end of an evening."""
    return f"""(
        p.paid_day <= {evening} AND p.other_paid_day <= {evening}
        AND COALESCE(p.voided_day, DATE 'infinity') > {evening}
        AND COALESCE(p.other_voided_day, DATE 'infinity') > {evening}
    )"""


BY_KIND: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row a rolled-up row: was_case and is_case say whether its cases stood on the two evenings.
rolled_up AS (
    SELECT
        p.kind, {_KEY} AS key, p.cases, p.amount,
        p.since <= :before AND p.until > :before AS was_case,
        p.since <= :as_of AND p.until > :as_of AS is_case,
        p.since > :before AND p.kind <> '{_FOR_EVER}' AS began
    FROM differences AS p
    WHERE p.day BETWEEN :start AND LEAST(:end, :as_of)
        AND p.since <= :as_of
        AND p.until > :before
        AND (p.kind NOT IN ({_FORM_KINDS}) OR (p.day > CAST(:last_due AS date)) IS NOT TRUE)
        AND {agents.IS_ASKED}
),
outstanding AS (
    SELECT
        'overdue' AS kind, {_KEY_OF_PAID} AS key, p.payments AS cases, p.amount,
        p.paid_day <= :before AND {lag_sums.DECIDED} > :before
            AND earlier.number - paid.number > p.deadline_days AS was_case,
        {lag_sums.DECIDED} > :as_of AND later.number - paid.number > p.deadline_days AS is_case,
        earlier.number - paid.number <= p.deadline_days AS began
    FROM {lag_sums.open_after(":before")}
    JOIN calendar AS paid ON paid.day = p.paid_day
    JOIN calendar AS earlier ON earlier.day = :before
    JOIN calendar AS later ON later.day = :as_of
),
-- One row a way of repeating and a payment that does so.
repeated AS (
    SELECT
        k.kind, p.payment_id, p.office_code, p.org_code, p.paid_day, p.amount,
        bool_or({_stood(":before")}) AS was_case,
        bool_or({_stood(":as_of")}) AS is_case,
        GREATEST(p.paid_day, min(p.other_paid_day) FILTER (WHERE {_stood(":as_of")})) > :before
            AS began
    FROM repeats AS p
    JOIN (VALUES {_PAIRS}) AS k (kind, pair) ON k.pair = p.kind
    WHERE p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
        AND {agents.IS_ASKED}
    GROUP BY k.kind, p.payment_id, p.office_code, p.org_code, p.paid_day, p.amount
),
moved AS (
    SELECT kind, key, cases, amount, was_case, is_case, began FROM rolled_up
    UNION ALL
    SELECT kind, key, cases, amount, was_case, is_case, began FROM outstanding
    UNION ALL
    SELECT p.kind, {_KEY_OF_PAID}, 1, p.amount, p.was_case, p.is_case, p.began FROM repeated AS p
    UNION ALL
    SELECT
        '{_REMITTANCE}', {_KEY_OF_PAID.replace("p.paid_day", "p.remitted_day")}, 1,
        abs(p.amount - p.covered_amount),
        p.remitted_day <= :before, true, p.remitted_day > :before
    FROM remittances AS p
    WHERE p.remitted_day BETWEEN :start AND LEAST(:end, :as_of)
        AND {difference_rules.RULES[_REMITTANCE].applies}
        AND {agents.IS_ASKED}
),
-- One row a kind, with an empty key, and one a kind and agent.
summed AS (
    SELECT
        kind,
        COALESCE(key, '{TOTAL}') AS key,
        COALESCE(sum(cases) FILTER (WHERE was_case), 0) AS before_cases,
        COALESCE(sum(amount) FILTER (WHERE was_case), 0) AS before_amount,
        COALESCE(sum(cases) FILTER (WHERE is_case AND began), 0) AS added_cases,
        COALESCE(sum(amount) FILTER (WHERE is_case AND began), 0) AS added_amount,
        COALESCE(sum(cases) FILTER (WHERE is_case), 0) AS cases,
        COALESCE(sum(amount) FILTER (WHERE is_case), 0) AS amount
    FROM moved
    WHERE was_case OR is_case
    GROUP BY GROUPING SETS ((kind), (kind, key))
)
SELECT
    s.kind,
    s.key,
    s.before_cases,
    s.before_amount,
    CASE s.kind WHEN '{_FOR_EVER}' THEN s.cases - s.before_cases ELSE s.added_cases END
        AS added_cases,
    CASE s.kind WHEN '{_FOR_EVER}' THEN s.amount - s.before_amount ELSE s.added_amount END
        AS added_amount,
    s.cases,
    s.amount
FROM summed AS s
JOIN unnest(CAST(:kinds AS text[])) WITH ORDINALITY AS k (kind, nth) USING (kind)
ORDER BY k.nth, s.key COLLATE "C"
"""


def by_kind(
    connection: sa.Connection, question: lagged.Question, *, before: dt.date, by: agents.By
) -> pd.DataFrame:
    """Return how many differences of each kind were open at the end of two days, and are new.

    Args:
        connection: a transaction of a reader.
        question: the differences, and the later evening.
        before: the day at whose end they were looked at before.
        by: offices or organisations.

    Returns:
        One row a kind that had cases on one of the evenings, with an empty key, and one for each
        of its agents, in the order of reports: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    params = cases.params(connection, question) | {
        "before": before, "by": by, "kinds": list(difference_rules.RULES),
    }  # fmt: skip
    return frames.ask(connection, BY_KIND, params, COLUMNS)
