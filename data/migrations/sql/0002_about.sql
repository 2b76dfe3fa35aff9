-- What the store says about itself: one row, or none where nothing is to be said.

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

-- Open to every reader: it belongs to no office.
ALTER TABLE about ENABLE ROW LEVEL SECURITY;
ALTER TABLE about FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON about FOR SELECT TO bhxh_reader, bhxh_revealer USING (true);
CREATE POLICY load ON about FOR ALL TO bhxh_loader USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON about TO bhxh_loader;
GRANT SELECT ON about TO bhxh_reader, bhxh_revealer;
