"""The looks of pages on screens and on paper are files of ours, linked to by the loading page."""

from __future__ import annotations

import re

import pytest
from starlette import applications, testclient

from dashboard.web import loading_page, security_headers, stylesheets


@pytest.fixture(scope="module")
def client() -> testclient.TestClient:
    return testclient.TestClient(applications.Starlette(routes=list(loading_page.ROUTES)))


def linked(page: str) -> dict[str, str]:
    """Return the addresses of our style sheets by their media."""
    found = re.findall(r'<link rel="stylesheet" href="\.(/looks/[^"]+)" media="(\w+)">', page)
    return {media: address for address, media in found}


def test_a_page_has_one_for_the_screen_and_one_for_paper(client: testclient.TestClient) -> None:
    head, _body = client.get("/overview").text.split("</head>")
    assert linked(head).keys() == {"screen", "print"}


@pytest.mark.parametrize("media", ["screen", "print"])
def test_it_is_kept_by_browsers_until_it_changes(client: testclient.TestClient, media: str) -> None:
    address = linked(client.get("/overview").text)[media]
    answer = client.get(address)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert re.fullmatch(rf"/looks/{media}\.css\?[0-9a-f]{{16}}", address)
    assert answer.content == stylesheets._SHEETS[f"{media}.css"]


def test_nothing_is_fetched_from_elsewhere_by_it() -> None:
    for sheet in stylesheets._SHEETS.values():
        assert b"url(" not in sheet
        assert b"@import" not in sheet


def test_the_policy_of_contents_allows_no_more_than_before() -> None:
    policy = security_headers.HEADERS["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "default-src 'self'" in policy
