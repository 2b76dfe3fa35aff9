"""Faults of read rows: a row of `read_x` that has one stays out."""

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data.importing import sets


def mark(cursor: Cursor, each: sets.Set, column: str, reason: str, condition: str) -> int:
    """Add a fault to the rows of a set where `condition` holds of `r`; return how many."""
    cursor.execute(
        f"UPDATE read_{each.name} AS r SET faults = r.faults || ARRAY['{column}:{reason}']"
        f" WHERE NOT ('{column}:{reason}' = ANY (r.faults)) AND ({condition})"
    )
    return cursor.rowcount
