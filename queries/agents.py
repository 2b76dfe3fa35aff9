"""What figures are grouped by, and the days, offices and organisations that limit them."""

import dataclasses
import datetime as dt
import enum
from typing import TypeAlias

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


@dataclasses.dataclass(frozen=True)
class OfToday:
    """An office of today and all below it, or all of them, each with those that it succeeded.

    Where an office has ended before `today`, its figures are counted as its successor's. `code` may
    be of such an office as well: then its successor is meant.
    """

    today: dt.date
    code: str | None = None


# What a filter by office says: an office of the time of the figures and all below it, or one of
# today; None for all offices, each with the figures of its own time.
Office: TypeAlias = str | OfToday | None


def binds(office: Office) -> dict[str, object]:
    """Return the values that the steps below take for a filter by office."""
    if isinstance(office, OfToday):
        return {"office": office.code, "offices_on": office.today}
    return {"office": office, "offices_on": None}


# Steps of a statement that end with the offices of the filter. With :offices_on, which may be null,
# offices that had ended by that day are counted as their successors; otherwise offices that an
# office succeeded are not meant with it.
ASKED_OFFICES = """
    -- One row an office and one that it leads to: itself, its successor, whoever succeeded that.
    succeeded AS (
        SELECT office_code, office_code AS reached FROM offices
        UNION
        SELECT s.office_code, o.successor_code
        FROM succeeded AS s
        JOIN offices AS o ON o.office_code = s.reached
        WHERE o.successor_code IS NOT NULL AND o.valid_to < CAST(:offices_on AS date)
    ),
    -- One row an office. The last of its successors counts; where they go in a circle, itself.
    counted_offices AS (
        SELECT
            s.office_code,
            COALESCE(
                max(s.reached) FILTER (
                    WHERE (o.successor_code IS NOT NULL AND o.valid_to < CAST(:offices_on AS date))
                        IS NOT TRUE
                ),
                s.office_code
            ) AS counted_as
        FROM succeeded AS s
        JOIN offices AS o ON o.office_code = s.reached
        GROUP BY s.office_code
    ),
    -- One row an office: what is counted as the one that is asked for, or as one below it.
    asked_offices AS (
        SELECT c.office_code
        FROM counted_offices AS c
        JOIN counted_offices AS asked ON asked.counted_as = c.counted_as
        WHERE asked.office_code = :office
        UNION
        SELECT c.office_code
        FROM asked_offices AS a
        JOIN offices AS o ON o.parent_code = a.office_code
        JOIN counted_offices AS c ON c.counted_as = o.office_code
    )
"""

# Whether there is anything in the store of an office, aliased o, on the day {day}: payments of it,
# codes, or postings. Whatever its validity: it is shown and counted on that day.
HAS_DATA = """(
    EXISTS (SELECT FROM lag_days AS l WHERE l.office_code = o.office_code AND l.paid_day = {day})
    OR EXISTS (
        SELECT FROM forms AS f
        WHERE f.office_code = o.office_code AND f.day = {day} AND f.org_code <> ''
    )
)"""

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


def counted_as(office: str) -> str:
    """Return the office that one is counted as, of a column; after the steps of the filter.

    Without a day it is the column itself, which the planner sees. The pairs are looked up in one
    value: so rows need not be joined, and are grouped by what they are counted as.
    """
    return f"""
    CASE WHEN CAST(:offices_on AS date) IS NULL THEN {office}
        ELSE COALESCE(
            (SELECT jsonb_object_agg(office_code, counted_as) FROM counted_offices) ->> {office},
            {office}
        ) END
"""


def key(*, collector: str, product: str, day: str) -> str:
    """Return what a row's agent is, of payments or sums aliased p; :by says of which kind."""
    return f"""
    CASE :by WHEN 'office' THEN {counted_as("p.office_code")} WHEN 'org' THEN p.org_code
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


@dataclasses.dataclass(frozen=True, kw_only=True)
class Limits:
    """The days, and whose figures a query is limited to.

    A query that takes limits raises `problems.Problem` where one of their codes is unknown.

    Attributes:
        start: the first day.
        end: the last day.
        office: an office and all below it.
        org: a collection organisation.
    """

    start: dt.date
    end: dt.date
    office: Office = None
    org: str | None = None

    def require_known(self, connection: sa.Connection) -> None:
        """Refuse an unknown code, as the function `require_known` does."""
        require_known(connection, office=self.office, org=self.org)

    @property
    def binds(self) -> dict[str, object]:
        """The values of the fields by their names, and those of `IS_ASKED`."""
        return dataclasses.asdict(self) | binds(self.office)


def require_known(connection: sa.Connection, *, office: Office, org: str | None) -> None:
    """Refuse a filter that names what the store does not have: an empty result would mislead.

    Raises:
        problems.Problem: the office or the organisation is unknown.
    """
    if office is None and org is None:
        return
    code = binds(office)["office"]
    known = connection.execute(_KNOWN, {"office": code, "org": org}).one()
    if not known.office_known:
        raise problems.Problem(
            N_("Unknown office"), N_("No office has the code {code}."), code=code
        )
    if not known.org_known:
        raise problems.Problem(
            N_("Unknown organisation"), N_("No collection organisation has the code {code}."),
            code=org,
        )  # fmt: skip
