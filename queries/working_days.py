"""How far the calendar of working days reaches, and which working days lie between two days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data import problems
from data.derived import deadline
from data.problems import N_
from queries import agents, frames

if TYPE_CHECKING:
    import pandas as pd

# The deadline of a payment in working days. Alias g has org_code and paid_day.
DEADLINE = deadline.DEADLINE

_REACH = sa.text("SELECT max(day) FROM calendar")

# deadline_days are working days; own says whether the policy is the organisation's own. Where no
# policy holds, own is false and valid_from is empty: the deadline is the program's default.
DEADLINE_COLUMNS: frames.Dtypes = {
    "deadline_days": frames.WHOLE,
    "own": "bool",
    "valid_from": frames.DAY,
}

DEADLINES_IN_FORCE = f"""
SELECT
    {DEADLINE} AS deadline_days,
    COALESCE(o.org_code = g.org_code, false) AS own,
    o.valid_from
FROM (SELECT CAST(:org AS text) AS org_code, CAST(:day AS date) AS paid_day) AS g
LEFT JOIN LATERAL (
    SELECT org_code, valid_from
    FROM policies
    WHERE name = '{deadline.DEADLINE_POLICY}'
        AND org_code IN (g.org_code, '') AND valid_from <= g.paid_day
    ORDER BY org_code = '', valid_from DESC
    LIMIT 1
) AS o ON true
"""


# The first moment after the as-of day: what happened before it is known.
NIGHT: Final = """
    (CAST(CAST(:as_of AS date) + 1 AS timestamp) AT TIME ZONE 'Asia/Ho_Chi_Minh')
"""


def require(connection: sa.Connection, day: dt.date) -> None:
    """Refuse an as-of day for which working days are not numbered: its ages would be unknown.

    Raises:
        problems.Problem: the calendar ends before `day`; an empty one has no payments either.
    """
    last: dt.date | None = connection.scalar(_REACH)
    if last is not None and day > last:
        raise problems.Problem(
            N_("The calendar does not reach that far"),
            N_("Working days are known up to {last}; choose an earlier day."),
            last=f"{last:%d/%m/%Y}",
        )


def deadlines_in_force(connection: sa.Connection, *, org: str, day: dt.date) -> pd.DataFrame:
    """Return the deadline of a payment to an organisation on a day, and whose it is.

    Returns:
        One row: `COLUMNS`.

    Raises:
        problems.Problem: an unknown organisation.
    """
    agents.require_known(connection, office=None, org=org)
    return frames.ask(connection, DEADLINES_IN_FORCE, {"org": org, "day": day}, DEADLINE_COLUMNS)


_BETWEEN: Final = sa.text("""
SELECT day FROM calendar WHERE working AND day BETWEEN :start AND :end ORDER BY day
""")


def between(connection: sa.Connection, *, start: dt.date, end: dt.date) -> list[dt.date]:
    """Return the working days from one day to another, both included, as far as they are known."""
    return list(connection.scalars(_BETWEEN, {"start": start, "end": end}))
