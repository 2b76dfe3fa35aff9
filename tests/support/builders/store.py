"""Small stores in memory: putting one together, writing it as import files, reading it.

A scenario names the rows that matter, as in `store_of(Payment(amount=1), Confirmation())`; the
offices, organisations and collectors that they refer to are added.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import openpyxl
from support.builders import rows as builders_rows
from support.builders.rows import Collector, Office, Organization, Row, Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from support.desks import Desk


Cell = str | int | dt.datetime | dt.date | None


def store_of(*rows: Row) -> Store:
    """Return a store of these rows and of the master rows that they refer to."""
    given = {name: tuple(r for r in rows if type(r) is k) for name, k in _KINDS}
    return _with_offices(_with_collectors(Store(**given)))  # type: ignore[arg-type]


_KINDS = tuple(builders_rows.KIND_OF_FILE.items())


def _with_collectors(store: Store) -> Store:
    """Add the collectors of payments, as people of the first such payment's agent."""
    known = {row.collector_code: row for row in store.collectors}
    for row in store.payments:
        name = f"Nhân viên {row.collector_code}"
        person = Collector(row.collector_code, name, row.org_code, row.office_code)
        known.setdefault(row.collector_code, person)
    return replace(store, collectors=tuple(known.values()))


def _with_offices(store: Store) -> Store:
    """Add the offices and organisations that any row refers to."""
    offices = {row.office_code: row for row in store.offices}
    for code in _references(store, "office_code", "parent_code", "successor_code"):
        offices.setdefault(code, Office(code, f"BHXH {code}"))
    orgs = {row.org_code: row for row in store.organizations}
    for code in _references(store, "org_code"):
        orgs.setdefault(code, Organization(code, f"Tổ chức {code}"))
    return replace(store, offices=tuple(offices.values()), organizations=tuple(orgs.values()))


def _references(store: Store, *columns: str) -> list[str]:
    rows = [row for rows in builders_rows.files(store).values() for row in rows]
    codes = {getattr(row, column, None) for row in rows for column in columns}
    return sorted(code for code in codes if code)


@dataclass(frozen=True)
class Dialect:
    """How a file is written; the defaults are the plain way.

    `headings` maps a column, or `file.column` where a column is called differently from file to
    file, to the heading to write instead.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    vietnamese: bool = False
    zipped: bool = False
    headings: Mapping[str, str] = field(default_factory=dict)


PLAIN = Dialect()
ZIPPED = Dialect(zipped=True)
UTF_16 = Dialect(encoding="utf-16", delimiter="\t")


def vietnamese(headings: Mapping[str, str] | None = None) -> Dialect:
    """Return what a Vietnamese Excel saves: marked UTF-8, semicolons, day first, grouped đồng."""
    return Dialect("utf-8-sig", ";", vietnamese=True, headings=headings or {})


def write_csv(store: Store, folder: Path, dialect: Dialect = PLAIN) -> None:
    """Write each file of the store that has rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in builders_rows.files(store).items():
        content = _csv(name, rows, dialect).encode(dialect.encoding)
        if dialect.zipped:
            (folder / f"{name}.csv.gz").write_bytes(gzip.compress(content))
        else:
            (folder / f"{name}.csv").write_bytes(content)


def refill(desk: Desk, store: Store) -> None:
    """Replace everything that a desk holds by a store, through import files."""
    desk.empty()
    folder = desk.folder()
    write_csv(store, folder)
    assert desk.take(folder).rejected == 0


def _csv(name: str, rows: Iterable[Row], dialect: Dialect) -> str:
    columns = builders_rows.columns(builders_rows.KIND_OF_FILE[name])
    text = io.StringIO()
    writer = csv.writer(text, delimiter=dialect.delimiter, lineterminator="\n")
    writer.writerow(heading(name, column, dialect.headings) for column in columns)
    written = _in_vietnamese if dialect.vietnamese else _in_iso
    writer.writerows([written(column, getattr(row, column)) for column in columns] for row in rows)
    return text.getvalue()


def heading(file: str, column: str, headings: Mapping[str, str]) -> str:
    """Return the heading of a column, in the words of the mapping where it has any."""
    return headings.get(f"{file}.{column}", headings.get(column, column))


def _in_iso(_column: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _in_vietnamese(column: str, value: object) -> str:
    if isinstance(value, dt.datetime) and not isinstance(value, builders_rows.Day):
        local = value.astimezone(builders_rows.HANOI)
        fraction = f".{local.microsecond:06d}" if local.microsecond else ""
        return f"{local.day}/{local.month}/{local.year} {local:%H:%M:%S}{fraction}"
    if isinstance(value, dt.date):
        return f"{value.day}/{value.month}/{value.year}"
    if column == "amount":
        return f"{value:,}".replace(",", ".") + " đ"
    return _in_iso(column, value)


def write_xlsx(store: Store, folder: Path, *, typed: bool, codes_as_numbers: bool = False) -> None:
    """Write one workbook a file, of text cells or of real dates and numbers.

    With `codes_as_numbers` a reference that is all digits becomes a number and loses its leading
    zeros, as happens in a spreadsheet; the keys of offices and organisations stay as they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in builders_rows.files(store).items():
        columns = builders_rows.columns(builders_rows.KIND_OF_FILE[name])
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet(name)
        sheet.append(columns)
        for row in rows:
            cells = [_cell(column, getattr(row, column), typed=typed) for column in columns]
            if codes_as_numbers and name not in {"offices", "organizations"}:
                cells = [_number(column, cell) for column, cell in zip(columns, cells, strict=True)]
            sheet.append(cells)
        book.save(folder / f"{name}.xlsx")


def _cell(column: str, value: object, *, typed: bool) -> Cell:
    if not typed:
        return _in_iso(column, value) or None
    if isinstance(value, builders_rows.Day):
        return value.date()
    if isinstance(value, dt.datetime):
        local = value.astimezone(builders_rows.HANOI).replace(tzinfo=None)
        # A cell at midnight is a day alone: a time says so as text.
        return local if local.time() != dt.time() else _in_iso(column, value)
    if isinstance(value, (dt.date, int)) and not isinstance(value, bool):
        return value
    return _in_iso(column, value) or None


def _number(column: str, cell: Cell) -> Cell:
    is_code = column in {"office_code", "org_code"}
    return int(cell) if is_code and isinstance(cell, str) and cell.isdigit() else cell


def read_folder(folder: Path) -> Store:
    """Read import files in the plain dialect."""
    return Store(**{name: _rows(folder / f"{name}.csv", kind) for name, kind in _KINDS})  # type: ignore[arg-type]


def _rows(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(kind(**_cells(row)) for row in csv.DictReader(file))


def _cells(row: dict[str, str]) -> dict[str, Any]:
    return {column: _read(column, text) if text else None for column, text in row.items()}


def _read(column: str, text: str) -> Any:
    if column.endswith("_at") and len(text) == len("yyyy-mm-dd"):
        return builders_rows.Day.of(builders_rows.at(text))
    if column.endswith("_at"):
        return dt.datetime.fromisoformat(text)
    if column in {"valid_from", "valid_to", "report_date", "day"}:
        return dt.date.fromisoformat(text)
    if column in {"amount", "months", "codes"}:
        return int(text)
    return text == "yes" if column == "working" else text
