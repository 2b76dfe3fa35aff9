"""What the lag questions have in common: their limits, and how payments are read for them."""

import dataclasses
import datetime as dt
from typing import Final

import sqlalchemy as sa

from queries import agents, frames, working_days
from queries.lag import lag_sums

# The columns of a listed payment in every list; amounts in đồng.
PAYMENT: frames.Dtypes = frames.columns(
    "payment_id confirmation_code office_code org_code collector_code product amount paid_at"
)

# The payments, or sums of them, aliased p, that both lag reports count: paid in the period and not
# after the as-of day, not voided by then, within the filter by office and organisation.
IS_OF_PERIOD = f"""
    p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
    AND (p.voided_day IS NULL OR p.voided_day > :as_of)
    AND {agents.IS_ASKED}
"""
# What limits payments, aliased p, to a product and a collector.
IS_OF_FILTER: Final = """
    (CAST(:product AS text) IS NULL OR p.product = :product)
    AND (CAST(:collector AS text) IS NULL OR p.collector_code = :collector)
"""
# The payments within all limits; rollups without products and collectors do not have them.
IS_COUNTED = f"""
    {IS_OF_PERIOD}
    AND {IS_OF_FILTER}
"""

# What became of payments, aliased a, with their lag or age.
STATUS: Final = """
    CASE
        WHEN a.settled_day IS NOT NULL AND a.lag_days <= a.deadline_days THEN 'remitted'
        WHEN a.settled_day IS NOT NULL THEN 'late'
        WHEN a.lag_days > a.deadline_days THEN 'overdue'
        ELSE 'outstanding'
    END
"""


def deadlines(rows: str) -> str:
    """Return the step `deadlines`: one row an organisation and paid day of an earlier step."""
    return f"""
-- One row an organisation and paid day: looked up once for each, not for each payment.
deadlines AS MATERIALIZED (
    SELECT g.org_code, g.paid_day, {working_days.DEADLINE} AS deadline_days
    FROM (SELECT DISTINCT org_code, paid_day FROM {rows}) AS g
)
"""


# Steps of a statement, after those of `agents`: read from the payments.
OF_PAYMENTS: Final = f"""
-- One row an agent, organisation, paid day and settled day, of what an observer knew that evening.
grouped AS (
    SELECT
        {agents.KEY} AS key,
        p.org_code,
        p.paid_day,
        CASE WHEN p.settled_day <= :as_of THEN p.settled_day END AS settled_day,
        count(*) AS payments,
        sum(p.amount) AS amount
    FROM payments AS p
    WHERE {IS_COUNTED}
    GROUP BY 1, 2, 3, 4
),
{deadlines("grouped")},
-- The grain of grouped, with the lag, or the age of what is outstanding.
lagged AS (
    SELECT
        g.key,
        g.payments,
        g.amount,
        g.settled_day IS NOT NULL AS remitted,
        GREATEST(0, COALESCE(settled.number, today.number) - paid.number) AS lag_days,
        d.deadline_days
    FROM grouped AS g
    JOIN deadlines AS d USING (org_code, paid_day)
    JOIN calendar AS paid ON paid.day = g.paid_day
    LEFT JOIN calendar AS settled ON settled.day = g.settled_day
    LEFT JOIN calendar AS today ON today.day = :as_of
)
"""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Question(agents.Limits):
    """The payments that a lag query is about, and the day at whose end it looks at them.

    `start` and `end` are days of payment. A query of remittance lag raises `problems.Problem` for
    an as-of day beyond the calendar as well.

    Attributes:
        as_of: the day at whose end the payments are looked at; what came later is not known.
        collector: a collector.
        product: a type of participation.
        last_due: the last day whose forms 01-XN are due at the moment of asking; none of a later
            day is a difference. None: all that were due by the end of the as-of day are.
    """

    as_of: dt.date
    collector: str | None = None
    product: str | None = None
    last_due: dt.date | None = None

    def require(self, connection: sa.Connection) -> None:
        """Refuse an unknown code, and an as-of day for which there are no ages."""
        self.require_known(connection)
        working_days.require(connection, self.as_of)

    def is_of_sums(self, by: agents.By) -> bool:
        """Return whether the rollups answer it; they do not know collectors."""
        return by is not agents.By.COLLECTOR and self.collector is None

    def lagged(self, by: agents.By = agents.By.ALL) -> str:
        """Return the steps that end with `lagged`: rows of an agent, lag and deadline.

        They come after those of `agents` and take `lag_binds`.
        """
        if not self.is_of_sums(by):
            return OF_PAYMENTS
        return lag_sums.lagged(by=by, org=self.org, product=self.product)

    def lag_binds(self, by: agents.By = agents.By.ALL) -> dict[str, object]:
        """Return the values of a statement of remittance lag."""
        return self.binds | {"by": by} | lag_sums.spans(self.start, self.end, self.as_of, by=by)


# Steps of a statement, after those of `agents`: the payments one by one. :settled limits them to
# those that were remitted by the as-of day, or to the others; NULL: to neither.
WITH_STATUS = f"""
-- One row a payment, as known at the end of the as-of day.
counted AS (
    SELECT
        p.payment_id, p.confirmation_key, p.office_code, p.org_code, p.collector_code, p.product,
        p.amount, p.paid_at, p.paid_day,
        CASE WHEN p.settled_day <= :as_of THEN p.remitted_at END AS remitted_at,
        CASE WHEN p.settled_day <= :as_of THEN p.settled_day END AS settled_day
    FROM payments AS p
    WHERE {IS_COUNTED}
        AND (
            CAST(:settled AS boolean) IS NULL
            OR (p.settled_day IS NOT NULL AND p.settled_day <= :as_of) = :settled
        )
),
-- One row an organisation and paid day, from an index: the payments are read once, and not kept.
payment_deadlines AS MATERIALIZED (
    SELECT g.org_code, g.paid_day, {working_days.DEADLINE} AS deadline_days
    FROM (
        SELECT DISTINCT p.org_code, p.paid_day FROM payments AS p WHERE {IS_COUNTED}
    ) AS g
),
-- The grain of counted.
aged AS (
    SELECT
        c.*,
        d.deadline_days,
        GREATEST(0, COALESCE(settled.number, today.number) - paid.number) AS lag_days
    FROM counted AS c
    JOIN payment_deadlines AS d USING (org_code, paid_day)
    JOIN calendar AS paid ON paid.day = c.paid_day
    LEFT JOIN calendar AS settled ON settled.day = c.settled_day
    LEFT JOIN calendar AS today ON today.day = :as_of
),
judged AS (
    SELECT
        a.*,
        {STATUS} AS status
    FROM aged AS a
)
"""
