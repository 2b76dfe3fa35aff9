"""DataFrames of known columns and types from the rows of a statement."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data import local_time

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

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TICK: Final = dt.timedelta(microseconds=1)
_NAT: Final = np.iinfo(np.int64).min

# Tables of a screen are small and written cell by cell, for which texts of Arrow's are slow: a page
# with a table takes a tenth longer with them.
pd.set_option("mode.string_storage", "python")


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
    result = connection.execute(sa.text(sql), dict(values))
    return build(result.all(), tuple(result.keys()), dtypes)


def build(rows: Sequence[Sequence[object]], names: Sequence[str], dtypes: Dtypes) -> pd.DataFrame:
    """Return `rows` as a frame; types are named, as those that are guessed change with the data.

    Column by column: a frame of objects that is cast afterwards takes three times as long, and
    keeps every value alive as long as one column is left as it was.
    """
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    values = dict(zip(names, columns, strict=True))
    typed = {name: _typed(values[name], dtype) for name, dtype in dtypes.items()}
    return pd.DataFrame(typed, copy=False)


def _typed(values: Sequence[Any], dtype: str) -> Any:
    """Return the values of a column; pandas takes thirty times as long to find their type."""
    make = _MAKERS.get(dtype)
    return make(values) if make else pd.array(values, dtype=cast("Any", dtype))


def _texts(values: Sequence[Any]) -> Any:
    found = _objects([pd.NA if value is None else value for value in values])
    try:
        return pd.arrays.StringArray(found)
    except ValueError:
        # Not all of them are texts yet.
        return pd.array(values, dtype=cast("Any", TEXT))


def _whole(values: Sequence[Any]) -> Any:
    known = [0 if value is None else _exact(value) for value in values]
    try:
        return pd.arrays.IntegerArray(np.array(known, dtype=np.int64), _missing(values))
    except OverflowError:
        # Sums have no limit: what 64 bits do not hold is kept as whole numbers of Python.
        return _objects([None if value is None else int(value) for value in values])


def _exact(value: Any) -> int:
    """Return a number that is whole, such as a sum is, as one of Python."""
    whole = int(value)
    if whole != value:
        raise TypeError(f"no whole number: {value!r}")
    return whole


def _rates(values: Sequence[Any]) -> Any:
    # Rounded to 4 decimals by the database: the nearest float prints as the same digits.
    known = [0.0 if value is None else float(value) for value in values]
    return pd.arrays.FloatingArray(np.array(known, dtype=np.float64), _missing(values))


def _moments(values: Sequence[Any]) -> Any:
    since = [_NAT if value is None else (value - _EPOCH) // _TICK for value in values]
    moments = np.array(since, dtype=np.int64).view("datetime64[us]")
    return pd.DatetimeIndex(moments, tz="UTC").tz_convert(local_time.NAME)


def _objects(values: Sequence[Any]) -> Any:
    return np.fromiter(values, object, len(values))


def _missing(values: Sequence[Any]) -> Any:
    return np.fromiter((value is None for value in values), bool, len(values))


_MAKERS: Final[Mapping[str, Callable[[Sequence[Any]], Any]]] = {
    TEXT: _texts, WHOLE: _whole, RATE: _rates, DAY: _objects, MOMENT: _moments,
}  # fmt: skip


def of_objects(names: Sequence[str], rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """Return rows as a frame of values as they are, of whatever types."""
    values = np.empty((len(rows), len(names)), dtype=object)
    for place, row in enumerate(rows):
        values[place] = row
    return pd.DataFrame(values, columns=list(names))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values, None where nothing is known."""
    names = [str(name) for name in frame]
    columns = [plain(frame[name]) for name in frame]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def plain(column: pd.Series) -> list[Any]:
    """Return the values of a column, None where nothing is known."""
    # Only what is not a number and what is no time differ from themselves.
    return [
        None if value is pd.NA or value != value else value  # noqa: PLR0124
        for value in column.tolist()
    ]


def totals(rows: pd.DataFrame, columns: Mapping[str, object]) -> dict[str, int]:
    """Return the sums of these columns over all rows, however large."""
    return {
        name: sum(int(value) for value in plain(rows[name]) if value is not None)
        for name in columns
    }
