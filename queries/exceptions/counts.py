"""How many differences are to be reconciled, of each kind, and what money they concern.

What a case of each kind is, as known by the end of the as-of day ("by then"). A payment counts by
the day it was paid, a remittance by that of its transfer, a form by its report date: each in the
period, and not after the as-of day. Moments are compared to the second, not by their days. A
payment that was voided by then is a case of `voided_after_remittance` or of nothing.

- overdue: the overdue payments of `remittance_lag`.
- unrecorded: the unrecorded payments of `recording_lag`: no code by then.
- remittance_differs: a transfer whose amount is not the sum of all the payments that it covers,
  whatever their offices and whether voided or not; a reversal that covers nothing differs, too.
- remitted_by_other: the transfer was of another organisation than the payment's.
- code_before_payment: the code was issued before the payment was made.
- code_after_remittance: the code was issued after the money was handed over. While there is no
  code at all, the payment is unrecorded and nothing else.
- remitted_before_payment: the money was handed over before it was paid.
- voided_after_remittance: both voided and handed over, whichever came first: the fund has money
  without a receipt.
- form_missing, form_late, form_mismatched: of the forms with codes that were due by the end of the
  as-of day, so up to the report date before it: not sent by then; first sent after 08:00 on the
  next day; last sent with other codes or another amount, whether late or in time. What is on a
  form has no as-of day.
- charged_twice, receipt_twice: another payment that was paid and not voided by then has the same
  participant, product and a month in common, or the same receipt number, of the pairs that are kept
  (`data.derived.duplicate_sql`). One case a payment: both sides are cases, each in its own office.
- not_informed: there was a code by then, and no channel is noted by which the participant got it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from queries import agents, frames, working_days
from queries.exceptions import cases

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


# In the order of reports.
KINDS: Final = (
    "overdue",
    "unrecorded",
    "remittance_differs",
    "remitted_by_other",
    "code_before_payment",
    "code_after_remittance",
    "remitted_before_payment",
    "voided_after_remittance",
    "form_missing",
    "form_late",
    "form_mismatched",
    "charged_twice",
    "receipt_twice",
    "not_informed",
)

# Amounts in đồng: of the payment, of the codes on the form, or by how much the transfer differs.
# oldest_days are calendar days up to the as-of day, empty without cases.
COLUMNS: frames.Dtypes = {
    "kind": frames.TEXT,
    "cases": frames.WHOLE,
    "amount": frames.WHOLE,
    "oldest_days": frames.WHOLE,
}

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

OWNER_COLUMNS: frames.Dtypes = {
    "kind": frames.TEXT,
    "owned": frames.WHOLE,
}

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


def by_kind(
    connection: sa.Connection,
    *,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    office: agents.Office = None,
    org: str | None = None,
) -> pd.DataFrame:
    """Say how many differences of each kind a period has, as known at the end of a day.

    One payment may be a case of several kinds: the kinds do not add up.

    Returns:
        One row a kind, in the order of `KINDS`, those without cases as well: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    agents.require_known(connection, office=office, org=org)
    working_days.require(connection, as_of)
    values = {
        "start": start, "end": end, "as_of": as_of, **agents.binds(office), "org": org,
        "product": None, "kind": None, "subjects": None, "kinds": list(KINDS),
    }  # fmt: skip
    return frames.ask(connection, BY_KIND, values, COLUMNS)


def owned_by_kind(
    connection: sa.Connection,
    *,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    office: agents.Office = None,
    org: str | None = None,
    kind: str | None = None,
) -> pd.DataFrame:
    """Count the cases of `exceptions.by_kind` that somebody looks after, whenever that was noted.

    Returns:
        One row a kind with such cases: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    agents.require_known(connection, office=office, org=org)
    working_days.require(connection, as_of)
    # Few have an owner: they are found by their keys, without a second look at all the others.
    subjects = connection.scalars(sa.text(SUBJECTS), {"kind": kind}).all()
    values = {
        "start": start, "end": end, "as_of": as_of, **agents.binds(office), "org": org,
        "kind": kind, "product": None, "subjects": list(subjects),
    }  # fmt: skip
    return frames.ask(connection, OWNED, values, OWNER_COLUMNS)
