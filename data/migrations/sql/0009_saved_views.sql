-- Views that users have saved: a name for an address of the dashboard. Each is its owner's alone:
-- the policies compare it with the login of the transaction, which the dashboard sets (data/engine.py).

-- Whose transaction this is. Where nothing is set it fails: a finished SET LOCAL leaves '' behind.
CREATE FUNCTION my_login() RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $body$
BEGIN
    IF coalesce(current_setting('app.login', true), '') = '' THEN
        RAISE EXCEPTION 'no login is set' USING ERRCODE = '42501';
    END IF;
    RETURN current_setting('app.login');
END
$body$;
GRANT EXECUTE ON FUNCTION my_login() TO bhxh_gatekeeper;

CREATE TABLE saved_views (
    view_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The login of a user, or the account of the machine where nobody signs in.
    owner text COLLATE "C" NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80 AND name ~ '\S'),
    -- The page, and what stands behind the question mark of its address.
    page text COLLATE "C" NOT NULL CHECK (page ~ '^[a-z0-9-]{1,40}$'),
    query text COLLATE "C" NOT NULL CHECK (char_length(query) <= 2000),
    saved_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    UNIQUE (owner, name)
);
ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;

CREATE POLICY own ON saved_views FOR ALL TO bhxh_gatekeeper
    USING (owner = (SELECT my_login())) WITH CHECK (owner = (SELECT my_login()));
GRANT SELECT, DELETE ON saved_views TO bhxh_gatekeeper;
GRANT INSERT (owner, name, page, query), UPDATE (name) ON saved_views TO bhxh_gatekeeper;

-- They go with the user: whoever takes the right to sign in away deletes them, and sees whose they
-- are, not what they are.
CREATE POLICY end_with_user ON saved_views FOR DELETE TO bhxh_registrar USING (true);
CREATE POLICY know_whose ON saved_views FOR SELECT TO bhxh_registrar USING (true);
GRANT SELECT (owner), DELETE ON saved_views TO bhxh_registrar;
