-- Files that are made beside a page: how far they are, and their bytes until they are taken away. Any
-- dashboard of the store tells of them and gives them to whoever asked for them.
--
-- The tables are unlogged: 200 MB that live for a quarter of an hour are neither written twice nor sent
-- to standbys. After a crash of the server, or on another one, they are empty, and files are asked for
-- again.

GRANT EXECUTE ON FUNCTION my_offices() TO bhxh_gatekeeper;

CREATE UNLOGGED TABLE jobs (
    -- The store does not know the address of a file.
    token_sha256 bytea PRIMARY KEY,
    owner text COLLATE "C" NOT NULL,
    -- The offices that the owner saw when the file was begun: whoever sees one less does not get it.
    offices text[] COLLATE "C" NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    -- When the process that makes it last said so.
    seen_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    ended_at timestamptz,
    is_given_up boolean NOT NULL DEFAULT false,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    name text COLLATE "C",
    media text COLLATE "C",
    size bigint,
    -- Why there is no file: a title, a sentence, and its values.
    problem jsonb,
    CHECK ((size IS NOT NULL OR problem IS NOT NULL) = (ended_at IS NOT NULL)),
    CHECK ((size IS NULL) = (name IS NULL) AND (size IS NULL) = (media IS NULL))
);
CREATE INDEX ON jobs (owner);

CREATE UNLOGGED TABLE job_parts (
    token_sha256 bytea NOT NULL REFERENCES jobs ON DELETE CASCADE,
    part integer NOT NULL,
    bytes bytea NOT NULL CHECK (length(bytes) BETWEEN 1 AND 1048576),
    PRIMARY KEY (token_sha256, part)
);
-- They are compressed already.
ALTER TABLE job_parts ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs FORCE ROW LEVEL SECURITY;
ALTER TABLE job_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_parts FORCE ROW LEVEL SECURITY;

CREATE POLICY own ON jobs FOR ALL TO bhxh_gatekeeper
    USING (owner = (SELECT my_login()) AND offices <@ (SELECT my_offices()))
    WITH CHECK (owner = (SELECT my_login()) AND offices <@ (SELECT my_offices()));
GRANT SELECT, DELETE ON jobs TO bhxh_gatekeeper;
GRANT INSERT (token_sha256, owner, offices),
    UPDATE (seen_at, ended_at, is_given_up, done, total, name, media, size, problem)
    ON jobs TO bhxh_gatekeeper;

-- Of the files of jobs that are seen.
CREATE POLICY own ON job_parts FOR ALL TO bhxh_gatekeeper
    USING (EXISTS (SELECT FROM jobs AS j WHERE j.token_sha256 = job_parts.token_sha256))
    WITH CHECK (EXISTS (SELECT FROM jobs AS j WHERE j.token_sha256 = job_parts.token_sha256));
GRANT SELECT, INSERT, DELETE ON job_parts TO bhxh_gatekeeper;

-- Who clears up sees how old and how large they are, not whose, and deletes the old ones.
CREATE POLICY know_size ON jobs FOR SELECT TO bhxh_registrar USING (true);
CREATE POLICY clear ON jobs FOR DELETE TO bhxh_registrar
    USING (coalesce(ended_at, seen_at) < statement_timestamp() - interval '15 minutes');
GRANT SELECT (seen_at, ended_at, size), DELETE ON jobs TO bhxh_registrar;
