"""Owns what a repeated payment is: its receipt number, or its charge, stands on another one, too.

Two payments share a receipt ("receipt") where their receipt numbers are equal. They charge somebody
twice ("charge") where product and a month are common, and the social-insurance number is; where
either has none, the national identity number decides. No number of months counts as one month; a
payment without a first month charges for none that is known. Numbers are compared as stored.

A number that stands on many payments ("0", "N/A") would make pairs by the square. So each payment
is paired, in the order of payment, with the nearest one before and after it that it repeats, and
with the one before and after it that was voided last or never was. With those, whoever leaves out
what was voided by some day still finds a partner for every payment that repeats an earlier one.

An entry is a payment under one of its numbers, with the months that it counts for there.
"""

from __future__ import annotations

from typing import Final

# By what a pair is known, and what is kept of its two payments beside it.
KEY: Final = ("kind", "payment_id", "other_payment_id")
BESIDE: Final = (
    "office_code", "org_code", "amount", "paid_day", "voided_day",
    "other_paid_day", "other_voided_day",
)  # fmt: skip
COLUMNS: Final = ", ".join((*KEY, *BESIDE))

_MONTH = "12 * extract(year FROM p.period_from)::bigint + extract(month FROM p.period_from)::bigint"
_CHARGED = f"p.product, {_MONTH} AS first_month, {_MONTH} + coalesce(p.months, 1) AS end_month"

# What makes an entry of a payment `p` and its participant `w`, by the kind of number. "Open" is
# whoever is compared with everybody under that number; the others are with the open ones alone.
RECEIPT = """
    'receipt' AS kind, 'receipt' AS space, p.receipt_no AS number, '' AS product,
    0::bigint AS first_month, 1::bigint AS end_month, true AS open,
    p.payment_id, p.paid_at, p.voided_day
"""
INSURANCE = f"""
    'charge' AS kind, 'insurance' AS space, w.social_insurance_no AS number, {_CHARGED},
    true AS open, p.payment_id, p.paid_at, p.voided_day
"""
NATIONAL = f"""
    'charge' AS kind, 'national' AS space, w.national_id AS number, {_CHARGED},
    w.social_insurance_no IS NULL AS open, p.payment_id, p.paid_at, p.voided_day
"""
CHARGES = "p.period_from IS NOT NULL AND p.months IS DISTINCT FROM 0"


def _best(value: str, window: str) -> str:
    """Return the greatest value among the entries of a window that this one is compared with."""
    return (
        f"CASE WHEN open THEN max({value}) OVER {window}"
        f" ELSE max({value}) FILTER (WHERE open) OVER {window} END"
    )


# Every entry of the store that may have a partner.
EVERY_ENTRY = f"""
    SELECT {RECEIPT}
    FROM payments AS p
    WHERE p.receipt_no IN (
        SELECT receipt_no FROM payments GROUP BY receipt_no HAVING count(*) > 1
    )
    UNION ALL
    SELECT {INSURANCE}
    FROM payments AS p JOIN participants AS w USING (payment_id)
    WHERE {CHARGES} AND w.social_insurance_no IN (
        SELECT social_insurance_no FROM participants
        GROUP BY social_insurance_no HAVING count(*) > 1
    )
    UNION ALL
    SELECT {NATIONAL}
    FROM payments AS p JOIN participants AS w USING (payment_id)
    WHERE {CHARGES} AND w.national_id IN (
        SELECT national_id FROM participants
        GROUP BY national_id HAVING count(*) > 1 AND bool_or(social_insurance_no IS NULL)
    )
"""
# The step that tells which entries share a month with another one of their number.
COMPARED = """
-- One row an entry, and whether its months meet those of any other one of its number.
compared AS (
    SELECT *, first_month < max(end_month) OVER begun_before
        OR lead(first_month) OVER begun < end_month AS meets
    FROM entries
    WINDOW begun AS (PARTITION BY space, number, product ORDER BY first_month, payment_id),
        begun_before AS (begun ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
"""
# Steps that lead from `entries` to `neighbours`: one row a payment and one that it is paired with.
# Two stretches of months share one exactly where the first month of the later stretch is in both,
# so that it is enough to look at the months in which some stretch begins.
NEIGHBOURS = f"""
{COMPARED},
-- One row an entry that does: its place in the order of payment, and the day to which it lasts.
placed AS MATERIALIZED (
    SELECT *, dense_rank() OVER (ORDER BY paid_at, payment_id) AS place,
        coalesce(voided_day - DATE '2000-01-01', 2147483647)::bigint AS lasting
    FROM compared WHERE meets
),
months AS (SELECT DISTINCT space, number, product, first_month AS month FROM placed),
-- One row an entry and month: the places of its partners there, those that come later negated.
partners AS (
    SELECT kind, place,
        {_best("place", "earlier")} AS nearest_earlier,
        {_best("-place", "later")} AS nearest_later,
        {_best("ARRAY[lasting, place]", "earlier")} AS lasting_earlier,
        {_best("ARRAY[lasting, -place]", "later")} AS lasting_later
    FROM placed JOIN months USING (space, number, product)
    WHERE month >= first_month AND month < end_month
    WINDOW earlier AS (
        PARTITION BY space, number, product, month ORDER BY place
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), later AS (
        PARTITION BY space, number, product, month ORDER BY place DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
-- One row a payment: its partners over all its numbers and months.
chosen AS (
    SELECT kind, place, ARRAY[
        max(nearest_earlier), -max(nearest_later),
        (max(lasting_earlier))[2], -(max(lasting_later))[2]
    ] AS others
    FROM partners GROUP BY kind, place
),
names AS (SELECT DISTINCT place, payment_id FROM placed),
neighbours AS (
    SELECT DISTINCT c.kind, n.payment_id, o.payment_id AS other_payment_id
    FROM chosen AS c
    JOIN names AS n USING (place)
    CROSS JOIN LATERAL unnest(c.others) AS other
    JOIN names AS o ON o.place = other
)
"""


def rows(neighbours: str) -> str:
    """Return the steps from the payments and their chosen partners to `rows`, as `repeats` has."""
    return f"""
-- One row a pair and direction.
directed AS (
    SELECT kind, payment_id, other_payment_id FROM {neighbours}
    UNION
    SELECT kind, other_payment_id, payment_id FROM {neighbours}
),
rows AS (
    SELECT d.kind, d.payment_id, d.other_payment_id, p.office_code, p.org_code, p.amount,
        p.paid_day, p.voided_day, o.paid_day AS other_paid_day, o.voided_day AS other_voided_day
    FROM directed AS d
    JOIN payments AS p ON p.payment_id = d.payment_id
    JOIN payments AS o ON o.payment_id = d.other_payment_id
)
"""
