"""Middleware that refuses requests under foreign names, from foreign pages and other machines.

A page of another site whose name leads to this machine comes under that name; a page of another
program on this machine comes from another port. Where people sign in, the sign-in gate looks at
where a web socket comes from.
"""

import urllib.parse
from typing import Final

from starlette import concurrency, datastructures
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.auth import exposure, sign_in
from dashboard.web import error_pages, health_routes, options
from data import problems, settings
from data.problems import N_

# Streamlit's own answer that it runs.
_HEALTH: Final = "/_stcore/health"
# Headers of proxies: a forwarded request may come from anywhere.
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")

_POLICY_VIOLATION: Final = 1008
_PORTS: Final = {"http": 80, "https": 443}
_PAGES_OF: Final = {"ws": "http", "wss": "https", "http": "http", "https": "https"}


class ForeignName(problems.Problem):
    """The dashboard was asked for under a name that is not its own."""

    def __init__(self) -> None:
        super().__init__(
            N_("The dashboard has another address"),
            N_(
                "Open it at the address that you were given; BHXH_PUBLIC_URL names it "
                "(docs/deployment.md)."
            ),
        )


class LocalOnly:
    """Middleware: only this machine, and others while the store is a sample.

    With sign-in all machines, under the names of the dashboard.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse foreign names, pages and machines; pass on all other requests."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif sign_in.is_configured():
            is_known = _is_probe(scope) or _name(_host(scope)) in options.hosts()
            await (self._app if is_known else _refuse)(scope, receive, send)
        elif scope["type"] == "websocket" and not is_own_page(scope):
            await _refuse(scope, receive, send)
        else:
            await self._judge(scope, receive, send)

    async def _judge(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request where nobody signs in, if its machine is allowed."""
        honest = [
            each for each in scope["headers"] if each[0].lower() != exposure.OUTSIDE_HEADER.encode()
        ]
        inside = {**scope, "headers": honest}
        if _is_probe(scope) or _is_inside(inside):
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
            await _refuse(scope, receive, send)
        else:
            status = 403 if isinstance(refusal, exposure.Closed) else 503
            await error_pages.problem(refusal, status)(scope, receive, send)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse a foreign name, or a web socket for whatever reason."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
    else:
        await error_pages.problem(ForeignName(), 403)(scope, receive, send)


def _is_probe(scope: Scope) -> bool:
    """Return whether a request may come from anywhere, under any name.

    A page of another site whose name leads here learns from it that the dashboard runs, and no
    more: what says more needs a token, which no browser sends by itself.
    """
    path = scope["path"]
    return scope["type"] == "http" and (path == _HEALTH or health_routes.is_open(path))


def _is_inside(scope: Scope) -> bool:
    """Return whether a request comes from this machine, under its own name and without a proxy."""
    headers = datastructures.Headers(raw=scope["headers"])
    client = scope.get("client")
    return (
        client is not None
        and exposure.is_loopback(client[0])
        and _name(_host(scope)) in exposure.HOSTS
        and not any(name in headers for name in _FORWARDED)
    )


def is_own_page(scope: Scope) -> bool:
    """Return whether a request comes from a page of the dashboard: the same scheme, host, port.

    Browsers name it. A proxy that ends https passes on http, and its name is the public one.
    """
    origins = datastructures.Headers(raw=scope["headers"]).getlist("origin")
    schemes = {_PAGES_OF.get(scope.get("scheme", "ws"), "")}
    public = settings.read().public_url
    if public and _name(_host(scope)) == sign_in.public_host():
        schemes.add(public.scheme)
    own = {_origin(f"{scheme}://{_host(scope)}") for scheme in schemes} - {None}
    return len(origins) == 1 and _origin(origins[0]) in own


def _origin(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an address; None where it has none, or more than these."""
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    more = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    return (parts.scheme, parts.hostname, port) if parts.hostname and not more else None


def _host(scope: Scope) -> str:
    return datastructures.Headers(raw=scope["headers"]).get("host", "")


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
