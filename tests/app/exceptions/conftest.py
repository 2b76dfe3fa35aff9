"""The page of differences on a store of the test's own, to which it adds notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support import imports
from support.screens import exceptions
from support.screens.exceptions import EVENING, Show

from dashboard import access
from data import store as stores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from streamlit.testing.v1 import AppTest
    from support import databases


@pytest.fixture(scope="session")
def example_pattern(made: databases.Databases) -> Iterator[str]:
    """The name of a database with the worked example, a pattern for others."""
    with made.fresh() as name:
        with made.store(name) as opened:
            imports.load(opened, imports.EXAMPLE / "import")
        yield name


@pytest.fixture
def name(made: databases.Databases, example_pattern: str) -> Iterator[str]:
    """The name of a database with the worked example, of this test alone."""
    with made.fresh(example_pattern) as name:
        yield name


@pytest.fixture
def example_of_mine(made: databases.Databases, name: str) -> Iterator[stores.Store]:
    with made.store(name) as opened:
        yield opened


@pytest.fixture
def show(
    visit: Any, use_store: Callable[[str], None], name: str, monkeypatch: pytest.MonkeyPatch
) -> Show:
    use_store(name)
    monkeypatch.setattr(access, "person", lambda: "lan")

    def run(**address: str) -> AppTest:
        monkeypatch.setenv("BHXH_TODAY", exceptions.TODAY)
        shown: AppTest = visit("exceptions", **(EVENING | address))
        return shown

    return run
