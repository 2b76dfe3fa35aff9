"""Values of staged rows: how the text of a cell is read, and the faults that a row has by itself.

`stage_x` is read into `read_x` in SQL: typed values, and `faults`, an array of 'column:reason'.
Every expression gives NULL where the text cannot be read; the source of each form is the import
section of the contract. Regular expressions name [0-9], as the class of digits takes those of
other scripts as well.
"""

import datetime as dt

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data.importing import sets, words
from data.importing.checking import moments
from data.importing.reading import tables

_SPACE = "[ \\u00a0\\u202f]"
_TRIMMED = "' ' || U&'\\0009\\000A\\000D\\00A0\\2007\\202F\\3000\\FEFF'"
_CURRENCY = "(đ|₫|vnđ|vnd)"
# What most cells hold is recognised without the long expressions, which are several times slower.
_DIGITS = "^[0-9]+$"
_MOST_DIGITS = 15
_NEGATIVE = "^-[0-9]{1,15}$"
# Grouped in threes by one and the same sign, a fraction of zeros, the currency.
_GROUPED = (
    f"^[+-]?([0-9]{{1,15}}|[0-9]{{1,3}}([.,]|{_SPACE})[0-9]{{3}}(\\2[0-9]{{3}}){{0,3}})([.,]00)?"
    f"{_SPACE}*{_CURRENCY}?$"
)
# More digits than those: a whole number all the same, and beyond belief.
_HUGE = (
    f"^[+-]?([0-9]{{16,}}|[0-9]{{1,3}}([.,]|{_SPACE})[0-9]{{3}}(\\2[0-9]{{3}}){{4,}})([.,]00)?"
    f"{_SPACE}*{_CURRENCY}?$"
)
# What is beyond belief: 10.000 tỷ đồng in one amount, and times before the fund was founded.
_MOST_DONG = 10_000 * 10**9
_FIRST_MOMENT = "TIMESTAMPTZ '1995-01-01 00:00:00+07'"
_ISO_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ]00:00(:00(\\.0+)?)?)?$"
_LOCAL_DAY = "^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})$"
_ISO_MONTH = "^([0-9]{4}-(0[1-9]|1[0-2]))(-01)?$"
_LOCAL_MONTH = "^(0?[1-9]|1[0-2])/([0-9]{4})$"
# An entry of an index holds three such codes, at four bytes a letter.
_LONGEST_CODE = 200
# Line breaks and tabs in a text are white space; other control characters would reach terminals.
_BREAKS = "[\\u0009\\u000A\\u000D]+"
_CONTROLS = "[\\u0001-\\u001F\\u007F-\\u009F]"
_CODES = {sets.Kind.CODE, sets.Kind.CONFIRMATION}


def read(cursor: Cursor, each: sets.Set, *, has_controls: bool = True) -> None:
    """Read `stage_x` into `read_x`: the values, and the faults that a row shows by itself.

    Control characters are looked for only where there are any: it takes a while.
    """
    cursor.execute(_read_sql(each, has_controls=has_controls))
    cursor.execute(f"ANALYZE read_{each.name}")


def days(cursor: Cursor) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day of a payment or a remittance that this run brings."""
    cursor.execute("""
        SELECT local_day(min(at)), local_day(max(at)) FROM (
            SELECT min(paid_at), max(paid_at) FROM read_payments WHERE faults = '{}'
            UNION ALL
            SELECT min(remitted_at), max(remitted_at) FROM read_remittances WHERE faults = '{}'
        ) AS ends (first, last) CROSS JOIN LATERAL (VALUES (first), (last)) AS each (at)
    """)
    first, last = cursor.fetchone() or (None, None)
    return first, last


def _read_sql(each: sets.Set, *, has_controls: bool) -> str:
    """Compose the reading in steps; OFFSET 0 keeps each step from being computed again."""
    row = "file_no, row_no, marks, fault"
    cleaned = {c: _unbroken(c) if has_controls else c.name for c in each.columns}
    trimmed = ", ".join(f"{_trimmed(c, text)} AS {c.name}" for c, text in cleaned.items())
    normal = ", ".join(
        f"{c.name} AS {c.name}_text, {_normalised(c)} AS {c.name}" for c in each.columns
    )
    values = ", ".join(f"{c.name}_text, {_value(c)} AS {c.name}" for c in each.columns)
    names = ", ".join(c.name for c in each.columns)
    faults = ", ".join(
        _fault(c, is_key=c.name in each.key, has_controls=has_controls) for c in each.columns
    )
    return f"""
        CREATE TEMPORARY TABLE read_{each.name} ON COMMIT DROP AS
        WITH trimmed AS (SELECT {row}, {trimmed} FROM stage_{each.name} OFFSET 0),
        normal AS (SELECT {row}, {normal} FROM trimmed OFFSET 0),
        valued AS (SELECT {row}, {values} FROM normal OFFSET 0)
        SELECT file_no, row_no, marks, {names}, false AS repeated,
            array_remove(ARRAY['*:' || fault, {faults}]::text[], NULL) AS faults
        FROM valued
    """


def _fault(column: sets.Column, *, is_key: bool, has_controls: bool) -> str:
    """Return the first fault that a cell shows by itself, as 'column:reason'."""
    name = column.name
    branches = [f"WHEN {name}_text IS NOT NULL AND {name} IS NULL THEN '{name}:unreadable'"]
    if column.kind is sets.Kind.AMOUNT:
        branches[:0] = [
            f"WHEN {name} IS NULL AND {name}_text ~* '{_HUGE}' THEN '{name}:too_large'",
            f"WHEN abs({name}) > {_MOST_DONG} THEN '{name}:too_large'",
        ]
    if column.required:
        branches.insert(0, f"WHEN {_lacks(column)} THEN '{name}:required'")
    if has_controls and (column.kind is sets.Kind.TEXT or column.kind in _CODES):
        branches.append(f"WHEN {name}_text ~ '{_CONTROLS}' THEN '{name}:control'")
    if is_key or column.searched or column.kind in _CODES:
        branches.append(f"WHEN length({name}_text) > {_LONGEST_CODE} THEN '{name}:too_long'")
    if column.at_least is not None:
        branches.append(f"WHEN {name} < {column.at_least} THEN '{name}:too_small'")
    if column.kind is sets.Kind.MOMENT:
        branches.append(f"WHEN {name} < {_FIRST_MOMENT} THEN '{name}:too_early'")
        branches.append(f"WHEN {moments.is_future(name)} THEN '{name}:future'")
    return f"CASE {' '.join(branches)} END"


def _lacks(column: sets.Column) -> str:
    """Return the condition that a required cell is empty, and does not take back what it held."""
    lacks = f"{column.name}_text IS NULL"
    if not column.blank_undoes:
        return lacks
    # Whatever is known of the cell: it is not truly blank.
    return f"({lacks} AND ',' || marks LIKE '%,{column.name}:%')"


def _unbroken(column: sets.Column) -> str:
    """Return the text of a staged column on one line, if it is a text and no code."""
    if column.kind is not sets.Kind.TEXT:
        return column.name
    return f"regexp_replace({column.name}, '{_BREAKS}', ' ', 'g')"


def _trimmed(column: sets.Column, staged: str) -> str:
    """Return the text of a staged column without white space around it; NULL where none is left."""
    text = f"nullif(btrim({staged}, {_TRIMMED}), '')"
    if column.width:
        # A number cell has lost the zeros in front.
        padded = f"lpad({text}, greatest({column.width}, length({text})), '0')"
        text = f"CASE WHEN {is_number(column)} THEN {padded} ELSE {text} END"
    return text


def is_number(column: sets.Column) -> str:
    """Return the condition that the cell of `column` was a number in a workbook."""
    return has_mark(column, tables.Mark.NUMBER)


def has_mark(column: sets.Column, mark: tables.Mark) -> str:
    """Return the condition that the cell of `column` was marked so in a workbook."""
    return (
        f"(marks IS NOT NULL AND '{column.name}:{mark.value}' = ANY (string_to_array(marks, ',')))"
    )


def _normalised(column: sets.Column) -> str:
    """Return the trimmed text in the one form that a cast reads, where the kind has several."""
    name = column.name
    if column.kind is sets.Kind.TEXT:
        # Most texts are: a check is quicker than normalising again.
        return f"CASE WHEN {name} IS NFC NORMALIZED THEN {name} ELSE normalize({name}, NFC) END"
    if column.kind is sets.Kind.MOMENT:
        return moments.normalised(name, day_alone=column.day_alone)
    if column.kind is sets.Kind.DAY:
        return _cases(
            (f"{name} ~ '{_ISO_DAY}'", f"left({name}, 10)"),
            (f"{name} ~ '{_LOCAL_DAY}'", f"regexp_replace({name}, '{_LOCAL_DAY}', '\\3-\\2-\\1')"),
        )
    if column.kind is sets.Kind.MONTH:
        return _cases(
            (f"{name} ~ '{_ISO_MONTH}'", f"left({name}, 7) || '-01'"),
            (
                f"{name} ~ '{_LOCAL_MONTH}'",
                f"regexp_replace({name}, '{_LOCAL_MONTH}', '\\2-\\1-01')",
            ),
        )
    if column.kind in words.WORDS:
        return f"btrim(regexp_replace(search_key({name}), '[^a-z0-9]+', ' ', 'g'))"
    return name


def _value(column: sets.Column) -> str:  # noqa: PLR0911 - one return a kind
    """Return the typed value of the normalised text."""
    name = column.name
    match column.kind:
        case sets.Kind.AMOUNT:
            return _whole_number(column, "bigint")
        case sets.Kind.COUNT:
            return _whole_number(column, "integer")
        case sets.Kind.MOMENT:
            return moments.value(name, day_alone=column.day_alone)
        case sets.Kind.DAY | sets.Kind.MONTH:
            return _checked(name, "date")
        case sets.Kind.CONFIRMATION:
            return f"CASE WHEN code_key({name}) <> '' THEN {name} END"
        case sets.Kind.YES_NO:
            return f"({_listed(column)})::boolean"
        case kind if kind in words.WORDS:
            return _listed(column)
        case _:
            return name


def _checked(name: str, type_name: str) -> str:
    return f"CASE WHEN pg_input_is_valid({name}, '{type_name}') THEN {name}::{type_name} END"


def _whole_number(column: sets.Column, type_name: str) -> str:
    """Read đồng; the point of a number cell is always a decimal one."""
    name = column.name
    digits = (
        f"regexp_replace(regexp_replace(regexp_replace({name},"
        f" '{_SPACE}*{_CURRENCY}$', '', 'i'), '[.,]00$', ''), '[^0-9-]', '', 'g')"
    )
    number = _cases(
        (f"{name} ~ '{_DIGITS}' AND length({name}) <= {_MOST_DIGITS}", f"{name}::bigint"),
        (f"{name} ~ '{_NEGATIVE}'", f"{name}::bigint"),
        (
            f"{name} ~* '{_GROUPED}' AND NOT ({is_number(column)} AND {name} ~ '\\.')",
            f"{digits}::bigint",
        ),
    )
    if type_name == "bigint":
        return number
    fitting = f"({number}) BETWEEN -2147483648 AND 2147483647"
    return f"CASE WHEN {fitting} THEN ({number})::integer END"


def _listed(column: sets.Column) -> str:
    """Return the value that a word of the list stands for."""
    return _cases(
        *(
            (f"{column.name} IN ({', '.join(repr(word) for word in spellings)})", f"'{value}'")
            for value, spellings in words.WORDS[column.kind].items()
        )
    )


def _cases(*branches: tuple[str, str]) -> str:
    return "CASE " + " ".join(f"WHEN {test} THEN {then}" for test, then in branches) + " END"
