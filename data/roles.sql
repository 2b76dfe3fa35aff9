-- Roles, schema and privileges of a store: run once a database by an administrator of the server
-- (docs/deployment.md), or by the embedded server's own start. Running it again changes nothing.
--
-- The logins are taken from settings: bhxh.login, by which the dashboard comes, may take the roles of
-- people; bhxh.loader_login imports; bhxh.owner_login migrates. One that is left out is the first.
-- What a login may not take, or not any more, is taken from it.
DO $roles$
DECLARE
    web CONSTANT text := coalesce(nullif(current_setting('bhxh.login', true), ''), 'bhxh_app');
    loader CONSTANT text :=
        coalesce(nullif(current_setting('bhxh.loader_login', true), ''), web);
    owner CONSTANT text := coalesce(nullif(current_setting('bhxh.owner_login', true), ''), web);
    of_people CONSTANT text[] := ARRAY[
        'bhxh_reader', 'bhxh_revealer', 'bhxh_appender', 'bhxh_gatekeeper', 'bhxh_auditor',
        'bhxh_registrar'
    ];
    every_role CONSTANT text[] := ARRAY['bhxh_owner', 'bhxh_loader'] || of_people;
    login text;
    role_name text;
    own text[];
    old record;
BEGIN
    FOREACH role_name IN ARRAY every_role LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format(
                'CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS NOSUPERUSER', role_name
            );
        END IF;
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role_name);
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    FOR login IN SELECT DISTINCT unnest(ARRAY[web, loader, owner]) LOOP
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = login AND (rolsuper OR rolbypassrls)) THEN
            RAISE EXCEPTION 'the login % would see past every limit: it is a superuser', login;
        END IF;
        -- An import asks as a reader, too; migrations write as the loader.
        own := CASE WHEN login = web THEN of_people ELSE '{}' END
            || CASE WHEN login = loader THEN ARRAY['bhxh_loader', 'bhxh_reader'] ELSE '{}' END
            || CASE
                WHEN login = owner THEN ARRAY['bhxh_owner', 'bhxh_loader', 'bhxh_reader']
                ELSE '{}'
            END;
        FOR old IN
            SELECT m.roleid::regrole AS role_name, m.grantor::regrole AS grantor
            FROM pg_auth_members AS m
            JOIN pg_roles AS r ON r.oid = m.roleid
            WHERE m.member = format('%I', login)::regrole AND r.rolname = ANY (every_role)
                AND r.rolname <> ALL (own)
        LOOP
            EXECUTE format(
                'REVOKE %s FROM %I GRANTED BY %s CASCADE', old.role_name, login, old.grantor
            );
        END LOOP;
        FOREACH role_name IN ARRAY own LOOP
            EXECUTE format(
                'GRANT %I TO %I WITH ADMIN FALSE, INHERIT FALSE, SET TRUE', role_name, login
            );
        END LOOP;
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), login);
    END LOOP;
    -- Staging tables are temporary; a reader has no place to put a copy.
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO bhxh_loader', current_database());
END
$roles$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA IF NOT EXISTS bhxh;
ALTER SCHEMA bhxh OWNER TO bhxh_owner;
GRANT USAGE ON SCHEMA bhxh TO bhxh_loader, bhxh_reader, bhxh_revealer, bhxh_appender,
    bhxh_gatekeeper, bhxh_auditor, bhxh_registrar;
