"""How many differences are to be reconciled, of each kind, and what money they concern.

What a case of each kind is, `data.derived.difference_rules` says.
"""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from data.derived import difference_rules
from queries import agents, frames
from queries.exceptions import cases
from queries.lag import lagged

# In the order of reports.
KINDS: Final = tuple(difference_rules.RULES)

# Amounts in đồng: of the payment, of the codes on the form, or by how much the transfer or the form
# that was sent differs.
# oldest_days are calendar days up to the as-of day, empty without cases.
COLUMNS: frames.Dtypes = frames.columns("kind cases amount oldest_days")

BY_KIND = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{cases.TOTALS}
SELECT
    kind,
    COALESCE(t.cases, 0) AS cases,
    COALESCE(t.amount, 0) AS amount,
    :as_of - t.oldest_day AS oldest_days
FROM unnest(CAST(:kinds AS text[])) WITH ORDINALITY AS k (kind, nth)
LEFT JOIN totals AS t USING (kind)
ORDER BY k.nth
"""

OWNER_COLUMNS: frames.Dtypes = frames.columns("kind owned")

# One row a difference that has notes, whether it still stands or not; the last entry holds.
_OWNERS = """
owners AS (
    SELECT kind, subject
    FROM (
        SELECT DISTINCT ON (kind, subject) kind, subject, owner
        FROM exception_notes
        WHERE CAST(:kind AS text) IS NULL OR kind = :kind
        ORDER BY kind, subject, note_id DESC
    ) AS noted
    WHERE owner IS NOT NULL
)
"""

SUBJECTS = f"""
WITH
{_OWNERS}
SELECT DISTINCT subject
FROM owners
ORDER BY subject
"""

OWNED = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{cases.DIFFERENCES},
{_OWNERS}
SELECT
    d.kind,
    count(*) AS owned
FROM differences AS d
JOIN owners AS o ON o.kind = d.kind AND o.subject = d.subject
GROUP BY d.kind
ORDER BY d.kind COLLATE "C"
"""


def by_kind(connection: sa.Connection, question: lagged.Question) -> pd.DataFrame:
    """Return how many differences of each kind a period has, as known at the end of a day.

    One payment may be a case of several kinds: the kinds do not add up.

    Returns:
        One row a kind, in the order of `KINDS`, those without cases as well: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    params = cases.params(connection, question)
    return frames.ask(connection, BY_KIND, params | {"kinds": list(KINDS)}, COLUMNS)


def owned_by_kind(
    connection: sa.Connection, question: lagged.Question, *, kind: str | None = None
) -> pd.DataFrame:
    """Count the cases of `by_kind` that somebody looks after, whenever that was noted.

    Returns:
        One row a kind with such cases: `OWNER_COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    # Few have an owner: they are found by their keys, without a second look at all the others.
    subjects = connection.scalars(sa.text(SUBJECTS), {"kind": kind}).all()
    params = cases.params(connection, question, kind, subjects)
    return frames.ask(connection, OWNED, params, OWNER_COLUMNS)
