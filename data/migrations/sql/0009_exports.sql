-- What has left the store as a file, and what has been frozen in it for good.

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

-- The chain: one row a snapshot, without anything that it says, so that everybody can follow it.
-- Each begins where the one before ended, and no two begin at the same one.
CREATE TABLE snapshot_links (
    snapshot_id bigint PRIMARY KEY CHECK (snapshot_id > 0),
    previous_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(previous_sha256) = 32),
    sha256 bytea NOT NULL UNIQUE,
    UNIQUE (snapshot_id, previous_sha256, sha256)
);

-- One row a snapshot. What the other columns say stands in the content as well; they are for lists.
CREATE TABLE snapshots (
    snapshot_id bigint PRIMARY KEY,
    taken_at timestamptz NOT NULL,
    taken_by text NOT NULL,
    note text NOT NULL CHECK (length(note) <= 2000),
    kind text COLLATE "C" NOT NULL,
    -- What was asked for, as parameters of an address.
    subject text COLLATE "C" NOT NULL,
    -- The last day that the report is about.
    day date NOT NULL,
    office_codes text[] NOT NULL,
    is_closing boolean NOT NULL,
    -- The snapshot of the same subject that this one corrects.
    supersedes bigint REFERENCES snapshot_links,
    data_version bigint,
    row_count bigint NOT NULL,
    -- Over the figures alone: the same wherever and by whomever they are taken.
    figures_sha256 bytea NOT NULL CHECK (octet_length(figures_sha256) = 32),
    content bytea NOT NULL,
    previous_sha256 bytea NOT NULL,
    sha256 bytea NOT NULL CHECK (sha256 = sha256(previous_sha256 || content)),
    FOREIGN KEY (snapshot_id, previous_sha256, sha256)
        REFERENCES snapshot_links (snapshot_id, previous_sha256, sha256)
);
-- The form of a day is closed once, whoever comes first.
CREATE UNIQUE INDEX snapshots_closing ON snapshots (kind, subject) WHERE is_closing;
CREATE INDEX snapshots_by_subject ON snapshots (kind, subject, snapshot_id);
CREATE INDEX snapshots_by_day ON snapshots (day, snapshot_id);
CREATE INDEX snapshots_by_figures ON snapshots (figures_sha256);

DO $policies$
DECLARE
    name text;
    -- What is about several offices is for whoever sees all of them.
    own CONSTANT text := 'office_codes <@ (SELECT my_offices())::text[]';
    -- Whoever sees every office sees what was about offices that the store has no more, too.
    everything CONSTANT text := 'NOT EXISTS (SELECT FROM offices AS o'
        ' WHERE o.office_code <> ALL ((SELECT my_offices())::text[]))';
BEGIN
    FOREACH name IN ARRAY ARRAY['export_log', 'snapshot_links', 'snapshots'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    EXECUTE 'CREATE POLICY read ON snapshots FOR SELECT TO bhxh_reader, bhxh_appender'
        ' USING ((office_codes <> ''{}'' AND ' || own || ') OR ' || everything || ')';
    EXECUTE 'CREATE POLICY append ON snapshots FOR INSERT TO bhxh_appender'
        ' WITH CHECK (office_codes <> ''{}'' AND ' || own || ')';
    EXECUTE 'CREATE POLICY audit ON export_log FOR SELECT TO bhxh_auditor'
        ' USING ((office_codes <> ''{}'' AND ' || own || ') OR ' || everything || ')';
    EXECUTE 'CREATE POLICY append ON export_log FOR INSERT TO bhxh_appender'
        ' WITH CHECK (office_codes <> ''{}'' AND ' || own || ')';
END
$policies$;
CREATE POLICY read ON snapshot_links FOR SELECT TO bhxh_reader, bhxh_appender USING (true);
CREATE POLICY append ON snapshot_links FOR INSERT TO bhxh_appender WITH CHECK (true);

-- Added, and never changed or deleted.
GRANT SELECT ON snapshots, snapshot_links TO bhxh_reader, bhxh_appender;
GRANT INSERT ON snapshots, snapshot_links TO bhxh_appender;
GRANT INSERT (who, kind, ending, asked, in_full, office_codes) ON export_log TO bhxh_appender;
GRANT SELECT ON export_log TO bhxh_auditor;
