-- Who may use the dashboard, and as what. A user is known by the e-mail address that the sign-in
-- provider vouches for.

CREATE TABLE users (
    login text COLLATE "C" PRIMARY KEY
        CHECK (login = lower(login) AND login ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    full_name text NOT NULL CHECK (full_name <> ''),
    -- city: every office. district: the offices beside. auditor: every office without personal
    -- data, and the access log. administrator: everything.
    role text COLLATE "C" NOT NULL CHECK (role IN ('city', 'district', 'auditor', 'administrator')),
    disabled_at timestamptz,
    -- Whoever signed in before has signed out since, in whatever tab.
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

DO $policies$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['users', 'user_offices', 'user_changes'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
END
$policies$;

-- The gatekeeper reads who somebody is, before anything else is known of him, and notes when he
-- signs out. Readers see nothing of it: who works here is not theirs to ask.
CREATE POLICY know ON users FOR SELECT TO bhxh_gatekeeper USING (true);
CREATE POLICY sign_out ON users FOR UPDATE TO bhxh_gatekeeper USING (true) WITH CHECK (true);
CREATE POLICY know ON user_offices FOR SELECT TO bhxh_gatekeeper USING (true);
CREATE POLICY know ON offices FOR SELECT TO bhxh_gatekeeper USING (true);
GRANT SELECT ON users, user_offices, offices TO bhxh_gatekeeper;
GRANT UPDATE (signed_out_at) ON users TO bhxh_gatekeeper;

-- Users are added and taken away by commands, in the role of those that write.
CREATE POLICY load ON users FOR ALL TO bhxh_loader USING (true) WITH CHECK (true);
CREATE POLICY load ON user_offices FOR ALL TO bhxh_loader USING (true) WITH CHECK (true);
CREATE POLICY load ON user_changes FOR SELECT TO bhxh_loader USING (true);
CREATE POLICY append ON user_changes FOR INSERT TO bhxh_loader WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON users TO bhxh_loader;
GRANT SELECT, INSERT, DELETE ON user_offices TO bhxh_loader;
GRANT SELECT ON user_changes TO bhxh_loader;
GRANT INSERT (changed_by, login, full_name, role, office_codes, is_disabled) ON user_changes
    TO bhxh_loader;
