"""What the store says of the operation, where everything has happened once."""

import datetime as dt
from typing import Final

from dashboard.web import operation
from data.mailing import mails
from queries.store import about
from queries.store import operation as operation_queries

MOMENT: Final = dt.datetime(2026, 8, 22, 8, tzinfo=dt.UTC)
FOUND: Final = operation.Found(
    state=operation_queries.State(
        about.Standing(is_sample=False, imported_at=MOMENT, silent_after_hours=26),
        data_version=1,
        last_run=operation_queries.Run(1, MOMENT, MOMENT, 0, {"inserted": 1}),
        last_closing=operation_queries.Closing(MOMENT.date(), MOMENT, 1),
    ),
    due={"closing": MOMENT.date()},
    missed={"closing": 0},
    mails=mails.State(1, MOMENT, MOMENT, MOMENT, ""),
    sent={"sent": 1},
    sessions=1,
)
