"""The name behind a collector's code, for headings: there are too many of them for a picker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries import frames

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

NAMED = """
SELECT
    collector_code,
    collector_name
FROM collectors
WHERE collector_code = :code
"""


def named(connection: sa.Connection, *, code: str) -> pd.DataFrame:
    """Return the collector of a code, one row, or none where nobody in the scope has it."""
    dtypes = {"collector_code": frames.TEXT, "collector_name": frames.TEXT}
    return frames.ask(connection, NAMED, {"code": code}, dtypes)
