"""Middleware that counts requests by the kind of their address, and the pages that are open."""

import contextlib
import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import metrics, screens
from dashboard.exports import urls
from dashboard.imports import drop_zone
from dashboard.web import health_routes, sign_in_routes, stylesheets

_PAGES: Final = {f"/{screen.address}": screen.address for screen in screens.ALL}
_KINDS: Final = {
    "/": "start",
    **_PAGES,
    **dict.fromkeys(sign_in_routes.PATHS, "sign-in"),
    **dict.fromkeys(health_routes.PATHS, "probe"),
    "/_stcore/health": "probe",
    drop_zone.ADDRESS: "import",
}
_BELOW: Final = {
    "/static/": "static",
    stylesheets.PREFIX: "static",
    "/_stcore/": "streamlit",
    "/component/": "streamlit",
    "/media/": "media",
    f"{urls.PREFIX}/": "export",
    "/import/": "import",
}
# What an answer was that never began: the client went away, or the program failed.
_NONE: Final = 0
_SWITCHED: Final = 101
_REFUSED: Final = 403


class Measured:
    """Middleware: every request is counted once, whatever becomes of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request, and count it when it ends."""
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.monotonic()
        status = _NONE

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            metrics.note_request(kind(scope["path"]), status, time.monotonic() - begun)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = False
        with contextlib.ExitStack() as kept:

            async def noting(message: Message) -> None:
                nonlocal is_open
                if message["type"] == "websocket.accept":
                    is_open = True
                    metrics.note_request("socket", _SWITCHED, None)
                    kept.enter_context(metrics.open_page())
                elif message["type"] == "websocket.close" and not is_open:
                    metrics.note_request("socket", _REFUSED, None)
                await send(message)

            await self._app(scope, receive, noting)


def kind(path: str) -> str:
    """Return what kind of address a path is: a name of ours, whatever was asked for."""
    if path in _KINDS:
        return _KINDS[path]
    return next((name for start, name in _BELOW.items() if path.startswith(start)), metrics.OTHER)
