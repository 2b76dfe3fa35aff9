"""Security headers and closed paths, the same for every request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette import datastructures, responses

from dashboard.web import loading_page
from data import settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


# What Streamlit serves and nobody here needs: figures of the process, and ways to drive a page or
# to leave files without a browser.
_CLOSED: Final = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/upload_file")

# Headers by which a proxy says who somebody is. No proxy is asked, so whoever sends them pretends.
_IDENTITY: Final = frozenset({
    b"remote-user", b"x-remote-user", b"x-forwarded-user", b"x-forwarded-email",
    b"x-forwarded-preferred-username", b"x-forwarded-groups", b"x-forwarded-access-token",
    b"x-auth-request-user", b"x-auth-request-email", b"x-auth-request-groups",
    b"x-auth-request-access-token", b"x-streamlit-user", b"x-user", b"x-email",
})  # fmt: skip

# Programs, data and pictures come from here alone. Streamlit writes its styles into the page, and
# makes workers, pictures and the program of a component from data that it has: without programs of
# others, nobody else can.
_POLICY: Final = {
    "default-src": "'self'",
    "script-src": f"'self' blob: {loading_page.ALLOWED}",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

HEADERS: Final = {
    "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in _POLICY.items()),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # Addresses name offices, codes and days: no other site is told which page led to it.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Middleware: closes paths, drops identity headers of proxies, adds security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with what it may bring, and answer it with the headers of all."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        told = _telling(send, is_secure=_is_secure(scope))
        if any(part in scope["path"] for part in _CLOSED):
            await responses.PlainTextResponse("", 404)(scope, receive, told)
            return
        honest = [each for each in scope["headers"] if each[0].lower() not in _IDENTITY]
        await self._app({**scope, "headers": honest}, receive, told)


def _is_secure(scope: Scope) -> bool:
    """Return whether browsers reach the dashboard by https, through a proxy perhaps."""
    public = settings.read().public_url
    return scope.get("scheme") in {"https", "wss"} or (
        public is not None and public.scheme == "https"
    )


def _telling(send: Send, *, is_secure: bool) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = datastructures.MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if is_secure:
                message["headers"] = [_secured(*each) for each in message["headers"]]
        await send(message)

    return told


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Keep a cookie from ever being sent in the clear; Streamlit sets its own without that."""
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value
