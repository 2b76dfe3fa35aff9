"""The store of July for tests of comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import desks
from support.builders import july as builders_july

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support import databases


@pytest.fixture(scope="session")
def july_name(made: databases.Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database with these payments; nobody may change it."""
    with desks.fresh(made, tmp_path_factory.mktemp("july")) as opened:
        outcome = opened.hand_in(**builders_july.rows())
        assert outcome.rejected == 0
        yield opened.name()


@pytest.fixture
def july(use_store: Callable[[str], None], july_name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have the dashboard show these payments on the Monday after them; give the database's name."""
    use_store(july_name)
    monkeypatch.setenv("BHXH_TODAY", builders_july.TODAY)
    return july_name
