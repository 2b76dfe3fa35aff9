"""A part of a page that runs again alone says what the page says, in the page's language."""

from __future__ import annotations

import ast
import contextvars
from typing import TYPE_CHECKING

import pytest
import streamlit as st
from support import sources

from dashboard import logs, text
from dashboard.components import fragments
from dashboard.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def english() -> Iterator[None]:
    with text.speaking("en"):
        yield


@pytest.mark.usefixtures("english")
def test_alone_it_speaks_as_the_page_did(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float | None] = []

    def noted(part: Callable[[], None], run_every: float | None) -> Callable[[], None]:
        pauses.append(run_every)
        return part

    monkeypatch.setattr(st, "fragment", noted)
    told: list[str] = []
    part = fragments.alone(lambda: told.append(_("Overview")), every=2.0)
    contextvars.Context().run(part)
    assert (told, pauses) == (["Overview"], [2.0])


def test_alone_its_lines_of_the_log_are_about_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "fragment", lambda part, run_every: part)  # noqa: ARG005
    found: list[object] = []
    with logs.within(page="overview", user="9f1c62d07ab3"):
        part = fragments.alone(lambda: found.append(logs.known()), every=None)
    contextvars.Context().run(part)
    assert found == [{"page": "overview", "user": "9f1c62d07ab3"}]


def test_its_name_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> None:
        """Stand for a part: Streamlit knows it by its name."""

    monkeypatch.setattr(st, "fragment", lambda part, run_every: part)  # noqa: ARG005
    part: Callable[[], None] = fragments.alone(told, every=None)
    assert part.__qualname__ == told.__qualname__


def test_every_part_that_says_anything_is_made_so() -> None:
    """Whoever is a fragment without it says nothing: such a part would speak Vietnamese alone."""
    bare = [
        node
        for _path, nodes in sources.modules("fragment")
        for node in nodes
        if isinstance(node, ast.FunctionDef)
        if any("fragment" in sources.words(each) for each in node.decorator_list)
    ]
    assert bare
    said = {node.name: set(sources.words(node)) & {"_", "ngettext", "formats"} for node in bare}
    assert said == {node.name: set() for node in bare}
