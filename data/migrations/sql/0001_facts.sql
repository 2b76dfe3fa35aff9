-- What was collected, confirmed, remitted and sent. References are checked by the import, set by
-- set, and not by foreign keys: they would cost more than the rest of a load
-- (docs/adr/0004-references-are-checked-by-the-import.md). Local days are generated columns, so
-- that no writer can get one wrong. Amounts are whole đồng.

CREATE TABLE payments (
    payment_id text COLLATE "C" PRIMARY KEY,
    receipt_no text,
    office_code text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    collector_code text COLLATE "C" NOT NULL,
    product text COLLATE "C" NOT NULL CHECK (product IN ('IS', 'BI', 'AR', 'IL')),
    amount bigint NOT NULL CHECK (amount > 0),
    months integer,
    period_from date,
    paid_at timestamptz NOT NULL,
    voided_at timestamptz,
    -- Kept beside the payment by the import, under the payment's office.
    confirmation_key text COLLATE "C",
    recorded_at timestamptz,
    informed boolean NOT NULL DEFAULT false,
    remittance_id text COLLATE "C",
    remitting_org_code text COLLATE "C",
    remitted_at timestamptz,
    paid_day date NOT NULL GENERATED ALWAYS AS (local_day(paid_at)) STORED,
    voided_day date GENERATED ALWAYS AS (local_day(voided_at)) STORED,
    recorded_day date GENERATED ALWAYS AS (local_day(recorded_at)) STORED,
    settled_day date GENERATED ALWAYS AS (local_day(remitted_at)) STORED
);

-- Whom a payment was for: one row a payment. Readers are granted the masked columns alone.
CREATE TABLE participants (
    payment_id text COLLATE "C" PRIMARY KEY,
    office_code text COLLATE "C" NOT NULL,
    participant_name text,
    social_insurance_no text,
    national_id text,
    date_of_birth date,
    gender text,
    name_masked text GENERATED ALWAYS AS (mask_name(participant_name)) STORED,
    social_insurance_no_masked text GENERATED ALWAYS AS (mask_number(social_insurance_no)) STORED,
    national_id_masked text GENERATED ALWAYS AS (mask_number(national_id)) STORED
);

CREATE TABLE confirmations (
    payment_id text COLLATE "C" PRIMARY KEY,
    confirmation_code text NOT NULL,
    code_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (code_key(confirmation_code)) STORED,
    office_code text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    notified_by text CHECK (notified_by IN ('direct', 'sms', 'email', 'paper')),
    notified_at timestamptz
);

CREATE TABLE remittances (
    remittance_id text COLLATE "C" PRIMARY KEY,
    org_code text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    remitted_at timestamptz NOT NULL,
    amount bigint NOT NULL,
    bank_ref text,
    remitted_day date NOT NULL GENERATED ALWAYS AS (local_day(remitted_at)) STORED
);

-- Which remittance covers which payment; the office is the payment's.
CREATE TABLE remittance_lines (
    payment_id text COLLATE "C" PRIMARY KEY,
    remittance_id text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL
);

CREATE TABLE dispatches (
    office_code text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    report_date date NOT NULL,
    sent_at timestamptz NOT NULL,
    codes integer NOT NULL CHECK (codes >= 0),
    amount bigint NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (office_code, org_code, report_date, sent_at)
);

-- Office first: the scope compares it.
CREATE INDEX payments_by_paid_day ON payments (office_code, paid_day)
    INCLUDE (org_code, collector_code, product, amount, settled_day, voided_day);
CREATE INDEX payments_by_recorded_day ON payments (office_code, recorded_day)
    INCLUDE (org_code, confirmation_key, amount, paid_day, voided_day);
CREATE INDEX payments_by_voided_day ON payments (office_code, voided_day)
    WHERE voided_day IS NOT NULL;
CREATE INDEX confirmations_by_code ON confirmations (code_key);
CREATE INDEX remittance_lines_by_remittance ON remittance_lines (remittance_id);
CREATE INDEX dispatches_by_date ON dispatches (report_date);
