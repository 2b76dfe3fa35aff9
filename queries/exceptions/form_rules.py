"""Owns which forms 01-XN are cases of a difference: missing, late, or with other figures."""

from __future__ import annotations

from typing import Final

from data.derived import difference_rules
from queries import agents, working_days
from queries.exceptions import rules
from queries.exceptions.rules import Rule

_FORMS: Final = difference_rules.FORMS
_RULES: Final = {
    "form_missing": Rule(_FORMS["form_missing"], other_moment="f.due_at"),
    "form_late": Rule(_FORMS["form_late"], moment="f.first_sent_at", other_moment="f.due_at"),
    "form_mismatched": Rule(
        _FORMS["form_mismatched"], moment="f.last_sent_at", other_moment="f.due_at"
    ),
}

KINDS: Final = tuple(_RULES)

# A form is due on the morning after its day: by the end of the as-of day that of the day before.
_LAST_DUE: Final = "LEAST(:end, CAST(:as_of AS date) - 1)"

# Steps of a statement, after those of `agents`; the binds :product and :kind are wanted as well.
CASES: Final = f"""
-- One row a form: an office, organisation and day with codes.
forms_with_codes AS (
    SELECT p.office_code, p.org_code, p.day, p.codes, p.amount
    FROM forms AS p
    WHERE p.day BETWEEN :start AND {_LAST_DUE}
        AND p.org_code <> ''
        AND p.product = ''
        AND p.codes > 0
        AND {agents.IS_ASKED}
        AND {rules.is_asked(KINDS)}
),
-- One row a form that had been sent by the end of the as-of day: the first sending decides whether
-- it was on time, the last whether it matches.
sendings AS (
    SELECT
        p.office_code,
        p.report_date AS day,
        p.org_code,
        min(p.sent_at) AS first_sent_at,
        max(p.sent_at) AS last_sent_at,
        (array_agg(p.codes ORDER BY p.sent_at DESC))[1] AS sent_codes,
        (array_agg(p.amount ORDER BY p.sent_at DESC))[1] AS sent_amount
    FROM dispatches AS p
    WHERE p.report_date BETWEEN :start AND {_LAST_DUE}
        AND p.sent_at < {working_days.NIGHT}
        AND {agents.IS_ASKED}
    GROUP BY 1, 2, 3
),
-- The grain of forms_with_codes.
timed AS (
    SELECT
        f.*,
        {difference_rules.DUE_AT} AS due_at,
        s.first_sent_at,
        s.last_sent_at,
        s.sent_codes,
        s.sent_amount
    FROM forms_with_codes AS f
    LEFT JOIN sendings AS s USING (office_code, org_code, day)
),
-- One row a kind and form.
form_cases AS (
    SELECT
        k.kind, f.office_code, f.org_code, f.day, f.codes, f.amount, f.sent_codes, f.sent_amount,
        k.moment, k.other_moment
    FROM (SELECT f.* FROM timed AS f WHERE {rules.is_case(_RULES)}) AS f
    CROSS JOIN LATERAL {rules.cases(_RULES)}
)
"""
