-- Rollups: sums beside the plain tables, of which data/derived/rollup_sql.py tells. Kept by the import.

CREATE TABLE lag_days (
    office_code text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    paid_day date NOT NULL,
    settled_day date,
    voided_day date,
    deadline_days integer NOT NULL,
    payments integer NOT NULL,
    amount bigint NOT NULL,
    payments_is integer NOT NULL,
    payments_bi integer NOT NULL,
    payments_ar integer NOT NULL,
    payments_il integer NOT NULL,
    amount_is bigint NOT NULL,
    amount_bi bigint NOT NULL,
    amount_ar bigint NOT NULL,
    amount_il bigint NOT NULL,
    -- From this day on nothing changes any more: a voided payment counts nowhere.
    decided_day date NOT NULL
        GENERATED ALWAYS AS (coalesce(voided_day, settled_day, DATE 'infinity')) STORED,
    -- Longer open than most.
    slow boolean NOT NULL GENERATED ALWAYS AS (
        coalesce(voided_day, settled_day, DATE 'infinity') > paid_day + 10
    ) STORED,
    UNIQUE NULLS NOT DISTINCT (office_code, paid_day, org_code, settled_day, voided_day)
);
-- What was open on some evening is found without reading the rest.
CREATE INDEX lag_days_slow ON lag_days (office_code, paid_day, decided_day) WHERE slow;

CREATE TABLE lag_months (
    office_code text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    paid_month date NOT NULL,
    settled_month date NOT NULL,
    lag_days integer NOT NULL,
    deadline_days integer NOT NULL,
    payments integer NOT NULL,
    amount bigint NOT NULL,
    payments_is integer NOT NULL,
    payments_bi integer NOT NULL,
    payments_ar integer NOT NULL,
    payments_il integer NOT NULL,
    amount_is bigint NOT NULL,
    amount_bi bigint NOT NULL,
    amount_ar bigint NOT NULL,
    amount_il bigint NOT NULL,
    PRIMARY KEY (office_code, org_code, paid_month, settled_month, lag_days, deadline_days)
);

CREATE TABLE forms (
    office_code text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    product text COLLATE "C" NOT NULL,
    day date NOT NULL,
    codes integer NOT NULL,
    payments integer NOT NULL,
    amount bigint NOT NULL,
    late_recorded integer NOT NULL,
    adjustments integer NOT NULL,
    adjustment_amount bigint NOT NULL,
    PRIMARY KEY (office_code, org_code, product, day)
);
CREATE INDEX forms_by_day ON forms (office_code, day) WHERE org_code <> '';

-- What something could be said against, word for word as the question about differences has it: few
-- payments, and with all that is asked of them.
CREATE INDEX payments_suspect ON payments (office_code, paid_day)
    INCLUDE (
        payment_id, org_code, collector_code, amount, paid_at, informed, voided_at, recorded_at,
        remitted_at, voided_day, recorded_day, settled_day, remittance_id, remitting_org_code
    )
    WHERE (
        voided_day IS NULL
        AND informed
        AND remitting_org_code = org_code
        AND recorded_at BETWEEN paid_at AND remitted_at
        AND settled_day <= paid_day + 10
    ) IS NOT TRUE;
-- Figures by day are read from sums: of the payments of a day only lists are made.
DROP INDEX payments_by_recorded_day, payments_by_paid_day;
CREATE INDEX payments_by_recorded_day ON payments (office_code, recorded_day);
CREATE INDEX payments_by_paid_day ON payments (office_code, paid_day);
-- What the sums do not have: collectors, and the minutes until a payment has its code.
CREATE INDEX payments_by_org ON payments (office_code, org_code, paid_day)
    INCLUDE (
        collector_code, product, amount, paid_at, recorded_at, informed, recorded_day, settled_day,
        voided_day
    );

-- Questions about the last weeks read indexes alone where the server knows that a page has nothing
-- but what everybody sees: it is to look soon, not after a fifth of some years' payments.
ALTER TABLE payments SET (
    autovacuum_vacuum_insert_scale_factor = 0.01,
    autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_analyze_scale_factor = 0.02
);
-- The sendings of a form, the last one first.
CREATE INDEX dispatches_by_form ON dispatches (office_code, report_date, org_code, sent_at DESC)
    INCLUDE (codes, amount);

DO $policies$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['lag_days', 'lag_months', 'forms'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY read ON %I FOR SELECT TO bhxh_reader, bhxh_revealer'
            ' USING (office_code = ANY ((SELECT my_offices())::text[]))', name
        );
        EXECUTE format(
            'CREATE POLICY load ON %I FOR ALL TO bhxh_loader USING (true) WITH CHECK (true)', name
        );
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON %I TO bhxh_loader', name);
        EXECUTE format('GRANT SELECT ON %I TO bhxh_reader, bhxh_revealer', name);
    END LOOP;
END
$policies$;
