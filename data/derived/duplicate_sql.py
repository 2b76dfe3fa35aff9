"""SQL of duplicate payments: which payments repeat one another, and which pairs are kept.

Two payments share a receipt ("receipt") where their receipt numbers are equal, of one organisation
and calendar year: each numbers its own, anew every year. They charge a person
twice ("charge") where product and a month are common, and the social-insurance number is; where
either has none, the national identity number decides. No number of months counts as one month; a
payment without a first month charges for none that is known. Numbers are compared as stored.

A number that stands on many payments ("0", "N/A") would make pairs by the square. So each payment
is paired, in the order of payment, with the nearest one before and after it that it repeats, and
with the one before and after it that was voided last or never was. A question that leaves out what
had been voided by some day, or was not paid yet, still finds a partner for every payment that had
one then. That takes more than those four, as what repeats one payment need not repeat the other:

- In each month, and under each number, the one before it that was voided last: among those that are
  compared with all ("open"), and among the others. So of two payments that are the first ones of a
  number to stand on some day, the later one is always paired with the earlier one.
- Those that are compared with open ones alone are not paired with one another, so that they need
  each open one after them that outlasts all open ones in between: up to the first that was never
  voided.

An entry is a payment under one of its numbers, with the months that it counts for there.
"""

from typing import Final

# The key of a pair, and the columns copied from its two payments.
KEY: Final = ("kind", "payment_id", "other_payment_id")
COPIED: Final = (
    "office_code", "org_code", "amount", "paid_day", "voided_day",
    "other_paid_day", "other_voided_day", "other_office_code",
)  # fmt: skip
COLUMNS: Final = ", ".join((*KEY, *COPIED))

_MONTH: Final = (
    "12 * extract(year FROM p.period_from)::bigint + extract(month FROM p.period_from)::bigint"
)
_CHARGED: Final = (
    f"p.product, {_MONTH} AS first_month, {_MONTH} + coalesce(p.months, 1) AS end_month"
)

# The calendar year of a payment, aliased p.
YEAR: Final = "extract(year FROM p.paid_day)::integer"

# The columns of an entry of a payment `p` and its participant `w`, by the kind of number. An "open"
# entry is compared with all entries of its number, the others with the open ones alone. A receipt
# has its organisation in place of a product, and its year in place of months.
RECEIPT: Final = f"""
    'receipt' AS kind, 'receipt' AS space, p.receipt_no AS number, p.org_code AS product,
    {YEAR}::bigint AS first_month, {YEAR}::bigint + 1 AS end_month, true AS open,
    p.payment_id, p.paid_at, p.voided_day
"""
INSURANCE: Final = f"""
    'charge' AS kind, 'insurance' AS space, w.social_insurance_no AS number, {_CHARGED},
    true AS open, p.payment_id, p.paid_at, p.voided_day
"""
NATIONAL: Final = f"""
    'charge' AS kind, 'national' AS space, w.national_id AS number, {_CHARGED},
    w.social_insurance_no IS NULL AS open, p.payment_id, p.paid_at, p.voided_day
"""
CHARGES: Final = "p.period_from IS NOT NULL AND p.months IS DISTINCT FROM 0"


def _best(value: str, window: str) -> str:
    """Return the greatest value among the entries of a window that this one is compared with."""
    return (
        f"CASE WHEN open THEN max({value}) OVER {window}"
        f" ELSE max({value}) FILTER (WHERE open) OVER {window} END"
    )


# Every entry of the store that may have a partner.
EVERY_ENTRY: Final = f"""
    SELECT {RECEIPT}
    FROM payments AS p
    WHERE (p.receipt_no, p.org_code, {YEAR}) IN (
        SELECT p.receipt_no, p.org_code, {YEAR} FROM payments AS p
        GROUP BY 1, 2, 3 HAVING count(*) > 1
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
# The step that finds which entries share a month with another one of their number.
COMPARED: Final = """
-- One row an entry, and whether its months meet those of any other one of its number.
compared AS (
    SELECT *, first_month < max(end_month) OVER begun_before
        OR lead(first_month) OVER begun < end_month AS meets
    FROM entries
    WINDOW begun AS (PARTITION BY space, number, product ORDER BY first_month, payment_id),
        begun_before AS (begun ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
"""
# The day on which a payment was voided that never was, counted as those of `lasting`.
_FOR_EVER: Final = 2147483647
# The steps from `entries` to `neighbours`: one row a payment and one that it is paired with.
# Two stretches of months share one exactly where the first month of the later stretch is in both,
# so that it is enough to look at the months in which some stretch begins.
NEIGHBOURS: Final = f"""
{COMPARED},
-- One row an entry that does: its place in the order of payment, and the day to which it lasts.
placed AS MATERIALIZED (
    SELECT *, dense_rank() OVER (ORDER BY paid_at, payment_id) AS place,
        coalesce(voided_day - DATE '2000-01-01', {_FOR_EVER})::bigint AS lasting
    FROM compared WHERE meets
),
months AS (SELECT DISTINCT space, number, product, first_month AS month FROM placed),
-- One row an entry and month: the places of its partners there, those that come later negated; and
-- the first open one after it that was never voided.
partners AS (
    SELECT kind, space, number, product, month, place, lasting, open,
        {_best("place", "earlier")} AS nearest_earlier,
        {_best("-place", "later")} AS nearest_later,
        max(ARRAY[lasting, place]) FILTER (WHERE open) OVER earlier AS lasting_open,
        CASE WHEN open THEN max(ARRAY[lasting, place]) FILTER (WHERE NOT open) OVER earlier END
            AS lasting_other,
        {_best("ARRAY[lasting, -place]", "later")} AS lasting_later,
        min(place) FILTER (WHERE open AND lasting = {_FOR_EVER}) OVER later AS for_ever
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
-- One row an entry that is compared with open ones alone, and open one after it, where the nearest
-- was voided; and until when those in between last.
followed AS (
    SELECT e.kind, e.place, o.place AS other, o.lasting,
        max(o.lasting) OVER (
            PARTITION BY e.space, e.number, e.product, e.month, e.place ORDER BY o.place
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS lasting_between
    FROM partners AS e
    JOIN partners AS o USING (space, number, product, month)
    WHERE NOT e.open AND -e.nearest_later IS DISTINCT FROM e.for_ever
        AND o.open AND o.place > e.place AND (o.place <= e.for_ever) IS NOT FALSE
),
-- One row a payment and one that it is paired with, over all its numbers and months.
chosen AS (
    SELECT c.kind, c.place, other
    FROM (
        SELECT kind, place, ARRAY[
            max(nearest_earlier), -max(nearest_later), -(max(lasting_later))[2]
        ] || array_agg(DISTINCT lasting_open[2]) || array_agg(DISTINCT lasting_other[2])
            || array_agg(DISTINCT -nearest_later) FILTER (WHERE NOT open) AS others
        FROM partners GROUP BY kind, place
    ) AS c
    CROSS JOIN LATERAL unnest(c.others) AS other
    UNION
    SELECT kind, place, other
    FROM followed WHERE (lasting <= lasting_between) IS NOT TRUE
),
names AS (SELECT DISTINCT place, payment_id FROM placed),
neighbours AS (
    SELECT DISTINCT c.kind, n.payment_id, o.payment_id AS other_payment_id
    FROM chosen AS c
    JOIN names AS n USING (place)
    JOIN names AS o ON o.place = c.other
)
"""


def rows(neighbours: str) -> str:
    """Return the steps from `neighbours`, a table or step, to `rows`: the rows of `repeats`."""
    return f"""
-- One row a pair and direction.
directed AS (
    SELECT kind, payment_id, other_payment_id FROM {neighbours}
    UNION
    SELECT kind, other_payment_id, payment_id FROM {neighbours}
),
rows AS (
    SELECT d.kind, d.payment_id, d.other_payment_id, p.office_code, p.org_code, p.amount,
        p.paid_day, p.voided_day, o.paid_day AS other_paid_day, o.voided_day AS other_voided_day,
        o.office_code AS other_office_code
    FROM directed AS d
    JOIN payments AS p ON p.payment_id = d.payment_id
    JOIN payments AS o ON o.payment_id = d.other_payment_id
)
"""


# Whether a payment, aliased p, has the number of a receipt that stands in `numbers`, aliased n.
OF_RECEIPT: Final = f"""
    n.space = 'receipt' AND p.receipt_no = n.number AND p.org_code = n.org_code
    AND {YEAR} = n.paid_year
"""
# One row a number that a payment of `present` shares with another one; that of a receipt with its
# organisation and year.
SHARED: Final = f"""
    SELECT 'receipt' AS space, s.receipt_no AS number, s.org_code, s.paid_year FROM present AS s
    WHERE EXISTS (
        SELECT FROM payments AS p
        WHERE p.receipt_no = s.receipt_no AND p.org_code = s.org_code AND {YEAR} = s.paid_year
            AND p.payment_id <> s.payment_id
    )
    UNION
    SELECT 'insurance', s.social_insurance_no, '', 0 FROM present AS s
    WHERE s.charges AND EXISTS (
        SELECT FROM participants AS w
        WHERE w.social_insurance_no = s.social_insurance_no AND w.payment_id <> s.payment_id
    )
    UNION
    SELECT 'national', s.national_id, '', 0 FROM present AS s
    WHERE s.charges AND s.social_insurance_no IS NULL AND EXISTS (
        SELECT FROM participants AS w
        WHERE w.national_id = s.national_id AND w.payment_id <> s.payment_id
    )
    UNION
    SELECT 'national', s.national_id, '', 0 FROM present AS s
    WHERE s.charges AND EXISTS (
        SELECT FROM participants AS w
        WHERE w.national_id = s.national_id AND w.payment_id <> s.payment_id
            AND w.social_insurance_no IS NULL
    )
"""
# `checked`: one row a kind and payment that is affected, or is paired with one that is.
_CHECKED: Final = """
    SELECT kind, payment_id FROM affected
    UNION
    SELECT r.kind, r.other_payment_id
    FROM affected AS a JOIN repeats AS r USING (kind, payment_id)
"""
# `persons`: one row a number of a participant who is checked; of national ones, those that can
# decide.
_PERSONS: Final = """
    SELECT 'insurance' AS space, w.social_insurance_no AS number
    FROM checked AS a JOIN participants AS w USING (payment_id)
    WHERE a.kind = 'charge' AND w.social_insurance_no IS NOT NULL
    UNION
    SELECT 'national', w.national_id
    FROM checked AS a JOIN participants AS w USING (payment_id)
    WHERE a.kind = 'charge' AND EXISTS (
        SELECT FROM participants AS o
        WHERE o.national_id = w.national_id AND o.social_insurance_no IS NULL
    )
"""
OF_PERSONS: Final = f"""
    SELECT {INSURANCE}
    FROM {{numbers}} AS n
    JOIN participants AS w ON w.social_insurance_no = n.number
    JOIN payments AS p USING (payment_id)
    WHERE n.space = 'insurance' AND {CHARGES}
    UNION ALL
    SELECT {NATIONAL}
    FROM {{numbers}} AS n
    JOIN participants AS w ON w.national_id = n.number
    JOIN payments AS p USING (payment_id)
    WHERE n.space = 'national' AND {CHARGES}
"""
_ENTRIES: Final = f"""
    SELECT {RECEIPT}
    FROM checked AS a JOIN payments AS p USING (payment_id)
    WHERE a.kind = 'receipt' AND p.receipt_no IS NOT NULL
    UNION ALL
    {OF_PERSONS.format(numbers="persons")}
"""
# One row a pair and direction that has an affected payment on either side.
PAIRS: Final = f"""
    WITH {NEIGHBOURS},
    chosen_pairs AS (SELECT n.* FROM neighbours AS n JOIN checked USING (kind, payment_id)),
    {rows("chosen_pairs")}
    SELECT {", ".join(f"r.{name}" for name in (*KEY, *COPIED))}
    FROM rows AS r
    LEFT JOIN affected AS a ON (a.kind, a.payment_id) = (r.kind, r.payment_id)
    LEFT JOIN affected AS b ON (b.kind, b.payment_id) = (r.kind, r.other_payment_id)
    WHERE a.payment_id IS NOT NULL OR b.payment_id IS NOT NULL
"""
# By the names of their temporary tables, in the order of making; PAIRS follows them.
STEPS: Final = {"checked": _CHECKED, "persons": _PERSONS, "entries": _ENTRIES}
