"""Measures the import of a million payments against a bare COPY of the same files."""

from __future__ import annotations

import datetime as dt
import pathlib
import tempfile
import time
from typing import TYPE_CHECKING, Final

from bench import served, stores, table

from data.sample import feed, files, plan

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAYMENTS, _DAYS, _SEED = 1_000_000, 125, 3964
_PAUSE_SECONDS: Final = 0.02
# As long ago as necessary: an import refuses what is yet to come.
_NOW: Final = dt.datetime(2026, 9, 16, 12)  # noqa: DTZ001 - on the clocks of Hanoi
_TYPES: Final = {
    "amount": "bigint", "months": "integer", "codes": "integer", "report_date": "date",
    "date_of_birth": "date", "valid_from": "date", "valid_to": "date",
}  # fmt: skip


def measure(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Import into an empty store; the command starts, imports and ends."""
    folder = _files(shelf.folder / "files")
    with shelf.empty("import") as place:
        place.store.close()
        seconds, peak = _imported(place, folder)
        base = _copied(place, folder)
    what = "import of 1 M payments with all that belongs to them"
    yield table.times(f"{what} ÷ bare COPY of the same files", seconds, base, 5)
    yield table.at_most(f"{what}: RSS", f"{peak / 1e6:.0f} MB", peak / 1e6, 300, "MB")


def _files(folder: pathlib.Path) -> pathlib.Path:
    """Return the folder with one file a set, written once."""
    if folder.exists():
        return folder
    draft = folder.with_suffix(".draft")
    draft.mkdir(parents=True, exist_ok=True)
    for old in draft.iterdir():
        old.unlink()
    source = feed.Feed(plan.make(_PAYMENTS, _DAYS, _SEED, _NOW))
    files.write_references(draft, source)
    for chunk in source.chunks():
        with tempfile.TemporaryDirectory() as part:
            files.write_chunk(pathlib.Path(part), chunk, source)
            for path in pathlib.Path(part).iterdir():
                _append(path, draft / path.name)
    return draft.rename(folder)


def _append(part: pathlib.Path, whole: pathlib.Path) -> None:
    heading, _, rows = part.read_text(encoding="utf-8").partition("\n")
    is_new = not whole.exists()
    with whole.open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"{heading}\n{rows}" if is_new else rows)


def _imported(place: stores.Place, folder: pathlib.Path) -> tuple[float, int]:
    """Return the seconds that the command takes, and the most memory that its process had."""
    rejects = place.home.parent / "rejects.csv"
    command = [*stores.COMMAND, "import", str(folder), "--rejects", str(rejects)]
    begun, peak = time.perf_counter(), 0
    with served.ended(served.start(command, place.environment(_NOW.date()))) as process:
        while process.poll() is None:
            peak = max(peak, _peak_bytes(process.pid))
            time.sleep(_PAUSE_SECONDS)
        seconds = time.perf_counter() - begun
    if process.returncode:
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


def _type(name: str) -> str:
    return _TYPES.get(name, "timestamptz" if name.endswith("_at") else "text")
