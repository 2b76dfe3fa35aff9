"""Steps of SQL that find the forms 01-XN that are a case of a difference, on some evening."""

from typing import Final

from data.derived import difference_rules
from queries import agents, working_days
from queries.exceptions import kinds

# A form is due on the morning after its day: by the end of the as-of day that of the day before;
# where the as-of day is today, it may not be 08:00 yet. LEAST ignores a day that is null.
_LAST_DUE: Final = "LEAST(:end, CAST(:as_of AS date) - 1, CAST(:last_due AS date))"

FORM_CASES: Final = f"""
-- One row a form: an office, organisation and day with codes.
forms_with_codes AS (
    SELECT p.office_code, p.org_code, p.day, p.codes, p.amount
    FROM forms AS p
    WHERE p.day BETWEEN :start AND {_LAST_DUE}
        AND p.org_code <> ''
        AND p.product = ''
        AND p.codes > 0
        AND {agents.IS_ASKED}
        AND {kinds.is_wanted(difference_rules.FORMS)}
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
        AND {kinds.is_wanted(difference_rules.FORMS)}
    GROUP BY 1, 2, 3
),
-- The grain of forms_with_codes, and one row a form that was sent without any: it has none of their
-- figures.
timed AS (
    SELECT f.*, {difference_rules.DUE_AT} AS due_at
    FROM (
        SELECT
            office_code,
            org_code,
            day,
            w.codes,
            w.amount,
            s.first_sent_at,
            s.last_sent_at,
            s.sent_codes,
            s.sent_amount
        FROM forms_with_codes AS w
        FULL JOIN sendings AS s USING (office_code, org_code, day)
    ) AS f
),
-- One row a kind and form.
form_cases AS (
    SELECT
        k.kind, f.office_code, f.org_code, f.day, f.codes, f.amount AS expected, k.amount,
        f.sent_codes, f.sent_amount, k.moment, k.other_moment, k.since_day
    FROM (SELECT f.* FROM timed AS f WHERE {kinds.is_case(difference_rules.FORMS)}) AS f
    CROSS JOIN LATERAL {kinds.each_kind(difference_rules.FORMS)}
)
"""
