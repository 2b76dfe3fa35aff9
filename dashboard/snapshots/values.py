"""Values in the rows of a snapshot, with the names of columns and codes."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from dashboard import directory
from dashboard.components import table_style
from dashboard.exports import content, request_text
from dashboard.text import _, formats, glossary, snapshot_terms
from data import local_time
from queries import frames

CODE: Final = "confirmation_code"
# The first columns, also on a telephone.
_FIRST: Final = (CODE, "amount")
_PAYMENT: Final = "payment_id"
# Hidden where it is the same in every row: the sentence above has it.
_ALIKE: Final = ("office_code", "org_code", "is_adjustment")


def frame(found: content.Content) -> pd.DataFrame:
    """Return the rows of a content as a frame: whole numbers as such, moments in Hanoi's time."""
    rows, names = list(found.rows), tuple(found.columns)
    types = {name: _type(name, [row[place] for row in rows]) for place, name in enumerate(names)}
    return frames.build(rows, names, types)


def terms(rows: pd.DataFrame) -> dict[str, glossary.Term]:
    """Return the terms of columns with values that differ, code and amount first."""
    shown = [
        name for name in rows.columns if rows[name].notna().any() and not _is_alike(rows, name)
    ]
    first = [name for name in _FIRST if name in shown]
    rest = [name for name in shown if name not in first]
    return {name: term(name, rows[name]) for name in (*first, *rest)}


def term(name: str, values: pd.Series) -> glossary.Term:
    """Return what a column stands for."""
    return snapshot_terms.of_column(name, {type(value) for value in values.dropna().tolist()})


def written(rows: pd.DataFrame, known: directory.Directory) -> pd.DataFrame:
    """Return rows with names added to codes, and the code to look up."""
    words = {
        name: [_value(name, value, known) for value in rows[name]]
        for name in rows.columns
        if name in _CODES or name == "is_adjustment"
    }
    named = rows.assign(**words)
    if CODE in rows:
        named["lookup"] = rows[CODE].fillna(rows[_PAYMENT]) if _PAYMENT in rows else rows[CODE]
    return named


def change(column: str | None, value: str | None, known: directory.Directory) -> str:
    """Return a value that a comparison gives as text, as it is written elsewhere on the screen."""
    if column is None or pd.isna(column):
        return ""
    if value is None or pd.isna(value):
        return formats.UNKNOWN
    if column in _CODES or column == "is_adjustment":
        read: Any = value == str(True) if column == "is_adjustment" else value
        return _value(column, read, known)
    if column.endswith("_at"):
        return formats.moment(local_time.read(value))
    is_whole = value.removeprefix("-").isdecimal()
    kind = snapshot_terms.of_column(column, {int} if is_whole else {str})
    return table_style.written(int(value) if is_whole else value, kind)


def label(column: str | None) -> str:
    """Return what a column is called."""
    if column is None or pd.isna(column):
        return ""
    return _(snapshot_terms.of_column(column, set()).label)


def _type(name: str, values: list[object]) -> str:
    known = [value for value in values if value is not None]
    if name.endswith("_at"):
        return frames.MOMENT
    is_whole = bool(known) and all(type(value) is int for value in known)
    return frames.WHOLE if is_whole else frames.DAY


def _is_alike(rows: pd.DataFrame, name: str) -> bool:
    if name not in _ALIKE:
        return False
    first = rows[name].iloc[0]
    return first is not True and bool((rows[name] == first).all())


def _value(name: str, value: Any, known: directory.Directory) -> str:
    if value is None or pd.isna(value):
        return formats.UNKNOWN
    if name == "is_adjustment":
        return _("yes") if value else _("no")
    return _CODES[name](str(value), known)


def _office(code: str, known: directory.Directory) -> str:
    return f"{known.offices.get(code, code)} ({code})"


def _organization(code: str, known: directory.Directory) -> str:
    return f"{known.organizations.get(code, code)} ({code})"


def _product(code: str, _known: directory.Directory) -> str:
    return _(glossary.PRODUCTS.get(code, code))


def _kind(code: str, _known: directory.Directory) -> str:
    return request_text.kind(code)


_CODES: Final[Mapping[str, Callable[[str, directory.Directory], str]]] = {
    "office_code": _office,
    "org_code": _organization,
    "product": _product,
    "kind": _kind,
}
