-- The tables that are imported or written by users. Keys compare by code point. Amounts are whole
-- đồng. Local days are generated columns, so that no writer can get one wrong.

-- References: offices, organisations, collectors, the calendar and the policies.

CREATE TABLE offices (
    office_code text COLLATE "C" PRIMARY KEY,
    office_name text NOT NULL,
    parent_code text COLLATE "C",
    valid_from date,
    valid_to date,
    successor_code text COLLATE "C",
    name_sort text COLLATE "C" GENERATED ALWAYS AS (sort_key(office_name)) STORED,
    name_search text COLLATE "C" GENERATED ALWAYS AS (search_key(office_name)) STORED
);

CREATE TABLE organizations (
    org_code text COLLATE "C" PRIMARY KEY,
    org_name text NOT NULL,
    name_sort text COLLATE "C" GENERATED ALWAYS AS (sort_key(org_name)) STORED,
    name_search text COLLATE "C" GENERATED ALWAYS AS (search_key(org_name)) STORED
);

CREATE TABLE collectors (
    collector_code text COLLATE "C" PRIMARY KEY,
    collector_name text NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    -- People move: the offices where payments name this collector, kept by the import, so that a
    -- director reads the same name as the city does.
    seen_in text[] NOT NULL DEFAULT '{}',
    name_sort text COLLATE "C" GENERATED ALWAYS AS (person_sort_key(collector_name)) STORED,
    name_search text COLLATE "C" GENERATED ALWAYS AS (search_key(collector_name)) STORED
);

-- Overrides of the public calendar, as imported.
CREATE TABLE calendar_overrides (
    day date PRIMARY KEY,
    working boolean NOT NULL,
    note text
);

-- One row a day. A year is filled once; "public_source" names what filled it. "number" counts the
-- working days up to and including the day, so that a lag is a subtraction.
CREATE TABLE calendar (
    day date PRIMARY KEY,
    public_working boolean NOT NULL,
    public_source text NOT NULL,
    working boolean NOT NULL,
    number integer NOT NULL,
    note text
);

-- org_code '' = every organisation; an organisation's own policy wins.
CREATE TABLE policies (
    name text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL DEFAULT '',
    valid_from date NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (name, org_code, valid_from)
);

-- Facts: what was collected, confirmed, remitted and sent. References are checked by the import,
-- set by set, and not by foreign keys: they would cost more than the rest of a load
-- (docs/adr/0004-references-are-checked-by-the-import.md). Indexes begin with the office, which
-- the scope compares.

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
    -- Copied by the import from confirmations, remittance lines and remittances, under the
    -- payment's office.
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
-- Questions about the last weeks read indexes alone where the server knows that a page has only
-- rows that every transaction sees: it is to look soon, not after a fifth of some years' payments.
ALTER TABLE payments SET (
    autovacuum_vacuum_insert_scale_factor = 0.01,
    autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_analyze_scale_factor = 0.02
);
-- Figures by day are read from rollups: of the payments of a day only lists are made.
CREATE INDEX payments_by_paid_day ON payments (office_code, paid_day);
CREATE INDEX payments_by_recorded_day ON payments (office_code, recorded_day);
CREATE INDEX payments_by_voided_day ON payments (office_code, voided_day)
    WHERE voided_day IS NOT NULL;
CREATE INDEX payments_by_receipt ON payments (receipt_no);
-- What the rollups do not have: collectors, and the minutes until a payment has its code.
CREATE INDEX payments_by_org ON payments (office_code, org_code, paid_day)
    INCLUDE (
        collector_code, product, amount, paid_at, recorded_at, informed, recorded_day, settled_day,
        voided_day
    );
-- Three kinds of payments that are few and often listed. Each condition repeats that of its
-- question word for word: else the planner does not use the index.
-- Payments that may be a case of a difference.
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
-- Payments that had no code on the evening of their day.
CREATE INDEX payments_unrecorded ON payments (office_code, paid_day)
    INCLUDE (
        payment_id, org_code, collector_code, amount, paid_at, informed, voided_at, recorded_at,
        remitted_at, voided_day, recorded_day, settled_day, remittance_id, remitting_org_code
    )
    WHERE (recorded_day <= paid_day) IS NOT TRUE;
-- Payments that were not remitted for more than ten days.
CREATE INDEX payments_slow ON payments (office_code, paid_day)
    INCLUDE (org_code, collector_code, product, amount, settled_day, voided_day)
    WHERE COALESCE(LEAST(settled_day, voided_day), DATE 'infinity') > paid_day + 10;

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
    national_id_masked text GENERATED ALWAYS AS (mask_number(national_id)) STORED,
    -- Names are searched without diacritics and case, from their beginning. An entry of an index
    -- has room for 2,700 bytes.
    name_search text COLLATE "C"
        GENERATED ALWAYS AS (left(search_key(participant_name), 100)) STORED
);
CREATE INDEX participants_by_name ON participants (name_search);
CREATE INDEX participants_by_social_insurance_no ON participants (social_insurance_no);
CREATE INDEX participants_by_national_id ON participants (national_id);

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
CREATE INDEX confirmations_by_code ON confirmations (code_key);
-- The codes of some days, for the refresh of a period. They come in the order in which they were
-- recorded, so that a few entries say where in the table to look; keeping them costs almost nothing.
CREATE INDEX confirmations_by_moment ON confirmations USING brin (recorded_at)
    WITH (pages_per_range = 16, autosummarize = on);

CREATE TABLE remittances (
    remittance_id text COLLATE "C" PRIMARY KEY,
    org_code text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    remitted_at timestamptz NOT NULL,
    amount bigint NOT NULL,
    bank_ref text,
    remitted_day date NOT NULL GENERATED ALWAYS AS (local_day(remitted_at)) STORED,
    -- Kept by the import: what the remittance covers, whatever offices its payments belong to, so
    -- that a director and the city find the same difference.
    covered_payments integer NOT NULL DEFAULT 0,
    covered_amount bigint NOT NULL DEFAULT 0
);
CREATE INDEX remittances_by_day ON remittances (office_code, remitted_day);
CREATE INDEX remittances_by_bank_ref ON remittances (bank_ref);

-- Which remittance covers which payment; the office is the payment's.
CREATE TABLE remittance_lines (
    payment_id text COLLATE "C" PRIMARY KEY,
    remittance_id text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL
);
CREATE INDEX remittance_lines_by_remittance ON remittance_lines (remittance_id);

CREATE TABLE dispatches (
    office_code text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    report_date date NOT NULL,
    sent_at timestamptz NOT NULL,
    codes integer NOT NULL CHECK (codes >= 0),
    amount bigint NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (office_code, org_code, report_date, sent_at)
);
CREATE INDEX dispatches_by_date ON dispatches (report_date);
-- The sendings of a form, the last one first.
CREATE INDEX dispatches_by_form ON dispatches (office_code, report_date, org_code, sent_at DESC)
    INCLUDE (codes, amount);

-- Imports: the runs, the rows that they refused, the values that they replaced.

CREATE TABLE import_runs (
    run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    imported_by text NOT NULL,
    -- Whether a figure can differ from before: the store's data version is the last run that did.
    changed boolean NOT NULL,
    files jsonb NOT NULL,
    counts jsonb NOT NULL
);

-- One row a fault. No value of a personal column is kept here. office_code is null where the row
-- does not name an office that is known.
CREATE TABLE import_rejects (
    run_id bigint NOT NULL REFERENCES import_runs,
    reject_no bigint NOT NULL,
    file text NOT NULL,
    row_no integer NOT NULL,
    set_name text NOT NULL,
    column_name text NOT NULL,
    value text,
    reason text NOT NULL,
    office_code text COLLATE "C",
    PRIMARY KEY (run_id, reject_no)
);

-- Earlier values of rows that an import changed. office_code is null for what belongs to none.
CREATE TABLE changes (
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id bigint NOT NULL REFERENCES import_runs,
    set_name text NOT NULL,
    row_key jsonb NOT NULL,
    office_code text COLLATE "C",
    earlier jsonb NOT NULL
);
CREATE INDEX changes_by_row ON changes (set_name, row_key);

-- The same for personal data, in a table of its own: readers have no grant on it.
CREATE TABLE participant_changes (
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id bigint NOT NULL REFERENCES import_runs,
    payment_id text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    earlier jsonb NOT NULL
);

-- What the store says about itself: one row where its data are a sample, else none.
CREATE TABLE about (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    is_sample boolean NOT NULL,
    -- The plan of the sample: equal plans make equal stores, so that an unfinished one can be
    -- finished. The sample ends with the day before "sample_today"; no form is sent after
    -- "sample_until".
    sample_payments bigint,
    sample_days integer,
    sample_seed bigint,
    sample_today date,
    sample_until timestamptz,
    made_at timestamptz NOT NULL,
    -- Null until the last of the sample is in.
    finished_at timestamptz,
    CHECK (
        num_nulls(sample_payments, sample_days, sample_seed, sample_today, sample_until) = 0
        OR NOT is_sample
    )
);

-- Who looks after a difference, and what was found out. The subject is the key of what differs:
-- a payment, a remittance, or "office/organisation/day" of a form. Nobody changes or deletes an
-- entry; the latest one says who looks after it now.
CREATE TABLE exception_notes (
    note_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    noted_by text NOT NULL,
    kind text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    owner text,
    note text NOT NULL CHECK (length(note) <= 2000)
);
CREATE INDEX exception_notes_by_subject ON exception_notes (kind, subject, note_id);

-- Users: who may use the dashboard, and as what. A user is known by the e-mail address that the
-- sign-in provider vouches for.

CREATE TABLE users (
    login text COLLATE "C" PRIMARY KEY
        CHECK (login = lower(login) AND login ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    full_name text NOT NULL CHECK (full_name <> ''),
    -- city: every office. district: the offices of user_offices. auditor: every office without
    -- personal data, and the access log. administrator: everything.
    role text COLLATE "C" NOT NULL CHECK (role IN ('city', 'district', 'auditor', 'administrator')),
    disabled_at timestamptz,
    -- Sessions that began before have ended, in every tab.
    signed_out_at timestamptz
);

CREATE TABLE user_offices (
    login text COLLATE "C" NOT NULL REFERENCES users,
    -- Not a reference: users stay where the facts of a sample make room for real ones.
    office_code text COLLATE "C" NOT NULL,
    PRIMARY KEY (login, office_code)
);

-- What was decided about users, by whom; nobody changes or deletes an entry.
CREATE TABLE user_changes (
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_by text NOT NULL,
    login text COLLATE "C" NOT NULL,
    full_name text NOT NULL,
    role text COLLATE "C" NOT NULL,
    office_codes text[] NOT NULL,
    is_disabled boolean NOT NULL
);

-- Audit: who saw personal data and what has left the store as a file.

-- Append-only: who saw personal data, for what, how many rows; never the values. Entries of one
-- statement bear one moment, that of its start.
CREATE TABLE access_log (
    entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    who text NOT NULL,
    page text NOT NULL,
    purpose text NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    payment_id text COLLATE "C" NOT NULL
);
CREATE INDEX access_log_by_payment ON access_log (payment_id);
-- Entries are listed by their time, across all offices.
CREATE INDEX access_log_by_time ON access_log (at, entry_id);

-- One row a file, written before its first byte is sent. in_full says that names were not masked;
-- whose they were is in the access log.
CREATE TABLE export_log (
    export_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    who text NOT NULL,
    kind text COLLATE "C" NOT NULL,
    ending text COLLATE "C" NOT NULL,
    asked jsonb NOT NULL,
    in_full boolean NOT NULL,
    -- The offices whose rows the file can have.
    office_codes text[] NOT NULL
);
CREATE INDEX export_log_by_time ON export_log (at, export_id);

-- Snapshots: what has been frozen for good.

-- The chain: one row a snapshot, without its content, so that every reader can follow it. Each
-- link begins where the one before ended, and no two begin at the same one.
CREATE TABLE snapshot_links (
    snapshot_id bigint PRIMARY KEY CHECK (snapshot_id > 0),
    previous_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(previous_sha256) = 32),
    sha256 bytea NOT NULL UNIQUE,
    UNIQUE (snapshot_id, previous_sha256, sha256)
);

-- One row a snapshot. The other columns repeat what stands in the content; they are for lists.
CREATE TABLE snapshots (
    snapshot_id bigint PRIMARY KEY,
    taken_at timestamptz NOT NULL,
    taken_by text NOT NULL,
    note text NOT NULL CHECK (length(note) <= 2000),
    kind text COLLATE "C" NOT NULL,
    -- The limits of the report, as parameters of an address.
    subject text COLLATE "C" NOT NULL,
    -- The last day that the report is about.
    day date NOT NULL,
    office_codes text[] NOT NULL,
    is_closing boolean NOT NULL,
    -- The snapshot of the same subject that this one corrects.
    supersedes bigint REFERENCES snapshot_links,
    data_version bigint,
    row_count bigint NOT NULL,
    -- Over the figures alone: the same wherever and by whomever they are frozen.
    figures_sha256 bytea NOT NULL CHECK (octet_length(figures_sha256) = 32),
    content bytea NOT NULL,
    previous_sha256 bytea NOT NULL,
    sha256 bytea NOT NULL CHECK (sha256 = sha256(previous_sha256 || content)),
    FOREIGN KEY (snapshot_id, previous_sha256, sha256)
        REFERENCES snapshot_links (snapshot_id, previous_sha256, sha256)
);
-- The form of a day is closed once only.
CREATE UNIQUE INDEX snapshots_closing ON snapshots (kind, subject) WHERE is_closing;
CREATE INDEX snapshots_by_subject ON snapshots (kind, subject, snapshot_id);
CREATE INDEX snapshots_by_day ON snapshots (day, snapshot_id);
CREATE INDEX snapshots_by_figures ON snapshots (figures_sha256);
