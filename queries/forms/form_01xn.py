"""What form 01-XN of a day says: codes recorded on it, adjustments for voids, and the sendings."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data import local_time
from queries import agents, frames
from queries.forms import days, steps

if TYPE_CHECKING:
    import pandas as pd

# Amounts in đồng; the last four count pairs of office and organisation with codes that day.
COLUMNS: frames.Dtypes = (
    frames.columns("key name")
    | days.MONEY
    | frames.columns("dispatched_on_time dispatched_late not_dispatched mismatched")
)

BY_CODE = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{steps.POSTINGS}
SELECT
    c.confirmation_code,
    o.payment_id,
    o.office_code,
    o.org_code,
    o.collector_code,
    o.product,
    o.months,
    o.amount,
    o.paid_at,
    o.recorded_at
FROM postings AS o
JOIN confirmations AS c USING (payment_id)
ORDER BY c.confirmation_code COLLATE "C", o.payment_id, o.amount DESC
"""


# On the next day, holidays too.
DUE_AT: Final = dt.time(8)


def due_at(date: dt.date) -> dt.datetime:
    """Return when the form of a day is due: 08:00:00 on the next day, holidays too."""
    return local_time.begin(date + dt.timedelta(days=1), DUE_AT)


def as_at_deadline(now: dt.datetime) -> dt.datetime:
    """Return a moment that stands for all of its day before 08:00:00, or for all after it.

    What forms are due does not change between: what was asked at one of them holds at the others.
    """
    due = local_time.begin(now.astimezone(local_time.HANOI).date(), DUE_AT)
    return due if now <= due else due + dt.timedelta(seconds=1)


def last_due(now: dt.datetime) -> dt.date:
    """Return the last day whose form is due: whoever has not sent it by now is late."""
    yesterday = now.astimezone(local_time.HANOI).date() - dt.timedelta(days=1)
    return yesterday if now > due_at(yesterday) else yesterday - dt.timedelta(days=1)


def by_agent(
    connection: sa.Connection,
    *,
    date: dt.date,
    by: agents.By,
    office: agents.Office = None,
    org: str | None = None,
) -> pd.DataFrame:
    """Return what each office or organisation has on the form of a day, and how it was sent.

    Returns:
        One row an agent with postings, sorted by code point of the key: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code.
    """
    return rows(connection, date=date, by=by, office=office, org=org).frame()


def rows(
    connection: sa.Connection,
    *,
    date: dt.date,
    by: agents.By,
    office: agents.Office = None,
    org: str | None = None,
) -> frames.Rows:
    """Return the rows of `by_agent`, plain."""
    question = steps.Question(start=date, end=date, office=office, org=org)
    found = days.rows(connection, question, by=days.By(by))
    return dataclasses.replace(found, dtypes=COLUMNS)


def by_code(connection: sa.Connection, question: steps.Question) -> pd.DataFrame:
    """List the payments on the form of a day under their codes; adjustments are negative.

    Returns:
        One row a posting, sorted by code as stored, then payment: `steps.POSTING`.

    Raises:
        problems.Problem: an unknown code.
    """
    return rows_by_code(connection, question).frame()


def rows_by_code(connection: sa.Connection, question: steps.Question) -> frames.Rows:
    """Return the rows of `by_code`, plain."""
    question.require_known(connection)
    return frames.rows(connection, BY_CODE, question.binds, steps.POSTING)
