"""How far the calendar of working days reaches, and which working days lie between two days."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from data import policies, problems
from data.problems import N_

# The deadline of a payment in working days. Alias g has org_code and paid_day.
DEADLINE = policies.DEADLINE

_REACH = sa.text("SELECT max(day) FROM calendar")


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
