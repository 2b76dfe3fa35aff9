"""A disk that fills up ends an import or a file with a sentence, and leaves nothing half done."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from support import desks
from support.faults import servers

from data import engine

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
