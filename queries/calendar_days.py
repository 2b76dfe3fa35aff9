"""Which days of a period are working days, and what is noted of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from queries import frames

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

COLUMNS: frames.Dtypes = {
    "day": frames.DAY,
    "working": "bool",
    "weekend": "bool",
    "note": frames.TEXT,
}

BETWEEN = """
SELECT
    day,
    working,
    EXTRACT(ISODOW FROM day) > 5 AS weekend,
    note
FROM calendar
WHERE day BETWEEN :first AND :last
ORDER BY day
"""


def between(connection: sa.Connection, *, first: dt.date, last: dt.date) -> pd.DataFrame:
    """Say of each day whether it counts, and why not, as far as that is noted.

    Returns:
        One row a day, both ends included: `COLUMNS`; the note is of an override.
    """
    return frames.ask(connection, BETWEEN, {"first": first, "last": last}, COLUMNS)
