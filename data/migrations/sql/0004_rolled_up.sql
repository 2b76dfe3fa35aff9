-- The rollups of a store that has payments already, as data/derived/rollup_sql.py tells of them; kept as they
-- were when this version was made. As the loader: nobody else may write to tables under policies.

SET LOCAL work_mem = '128MB';
SET LOCAL ROLE bhxh_loader;

INSERT INTO lag_days (
    office_code, org_code, paid_day, settled_day, voided_day, deadline_days, payments, amount,
    payments_is, payments_bi, payments_ar, payments_il, amount_is, amount_bi, amount_ar,
    amount_il
)
WITH summed AS (
    SELECT
        p.office_code, p.org_code, p.paid_day, p.settled_day, p.voided_day,
        count(*) AS payments,
        sum(p.amount) AS amount,
        count(*) FILTER (WHERE p.product = 'IS') AS payments_is,
        count(*) FILTER (WHERE p.product = 'BI') AS payments_bi,
        count(*) FILTER (WHERE p.product = 'AR') AS payments_ar,
        count(*) FILTER (WHERE p.product = 'IL') AS payments_il,
        coalesce(sum(p.amount) FILTER (WHERE p.product = 'IS'), 0) AS amount_is,
        coalesce(sum(p.amount) FILTER (WHERE p.product = 'BI'), 0) AS amount_bi,
        coalesce(sum(p.amount) FILTER (WHERE p.product = 'AR'), 0) AS amount_ar,
        coalesce(sum(p.amount) FILTER (WHERE p.product = 'IL'), 0) AS amount_il
    FROM payments AS p
    GROUP BY p.office_code, p.org_code, p.paid_day, p.settled_day, p.voided_day
),
deadlines AS MATERIALIZED (
    SELECT g.org_code, g.paid_day, coalesce(
        (
            SELECT o.value::integer FROM policies AS o
            WHERE o.name = 'remittance.deadline_working_days'
                AND o.org_code IN (g.org_code, '') AND o.valid_from <= g.paid_day
            ORDER BY o.org_code = '', o.valid_from DESC
            LIMIT 1
        ),
        3
    ) AS deadline_days
    FROM (SELECT DISTINCT org_code, paid_day FROM summed) AS g
)
SELECT
    office_code, org_code, paid_day, settled_day, voided_day, deadline_days, payments, amount,
    payments_is, payments_bi, payments_ar, payments_il, amount_is, amount_bi, amount_ar, amount_il
FROM summed JOIN deadlines USING (org_code, paid_day);
ANALYZE lag_days;

INSERT INTO lag_months (
    office_code, org_code, paid_month, settled_month, lag_days, deadline_days, payments, amount,
    payments_is, payments_bi, payments_ar, payments_il, amount_is, amount_bi, amount_ar,
    amount_il
)
SELECT p.office_code, p.org_code, date_trunc('month', p.paid_day)::date,
    date_trunc('month', p.settled_day)::date, greatest(0, settled.number - paid.number),
        p.deadline_days, sum(payments), sum(amount), sum(payments_is), sum(payments_bi),
        sum(payments_ar), sum(payments_il), sum(amount_is), sum(amount_bi), sum(amount_ar),
        sum(amount_il)
FROM lag_days AS p
JOIN calendar AS paid ON paid.day = p.paid_day
JOIN calendar AS settled ON settled.day = p.settled_day
WHERE p.voided_day IS NULL
GROUP BY 1, 2, 3, 4, 5, 6;

INSERT INTO lag_months (
    office_code, org_code, paid_month, settled_month, lag_days, deadline_days, payments, amount,
    payments_is, payments_bi, payments_ar, payments_il, amount_is, amount_bi, amount_ar,
    amount_il
)
SELECT p.office_code, '', p.paid_month, p.settled_month, p.lag_days, p.deadline_days,
    sum(payments), sum(amount), sum(payments_is), sum(payments_bi), sum(payments_ar),
    sum(payments_il), sum(amount_is), sum(amount_bi), sum(amount_ar), sum(amount_il)
FROM lag_months AS p
WHERE p.org_code <> ''
GROUP BY 1, 3, 4, 5, 6;
ANALYZE lag_months;

INSERT INTO forms (
    office_code, org_code, product, day, codes, payments, amount, late_recorded, adjustments,
    adjustment_amount
)
WITH recorded AS (
    SELECT p.office_code, p.org_code, coalesce(p.product, '') AS product,
        p.recorded_day AS day, count(DISTINCT p.confirmation_key) AS codes,
        count(*) AS payments, sum(p.amount) AS amount,
        count(*) FILTER (WHERE p.paid_day < p.recorded_day) AS late_recorded
    FROM payments AS p
    WHERE p.recorded_day IS NOT NULL
        AND (p.voided_day IS NULL OR p.voided_day > p.recorded_day)
    GROUP BY GROUPING SETS (
        (p.office_code, p.org_code, p.recorded_day, p.product),
        (p.office_code, p.org_code, p.recorded_day)
    )
),
voided AS (
    SELECT p.office_code, p.org_code, coalesce(p.product, '') AS product,
        p.voided_day AS day, count(*) AS adjustments, -sum(p.amount) AS adjustment_amount
    FROM payments AS p
    WHERE p.recorded_day < p.voided_day
    GROUP BY GROUPING SETS (
        (p.office_code, p.org_code, p.voided_day, p.product),
        (p.office_code, p.org_code, p.voided_day)
    )
)
SELECT office_code, org_code, product, day, coalesce(codes, 0), coalesce(payments, 0),
    coalesce(amount, 0), coalesce(late_recorded, 0), coalesce(adjustments, 0),
    coalesce(adjustment_amount, 0)
FROM recorded FULL JOIN voided USING (office_code, org_code, product, day);

INSERT INTO forms (
    office_code, org_code, product, day, codes, payments, amount, late_recorded, adjustments,
    adjustment_amount
)
SELECT p.office_code, '', p.product, p.day, sum(p.codes), sum(p.payments), sum(p.amount),
    sum(p.late_recorded), sum(p.adjustments), sum(p.adjustment_amount)
FROM forms AS p
WHERE p.org_code <> ''
GROUP BY 1, 3, 4;
ANALYZE forms;

SET LOCAL ROLE bhxh_owner;
