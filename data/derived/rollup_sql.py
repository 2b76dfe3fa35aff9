"""Owns what the rollups hold: sums beside the plain tables, for figures of many payments.

- `lag_days`: one row an office, organisation, paid day, settled day and voided day. Both days stand
  beside the paid day, so that any as-of day can be asked of it exactly.
- `lag_months`: one row an office, organisation, paid month, settled month, lag and deadline, of the
  payments that were handed over and never voided. Once the settled month is over, nothing about
  them depends on the as-of day. Organisation '' stands for all of an office.
- `recording_days`: one row an office, organisation, paid day, recorded day and voided day, with the
  minutes from payment to code that occur, ascending, how many payments took each, and the moment of
  the last code.
- `forms`: one row an office, organisation, product and day: what form 01-XN says of it.
  Organisation '' stands for all of an office; product '' for the whole form, on which a code
  counts once.
- `form_months`: one row an office, product and month: what the forms of all its organisations come
  to.
- `differences`: one row an office, organisation, day, kind and the as-of days on which it is a
  case: from `since` on, and before `until`. What is a case, `data.derived.difference_rules`
  says. A payment counts by the day it was paid, a form by its own.

They are ordinary tables with policies; `data.derived.rollups` keeps them up to date.
"""

from __future__ import annotations

from typing import Final

from data.derived import deadline, difference_rules

PRODUCTS: Final = ("IS", "BI", "AR", "IL")
TABLES: Final = (
    "lag_days", "lag_months", "recording_days", "forms", "form_months", "differences",
)  # fmt: skip

# What the lag tables add up: everything, and each product beside it, so that one row serves all.
_SUMS: Final = {
    "payments": "count(*)",
    "amount": "sum(p.amount)",
    **{f"payments_{p.lower()}": f"count(*) FILTER (WHERE p.product = '{p}')" for p in PRODUCTS},
    **{
        f"amount_{p.lower()}": f"coalesce(sum(p.amount) FILTER (WHERE p.product = '{p}'), 0)"
        for p in PRODUCTS
    },
}
_SUM_NAMES: Final = ", ".join(_SUMS)
_ADDED: Final = ", ".join(f"sum({name})" for name in _SUMS)

LAG_DAYS: Final = (
    f"office_code, org_code, paid_day, settled_day, voided_day, deadline_days, {_SUM_NAMES}"
)
LAG_MONTHS: Final = (
    f"office_code, org_code, paid_month, settled_month, lag_days, deadline_days, {_SUM_NAMES}"
)
RECORDING_DAYS: Final = (
    "office_code, org_code, paid_day, recorded_day, voided_day,"
    " payments, amount, informed, minutes, minute_payments, latest_recorded_at"
)
FORMS: Final = (
    "office_code, org_code, product, day,"
    " codes, payments, amount, late_recorded, adjustments, adjustment_amount"
)
FORM_MONTHS: Final = "office_code, product, month, codes, amount, adjustment_amount"
DIFFERENCES: Final = "office_code, org_code, day, kind, since, until, cases, amount"

# The whole minutes from a payment, aliased p, to its code, rounded down; a code that is older than
# the payment took none. Only of payments with a code: greatest() passes over what is unknown.
MINUTES: Final = "greatest(0, floor(date_part('epoch', p.recorded_at - p.paid_at) / 60))::integer"

# What is read to make them of everything.
EVERYTHING: Final = {"payments": "payments", "stale": "", "stale_voids": ""}

# What each table holds. {payments} are all of them or those that are stale; {stale} and
# {stale_voids} limit the rest to what is stale, or are empty.
READ_LAG_DAYS: Final = f"""
    WITH summed AS (
        SELECT p.office_code, p.org_code, p.paid_day, p.settled_day, p.voided_day,
            {", ".join(f"{value} AS {name}" for name, value in _SUMS.items())}
        FROM {{payments}} AS p
        GROUP BY p.office_code, p.org_code, p.paid_day, p.settled_day, p.voided_day
    ),
    deadlines AS MATERIALIZED (
        SELECT g.org_code, g.paid_day, {deadline.DEADLINE} AS deadline_days
        FROM (SELECT DISTINCT org_code, paid_day FROM summed) AS g
    )
    SELECT {LAG_DAYS} FROM summed JOIN deadlines USING (org_code, paid_day)
"""
READ_LAG_MONTHS: Final = f"""
    SELECT p.office_code, p.org_code, date_trunc('month', p.paid_day)::date,
        date_trunc('month', p.settled_day)::date, greatest(0, settled.number - paid.number),
        p.deadline_days, {_ADDED}
    FROM lag_days AS p {{stale}}
    JOIN calendar AS paid ON paid.day = p.paid_day
    JOIN calendar AS settled ON settled.day = p.settled_day
    WHERE p.voided_day IS NULL
    GROUP BY 1, 2, 3, 4, 5, 6
"""
READ_OFFICES_LAG_MONTHS: Final = f"""
    SELECT p.office_code, '', p.paid_month, p.settled_month, p.lag_days, p.deadline_days, {_ADDED}
    FROM lag_months AS p {{stale}}
    WHERE p.org_code <> ''
    GROUP BY 1, 3, 4, 5, 6
"""
READ_RECORDING_DAYS: Final = f"""
    WITH paces AS (
        SELECT p.office_code, p.org_code, p.paid_day, p.recorded_day, p.voided_day,
            CASE WHEN p.recorded_day IS NOT NULL THEN {MINUTES} END AS minutes,
            count(*) AS payments, sum(p.amount) AS amount,
            count(*) FILTER (WHERE p.informed) AS informed,
            max(p.recorded_at) AS latest_recorded_at
        FROM {{payments}} AS p
        GROUP BY 1, 2, 3, 4, 5, 6
    )
    SELECT office_code, org_code, paid_day, recorded_day, voided_day,
        sum(payments), sum(amount), sum(informed),
        array_remove(array_agg(minutes ORDER BY minutes), NULL),
        array_remove(array_agg(CASE WHEN minutes IS NOT NULL THEN payments::integer END
            ORDER BY minutes), NULL),
        max(latest_recorded_at)
    FROM paces
    GROUP BY 1, 2, 3, 4, 5
"""
READ_FORMS: Final = """
    WITH recorded AS (
        SELECT p.office_code, p.org_code, coalesce(p.product, '') AS product,
            p.recorded_day AS day, count(DISTINCT p.confirmation_key) AS codes,
            count(*) AS payments, sum(p.amount) AS amount,
            count(*) FILTER (WHERE p.paid_day < p.recorded_day) AS late_recorded
        FROM payments AS p {stale}
        WHERE p.recorded_day IS NOT NULL
            AND (p.voided_day IS NULL OR p.voided_day > p.recorded_day)
        GROUP BY GROUPING SETS (
            (p.office_code, p.org_code, p.recorded_day, p.product),
            (p.office_code, p.org_code, p.recorded_day)
        )
    ),
    voided AS (
        SELECT p.office_code, p.org_code, coalesce(p.product, '') AS product,
            p.voided_day AS day, count(*) AS adjustments, -sum(p.amount) AS adjustment_amount
        FROM payments AS p {stale_voids}
        WHERE p.recorded_day < p.voided_day
        GROUP BY GROUPING SETS (
            (p.office_code, p.org_code, p.voided_day, p.product),
            (p.office_code, p.org_code, p.voided_day)
        )
    )
    SELECT office_code, org_code, product, day, coalesce(codes, 0), coalesce(payments, 0),
        coalesce(amount, 0), coalesce(late_recorded, 0), coalesce(adjustments, 0),
        coalesce(adjustment_amount, 0)
    FROM recorded FULL JOIN voided USING (office_code, org_code, product, day)
"""
READ_OFFICES_FORMS: Final = """
    SELECT p.office_code, '', p.product, p.day, sum(p.codes), sum(p.payments), sum(p.amount),
        sum(p.late_recorded), sum(p.adjustments), sum(p.adjustment_amount)
    FROM forms AS p {stale}
    WHERE p.org_code <> ''
    GROUP BY 1, 3, 4
"""
READ_FORM_MONTHS: Final = """
    SELECT p.office_code, p.product, date_trunc('month', p.day)::date, sum(p.codes),
        sum(p.amount), sum(p.adjustment_amount)
    FROM forms AS p {stale}
    WHERE p.org_code = ''
    GROUP BY 1, 2, 3
"""


def _differing(table: str, columns: str, *rows: str) -> str:
    """Return what counts the rows that a table has too many, and those that it lacks."""
    read = " UNION ALL ".join(
        f"(SELECT * FROM ({each.format(**EVERYTHING)}) AS r)" for each in rows
    )
    kept = f"SELECT {columns} FROM {table}"
    return f"""
    WITH kept AS MATERIALIZED ({kept}), computed AS MATERIALIZED ({read})
    SELECT count(*) FROM (
        (TABLE kept EXCEPT ALL TABLE computed) UNION ALL (TABLE computed EXCEPT ALL TABLE kept)
    ) AS differing
"""


# By table, the number of rows that are not what the plain tables say. The rows of offices are made
# from those of organisations, differences of forms from `forms`, and looked at in the same breath.
DIFFERING: Final = {
    "lag_days": _differing("lag_days", LAG_DAYS, READ_LAG_DAYS),
    "lag_months": _differing("lag_months", LAG_MONTHS, READ_LAG_MONTHS, READ_OFFICES_LAG_MONTHS),
    "recording_days": _differing("recording_days", RECORDING_DAYS, READ_RECORDING_DAYS),
    "forms": _differing("forms", FORMS, READ_FORMS, READ_OFFICES_FORMS),
    "form_months": _differing("form_months", FORM_MONTHS, READ_FORM_MONTHS),
    "differences": _differing(
        "differences", DIFFERENCES, difference_rules.READ_PAYMENTS, difference_rules.READ_FORMS
    ),
}
