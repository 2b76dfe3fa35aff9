"""The search box of a page, used as a person does, and where the browser is told to go."""

from __future__ import annotations

import json
import urllib.parse
from typing import TYPE_CHECKING

from streamlit import util

from dashboard.lookup import box

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def search(page: AppTest, words: str) -> AppTest:
    """Type words into the box and press Enter."""
    page.text_input(key=box.KEY).input(words)
    return page.button(key="search_go").click().run()


def goes_to(page: AppTest) -> tuple[str, dict[str, str]]:
    """Return the page and the address that the browser is told to go to."""
    (address,) = [
        json.loads(each.proto.json)["address"]
        for each in page.get("bidi_component")
        if each.proto.component_name == "bhxh_search_goes"
    ]
    name, _, query = address.partition("?")
    return name, dict(urllib.parse.parse_qsl(query))


def follow(page: AppTest) -> AppTest:
    """Open the page that the browser is told to go to, in the same tab."""
    name, address = goes_to(page)
    page.query_params.clear()
    page.query_params.update(address)
    page._page_hash = util.calc_hash(name)
    return page.run()


def found(page: AppTest, words: str) -> AppTest:
    """Search, and open what the browser is told to go to."""
    return follow(search(page, words))
