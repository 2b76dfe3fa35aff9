"""DataFrames from the values of their columns; apart from `queries.frames`, as it loads pandas."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from data import local_time

NA: Final = pd.NA

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TICK: Final = dt.timedelta(microseconds=1)
_NAT: Final = np.iinfo(np.int64).min

# Tables of a screen are small and written cell by cell, for which texts of Arrow's are slow: a page
# with a table takes a tenth longer with them.
pd.set_option("mode.string_storage", "python")


def frame(columns: Mapping[str, tuple[Sequence[Any], str]]) -> pd.DataFrame:
    """Return a frame of columns by their names, each its values and their type."""
    made = {name: _typed(values, dtype) for name, (values, dtype) in columns.items()}
    return pd.DataFrame(made, copy=False)


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
        return pd.array(values, dtype=cast("Any", "string"))


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


# By the names that pandas has for types.
_MAKERS: Final[Mapping[str, Callable[[Sequence[Any]], Any]]] = {
    "string": _texts, "Int64": _whole, "Float64": _rates, "object": _objects,
    f"datetime64[us, {local_time.NAME}]": _moments,
}  # fmt: skip


def of_objects(names: Sequence[str], rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """Return rows as a frame of values as they are, of whatever types."""
    values = np.empty((len(rows), len(names)), dtype=object)
    for place, row in enumerate(rows):
        values[place] = row
    return pd.DataFrame(values, columns=list(names))
