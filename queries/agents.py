"""Owns whom figures are grouped by, and which offices and organisations a filter stands for."""

from __future__ import annotations

import enum

import sqlalchemy as sa

from data import problems
from data.problems import N_


class By(enum.StrEnum):
    """What a row stands for: an agent of a level, a product, or the week or month that was paid in.

    A week's or month's key is its first day. ALL has one row, with an empty key. Only agents have
    names.
    """

    OFFICE = "office"
    ORG = "org"
    COLLECTOR = "collector"
    PRODUCT = "product"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


# The office that is asked for and all below it; offices that it succeeded are not meant.
# One row an office.
ASKED_OFFICES = """
    asked_offices AS (
        SELECT office_code FROM offices WHERE office_code = :office
        UNION
        SELECT o.office_code
        FROM offices AS o
        JOIN asked_offices AS a ON o.parent_code = a.office_code
    )
"""

# What limits rows, aliased p, to the offices of the filter.
IS_ASKED_OFFICE = """
    (CAST(:office AS text) IS NULL
        OR p.office_code = ANY (ARRAY(SELECT office_code FROM asked_offices)))
"""

# What limits payments, aliased p, to the filter.
IS_ASKED = f"""
    {IS_ASKED_OFFICE}
    AND (CAST(:org AS text) IS NULL OR p.org_code = :org)
"""

# One row an agent of the level that is asked for.
NAMES = """
    names AS (
        SELECT office_code AS key, office_name AS name FROM offices WHERE :by = 'office'
        UNION ALL
        SELECT org_code, org_name FROM organizations WHERE :by = 'org'
        UNION ALL
        SELECT collector_code, collector_name FROM collectors WHERE :by = 'collector'
    )
"""


def key(*, collector: str, product: str, day: str) -> str:
    """Return what a row's agent is, of payments or sums aliased p; :by says of which kind."""
    return f"""
    CASE :by WHEN 'office' THEN p.office_code WHEN 'org' THEN p.org_code
        WHEN 'collector' THEN {collector} WHEN 'product' THEN {product}
        WHEN 'week' THEN CAST({day} - CAST(EXTRACT(ISODOW FROM {day}) AS integer) + 1 AS text)
        WHEN 'month' THEN CAST({day} - CAST(EXTRACT(DAY FROM {day}) AS integer) + 1 AS text)
        ELSE '' END
"""


# The same of payments.
KEY = key(collector="p.collector_code", product="p.product", day="p.paid_day")

_KNOWN = sa.text("""
    SELECT
        CAST(:office AS text) IS NULL
            OR EXISTS (SELECT FROM offices WHERE office_code = :office) AS office_known,
        CAST(:org AS text) IS NULL
            OR EXISTS (SELECT FROM organizations WHERE org_code = :org) AS org_known
""")


def require_known(connection: sa.Connection, *, office: str | None, org: str | None) -> None:
    """Refuse a filter that names what the store does not have: an empty answer would mislead.

    Raises:
        problems.Problem: the office or the organisation is unknown.
    """
    if office is None and org is None:
        return
    known = connection.execute(_KNOWN, {"office": office, "org": org}).one()
    if not known.office_known:
        raise problems.Problem(
            N_("Unknown office"), N_("No office has the code {code}."), code=office
        )
    if not known.org_known:
        raise problems.Problem(
            N_("Unknown organisation"), N_("No collection organisation has the code {code}."),
            code=org,
        )  # fmt: skip
