"""Codes that a workbook has turned into numbers: they are matched without their leading zeros.

A number may stand for the codes that the store has and those that the same run defines as text;
where none of them fits, for those that it names as text. If one fits, it replaces the number; if
several do, the row is refused, and so is the row that would make a number the code of an office, an
organisation or a collector.
"""

from collections.abc import Sequence

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data.importing import sets
from data.importing.checking import values

_Place = tuple[sets.Set, sets.Column]


def match(cursor: Cursor, filled: Sequence[sets.Set]) -> None:
    """Replace numbers by the codes that they stand for; mark those that could be several."""
    with_numbers = [each for each in filled if _has_numbers(cursor, each)]
    if not with_numbers:
        return
    for referred in sets.ALL:
        if len(referred.key) == 1 and referred.column(referred.key[0]).kind is sets.Kind.CODE:
            key = referred.key[0]
            stored = f"SELECT {key}, {key}, true FROM {referred.table}"
            _match_domain(cursor, _places(referred), stored, with_numbers)
    code = (sets.CONFIRMATIONS, sets.CONFIRMATIONS.column("confirmation_code"))
    stored = "SELECT confirmation_code, code_key, true FROM confirmations"
    _match_domain(cursor, [code], stored, with_numbers)
    for each in (sets.OFFICES, sets.ORGANIZATIONS, sets.COLLECTORS):
        _refuse_definitions(cursor, each)


def _has_numbers(cursor: Cursor, each: sets.Set) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT FROM read_{each.name} WHERE marks IS NOT NULL)")
    row = cursor.fetchone()
    return bool(row and row[0])


def _places(referred: sets.Set) -> list[_Place]:
    """Return the columns that hold codes of a set: its own key, and those that refer to it."""
    return [
        (each, column)
        for each in sets.ALL
        for column in each.columns
        if column.references == referred.name
        or (each is referred and column.name == referred.key[0])
    ]


def _key(column: sets.Column) -> str:
    return f"code_key({column.name})" if column.kind is sets.Kind.CONFIRMATION else column.name


def _match_domain(
    cursor: Cursor, places: list[_Place], stored: str, with_numbers: list[sets.Set]
) -> None:
    touched = [place for place in places if place[0] in with_numbers]
    numbers = " UNION ".join(
        f"SELECT ltrim({_key(column)}, '0') FROM read_{each.name} WHERE {values.is_number(column)}"
        for each, column in touched
    )
    if not numbers:
        return
    texts = " UNION ".join(
        f"SELECT {column.name}, {_key(column)}, {column.references is None}"
        f" FROM read_{each.name} WHERE NOT {values.is_number(column)}"
        for each, column in places
    )
    # What is named alone may be a slip: it counts where nothing else fits.
    cursor.execute(
        f"CREATE TEMPORARY TABLE meant ON COMMIT DROP AS"
        f" SELECT bare, min(code) AS code, count(DISTINCT key) AS choices FROM ("
        f"SELECT ltrim(key, '0') AS bare, code, key,"
        f" rank() OVER (PARTITION BY ltrim(key, '0') ORDER BY is_defined DESC) AS nth"
        f" FROM ({stored} UNION {texts}) AS known (code, key, is_defined)"
        f" WHERE ltrim(key, '0') IN ({numbers})) AS ranked"
        f" WHERE nth = 1 GROUP BY bare"
    )
    for each, column in touched:
        _replace(cursor, each, column)
    cursor.execute("DROP TABLE meant")


def _replace(cursor: Cursor, each: sets.Set, column: sets.Column) -> None:
    same = f"{values.is_number(column)} AND m.bare = ltrim({_key(column)}, '0')"
    cursor.execute(
        f"UPDATE read_{each.name} AS r SET faults = r.faults || ARRAY['{column.name}:ambiguous']"
        f" FROM meant AS m WHERE {same} AND m.choices > 1"
    )
    cursor.execute(
        f"UPDATE read_{each.name} AS r SET {column.name} = m.code"
        f" FROM meant AS m WHERE {same} AND m.choices = 1"
    )


def _refuse_definitions(cursor: Cursor, each: sets.Set) -> None:
    """Refuse the rows whose number is the code of nothing: others could not name its zeros."""
    key = each.column(each.key[0])
    cursor.execute(
        f"UPDATE read_{each.name} AS r SET faults = r.faults || ARRAY['{key.name}:number']"
        f" WHERE {values.is_number(key)} AND r.faults = '{{}}' AND r.{key.name} NOT IN ("
        f"SELECT {key.name} FROM {each.table} UNION ALL"
        f" SELECT {key.name} FROM read_{each.name}"
        f" WHERE {key.name} IS NOT NULL AND NOT {values.is_number(key)})"
    )
