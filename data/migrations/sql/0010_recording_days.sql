-- How soon payments get their codes, by day: the minutes that occur, and how many payments took each.
-- data/derived/rollup_sql.py tells of it; the import keeps it.

CREATE TABLE recording_days (
    office_code text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    paid_day date NOT NULL,
    recorded_day date,
    voided_day date,
    payments integer NOT NULL,
    amount bigint NOT NULL,
    informed integer NOT NULL,
    minutes integer[] NOT NULL,
    minute_payments integer[] NOT NULL
        CHECK (cardinality(minute_payments) = cardinality(minutes)),
    UNIQUE NULLS NOT DISTINCT (office_code, org_code, paid_day, recorded_day, voided_day)
);

ALTER TABLE recording_days ENABLE ROW LEVEL SECURITY;
ALTER TABLE recording_days FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON recording_days FOR SELECT TO bhxh_reader, bhxh_revealer
    USING (office_code = ANY ((SELECT my_offices())::text[]));
CREATE POLICY load ON recording_days FOR ALL TO bhxh_loader USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON recording_days TO bhxh_loader;
GRANT SELECT ON recording_days TO bhxh_reader, bhxh_revealer;

-- What a store that has payments already is filled with; kept as it was when this version was made.
-- As the loader: nobody else may write to tables under policies.
SET LOCAL work_mem = '128MB';
SET LOCAL ROLE bhxh_loader;

INSERT INTO recording_days (
    office_code, org_code, paid_day, recorded_day, voided_day, payments, amount, informed, minutes,
    minute_payments
)
WITH paces AS (
    SELECT
        p.office_code, p.org_code, p.paid_day, p.recorded_day, p.voided_day,
        CASE WHEN p.recorded_day IS NOT NULL THEN
            greatest(0, floor(date_part('epoch', p.recorded_at - p.paid_at) / 60))::integer
        END AS minutes,
        count(*) AS payments,
        sum(p.amount) AS amount,
        count(*) FILTER (WHERE p.informed) AS informed
    FROM payments AS p
    GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT
    office_code, org_code, paid_day, recorded_day, voided_day, sum(payments), sum(amount),
    sum(informed),
    array_remove(array_agg(minutes ORDER BY minutes), NULL),
    array_remove(array_agg(CASE WHEN minutes IS NOT NULL THEN payments::integer END
        ORDER BY minutes), NULL)
FROM paces
GROUP BY 1, 2, 3, 4, 5;
ANALYZE recording_days;

SET LOCAL ROLE bhxh_owner;
