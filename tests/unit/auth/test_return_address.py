"""The page that was wanted before signing in: kept where it is ours, and nowhere else."""

from __future__ import annotations

import urllib.parse

import pytest
from starlette import requests, responses

from dashboard.auth import return_address

HOSTILE = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/overview\\..",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
    " /overview",
    "/ /evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/overview\r\nSet-Cookie: a=b",
    "/overview\x00",
    "/overview\x7f",
    "/đơn-vị",
    "/signin",
    "/signed-out",
    "/auth/logout",
    "/oauth2callback?code=1",
)


def asking(path: str, query: str) -> requests.Request:
    return requests.Request(
        {"type": "http", "path": path, "query_string": query.encode(), "headers": []}
    )


def kept(path: str, query: str) -> str | None:
    """Return what a browser that asks for a page is told to keep."""
    answer = responses.Response()
    return_address.keep(asking(path, query), answer)
    cookie = answer.headers.get("set-cookie")
    return cookie.partition(";")[0].partition("=")[2] if cookie else None


@pytest.mark.parametrize("address", HOSTILE)
def test_an_address_that_is_no_page_of_ours_leads_nowhere(address: str) -> None:
    assert return_address.read(address) is None
    assert return_address.read(urllib.parse.quote(address, safe="")) is None


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "/auth/logout"])
def test_such_an_address_is_not_even_kept(path: str) -> None:
    found = kept(path, "")
    assert found is None or urllib.parse.unquote(found).startswith("/%5C")


def test_a_page_is_kept_with_its_filters() -> None:
    query = "from=2026-08-20&to=2026-08-22&office=00101&name=%C4%90%E1%BB%91i"
    found = kept("/remittance-lag", query)
    assert found is not None
    assert return_address.read(found) == f"/remittance-lag?{query}"


@pytest.mark.parametrize("query", ["a" * 5000, "%22" * 2000, "\xff" * 20, "a\r\nb: c"])
def test_filters_that_no_cookie_can_hold_are_left_out(query: str) -> None:
    found = kept("/lookup", query)
    assert found is not None
    assert return_address.read(found) == "/lookup"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_ends_soon() -> None:
    answer = responses.Response()
    return_address.keep(asking("/lookup", ""), answer)
    attributes = answer.headers["set-cookie"].lower()
    assert "httponly" in attributes
    assert "samesite=lax" in attributes
    assert "max-age=600" in attributes
