"""Where the log goes: to standard error or a private file, from whichever library it comes."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from support import sources
from support.browser import signing_in

from dashboard import logs
from data import settings

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator


SECONDS: Final = 60
# Tests begin with what does nothing in its place.
FOR_COMMAND: Final = logs.for_command
# What a server does to its log before it serves; then each library says something.
SAYING: Final = """
from dashboard import logs
logs.for_server()
import streamlit
from streamlit import logger
logs.take_over()
import logging, threading, uvicorn, warnings
uvicorn.Config("x", use_colors=False, access_log=False)
logger.get_logger("streamlit.made_later").warning("by streamlit")
logging.getLogger("uvicorn.error").error("by uvicorn")
logging.getLogger("uvicorn.error").info("not said")
logging.getLogger("alembic.runtime").warning("by alembic")
logging.getLogger("dashboard.x").info("by us")
warnings.warn("by warnings")
threading.Thread(target=lambda: int("quoted"), name="doomed").start()
"""


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """Leave the loggers of the tests as they are."""
    before = list(logging.root.handlers), logging.root.level, logging.raiseExceptions
    levels = {name: logging.getLogger(name).level for name in logs._OURS}
    settings._read.cache_clear()
    yield
    logging.root.handlers[:], logging.raiseExceptions = before[0], before[2]
    logging.root.setLevel(before[1])
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_every_library_writes_in_the_one_form() -> None:
    """A new version of Streamlit or uvicorn may have other handlers: this fails then."""
    done = subprocess.run(
        [sys.executable, "-c", SAYING],
        env={**os.environ, "BHXH_LOG": "text", "PYTHONPATH": str(sources.ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    lines = done.stderr.splitlines()
    assert done.stdout == ""
    heads = [line for line in lines if not line.startswith("  | ")]
    assert all("+07:00 " in line for line in heads), done.stderr
    for words in ("by streamlit", "by uvicorn", "by alembic", "by us", "by warnings", "doomed"):
        assert sum(words in line for line in heads) == 1, words
    assert "not said" not in done.stderr
    assert "quoted" not in "\n".join(heads)


def test_the_log_of_commands_is_a_file_of_its_owners_alone(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BHXH_LOG", raising=False)
    FOR_COMMAND()
    file = logs.place()
    assert not file.exists()
    logging.getLogger("dashboard.tried").error("it failed")
    assert "it failed" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file == tmp_path / "home" / "log" / "commands.log"


def test_a_log_that_cannot_be_written_is_no_reason_to_fail(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("a file where the home should be")
    monkeypatch.setenv("BHXH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BHXH_LOG", raising=False)
    FOR_COMMAND()
    logging.getLogger("dashboard.tried").error("it failed")


def test_the_log_of_commands_is_set_aside_when_it_is_long(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_HOME", str(tmp_path))
    monkeypatch.delenv("BHXH_LOG", raising=False)
    monkeypatch.setattr(logs, "_FILE_BYTES", 1000)
    FOR_COMMAND()
    for number in range(100):
        logging.getLogger("dashboard.tried").info("line %s of many, none like another", number)
    files = sorted(each.name for each in (tmp_path / "log").iterdir())
    assert files == ["commands.log", *(f"commands.log.{n}" for n in range(1, logs._FILES + 1))]
    assert {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "log").iterdir()} == {0o600}


def test_a_link_in_the_place_of_the_log_leads_nowhere(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_HOME", str(tmp_path))
    monkeypatch.delenv("BHXH_LOG", raising=False)
    (tmp_path / "log").mkdir()
    (tmp_path / "other").write_text("")
    (tmp_path / "log" / "commands.log").symlink_to(tmp_path / "other")
    FOR_COMMAND()
    logging.getLogger("dashboard.tried").error("it failed")
    assert (tmp_path / "other").read_text() == ""


def test_the_id_of_a_user_needs_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    assert logs.user_id("lan@example.org") is None
    with signing_in.configured("https://bhxh.example.vn", monkeypatch):
        first = logs.user_id("lan@example.org")
        assert first == logs.user_id("lan@example.org")
        assert first != logs.user_id("minh@example.org")
        assert len(str(first)) == 12
        monkeypatch.setenv("BHXH_SECRET", "another secret of thirty-two letters")
        assert logs.user_id("lan@example.org") != first
