-- Roles, schema and privileges of a store: run once a database by an administrator of the server
-- (docs/deployment.md), or by the embedded server's own start. Running it again changes nothing.
-- The login that BHXH_STORE_URL names is taken from the setting bhxh.login.
DO $roles$
DECLARE
    login text := coalesce(nullif(current_setting('bhxh.login', true), ''), 'bhxh_app');
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY[
        'bhxh_owner', 'bhxh_loader', 'bhxh_reader', 'bhxh_revealer', 'bhxh_appender',
        'bhxh_gatekeeper', 'bhxh_auditor', 'bhxh_registrar'
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format(
                'CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS NOSUPERUSER', role_name
            );
        END IF;
        EXECUTE format('GRANT %I TO %I WITH INHERIT FALSE, SET TRUE', role_name, login);
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role_name);
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), login);
    -- Staging tables are temporary; a reader has no place to put a copy.
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO bhxh_loader', current_database());
END
$roles$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA IF NOT EXISTS bhxh;
ALTER SCHEMA bhxh OWNER TO bhxh_owner;
GRANT USAGE ON SCHEMA bhxh TO bhxh_loader, bhxh_reader, bhxh_revealer, bhxh_appender,
    bhxh_gatekeeper, bhxh_auditor, bhxh_registrar;
