"""A file that is bad from end to end: every row is named, and memory does not grow with it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Self

import click.testing
import psutil
import pytest
from support import databases, desks

from dashboard import cli
from data.importing.checking import rejects

if TYPE_CHECKING:
    import pathlib

MEGABYTE = 1 << 20
MINUTE = 60


class Memory:
    """Watches how much memory this process takes on."""

    def __enter__(self) -> Self:
        self._process = psutil.Process()
        self._before = self.most = self._process.memory_info().rss
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def growth(self) -> int:
        """The most that was held on top of what was held before."""
        return self.most - self._before

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            self.most = max(self.most, self._process.memory_info().rss)


@pytest.fixture(params=[100_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def rows(request: pytest.FixtureRequest) -> int:
    """How many rows the file has."""
    return int(request.param)


@pytest.fixture
def folder(tmp_path: pathlib.Path, rows: int) -> pathlib.Path:
    """So many payments without a good one, and a few of them apart."""
    bad = [{"payment_id": f"P{number}", "amount": "12.50"} for number in range(rows)]
    for name, some in (("few", bad[:10]), ("many", bad)):
        (tmp_path / name).mkdir()
        desks.write(tmp_path / name / "payments.csv", "payments", some)
    return tmp_path


@pytest.mark.fault
def test_many_bad_rows_are_all_named_in_bounded_memory_and_the_first_are_kept(
    made: databases.Databases,
    empty_name: str,
    folder: pathlib.Path,
    rows: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BHXH_STORE_URL", made.url(empty_name).render_as_string(hide_password=False))
    monkeypatch.chdir(folder)
    command = click.testing.CliRunner().invoke
    with desks.opened(made, empty_name, folder) as desk:
        desk.masters()
        assert command(cli.commands, ["import", "few"]).exit_code == 2
        begun = time.process_time()
        with Memory() as memory:
            assert command(cli.commands, ["import", "many"]).exit_code == 2
        # What else the machine does meanwhile is not the import's doing.
        assert time.process_time() - begun < MINUTE
        kept = "SELECT count(*), count(DISTINCT row_no) FROM import_rejects WHERE run_id = 3"
        assert desk.ask(kept) == [(rejects.MOST_KEPT, rejects.MOST_KEPT)]
        noted = "SELECT counts #>> '{payments,rejected}' FROM import_runs WHERE run_id = 3"
        assert desk.column(noted) == [str(rows)]
        assert desk.ask("SELECT count(*) FROM payments") == [(0,)]
    with (folder / "rejects.csv").open(encoding="utf-8") as stream:
        assert sum(1 for _ in stream) == rows + 1
    assert memory.growth < 30 * MEGABYTE
