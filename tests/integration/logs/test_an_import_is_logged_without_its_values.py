"""An import leaves one line in the log, and nothing of what was in its rows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa
from support import canaries, sources

from dashboard.components import errors
from data import problems

if TYPE_CHECKING:
    import pathlib

    from support import databases, desks

    from data import embedded


SECONDS: Final = 120


def test_the_marks_would_be_seen() -> None:
    """Or else the tests below would show nothing."""
    assert canaries.found_in(canaries.NAME) == [canaries.WORD]
    assert canaries.found_in(repr(canaries.NAME.encode())) == []
    assert canaries.found_in(json.dumps({"x": canaries.NAME})) == [canaries.WORD]


def test_good_rows_and_bad_ones_leave_numbers_alone(
    empty_desk: desks.Desk, tmp_path: pathlib.Path
) -> None:
    with canaries.written_log() as log:
        done = empty_desk.take(canaries.write(tmp_path / "good", canaries.good()))
        assert (done.rejected, done.left_out) == (0, 0), empty_desk.rejects
        failed = empty_desk.take(canaries.write(tmp_path / "bad", canaries.bad()))
        assert failed.rejected > 20
    kept = empty_desk.column("SELECT participant_name FROM participants")
    assert kept == [canaries.NAME]
    assert canaries.found_in(log()) == []
    lines = [json.loads(line) for line in log().splitlines() if line.startswith("{")]
    told = [line for line in lines if line["event"] == "import"]
    assert [line["run"] for line in told] == [done.run_id, failed.run_id]
    assert told[0]["rows"] == told[0]["written"] == 8
    assert told[1]["rejected"] == failed.rejected
    assert all(line["seconds"] >= 0 for line in told)


def test_an_import_that_is_refused_says_why(empty_desk: desks.Desk, tmp_path: pathlib.Path) -> None:
    (tmp_path / "empty").mkdir()
    with canaries.written_log() as log, pytest.raises(problems.Problem):
        empty_desk.take(tmp_path / "empty")
    line = json.loads(log().splitlines()[-1])
    assert (line["outcome"], line["why"]) == ("problem", "Nothing to import")


def test_the_command_and_the_server_log_no_value(
    made: databases.Databases,
    empty_name: str,
    server: embedded.Server,
    tmp_path: pathlib.Path,
) -> None:
    """With everything that a command does beside the import, and what PostgreSQL writes itself."""
    urls = [url.render_as_string(hide_password=False) for url in made.three_urls(empty_name)]
    names = ("BHXH_STORE_URL", "BHXH_LOADER_URL", "BHXH_OWNER_URL")
    folders = [
        canaries.write(tmp_path / "good", canaries.good()),
        canaries.write(tmp_path / "bad", canaries.bad()),
    ]
    subprocess.run(
        [sys.executable, "-c", "from dashboard import cli; cli.main()", "import", *folders],
        cwd=tmp_path,
        env={
            **os.environ, **dict(zip(names, urls, strict=True)),
            "BHXH_HOME": str(tmp_path / "home"), "PYTHONPATH": str(sources.ROOT),
        },
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )  # fmt: skip
    (log,) = (tmp_path / "home" / "log").iterdir()
    text = log.read_text(encoding="utf-8")
    assert text.count(" import ") == 1
    assert "status=1" in text
    assert canaries.found_in(text) == []
    of_server = [each.read_text(errors="replace") for each in (server.home / "log").iterdir()]
    assert of_server
    assert canaries.found_in("\n".join(of_server)) == []


# Errors in which PostgreSQL quotes the values that they are about.
FAULTS: Final = {
    "a key that is there": (
        "INSERT INTO offices (office_code, office_name, valid_from) VALUES (:x, :x, :day),"
        " (:x, :x, :day)"
    ),
    "a value that cannot be read": "SELECT CAST(:x AS integer), CAST(:day AS text)",
    "a constraint": "INSERT INTO calendar_overrides (day, working, note) VALUES (:day, NULL, :x)",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_error_of_the_database_is_told_by_its_code(fault: str, desk: desks.Desk) -> None:
    """Where a table has policies PostgreSQL says no value itself; elsewhere it does."""
    with canaries.written_log() as log:
        try:
            with desk.store.loading() as connection:
                values = {"x": canaries.NAME, "day": canaries.BORN}
                connection.execute(sa.text(FAULTS[fault]), values)
        except (sa.exc.DBAPIError, problems.Problem) as error:
            errors.catch(error)
    assert canaries.found_in(log()) == []
    assert "Traceback" not in log()
    assert "test_an_error_of_the_database_is_told_by_its_code" in log()
