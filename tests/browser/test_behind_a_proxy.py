"""Signing in where a proxy ends https: everything leads to the public address, nothing past it."""

from __future__ import annotations

import contextlib
import http.client
import ssl
import urllib.parse
from typing import TYPE_CHECKING, Final

import oidc_provider_mock
import pytest
from playwright.sync_api import expect
from support.browser import pages, signing_in, tls_proxy

from data import users

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser
    from support import databases


# Browsers take it for this machine, the dashboard does not know it.
NAME: Final = "bhxh.localhost"
LAN: Final = "proxied@example.org"
OVERVIEW: Final = "/overview?date=2026-08-21"


@pytest.fixture
def address(
    start: Callable[..., str],
    made: databases.Databases,
    staffed_name: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Give the public address of a dashboard that a proxy stands before."""
    folder = tmp_path_factory.mktemp("proxied")
    with made.store(staffed_name) as store, store.registering() as connection:
        users.add(connection, login=LAN, full_name="Lan", role=users.Role.CITY, by="admin")
    with contextlib.ExitStack() as stack:
        provider = stack.enter_context(oidc_provider_mock.run_server_in_thread())

        def configure(address: str) -> dict[str, str]:
            port = urllib.parse.urlsplit(address).port or 0
            public = f"https://{NAME}:{stack.enter_context(tls_proxy.before(port, NAME, folder))}"
            known.append(public)
            return signing_in.configured_by(public, f"http://localhost:{provider.server_port}")

        known: list[str] = []
        start(made.url(staffed_name), folder=folder, configure=configure)
        yield known[0]


def way(address: str, path: str, cookies: str) -> str:
    """Return where the dashboard leads from a path."""
    public = urllib.parse.urlsplit(address)
    # Its name is known to browsers alone.
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", public.port or 0, context=unchecked)
    connection.request("GET", path, headers={"Host": public.netloc, "Cookie": cookies})
    return connection.getresponse().headers["location"] or ""


def test_all_ways_lead_to_the_public_address_and_cookies_keep_to_https(
    address: str, browser: Browser
) -> None:
    with browser.new_context(ignore_https_errors=True, base_url=address) as context:
        page = context.new_page()
        page.goto(OVERVIEW)
        page.get_by_placeholder("sub").fill(LAN)
        page.get_by_role("button", name="Authorize").click()
        expect(page).to_have_url(f"{address}{OVERVIEW}")
        expect(page.get_by_role("heading", name="Tổng quan", level=1)).to_be_visible()

        ours = [each for each in context.cookies() if each["domain"] == NAME]
        assert {"__Host-bhxh-session"} <= {each["name"] for each in ours}
        assert all(each["secure"] for each in ours)
        cookies = "; ".join(f"{each['name']}={each['value']}" for each in ours)
        for path in ("/", "/signin", "/signin/", "/overview/"):
            assert way(address, path, cookies).startswith(("/", "http://localhost:")), path

        pages.click(page, page.get_by_role("button", name="Sao chép tóm tắt"))
        expect(page.get_by_text(f"{address}{OVERVIEW}")).to_be_visible()
