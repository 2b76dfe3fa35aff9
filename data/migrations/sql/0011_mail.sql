-- Mail: what each user wants to get, what waits to be sent, and what was sent to whom.

-- What a user has chosen; whoever has no row gets what data/mail_choices.py gives by default. Each row
-- is its user's alone: the policies compare it with the login of the transaction.
CREATE TABLE mail_choices (
    login text COLLATE "C" PRIMARY KEY REFERENCES users,
    kinds text[] NOT NULL
        CHECK (kinds <@ ARRAY['forms_before', 'forms_after', 'overdue', 'alert']),
    language text COLLATE "C" NOT NULL CHECK (language IN ('vi', 'en')),
    chosen_at timestamptz NOT NULL DEFAULT statement_timestamp()
);
ALTER TABLE mail_choices ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_choices FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON mail_choices FOR ALL TO bhxh_gatekeeper
    USING (login = (SELECT my_login())) WITH CHECK (login = (SELECT my_login()));
GRANT SELECT ON mail_choices TO bhxh_gatekeeper;
GRANT INSERT (login, kinds, language), UPDATE (kinds, language, chosen_at) ON mail_choices
    TO bhxh_gatekeeper;
-- The registrar keeps the queue, and takes choices away with the right to sign in.
CREATE POLICY know ON mail_choices FOR SELECT TO bhxh_registrar USING (true);
CREATE POLICY end_with_user ON mail_choices FOR DELETE TO bhxh_registrar USING (true);
GRANT SELECT, DELETE ON mail_choices TO bhxh_registrar;

-- The queue: one row a recipient, kind and subject, so that nothing is queued twice. A row is its own
-- lock: who works on it holds it until `held_until`, by the clock of the database.
CREATE TABLE mails (
    mail_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The login of a user, or `channel:` with the scheme and the beginning of the hash of its address,
    -- which itself may hold a password.
    recipient text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL
        CHECK (kind IN ('forms_before', 'forms_after', 'overdue', 'alert', 'test')),
    -- What it is about: a day, the number of an import …
    subject text COLLATE "C" NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 80),
    -- The same at every attempt, so that a mailbox that gets a message twice can tell.
    message_id text COLLATE "C" NOT NULL UNIQUE CHECK (char_length(message_id) <= 250),
    -- The whole message, with figures of the recipient's offices; it goes when it is done with.
    message bytea,
    queued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Afterwards it is of no use to anybody.
    best_before timestamptz NOT NULL,
    next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts integer NOT NULL DEFAULT 0,
    held_until timestamptz,
    done_at timestamptz,
    UNIQUE (recipient, kind, subject),
    CHECK ((done_at IS NULL) = (message IS NOT NULL)),
    CHECK (done_at IS NULL OR held_until IS NULL)
);
CREATE INDEX mails_waiting ON mails (next_at) WHERE done_at IS NULL;
ALTER TABLE mails ENABLE ROW LEVEL SECURITY;
ALTER TABLE mails FORCE ROW LEVEL SECURITY;
CREATE POLICY keep ON mails FOR ALL TO bhxh_registrar USING (true) WITH CHECK (true);
GRANT SELECT, DELETE ON mails TO bhxh_registrar;
GRANT INSERT (recipient, kind, subject, message_id, message, best_before),
    UPDATE (message, next_at, attempts, held_until, done_at) ON mails TO bhxh_registrar;
-- Users queue messages to themselves, to try it, and see when.
CREATE POLICY try_out ON mails FOR INSERT TO bhxh_gatekeeper
    WITH CHECK (recipient = (SELECT my_login()) AND kind = 'test');
CREATE POLICY own ON mails FOR SELECT TO bhxh_gatekeeper
    USING (recipient = (SELECT my_login()));
GRANT INSERT (recipient, kind, subject, message_id, message, best_before) ON mails
    TO bhxh_gatekeeper;
GRANT SELECT (mail_id, recipient, kind, subject, queued_at, next_at, attempts, done_at) ON mails
    TO bhxh_gatekeeper;

-- Append-only: each attempt to send, to whom, what, and what came of it. Never what was in it: its
-- hash proves which message it was.
CREATE TABLE mail_sendings (
    sending_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    recipient text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    attempt integer NOT NULL CHECK (attempt >= 0),
    outcome text COLLATE "C" NOT NULL
        CHECK (outcome IN ('sent', 'postponed', 'refused', 'dropped')),
    -- Why, as a word of data/mailing/mails.py; empty where it was sent.
    reason text COLLATE "C" NOT NULL DEFAULT '' CHECK (reason ~ '^[a-z_]{0,40}$'),
    sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32)
);
CREATE INDEX mail_sendings_by_recipient ON mail_sendings (recipient, sending_id);
ALTER TABLE mail_sendings ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_sendings FORCE ROW LEVEL SECURITY;
CREATE POLICY append ON mail_sendings FOR INSERT TO bhxh_registrar WITH CHECK (true);
CREATE POLICY see ON mail_sendings FOR SELECT TO bhxh_registrar USING (true);
GRANT SELECT, INSERT (recipient, kind, subject, attempt, outcome, reason, sha256) ON mail_sendings
    TO bhxh_registrar;
CREATE POLICY own ON mail_sendings FOR SELECT TO bhxh_gatekeeper
    USING (recipient = (SELECT my_login()));
GRANT SELECT ON mail_sendings TO bhxh_gatekeeper;
