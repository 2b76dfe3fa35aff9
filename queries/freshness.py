"""How fresh the store's data is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries import frames

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

LATEST = """
SELECT
    (SELECT max(run_id) FROM import_runs WHERE changed) AS data_version,
    (SELECT max(finished_at) FROM import_runs) AS imported_at,
    (SELECT max(recorded_day) FROM payments) AS latest_recorded_day,
    (SELECT max(paid_day) FROM payments) AS latest_paid_day
"""


def latest(connection: sa.Connection) -> pd.DataFrame:
    """Return one row: the data version, the last import, the last days with data in the scope.

    The data version is the last import that changed anything; empty in an empty store.
    """
    dtypes = {
        "data_version": frames.WHOLE, "imported_at": frames.MOMENT,
        "latest_recorded_day": frames.DAY, "latest_paid_day": frames.DAY,
    }  # fmt: skip
    return frames.ask(connection, LATEST, {}, dtypes)
