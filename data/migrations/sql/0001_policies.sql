-- The scope. Every table has row security, forced, and says who may do what with which rows.
-- The loader writes everything; a reader sees the offices of its transaction; what belongs to no
-- office is open to every reader.

DO $policies$
DECLARE
    name text;
    own CONSTANT text := 'office_code = ANY ((SELECT my_offices())::text[])';
    -- A row without an office is shown to whoever sees every office.
    own_or_none CONSTANT text := own || ' OR (office_code IS NULL AND NOT EXISTS ('
        'SELECT FROM offices AS o WHERE o.office_code <> ALL ((SELECT my_offices())::text[])))';
    visible text;
BEGIN
    FOR name, visible IN VALUES
        ('offices', 'true'), ('organizations', 'true'), ('calendar', 'true'),
        ('calendar_overrides', 'true'), ('policies', 'true'), ('import_runs', 'true'),
        ('collectors', own || ' OR seen_in && (SELECT my_offices())::text[]'),
        ('payments', own), ('participants', own), ('confirmations', own), ('remittances', own),
        ('remittance_lines', own), ('dispatches', own), ('participant_changes', own),
        ('import_rejects', own_or_none), ('changes', own_or_none)
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY read ON %I FOR SELECT TO bhxh_reader, bhxh_revealer USING (%s)',
            name, visible
        );
        EXECUTE format(
            'CREATE POLICY load ON %I FOR ALL TO bhxh_loader USING (true) WITH CHECK (true)', name
        );
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO bhxh_loader', name);
        IF name NOT IN ('participants', 'participant_changes') THEN
            EXECUTE format('GRANT SELECT ON %I TO bhxh_reader, bhxh_revealer', name);
        END IF;
    END LOOP;
END
$policies$;

GRANT SELECT (
    payment_id, office_code, name_masked, social_insurance_no_masked, national_id_masked
) ON participants TO bhxh_reader;
GRANT SELECT ON participants, participant_changes TO bhxh_revealer;

-- A reveal writes the log before it reads; nobody changes or deletes an entry.
ALTER TABLE access_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_log FORCE ROW LEVEL SECURITY;
CREATE POLICY append ON access_log FOR INSERT TO bhxh_appender, bhxh_revealer
    WITH CHECK (office_code = ANY ((SELECT my_offices())::text[]));
GRANT INSERT (who, page, purpose, office_code, payment_id) ON access_log
    TO bhxh_appender, bhxh_revealer;

-- What a reader sees of a participant.
CREATE VIEW masked_participants WITH (security_invoker = true) AS
SELECT
    payment_id,
    office_code,
    name_masked AS participant_name,
    social_insurance_no_masked AS social_insurance_no,
    national_id_masked AS national_id
FROM participants;
GRANT SELECT ON masked_participants TO bhxh_reader, bhxh_revealer;

-- The migrations' own table.
ALTER TABLE schema_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE schema_version FORCE ROW LEVEL SECURITY;
CREATE POLICY migrate ON schema_version FOR ALL TO bhxh_owner USING (true) WITH CHECK (true);
CREATE POLICY read ON schema_version FOR SELECT TO bhxh_reader USING (true);
GRANT SELECT ON schema_version TO bhxh_reader;
