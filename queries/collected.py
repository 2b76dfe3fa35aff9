"""Whether any money was taken in a period."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from queries import agents

IS_ANY = sa.text(f"""
WITH RECURSIVE
{agents.ASKED_OFFICES}
SELECT EXISTS (
    SELECT FROM payments AS p
    WHERE p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
        AND {agents.IS_ASKED}
) AS is_any
""")


def is_any(
    connection: sa.Connection,
    *,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    office: agents.Office = None,
    org: str | None = None,
) -> bool:
    """Say whether there is a payment of these days, up to the as-of day; voided ones count.

    Raises:
        problems.Problem: an unknown office or organisation.
    """
    agents.require_known(connection, office=office, org=org)
    values = {"start": start, "end": end, "as_of": as_of, **agents.binds(office), "org": org}
    return bool(connection.scalar(IS_ANY, values))
