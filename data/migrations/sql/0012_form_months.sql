-- What the forms of an office come to by month, and when the last code of a day was recorded.
-- data/derived/rollup_sql.py tells of both; the import keeps them.

CREATE TABLE form_months (
    office_code text COLLATE "C" NOT NULL,
    product text COLLATE "C" NOT NULL,
    month date NOT NULL,
    codes bigint NOT NULL,
    amount bigint NOT NULL,
    adjustment_amount bigint NOT NULL,
    PRIMARY KEY (office_code, product, month)
);

ALTER TABLE form_months ENABLE ROW LEVEL SECURITY;
ALTER TABLE form_months FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON form_months FOR SELECT TO bhxh_reader, bhxh_revealer
    USING (office_code = ANY ((SELECT my_offices())::text[]));
CREATE POLICY load ON form_months FOR ALL TO bhxh_loader USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON form_months TO bhxh_loader;
GRANT SELECT ON form_months TO bhxh_reader, bhxh_revealer;

ALTER TABLE recording_days ADD COLUMN latest_recorded_at timestamptz;

-- What a store that has payments already is filled with; kept as it was when this version was made.
-- As the loader: nobody else may write to tables under policies.
SET LOCAL work_mem = '128MB';
SET LOCAL ROLE bhxh_loader;

INSERT INTO form_months (office_code, product, month, codes, amount, adjustment_amount)
SELECT
    office_code, product, date_trunc('month', day)::date, sum(codes), sum(amount),
    sum(adjustment_amount)
FROM forms
WHERE org_code = ''
GROUP BY 1, 2, 3;
ANALYZE form_months;

UPDATE recording_days AS d
SET latest_recorded_at = p.latest_recorded_at
FROM (
    SELECT
        office_code, org_code, paid_day, recorded_day,
        coalesce(voided_day, 'infinity') AS voided_day, max(recorded_at) AS latest_recorded_at
    FROM payments
    WHERE recorded_day IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5
) AS p
WHERE d.office_code = p.office_code
    AND d.org_code = p.org_code
    AND d.paid_day = p.paid_day
    AND d.recorded_day = p.recorded_day
    AND coalesce(d.voided_day, 'infinity') = p.voided_day;

SET LOCAL ROLE bhxh_owner;

CREATE INDEX recording_days_by_recorded_day ON recording_days (office_code, recorded_day)
    INCLUDE (latest_recorded_at);
ANALYZE recording_days;
