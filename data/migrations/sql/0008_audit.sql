-- Auditors read who looked at personal data, and who was given which role by whom; they read
-- nothing personal, and change nothing.

-- One look is one moment: clock_timestamp() went on within a statement that adds many entries.
ALTER TABLE access_log ALTER COLUMN at SET DEFAULT statement_timestamp();

-- Looks are asked for by their time, across all offices.
CREATE INDEX access_log_by_time ON access_log (at, entry_id);

DO $policies$
DECLARE
    -- Whoever sees every office sees the entries of offices that the store has no more, too: the
    -- log outlives a sample. The same holds for decisions about users of the whole city.
    everything CONSTANT text := 'NOT EXISTS (SELECT FROM offices AS o'
        ' WHERE o.office_code <> ALL ((SELECT my_offices())::text[]))';
BEGIN
    EXECUTE 'CREATE POLICY audit ON access_log FOR SELECT TO bhxh_auditor'
        ' USING (office_code = ANY ((SELECT my_offices())::text[]) OR ' || everything || ')';
    EXECUTE 'CREATE POLICY audit ON user_changes FOR SELECT TO bhxh_auditor'
        ' USING ((office_codes <> ''{}'' AND office_codes <@ (SELECT my_offices())::text[])'
        ' OR ' || everything || ')';
END
$policies$;

CREATE POLICY audit ON offices FOR SELECT TO bhxh_auditor USING (true);
GRANT SELECT ON access_log, user_changes, offices TO bhxh_auditor;
GRANT EXECUTE ON FUNCTION my_offices() TO bhxh_auditor;
