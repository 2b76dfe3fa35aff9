"""Which policies the store has: what figures are judged by."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

LISTED: Final = sa.text("""
SELECT
    name,
    org_code,
    valid_from,
    value
FROM policies
ORDER BY name, org_code, valid_from
""")


def listed(connection: sa.Connection) -> list[tuple[str, str, str, str]]:
    """Return every policy: its name, its organisation or "", the first day, its value as text."""
    return [
        (row.name, row.org_code, row.valid_from.isoformat(), row.value)
        for row in connection.execute(LISTED)
    ]
