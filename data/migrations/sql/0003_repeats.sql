-- The pairs of a store that has payments already, as data/derived/duplicate_sql.py tells of them; kept as it was
-- when this version was made.

SET LOCAL work_mem = '128MB';
-- The migration itself has no scope: for it alone the policies are set aside.
ALTER TABLE payments NO FORCE ROW LEVEL SECURITY;
ALTER TABLE participants NO FORCE ROW LEVEL SECURITY;
ALTER TABLE repeats NO FORCE ROW LEVEL SECURITY;

INSERT INTO repeats (
    kind, payment_id, other_payment_id, office_code, paid_day, other_paid_day, other_voided_day
)
WITH
-- One row a payment that charges for months, with them and the numbers of its participant.
charges AS (
    SELECT
        p.payment_id, p.paid_at, p.voided_day, p.product, w.social_insurance_no, w.national_id,
        f.month AS first_month, f.month + coalesce(p.months, 1) AS end_month
    FROM payments AS p
    JOIN participants AS w USING (payment_id)
    CROSS JOIN LATERAL (VALUES (
        12 * extract(year FROM p.period_from)::bigint + extract(month FROM p.period_from)::bigint
    )) AS f (month)
    WHERE p.period_from IS NOT NULL AND p.months IS DISTINCT FROM 0
),
-- One row a payment and number under which it may repeat another one. "Open" is whoever is compared
-- with everybody under that number; the others are with the open ones alone.
entries AS (
    SELECT
        'receipt' AS kind, 'receipt' AS space, receipt_no AS number, '' AS product,
        0::bigint AS first_month, 1::bigint AS end_month, true AS open,
        payment_id, paid_at, voided_day
    FROM payments
    WHERE receipt_no IN (
        SELECT receipt_no FROM payments GROUP BY receipt_no HAVING count(*) > 1
    )
    UNION ALL
    SELECT
        'charge', 'insurance', social_insurance_no, product, first_month, end_month, true,
        payment_id, paid_at, voided_day
    FROM charges
    WHERE social_insurance_no IN (
        SELECT social_insurance_no FROM participants
        GROUP BY social_insurance_no HAVING count(*) > 1
    )
    UNION ALL
    SELECT
        'charge', 'national', national_id, product, first_month, end_month,
        social_insurance_no IS NULL, payment_id, paid_at, voided_day
    FROM charges
    WHERE national_id IN (
        SELECT national_id FROM participants
        GROUP BY national_id HAVING count(*) > 1 AND bool_or(social_insurance_no IS NULL)
    )
),
-- One row an entry, and whether its months meet those of any other one of its number.
compared AS (
    SELECT
        *,
        first_month < max(end_month) OVER begun_before
            OR lead(first_month) OVER begun < end_month AS meets
    FROM entries
    WINDOW begun AS (PARTITION BY space, number, product ORDER BY first_month, payment_id),
        begun_before AS (begun ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
-- One row an entry that does: its place in the order of payment, and the day to which it lasts.
placed AS MATERIALIZED (
    SELECT
        *,
        dense_rank() OVER (ORDER BY paid_at, payment_id) AS place,
        coalesce(voided_day - DATE '2000-01-01', 2147483647)::bigint AS lasting
    FROM compared
    WHERE meets
),
months AS (SELECT DISTINCT space, number, product, first_month AS month FROM placed),
-- One row an entry and month: the places of its partners there, those that come later negated.
partners AS (
    SELECT
        kind,
        place,
        CASE WHEN open THEN max(place) OVER earlier
            ELSE max(place) FILTER (WHERE open) OVER earlier END AS nearest_earlier,
        CASE WHEN open THEN max(-place) OVER later
            ELSE max(-place) FILTER (WHERE open) OVER later END AS nearest_later,
        CASE WHEN open THEN max(ARRAY[lasting, place]) OVER earlier
            ELSE max(ARRAY[lasting, place]) FILTER (WHERE open) OVER earlier
            END AS lasting_earlier,
        CASE WHEN open THEN max(ARRAY[lasting, -place]) OVER later
            ELSE max(ARRAY[lasting, -place]) FILTER (WHERE open) OVER later END AS lasting_later
    FROM placed
    JOIN months USING (space, number, product)
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
    SELECT
        kind,
        place,
        ARRAY[
            max(nearest_earlier), -max(nearest_later),
            (max(lasting_earlier))[2], -(max(lasting_later))[2]
        ] AS others
    FROM partners
    GROUP BY kind, place
),
names AS (SELECT DISTINCT place, payment_id FROM placed),
neighbours AS (
    SELECT c.kind, n.payment_id, o.payment_id AS other_payment_id
    FROM chosen AS c
    JOIN names AS n USING (place)
    CROSS JOIN LATERAL unnest(c.others) AS other
    JOIN names AS o ON o.place = other
),
-- One row a pair and direction.
directed AS (
    SELECT kind, payment_id, other_payment_id FROM neighbours
    UNION
    SELECT kind, other_payment_id, payment_id FROM neighbours
)
SELECT
    d.kind,
    d.payment_id,
    d.other_payment_id,
    p.office_code,
    p.paid_day,
    o.paid_day,
    o.voided_day
FROM directed AS d
JOIN payments AS p ON p.payment_id = d.payment_id
JOIN payments AS o ON o.payment_id = d.other_payment_id;

ALTER TABLE payments FORCE ROW LEVEL SECURITY;
ALTER TABLE participants FORCE ROW LEVEL SECURITY;
ALTER TABLE repeats FORCE ROW LEVEL SECURITY;
