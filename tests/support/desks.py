"""A desk for tests of the import: files are handed in, and the store is looked at.

Rows are given as the text of their cells; what a test does not mention has a good default.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import itertools
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg2
from support import imports, kept_rows

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import sqlalchemy as sa
    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class
    from support import databases

    from data import store as stores
    from data.importing import run

    Row = Mapping[str, str]
    Rejects = list[tuple[str, int, str, str, str]]

Given = TypeVar("Given")
# What an import says about itself; everything else are facts.
ABOUT_RUNS = {
    "import_runs", "import_rejects", "changes", "participant_changes", "access_log",
    "search_log",
}  # fmt: skip
MASTERS = ("offices", "organizations", "collectors")
MASTER_FILES = tuple(imports.EXAMPLE / "import" / f"{name}.csv" for name in MASTERS)
DEFAULTS: dict[str, dict[str, str]] = {
    "offices": {"office_code": "00101", "office_name": "BHXH quận Ba Đình"},
    "organizations": {"org_code": "BI0001", "org_name": "Tổ chức thu số Một"},
    "collectors": {
        "collector_code": "NVT001", "collector_name": "Đỗ Thị Hưởng",
        "org_code": "BI0001", "office_code": "00101",
    },
    "payments": {
        "payment_id": "P1", "office_code": "00101", "org_code": "BI0001",
        "collector_code": "NVT001", "product": "BI", "amount": "972000",
        "paid_at": "2026-08-21T09:00:00+07:00",
    },
    "confirmations": {
        "confirmation_code": "XN1", "payment_id": "P1", "recorded_at": "2026-08-21T09:02:00+07:00",
    },
    "remittances": {
        "remittance_id": "R1", "org_code": "BI0001", "office_code": "00101",
        "remitted_at": "2026-08-24T09:00:00+07:00", "amount": "972000",
    },
    "remittance_lines": {"remittance_id": "R1", "payment_id": "P1"},
    "dispatches": {
        "office_code": "00101", "org_code": "BI0001", "report_date": "2026-08-21",
        "sent_at": "2026-08-22T07:30:00+07:00", "codes": "1", "amount": "972000",
    },
    "calendar": {"day": "2026-08-24", "working": "no"},
    "policies": {
        "name": "remittance.deadline_working_days", "org_code": "", "valid_from": "2026-01-01",
        "value": "3",
    },
}  # fmt: skip

_SEQUENCES = """
    SELECT table_name, pg_get_serial_sequence(table_schema || '.' || table_name, column_name)
    FROM information_schema.columns WHERE table_schema = 'bhxh' AND is_identity = 'YES'
"""


class Desk:
    """An empty store, and a new folder for whatever is handed in together."""

    def __init__(self, store: stores.Store, cursor: Cursor, folder: pathlib.Path) -> None:
        self.store = store
        self.rejects: Rejects = []
        self.left_out: Rejects = []
        self._cursor = cursor
        self._folders = (folder / f"run-{number}" for number in itertools.count(1))
        self._begun: dict[tuple[pathlib.Path, ...], kept_rows.Kept] = {}

    def take(self, *paths: pathlib.Path) -> run.Outcome:
        """Import files that are there already."""
        watcher = imports.Watcher()
        outcome = imports.load(self.store, *paths, watcher=watcher)
        self.rejects, self.left_out = watcher.rejects, watcher.left_out
        return outcome

    def masters(self) -> None:
        """Import the offices, organisations and collectors of the worked example."""
        self.take(*MASTER_FILES)

    def begin(self, *paths: pathlib.Path) -> None:
        """Hold what a first import of these files brings and nothing else; of none, of the masters.

        They are imported once: to write the same rows again takes a sixth of the time.
        """
        files = paths or MASTER_FILES
        self.empty()
        self.rejects, self.left_out = [], []
        if files in self._begun:
            self._begun[files].put_back(self._cursor)
        else:
            self.take(*files)
            self._begun[files] = kept_rows.of(self._cursor)

    def folder(self) -> pathlib.Path:
        """Return a new, empty folder."""
        made = next(self._folders)
        made.mkdir(parents=True)
        return made

    def hand_in(self, **files: Sequence[Row]) -> run.Outcome:
        """Import rows, by set, in one run."""
        folder = self.folder()
        for name, rows in files.items():
            write(folder / f"{name}.csv", name, rows)
        return self.take(folder)

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """Return what the store holds, asked by its administrator."""
        self._cursor.execute(question)
        return list(self._cursor.fetchall())

    def execute(self, statement: str) -> None:
        """Change the store as its administrator, whom no policy holds back."""
        self._cursor.execute(statement)

    def empty(self) -> None:
        """Take every row away; the schema stays, and numbers begin anew."""
        # Each table takes a millisecond, whether it has rows or not; most have none.
        used = self.column(self._used)
        if used:
            self._cursor.execute(f"TRUNCATE {', '.join(used)} RESTART IDENTITY CASCADE")

    def name(self) -> str:
        """Return the name of the database."""
        return str(self.column("SELECT current_database()")[0])

    def column(self, question: str) -> list[Any]:
        """Return the only column of an answer."""
        return [row[0] for row in self.ask(question)]

    def faults(self) -> list[tuple[int, str, str]]:
        """Return row, column and reason of the last run's rejects."""
        return [(row_no, column, reason) for _, row_no, column, _, reason in self.rejects]

    def faults_of(self, given: Iterable[Given]) -> dict[Given, tuple[str, str] | None]:
        """Return column and reason by what was given, a row each of the only file, from its top.

        Where a row has several rejects, it is the last one; none where it has none.
        """
        found = {row_no: (column, reason) for row_no, column, reason in self.faults()}
        return {each: found.get(row_no) for row_no, each in enumerate(given, 2)}

    def dump(self) -> dict[str, list[str]]:
        """Return every fact in the store, derived columns and all, by table."""
        return self._texts(name for name in self._tables() if name not in ABOUT_RUNS)

    def everything(self) -> dict[str, list[str]]:
        """Return all that the store holds, what it says about its runs as well."""
        return self._texts(self._tables())

    @functools.cached_property
    def _used(self) -> str:
        """The question for the tables that have rows, or have given numbers."""
        used = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in self._tables()]
        used += [
            f"SELECT '{name}' FROM {sequence} WHERE is_called"
            for name, sequence in self.ask(_SEQUENCES)
        ]
        return " UNION ".join(used)

    def _tables(self) -> list[str]:
        return self.column(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = 'bhxh' AND tablename <> 'schema_version' ORDER BY 1"
        )

    def _texts(self, tables: Iterable[str]) -> dict[str, list[str]]:
        return {name: self.column(f"SELECT t::text FROM {name} AS t ORDER BY 1") for name in tables}


def write(path: pathlib.Path, name: str, rows: Sequence[Row]) -> None:
    """Write rows of a set with the columns that any of them mentions."""
    full = [DEFAULTS[name] | dict(row) for row in rows]
    columns = dict.fromkeys(itertools.chain(DEFAULTS[name], *full))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(columns), restval="")
        writer.writeheader()
        writer.writerows(full)


@contextlib.contextmanager
def opened(made: databases.Databases, name: str, folder: pathlib.Path) -> Iterator[Desk]:
    """Give a desk on a database."""
    url = made.superuser_url(name).set(drivername="postgresql")
    with made.store(name) as store, contextlib.closing(psycopg2.connect(_text(url))) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SET search_path = bhxh; SET timezone = 'Asia/Ho_Chi_Minh'")
        yield Desk(store, cursor, folder)


def _text(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


@contextlib.contextmanager
def fresh(made: databases.Databases, folder: pathlib.Path) -> Iterator[Desk]:
    """Give a desk on a new, empty database."""
    with made.fresh() as name, opened(made, name, folder) as desk:
        yield desk
