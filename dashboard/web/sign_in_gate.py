"""Sign-in gate: without a valid sign-in only the sign-in itself is served.

Pages are passed on to the frame, which shows why a user is refused; every other address is refused
here.
"""

from typing import Final

from starlette import concurrency, datastructures, requests, responses, routing
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import screens
from dashboard.auth import admission, refusals, return_address, sign_in
from dashboard.web import error_pages
from data import problems

SIGN_IN: Final = "/signin"
SIGNED_OUT: Final = "/signed-out"

_PAGES: Final = frozenset({"/", *(f"/{screen.address}" for screen in screens.ALL)})

# Streamlit's routes to the provider and back; they redirect to `/` where that failed.
_STREAMLIT: Final = frozenset({"/auth/login", "/auth/logout", sign_in.CALLBACK})
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
    """Middleware: passes on requests of signed-in users, and redirects all others to sign in."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or redirect a request without a valid sign-in; pass on all others."""
        if scope["type"] not in {"http", "websocket"} or not sign_in.is_configured():
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        elif scope["path"] in _STREAMLIT:
            await self._app(scope, receive, _redirecting(send))
        else:
            answer = await _refusal(requests.Request(scope, receive))
            await (answer or self._app)(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Accept a websocket with a valid sign-in, from a page of the dashboard."""
        connection = requests.HTTPConnection(scope)
        login = sign_in.presented(connection.cookies)
        if admission.is_recent(login) and sign_in.is_origin(connection.headers.get("origin")):
            await self._app(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})


async def to_provider(_request: requests.Request) -> responses.Response:
    """Redirect to the provider."""
    return _redirect(sign_in.to_provider())


async def signed_out(_request: requests.Request) -> responses.Response:
    """Show the page after signing out, or after a sign-in that failed."""
    return error_pages.signed_out(SIGN_IN)


ROUTES: Final = (routing.Route(SIGN_IN, to_provider), routing.Route(SIGNED_OUT, signed_out))


async def _refusal(request: requests.Request) -> responses.Response | None:
    """Return the response to a request without a valid sign-in; None where it is valid."""
    path = request.scope["path"]
    if path in _OPEN or path.startswith(_PUBLISHED):
        return None
    login = sign_in.presented(request.cookies)
    if not admission.is_recent(login):
        return _to_sign_in(request)
    if path == "/" and return_address.COOKIE in request.cookies:
        return _to_wanted(request)
    return None if path.startswith(_PROGRAMS) else await _store_refusal(request, login)


async def _store_refusal(
    request: requests.Request, login: sign_in.Login | None
) -> responses.Response | None:
    """Return the same, after a query to the store."""
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
    """Redirect a page to the provider and keep its address; answer anything else with 401."""
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


def _redirecting(send: Send) -> Send:
    """Redirect to the page after signing out where Streamlit's routes have not signed anybody in.

    They redirect to `/`, from where the sign-in would start again, endlessly.
    """
    replaced = False

    async def led(message: Message) -> None:
        nonlocal replaced
        if message["type"] == "http.response.start" and _has_failed(message):
            replaced = True
            kept = [each for each in message["headers"] if each[0].lower() == b"set-cookie"]
            out = [(b"location", SIGNED_OUT.encode()), (b"content-length", b"0")]
            message = {**message, "status": _SEE_OTHER, "headers": kept + out}
        elif replaced and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return led


def _has_failed(message: Message) -> bool:
    headers = datastructures.Headers(raw=message["headers"])
    if message["status"] >= _BAD_REQUEST:
        return True
    is_signed_in = any(
        cookie.startswith(f"{sign_in.COOKIE}=") and "Max-Age=0" not in cookie
        for cookie in headers.getlist("set-cookie")
    )
    return headers.get("location") == "/" and not is_signed_in
