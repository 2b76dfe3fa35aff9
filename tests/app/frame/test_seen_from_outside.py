"""A page that runs for another machine without a sign-in: a sample alone, in each transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support import imports
from support.builders import samples
from support.screens import sent_tables

from dashboard import access
from dashboard.auth import exposure
from data.sample import filling, marker

if TYPE_CHECKING:
    from collections.abc import Callable

    from data import store as stores


@pytest.fixture(autouse=True)
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposure, "is_outside", lambda: True)


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("page", ["overview", "lookup", "access-log"])
def test_real_data_are_not_shown(visit: Any, page: str) -> None:
    opened = visit(page)
    assert "Máy khác không được mở" in opened.error[0].value
    assert not opened.title
    assert not sent_tables.of(opened)
    assert not opened.metric


def test_no_way_to_the_store_shows_real_data_once_the_sample_is_gone(
    empty_store: stores.Store, empty_name: str, use_store: Callable[[str], None]
) -> None:
    filling.fill(empty_store, samples.planned(600, 10), lambda _payments: None)
    use_store(empty_name)
    ways = (access.ask, access.append, access.reveal, access.audit)
    assert [way(lambda _connection: "told") for way in ways] == ["told"] * 4
    imports.load(empty_store, imports.EXAMPLE / "import", first=marker.remove)
    for way in ways:
        with pytest.raises(exposure.Closed):
            way(lambda _connection: pytest.fail("was told"))
