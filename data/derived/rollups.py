"""Owns the upkeep of the rollups, of which `data.derived.rollup_sql` says what they hold.

Whoever changes the plain tables notes in the temporary table `stale_days` which days of which
payments are concerned, as they were and as they are, and of which days forms were sent; and renews
the rollups of those days in the same transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data.derived import difference_rules, rollup_sql

if TYPE_CHECKING:
    import datetime as dt

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class


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
    "stale_sendings": """
        SELECT office_code, org_code, day FROM stale_forms
        UNION
        SELECT office_code, org_code, sent_day FROM stale_days WHERE sent_day IS NOT NULL
    """,
}
# What three tables are made of.
_STALE_PAYMENTS: Final = """
    CREATE TEMPORARY TABLE stale_payments ON COMMIT DROP AS
    SELECT p.office_code, p.org_code, p.product, p.amount, p.paid_at, p.recorded_at,
        p.remitted_at, p.voided_at, p.paid_day, p.recorded_day, p.settled_day, p.voided_day,
        p.informed, p.remitting_org_code
    FROM payments AS p JOIN stale_lag_days USING (office_code, org_code, paid_day)
"""
_SAME: Final = "s.office_code = p.office_code AND s.org_code = p.org_code"
# Of forms: the whole one, and its parts.
_PRODUCTS: Final = ["", *rollup_sql.PRODUCTS]


# For `note`: the payments to be brought up to date, as `data.derived.payment_links` notes them.
TOUCHED: Final = "touched JOIN payments AS p USING (payment_id)"


def begin(cursor: Cursor) -> None:
    """Make the table in which stale days are noted; it ends with the transaction."""
    cursor.execute("""
        CREATE TEMPORARY TABLE stale_days (
            office_code text COLLATE "C", org_code text COLLATE "C",
            paid_day date, recorded_day date, voided_day date, sent_day date
        ) ON COMMIT DROP
    """)


def note(cursor: Cursor, payments: str) -> None:
    """Note the days of the payments, aliased p, that stand in `payments`, the rest of a FROM."""
    cursor.execute(f"""
        INSERT INTO stale_days (office_code, org_code, paid_day, recorded_day, voided_day)
        SELECT DISTINCT p.office_code, p.org_code, p.paid_day, p.recorded_day, p.voided_day
        FROM {payments}
    """)


def note_sent(cursor: Cursor, dispatches: str) -> None:
    """Note the forms of which sendings, aliased d, stand in `dispatches`, the rest of a FROM."""
    cursor.execute(f"""
        INSERT INTO stale_days (office_code, org_code, sent_day)
        SELECT DISTINCT d.office_code, d.org_code, d.report_date FROM {dispatches}
    """)


def note_period(cursor: Cursor, start: dt.date, end: dt.date) -> None:
    """Note the days of a period, both ends included, of whatever the rollups have there."""
    cursor.execute(
        "INSERT INTO stale_days (office_code, org_code, paid_day)"
        " SELECT office_code, org_code, paid_day FROM offices JOIN lag_days USING (office_code)"
        " WHERE paid_day BETWEEN %(start)s AND %(end)s;"
        " INSERT INTO stale_days (office_code, org_code, recorded_day)"
        " SELECT office_code, org_code, day FROM offices JOIN forms USING (office_code)"
        " WHERE day BETWEEN %(start)s AND %(end)s AND org_code <> '' AND product = '';"
        " INSERT INTO stale_days (office_code, org_code, paid_day, sent_day)"
        " SELECT DISTINCT office_code, org_code, day, day"
        " FROM offices JOIN differences USING (office_code)"
        " WHERE day BETWEEN %(start)s AND %(end)s;"
        " INSERT INTO stale_days (office_code, org_code, sent_day)"
        " SELECT DISTINCT office_code, org_code, report_date"
        " FROM offices JOIN dispatches USING (office_code)"
        " WHERE report_date BETWEEN %(start)s AND %(end)s",
        {"start": start, "end": end},
    )


def renew(cursor: Cursor) -> None:
    """Make the rollups of the stale days anew."""
    for name, rows in _STALE.items():
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {rows}")
        cursor.execute(f"ANALYZE {name}")
    cursor.execute(_STALE_PAYMENTS)
    _renew_days(cursor)
    _renew_lag_months(cursor)
    _renew_forms(cursor)
    _renew_form_months(cursor)
    _renew_differences(cursor)


def renew_everything(cursor: Cursor) -> None:
    """Make all rollups anew."""
    for table in rollup_sql.TABLES:
        cursor.execute(f"DELETE FROM {table}")
    for table, rows in (
        (f"lag_days ({rollup_sql.LAG_DAYS})", rollup_sql.READ_LAG_DAYS),
        (f"lag_months ({rollup_sql.LAG_MONTHS})", rollup_sql.READ_LAG_MONTHS),
        (f"lag_months ({rollup_sql.LAG_MONTHS})", rollup_sql.READ_OFFICES_LAG_MONTHS),
        (f"recording_days ({rollup_sql.RECORDING_DAYS})", rollup_sql.READ_RECORDING_DAYS),
        (f"forms ({rollup_sql.FORMS})", rollup_sql.READ_FORMS),
        (f"forms ({rollup_sql.FORMS})", rollup_sql.READ_OFFICES_FORMS),
        (f"form_months ({rollup_sql.FORM_MONTHS})", rollup_sql.READ_FORM_MONTHS),
        (f"differences ({rollup_sql.DIFFERENCES})", difference_rules.READ_PAYMENTS),
        (f"differences ({rollup_sql.DIFFERENCES})", difference_rules.READ_FORMS),
    ):
        cursor.execute(f"INSERT INTO {table} {rows.format(**rollup_sql.EVERYTHING)}")


def _renew_days(cursor: Cursor) -> None:
    for table, columns, rows in (
        ("lag_days", rollup_sql.LAG_DAYS, rollup_sql.READ_LAG_DAYS),
        ("recording_days", rollup_sql.RECORDING_DAYS, rollup_sql.READ_RECORDING_DAYS),
    ):
        cursor.execute(
            f"DELETE FROM {table} AS p USING stale_lag_days AS s"
            f" WHERE {_SAME} AND s.paid_day = p.paid_day"
        )
        new = rows.format(payments="stale_payments")
        cursor.execute(f"INSERT INTO {table} ({columns}) {new}")


def _renew_lag_months(cursor: Cursor) -> None:
    month = "p.paid_day >= s.paid_month AND p.paid_day < (s.paid_month + interval '1 month')::date"
    rows = rollup_sql.READ_LAG_MONTHS.format(
        stale=f"JOIN stale_lag_months AS s ON {_SAME} AND {month}"
    )
    offices = "(SELECT DISTINCT office_code, paid_month FROM stale_lag_months) AS s"
    same = "s.office_code = p.office_code AND s.paid_month = p.paid_month"
    of_offices = rollup_sql.READ_OFFICES_LAG_MONTHS.format(stale=f"JOIN {offices} ON {same}")
    cursor.execute(
        "DELETE FROM lag_months AS p USING ("
        " SELECT office_code, org_code, paid_month FROM stale_lag_months"
        " UNION SELECT office_code, '', paid_month FROM stale_lag_months"
        f") AS s WHERE {same} AND s.org_code = p.org_code"
    )
    cursor.execute(f"INSERT INTO lag_months ({rollup_sql.LAG_MONTHS}) {rows}")
    cursor.execute(f"INSERT INTO lag_months ({rollup_sql.LAG_MONTHS}) {of_offices}")


def _renew_forms(cursor: Cursor) -> None:
    # Office and day are what payments are found by, once for all organisations that are stale.
    offices = (
        "(SELECT office_code, day, array_agg(org_code) AS orgs"
        " FROM stale_forms GROUP BY office_code, day) AS s"
    )
    same = "s.office_code = p.office_code AND s.day = p.day"
    of_orgs = f"JOIN {offices} ON s.office_code = p.office_code AND p.org_code = ANY (s.orgs)"
    rows = rollup_sql.READ_FORMS.format(
        stale=f"{of_orgs} AND s.day = p.recorded_day",
        stale_voids=f"{of_orgs} AND s.day = p.voided_day",
    )
    of_offices = rollup_sql.READ_OFFICES_FORMS.format(stale=f"JOIN {offices} ON {same}")
    cursor.execute(
        f"DELETE FROM forms AS p USING {offices}"
        f" WHERE {same} AND p.org_code <> '' AND p.org_code = ANY (s.orgs)"
    )
    # By whole keys: the days of an office alone are in no index.
    cursor.execute(
        f"DELETE FROM forms AS p USING {offices}"
        f" WHERE {same} AND p.org_code = '' AND p.product = ANY (%s)",
        (_PRODUCTS,),
    )
    cursor.execute(f"INSERT INTO forms ({rollup_sql.FORMS}) {rows}")
    cursor.execute(f"INSERT INTO forms ({rollup_sql.FORMS}) {of_offices}")


def _renew_form_months(cursor: Cursor) -> None:
    stale = (
        "(SELECT DISTINCT office_code, date_trunc('month', day)::date AS month"
        " FROM stale_forms) AS s"
    )
    cursor.execute(
        f"DELETE FROM form_months AS p USING {stale}"
        " WHERE s.office_code = p.office_code AND s.month = p.month"
    )
    rows = rollup_sql.READ_FORM_MONTHS.format(
        stale=f"JOIN {stale} ON s.office_code = p.office_code AND p.product = ANY (%s)"
        " AND p.day >= s.month AND p.day < (s.month + interval '1 month')::date"
    )
    cursor.execute(f"INSERT INTO form_months ({rollup_sql.FORM_MONTHS}) {rows}", (_PRODUCTS,))


def _renew_differences(cursor: Cursor) -> None:
    for rows, kinds, stale, day in (
        (difference_rules.READ_PAYMENTS, difference_rules.PAYMENTS, "stale_lag_days", "paid_day"),
        (difference_rules.READ_FORMS, difference_rules.FORMS, "stale_sendings", "day"),
    ):
        cursor.execute(
            f"DELETE FROM differences AS p USING {stale} AS s"
            f" WHERE {_SAME} AND p.day = s.{day} AND p.kind = ANY (%s)",
            (list(kinds),),
        )
        same = f"{_SAME} AND s.{day} = p.{day}"
        new = rows.format(payments="stale_payments", stale=f"JOIN {stale} AS s ON {same}")
        cursor.execute(f"INSERT INTO differences ({rollup_sql.DIFFERENCES}) {new}")
