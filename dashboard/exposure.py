"""Owns who may look where nobody signs in: this machine, and others while all data are invented.

What is invented may be shown to anybody, as in a container. An import of real data may take its
place while the dashboard runs, so other machines are asked about at every request, at every message
of an open page, and in every transaction of a page.
"""

from __future__ import annotations

import ipaddress
import urllib.parse
from typing import TYPE_CHECKING, Final

import streamlit as st
from starlette import concurrency, datastructures

from dashboard import first_run, notices, sign_in, storage
from data import problems, scope
from data.problems import N_
from queries import about

if TYPE_CHECKING:
    import sqlalchemy as sa
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from data import store

# The names of this machine. A page of another site that resolves to it comes under another one.
HOSTS: Final = ("localhost", "127.0.0.1", "::1")

_HEALTH: Final = "/_stcore/health"

# Written by `Fence` alone, and read by the pages that run behind it.
_MARK: Final = "x-bhxh-from-outside"
# What comes through a proxy may come from anywhere.
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")

_POLICY_VIOLATION: Final = 1008
_TITLE: Final = N_("Other machines may not open the dashboard")


class Closed(problems.Problem):
    """The store holds real data, and nobody signs in."""

    def __init__(self) -> None:
        super().__init__(
            _TITLE,
            N_(
                "The store holds personal data and nobody signs in: open the dashboard on the "
                "machine that it runs on, or have the sign-in set up (docs/deployment.md)."
            ),
        )


def require_host(host: str) -> None:
    """Refuse a start on a host to which other machines come, unless they sign in or see a sample.

    Raises:
        problems.Problem: the store holds real data, or it is not known what it holds.
    """
    if sign_in.is_configured() or is_loopback(host):
        return
    try:
        invented = is_invented(storage.current())
    except problems.Problem as problem:
        raise problems.Problem(
            _TITLE,
            N_(
                "Nobody signs in, and the store does not say whether its data are invented (see "
                "bhxh-monitor doctor): use the host 127.0.0.1 instead of {host}, or set up the "
                "sign-in (docs/deployment.md)."
            ),
            host=host,
        ) from problem
    if not invented:
        raise problems.Problem(
            _TITLE,
            N_(
                "The store holds personal data and nobody signs in, so that only this machine may "
                "open the dashboard: use the host 127.0.0.1 instead of {host}, or set up the "
                "sign-in (docs/deployment.md)."
            ),
            host=host,
        )


def is_invented(opened: store.Store) -> bool:
    """Return whether a store holds a sample, or nothing that a first start would not replace by it.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    with opened.reading(scope.Scope.everything()) as connection:
        if about.is_sample(connection):
            return True
    return first_run.is_wanted(opened)


def require(connection: sa.Connection) -> None:
    """Refuse a page of another machine, in the transaction that asks for its figures.

    What is found holds until the transaction ends: an import that takes a sample away waits for it.

    Raises:
        Closed: nobody signs in, and the store is no sample, or not any more.
    """
    if is_outside() and not about.is_sample(connection):
        raise Closed


async def require_still(headers: datastructures.Headers) -> None:
    """Refuse an answer that took long to make, if meanwhile other machines may not have it.

    Raises:
        problems.Problem: real data have taken the place of the sample, or it cannot be told.
    """
    if not sign_in.is_configured() and _MARK in headers:
        refusal = await concurrency.run_in_threadpool(_refusal)
        if refusal is not None:
            raise refusal


def is_outside() -> bool:
    """Return whether a page runs for another machine, where nobody signs in."""
    return not sign_in.is_configured() and _MARK in st.context.headers


def is_loopback(host: str) -> bool:
    """Return whether an address, or a name, is this machine's alone."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.lower() == "localhost"
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


class Fence:
    """Lets in this machine, and others while the store is a sample; where people sign in, all."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer another machine that may not come in; let every other one through."""
        if scope["type"] not in {"http", "websocket"} or sign_in.is_configured():
            await self._app(scope, receive, send)
            return
        honest = [each for each in scope["headers"] if each[0].lower() != _MARK.encode()]
        inside = {**scope, "headers": honest}
        if scope["path"] == _HEALTH or _is_inside(inside):
            await self._app(inside, receive, send)
        else:
            outside = {**scope, "headers": [*honest, (_MARK.encode(), b"1")]}
            await self._let_in(outside, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = await concurrency.run_in_threadpool(_refusal)
        if refusal is None:
            socket = scope["type"] == "websocket"
            await self._app(scope, _watched(receive) if socket else receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            status = 403 if isinstance(refusal, Closed) else 503
            await notices.problem(refusal, status)(scope, receive, send)


def _is_inside(scope: Scope) -> bool:
    """Return whether a request comes from this machine, under its own name and past no proxy."""
    headers = datastructures.Headers(raw=scope["headers"])
    client = scope.get("client")
    return (
        client is not None
        and is_loopback(client[0])
        and _name(headers.get("host", "")) in HOSTS
        and not any(name in headers for name in _FORWARDED)
    )


def _name(host: str) -> str:
    try:
        return urllib.parse.urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _refusal() -> problems.Problem | None:
    """Return why other machines may not come in now; None while all data are invented."""
    try:
        return None if is_invented(storage.current()) else Closed()
    except problems.Problem as problem:
        return problem


def _watched(receive: Receive) -> Receive:
    """End an open page with its first message after the sample has gone."""

    async def watched() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive":
            refusal = await concurrency.run_in_threadpool(_refusal)
            if refusal is not None:
                return {"type": "websocket.disconnect", "code": _POLICY_VIOLATION}
        return message

    return watched
