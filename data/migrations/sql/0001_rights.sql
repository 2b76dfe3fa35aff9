-- The scope, and the rights of each role. Every table has row security, forced: policies say which
-- rows a role may use, grants say how. The roles are made by data/roles.sql.

DO $security$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT relname FROM pg_class WHERE relnamespace = 'bhxh'::regnamespace AND relkind = 'r'
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
END
$security$;

GRANT EXECUTE ON FUNCTION
    local_day(timestamptz), code_key(text), search_key(text), sort_key(text),
    person_sort_key(text), mask_name(text), mask_number(text), my_offices()
TO bhxh_loader, bhxh_reader, bhxh_revealer, bhxh_appender;
GRANT EXECUTE ON FUNCTION my_offices() TO bhxh_auditor;

-- The loader writes every row; a reader sees the offices of its transaction; what belongs to no
-- office is open to every reader.
DO $policies$
DECLARE
    name text;
    visible text;
    loading text;
    own CONSTANT text := 'office_code = ANY ((SELECT my_offices())::text[])';
    -- A row without an office is shown to readers who see every office.
    own_or_none CONSTANT text := own || ' OR (office_code IS NULL AND NOT EXISTS ('
        'SELECT FROM offices AS o WHERE o.office_code <> ALL ((SELECT my_offices())::text[])))';
    writes CONSTANT text := 'SELECT, INSERT, UPDATE';
    -- The planner's statistics are counted by the import that filled the table.
    fills CONSTANT text := writes || ', MAINTAIN';
    replaces CONSTANT text := fills || ', DELETE';
BEGIN
    FOR name, visible, loading IN VALUES
        ('calendar', 'true', writes), ('about', 'true', writes), ('import_runs', 'true', writes),
        ('import_rejects', own_or_none, writes), ('changes', own_or_none, writes),
        ('participant_changes', own, writes),
        ('offices', 'true', fills), ('organizations', 'true', fills),
        ('collectors', own || ' OR seen_in && (SELECT my_offices())::text[]', fills),
        ('calendar_overrides', 'true', fills), ('policies', 'true', fills),
        ('payments', own, fills), ('participants', own, fills), ('confirmations', own, fills),
        ('remittances', own, fills), ('remittance_lines', own, fills), ('dispatches', own, fills),
        ('repeats', own, replaces), ('lag_days', own, replaces), ('lag_months', own, replaces),
        ('recording_days', own, replaces), ('forms', own, replaces),
        ('form_months', own, replaces), ('differences', own, replaces)
    LOOP
        EXECUTE format(
            'CREATE POLICY read ON %I FOR SELECT TO bhxh_reader, bhxh_revealer USING (%s)',
            name, visible
        );
        EXECUTE format(
            'CREATE POLICY load ON %I FOR ALL TO bhxh_loader USING (true) WITH CHECK (true)', name
        );
        EXECUTE format('GRANT %s ON %I TO bhxh_loader', loading, name);
        IF name NOT IN ('participants', 'participant_changes') THEN
            EXECUTE format('GRANT SELECT ON %I TO bhxh_reader, bhxh_revealer', name);
        END IF;
    END LOOP;
END
$policies$;

-- Personal data: the reader sees them masked, the revealer in full.
GRANT SELECT (
    payment_id, office_code, name_masked, social_insurance_no_masked, national_id_masked
) ON participants TO bhxh_reader;
GRANT SELECT ON participants, participant_changes TO bhxh_revealer;
CREATE VIEW masked_participants WITH (security_invoker = true) AS
SELECT
    payment_id,
    office_code,
    name_masked AS participant_name,
    social_insurance_no_masked AS social_insurance_no,
    national_id_masked AS national_id
FROM participants;
GRANT SELECT ON masked_participants TO bhxh_reader, bhxh_revealer;

-- Notes, logs and snapshots are added, and never changed or deleted. A row about several offices
-- is for those who see all of them. Who sees every office sees the rows of offices that the store
-- has no more, too: logs and snapshots outlive a sample.
DO $policies$
DECLARE
    own CONSTANT text := 'office_code = ANY ((SELECT my_offices())::text[])';
    own_several CONSTANT text :=
        'office_codes <> ''{}'' AND office_codes <@ (SELECT my_offices())::text[]';
    everything CONSTANT text := 'NOT EXISTS (SELECT FROM offices AS o'
        ' WHERE o.office_code <> ALL ((SELECT my_offices())::text[]))';
    one CONSTANT text := format('%s OR %s', own, everything);
    several CONSTANT text := format('(%s) OR %s', own_several, everything);
BEGIN
    EXECUTE 'CREATE POLICY read ON exception_notes FOR SELECT TO bhxh_reader, bhxh_appender'
        ' USING (' || own || ')';
    EXECUTE 'CREATE POLICY append ON exception_notes FOR INSERT TO bhxh_appender'
        ' WITH CHECK (' || own || ')';
    EXECUTE 'CREATE POLICY append ON access_log FOR INSERT TO bhxh_appender, bhxh_revealer'
        ' WITH CHECK (' || own || ')';
    EXECUTE 'CREATE POLICY append ON export_log FOR INSERT TO bhxh_appender'
        ' WITH CHECK (' || own_several || ')';
    EXECUTE 'CREATE POLICY read ON snapshots FOR SELECT TO bhxh_reader, bhxh_appender'
        ' USING (' || several || ')';
    EXECUTE 'CREATE POLICY append ON snapshots FOR INSERT TO bhxh_appender'
        ' WITH CHECK (' || own_several || ')';
    EXECUTE 'CREATE POLICY audit ON access_log FOR SELECT TO bhxh_auditor USING (' || one || ')';
    EXECUTE 'CREATE POLICY audit ON export_log FOR SELECT TO bhxh_auditor USING (' || several || ')';
    EXECUTE 'CREATE POLICY audit ON user_changes FOR SELECT TO bhxh_auditor'
        ' USING (' || several || ')';
END
$policies$;
CREATE POLICY read ON snapshot_links FOR SELECT TO bhxh_reader, bhxh_appender USING (true);
CREATE POLICY append ON snapshot_links FOR INSERT TO bhxh_appender WITH CHECK (true);
GRANT SELECT ON exception_notes, snapshots, snapshot_links TO bhxh_reader, bhxh_appender;
GRANT INSERT ON snapshots, snapshot_links TO bhxh_appender;
GRANT INSERT (noted_by, kind, subject, office_code, owner, note) ON exception_notes
    TO bhxh_appender;
GRANT INSERT (who, kind, ending, asked, in_full, office_codes) ON export_log TO bhxh_appender;
-- A reveal writes the log before it reads.
GRANT INSERT (who, page, purpose, office_code, payment_id) ON access_log
    TO bhxh_appender, bhxh_revealer;
-- Auditors read the logs and decisions about users; they read nothing personal, and change nothing.
GRANT SELECT ON access_log, export_log, user_changes TO bhxh_auditor;

-- Policies read which offices there are.
CREATE POLICY read_to_append ON offices FOR SELECT TO bhxh_appender USING (true);
CREATE POLICY audit ON offices FOR SELECT TO bhxh_auditor USING (true);
GRANT SELECT ON offices TO bhxh_appender, bhxh_auditor;

-- The gatekeeper reads who a user is, before anything else is known, and notes when the user signs
-- out. Readers see no users.
CREATE POLICY know ON users FOR SELECT TO bhxh_gatekeeper USING (true);
CREATE POLICY sign_out ON users FOR UPDATE TO bhxh_gatekeeper USING (true) WITH CHECK (true);
CREATE POLICY know ON user_offices FOR SELECT TO bhxh_gatekeeper USING (true);
CREATE POLICY know ON offices FOR SELECT TO bhxh_gatekeeper USING (true);
GRANT SELECT ON users, user_offices, offices TO bhxh_gatekeeper;
GRANT UPDATE (signed_out_at) ON users TO bhxh_gatekeeper;

-- Users are added and removed by commands, which write as the loader.
CREATE POLICY load ON users FOR ALL TO bhxh_loader USING (true) WITH CHECK (true);
CREATE POLICY load ON user_offices FOR ALL TO bhxh_loader USING (true) WITH CHECK (true);
CREATE POLICY load ON user_changes FOR SELECT TO bhxh_loader USING (true);
CREATE POLICY append ON user_changes FOR INSERT TO bhxh_loader WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON users TO bhxh_loader;
GRANT SELECT, INSERT, DELETE ON user_offices TO bhxh_loader;
GRANT SELECT ON user_changes TO bhxh_loader;
GRANT INSERT (changed_by, login, full_name, role, office_codes, is_disabled) ON user_changes
    TO bhxh_loader;

-- The migrations' own table.
CREATE POLICY migrate ON schema_version FOR ALL TO bhxh_owner USING (true) WITH CHECK (true);
CREATE POLICY read ON schema_version FOR SELECT TO bhxh_reader USING (true);
GRANT SELECT ON schema_version TO bhxh_reader;
