"""Cells that hold no value of their column, whatever its kind: what they are instead.

A formula's error, a number that has lost its digits, a word for nothing: taken for values they
would make one code out of three, or accuse people of charging twice. Expressions are SQL.
"""

from typing import Final

from data.importing import sets, words
from data.importing.reading import tables

# What spreadsheets show for a formula that went wrong in several languages, or for
# a column that is too narrow.
_ERROR: Final = (
    "^(?:#(?:N/?A[!]?(?: N/A)?|NV|[A-ZÀ-Ý]{2,}[A-ZÀ-Ý0/_]*[!?]|DIV/0!?|REF|GETTING_DATA|#+)"
    "|ERR:[0-9]{3})$"
)
_SCIENTIFIC: Final = "^-?[0-9]+([.,][0-9]+)?E[+-][0-9]{2,}$"
_MOST_DIGITS: Final = 15
_CONTROLS: Final = "[\\u0001-\\u001F\\u007F-\\u009F]"
NOTHINGS: Final = ("null", "none", "nan", "n/a", "\\n")
_LONGEST_WORD: Final = 4
NO_RECEIPT: Final = "0-–—_.*/ "

# What is found, by its reason. The first is no fault by itself.
NOTHING: Final = "nothing"
ERROR: Final = "error"
UNCALCULATED: Final = "uncalculated"
CONTROL: Final = "control"
SCIENTIFIC: Final = "scientific"
LONG_NUMBER: Final = "long_number"
DATE: Final = "date_cell"
TRUTH: Final = "truth_cell"


def oddity(column: sets.Column, *, has_controls: bool) -> str:
    """Return the SQL of what a cell is where it is no value of its column, else NULL.

    It reads the cell's trimmed text under the column's name, and `marked`, its row's marks.
    """
    name = column.name
    branches = [
        (f"{name} IS NULL", _of_empty(column)),
        (f"({name} LIKE '#%' OR {name} LIKE '_rr:___') AND upper({name}) ~ '{_ERROR}'", ERROR),
    ]
    if has_controls:
        branches.append((f"{name} ~ '{_CONTROLS}'", CONTROL))
    if column.is_identity:
        branches += [
            (
                _all_of(
                    f"({name} LIKE '%E%' OR {name} LIKE '%e%')",
                    f"upper({name}) ~ '{_SCIENTIFIC}'",
                ),
                SCIENTIFIC,
            ),
            (
                _all_of(
                    marked(column, tables.Mark.NUMBER),
                    f"length(translate({name}, '-.', '')) > {_MOST_DIGITS}",
                ),
                LONG_NUMBER,
            ),
            (marked(column, tables.Mark.DATE), DATE),
        ]
    if column.is_identity or column.kind is sets.Kind.TEXT:
        branches.append((marked(column, tables.Mark.TRUTH), TRUTH))
    if not column.is_name:
        nothing = ", ".join(f"'{word}'" for word in NOTHINGS)
        branches.append(
            (f"octet_length({name}) <= {_LONGEST_WORD} AND lower({name}) IN ({nothing})", NOTHING)
        )
    if column.kind is sets.Kind.CHANNEL:
        stored, no = words.WORDS[column.kind], ", ".join(map(repr, words.NOT_INFORMED))
        is_no = f"{letters(name)} IN ({no}) OR translate({name}, '{words.DASHES}', '') = ''"
        known = ", ".join(map(repr, stored))
        branches.append((_all_of(f"{name} NOT IN ({known})", f"({is_no})"), NOTHING))
    if column.name == "receipt_no":
        branches.append(
            (
                _all_of(
                    # Most numbers begin otherwise, which is seen sooner.
                    f"strpos('{NO_RECEIPT}', left({name}, 1)) > 0",
                    f"translate({name}, '{NO_RECEIPT}', '') = ''",
                ),
                NOTHING,
            )
        )
    cases = " ".join(
        f"WHEN {test} THEN {then if then.startswith('CASE') else repr(then)}"
        for test, then in branches
    )
    return f"CASE {cases} END"


def marked(column: sets.Column, mark: tables.Mark) -> str:
    """Return the condition that a cell was marked so, where a row's marks are `marked`."""
    return f"(marked IS NOT NULL AND '{column.name}:{mark.value}' = ANY (marked))"


def _of_empty(column: sets.Column) -> str:
    """Return what an empty cell is where its workbook says more."""
    return f"CASE WHEN {marked(column, tables.Mark.UNCALCULATED)} THEN '{UNCALCULATED}' END"


def _all_of(*conditions: str) -> str:
    return " AND ".join(conditions)


def letters(name: str) -> str:
    """Return the letters and digits of a text in lower case, without diacritics.

    Up to three keep the spaces between them: `B I` is not BI.
    """
    spaced = (
        f"btrim(regexp_replace(search_key({name}) COLLATE pg_c_utf8, '[^[:alnum:]]+', ' ', 'g'))"
    )
    return f"CASE WHEN length({spaced}) > 3 THEN replace({spaced}, ' ', '') ELSE {spaced} END"
