"""How overdue money moved from one evening to a later one: what was settled, what came on top."""

import datetime as dt
from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lag_sums, lagged

# Amounts in đồng, numbers of payments. before: overdue on the earlier evening; of that, voided and
# settled by the later one, and older: still overdue then. added: overdue on the later evening and
# not on the earlier one. older and added come to what is overdue on the later evening.
_LINES: Final = {
    "before": "was_overdue",
    "voided": "was_overdue AND NOT is_open AND is_voided",
    "settled": "was_overdue AND NOT is_open AND NOT is_voided",
    "older": "was_overdue AND is_open",
    "added": "NOT was_overdue AND is_overdue",
}
# first_added_day and last_older_day are days of payment: where all that is older was paid before
# all that is added, the days tell them apart.
COLUMNS: frames.Dtypes = (
    frames.columns("office_code org_code")
    | {f"{line}_{what}": frames.WHOLE for line in _LINES for what in ("payments", "amount")}
    | frames.columns("first_added_day last_older_day")
)

_SUMS: Final = ",\n    ".join(
    f"COALESCE(sum({what}) FILTER (WHERE {condition}), 0) AS {line}_{what}"
    for line, condition in _LINES.items()
    for what in ("payments", "amount")
)

OVERDUE: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- The grain of lag_days.
moved AS (
    SELECT
        p.office_code, p.org_code, p.paid_day, p.payments, p.amount,
        COALESCE(p.voided_day <= :as_of, false) AS is_voided,
        {lag_sums.DECIDED} > :as_of AS is_open,
        p.paid_day <= :before AND {lag_sums.DECIDED} > :before
            AND earlier.number - paid.number > p.deadline_days AS was_overdue,
        {lag_sums.DECIDED} > :as_of AND later.number - paid.number > p.deadline_days AS is_overdue
    FROM {lag_sums.open_after(":before")}
    JOIN calendar AS paid ON paid.day = p.paid_day
    JOIN calendar AS earlier ON earlier.day = :before
    JOIN calendar AS later ON later.day = :as_of
)
SELECT
    office_code,
    org_code,
    {_SUMS},
    min(paid_day) FILTER (WHERE NOT was_overdue AND is_overdue) AS first_added_day,
    max(paid_day) FILTER (WHERE was_overdue AND is_open) AS last_older_day
FROM moved
WHERE was_overdue OR is_overdue
GROUP BY office_code, org_code
ORDER BY office_code, org_code
"""


def overdue(
    connection: sa.Connection, question: lagged.Question, *, before: dt.date
) -> pd.DataFrame:
    """Return how what was overdue at the end of `before` became what is at the end of `as_of`.

    before - voided - settled + added = older + added, which is what `owing.by_agent` calls overdue.
    What became overdue after `before` and was settled by `as_of` is in none of them. The product
    and the collector of the question are not used.

    Returns:
        One row an office and organisation that had anything overdue on one of the two evenings:
        `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    question.require(connection)
    return frames.ask(connection, OVERDUE, question.binds | {"before": before}, COLUMNS)


# One row: office by office, from the beginnings of indexes: under a policy, min() would read all.
FIRST: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES}
SELECT
    min((
        SELECT p.paid_day FROM payments AS p
        WHERE p.office_code = o.office_code ORDER BY p.paid_day LIMIT 1
    )) AS first_paid_day,
    min((
        SELECT p.recorded_day FROM payments AS p
        WHERE p.office_code = o.office_code AND p.recorded_day IS NOT NULL
        ORDER BY p.recorded_day LIMIT 1
    )) AS first_recorded_day
FROM offices AS o
WHERE CAST(:office AS text) IS NULL
    OR o.office_code = ANY (ARRAY(SELECT office_code FROM asked_offices))
"""
_FIRST_COLUMNS: Final = frames.columns("first_paid_day first_recorded_day")


def first(connection: sa.Connection, *, office: agents.Office = None) -> pd.DataFrame:
    """Return one row: the first day with a payment, and with a code; empty where there is none.

    Raises:
        problems.Problem: an unknown office.
    """
    agents.require_known(connection, office=office, org=None)
    return frames.ask(connection, FIRST, agents.binds(office), _FIRST_COLUMNS)
