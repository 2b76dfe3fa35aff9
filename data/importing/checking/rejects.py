"""Refused rows: marked where they were read, kept without personal values, and listed in full."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import sqlalchemy as sa
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data import engine
from data.importing import sets, words
from data.importing.checking import cells, staging
from data.importing.reading import tables
from data.problems import N_

# Of one run, in the store.
MOST_KEPT: Final = 1000

_REASONS = {
    "required": N_("Must not be empty"),
    "too_long": N_("A code has at most 200 characters"),
    "control": N_("Has a control character, which cannot be seen: remove it"),
    "future": N_("Lies in the future"),
    "too_early": N_("Lies before 1995"),
    "too_large": N_("Beyond belief: more than 10,000 billion đồng in one amount"),
    "too_many": N_("Beyond belief: a number of more than nine digits"),
    "before_payment": N_("The payment is voided before it was made"),
    "before_day": N_("The form is sent before the day that it is of"),
    "unknown_policy": N_("There is no policy of this name"),
    "general_policy": N_("No organisation can have a value of its own for this policy"),
    "unknown": N_("This code is not known, or its own row was rejected"),
    "duplicate": N_("This key stands more than once with different values"),
    "spread": N_("One confirmation code cannot cover payments of several offices or organisations"),
    "code_elsewhere": N_("The payment's confirmation code covers payments of its earlier office"),
    "reversal": N_("This remittance gives money back: it covers no payments"),
    "covers_payments": N_("The remittance covers payments: its amount cannot become negative"),
    "ambiguous": N_("The cell is a number, and several codes differ from it in leading zeros only"),
    tables.TOO_MANY_CELLS: N_("The row has more cells than the heading"),
    cells.ERROR: N_("The cell shows an error of a formula and no value"),
    # Of runs before 0.2.0, which refused the whole row.
    "formula_without_value": N_("A formula without a stored value: save the workbook again"),
    cells.UNCALCULATED: N_("A formula without a stored value: save the workbook again"),
    cells.SCIENTIFIC: N_(
        "A number that a spreadsheet has shortened; its digits are lost: make the column text "
        "and fill it in again"
    ),
    cells.LONG_NUMBER: N_(
        "A number of more than 15 digits, of which a spreadsheet keeps 15: make the column text "
        "and fill it in again"
    ),
    cells.DATE: N_("The cell is a date and no code or number: make the column text"),
    cells.TRUTH: N_("The cell is TRUE or FALSE and no text: make the column text"),
    "number": N_("The code is a number, which has no leading zeros: make the column text"),
}
_NOT_POSITIVE = N_("Must be greater than zero")
_NEGATIVE = N_("Must not be negative")


class Reject(NamedTuple):
    """The first fault of a row, or a cell that its row was taken without.

    Where it stands, the value, and the key of the reason.
    """

    file_no: int
    row_no: int
    set_name: str
    column_name: str
    value: str
    reason: str
    left_out: bool = False
    key: str = ""


def mark(cursor: Cursor, each: sets.Set, column: str, reason: str, condition: str) -> int:
    """Add a fault to the rows of a set where `condition` holds of `r`; return how many."""
    cursor.execute(
        f"UPDATE read_{each.name} AS r SET faults = r.faults || ARRAY['{column}:{reason}']"
        f" WHERE NOT ('{column}:{reason}' = ANY (r.faults)) AND ({condition})"
    )
    return cursor.rowcount


def gather(cursor: Cursor) -> tuple[int, int]:
    """Collect what is not taken of every set in the temporary table `rejects`.

    Returns:
        The rows that are refused, and the cells that are left out of others.
    """
    parts = " UNION ALL ".join(_faults(each) for each in sets.ALL)
    cursor.execute(f"CREATE TEMPORARY TABLE rejects ON COMMIT DROP AS {parts}")
    cursor.execute("SELECT count(*) FILTER (WHERE NOT left_out), count(*) FROM rejects")
    rows, both = cursor.fetchone() or (0, 0)
    return rows, both - rows


def keep(cursor: Cursor, run_id: int, names: dict[int, str]) -> None:
    """Keep with the run the first of what it did not take; a personal value is not kept.

    All of it is in the run's list of rejects: a file that is bad from end to end, handed in every
    morning, would fill the store.
    """
    cursor.execute(
        """
        WITH first AS (
            SELECT * FROM rejects ORDER BY file_no, row_no, column_no LIMIT %(most)s
        )
        INSERT INTO import_rejects (
            run_id, reject_no, file, row_no, set_name, column_name, value, reason, office_code,
            left_out, row_key
        )
        SELECT %(run)s, row_number() OVER (ORDER BY r.file_no, r.row_no, r.column_no),
            f.name, r.row_no, r.set_name, r.column_name,
            CASE WHEN r.column_name = ANY (%(personal)s) THEN NULL ELSE left(r.value, 200) END,
            r.reason, o.office_code, r.left_out, left(r.row_key, 200)
        FROM first AS r
        JOIN unnest(%(numbers)s, %(names)s) AS f (file_no, name) USING (file_no)
        LEFT JOIN payments AS p ON p.payment_id = r.payment_id
        LEFT JOIN offices AS o ON o.office_code = coalesce(r.office_code, p.office_code)
        """,
        {
            "run": run_id,
            "most": MOST_KEPT,
            "personal": list(sets.PERSONAL),
            "numbers": list(names),
            "names": list(names.values()),
        },
    )


def listed(connection: sa.Connection) -> Iterator[Reject]:
    """Yield what is not taken in the order of files and rows, however much there is."""
    with engine.cursor(connection, "rejects") as cursor:
        cursor.execute(
            "SELECT file_no, row_no, set_name, column_name, coalesce(value, ''), reason, left_out,"
            " row_key FROM rejects ORDER BY file_no, row_no, column_no"
        )
        for row in cursor:
            yield Reject._make(row)


def _faults(each: sets.Set) -> str:
    """Return the SQL of the first fault of each refused row, and of each cell that is left out."""
    names = {column.name for column in each.columns}
    office = "r.office_code" if "office_code" in names else "NULL::text"
    key = ", ".join(f"r.{name}" for name in each.key)
    payment = "r.payment_id" if "payment_id" in names else "NULL::text"
    row = (
        f"r.file_no, r.row_no, {office} AS office_code, {payment} AS payment_id,"
        f" concat_ws(' ', {key}) AS row_key"
    )
    return f"""
        SELECT f.file_no, f.row_no, '{each.name}' AS set_name, f.column_name, f.column_no,
            {staging.as_it_stood(each, "f.column_name")} AS value, f.reason, f.left_out,
            f.office_code, f.payment_id, f.row_key
        FROM (
            SELECT {row}, split_part(r.faults[1], ':', 1) AS column_name, 0 AS column_no,
                split_part(r.faults[1], ':', 2) AS reason, false AS left_out
            FROM read_{each.name} AS r WHERE r.faults <> '{{}}'
            UNION ALL
            SELECT {row}, split_part(cell.fault, ':', 1), cell.nth,
                split_part(cell.fault, ':', 2), true
            FROM read_{each.name} AS r
            CROSS JOIN LATERAL unnest(r.left_out) WITH ORDINALITY AS cell (fault, nth)
            WHERE r.left_out <> '{{}}' AND r.faults = '{{}}' AND NOT r.repeated
        ) AS f
        JOIN stage_{each.name} AS s USING (file_no, row_no)
    """


def sentence(set_name: str, column_name: str, reason: str) -> str:
    """Return the message id that says what is wrong with a cell."""
    if reason in _REASONS:
        return _REASONS[reason]
    column = sets.BY_NAME[set_name].column(column_name)
    if reason == "too_small":
        return _NOT_POSITIVE if column.at_least == 1 else _NEGATIVE
    return words.UNREADABLE[column.kind]
