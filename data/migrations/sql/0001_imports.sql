-- What the import did: its runs, the rows that it refused, the values that it replaced; and who
-- looked at personal data.

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

-- The same for personal data, apart: readers have no grant on it.
CREATE TABLE participant_changes (
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id bigint NOT NULL REFERENCES import_runs,
    payment_id text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    earlier jsonb NOT NULL
);

-- Append-only: who saw personal data, for what, how many rows; never the values.
CREATE TABLE access_log (
    entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    who text NOT NULL,
    page text NOT NULL,
    purpose text NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    payment_id text COLLATE "C" NOT NULL
);

CREATE INDEX changes_by_row ON changes (set_name, row_key);
CREATE INDEX access_log_by_payment ON access_log (payment_id);
