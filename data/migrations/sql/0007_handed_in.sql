-- What a first import rejects may be all of it: then the store has no office to name in the log of
-- files. Such an entry is for those who see every office, of which there is none.
CREATE POLICY append_rejects ON export_log FOR INSERT TO bhxh_appender
    WITH CHECK (
        kind = 'import-rejects' AND office_codes = '{}'
        AND cardinality((SELECT my_offices())::text[]) = 0
        AND NOT EXISTS (SELECT FROM offices)
    );
