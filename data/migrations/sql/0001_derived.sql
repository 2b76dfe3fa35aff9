-- Tables that are computed from the others; the import keeps them. The SQL that fills them is in
-- data/derived.

-- One row a payment and another one with which it shares a receipt number ("receipt"), or the
-- participant, the product and a month paid for ("charge"). Both directions stand here, each under
-- the office of its own payment, with copies of what figures need of both payments: the other one
-- may belong to an office that the reader does not see. data/derived/duplicate_sql.py says which pairs
-- are kept: of all that could be made, at most four a payment.
CREATE TABLE repeats (
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('charge', 'receipt')),
    payment_id text COLLATE "C" NOT NULL,
    other_payment_id text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    paid_day date NOT NULL,
    other_paid_day date NOT NULL,
    other_voided_day date,
    org_code text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    voided_day date,
    PRIMARY KEY (kind, payment_id, other_payment_id)
);
CREATE INDEX repeats_by_paid_day ON repeats (office_code, paid_day)
    INCLUDE (kind, payment_id, org_code, amount, voided_day, other_paid_day, other_voided_day);

-- Rollups, of which data/derived/rollups.py says what each holds.

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

-- How soon payments get their codes, by day: the minutes that occur, and how many payments took
-- each.
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
    latest_recorded_at timestamptz,
    UNIQUE NULLS NOT DISTINCT (office_code, org_code, paid_day, recorded_day, voided_day)
);
CREATE INDEX recording_days_by_recorded_day ON recording_days (office_code, recorded_day)
    INCLUDE (latest_recorded_at);

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

CREATE TABLE form_months (
    office_code text COLLATE "C" NOT NULL,
    product text COLLATE "C" NOT NULL,
    month date NOT NULL,
    codes bigint NOT NULL,
    amount bigint NOT NULL,
    adjustment_amount bigint NOT NULL,
    PRIMARY KEY (office_code, product, month)
);

-- How many payments and forms are cases of a difference, and of which as-of days: from `since` on,
-- and before `until`. data/derived/difference_rules.py says what is a case.
CREATE TABLE differences (
    office_code text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    day date NOT NULL,
    kind text COLLATE "C" NOT NULL,
    since date NOT NULL,
    until date NOT NULL CHECK (until > since),
    cases integer NOT NULL,
    amount bigint NOT NULL,
    -- The key holds every column that questions need: the table itself is not read.
    PRIMARY KEY (office_code, day, org_code, kind, since, until) INCLUDE (cases, amount)
);
-- That holds of pages that the server knows to be visible to every transaction: it is to look soon.
ALTER TABLE differences SET (
    autovacuum_vacuum_insert_scale_factor = 0.01,
    autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_analyze_scale_factor = 0.02
);
