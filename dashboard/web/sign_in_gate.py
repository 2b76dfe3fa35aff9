"""Sign-in gate: without a valid sign-in only the sign-in itself is served.

Pages are let through to their frame, which says in words why somebody is refused; every other
address is refused here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette import concurrency, datastructures, requests, responses, routing

from dashboard import screens
from dashboard.auth import admission, refusals, return_address, sign_in
from dashboard.web import error_pages
from data import problems

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


SIGN_IN: Final = "/signin"
SIGNED_OUT: Final = "/signed-out"

_PAGES: Final = frozenset({"/", *(f"/{screen.address}" for screen in screens.ALL)})

# From here Streamlit leads to the provider and back; it leads to `/` where that failed.
_WAYS: Final = frozenset({"/auth/login", "/auth/logout", sign_in.CALLBACK})
_OPEN: Final = frozenset({"/_stcore/health", SIGN_IN, SIGNED_OUT})

# Streamlit's own programs and looks, as it is published: an open page fetches some of them when it
# has to say that its reader has been signed out.
_PUBLISHED: Final = "/static/"

# What goes with every page: whoever is signed in may have it, the store is not asked each time.
_PROGRAMS: Final = ("/_stcore/", "/component/", "/favicon")

_POLICY_VIOLATION: Final = 1008
_SEE_OTHER: Final = 303
_BAD_REQUEST: Final = 400
_NOT_KEPT: Final = {"Cache-Control": "no-store"}


class SignInGate:
    """Lets in who is signed in, and leads everybody else to the provider and back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that may not come in; let every other one through."""
        if scope["type"] not in {"http", "websocket"} or not sign_in.is_configured():
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        elif scope["path"] in _WAYS:
            await self._app(scope, receive, _leading_out(send))
        else:
            answer = await _refusal(requests.Request(scope, receive))
            await (answer or self._app)(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a page run for who is signed in and comes from a page of ours."""
        connection = requests.HTTPConnection(scope)
        login = sign_in.presented(connection.cookies)
        if admission.is_recent(login) and sign_in.is_origin(connection.headers.get("origin")):
            await self._app(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})


async def to_provider(_request: requests.Request) -> responses.Response:
    """Send a browser to the provider to sign in."""
    return _redirect(sign_in.to_provider())


async def say_signed_out(_request: requests.Request) -> responses.Response:
    """Say that nobody is signed in, and how to: signing out, or in vain, ends here."""
    return error_pages.signed_out(SIGN_IN)


ROUTES: Final = (routing.Route(SIGN_IN, to_provider), routing.Route(SIGNED_OUT, say_signed_out))


async def _refusal(request: requests.Request) -> responses.Response | None:
    """Return what is answered to who may not come in; None where he may."""
    path = request.scope["path"]
    if path in _OPEN or path.startswith(_PUBLISHED):
        return None
    login = sign_in.presented(request.cookies)
    if not admission.is_recent(login):
        return _to_sign_in(request)
    if path == "/" and return_address.COOKIE in request.cookies:
        return _to_wanted(request)
    return None if path.startswith(_PROGRAMS) else await _asked(request, login)


async def _asked(
    request: requests.Request, login: sign_in.Login | None
) -> responses.Response | None:
    """Return the same after asking the store."""
    try:
        await concurrency.run_in_threadpool(admission.admit, login)
    except refusals.SignInNeeded:
        return _to_sign_in(request)
    except problems.Problem as problem:
        # The frame of a page says it, and comes back by itself when the store does.
        is_page = request.scope["path"] in _PAGES
        return None if is_page else error_pages.problem(problem, _status(problem))
    return None


def _to_sign_in(request: requests.Request) -> responses.Response:
    """Lead to the provider from a page, and keep it; anything else has no use for that."""
    is_page = request.scope["path"] in _PAGES or "text/html" in request.headers.get("accept", "")
    if request.method != "GET" or not is_page:
        return error_pages.problem(refusals.SignInNeeded(), 401)
    answer = _redirect(SIGN_IN)
    return_address.keep(request, answer)
    return answer


def _to_wanted(request: requests.Request) -> responses.Response:
    answer = _redirect(
        return_address.read(request.cookies[return_address.COOKIE]) or f"/{screens.FIRST.address}"
    )
    return_address.forget(answer)
    return answer


def _redirect(address: str) -> responses.Response:
    return responses.RedirectResponse(address, _SEE_OTHER, headers=_NOT_KEPT)


def _status(problem: problems.Problem) -> int:
    return 403 if isinstance(problem, refusals.Refused) else 503


def _leading_out(send: Send) -> Send:
    """Have a way that does not sign anybody in end at a page that says so.

    It would end at `/`, from where it would begin again, for ever where the provider is quick.
    """
    replaced = False

    async def led(message: Message) -> None:
        nonlocal replaced
        if message["type"] == "http.response.start" and _is_in_vain(message):
            replaced = True
            kept = [each for each in message["headers"] if each[0].lower() == b"set-cookie"]
            out = [(b"location", SIGNED_OUT.encode()), (b"content-length", b"0")]
            message = {**message, "status": _SEE_OTHER, "headers": kept + out}
        elif replaced and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return led


def _is_in_vain(message: Message) -> bool:
    headers = datastructures.Headers(raw=message["headers"])
    if message["status"] >= _BAD_REQUEST:
        return True
    is_signed_in = any(
        cookie.startswith(f"{sign_in.COOKIE}=") and "Max-Age=0" not in cookie
        for cookie in headers.getlist("set-cookie")
    )
    return headers.get("location") == "/" and not is_signed_in
