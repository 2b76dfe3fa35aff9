"""The same for every request: closed paths, no borrowed identity, what browsers may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette import responses
from support import loops

from dashboard.web import security_headers

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send


class Inside:
    """The application behind the guard, which notes what reaches it and sets two cookies."""

    def __init__(self) -> None:
        self.seen: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append(scope)
        if scope["type"] == "http":
            answer = responses.PlainTextResponse("inside")
            answer.set_cookie("plain", "secure", samesite="lax")
            answer.set_cookie("kept", "x", secure=True)
            await answer(scope, receive, send)


def asked(
    inside: Inside, path: str, kind: str = "http", scheme: str = "http", **headers: str
) -> list[Message]:
    """Return what is answered to a request."""
    sent: list[Message] = []

    async def receive() -> Any:
        return {"type": f"{kind}.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    listed = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "path": path, "method": "GET", "scheme": scheme, "headers": listed}
    loops.run(security_headers.SecurityHeaders(inside)(scope, receive, send))
    return sent


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics", "/_stcore/metrics/", "/overview/_stcore/metrics",
        "/_stcore/agent/interact", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp",
        "/_stcore/upload_file/session/file",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_closed_paths_answer_nothing(path: str, kind: str) -> None:
    inside = Inside()
    answer = asked(inside, path, kind)
    assert not inside.seen
    assert answer[0].get("status", 404) == 404
    assert b"".join(message.get("body", b"") for message in answer) == b""


@pytest.mark.parametrize("path", ["/overview", "/_stcore/health", "/_stcore/metrics"])
def test_every_answer_says_what_browsers_may_do(path: str) -> None:
    told = dict(asked(Inside(), path)[0]["headers"])
    for name, value in security_headers.HEADERS.items():
        assert told[name.lower().encode()].decode() == value


def test_programs_of_others_and_lines_in_the_page_are_not_run() -> None:
    rules = dict(
        rule.split(" ", 1)
        for rule in security_headers.HEADERS["Content-Security-Policy"].split("; ")
    )
    assert rules["default-src"] == "'self'"
    assert "unsafe" not in rules["script-src"]
    assert "http" not in rules["script-src"]
    assert rules["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_nobody_can_say_who_he_is_by_a_header(kind: str) -> None:
    inside = Inside()
    asked(
        inside, "/_stcore/stream", kind,
        X_Forwarded_User="chief", Remote_User="chief", x_auth_request_email="chief@example.org",
        cookie="kept",
    )  # fmt: skip
    assert inside.seen[0]["headers"] == [(b"cookie", b"kept")]


def cookies(answer: list[Message]) -> list[str]:
    return [value.decode() for name, value in answer[0]["headers"] if name == b"set-cookie"]


def test_no_cookie_is_sent_in_the_clear_where_browsers_use_https(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BHXH_PUBLIC_URL", "https://bhxh.example.org")
    for cookie in cookies(asked(Inside(), "/overview")):
        assert cookie.count("; Secure") == 1


def test_a_request_by_https_is_enough_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BHXH_PUBLIC_URL", raising=False)
    plain, kept = cookies(asked(Inside(), "/overview"))
    assert "Secure" not in plain
    assert kept.count("; Secure") == 1
    for cookie in cookies(asked(Inside(), "/overview", scheme="https")):
        assert cookie.count("; Secure") == 1


def test_the_start_and_the_end_of_the_server_pass() -> None:
    inside = Inside()
    asked(inside, "", "lifespan")
    assert [scope["type"] for scope in inside.seen] == ["lifespan"]
