"""Every address of the application, ours and Streamlit's own, is closed to who is not let in.

The routes are those that the application is built with: one that is added later is asked without
being named here. What gets past the door is noted right behind it.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final
from unittest import mock

import pytest
from starlette import middleware, responses, routing
from starlette.applications import Starlette
from streamlit.web.server.starlette import starlette_app
from support import asking
from support.browser import signing_in

import streamlit_app
from dashboard import screens
from dashboard.auth import admission
from dashboard.web import sign_in_gate
from data import users

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send


ADDRESS: Final = "http://127.0.0.1:8501"
PAGES: Final = ("/", *(f"/{screen.address}" for screen in screens.ALL))

# What anybody may ask for.
OPEN: Final = {
    "/_stcore/health": "says that the dashboard runs, and nothing else",
    "/healthz": "says that the dashboard runs, and nothing else",
    "/healthz/x": "is none",
    "/readyz": "says which part of the dashboard is well, and nothing else",
    "/readyz/x": "is none",
    "/metrics": "is for whoever has the token",
    "/metrics/x": "is none",
    "/signin": "leads to the provider",
    "/signout": "asks whether to sign out",
    "/signed-out": "says that nobody is signed in",
    "/oauth2callback": "the way back from the provider",
    "/static/x": "Streamlit's own programs, as they are published",
    "/looks/screen.css": "how pages look, the same for everybody",
    "/looks/print.css": "how pages look on paper, the same for everybody",
}
# What a valid sign-in opens although the store refuses its owner: the frame of a page, in which the
# page says so in words, and what Streamlit draws it with.
FRAME: Final = {
    **dict.fromkeys(PAGES, "the same empty frame for everybody"),
    "/_stcore/host-config": "Streamlit's options for browsers",
    "/_stcore/stream": "runs the page, which refuses before it asks anything",
    "/_stcore/bidi-components/x": "programs of components",
    "/component/x": "programs of components",
    "/favicon.png": "the picture of the tab",
}
# Addresses that no route names: those that are left to the frame, and some that may come.
UNNAMED: Final = ("/index.html", "/x", "/favicon.png", "/export/x", "/export/form-01-xn?office=1")

LAN: Final = users.User("lan@example.org", "Lan", users.Role.CITY, (), (), False)
TOKEN: Final = "a token that was given"  # noqa: S105 - made up
KNOWN: Final = {"disabled": dataclasses.replace(LAN, is_disabled=True), "signed out": None}


def routes() -> list[routing.BaseRoute]:
    """Return the route table of the application."""
    own = list(streamlit_app.app._user_routes)
    return own + starlette_app.create_streamlit_routes(mock.MagicMock())


def addresses() -> list[tuple[str, str]]:
    """Return how to ask for every route: the method, or "websocket", and an address."""
    named = [
        (method, re.sub(r"\{[^}]*\}", "x", route.path))
        for route in routes()
        if isinstance(route, routing.Route)
        for method in sorted(route.methods or {"GET"})
    ]
    sockets = [
        ("websocket", route.path) for route in routes() if isinstance(route, routing.WebSocketRoute)
    ]
    rest = [("GET", path) for path in (*PAGES, "/static/x", *UNNAMED)]
    return sorted({*named, *sockets, *rest})


class Inside:
    """Stands right behind the door and notes what gets past it."""

    def __init__(self, _app: ASGIApp) -> None:
        pass

    seen: Final[list[str]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note the address, and answer in place of the dashboard."""
        self.seen.append(scope["path"])
        if scope["type"] == "http":
            await responses.PlainTextResponse("inside")(scope, receive, send)


@pytest.fixture(scope="module")
def guarded() -> Starlette:
    """The application with its own middleware, and what notes behind it."""
    around = [*streamlit_app.app._user_middleware, middleware.Middleware(Inside)]
    return Starlette(routes=routes(), middleware=around)


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with signing_in.configured(ADDRESS, monkeypatch):
        monkeypatch.setattr(admission, "note_act", lambda _token: None)
        Inside.seen.clear()
        yield


def asked(app: Starlette, how: str, path: str, cookie: str | None) -> list[Message]:
    is_socket = how == "websocket"
    return asking.ask(
        app,
        path,
        kind="websocket" if is_socket else "http",
        method="GET" if is_socket else how,
        headers={"origin": ADDRESS, **({"cookie": cookie} if cookie else {})},
    )


def cookie_of(person: str) -> str | None:
    """Return what somebody who is not signed in brings along."""
    mine = signing_in.cookie(TOKEN)
    return {"nobody": None, "forged": mine[:-4] + "AAAA", "unsigned": f"bhxh-session={TOKEN}"}[
        person
    ]


def test_the_door_stands_before_every_route() -> None:
    innermost: object = streamlit_app.app._user_middleware[-1].cls
    assert innermost is sign_in_gate.SignInGate
    assert len(addresses()) > 50
    kinds = (routing.Route, routing.WebSocketRoute, routing.Mount)
    unknown = [route for route in routes() if not isinstance(route, kinds)]
    assert unknown == [], "say in addresses() how such a route is asked for"


@pytest.mark.parametrize("person", ["nobody", "forged", "unsigned"])
def test_who_is_not_signed_in_gets_the_way_to_sign_in_alone(
    person: str, guarded: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of whatever route, by whatever method, the websocket included; the store is not asked."""
    monkeypatch.setattr(admission, "_find", lambda _token: pytest.fail("the store was asked"))
    cookie = cookie_of(person)
    let_in = []
    for how, path in addresses():
        answer = asked(guarded, how, path, cookie)
        if Inside.seen and path not in OPEN:
            let_in.append((how, path))
        Inside.seen.clear()
        assert path in OPEN or asking.status(answer) in {None, 303, 401, 404}, path
    assert let_in == []


@pytest.mark.parametrize("person", ["disabled", "signed out"])
def test_whom_the_store_refuses_gets_an_empty_frame_at_most(
    person: str, guarded: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the page in the frame says to him is tested page by page in `test_signed_in`."""
    monkeypatch.setattr(admission, "_find", lambda _token: KNOWN[person])
    cookie = signing_in.cookie(TOKEN)
    let_in = set()
    for how, path in addresses():
        asked(guarded, how, path, cookie)
        let_in.update(Inside.seen)
        Inside.seen.clear()
    assert let_in <= {*OPEN, *FRAME}


def test_who_is_let_in_gets_past_the_door_everywhere_but_where_it_is_closed_to_all(
    guarded: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or else the tests above would show nothing."""
    monkeypatch.setattr(admission, "_find", lambda _token: LAN)
    cookie = signing_in.cookie(TOKEN)
    missed = []
    for how, path in addresses():
        answer = asked(guarded, how, path, cookie)
        if not Inside.seen:
            missed.append(path)
            assert answer == [] or asking.status(answer) in {None, 404}
        Inside.seen.clear()
    closed = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/upload_file", "/auth/")
    assert [path for path in missed if not path.startswith(closed)] == []
    assert missed
