"""Owns how an answer is written to the terminal or to another program: table, csv, json."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import sys
from typing import IO, TYPE_CHECKING, Any

import pandas as pd

from data import problems
from data.problems import N_

if TYPE_CHECKING:
    import datetime as dt
    import pathlib
    from collections.abc import Callable, Iterator


_WIDEST = 400


def report(frame: pd.DataFrame, form: str) -> None:
    """Write a report in the form that is asked for: `table`, `csv` or `json`."""
    _WRITERS[form](frame)


def as_csv(frame: pd.DataFrame) -> str:
    """Return a report as csv: LF, quotes where needed, rates with 4 decimals, unknown empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(_cells(frame))
    return text.getvalue()


def as_json(answer: object) -> str:
    """Return an answer as json, in plain letters."""
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def emit(text: str) -> None:
    """Write to standard output in UTF-8 with LF, whatever the machine's habits are."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(text)


def table(headings: list[str], rows: list[list[str]], numeric: set[int]) -> None:
    """Write a table for people; figures stand to the right. It is never squeezed, only long."""
    import rich.box
    import rich.console
    import rich.table

    shown = rich.table.Table(box=rich.box.SIMPLE)
    for number, heading in enumerate(headings):
        shown.add_column(heading, justify="right" if number in numeric else "left", no_wrap=True)
    for row in rows:
        shown.add_row(*(rich.markup.escape(cell) for cell in row))
    rich.console.Console(width=_WIDEST, markup=True, highlight=False).print(shown)


def _cells(frame: pd.DataFrame) -> list[list[str]]:
    columns = [frame[name].map(_text(frame[name]), na_action="ignore") for name in frame.columns]
    return [["" if pd.isna(cell) else cell for cell in row] for row in zip(*columns, strict=True)]


def _text(column: pd.Series) -> Callable[[Any], str]:
    if pd.api.types.is_float_dtype(column.dtype):
        return "{:.4f}".format
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return _moment
    return str


def _moment(value: dt.datetime) -> str:
    return value.isoformat()


def _table(frame: pd.DataFrame) -> None:
    numeric = {
        number
        for number, name in enumerate(frame.columns)
        if pd.api.types.is_numeric_dtype(frame[name].dtype)
    }
    table(list(frame.columns), _cells(frame), numeric)


def _csv(frame: pd.DataFrame) -> None:
    emit(as_csv(frame))


def _json(frame: pd.DataFrame) -> None:
    plain = frame.copy()
    for name in frame.columns:
        if isinstance(frame[name].dtype, pd.DatetimeTZDtype):
            plain[name] = frame[name].map(_moment, na_action="ignore")
    records = plain.astype("object").where(plain.notna(), None).to_dict(orient="records")
    emit(as_json(records))


_WRITERS = {"table": _table, "csv": _csv, "json": _json}


@contextlib.contextmanager
def written(out: pathlib.Path, *, is_private: bool = False) -> Iterator[IO[bytes]]:
    """Give what is written to; a file stands under its name only when it is whole.

    A private one is for nobody else on this machine.

    Raises:
        problems.Problem: it cannot be written there.
    """
    part = out.with_name(f".{out.name}.part")
    try:
        mode = 0o600 if is_private else 0o666
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "wb") as file:
            yield file
        part.replace(out)
    except OSError as error:
        raise problems.Problem(
            N_("The file cannot be written"),
            N_("{file} cannot be written ({reason}); name another one with --out."),
            file=str(out),
            reason=error.strerror or "",
        ) from error
    finally:
        part.unlink(missing_ok=True)
