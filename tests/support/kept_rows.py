"""The rows of a store, kept as text, so that it can hold them again without another import."""

import dataclasses
import io

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

# What is generated of other columns cannot be written.
_COLUMNS = """
    SELECT relname, string_agg(quote_ident(attname), ', ' ORDER BY attnum)
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
    WHERE relnamespace = 'bhxh'::regnamespace AND relkind = 'r' AND relname <> 'schema_version'
        AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY relname ORDER BY relname
"""
_NUMBERS = """
    SELECT quote_ident(sequencename), last_value FROM pg_sequences
    WHERE schemaname = 'bhxh' AND last_value IS NOT NULL
"""
# Answers are kept by the number of the last run and by when it ended.
_NOW = """
    UPDATE import_runs SET
        started_at = started_at + since.passed, finished_at = finished_at + since.passed
    FROM (SELECT clock_timestamp() - max(finished_at) AS passed FROM import_runs) AS since
"""


@dataclasses.dataclass(frozen=True)
class Kept:
    """Rows by table and its columns, and the numbers that were given last, by sequence."""

    rows: dict[str, str]
    numbers: dict[str, int]

    def put_back(self, cursor: Cursor) -> None:
        """Write the rows into an empty store, as if its runs had ended this moment."""
        # The order of the tables does not matter to a replica: it checks no references.
        cursor.execute("BEGIN; SET LOCAL session_replication_role = replica")
        for table, text in self.rows.items():
            cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(text))
        for name, number in self.numbers.items():
            cursor.execute("SELECT setval(%s, %s)", (name, number))
        cursor.execute(f"{_NOW}; COMMIT")


def of(cursor: Cursor) -> Kept:
    """Return what a store holds now."""
    cursor.execute(_COLUMNS)
    tables = [f"{table} ({columns})" for table, columns in cursor.fetchall()]
    texts = {table: _text(cursor, table) for table in tables}
    cursor.execute(_NUMBERS)
    return Kept({table: text for table, text in texts.items() if text}, dict(cursor.fetchall()))


def _text(cursor: Cursor, table: str) -> str:
    text = io.StringIO()
    cursor.copy_expert(f"COPY {table} TO STDOUT", text)
    return text.getvalue()
