"""The door: who is not signed in gets the way to sign in, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final

import itsdangerous
import pytest
from starlette import responses
from support import asking
from support.browser import signing_in

from dashboard.auth import admission, return_address, sign_in
from dashboard.web import sign_in_gate
from data import store, users

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from starlette.types import Message, Receive, Scope, Send


ADDRESS: Final = "http://127.0.0.1:8501"
LAN: Final = users.User("lan@example.org", "Lan", users.Role.CITY, (), (), False, None)


class Inside:
    """The dashboard behind the door, which notes what reaches it."""

    def __init__(self, answer: responses.Response | None = None) -> None:
        self.seen: list[str] = []
        self.answer = answer or responses.PlainTextResponse("inside")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append(scope["path"])
        if scope["type"] == "http":
            await self.answer(scope, receive, send)


@pytest.fixture(autouse=True)
def configured(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have a provider configured, with which everybody is Lan."""
    with signing_in.configured(tmp_path, ADDRESS, monkeypatch):
        monkeypatch.setattr(admission, "_find", {LAN.login: LAN}.get)
        yield


def cookies(**claims: Any) -> str:
    signed = signing_in.cookie(ADDRESS, **{"email": LAN.login, **claims})
    return f"{sign_in.COOKIE}={signed}"


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
    "path", ["/_stcore/health", "/signin", "/signed-out", "/auth/login", "/static/js/index.js"]
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


@pytest.mark.parametrize(
    "cookie",
    [
        f"{sign_in.COOKIE}=forged",
        f"{sign_in.COOKIE}=\xff\xfe",
        f"{sign_in.COOKIE}=" + "a" * 5000,
        f"_streamlit_user_tokens={signing_in.cookie(ADDRESS, email=LAN.login)}",
        f"{sign_in.COOKIE}={signing_in.cookie('https://evil.example', email=LAN.login)}",
        f"{sign_in.COOKIE}={signing_in.cookie(ADDRESS, email=LAN.login, is_logged_in=False)}",
        f"{sign_in.COOKIE}={signing_in.cookie(ADDRESS, email=LAN.login, is_logged_in='yes')}",
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_cookie_that_is_not_ours_lets_nobody_in(cookie: str, kind: str) -> None:
    inside = Inside()
    asked(inside, "/overview", cookie, kind=kind)
    assert not inside.seen


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_sign_in_of_yesterday_is_over(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie, inside = cookies(), Inside()
    monkeypatch.setattr(admission, "LASTS", dt.timedelta(0))
    asked(inside, "/overview", cookie, kind=kind)
    assert not inside.seen


@pytest.mark.parametrize(("age_hours", "is_let_in"), [(0, True), (13, False)])
def test_a_cookie_is_as_old_as_its_oldest_part(
    monkeypatch: pytest.MonkeyPatch, age_hours: int, is_let_in: bool
) -> None:
    content = json.dumps({"origin": ADDRESS, "is_logged_in": True, "email": LAN.login})

    def signed(name: str, part: str) -> str:
        serializer = itsdangerous.URLSafeTimedSerializer(signing_in.SECRET, salt=name)
        return f"{name}={serializer.dumps(part)}"

    fresh, part = signed(sign_in.COOKIE, "chunks-1"), f"{sign_in.COOKIE}_1"
    then = int(dt.datetime.now(dt.UTC).timestamp()) - age_hours * 3600
    with monkeypatch.context() as earlier:
        earlier.setattr(itsdangerous.TimestampSigner, "get_timestamp", lambda _self: then)
        old = signed(part, content)
    inside = Inside()
    asked(inside, "/overview", f"{fresh}; {old}")
    assert bool(inside.seen) is is_let_in


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


@pytest.mark.parametrize("doubted", [False, "false", "False"])
def test_an_address_that_is_not_confirmed_is_nobodys(doubted: object) -> None:
    inside = Inside()
    answer = asked(inside, "/export/form", cookies(email_verified=doubted))
    assert not inside.seen
    assert answer[0]["status"] == 403


def test_who_is_not_known_to_the_store_is_refused_and_pages_say_so_themselves() -> None:
    inside = Inside()
    stranger = cookies(email="stranger@example.org")
    answer = asked(inside, "/export/form", stranger)
    assert answer[0]["status"] == 403
    assert "stranger@example.org" in answer[1]["body"].decode()
    assert "Bạn không được mở" in answer[1]["body"].decode()
    assert "You may not open" in answer[1]["body"].decode()
    asked(inside, "/overview", stranger)
    assert inside.seen == ["/overview"]


def test_a_store_that_is_down_lets_nobody_in_and_signs_nobody_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_email: str) -> users.User | None:
        raise store.Down

    monkeypatch.setattr(admission, "_find", fail)
    inside = Inside()
    answer = asked(inside, "/media/figure.png", cookies())
    assert answer[0]["status"] == 503
    assert asking.header(answer, "set-cookie") is None
    assert not inside.seen


def test_back_from_the_provider_the_wanted_page_is_opened_and_forgotten() -> None:
    cookie = f"{cookies()}; {return_address.COOKIE}=%2Fremittance-lag%3Fby%3Doffice"
    inside = Inside()
    answer = asked(inside, "/", cookie)
    assert not inside.seen
    assert asking.header(answer, "location") == "/remittance-lag?by=office"
    assert "Max-Age=0" in (asking.header(answer, "set-cookie") or "")


@pytest.mark.parametrize("kept", ["//evil.example", "%2F%2Fevil.example", "https%3A%2F%2Fevil", ""])
def test_a_hostile_page_leads_to_the_first_of_ours(kept: str) -> None:
    answer = asked(Inside(), "/", f"{cookies()}; {return_address.COOKIE}={kept}")
    assert asking.header(answer, "location") == "/overview"


@pytest.mark.parametrize("path", ["/oauth2callback", "/auth/logout", "/auth/login"])
@pytest.mark.parametrize(
    "answer", [responses.RedirectResponse("/"), responses.PlainTextResponse("no", 400)]
)
def test_a_sign_in_that_fails_ends_at_a_page_that_says_so(
    path: str, answer: responses.Response
) -> None:
    ended = asked(Inside(answer), path)
    assert ended[0]["status"] == 303
    assert asking.header(ended, "location") == "/signed-out"
    assert b"".join(message.get("body", b"") for message in ended) == b""


def test_a_sign_in_that_succeeds_goes_on() -> None:
    answer = responses.RedirectResponse("/")
    answer.set_cookie(sign_in.COOKIE, "signed", max_age=60)
    ended = asked(Inside(answer), "/oauth2callback")
    assert asking.header(ended, "location") == "/"
