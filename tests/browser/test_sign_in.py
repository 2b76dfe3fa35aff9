"""Signing in through a provider, and being let in, refused, and out again."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Final

import oidc_provider_mock
import pytest
import websockets
from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from support.browser import pages, signing_in
from websockets.sync import client

from data import users

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page
    from support import databases

    from data import store as stores


LAN: Final = "lan@example.org"
BA_DINH: Final = "00101"
LAG: Final = "/remittance-lag?from=2026-08-20&to=2026-08-22&as_of=2026-08-22&by=office&product=IS"
REFUSED: Final = "Bạn không được mở bảng theo dõi này"
OUT: Final = "Bạn không còn đăng nhập"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Give the address of a provider with which anybody signs in by his e-mail address alone."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def store(made: databases.Databases, staffed_name: str) -> Iterator[stores.Store]:
    with made.store(staffed_name) as opened:
        yield opened


@pytest.fixture(scope="module")
def dashboard(
    start: Callable[..., str],
    made: databases.Databases,
    staffed_name: str,
    provider: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[], str]:
    """Give the function that starts a dashboard at which people sign in."""

    def started() -> str:
        return start(
            made.url(staffed_name),
            folder=tmp_path_factory.mktemp("dashboard"),
            configure=lambda address: signing_in.configured_by(address, provider),
        )

    return started


@pytest.fixture(scope="module")
def address(dashboard: Callable[[], str]) -> str:
    return dashboard()


@pytest.fixture
def lan(store: stores.Store) -> Iterator[str]:
    """Have somebody known who sees everything, until he is disabled."""
    add(store, LAN)
    yield LAN
    disable(store, LAN)


def add(store: stores.Store, login: str, *offices: str) -> None:
    role = users.Role.DISTRICT if offices else users.Role.CITY
    with store.registering() as connection:
        users.add(connection, login=login, full_name="Lan", role=role, offices=offices, by="admin")


def disable(store: stores.Store, login: str) -> None:
    with store.registering() as connection:
        users.disable(connection, login, by="admin")


def sign_in(page: Page, address: str, login: str) -> None:
    page.goto(address)
    page.get_by_placeholder("sub").fill(login)
    page.get_by_role("button", name="Authorize").click()


def test_a_link_with_filters_leads_there_through_the_provider_on_a_cold_server(
    dashboard: Callable[[], str], context: BrowserContext, lan: str
) -> None:
    address = dashboard()
    page = context.new_page()
    sign_in(page, f"{address}{LAG}", lan)
    expect(page).to_have_url(f"{address}{LAG}")
    expect(page.get_by_role("heading", name="Tình hình nộp tiền", level=1)).to_be_visible()
    expect(page.get_by_text("Lan", exact=True)).to_be_visible()
    expect(page.get_by_text("Xem với tư cách")).to_have_count(0)
    names = {cookie["name"] for cookie in context.cookies()}
    assert "bhxh_wanted" not in names


@pytest.mark.fault
def test_whoever_is_disabled_is_refused_at_the_next_click(
    address: str, context: BrowserContext, store: stores.Store, lan: str
) -> None:
    page = context.new_page()
    sign_in(page, f"{address}{LAG}", lan)
    expect(page.get_by_role("heading", name="Tình hình nộp tiền", level=1)).to_be_visible()
    pages.settled(page)
    disable(store, lan)
    page.get_by_role("link", name="Chênh lệch cần đối chiếu").first.click()
    expect(page.get_by_text(OUT)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(0)
    assert context.request.get(f"{address}/media/x").status == 401


def test_whoever_signs_out_in_one_tab_is_out_in_the_other(
    address: str, context: BrowserContext, lan: str
) -> None:
    first, second = context.new_page(), context.new_page()
    sign_in(first, f"{address}{LAG}", lan)
    expect(first.get_by_role("heading", level=1)).to_be_visible()
    second.goto(f"{address}/data")
    expect(second.get_by_role("heading", level=1)).to_be_visible()
    pages.settled(second)

    pages.click(first, first.get_by_role("button", name="Lan"))
    first.get_by_role("button", name="Đăng xuất", exact=True).click()
    first.get_by_role("button", name="End session").click()
    expect(first.get_by_text("Bạn đã đăng xuất")).to_be_visible()
    second.get_by_role("button", name="English").click()
    expect(second.get_by_text("You are not signed in any more")).to_be_visible()
    expect(second.get_by_role("heading", level=1)).to_have_count(0)

    pages.click(second, second.get_by_role("button", name="Sign in"))
    second.get_by_placeholder("sub").fill(lan)
    second.get_by_role("button", name="Authorize").click()
    expect(second).to_have_url(re.compile(r"/data\?.*lang=en"))


def test_a_stranger_is_told_whom_to_ask(address: str, context: BrowserContext) -> None:
    page = context.new_page()
    sign_in(page, address, "stranger@example.org")
    expect(page.get_by_text(REFUSED)).to_be_visible()
    expect(page.get_by_text(re.compile("stranger@.?example.org")).first).to_be_visible()
    expect(page.get_by_role("link", name="Tổng quan")).to_have_count(0)


def test_a_district_user_sees_his_office_alone(
    address: str, context: BrowserContext, store: stores.Store
) -> None:
    login = "director@example.org"
    add(store, login, BA_DINH)
    page = context.new_page()
    sign_in(page, f"{address}/overview?date=2026-08-21", login)
    expect(page.get_by_text("BHXH quận Ba Đình, Thứ Sáu")).to_be_visible()
    expect(page.get_by_text("BHXH huyện Sóc Sơn")).to_have_count(0)
    disable(store, login)


def test_signing_out_everywhere_ends_it_in_every_browser(
    address: str, browser: Browser, context: BrowserContext, lan: str
) -> None:
    with browser.new_context() as elsewhere:
        there = elsewhere.new_page()
        sign_in(there, f"{address}/data", lan)
        expect(there.get_by_role("heading", level=1)).to_be_visible()
        here = context.new_page()
        sign_in(here, f"{address}/data", lan)
        pages.click(here, here.get_by_role("button", name="Lan"))
        here.get_by_role("button", name="Đăng xuất khỏi mọi nơi").click()
        expect(here.get_by_role("button", name="End session")).to_be_visible()
        there.reload()
        expect(there.get_by_placeholder("sub")).to_be_visible()


@pytest.mark.fault
def test_a_page_is_given_back_to_the_session_that_opened_it_and_to_no_other(
    address: str, browser: Browser, context: BrowserContext, store: stores.Store, lan: str
) -> None:
    other = "an@example.org"
    add(store, other)
    with browser.new_context() as elsewhere:
        for opened, login in ((context, lan), (elsewhere, other)):
            page = opened.new_page()
            sign_in(page, f"{address}/data", login)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
        tab = tab_of(address, context, None)
        assert tab_of(address, context, tab) == tab
        assert tab_of(address, elsewhere, tab) != tab
        assert tab_of(address, context, tab) == tab
    disable(store, other)


def tab_of(address: str, context: BrowserContext, resumed: str | None) -> str:
    """Return the id of Streamlit's session for a page, which may be asked for by an earlier id."""
    cookies = {each["name"]: each["value"] for each in context.cookies()}
    protocols = ["streamlit", cookies["_streamlit_xsrf"], *([resumed] if resumed else [])]
    with client.connect(
        f"{address.replace('http', 'ws')}/_stcore/stream",
        origin=websockets.Origin(address),
        subprotocols=[websockets.Subprotocol(each) for each in protocols],
        additional_headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())},
    ) as page:
        page.send(BackMsg(rerun_script=ClientState(page_name="data")).SerializeToString())
        known = ""
        while True:
            sent = ForwardMsg.FromString(page.recv(timeout=20, decode=False))
            if sent.WhichOneof("type") == "script_finished":
                return known
            if sent.WhichOneof("type") == "new_session":
                known = sent.new_session.initialize.session_id


def test_nothing_is_answered_without_a_sign_in(address: str) -> None:
    for path in ("/_stcore/host-config", "/media/x", "/index.html", "/favicon.png"):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(f"{address}{path}")  # noqa: S310 - our own address
        assert refusal.value.code == 401, path
    socket = f"{address.replace('http', 'ws')}/_stcore/stream"
    with (
        pytest.raises(websockets.InvalidStatus, match="403"),
        client.connect(socket, origin=websockets.Origin(address)),
    ):
        pytest.fail("a page could be run")
