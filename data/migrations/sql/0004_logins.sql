-- The login that imports may not become the owner. What an import needs of the owner stands here, in
-- functions with the owner's rights that only the loader may call. data/health.py names them one by
-- one, with what they are given; any other is a hole.

-- Indexes that the running import has taken away. The loader does not say what is built: it cannot
-- read or write this table, which is empty whenever no import runs.
CREATE TABLE indexes_aside (
    index_name name COLLATE "C" PRIMARY KEY,
    table_name name COLLATE "C" NOT NULL,
    definition text NOT NULL
);
ALTER TABLE indexes_aside ENABLE ROW LEVEL SECURITY;
ALTER TABLE indexes_aside FORCE ROW LEVEL SECURITY;
CREATE POLICY keep ON indexes_aside FOR ALL TO bhxh_owner USING (true) WITH CHECK (true);

-- Take the secondary indexes of a table away: none that keeps rows apart, or that a constraint has.
-- The tables are those that the import fills.
CREATE FUNCTION set_indexes_aside(of_table text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = bhxh, pg_temp
AS $$
DECLARE
    filled CONSTANT oid := (
        SELECT c.oid FROM pg_class AS c
        WHERE c.relnamespace = 'bhxh'::regnamespace AND c.relname = of_table AND c.relkind = 'r'
            AND c.relowner = 'bhxh_owner'::regrole
            AND has_table_privilege('bhxh_loader', c.oid, 'INSERT')
    );
    found record;
BEGIN
    IF filled IS NULL THEN
        RAISE EXCEPTION 'no import fills this table' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR found IN
        SELECT c.relname, pg_get_indexdef(c.oid) AS definition
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        WHERE i.indrelid = filled AND NOT i.indisunique AND NOT i.indisexclusion
            AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid)
        ORDER BY c.relname
    LOOP
        INSERT INTO indexes_aside (index_name, table_name, definition)
        VALUES (found.relname, of_table, found.definition);
        EXECUTE format('DROP INDEX bhxh.%I', found.relname);
    END LOOP;
END
$$;

-- Build again what was taken away of a table, as it was.
CREATE FUNCTION build_indexes_aside(of_table text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = bhxh, pg_temp
AS $$
DECLARE
    kept text;
BEGIN
    FOR kept IN
        SELECT definition FROM indexes_aside WHERE table_name = of_table ORDER BY index_name
    LOOP
        EXECUTE kept;
    END LOOP;
    DELETE FROM indexes_aside WHERE table_name = of_table;
END
$$;

-- Empty a store that says that it holds a sample, and return whether it did. What an import fills
-- goes, with what was noted and frozen of invented payments; logs, users and their sessions stay.
CREATE FUNCTION remove_sample() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = bhxh, pg_temp
AS $$
DECLARE
    emptied text;
BEGIN
    IF NOT EXISTS (SELECT FROM about WHERE is_sample) THEN
        RETURN false;
    END IF;
    SELECT string_agg(format('bhxh.%I', relname), ', ' ORDER BY relname) INTO emptied
    FROM pg_class
    WHERE relnamespace = 'bhxh'::regnamespace AND relkind = 'r'
        AND (
            has_table_privilege('bhxh_loader', oid, 'INSERT')
            OR relname IN ('exception_notes', 'snapshots', 'snapshot_links')
        );
    EXECUTE 'TRUNCATE ' || emptied;
    RETURN true;
END
$$;

-- The owner reads, of all rows, the mark of a sample.
CREATE POLICY remove ON about FOR SELECT TO bhxh_owner USING (true);

GRANT EXECUTE ON FUNCTION set_indexes_aside(text), build_indexes_aside(text), remove_sample()
    TO bhxh_loader;
