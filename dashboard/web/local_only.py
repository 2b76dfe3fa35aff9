"""Middleware that refuses other machines where nobody signs in, unless all data are invented."""

import urllib.parse
from typing import Final

from starlette import concurrency, datastructures
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.auth import exposure, sign_in
from dashboard.web import error_pages

_HEALTH: Final = "/_stcore/health"
# Headers of proxies: a forwarded request may come from anywhere.
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")

_POLICY_VIOLATION: Final = 1008


class LocalOnly:
    """Middleware: only this machine, and others while the store is a sample; with sign-in, all."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse other machines where they are not allowed; pass on all other requests."""
        if scope["type"] not in {"http", "websocket"} or sign_in.is_configured():
            await self._app(scope, receive, send)
            return
        honest = [
            each for each in scope["headers"] if each[0].lower() != exposure.OUTSIDE_HEADER.encode()
        ]
        inside = {**scope, "headers": honest}
        if scope["path"] == _HEALTH or _is_inside(inside):
            await self._app(inside, receive, send)
        else:
            outside = {**scope, "headers": [*honest, (exposure.OUTSIDE_HEADER.encode(), b"1")]}
            await self._let_in(outside, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = await concurrency.run_in_threadpool(exposure.refusal)
        if refusal is None:
            socket = scope["type"] == "websocket"
            await self._app(scope, _watched(receive) if socket else receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            status = 403 if isinstance(refusal, exposure.Closed) else 503
            await error_pages.problem(refusal, status)(scope, receive, send)


def _is_inside(scope: Scope) -> bool:
    """Return whether a request comes from this machine, under its own name and without a proxy."""
    headers = datastructures.Headers(raw=scope["headers"])
    client = scope.get("client")
    return (
        client is not None
        and exposure.is_loopback(client[0])
        and _name(headers.get("host", "")) in exposure.HOSTS
        and not any(name in headers for name in _FORWARDED)
    )


def _name(host: str) -> str:
    try:
        return urllib.parse.urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _watched(receive: Receive) -> Receive:
    """Close an open page with its first message after the sample was replaced."""

    async def watched() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive":
            refusal = await concurrency.run_in_threadpool(exposure.refusal)
            if refusal is not None:
                return {"type": "websocket.disconnect", "code": _POLICY_VIOLATION}
        return message

    return watched
