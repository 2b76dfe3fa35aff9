"""Rows of a statement, of known columns and types: plain ones, and as DataFrames.

pandas is imported when the first frame is made: commands that print plain rows start without it.
"""

from __future__ import annotations

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
    # With pandas, which commands that print plain rows do without.
    from queries import frame_columns

    values = dict(zip(names, _columns(rows, names), strict=True))
    return frame_columns.frame({name: (values[name], dtype) for name, dtype in dtypes.items()})


def _columns(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [()] * len(names)


def _as_plain(values: Sequence[Any], dtype: str) -> Sequence[Any]:
    if (made := _PLAIN.get(dtype)) is None:
        return values
    return [None if value is None else made(value) for value in values]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values, None where nothing is known."""
    names = [str(name) for name in frame]
    columns = [plain(frame[name]) for name in frame]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def plain(column: pd.Series) -> list[Any]:
    """Return the values of a column, None where nothing is known."""
    from queries import frame_columns

    # Only what is not a number and what is no time differ from themselves.
    return [
        None if value is frame_columns.NA or value != value else value  # noqa: PLR0124
        for value in column.tolist()
    ]


def totals(rows: pd.DataFrame, columns: Mapping[str, object]) -> dict[str, int]:
    """Return the sums of these columns over all rows, however large."""
    return {
        name: sum(int(value) for value in plain(rows[name]) if value is not None)
        for name in columns
    }
