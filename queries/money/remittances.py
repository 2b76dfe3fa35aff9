"""The transfers of an organisation, and whether each equals what it covers."""

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames, paging

# Amounts in đồng; the difference is the transfer less what it covers.
COLUMNS: frames.Dtypes = frames.columns(
    "remittance_id remitted_at office_code office_name org_code amount covered_payments "
    "covered_amount difference bank_ref"
)
TOTAL_COLUMNS: frames.Dtypes = frames.columns("remittances amount covered_amount differing")
SORTABLE = {
    "remitted_at": "p.remitted_at",
    "office_name": "o.name_sort",
    "amount": "p.amount",
    "covered_payments": "p.covered_payments",
    "covered_amount": "p.covered_amount",
    "difference": "p.amount - p.covered_amount",
    "bank_ref": "p.bank_ref",
}

# The transfers, aliased p as in the filter, of a period.
_IS_ASKED = f"""
    p.remitted_day BETWEEN :start AND :end
    AND {agents.IS_ASKED}
"""

LISTED = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES}
SELECT
    p.remittance_id,
    p.remitted_at,
    p.office_code,
    o.office_name,
    p.org_code,
    p.amount,
    p.covered_payments,
    p.covered_amount,
    p.amount - p.covered_amount AS difference,
    p.bank_ref
FROM remittances AS p
LEFT JOIN offices AS o USING (office_code)
WHERE {_IS_ASKED}
{{order}}
{paging.LIMIT}
"""

TOTAL = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES}
SELECT
    count(*) AS remittances,
    COALESCE(sum(p.amount), 0) AS amount,
    COALESCE(sum(p.covered_amount), 0) AS covered_amount,
    count(*) FILTER (WHERE p.amount <> p.covered_amount) AS differing
FROM remittances AS p
WHERE {_IS_ASKED}
"""


def listed(
    connection: sa.Connection,
    limits: agents.Limits,
    *,
    page: paging.Page,
) -> pd.DataFrame:
    """List the transfers made in a period, the latest first where no column is asked for.

    What a transfer covers is counted whatever office its payments belong to.

    Returns:
        One row a transfer of the page: `COLUMNS`.
    """
    limits.require_known(connection)
    order = paging.order_by(page, SORTABLE, "p.remitted_at DESC", "p.remittance_id")
    statement = LISTED.format(order=order)
    return frames.ask(connection, statement, limits.binds | page.binds, COLUMNS)


def total(
    connection: sa.Connection,
    limits: agents.Limits,
) -> pd.DataFrame:
    """Add up the transfers that `listed` lists.

    Returns:
        One row: `TOTAL_COLUMNS`; `differing` counts those that do not come to what they cover.
    """
    limits.require_known(connection)
    return frames.ask(connection, TOTAL, limits.binds, TOTAL_COLUMNS)
