"""Desks for tests of the import: empty, with masters alone, and with all of the worked example."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import pytest
from starlette import testclient
from support import access_log, commands, databases, desks, imports
from support.browser import signing_in
from support.papers import served as papers_served

from dashboard import cli, current_store

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def shared_desk(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[desks.Desk]:
    """A desk that tests use one after the other."""
    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as desk:
        yield desk


@pytest.fixture
def empty_desk(shared_desk: desks.Desk) -> desks.Desk:
    """A desk whose store is empty."""
    shared_desk.empty()
    return shared_desk


@pytest.fixture
def desk(shared_desk: desks.Desk) -> desks.Desk:
    """A desk whose store has the offices, organisations and collectors of the worked example."""
    shared_desk.begin()
    return shared_desk


@pytest.fixture
def example_desk(
    made: databases.Databases, example_name: str, tmp_path: pathlib.Path
) -> Iterator[desks.Desk]:
    """A desk on the worked example, to look at only."""
    with desks.opened(made, example_name, tmp_path) as desk:
        yield desk


@pytest.fixture
def full_desk(shared_desk: desks.Desk) -> desks.Desk:
    """A desk whose store has the worked example, and may be changed."""
    shared_desk.begin(imports.EXAMPLE / "import")
    return shared_desk


@pytest.fixture
def logged(made: databases.Databases, desk: desks.Desk) -> desks.Desk:
    """A desk whose log has entries of two people, two offices, and moments around midnight."""
    access_log.fill(made, desk)
    return desk


@pytest.fixture
def command(
    made: databases.Databases, example_name: str, monkeypatch: pytest.MonkeyPatch
) -> commands.Command:
    """The command line on the worked example."""
    return commands.at(made, example_name, monkeypatch)


@pytest.fixture
def fresh_command(
    made: databases.Databases, empty_name: str, monkeypatch: pytest.MonkeyPatch
) -> commands.Command:
    """The command line on an empty store."""
    return commands.at(made, empty_name, monkeypatch)


@pytest.fixture
def desk_command(
    made: databases.Databases,
    desk: desks.Desk,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: pathlib.Path,
) -> commands.Command:
    """The command line on the desk's store; rejects are written into the test's folder."""
    monkeypatch.chdir(tmp_path)
    return commands.at(made, desk.name(), monkeypatch)


@pytest.fixture
def staffed_command(
    made: databases.Databases, staffed_name: str, monkeypatch: pytest.MonkeyPatch
) -> commands.Command:
    """The command line on the worked example, whose users tests may change."""
    return commands.at(made, staffed_name, monkeypatch)


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> Iterator[commands.Main]:
    """The whole program in this process: give words, get its exit status."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    before = signal.getsignal(signal.SIGTERM)

    def run(*words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["bhxh-monitor", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert isinstance(ended.value.code, int)
        return ended.value.code

    yield run
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def served(
    full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> Iterator[papers_served.Served]:
    """The routes on the worked example, with somebody of each role."""
    papers_served.staff(full_desk.store)
    with signing_in.configured(papers_served.ADDRESS, monkeypatch):
        monkeypatch.setattr(current_store, "current", lambda: full_desk.store)
        with testclient.TestClient(papers_served.application()) as client:
            yield papers_served.Served(client)
