"""Working days: Monday to Friday, less Vietnamese public holidays, with moved days.

The `holidays` package knows the public calendar and `known_days.csv` what it misses; a year is
filled once, and its source noted, so that an upgrade never changes a past day unnoticed.
Overrides that were imported win over both.
"""

import csv
import datetime as dt
import functools
import importlib.metadata
import importlib.resources

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

_COUNTRY = "VN"
# The languages of the interface, as the `holidays` package calls them.
_LANGUAGES = {"vi": "vi", "en": "en_US"}

# The ends of an index, office by office: nothing is read between them.
_ENDS = """
    SELECT min(e.day), max(e.day)
    FROM offices AS o
    CROSS JOIN LATERAL (VALUES
        ((SELECT paid_day FROM payments AS p WHERE p.office_code = o.office_code
            ORDER BY paid_day LIMIT 1)),
        ((SELECT paid_day FROM payments AS p WHERE p.office_code = o.office_code
            ORDER BY paid_day DESC LIMIT 1)),
        ((SELECT remitted_day FROM remittances AS m WHERE m.office_code = o.office_code
            ORDER BY remitted_day LIMIT 1)),
        ((SELECT remitted_day FROM remittances AS m WHERE m.office_code = o.office_code
            ORDER BY remitted_day DESC LIMIT 1))
    ) AS e (day)
"""


def ensure(cursor: Cursor, today: dt.date, *days: dt.date | None) -> None:
    """Fill the years of `days` and those around `today`; number the working days.

    A day without a row would have no lag, so that every year between the first and the last is
    filled. The year after `today` is filled as well: deadlines run into it. An override of a year
    that is not filled yet waits for it.
    """
    cursor.execute("SELECT min(day), max(day) FROM calendar")
    filled_first, filled_last = cursor.fetchone() or (None, None)
    years = [day.year for day in (*days, today, filled_first, filled_last) if day]
    wanted = range(min(years), max(*years, today.year + 1) + 1)
    missing = [
        y for y in wanted if not (filled_first and filled_first.year <= y <= filled_last.year)
    ]
    if missing:
        _fill(cursor, missing)
    _number(cursor)


def days_of_store(cursor: Cursor) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day on which the store has a payment or a remittance."""
    cursor.execute(_ENDS)
    first, last = cursor.fetchone() or (None, None)
    return first, last


def public_days(years: list[int]) -> dict[dt.date, bool]:
    """Return whether each day of `years` is a working day by the public calendar."""
    import holidays

    public = holidays.country_holidays(_COUNTRY, years=years)
    days = {}
    for year in years:
        day = dt.date(year, 1, 1)
        while day.year == year:
            days[day] = public.is_working_day(day)
            day += dt.timedelta(days=1)
    return days | {day: working for day, working in known_days().items() if day in days}


@functools.cache
def holidays_of(year: int, language: str) -> dict[dt.date, str]:
    """Return the public holidays and the days in lieu of a year, by their names in vi or en."""
    import holidays

    known = holidays.country_holidays(_COUNTRY, years=[year], language=_LANGUAGES[language])
    return dict(known.items())


def known_days() -> dict[dt.date, bool]:
    """Return the moved days that the package does not know, from the file that is shipped."""
    text = importlib.resources.files("data").joinpath("known_days.csv").read_text(encoding="utf-8")
    return {
        dt.date.fromisoformat(row["day"]): row["working"] == "yes"
        for row in csv.DictReader(text.splitlines())
    }


def _fill(cursor: Cursor, years: list[int]) -> None:
    days = public_days(years)
    cursor.execute(
        """
        INSERT INTO calendar (day, public_working, public_source, working, number)
        SELECT day, working, %s, working, 0
        FROM unnest(%s::date[], %s::boolean[]) AS filled (day, working)
        """,
        (f"holidays {importlib.metadata.version('holidays')}", list(days), list(days.values())),
    )


def _number(cursor: Cursor) -> None:
    """Apply the overrides and count the working days up to each day."""
    cursor.execute("""
        UPDATE calendar AS c SET working = n.working, number = n.number, note = n.note
        FROM (
            SELECT day, working, note,
                count(*) FILTER (WHERE working) OVER (ORDER BY day) AS number
            FROM (
                SELECT c.day, coalesce(o.working, c.public_working) AS working, o.note
                FROM calendar AS c
                LEFT JOIN calendar_overrides AS o USING (day)
            ) AS decided
        ) AS n
        WHERE n.day = c.day
            AND ROW(c.working, c.number, c.note) IS DISTINCT FROM ROW(n.working, n.number, n.note)
    """)
