"""How many differences are to be reconciled, of each kind, and what money they concern.

What a case of each kind is, `data.derived.difference_rules` says.
"""

import dataclasses
from typing import Final

import pandas as pd
import sqlalchemy as sa

from data.derived import difference_rules
from queries import agents, frames
from queries.exceptions import cases, kinds, looked_after
from queries.lag import lagged

# In the order of reports.
KINDS: Final = tuple(difference_rules.RULES)
_EVERY_KIND: Final = {"kinds": list(KINDS), "apart": list(difference_rules.APART)}

# Amounts in đồng: of the payment, of the codes on the form, or by how much the transfer or the form
# that was sent differs.
# oldest_days are calendar days up to the as-of day, empty without cases. weight is the sum of what
# the cases weigh: see `queries.exceptions.rows`.
COLUMNS: frames.Dtypes = frames.columns("kind cases amount oldest_days weight")

_FIGURES: Final = f"""
    kind,
    COALESCE(t.cases, 0) AS cases,
    COALESCE(t.amount, 0) AS amount,
    :as_of - t.oldest_day AS oldest_days,
    COALESCE({difference_rules.severity("kind")} * t.amount_days, 0) AS weight
"""
# The heaviest kinds first, those that are listed apart after all others.
_RANKED: Final = """
FROM unnest(CAST(:kinds AS text[])) WITH ORDINALITY AS k (kind, nth)
LEFT JOIN totals AS t USING (kind)
ORDER BY kind = ANY (CAST(:apart AS text[])), weight DESC, COALESCE(t.cases, 0) DESC, k.nth
"""

BY_KIND = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{cases.TOTALS}
SELECT
    {_FIGURES}
{_RANKED}
"""

# owned: cases that somebody looks after; late: those of them that were to be settled before today.
OWNER_COLUMNS: frames.Dtypes = frames.columns("kind owned late")
NOTED_COLUMNS: frames.Dtypes = COLUMNS | OWNER_COLUMNS

# One row a kind with cases.
_COUNTED = f"""
counted AS (
    SELECT
        d.kind,
        count(*) AS cases,
        sum(d.amount) AS amount,
        min(d.day) AS oldest_day,
        sum({difference_rules.amount_days("d.amount", "d.day")}) AS amount_days,
        count(n.owner) AS owned,
        count(*) FILTER (WHERE {looked_after.IS_LATE}) AS late
    FROM differences AS d
    {looked_after.JOIN}
    WHERE {kinds.is_subject("d.subject")}
        AND {looked_after.IS_ASKED}
    GROUP BY d.kind
)
"""

OWNED = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{cases.DIFFERENCES},
{looked_after.NOTED},
{_COUNTED}
SELECT kind, owned, late
FROM counted
WHERE owned > 0
ORDER BY kind COLLATE "C"
"""

NOTED = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{cases.DIFFERENCES},
{looked_after.NOTED},
{_COUNTED},
totals AS (SELECT * FROM counted)
SELECT
    {_FIGURES},
    COALESCE(t.owned, 0) AS owned,
    COALESCE(t.late, 0) AS late
{_RANKED}
"""


def by_kind(connection: sa.Connection, question: lagged.Question) -> pd.DataFrame:
    """Return how many differences of each kind a period has, as known at the end of a day.

    One payment may be a case of several kinds: the kinds do not add up.

    Returns:
        One row a kind, those without cases as well, the heaviest first and those that are listed
        apart last: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    params = cases.params(connection, question)
    return frames.ask(connection, BY_KIND, params | _EVERY_KIND, COLUMNS)


def noted_by_kind(
    connection: sa.Connection, question: lagged.Question, *, limits: looked_after.Limits
) -> pd.DataFrame:
    """Return what `by_kind` returns of some differences alone, and what is noted of them.

    Returns:
        One row a kind as in `by_kind`: `NOTED_COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    subjects = looked_after.few(connection, limits, kind=None)
    params = cases.params(connection, question, None, subjects) | limits.binds | _EVERY_KIND
    return frames.ask(connection, NOTED, params, NOTED_COLUMNS)


def owned_by_kind(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    kind: str | None = None,
    limits: looked_after.Limits = looked_after.EVERY,
) -> pd.DataFrame:
    """Count the cases of `by_kind` that somebody looks after, whenever that was noted.

    Of `limits` the day counts alone.

    Returns:
        One row a kind with such cases: `OWNER_COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    owned = dataclasses.replace(limits, only=None)
    subjects = looked_after.subjects(connection, owned, kind=kind)
    params = cases.params(connection, question, kind, subjects) | owned.binds
    return frames.ask(connection, OWNED, params, OWNER_COLUMNS)
