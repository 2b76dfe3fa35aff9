"""Security headers and closed paths, the same for every request."""

from typing import Final

from starlette import datastructures, responses
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.auth import sign_in
from dashboard.web import loading_page

# Paths of Streamlit that are not needed: metrics of the process, ways to drive a page or to upload
# files without a browser, and a sign-in of its own.
_CLOSED: Final = (
    "/_stcore/metrics", "/_stcore/agent", "/_stcore/upload_file", "/auth/login", "/auth/logout",
)  # fmt: skip

# Headers by which a proxy names the user. No proxy is trusted, so they are dropped.
_IDENTITY: Final = frozenset({
    b"remote-user", b"x-remote-user", b"x-forwarded-user", b"x-forwarded-email",
    b"x-forwarded-preferred-username", b"x-forwarded-groups", b"x-forwarded-access-token",
    b"x-auth-request-user", b"x-auth-request-email", b"x-auth-request-groups",
    b"x-auth-request-access-token", b"x-streamlit-user", b"x-user", b"x-email",
})  # fmt: skip

# Scripts, data and pictures come from the dashboard alone. Streamlit writes its styles into the
# page, and makes workers, pictures and the script of a component from data; foreign scripts, which
# could do the same, are not allowed.
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
    # Addresses name offices, codes and days: other sites do not get them as the referrer.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Middleware: closes paths, drops identity headers of proxies, adds security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request without identity headers; add security headers to the response."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        secured = _with_headers(send, is_secure=_is_secure(scope))
        if any(part in scope["path"] for part in _CLOSED):
            await responses.PlainTextResponse("", 404)(scope, receive, secured)
            return
        honest = [each for each in scope["headers"] if each[0].lower() not in _IDENTITY]
        await self._app({**scope, "headers": honest}, receive, secured)


def _is_secure(scope: Scope) -> bool:
    """Return whether browsers reach the dashboard by https, also through a proxy."""
    return scope.get("scheme") in {"https", "wss"} or sign_in.is_https()


def _with_headers(send: Send, *, is_secure: bool) -> Send:
    async def secured(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = datastructures.MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if is_secure:
                message["headers"] = [_secure_cookie(*each) for each in message["headers"]]
        await send(message)

    return secured


def _secure_cookie(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Return a header; a cookie gets the attribute Secure, which Streamlit does not set."""
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value
