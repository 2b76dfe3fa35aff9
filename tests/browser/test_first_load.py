"""A link to a page finds its server at once."""

from __future__ import annotations

import urllib.parse
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from support.browser import pages

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_the_server_is_not_looked_for_below_the_page(page: Page) -> None:
    asked: list[str] = []
    sockets: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(urllib.parse.urlsplit(request.url).path))
    page.on("websocket", lambda socket: sockets.append(urllib.parse.urlsplit(socket.url).path))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/remittance-lag?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Remittance lag")
    expect(page).to_have_title("Remittance lag")
    assert "/_stcore/health" in asked
    assert [path for path in asked if path.startswith("/remittance-lag/")] == []
    assert sockets == ["/_stcore/stream"]
    assert [words for words in complaints if "sha256" in words and "__streamlit" in words] == []
