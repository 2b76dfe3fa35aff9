"""Values of staged rows: how the text of a cell is read, and the faults that a row has by itself.

`stage_x` is read into `read_x` in SQL: typed values, and three arrays. `faults` has a
'column:reason' for which the row is refused, `left_out` one for each cell that the row is taken
without, `kept` the names of all columns that stay as they are in the store. Every expression gives
NULL where the text cannot be read; the source of each form is the import section of the contract.
Regular expressions name [0-9], as the class of digits takes those of other scripts as well.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Final

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data.importing import sets, words
from data.importing.checking import cells, dates, moments, numbers, plain
from data.importing.reading import tables

# What is beyond belief: 10.000 tỷ đồng in one amount, and times before the fund was founded.
_MOST_DONG: Final = 10_000 * 10**9
_FIRST_MOMENT: Final = "TIMESTAMPTZ '1995-01-01 00:00:00+07'"
# Reasons that refuse a row even where its cell could be left out.
_GRAVE: Final = "('future', 'too_early')"
_NO_TEXTS: Final = "'{}'::text[]"
# The types of values that are no texts.
_TYPES: Final = {
    sets.Kind.AMOUNT: "bigint",
    sets.Kind.COUNT: "integer",
    sets.Kind.MOMENT: "timestamptz",
    sets.Kind.DAY: "date",
    sets.Kind.MONTH: "date",
    sets.Kind.YES_NO: "boolean",
}


def read(
    cursor: Cursor,
    each: sets.Set,
    *,
    has_controls: bool = True,
    plain_columns: Collection[str] = (),
) -> None:
    """Read `stage_x` into `read_x`: the values, and the faults that a row shows by itself.

    Control characters are looked for only where there are any: it takes a while. So does the
    general reading, of which the `plain_columns` need nothing: their cells are cast.
    """
    cursor.execute(_read_sql(each, has_controls=has_controls, plain_columns=plain_columns))
    cursor.execute(f"ANALYZE read_{each.name}")


def read_nothing(cursor: Cursor, each: sets.Set) -> None:
    """Make an empty `read_x`, for a set without files: that is several times quicker to plan."""
    plain_columns = {column.name for column in each.columns}
    sql = _read_sql(each, has_controls=False, plain_columns=plain_columns)
    cursor.execute(f"{sql} WITH NO DATA")


def filled(cursor: Cursor) -> tuple[sets.Set, ...]:
    """Return the sets of which this run has rows, in their order: most runs have few of them."""
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT '{each.name}' WHERE EXISTS (SELECT FROM read_{each.name})" for each in sets.ALL
        )
    )
    names = {name for (name,) in cursor.fetchall()}
    return tuple(each for each in sets.ALL if each.name in names)


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


def _read_sql(each: sets.Set, *, has_controls: bool, plain_columns: Collection[str]) -> str:
    """Compose the reading in steps; OFFSET 0 keeps each step from being computed again.

    A plain column goes through them as it is until it is cast.
    """
    row = "file_no, row_no, marks, fault"
    as_they_are = [c.name for c in each.columns if c.name in plain_columns]
    looked_into = [c for c in each.columns if c.name not in plain_columns]
    judged = [c for c in each.columns if _is_judged(c, plain_columns)]

    def listed(*expressions: str) -> str:
        return ", ".join((*expressions, *as_they_are))

    trimmed = listed(*(f"{_trimmed(c)} AS {c.name}" for c in looked_into))
    odd = listed(
        *(f"{c.name}, {cells.oddity(c, has_controls=has_controls)} AS {c.name}_odd"
          for c in looked_into)
    )  # fmt: skip
    normal = listed(*(
        f"{c.name} AS {c.name}_text, {c.name}_odd,"
        f" CASE WHEN {c.name}_odd IS NULL THEN {_normalised(c)} END AS {c.name}"
        for c in looked_into
    ))  # fmt: skip
    general = f"""
        trimmed AS (
            SELECT {row}, string_to_array(marks, ',') AS marked, {trimmed}
            FROM stage_{each.name} OFFSET 0
        ),
        odd AS (SELECT {row}, marked, {odd} FROM trimmed OFFSET 0),
        normal AS (SELECT {row}, marked, {normal} FROM odd OFFSET 0),"""
    values = ", ".join(
        f"{_plain_value(c)} AS {c.name}" if c.name in plain_columns
        else f"{c.name}_text, {c.name}_odd, {_value(c)} AS {c.name}"
        for c in each.columns
    )  # fmt: skip
    names = ", ".join(c.name for c in each.columns)
    reasons = ", ".join(
        f"{_why(c, plain_columns, is_key=c.name in each.key)} AS {c.name}_why" for c in judged
    )
    taken = ", ".join(_taken(c) if c in judged else c.name for c in each.columns)
    return f"""
        CREATE TEMPORARY TABLE read_{each.name} ON COMMIT DROP AS
        WITH {general if looked_into else ""}
        valued AS (
            SELECT {row}, {values}
            FROM {"normal" if looked_into else f"stage_{each.name}"} OFFSET 0
        ),
        judged AS (SELECT {row}, {names}{", " if judged else ""}{reasons} FROM valued OFFSET 0)
        SELECT file_no, row_no, marks, {taken}, false AS repeated, {_arrays(judged)}
        FROM judged
    """


def _is_judged(column: sets.Column, plain_columns: Collection[str]) -> bool:
    """Return whether anything may be wrong with a cell: with a plain one, that it is to come."""
    return column.name not in plain_columns or column.kind is sets.Kind.MOMENT


def _plain_value(column: sets.Column) -> str:
    """Return the typed value of a plain cell."""
    text = f"{column.name} || '-01'" if column.kind is sets.Kind.MONTH else column.name
    of_kind = _TYPES.get(column.kind)
    return f"({text})::{of_kind}" if of_kind else text


def _why(column: sets.Column, plain_columns: Collection[str], *, is_key: bool) -> str:
    """Return what is wrong with a cell by itself: the first reason, or NULL."""
    if column.name in plain_columns:
        return f"CASE WHEN {moments.is_future(column.name)} THEN 'future' END"
    return _reason(column, is_key=is_key)


def _arrays(columns: Sequence[sets.Column]) -> str:
    """Return the three arrays of a row: they are empty where nothing is wrong with any cell."""
    names = ", ".join(("fault", *(f"{c.name}_why" for c in columns)))
    faults = ", ".join(["'*:' || fault", *map(_fault, columns)])
    left_out = ", ".join(_left_out(c) for c in columns if c.may_lack)
    kept = ", ".join(f"CASE WHEN {c.name}_why IS NOT NULL THEN '{c.name}' END" for c in columns)
    return ", ".join(
        f"CASE WHEN num_nonnulls({names}) = 0 THEN {_NO_TEXTS}"
        f" ELSE array_remove(ARRAY[{each}]::text[], NULL) END AS {name}"
        for name, each in (("faults", faults), ("left_out", left_out), ("kept", kept))
    )


def _fault(column: sets.Column) -> str:
    """Return the fault of a cell for which its row is refused, as 'column:reason'."""
    name = column.name
    fault = f"'{name}:' || {name}_why"
    return f"CASE WHEN {name}_why IN {_GRAVE} THEN {fault} END" if column.may_lack else fault


def _left_out(column: sets.Column) -> str:
    """Return the fault of a cell that its row is taken without."""
    name = column.name
    return f"CASE WHEN {name}_why NOT IN {_GRAVE} THEN '{name}:' || {name}_why END"


def _taken(column: sets.Column) -> str:
    """Return the value of a cell; none where it is left out."""
    name = column.name
    return f"CASE WHEN {name}_why IS NULL THEN {name} END AS {name}" if column.may_lack else name


def _reason(column: sets.Column, *, is_key: bool) -> str:
    """Return what is wrong with a cell by itself: the first reason, or NULL."""
    name = column.name
    branches = [(f"{name}_odd <> '{cells.NOTHING}'", f"{name}_odd")]
    empty = f"({name}_text IS NULL OR {name}_odd IS NOT NULL)"
    branches.append((empty, _if_empty(column)))
    if column.kind is sets.Kind.AMOUNT:
        branches.append((f"abs({name}) > {_MOST_DONG}", "'too_large'"))
    if column.kind is sets.Kind.COUNT:
        branches.append((f"abs({name}) > {numbers.MOST_COUNTED}", "'too_many'"))
    branches.append((f"{name} IS NULL", "'unreadable'"))
    if column.is_identity or (is_key and column.kind is sets.Kind.TEXT):
        branches.append((f"length({name}) > {plain.LONGEST_CODE}", "'too_long'"))
    if column.at_least is not None:
        branches.append((f"{name} < {column.at_least}", "'too_small'"))
    if column.kind is sets.Kind.MOMENT:
        branches.append((f"{name} < {_FIRST_MOMENT}", "'too_early'"))
        branches.append((moments.is_future(name), "'future'"))
    return _cases(*branches)


def _if_empty(column: sets.Column) -> str:
    """Return what is wrong with an empty cell: nothing, where it takes back what it held."""
    if column.blank_undoes:
        # A word for empty is not truly blank.
        return f"CASE WHEN {column.name}_odd IS NOT NULL THEN 'required' END"
    return "'required'" if column.required else "NULL"


def _trimmed(column: sets.Column) -> str:
    """Return the text of a staged column without spaces around it; NULL where none is left."""
    text = f"nullif(btrim({column.name}), '')"
    if not column.width:
        return text
    # A number cell has lost the zeros in front.
    short = f"{text} ~ '^[0-9]{{{column.shortest},{column.width}}}$'"
    padded = f"lpad({text}, {column.width}, '0')"
    return f"CASE WHEN {is_number(column)} AND {short} THEN {padded} ELSE {text} END"


def is_number(column: sets.Column) -> str:
    """Return the condition that the cell of `column` was a number in a workbook."""
    return has_mark(column, tables.Mark.NUMBER)


def has_mark(column: sets.Column, mark: tables.Mark) -> str:
    """Return the condition that the cell of `column` was marked so in a workbook."""
    return (
        f"(marks IS NOT NULL AND '{column.name}:{mark.value}' = ANY (string_to_array(marks, ',')))"
    )


def _normalised(column: sets.Column) -> str:  # noqa: PLR0911 - one return a kind
    """Return the trimmed text in the one form that a cast reads, where the kind has several."""
    name = column.name
    match column.kind:
        case sets.Kind.MOMENT:
            moment = moments.normalised(name)
            return f"coalesce({moment}, {dates.day(name)})" if column.day_alone else moment
        case sets.Kind.DAY:
            return dates.day(name)
        case sets.Kind.BIRTH:
            return dates.birth(name)
        case sets.Kind.MONTH:
            return dates.month(name, cells.marked(column, tables.Mark.DATE))
        case sets.Kind.AMOUNT:
            return f"({numbers.amount(name, cells.marked(column, tables.Mark.NUMBER))})"
        case sets.Kind.COUNT:
            return f"({numbers.count(name, cells.marked(column, tables.Mark.NUMBER))})"
        case sets.Kind.SETTING:
            return f"({numbers.count(name, cells.marked(column, tables.Mark.NUMBER))})::text"
        case kind if kind in words.WORDS:
            return _word(column)
        case _:
            return name


def _value(column: sets.Column) -> str:  # noqa: PLR0911 - one return a kind
    """Return the typed value of the normalised text."""
    name = column.name
    match column.kind:
        case sets.Kind.MOMENT:
            return moments.value(name, day_alone=column.day_alone)
        case sets.Kind.DAY | sets.Kind.MONTH:
            return dates.value(name)
        case sets.Kind.BIRTH:
            return dates.birth_value(name)
        case sets.Kind.CONFIRMATION:
            return f"CASE WHEN code_key({name}) <> '' THEN {name} END"
        case sets.Kind.YES_NO:
            return f"({_listed(column)})::boolean"
        case kind if kind in words.WORDS:
            return _listed(column)
        case _:
            return name


def _word(column: sets.Column) -> str:
    """Return the letters of a text, as the words of a list are compared."""
    stored = ", ".join(repr(value) for value in words.WORDS[column.kind])
    letters = cells.letters(column.name)
    return f"CASE WHEN {column.name} IN ({stored}) THEN lower({column.name}) ELSE {letters} END"


def _listed(column: sets.Column) -> str:
    """Return the value that a word of the list stands for."""
    return _cases(
        *(
            (f"{column.name} IN ({', '.join(map(repr, spellings))})", f"'{value}'")
            for value, spellings in words.WORDS[column.kind].items()
        )
    )


def _cases(*branches: tuple[str, str]) -> str:
    return "CASE " + " ".join(f"WHEN {test} THEN {then}" for test, then in branches) + " END"
