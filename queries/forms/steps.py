"""What the form queries have in common: their limits, and how postings and sendings are read."""

import dataclasses

from queries import agents, frames


@dataclasses.dataclass(frozen=True, kw_only=True)
class Question(agents.Limits):
    """The forms that a query is about.

    Attributes:
        product: a type of participation; what is said of sendings is of all of them.
    """

    product: str | None = None


# The columns of a listed posting. Amounts in đồng, negative for an adjustment.
POSTING: frames.Dtypes = frames.columns(
    "confirmation_code payment_id office_code org_code collector_code product months amount "
    "paid_at recorded_at"
)

# What limits payments, aliased p, to the filter.
IS_ASKED = f"""
    (CAST(:product AS text) IS NULL OR p.product = :product)
    AND {agents.IS_ASKED}
"""


# The columns of a posting that are the same for what was recorded and what was voided.
_COLUMNS = """
    p.payment_id, p.office_code, p.org_code, p.collector_code, p.product, p.months,
    p.confirmation_key, p.paid_at, p.recorded_at, p.voided_at, p.paid_day, p.recorded_day
"""

# Steps of a statement, after `agents.ASKED_OFFICES`.

# One row a payment and posting: a payment recorded on a day and not voided by its end is on the
# form of that day; one voided on a later day is an adjustment there, with a negative amount.
POSTINGS = f"""
postings AS (
    SELECT
        {_COLUMNS},
        p.recorded_day AS day, p.amount, p.paid_day < p.recorded_day AS late_recorded,
        false AS adjustment
    FROM payments AS p
    WHERE p.recorded_day BETWEEN :start AND :end
        AND (p.voided_day IS NULL OR p.voided_day > p.recorded_day)
        AND {IS_ASKED}
    UNION ALL
    SELECT
        {_COLUMNS},
        p.voided_day AS day, -p.amount AS amount, false AS late_recorded, true AS adjustment
    FROM payments AS p
    WHERE p.voided_day BETWEEN :start AND :end
        AND p.recorded_day < p.voided_day
        AND {IS_ASKED}
)
"""

# Wants :levels, with "product" where each product is to have its part of a form beside the whole,
# which has an empty product or the one that is asked for; and :now.
WITH_STATUS = f"""
-- One row a form, which has codes, voids or both, and with products a form and product.
asked_forms AS (
    SELECT
        p.office_code,
        p.org_code,
        p.day,
        p.product,
        p.codes,
        p.payments,
        p.amount,
        p.late_recorded,
        p.adjustments,
        p.adjustment_amount
    FROM forms AS p
    WHERE p.day BETWEEN :start AND :end
        AND p.org_code <> ''
        AND (
            p.product = COALESCE(:product, '')
            OR 'product' = ANY (CAST(:levels AS text[])) AND CAST(:product AS text) IS NULL
        )
        AND {agents.IS_ASKED}
),
-- The grain of asked_forms; a form is due only where the day has codes. Of its sendings, which are
-- looked up form by form, the first decides whether it was on time, the last whether it matches.
timed AS (
    SELECT
        f.*,
        s.times_sent,
        s.first_sent_at,
        s.last_sent_at,
        s.last_codes,
        s.last_amount,
        f.codes > 0 AS due,
        (f.day + 1 + TIME '08:00') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS due_at
    FROM asked_forms AS f
    LEFT JOIN LATERAL (
        SELECT
            count(*) AS times_sent,
            min(d.sent_at) AS first_sent_at,
            max(d.sent_at) AS last_sent_at,
            (array_agg(d.codes ORDER BY d.sent_at DESC))[1] AS last_codes,
            (array_agg(d.amount ORDER BY d.sent_at DESC))[1] AS last_amount
        FROM dispatches AS d
        WHERE d.office_code = f.office_code AND d.report_date = f.day AND d.org_code = f.org_code
        HAVING count(*) > 0
    ) AS s ON true
),
judged AS (
    SELECT
        t.*,
        CASE
            WHEN NOT t.due THEN NULL
            WHEN t.first_sent_at <= t.due_at THEN 'on_time'
            WHEN t.first_sent_at IS NOT NULL THEN 'late'
            WHEN CAST(:now AS timestamptz) <= t.due_at THEN 'not_due'
            ELSE 'missing'
        END AS status,
        t.due AND t.first_sent_at IS NOT NULL
            AND ROW(t.last_codes, t.last_amount) IS DISTINCT FROM ROW(t.codes, t.amount)
            AS mismatched
    FROM timed AS t
)
"""
