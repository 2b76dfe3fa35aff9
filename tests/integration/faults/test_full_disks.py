"""A disk that fills up ends an import or a file with a sentence, and leaves nothing half done."""

from __future__ import annotations

import contextlib
import os
import subprocess
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from support import desks, embedded_home
from support.faults import servers

from data import embedded, engine, problems

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from support import commands

pytestmark = [pytest.mark.fault, pytest.mark.long]

ROWS = 150_000


@pytest.fixture
def server() -> Iterator[servers.Breakable]:
    with servers.breakable() as broken:
        yield broken


@pytest.fixture
def small(server: servers.Breakable) -> Iterator[pathlib.Path]:
    """A disk of 48 MB that belongs to the server's account; to mount it takes root."""
    folder = server.home.parent / "small"
    folder.mkdir()
    owner = (server.home / "data").stat()
    options = f"size=48m,uid={owner.st_uid},gid={owner.st_gid},mode=0755"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def moved(server: servers.Breakable, small: pathlib.Path) -> Iterator[servers.Breakable]:
    """The server with its store on that disk."""
    place = small / "store"
    place.mkdir()
    owner = (server.home / "data").stat()
    os.chown(place, owner.st_uid, owner.st_gid)
    elsewhere = server.superuser_url.set(database="postgres")
    servers.tell(
        elsewhere,
        f"CREATE TABLESPACE small LOCATION '{place}'",
        "ALTER DATABASE bhxh SET TABLESPACE small",
    )
    try:
        yield server
    finally:
        servers.tell(
            elsewhere,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'bhxh'",
            "ALTER DATABASE bhxh SET TABLESPACE pg_default",
            "DROP TABLESPACE small",
        )


def test_an_import_that_fills_the_disk_of_the_database_leaves_nothing(
    moved: servers.Breakable,
    main: commands.Main,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BHXH_STORE_URL", moved.address())
    rows = [{"payment_id": f"P{number}"} for number in range(ROWS)]
    many, few = tmp_path / "many", tmp_path / "few"
    for folder, some in ((many, rows), (few, rows[:1])):
        folder.mkdir()
        desks.write(folder / "payments.csv", "payments", some)
    assert main("import", str(many)) == 3
    assert "The disk of the database is full" in capsys.readouterr().err
    connection = engine.connect(moved.superuser_url)
    cursor = connection.cursor()
    cursor.execute("SELECT count(*) FROM bhxh.import_runs")
    assert cursor.fetchone() == (0,)
    connection.close()
    # The next one finds room again.
    assert main("import", str(few)) == 2
    assert "payments" in capsys.readouterr().out


@pytest.fixture
def logging(
    server: servers.Breakable, small: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[servers.Breakable]:
    """The server with its log of writes on that disk, which it may not tidy up in time."""
    log = server.home / "data" / "pg_wal"
    embedded.stop(server.home)
    subprocess.run(["mv", log, small], check=True)
    log.symlink_to(small / "pg_wal")
    server.restart()
    monkeypatch.setenv("BHXH_STORE_URL", server.address())
    try:
        yield server
    finally:
        embedded.stop(server.home)
        log.unlink()
        subprocess.run(["mv", small / "pg_wal", log.parent], check=True)


def test_a_log_of_writes_that_fills_its_disk_loses_nothing_and_goes_on_when_there_is_room(
    logging: servers.Breakable,
    small: pathlib.Path,
    main: commands.Main,
    tmp_path: pathlib.Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    embedded_home.remember(logging.superuser_url)
    payments = tmp_path / "payments.csv"
    desks.write(payments, "payments", [{"payment_id": f"P{number}"} for number in range(ROWS)])
    status = main("import", *map(str, (*desks.MASTER_FILES, payments)))
    said = capsys.readouterr().err
    subprocess.run(["mount", "-o", "remount,size=1g", str(small)], check=True)
    assert embedded_home.wait_until(lambda: is_back(logging))
    assert embedded_home.ask(logging.superuser_url, "SELECT count(*) FROM bhxh.import_runs") == 0
    assert status == 3, said
    assert "The store does not answer" in said
    # The next one finds room again.
    assert main("import", *map(str, (*desks.MASTER_FILES, payments))) == 0


def is_back(server: servers.Breakable) -> bool:
    """Start the server unless it starts by itself; return whether it has what it had."""
    with contextlib.suppress(sa.exc.OperationalError, problems.Failed):
        server.restart()
        return embedded_home.remembered(server.superuser_url) == 1
    return False


def test_a_file_that_fills_its_disk_is_not_there(
    server: servers.Breakable,
    small: pathlib.Path,
    main: commands.Main,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BHXH_STORE_URL", server.address())
    with pytest.raises(OSError, match="No space"):
        (small / "filler").write_bytes(bytes(64 << 20))
    out = small / "form.xlsx"
    assert main("export", "01-xn", "--date", "2026-08-21", "--out", str(out)) in {2, 3}
    assert capsys.readouterr().err.count("\n") == 1
    assert {each.name for each in small.iterdir()} == {"filler"}
