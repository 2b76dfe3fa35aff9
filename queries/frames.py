"""Rows of a statement, of known columns and types: plain ones, and as DataFrames.

pandas is imported when the first frame is made: commands that print plain rows start without it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from data import local_time

if TYPE_CHECKING:
    import pandas as pd

Dtypes = dict[str, str]

TEXT = "string"
WHOLE = "Int64"
RATE = "Float64"
DAY = "object"
MOMENT = f"datetime64[us, {local_time.NAME}]"

# A column's type follows from its name, which means the same in every result: moments, days and
# rates by their endings, texts as listed, and all others are whole numbers of things or of đồng.
_MOMENT_NAME = re.compile(r"(.*_)?(at|moment)")
_RATE_NAME = re.compile(r".*_rate|share_.*")
_DAY_NAME = re.compile(r"(.*_)?(day|start|end|evening)|valid_(from|to)|period_from")
_TEXT_NAME = re.compile(
    r"""
    (.*_)?(by|code|id|key|name|no|sha256) | asked | bank_ref | closing | column | counted_as
    | decision | earlier | earlier_owner | ending | file | imports | kind | later | login | note
    | office_codes | offices | other | owner | page | payment_ids | period | product | purpose
    | reason | report | role | state | status | subject | value | what | who | word
    """,
    re.VERBOSE,
)
_NUMBERED = frozenset(("row_no", "run_id", "entry_id", "note_id", "snapshot_id", "superseded_by"))

# What a value of the database is as a plain one; other types come as they are.
_PLAIN: Final[Mapping[str, Callable[[Any], Any]]] = {
    WHOLE: int,
    RATE: float,
    MOMENT: lambda moment: moment.astimezone(local_time.HANOI),
}


@dataclass(frozen=True)
class Rows:
    """The rows of a statement as the database gave them; of their columns, `dtypes` are wanted."""

    rows: Sequence[Sequence[Any]]
    names: Sequence[str]
    dtypes: Dtypes

    @classmethod
    def of(cls, rows: Sequence[Sequence[Any]], dtypes: Dtypes) -> Rows:
        """Return rows of exactly these columns."""
        return cls(rows, tuple(dtypes), dtypes)

    @property
    def numeric(self) -> set[int]:
        """The places of the columns that hold numbers."""
        return {place for place, each in enumerate(self.dtypes.values()) if each in {WHOLE, RATE}}

    def frame(self) -> pd.DataFrame:
        """Return exactly the columns that were asked for, in their order, as a frame."""
        return build(self.rows, self.names, self.dtypes)

    def plain(self) -> list[tuple[Any, ...]]:
        """Return the same as rows of whole numbers, floats, texts, days and moments of Hanoi."""
        values = dict(zip(self.names, _columns(self.rows, self.names), strict=True))
        return list(zip(*(_as_plain(values[n], t) for n, t in self.dtypes.items()), strict=True))


@functools.cache
def _pandas() -> Any:
    """Return the library, set up: for tables of a screen, small and written cell by cell.

    Texts of Arrow's are slow for these: a page with a table takes a tenth longer with them.
    """
    import pandas as pd

    pd.set_option("mode.string_storage", "python")
    return pd


def columns(names: str) -> Dtypes:
    """Return the types of columns, whose names stand between spaces."""
    return {name: _type_of(name) for name in names.split()}


def _type_of(name: str) -> str:
    if _MOMENT_NAME.fullmatch(name):
        return MOMENT
    if _RATE_NAME.fullmatch(name):
        return RATE
    if _DAY_NAME.fullmatch(name):
        return DAY
    is_text = _TEXT_NAME.fullmatch(name) and name not in _NUMBERED
    return TEXT if is_text else WHOLE


def ask(
    connection: sa.Connection, sql: str, values: Mapping[str, object], dtypes: Dtypes
) -> pd.DataFrame:
    """Return the rows of `sql` with exactly the columns of `dtypes`, in that order."""
    return rows(connection, sql, values, dtypes).frame()


def rows(connection: sa.Connection, sql: str, values: Mapping[str, object], dtypes: Dtypes) -> Rows:
    """Return the same without a frame, as commands print it."""
    result = connection.execute(sa.text(sql), dict(values))
    return Rows(result.all(), tuple(result.keys()), dtypes)


def build(rows: Sequence[Sequence[object]], names: Sequence[str], dtypes: Dtypes) -> pd.DataFrame:
    """Return `rows` as a frame; types are named, as those that are guessed change with the data.

    Column by column: a frame of objects that is cast afterwards takes three times as long, and
    keeps every value alive as long as one column is left as it was.
    """
    values = dict(zip(names, _columns(rows, names), strict=True))
    made: pd.DataFrame = _pandas().DataFrame(
        {name: _typed(values[name], dtype) for name, dtype in dtypes.items()}
    )
    return made


def _columns(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [()] * len(names)


def _as_plain(values: Sequence[Any], dtype: str) -> Sequence[Any]:
    if (made := _PLAIN.get(dtype)) is None:
        return values
    return [None if value is None else made(value) for value in values]


def _typed(values: Sequence[Any], dtype: str) -> Any:
    pd = _pandas()
    named: Any = dtype
    if dtype == RATE:
        # Rounded to 4 decimals by the database: the nearest float prints as the same digits.
        return pd.array([None if rate is None else float(rate) for rate in values], dtype=named)
    if dtype == DAY:
        return pd.Series(values, dtype=named)
    if dtype == MOMENT:
        return pd.to_datetime(pd.Series(values, dtype="object"), utc=True).astype(named)
    try:
        return pd.array(values, dtype=named)
    except OverflowError:
        # Sums have no limit: what 64 bits do not hold is kept as whole numbers of Python.
        whole = [None if value is None else int(value) for value in values]
        return pd.Series(whole, dtype="object")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values, None where nothing is known."""
    pd = _pandas()
    rows = frame.astype(object).to_dict("records")
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in rows
    ]


def totals(rows: pd.DataFrame, columns: Mapping[str, object]) -> dict[str, int]:
    """Return the sums of these columns over all rows, however large."""
    return {name: sum(int(value) for value in rows[name].dropna()) for name in columns}
