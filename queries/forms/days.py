"""What form 01-XN of one day or of several says, by office, organisation, product, or day."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from queries import agents, frames
from queries.forms import steps

if TYPE_CHECKING:
    import pandas as pd


class By(enum.StrEnum):
    """What a row stands for."""

    OFFICE = "office"
    ORG = "org"
    PRODUCT = "product"
    DAY = "day"


# Amounts in đồng; a code counts once a day.
MONEY: frames.Dtypes = frames.columns(
    "codes payments amount late_recorded adjustments adjustment_amount net_amount"
)
# Forms, each of an office, an organisation and a day with codes. Those that are not dispatched may
# be not yet due.
FORMS: frames.Dtypes = frames.columns(
    "dispatched_on_time dispatched_late not_dispatched mismatched not_yet_due"
)
_AGENT: frames.Dtypes = frames.columns("key name")
_DAY: frames.Dtypes = frames.columns("day")

BY_PARTS = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{steps.WITH_STATUS},
-- One row a form, or its part of a product, and level that it is counted at.
keyed AS (
    SELECT
        j.*,
        l.level,
        CASE l.level WHEN 'office' THEN {agents.counted_as("j.office_code")}
            WHEN 'org' THEN j.org_code
            WHEN 'product' THEN j.product
            ELSE CAST(j.day AS text) END AS key
    FROM judged AS j
    CROSS JOIN unnest(CAST(:levels AS text[])) AS l (level)
    WHERE CASE l.level WHEN 'product' THEN j.product <> ''
        ELSE j.product = COALESCE(:product, '') END
)
SELECT
    k.level,
    k.key,
    min(COALESCE(o.office_name, g.org_name)) AS name,
    min(k.day) AS day,
    sum(k.codes) AS codes,
    sum(k.payments) AS payments,
    sum(k.amount) AS amount,
    sum(k.late_recorded) AS late_recorded,
    sum(k.adjustments) AS adjustments,
    sum(k.adjustment_amount) AS adjustment_amount,
    sum(k.amount) + sum(k.adjustment_amount) AS net_amount,
    count(*) FILTER (WHERE k.status = 'on_time') AS dispatched_on_time,
    count(*) FILTER (WHERE k.status = 'late') AS dispatched_late,
    count(*) FILTER (WHERE k.status IN ('missing', 'not_due')) AS not_dispatched,
    count(*) FILTER (WHERE k.mismatched) AS mismatched,
    count(*) FILTER (WHERE k.status = 'not_due') AS not_yet_due
FROM keyed AS k
LEFT JOIN offices AS o ON k.level = 'office' AND o.office_code = k.key
LEFT JOIN organizations AS g ON k.level = 'org' AND g.org_code = k.key
GROUP BY k.level, k.key
ORDER BY k.level, k.key COLLATE "C"
"""


def by_part(
    connection: sa.Connection,
    question: steps.Question,
    *,
    by: By,
    now: dt.datetime | None = None,
) -> pd.DataFrame:
    """Return what each office, organisation or product has on the forms of some days.

    Args:
        connection: a transaction of a reader.
        question: the forms. They are not sent by product: of one, there is nothing about sending.
        by: what a row stands for; not a day.
        now: by when a form must have been due to be missing; left out, every one counts as due.

    Returns:
        One row an agent or product with postings, sorted by code point of the key: key, name
        (none for a product), `MONEY`, and `FORMS` but of or by product.
    """
    return rows(connection, question, by=by, now=now).frame()


def rows(
    connection: sa.Connection,
    question: steps.Question,
    *,
    by: By,
    now: dt.datetime | None = None,
) -> frames.Rows:
    """Return the rows of `by_part`, plain."""
    return by_parts(connection, question, by=[by], now=now)[by]


def by_day(
    connection: sa.Connection,
    question: steps.Question,
    *,
    now: dt.datetime | None = None,
) -> pd.DataFrame:
    """Return what the form of each of some days has; the arguments are those of `by_part`.

    Returns:
        One row a day with postings, in their order: day, `MONEY`, and `FORMS` without a product.
    """
    return rows(connection, question, by=By.DAY, now=now).frame()


def by_parts(
    connection: sa.Connection,
    question: steps.Question,
    *,
    by: Sequence[By],
    now: dt.datetime | None = None,
) -> dict[By, frames.Rows]:
    """Return the rows of `by_part`, or of `by_day`, at several levels: the forms are read once.

    Args:
        connection: a transaction of a reader.
        question: the forms.
        by: the levels.
        now: by when a form must have been due to be missing; left out, every one counts as due.
    """
    question.require_known(connection)
    values = question.binds | {"levels": list(by), "now": now}
    result = connection.execute(sa.text(BY_PARTS), values)
    names, found = tuple(result.keys()), result.all()
    return {
        level: frames.Rows(
            [row for row in found if row.level == level], names, _columns(question, level)
        )
        for level in by
    }


def _columns(question: steps.Question, level: By) -> frames.Dtypes:
    is_sent = question.product is None and level is not By.PRODUCT
    keys = _DAY if level is By.DAY else _AGENT
    return {**keys, **MONEY, **(FORMS if is_sent else {})}


# Office by office, from the beginning of an index: under a policy, min() over all would read them.
FIRST = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row an office; no day where nothing of it may be seen.
firsts AS (
    SELECT
        (
            SELECT recorded_day FROM payments AS p
            WHERE p.office_code = o.office_code AND recorded_day IS NOT NULL
            ORDER BY recorded_day
            LIMIT 1
        ) AS day
    FROM offices AS o
    WHERE CAST(:office AS text) IS NULL
        OR o.office_code = ANY (ARRAY(SELECT office_code FROM asked_offices))
)
SELECT min(day) AS day
FROM firsts
"""


def first(connection: sa.Connection, *, office: agents.Office = None) -> pd.DataFrame:
    """Return one row: the first day with a code, `day`; empty where there is none."""
    return frames.ask(connection, FIRST, {**agents.binds(office)}, _DAY)
