"""Signing in through a provider and out again, against a provider that runs."""

import datetime as dt
import http.cookies
import json
import urllib.parse
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx2
import oidc_provider_mock
import pytest
from starlette import applications, middleware, responses, routing, testclient
from starlette.requests import Request
from support import canaries, desks
from support.browser import signing_in

from dashboard import current_store, logs
from dashboard.auth import admission, sign_in
from dashboard.web import security_headers, sign_in_gate, sign_in_routes
from data import sessions, users

ADDRESS: Final = "http://testserver"
LAN: Final = "lan@example.org"
ADMINISTRATOR: Final = "administrator@example.org"
PAGE: Final = "/overview?date=2026-08-21"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def store(desk: desks.Desk, provider: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[desks.Desk]:
    """A store that knows Lan and an administrator, and a provider for both."""
    for name, value in signing_in.configured_by(ADDRESS, provider).items():
        monkeypatch.setenv(name, value)
    signing_in.forget()
    monkeypatch.setattr(current_store, "current", lambda: desk.store)
    with desk.store.registering() as connection:
        for login, role in ((LAN, users.Role.CITY), (ADMINISTRATOR, users.Role.ADMINISTRATOR)):
            users.add(connection, login=login, full_name="x", role=role, by="admin")
    yield desk
    monkeypatch.undo()
    signing_in.forget()


class Browser:
    """A browser: it keeps cookies, and signs in at the provider as anybody."""

    def __init__(self) -> None:
        around = [
            middleware.Middleware(security_headers.SecurityHeaders),
            middleware.Middleware(sign_in_gate.SignInGate),
        ]
        routes = [*sign_in_routes.ROUTES, routing.Route("/{path:path}", _who)]
        app = applications.Starlette(routes=routes, middleware=around)
        self.client = testclient.TestClient(app, base_url=ADDRESS, follow_redirects=False)

    def get(self, path: str, **headers: str) -> Any:
        """Return what is answered to a page that is opened."""
        return self.client.get(path, headers={"accept": "text/html", **headers})

    def sign_in(self, login: str) -> Any:
        """Return what is answered on the way back from the provider."""
        led = self.get("/signin").headers["location"]
        back = httpx2.post(led, data={"sub": login}).headers["location"]
        return self.get(back.removeprefix(ADDRESS))

    def cookie(self) -> str:
        """Return the cookie of the session."""
        return str(self.client.cookies[sign_in.cookie_name()])


async def _who(request: Request) -> responses.Response:
    """Answer with the user, as a page behind the gate finds out."""
    user = admission.admit(sign_in.presented(request.cookies))
    return responses.PlainTextResponse(user.login)


def claims(provider: str, login: str, **more: object) -> None:
    """Have the provider say more about somebody."""
    said = {"email": login, **more}
    httpx2.put(f"{provider}/users/{urllib.parse.quote(login)}", json=said).raise_for_status()


def rows(desk: desks.Desk) -> list[tuple[Any, ...]]:
    return desk.ask("SELECT login, ended_at IS NULL, ended_by FROM sessions ORDER BY session_id")


def test_a_page_is_opened_after_the_way_through_the_provider(store: desks.Desk) -> None:
    browser = Browser()
    assert browser.get(PAGE).headers["location"] == "/signin"
    back = browser.sign_in(LAN)
    assert (back.status_code, back.headers["location"]) == (303, PAGE)
    assert browser.get(PAGE).text == LAN
    assert rows(store) == [(LAN, True, None)]
    (given,) = [
        each for each in back.headers.get_list("set-cookie") if each.startswith("bhxh-session=")
    ]
    kept = http.cookies.SimpleCookie(given)["bhxh-session"]
    assert kept["httponly"]
    assert (kept["samesite"], kept["path"], kept["max-age"]) == ("lax", "/", "43200")


@pytest.mark.parametrize(("login", "outcome"), [(LAN, "done"), ("stranger@example.org", "refused")])
def test_a_sign_in_is_logged_by_the_id_of_whom_the_provider_vouches_for(
    login: str, outcome: str, store: desks.Desk
) -> None:
    assert store.name()
    with canaries.written_log() as log:
        Browser().sign_in(login)
    lines = [json.loads(line) for line in log().splitlines() if line.startswith("{")]
    (told,) = [line for line in lines if line["event"] == "sign-in"]
    assert (told["outcome"], told["user"]) == (outcome, logs.user_id(login))
    assert login not in log()


def test_the_store_cannot_tell_the_token_of_a_session(store: desks.Desk) -> None:
    browser = Browser()
    browser.sign_in(LAN)
    token = sign_in.presented({sign_in.cookie_name(): browser.cookie()})
    assert token is not None
    assert len(token) >= 43
    written = "".join(store.everything()["sessions"])
    assert token not in written
    assert token.encode().hex() not in written


def test_over_https_the_cookie_keeps_to_this_host(
    store: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.name()
    monkeypatch.setenv("BHXH_PUBLIC_URL", "https://bhxh.example.org")
    request = Request({"type": "http", "headers": [], "path": "/", "query_string": b""})
    answer = sign_in_routes._let_in(request, "token")
    assert any(
        name == b"set-cookie" and value.startswith(b"__Host-bhxh-session=") and b"Secure" in value
        for name, value in answer.raw_headers
    )


def test_long_claims_of_a_stranger_cannot_be_joined_into_an_administrator(
    store: desks.Desk, provider: str
) -> None:
    """What is kept of a sign-in is a token of one length, whatever the provider says."""
    claims(provider, LAN, **{f"claim_{n}": ADMINISTRATOR * 200 for n in range(4)})
    browser = Browser()
    browser.sign_in(LAN)
    first = dict(browser.client.cookies)
    browser.sign_in(LAN)
    second = dict(browser.client.cookies)
    assert set(first) == {"bhxh-session"}
    assert max(map(len, (*first.values(), *second.values()))) < 120
    (one,), (two,) = first.values(), second.values()
    assert one != two
    parts = [one[:43] + two[43:], two[:43] + one[43:], one + two, f"{one}.{two}"]
    for value in parts:
        stranger = Browser()
        stranger.client.cookies.set("bhxh-session", value)
        assert stranger.get(PAGE).headers["location"] == "/signin"
    assert {row[0] for row in rows(store)} == {LAN}


@pytest.mark.parametrize(
    ("login", "said"),
    [
        ("stranger@example.org", {}),
        (LAN, {"email_verified": False}),
        (LAN, {"email": "lan@exam\x00ple.org"}),
        (LAN, {"email": None}),
    ],
)
def test_whoever_is_not_known_is_told_whom_to_ask_and_has_no_session(
    store: desks.Desk, provider: str, login: str, said: dict[str, object]
) -> None:
    claims(provider, login, **said)
    browser = Browser()
    answer = browser.sign_in(login)
    claims(provider, LAN)
    assert answer.status_code == 403
    assert "Bạn không được mở" in answer.text
    assert "/signin" in answer.text
    assert rows(store) == []
    assert browser.get(PAGE).headers["location"] == "/signin"


@pytest.mark.parametrize(
    "query", ["code=x&state=y", "error=access_denied", "error=x&error_description=%00", "code=x"]
)
def test_a_way_back_that_is_not_from_here_signs_nobody_in(store: desks.Desk, query: str) -> None:
    browser = Browser()
    answer = browser.get(f"/oauth2callback?{query}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signed-out")
    assert rows(store) == []


def test_a_way_back_counts_in_the_browser_that_began_it(store: desks.Desk) -> None:
    """Else somebody could be signed in as another one, who reads along what is noted."""
    led = Browser().get("/signin").headers["location"]
    back = httpx2.post(led, data={"sub": LAN}).headers["location"].removeprefix(ADDRESS)
    assert Browser().get(back).headers["location"] == "/signed-out"
    assert rows(store) == []


def test_whoever_signs_in_anew_has_one_session_in_a_browser(store: desks.Desk) -> None:
    browser = Browser()
    browser.sign_in(LAN)
    browser.sign_in(ADMINISTRATOR)
    assert browser.get(PAGE).text == ADMINISTRATOR
    assert rows(store) == [(LAN, False, LAN), (ADMINISTRATOR, True, None)]


def test_a_link_from_elsewhere_only_asks_whether_to_sign_out(store: desks.Desk) -> None:
    browser = Browser()
    browser.sign_in(LAN)
    for path in ("/signout", "/signed-out", "/auth/logout"):
        answer = browser.get(path)
        assert answer.status_code in {200, 404}
        assert "set-cookie" not in answer.headers
    assert 'method="post"' in browser.get("/signout").text
    foreign = browser.client.post("/signout", headers={"origin": "https://evil.example"})
    assert foreign.status_code == 200
    assert browser.client.post("/signout").status_code == 200
    assert rows(store) == [(LAN, True, None)]
    assert browser.get(PAGE).text == LAN


def test_the_button_ends_the_session_and_leads_out_of_the_provider(store: desks.Desk) -> None:
    browser, elsewhere = Browser(), Browser()
    browser.sign_in(LAN)
    elsewhere.sign_in(LAN)
    kept = browser.cookie()
    answer = browser.client.post("/signout", headers={"origin": ADDRESS})
    assert answer.headers["location"] == "/signed-out"
    assert rows(store) == [(LAN, False, LAN), (LAN, True, None)]
    out = browser.get("/signed-out")
    assert "/oauth2/end_session" in out.headers["location"]
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert "Bạn đã đăng xuất" in browser.get("/signed-out").text
    assert browser.get("/oauth2callback?state=x").headers["location"] == "/signed-out"
    browser.client.cookies.set("bhxh-session", kept)
    assert browser.get(PAGE).headers["location"] == "/signin"
    assert elsewhere.get(PAGE).text == LAN


def test_ending_all_sessions_ends_them_in_every_browser(store: desks.Desk) -> None:
    browsers = [Browser(), Browser()]
    for browser in browsers:
        browser.sign_in(LAN)
    with store.store.registering() as connection:
        assert sessions.end_all(connection, LAN, by=ADMINISTRATOR) == 2
    assert rows(store) == [(LAN, False, ADMINISTRATOR)] * 2
    assert [each.get(PAGE).status_code for each in browsers] == [303, 303]


@pytest.mark.parametrize(
    ("column", "age"),
    [("expires_at", dt.timedelta(seconds=1)), ("seen_at", dt.timedelta(minutes=61))],
)
def test_a_session_ends_after_half_a_day_or_an_hour_without_an_act(
    store: desks.Desk, age_a_session: Callable[[str, dt.timedelta], None], column: str,
    age: dt.timedelta,
) -> None:  # fmt: skip
    browser = Browser()
    browser.sign_in(LAN)
    age_a_session(column, age)
    assert browser.get(PAGE).headers["location"] == "/signin"
    assert browser.get(PAGE).headers["location"] == "/signin"
    assert rows(store) == [(LAN, True, None)]


def test_an_act_keeps_a_session_alive_and_what_a_page_fetches_does_not(
    store: desks.Desk, age_a_session: Callable[[str, dt.timedelta], None]
) -> None:
    browser = Browser()
    browser.sign_in(LAN)
    age_a_session("seen_at", dt.timedelta(minutes=50))
    seen = "SELECT seen_at > clock_timestamp() - INTERVAL '1 minute' FROM sessions"
    assert browser.get("/_stcore/host-config").text == LAN
    assert store.ask(seen) == [(False,)]
    assert browser.get(PAGE).text == LAN
    assert store.ask(seen) == [(True,)]


@pytest.fixture
def age_a_session(store: desks.Desk) -> Callable[[str, dt.timedelta], None]:
    """Give the function that moves a moment of every session into the past."""

    def aged(column: str, age: dt.timedelta) -> None:
        moment = f"clock_timestamp() - INTERVAL '{age.total_seconds()} s'"
        store.execute(
            f"UPDATE sessions SET issued_at = {moment} - INTERVAL '1 hour', {column} = {moment}"
        )

    return aged
