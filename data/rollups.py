"""Owns the rollups: sums beside the plain tables, from which figures of many payments are read.

- `lag_days`: one row an office, organisation, paid day, settled day and voided day. Both days stand
  beside the paid day, so that any as-of day can be asked of it exactly.
- `lag_months`: one row an office, organisation, paid month, settled month, lag and deadline, of the
  payments that were handed over and never voided. Once the settled month is over, nothing about
  them depends on the as-of day. Organisation '' stands for all of an office.
- `forms`: one row an office, organisation, product and day: what form 01-XN says of it.
  Organisation '' stands for all of an office; product '' for the whole form, on which a code
  counts once.

They are ordinary tables with policies. Whoever changes the plain tables notes in the temporary
table `stale_days` which days of which payments are concerned, as they were and as they are, and
renews the rollups of those days in the same transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data import policies

if TYPE_CHECKING:
    import datetime as dt

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

PRODUCTS: Final = ("IS", "BI", "AR", "IL")
TABLES: Final = ("lag_days", "lag_months", "forms")

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

_LAG_DAYS: Final = (
    f"office_code, org_code, paid_day, settled_day, voided_day, deadline_days, {_SUM_NAMES}"
)
_LAG_MONTHS: Final = (
    f"office_code, org_code, paid_month, settled_month, lag_days, deadline_days, {_SUM_NAMES}"
)
_FORMS: Final = (
    "office_code, org_code, product, day,"
    " codes, payments, amount, late_recorded, adjustments, adjustment_amount"
)

# What each table holds. {stale} and {stale_voids} limit it to what is stale, or are empty.
_READ_LAG_DAYS: Final = f"""
    WITH summed AS (
        SELECT p.office_code, p.org_code, p.paid_day, p.settled_day, p.voided_day,
            {", ".join(f"{value} AS {name}" for name, value in _SUMS.items())}
        FROM payments AS p {{stale}}
        GROUP BY p.office_code, p.org_code, p.paid_day, p.settled_day, p.voided_day
    ),
    deadlines AS MATERIALIZED (
        SELECT g.org_code, g.paid_day, {policies.DEADLINE} AS deadline_days
        FROM (SELECT DISTINCT org_code, paid_day FROM summed) AS g
    )
    SELECT {_LAG_DAYS} FROM summed JOIN deadlines USING (org_code, paid_day)
"""
_READ_LAG_MONTHS: Final = f"""
    SELECT p.office_code, p.org_code, date_trunc('month', p.paid_day)::date,
        date_trunc('month', p.settled_day)::date, greatest(0, settled.number - paid.number),
        p.deadline_days, {_ADDED}
    FROM lag_days AS p {{stale}}
    JOIN calendar AS paid ON paid.day = p.paid_day
    JOIN calendar AS settled ON settled.day = p.settled_day
    WHERE p.voided_day IS NULL
    GROUP BY 1, 2, 3, 4, 5, 6
"""
_READ_OFFICES_LAG_MONTHS: Final = f"""
    SELECT p.office_code, '', p.paid_month, p.settled_month, p.lag_days, p.deadline_days, {_ADDED}
    FROM lag_months AS p {{stale}}
    WHERE p.org_code <> ''
    GROUP BY 1, 3, 4, 5, 6
"""
_READ_FORMS: Final = """
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
_READ_OFFICES_FORMS: Final = """
    SELECT p.office_code, '', p.product, p.day, sum(p.codes), sum(p.payments), sum(p.amount),
        sum(p.late_recorded), sum(p.adjustments), sum(p.adjustment_amount)
    FROM forms AS p {stale}
    WHERE p.org_code <> ''
    GROUP BY 1, 3, 4
"""

# One row an office, organisation and day, or month, that is stale.
_STALE: Final = {
    "stale_lag_days": """
        SELECT DISTINCT office_code, org_code, paid_day
        FROM stale_days WHERE paid_day IS NOT NULL
    """,
    "stale_lag_months": """
        SELECT DISTINCT office_code, org_code, date_trunc('month', paid_day)::date AS paid_month
        FROM stale_lag_days
    """,
    "stale_forms": """
        SELECT office_code, org_code, recorded_day AS day
        FROM stale_days WHERE recorded_day IS NOT NULL
        UNION
        SELECT office_code, org_code, voided_day FROM stale_days WHERE voided_day IS NOT NULL
    """,
}
_SAME: Final = "s.office_code = p.office_code AND s.org_code = p.org_code"


def begin(cursor: Cursor) -> None:
    """Make the table in which stale days are noted; it ends with the transaction."""
    cursor.execute("""
        CREATE TEMPORARY TABLE stale_days (
            office_code text COLLATE "C", org_code text COLLATE "C",
            paid_day date, recorded_day date, voided_day date
        ) ON COMMIT DROP
    """)


def note(cursor: Cursor, payments: str) -> None:
    """Note the days of the payments, aliased p, that stand in `payments`, the rest of a FROM."""
    cursor.execute(f"""
        INSERT INTO stale_days
        SELECT DISTINCT p.office_code, p.org_code, p.paid_day, p.recorded_day, p.voided_day
        FROM {payments}
    """)


def note_period(cursor: Cursor, start: dt.date, end: dt.date) -> None:
    """Note all days of a period, both ends included, of whatever is or was there."""
    values = {"start": start, "end": end}
    for column in ("paid_day", "recorded_day", "voided_day"):
        cursor.execute(
            f"INSERT INTO stale_days (office_code, org_code, {column})"
            f" SELECT DISTINCT office_code, org_code, {column} FROM payments"
            f" WHERE {column} BETWEEN %(start)s AND %(end)s",
            values,
        )
    cursor.execute(
        "INSERT INTO stale_days (office_code, org_code, paid_day)"
        " SELECT office_code, org_code, paid_day FROM lag_days"
        " WHERE paid_day BETWEEN %(start)s AND %(end)s;"
        " INSERT INTO stale_days (office_code, org_code, recorded_day)"
        " SELECT office_code, org_code, day FROM forms"
        " WHERE day BETWEEN %(start)s AND %(end)s AND org_code <> ''",
        values,
    )


def renew(cursor: Cursor) -> None:
    """Make the rollups of the stale days anew."""
    for name, rows in _STALE.items():
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {rows}")
        cursor.execute(f"ANALYZE {name}")
    _renew_lag_days(cursor)
    _renew_lag_months(cursor)
    _renew_forms(cursor)


def renew_everything(cursor: Cursor) -> None:
    """Make all rollups anew."""
    for table in TABLES:
        cursor.execute(f"DELETE FROM {table}")
    nothing = {"stale": "", "stale_voids": ""}
    for table, rows in (
        (f"lag_days ({_LAG_DAYS})", _READ_LAG_DAYS),
        (f"lag_months ({_LAG_MONTHS})", _READ_LAG_MONTHS),
        (f"lag_months ({_LAG_MONTHS})", _READ_OFFICES_LAG_MONTHS),
        (f"forms ({_FORMS})", _READ_FORMS),
        (f"forms ({_FORMS})", _READ_OFFICES_FORMS),
    ):
        cursor.execute(f"INSERT INTO {table} {rows.format(**nothing)}")


def _renew_lag_days(cursor: Cursor) -> None:
    same = f"{_SAME} AND s.paid_day = p.paid_day"
    rows = _READ_LAG_DAYS.format(stale=f"JOIN stale_lag_days AS s ON {same}")
    cursor.execute(f"DELETE FROM lag_days AS p USING stale_lag_days AS s WHERE {same}")
    cursor.execute(f"INSERT INTO lag_days ({_LAG_DAYS}) {rows}")


def _renew_lag_months(cursor: Cursor) -> None:
    month = "p.paid_day >= s.paid_month AND p.paid_day < (s.paid_month + interval '1 month')::date"
    rows = _READ_LAG_MONTHS.format(stale=f"JOIN stale_lag_months AS s ON {_SAME} AND {month}")
    offices = "(SELECT DISTINCT office_code, paid_month FROM stale_lag_months) AS s"
    same = "s.office_code = p.office_code AND s.paid_month = p.paid_month"
    of_offices = _READ_OFFICES_LAG_MONTHS.format(stale=f"JOIN {offices} ON {same}")
    cursor.execute(
        f"DELETE FROM lag_months AS p USING stale_lag_months AS s"
        f" WHERE {same} AND p.org_code IN (s.org_code, '')"
    )
    cursor.execute(f"INSERT INTO lag_months ({_LAG_MONTHS}) {rows}")
    cursor.execute(f"INSERT INTO lag_months ({_LAG_MONTHS}) {of_offices}")


def _renew_forms(cursor: Cursor) -> None:
    rows = _READ_FORMS.format(
        stale=f"JOIN stale_forms AS s ON {_SAME} AND s.day = p.recorded_day",
        stale_voids=f"JOIN stale_forms AS s ON {_SAME} AND s.day = p.voided_day",
    )
    offices = "(SELECT DISTINCT office_code, day FROM stale_forms) AS s"
    same = "s.office_code = p.office_code AND s.day = p.day"
    of_offices = _READ_OFFICES_FORMS.format(stale=f"JOIN {offices} ON {same}")
    cursor.execute(
        f"DELETE FROM forms AS p USING stale_forms AS s"
        f" WHERE {same} AND p.org_code IN (s.org_code, '')"
    )
    cursor.execute(f"INSERT INTO forms ({_FORMS}) {rows}")
    cursor.execute(f"INSERT INTO forms ({_FORMS}) {of_offices}")


def _differing(table: str, columns: str, *rows: str) -> str:
    """Return what counts the rows that a table has too many, and those that it lacks."""
    read = " UNION ALL ".join(
        f"(SELECT * FROM ({each.format(stale='', stale_voids='')}) AS r)" for each in rows
    )
    kept = f"SELECT {columns} FROM {table}"
    return f"""
    WITH kept AS MATERIALIZED ({kept}), computed AS MATERIALIZED ({read})
    SELECT count(*) FROM (
        (TABLE kept EXCEPT ALL TABLE computed) UNION ALL (TABLE computed EXCEPT ALL TABLE kept)
    ) AS differing
"""


# By table, the number of rows that are not what the plain tables say. The rows of offices are made
# from those of organisations, which are looked at in the same breath.
DIFFERING: Final = {
    "lag_days": _differing("lag_days", _LAG_DAYS, _READ_LAG_DAYS),
    "lag_months": _differing("lag_months", _LAG_MONTHS, _READ_LAG_MONTHS, _READ_OFFICES_LAG_MONTHS),
    "forms": _differing("forms", _FORMS, _READ_FORMS, _READ_OFFICES_FORMS),
}
