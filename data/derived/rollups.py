"""Rollups: sums of the plain tables, for figures of many payments; what they hold, and upkeep.

- `lag_days`: one row an office, organisation, paid day, settled day and voided day. It has all
  three days, so that it answers for every as-of day exactly.
- `lag_months`: one row an office, organisation, paid month, settled month, lag and deadline, of the
  payments that were remitted and never voided. Once the settled month is over, nothing about
  them depends on the as-of day. Organisation '' stands for all of an office.
- `recording_days`: one row an office, organisation, paid day, recorded day and voided day, with the
  minutes from payment to code that occur, ascending, how many payments took each, and the moment of
  the last code.
- `forms`: one row an office, organisation, product and day: the figures of form 01-XN.
  Organisation '' stands for all of an office; product '' for the whole form, on which a code
  counts once.
- `form_months`: one row an office, product and month: the sums of the forms of all organisations.
- `differences`: one row an office, organisation, day, kind and the as-of days on which it is a
  case: from `since` on, and before `until`. `data.derived.difference_rules` says what is a case.
  A payment counts by the day it was paid, a form by its own.

They are ordinary tables with policies. A transaction that changes the plain tables notes in the
temporary table `stale_days` the days of the payments concerned, as they were and as they are, and
the days of forms that were sent; then it renews the rollups of those days.
"""

import datetime as dt
from typing import Final

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data.derived import deadline, difference_rules

PRODUCTS: Final = ("IS", "BI", "AR", "IL")

# The sums of the lag tables: of all products and of each one, so that one row serves all questions.
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

# The columns of each table, in the order in which its rows are read.
_COLUMNS: Final = {
    "lag_days": (
        f"office_code, org_code, paid_day, settled_day, voided_day, deadline_days, {_SUM_NAMES}"
    ),
    "lag_months": (
        f"office_code, org_code, paid_month, settled_month, lag_days, deadline_days, {_SUM_NAMES}"
    ),
    "recording_days": (
        "office_code, org_code, paid_day, recorded_day, voided_day,"
        " payments, amount, informed, minutes, minute_payments, latest_recorded_at"
    ),
    "forms": (
        "office_code, org_code, product, day,"
        " codes, payments, amount, late_recorded, adjustments, adjustment_amount"
    ),
    "form_months": "office_code, product, month, codes, amount, adjustment_amount",
    "differences": "office_code, org_code, day, kind, since, until, cases, amount",
}
TABLES: Final = tuple(_COLUMNS)

# The whole minutes from a payment, aliased p, to its code, rounded down; a code that is older than
# the payment took none. Only of payments with a code: greatest() passes over what is unknown. Of a
# payment of which only the day is known nobody knows them.
MINUTES: Final = """CASE WHEN NOT is_day(p.paid_at)
        THEN greatest(0, floor(date_part('epoch', p.recorded_at - p.paid_at) / 60))::integer END"""

# The limits with which everything is read.
_EVERYTHING: Final = {"payments": "payments", "stale": "", "stale_voids": ""}

# The rows of each table. {payments} are all of them or those that are stale; {stale} and
# {stale_voids} limit the rest to what is stale, or are empty.
_READ_LAG_DAYS: Final = f"""
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
    SELECT {_COLUMNS["lag_days"]} FROM summed JOIN deadlines USING (org_code, paid_day)
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
_READ_RECORDING_DAYS: Final = f"""
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
_READ_FORM_MONTHS: Final = """
    SELECT p.office_code, p.product, date_trunc('month', p.day)::date, sum(p.codes),
        sum(p.amount), sum(p.adjustment_amount)
    FROM forms AS p {stale}
    WHERE p.org_code = ''
    GROUP BY 1, 2, 3
"""
# By table; what is computed from an earlier table stands after it.
_ROWS: Final = {
    "lag_days": (_READ_LAG_DAYS,),
    "lag_months": (_READ_LAG_MONTHS, _READ_OFFICES_LAG_MONTHS),
    "recording_days": (_READ_RECORDING_DAYS,),
    "forms": (_READ_FORMS, _READ_OFFICES_FORMS),
    "form_months": (_READ_FORM_MONTHS,),
    "differences": (difference_rules.READ_PAYMENTS, difference_rules.READ_FORMS),
}


def _differing(table: str) -> str:
    """Return the question how many rows a table has too many or lacks."""
    read = " UNION ALL ".join(
        f"(SELECT * FROM ({each.format(**_EVERYTHING)}) AS r)" for each in _ROWS[table]
    )
    kept = f"SELECT {_COLUMNS[table]} FROM {table}"
    return f"""
    WITH kept AS MATERIALIZED ({kept}), computed AS MATERIALIZED ({read})
    SELECT count(*) FROM (
        (TABLE kept EXCEPT ALL TABLE computed) UNION ALL (TABLE computed EXCEPT ALL TABLE kept)
    ) AS differing
"""


# By table, the number of rows that are not what the plain tables give. The rows of offices are made
# from those of organisations, and differences of forms from `forms`.
DIFFERING: Final = {table: _differing(table) for table in TABLES}


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
# The payments of stale days, from which three tables are computed.
_STALE_PAYMENTS: Final = """
    CREATE TEMPORARY TABLE stale_payments ON COMMIT DROP AS
    SELECT p.office_code, p.org_code, p.product, p.amount, p.paid_at, p.recorded_at,
        p.remitted_at, p.voided_at, p.paid_day, p.recorded_day, p.settled_day, p.voided_day,
        p.informed, p.remitting_org_code
    FROM payments AS p JOIN stale_lag_days USING (office_code, org_code, paid_day)
"""
_SAME: Final = "s.office_code = p.office_code AND s.org_code = p.org_code"
# The products of `forms`: the whole form, and its parts.
_PRODUCTS: Final = ["", *PRODUCTS]


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
    for table in TABLES:
        cursor.execute(f"DELETE FROM {table}")
    for table, read in _ROWS.items():
        for rows in read:
            _insert(cursor, table, rows.format(**_EVERYTHING))


def _insert(
    cursor: Cursor, table: str, rows: str, values: tuple[object, ...] | None = None
) -> None:
    cursor.execute(f"INSERT INTO {table} ({_COLUMNS[table]}) {rows}", values)


def _renew_days(cursor: Cursor) -> None:
    for table in ("lag_days", "recording_days"):
        cursor.execute(
            f"DELETE FROM {table} AS p USING stale_lag_days AS s"
            f" WHERE {_SAME} AND s.paid_day = p.paid_day"
        )
        (rows,) = _ROWS[table]
        _insert(cursor, table, rows.format(payments="stale_payments"))


def _renew_lag_months(cursor: Cursor) -> None:
    month = "p.paid_day >= s.paid_month AND p.paid_day < (s.paid_month + interval '1 month')::date"
    rows = _READ_LAG_MONTHS.format(stale=f"JOIN stale_lag_months AS s ON {_SAME} AND {month}")
    offices = "(SELECT DISTINCT office_code, paid_month FROM stale_lag_months) AS s"
    same = "s.office_code = p.office_code AND s.paid_month = p.paid_month"
    of_offices = _READ_OFFICES_LAG_MONTHS.format(stale=f"JOIN {offices} ON {same}")
    cursor.execute(
        "DELETE FROM lag_months AS p USING ("
        " SELECT office_code, org_code, paid_month FROM stale_lag_months"
        " UNION SELECT office_code, '', paid_month FROM stale_lag_months"
        f") AS s WHERE {same} AND s.org_code = p.org_code"
    )
    _insert(cursor, "lag_months", rows)
    _insert(cursor, "lag_months", of_offices)


def _renew_forms(cursor: Cursor) -> None:
    # Office and day are what payments are found by, once for all organisations that are stale.
    offices = (
        "(SELECT office_code, day, array_agg(org_code) AS orgs"
        " FROM stale_forms GROUP BY office_code, day) AS s"
    )
    same = "s.office_code = p.office_code AND s.day = p.day"
    of_orgs = f"JOIN {offices} ON s.office_code = p.office_code AND p.org_code = ANY (s.orgs)"
    rows = _READ_FORMS.format(
        stale=f"{of_orgs} AND s.day = p.recorded_day",
        stale_voids=f"{of_orgs} AND s.day = p.voided_day",
    )
    of_offices = _READ_OFFICES_FORMS.format(stale=f"JOIN {offices} ON {same}")
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
    _insert(cursor, "forms", rows)
    _insert(cursor, "forms", of_offices)


def _renew_form_months(cursor: Cursor) -> None:
    stale = (
        "(SELECT DISTINCT office_code, date_trunc('month', day)::date AS month"
        " FROM stale_forms) AS s"
    )
    cursor.execute(
        f"DELETE FROM form_months AS p USING {stale}"
        " WHERE s.office_code = p.office_code AND s.month = p.month"
    )
    rows = _READ_FORM_MONTHS.format(
        stale=f"JOIN {stale} ON s.office_code = p.office_code AND p.product = ANY (%s)"
        " AND p.day >= s.month AND p.day < (s.month + interval '1 month')::date"
    )
    _insert(cursor, "form_months", rows, (_PRODUCTS,))


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
        _insert(cursor, "differences", new)
