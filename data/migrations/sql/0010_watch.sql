-- What is due by the clock: the closing of a day's forms, a digest, a look at what is old. One row a
-- thing, which is its lock over all processes: whoever takes it up says until when it is taken, and
-- goes on saying so. All moments are the database's clock, but for due_at and missed_at, which are
-- those of a calendar. Nothing here is of a person, or of an office.
CREATE TABLE due_things (
    kind text COLLATE "C" NOT NULL CHECK (kind ~ '^[a-z_]{1,40}$'),
    -- The day that it is of: a form's, which is closed on the next one.
    day date NOT NULL,
    due_at timestamptz NOT NULL,
    -- From here on it is missed where it is not done.
    missed_at timestamptz NOT NULL CHECK (missed_at >= due_at),
    state text COLLATE "C" NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'working', 'done', 'failed', 'given_up')),
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_try_at timestamptz NOT NULL,
    -- Of the last attempt: when it began and ended, whose it was (machine and process), and until
    -- when nobody else takes it up.
    begun_at timestamptz,
    ended_at timestamptz,
    worker text COLLATE "C" CHECK (char_length(worker) <= 200),
    leased_until timestamptz,
    -- Why the last attempt failed, as title, sentence and values; and what came of one that did not:
    -- numbers by name.
    problem jsonb,
    outcome jsonb,
    PRIMARY KEY (kind, day),
    CHECK (state <> 'working' OR leased_until IS NOT NULL),
    CHECK (state NOT IN ('done', 'given_up') OR ended_at IS NOT NULL)
);
CREATE INDEX due_things_open ON due_things (due_at) WHERE state <> 'done';

ALTER TABLE due_things ENABLE ROW LEVEL SECURITY;
ALTER TABLE due_things FORCE ROW LEVEL SECURITY;

-- Whoever runs the dashboard takes things up in the gatekeeper's role; every reader sees them. What
-- is done stays done.
CREATE POLICY know ON due_things FOR SELECT TO bhxh_gatekeeper, bhxh_reader USING (true);
CREATE POLICY begin ON due_things FOR INSERT TO bhxh_gatekeeper WITH CHECK (state = 'waiting');
CREATE POLICY go_on ON due_things FOR UPDATE TO bhxh_gatekeeper
    USING (state <> 'done') WITH CHECK (true);
GRANT SELECT ON due_things TO bhxh_gatekeeper, bhxh_reader;
GRANT INSERT (kind, day, due_at, missed_at, next_try_at) ON due_things TO bhxh_gatekeeper;
GRANT UPDATE (
    state, attempts, next_try_at, begun_at, ended_at, worker, leased_until, problem, outcome
) ON due_things TO bhxh_gatekeeper;

-- What is pruned: the rejected rows of runs, and things that were due, 400 days later
-- (data/pruning.py). The policies let nothing younger go, whatever is asked. Runs themselves, logs,
-- snapshots and what was changed stay.
CREATE POLICY prune ON due_things FOR DELETE TO bhxh_gatekeeper
    USING (due_at < statement_timestamp() - INTERVAL '400 days');
GRANT DELETE ON due_things TO bhxh_gatekeeper;

CREATE POLICY know_age ON import_runs FOR SELECT TO bhxh_gatekeeper USING (true);
GRANT SELECT (run_id, finished_at) ON import_runs TO bhxh_gatekeeper;
CREATE POLICY know_old ON import_rejects FOR SELECT TO bhxh_gatekeeper USING (
    EXISTS (
        SELECT FROM import_runs AS r
        WHERE r.run_id = import_rejects.run_id
            AND r.finished_at < statement_timestamp() - INTERVAL '400 days'
    )
);
CREATE POLICY prune ON import_rejects FOR DELETE TO bhxh_gatekeeper USING (
    EXISTS (
        SELECT FROM import_runs AS r
        WHERE r.run_id = import_rejects.run_id
            AND r.finished_at < statement_timestamp() - INTERVAL '400 days'
    )
);
GRANT SELECT (run_id, reject_no), DELETE ON import_rejects TO bhxh_gatekeeper;
