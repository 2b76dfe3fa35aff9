"""Stores that tests share: a server a session, an empty store a test, the worked example once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import access_log, databases, embedded_home, imports

from dashboard import logs, text
from data import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data import store as stores


@pytest.fixture(autouse=True)
def first_language() -> None:
    """Begin each test in Vietnamese, whatever the one before has spoken."""
    text.use(text.DEFAULT)


@pytest.fixture(autouse=True)
def logs_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no start or command in this process send the tests' log elsewhere."""
    for name in ("for_server", "for_command", "take_over"):
        monkeypatch.setattr(logs, name, lambda: None)


@pytest.fixture(scope="session")
def server() -> Iterator[embedded.Server]:
    """An embedded server that lives as long as the tests."""
    with (
        embedded_home.folder(embedded_home.place()) as folder,
        embedded_home.home_at(folder / "home") as home,
    ):
        yield embedded.ensure_running(home)


@pytest.fixture(scope="session")
def made(server: embedded.Server) -> databases.Databases:
    """Databases on that server."""
    return databases.Databases(server)


@pytest.fixture
def empty_name(made: databases.Databases) -> Iterator[str]:
    """The name of a database with the schema and nothing in it."""
    with made.fresh() as name:
        yield name


@pytest.fixture
def empty_store(made: databases.Databases, empty_name: str) -> Iterator[stores.Store]:
    """A store with the schema and nothing in it."""
    with made.store(empty_name) as store:
        yield store


@pytest.fixture(scope="session")
def example_name(made: databases.Databases) -> Iterator[str]:
    """The name of a database with the worked example, and a log of looks; nobody may change it."""
    with made.fresh() as name:
        with made.store(name) as store:
            imports.load(store, imports.EXAMPLE / "import")
            access_log.note(store)
        yield name


@pytest.fixture(scope="session")
def staffed_name(made: databases.Databases) -> Iterator[str]:
    """The name of a database with the worked example, whose users tests may change."""
    with made.fresh() as name:
        with made.store(name) as store:
            imports.load(store, imports.EXAMPLE / "import")
        yield name


@pytest.fixture(scope="session")
def example(made: databases.Databases, example_name: str) -> Iterator[stores.Store]:
    """The worked example; nobody may change it."""
    with made.store(example_name) as store:
        yield store
