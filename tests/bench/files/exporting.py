"""Measures files of forms that are far larger than any day has: of 100,000 codes, and of a million.

Each is made in a process of its own, that has made a small one before: what it needs beyond that
is what the file costs. That of 100,000 is made three times: its time is their median, its memory
the most of all.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from typing import TYPE_CHECKING, Any, Final, Self

from bench import stores, table

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL, LARGE, HUGE = 10, 100_000, 1_000_000
_FIRST: Final = dt.date(2026, 3, 2)
DAYS: Final = {
    count: _FIRST + dt.timedelta(place) for place, count in enumerate((SMALL, LARGE, HUGE))
}
_LOOK_SECONDS: Final = 0.01
_TURNS: Final = 3
_ROOT: Final = pathlib.Path(__file__).resolve().parents[3]

_MASTERS: Final = """
    INSERT INTO offices (office_code, office_name) VALUES ('00101', 'BHXH mẫu');
    INSERT INTO organizations (org_code, org_name) VALUES ('TC1', 'Tổ chức mẫu');
    INSERT INTO collectors (collector_code, collector_name, org_code, office_code)
    VALUES ('NV1', 'Nhân viên mẫu', 'TC1', '00101');
"""
_PAYMENTS: Final = """
    WITH made AS (
        SELECT '{day}-' || n AS id, timestamptz '{day} 09:00+07' + n * INTERVAL '10 ms' AS at,
            100000 + n AS amount, 'mau' || n AS name, lpad(n::text, 10, '0') AS number
        FROM generate_series(1, {count}) AS n
    ), people AS (
        INSERT INTO participants (payment_id, office_code, participant_name, social_insurance_no)
        SELECT id, '00101', name, number FROM made
    ), codes AS (
        INSERT INTO confirmations (payment_id, confirmation_code, office_code, org_code,
            recorded_at)
        SELECT id, 'XN' || id, '00101', 'TC1', at FROM made
    )
    INSERT INTO payments (payment_id, office_code, org_code, collector_code, product, amount,
        months, paid_at, recorded_at, confirmation_key)
    SELECT id, '00101', 'TC1', 'NV1', 'BI', amount, 3, at, at, lower('XN' || replace(id, '-', ''))
    FROM made
"""


def measure(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Fill an empty store with three days, and take their forms."""
    with shelf.empty("export") as place:
        # Opened first: that makes the schema.
        place.store.close()
        with place.administrator() as cursor:
            cursor.execute(_MASTERS)
        _fill(place, SMALL, LARGE)
        for ending, limit in (("xlsx", 6), ("csv", 1)):
            (made,) = _made(place, ending, LARGE)
            yield from _lines(f"form of 100,000 codes as {ending}", made, limit, 100)
        _fill(place, HUGE)
        (made,) = _made(place, "csv", HUGE)
        yield from _lines("form of a million codes as csv", made, 10, 50)
        (both,) = _made(place, "csv", HUGE, abandoned=True)
        yield from _lines("three of a million at once, one given up", both, 30, 150)


def papers(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Take all forms of a full working day as PDFs in a zip, with the command."""
    place, day = shelf.chosen, shelf.chosen.shown_day
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "forms.zip"
        words = ["export", "01-xn", "--date", day.isoformat(), "--out", str(out)]
        taken = []
        for _ in range(_TURNS):
            begun = time.perf_counter()
            subprocess.run(
                [*stores.COMMAND, *words, "--inside", "pdf"], check=True, cwd="/",
                env=place.environment(day + stores.NIGHT), stdout=subprocess.DEVNULL,
            )  # fmt: skip
            taken.append(time.perf_counter() - begun)
        with zipfile.ZipFile(out) as made:
            forms = len(made.namelist())
    seconds = statistics.median(taken)
    what = f"the {forms} forms of a day as PDFs in a zip, {shelf.size}"
    yield table.at_most(what, table.ms(seconds), seconds, 10, "s")


def _fill(place: stores.Place, *counts: int) -> None:
    with place.administrator() as cursor:
        for count in counts:
            cursor.execute(_PAYMENTS.format(day=DAYS[count], count=count))
        cursor.execute("ANALYZE payments; ANALYZE confirmations; ANALYZE participants")


def _lines(
    what: str, made: dict[str, float], seconds: float, megabytes: float
) -> Iterator[table.Line]:
    yield table.at_most(what, f"{made['seconds']:.2f} s", made["seconds"], seconds, "s")
    grown = made["grown"] / 1e6
    yield table.at_most(f"{what}: more memory", f"{grown:.0f} MB", grown, megabytes, "MB")


def _made(
    place: stores.Place, ending: str, count: int, *, abandoned: bool = False
) -> list[dict[str, float]]:
    """Return what a process of its own has measured."""
    called = f"child({ending!r}, {count}, {abandoned})"
    program = f"from bench.files import exporting; exporting.{called}"
    paths = os.pathsep.join([str(_ROOT), str(_ROOT / "tests")])
    environment = {**place.environment(DAYS[HUGE] + dt.timedelta(1)), "PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, stdout=subprocess.PIPE
    )
    found: list[dict[str, float]] = json.loads(done.stdout)
    return found


def child(ending: str, count: int, is_abandoned: bool) -> None:
    """Make a small file, then the one that is measured, and print what it took."""
    from dashboard.auth import actor
    from dashboard.exports import content, files, reports
    from data import opening, settings

    opened = opening.open_store(settings.read())
    report = reports.named(content.FORM_01XN)

    def make(wanted: int, abandoned: threading.Event | None = None) -> int:
        asked = {"date": DAYS[wanted].isoformat(), "office": "00101"}
        file = files.Wanted(report, asked, ending)
        try:
            made = files.make(
                opened, actor.administrator(), file, page="bench", abandoned=abandoned
            )
        except files.Abandoned:
            return 0
        with made.file:
            return made.file.seek(0, os.SEEK_END)

    make(SMALL)
    before = _resident()
    taken = []
    with _Peak() as peak:
        for _ in range(3 if count == LARGE else 1):
            begun = time.perf_counter()
            _at_once(make, count) if is_abandoned else make(count)
            taken.append(time.perf_counter() - begun)
    seconds = statistics.median(taken)
    sys.stdout.write(json.dumps([{"seconds": seconds, "grown": peak.bytes - before}]))


def _at_once(make: Any, count: int) -> None:
    given_up = threading.Event()
    jobs = [
        threading.Thread(target=make, args=words)
        for words in ((count,), (count,), (count, given_up))
    ]
    for job in jobs:
        job.start()
    time.sleep(1)
    given_up.set()
    for job in jobs:
        job.join()


class _Peak:
    """Looks how much memory this process has, again and again."""

    def __init__(self) -> None:
        self.bytes = _resident()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            self.bytes = max(self.bytes, _resident())


def _resident() -> int:
    pages = pathlib.Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
