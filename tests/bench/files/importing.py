"""Measures imports: against a bare COPY and pandas, and of a day into a store that is full."""

from __future__ import annotations

import csv
import datetime as dt
import io
import pathlib
import statistics
import tempfile
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd
import sqlalchemy as sa
from bench import served, stores, table

from data import embedded
from data.sample import feed, files, plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SEED: Final = 3964
_TURNS: Final = 3
_PAUSE_SECONDS: Final = 0.02
# As long ago as necessary: an import refuses what is yet to come.
_NOW: Final = dt.datetime(2026, 9, 16, 12)  # noqa: DTZ001 - on the clocks of Hanoi
_TYPES: Final = {
    "amount": "bigint", "months": "integer", "codes": "integer", "report_date": "date",
    "date_of_birth": "date", "valid_from": "date", "valid_to": "date",
}  # fmt: skip

_DAY: Final = {
    "payments": """
        SELECT payment_id || %(turn)s AS payment_id, p.office_code, org_code, collector_code,
            product, amount, paid_at, receipt_no || %(turn)s AS receipt_no, months,
            to_char(period_from, 'YYYY-MM') AS period_from,
            participant_name || ' ' || %(turn)s AS participant_name
        FROM payments AS p LEFT JOIN participants USING (payment_id)
        WHERE paid_day = %(day)s
    """,
    "confirmations": """
        SELECT confirmation_code || %(turn)s AS confirmation_code,
            payment_id || %(turn)s AS payment_id, recorded_at, notified_by, notified_at
        FROM confirmations
        WHERE payment_id IN (SELECT payment_id FROM payments WHERE paid_day = %(day)s)
    """,
}


class Size(NamedTuple):
    """So many payments in files, made up over so many days."""

    payments: int
    days: int
    most_times: float
    most_times_of_pandas: float | None


_QUICK: Final = Size(200_000, 25, 10, 2.5)
_MILLION: Final = Size(1_000_000, 125, 12, None)


def measure(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Import 200,000 payments, copy the same files, and have pandas write them, in turn."""
    yield from _into_an_empty_store(shelf, _QUICK, _TURNS)


def million(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Import a million payments, and copy the same files."""
    yield from _into_an_empty_store(shelf, _MILLION, 1)


def a_day(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Import a day of some 8,000 payments into a copy of the store, and the same files again."""
    with shelf.copy(shelf.name) as place, tempfile.TemporaryDirectory() as kept:
        with place.administrator() as cursor:
            # Otherwise the sample would make room for the first import.
            cursor.execute("DELETE FROM about WHERE is_sample")
        folders = [_day_files(place, pathlib.Path(kept), turn) for turn in range(_TURNS + 1)]
        # Nobody has read the copy yet: the first day is for the disk.
        taken = [(imported(place, each)[0], imported(place, each)[0]) for each in folders][1:]
    new, again = map(statistics.median, zip(*taken, strict=True))
    what = f"import of a day of 8,000 payments into {shelf.size}"
    yield table.at_most(what, table.ms(new), new, 1.2, "s")
    yield table.at_most(f"{what}: the same files again", table.ms(again), again, 0.8, "s")


def made(shelf: stores.Shelf) -> pathlib.Path:
    """Return the folder of the smaller files."""
    return _files(shelf.folder / f"files-{_QUICK.payments}", _QUICK)


def _into_an_empty_store(shelf: stores.Shelf, size: Size, turns: int) -> Iterator[table.Line]:
    folder = _files(shelf.folder / f"files-{size.payments}", size)
    with_pandas = size.most_times_of_pandas is not None
    taken = [_turn(shelf, folder, with_pandas=with_pandas) for _ in range(turns)]
    seconds, copied, by_pandas, peaks = zip(*taken, strict=True)
    ours = statistics.median(seconds)
    what = f"import of {size.payments:,} payments with all that belongs to them"
    base = statistics.median(copied)
    yield table.times(f"{what} ÷ bare COPY of the same files", ours, base, size.most_times)
    if size.most_times_of_pandas:
        base = statistics.median(by_pandas)
        words = f"{what} ÷ `pandas.to_sql` through COPY"
        yield table.times(words, ours, base, size.most_times_of_pandas)
    peak = max(peaks) / 1e6
    yield table.at_most(f"{what}: RSS", f"{peak:.0f} MB", peak, 300, "MB")


def _turn(
    shelf: stores.Shelf, folder: pathlib.Path, *, with_pandas: bool
) -> tuple[float, float, float, int]:
    """Return the seconds of the import, of COPY and of pandas, and the import's most memory."""
    with shelf.empty("import") as place:
        place.store.close()
        seconds, peak = imported(place, folder)
        return seconds, _copied(place, folder), with_pandas and _by_pandas(place, folder), peak


def _files(folder: pathlib.Path, size: Size) -> pathlib.Path:
    """Return the folder with one file a set, written once."""
    if folder.exists():
        return folder
    draft = folder.with_suffix(".draft")
    draft.mkdir(parents=True, exist_ok=True)
    for old in draft.iterdir():
        old.unlink()
    source = feed.Feed(plan.make(size.payments, size.days, _SEED, _NOW))
    files.write_references(draft, source)
    for chunk in source.chunks():
        with tempfile.TemporaryDirectory() as part:
            files.write_chunk(pathlib.Path(part), chunk, source)
            for path in pathlib.Path(part).iterdir():
                _append(path, draft / path.name)
    return draft.rename(folder)


def _day_files(place: stores.Place, kept: pathlib.Path, turn: int) -> pathlib.Path:
    """Return a folder with a day's payments and codes once more, of other people."""
    folder = kept / str(turn)
    folder.mkdir()
    with place.administrator() as cursor:
        for name, query in _DAY.items():
            asked = cursor.mogrify(query, {"day": place.shown_day, "turn": f"X{turn}"}).decode()
            with (folder / f"{name}.csv").open("w", encoding="utf-8") as file:
                cursor.copy_expert(f"COPY ({asked}) TO STDOUT (FORMAT csv, HEADER)", file)
    return folder


def _append(part: pathlib.Path, whole: pathlib.Path) -> None:
    heading, _, rows = part.read_text(encoding="utf-8").partition("\n")
    is_new = not whole.exists()
    with whole.open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"{heading}\n{rows}" if is_new else rows)


def imported(
    place: stores.Place, folder: pathlib.Path, statuses: Sequence[int] = (0,)
) -> tuple[float, int]:
    """Return the seconds that the command takes, and the most memory that its process had."""
    rejects = place.home.parent / "rejects.csv"
    command = [*stores.COMMAND, "import", str(folder), "--rejects", str(rejects)]
    begun, peak = time.perf_counter(), 0
    with served.ended(served.start(command, place.environment(_NOW.date()))) as process:
        while process.poll() is None:
            peak = max(peak, _peak_bytes(process.pid))
            time.sleep(_PAUSE_SECONDS)
        seconds = time.perf_counter() - begun
    if process.returncode not in statuses:
        raise RuntimeError(f"The import ended with {process.returncode}")
    return seconds, peak


def _peak_bytes(pid: int) -> int:
    """Return the most that a process has had so far; nothing once it has ended."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def _copied(place: stores.Place, folder: pathlib.Path) -> float:
    """Return the seconds of a COPY into tables of the files' columns, with types and no index."""
    with place.administrator() as cursor:
        cursor.execute("CREATE SCHEMA bare; SET search_path = bare; SET timezone = 'Asia/Bangkok'")
        begun = time.perf_counter()
        for path in sorted(folder.iterdir()):
            with path.open(encoding="utf-8") as file:
                names = file.readline().strip().split(",")
                columns = ", ".join(f"{name} {_type(name)}" for name in names)
                cursor.execute(f"CREATE TABLE {path.stem} ({columns})")
                cursor.copy_expert(f"COPY {path.stem} FROM STDIN (FORMAT csv)", file)
        return time.perf_counter() - begun


def _by_pandas(place: stores.Place, folder: pathlib.Path) -> float:
    """Return the seconds in which pandas reads the files and writes tables of what it guesses."""
    url = embedded.ensure_running(place.home).superuser_url
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
        connection.execute(sa.text("CREATE SCHEMA pandas"))
        begun = time.perf_counter()
        for path in sorted(folder.iterdir()):
            pd.read_csv(path, dtype="str").to_sql(
                path.stem, connection, schema="pandas", index=False, method=_copy
            )
        return time.perf_counter() - begun


def _copy(table_: Any, connection: Any, names: list[str], rows: Any) -> None:
    """Write rows as the documentation of pandas shows it for PostgreSQL."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    into = f"{table_.schema}.{table_.name} ({', '.join(names)})"
    with connection.connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {into} FROM STDIN WITH CSV", text)


def _type(name: str) -> str:
    return _TYPES.get(name, "timestamptz" if name.endswith("_at") else "text")
