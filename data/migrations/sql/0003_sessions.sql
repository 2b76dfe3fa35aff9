-- Sessions: one row a sign-in. The browser keeps a random token; the store knows its hash alone, so
-- that nobody who reads the table can sign in with it. A session that has ended stays ended.

CREATE TABLE sessions (
    session_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(token_sha256) = 32),
    login text COLLATE "C" NOT NULL REFERENCES users,
    issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The last act of a person, to the minute; what a page does by itself does not count.
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    -- Who ended it: the user, or whoever decided about the user.
    ended_by text,
    CHECK (expires_at > issued_at AND expires_at <= issued_at + INTERVAL '24 hours'),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX sessions_by_login ON sessions (login, session_id);

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY know ON sessions FOR SELECT TO bhxh_gatekeeper USING (true);
CREATE POLICY begin ON sessions FOR INSERT TO bhxh_gatekeeper WITH CHECK (ended_at IS NULL);
CREATE POLICY go_on ON sessions FOR UPDATE TO bhxh_gatekeeper
    USING (ended_at IS NULL) WITH CHECK (true);
GRANT SELECT ON sessions TO bhxh_gatekeeper;
GRANT INSERT (token_sha256, login, expires_at) ON sessions TO bhxh_gatekeeper;
GRANT UPDATE (seen_at, ended_at, ended_by) ON sessions TO bhxh_gatekeeper;

-- Signing out ends sessions; there is no moment of a user's any more.
DROP POLICY sign_out ON users;
ALTER TABLE users DROP COLUMN signed_out_at;

-- The registrar keeps the users, on the page of administrators and by commands. Decisions are added,
-- and never changed or deleted. Before, the loader did: an import has nothing to do with users.
CREATE POLICY keep ON users FOR ALL TO bhxh_registrar USING (true) WITH CHECK (true);
CREATE POLICY keep ON user_offices FOR ALL TO bhxh_registrar USING (true) WITH CHECK (true);
CREATE POLICY register ON offices FOR SELECT TO bhxh_registrar USING (true);
CREATE POLICY finish ON sessions FOR UPDATE TO bhxh_registrar
    USING (ended_at IS NULL) WITH CHECK (true);
CREATE POLICY see ON sessions FOR SELECT TO bhxh_registrar USING (true);
GRANT SELECT, INSERT, UPDATE ON users TO bhxh_registrar;
GRANT SELECT, INSERT, DELETE ON user_offices TO bhxh_registrar;
GRANT SELECT ON offices TO bhxh_registrar;
GRANT SELECT (session_id, login, issued_at, seen_at, expires_at, ended_at, ended_by) ON sessions
    TO bhxh_registrar;
GRANT UPDATE (ended_at, ended_by) ON sessions TO bhxh_registrar;
DROP POLICY load ON users;
DROP POLICY load ON user_offices;
DROP POLICY load ON user_changes;
DROP POLICY append ON user_changes;
REVOKE ALL ON users, user_offices, user_changes FROM bhxh_loader;
REVOKE INSERT (changed_by, login, full_name, role, office_codes, is_disabled) ON user_changes
    FROM bhxh_loader;
CREATE POLICY append ON user_changes FOR INSERT TO bhxh_registrar WITH CHECK (true);
GRANT INSERT (changed_by, login, full_name, role, office_codes, is_disabled) ON user_changes
    TO bhxh_registrar;
