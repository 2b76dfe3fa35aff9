"""The sign-in gate: without a session one gets the way to sign in, and nothing else."""

import dataclasses
import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from starlette import datastructures, responses
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.web.server.starlette import starlette_app_utils
from support import asking, loops
from support.browser import signing_in

from dashboard.auth import admission, return_address, tabs
from dashboard.web import sign_in_gate
from data import store, users

ADDRESS: Final = "http://127.0.0.1:8501"
LAN: Final = users.User("lan@example.org", "Lan", users.Role.CITY, (), (), False)
TOKEN: Final = "a token that was given"  # noqa: S105 - made up


class Inside:
    """The dashboard behind the door, which notes what reaches it."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.headers: list[datastructures.Headers] = []
        self.answer = responses.PlainTextResponse("inside")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append(scope["path"])
        self.headers.append(datastructures.Headers(raw=scope["headers"]))
        if scope["type"] == "http":
            await self.answer(scope, receive, send)


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have a provider configured, and one session that goes on: Lan's."""
    with signing_in.configured(ADDRESS, monkeypatch):
        monkeypatch.setattr(admission, "_find", {TOKEN: LAN}.get)
        monkeypatch.setattr(admission, "note_act", lambda _token: None)
        yield


def cookies(token: str = TOKEN) -> str:
    return signing_in.cookie(token)


def asked(
    inside: Inside, path: str, cookie: str = "", *, kind: str = "http", **words: Any
) -> list[Message]:
    """Return what is answered to a request of a browser."""
    headers = {"origin": ADDRESS, "cookie": cookie, **words.pop("headers", {})}
    return asking.ask(sign_in_gate.SignInGate(inside), path, kind=kind, headers=headers, **words)


@pytest.mark.parametrize("path", ["/", "/overview?date=2026-08-21", "/lookup", "/export/form?x=1"])
def test_a_page_leads_strangers_to_the_provider_and_is_kept(path: str) -> None:
    inside = Inside()
    answer = asked(inside, path)
    assert not inside.seen
    assert answer[0]["status"] == 303
    assert asking.header(answer, "location") == "/signin"
    assert (asking.header(answer, "set-cookie") or "").startswith(return_address.COOKIE)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/component/x/app.js", {"headers": {"accept": "*/*"}}),
        ("/static", {"headers": {"accept": "*/*"}}),
        ("/media/figure.png", {"headers": {"accept": "image/png"}}),
        ("/_stcore/host-config", {"headers": {"accept": "application/json"}}),
        ("/favicon.png", {"headers": {"accept": "image/png"}}),
        ("/overview", {"method": "POST"}),
        ("/_stcore/health/", {"headers": {"accept": "*/*"}}),
        ("/signin/", {"headers": {"accept": "*/*"}}),
    ],
)
def test_anything_else_is_refused_to_strangers(path: str, words: dict[str, Any]) -> None:
    inside = Inside()
    answer = asked(inside, path, **words)
    assert not inside.seen
    assert answer[0]["status"] == 401
    assert asking.header(answer, "set-cookie") is None


@pytest.mark.parametrize(
    "path",
    ["/_stcore/health", "/signin", "/signout", "/signed-out", "/oauth2callback", "/static/x.js"],
)
def test_health_and_the_way_to_sign_in_are_open(path: str) -> None:
    inside = Inside()
    asked(inside, path)
    assert inside.seen == [path]


@pytest.mark.parametrize("path", ["/overview", "/component/x/app.js", "/media/x", "/export/form"])
def test_who_is_signed_in_is_let_in(path: str) -> None:
    inside = Inside()
    asked(inside, path, cookies())
    assert inside.seen == [path]


def streamlits(secret: str, name: str, **claims: object) -> str:
    """Return a cookie of Streamlit's own sign-in, or a part of one, signed as it signs."""
    content = json.dumps({"origin": ADDRESS, "is_logged_in": True, **claims})
    return f"{name}={starlette_app_utils.create_signed_value(secret, name, content).decode()}"


@pytest.mark.parametrize(
    "cookie",
    [
        "bhxh-session=forged",
        "bhxh-session=\xff\xfe",
        f"bhxh-session={TOKEN}",
        "bhxh-session=" + "a" * 5000,
        "bhxh-session=another token.signature",
        "__Host-bhxh-session=x",
        *[
            streamlits(signing_in.SECRET, name, email=LAN.login)
            for name in ("_streamlit_user", "_streamlit_user_1", "_streamlit_user_tokens")
        ],
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_cookie_that_is_not_ours_lets_nobody_in(cookie: str, kind: str) -> None:
    inside = Inside()
    asked(inside, "/overview", cookie, kind=kind)
    assert not inside.seen


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_cookies_of_streamlits_sign_in_get_no_further_whole_or_in_parts(kind: str) -> None:
    inside = Inside()
    foreign = [
        streamlits(signing_in.SECRET, name, email="administrator@example.org")
        for name in ("_streamlit_user", "_streamlit_user_1", "_streamlit_user_2")
    ]
    asked(inside, "/overview", "; ".join([foreign[0], cookies(), *foreign[1:], "x=1"]), kind=kind)
    (headers,) = inside.headers
    assert headers["cookie"] == f"{cookies()}; x=1"


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_session_that_is_over_lets_nobody_in(kind: str) -> None:
    inside = Inside()
    asked(inside, "/overview", cookies("a token whose session has ended"), kind=kind)
    assert not inside.seen


def test_whoever_is_disabled_opens_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "_find", {TOKEN: dataclasses.replace(LAN, is_disabled=True)}.get)
    inside = Inside()
    answer = asked(inside, "/_stcore/stream", cookies(), kind="websocket")
    assert answer == [{"type": "websocket.close", "code": 1008}]
    assert not inside.seen


@pytest.mark.parametrize(
    ("opened_by", "named"),
    [(TOKEN, "streamlit, xsrf, a-tab"), ("another token", "streamlit, xsrf")],
)
def test_a_page_is_given_back_to_the_session_that_opened_it_alone(
    opened_by: str, named: str
) -> None:
    tabs.opened("a-tab", opened_by)
    inside = Inside()
    protocols = {"sec-websocket-protocol": "streamlit, xsrf, a-tab"}
    asked(inside, "/_stcore/stream", cookies(), kind="websocket", headers=protocols)
    (headers,) = inside.headers
    assert headers["sec-websocket-protocol"] == named


@pytest.mark.parametrize(
    ("sent", "is_act"),
    [
        (BackMsg(rerun_script=ClientState(query_string="")), True),
        (BackMsg(rerun_script=ClientState(is_auto_rerun=True)), False),
        (BackMsg(stop_script=True), False),
        (None, False),
    ],
)
def test_what_a_person_does_keeps_a_session_alive_and_what_a_page_does_by_itself_does_not(
    monkeypatch: pytest.MonkeyPatch, sent: BackMsg | None, is_act: bool
) -> None:
    noted: list[str] = []
    monkeypatch.setattr(admission, "note_act", noted.append)
    content = b"\xff\xff" if sent is None else sent.SerializeToString()

    async def receive() -> Any:
        return {"type": "websocket.receive", "bytes": content}

    async def listen() -> None:
        receiving = sign_in_gate._noting(receive, TOKEN)
        for _ in range(3):
            assert (await receiving())["bytes"] == content

    loops.run(listen())
    assert noted == ([TOKEN] if is_act else [])


@pytest.mark.parametrize(
    ("path", "is_act"), [("/overview", True), ("/export/x", True), ("/_stcore/host-config", False)]
)
def test_pages_and_files_are_acts_and_what_a_page_fetches_is_not(
    monkeypatch: pytest.MonkeyPatch, path: str, is_act: bool
) -> None:
    noted: list[str] = []
    monkeypatch.setattr(admission, "note_act", noted.append)
    asked(Inside(), path, cookies())
    assert noted == ([TOKEN] if is_act else [])


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:8502", "null", ""])
def test_a_page_of_another_site_drives_no_page_of_ours(origin: str) -> None:
    inside = Inside()
    answer = asked(
        inside, "/_stcore/stream", cookies(), kind="websocket", headers={"origin": origin}
    )
    assert not inside.seen
    assert answer == [{"type": "websocket.close", "code": 1008}]


def test_a_page_runs_for_who_is_signed_in() -> None:
    inside = Inside()
    asked(inside, "/_stcore/stream", cookies(), kind="websocket")
    assert inside.seen == ["/_stcore/stream"]


def test_whoever_is_disabled_is_refused_and_pages_say_so_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(admission, "_find", {TOKEN: dataclasses.replace(LAN, is_disabled=True)}.get)
    inside = Inside()
    answer = asked(inside, "/export/form", cookies())
    assert answer[0]["status"] == 403
    assert LAN.login in answer[1]["body"].decode()
    assert "Bạn không được mở" in answer[1]["body"].decode()
    assert "You may not open" in answer[1]["body"].decode()
    asked(inside, "/overview", cookies())
    assert inside.seen == ["/overview"]


def test_a_store_that_is_down_lets_nobody_in_and_signs_nobody_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_token: str) -> users.User | None:
        raise store.Down

    monkeypatch.setattr(admission, "_find", fail)
    inside = Inside()
    answer = asked(inside, "/media/figure.png", cookies())
    assert answer[0]["status"] == 503
    assert asking.header(answer, "set-cookie") is None
    assert not inside.seen
