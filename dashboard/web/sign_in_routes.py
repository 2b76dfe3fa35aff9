"""Routes of signing in and out: to the provider and back, and the page after signing out."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import httpx2
from authlib.common import errors as authlib_errors
from joserfc import errors as jose_errors
from starlette import concurrency, requests, responses, routing
from starlette.middleware import sessions as starlette_sessions
from starlette.types import Receive, Scope, Send

from dashboard import logs, metrics, screens
from dashboard.auth import admission, refusals, return_address, sign_in
from dashboard.auth import provider as providers
from dashboard.web import error_pages
from data import logged, problems, sessions

_log = logging.getLogger(__name__)

SIGN_IN: Final = "/signin"
SIGN_OUT: Final = "/signout"
PATHS: Final = frozenset({SIGN_IN, SIGN_OUT, sign_in.SIGNED_OUT, sign_in.CALLBACK})

# What is kept between the way to the provider and the way back, in seconds.
_WAY_S: Final = 600
_SEE_OTHER: Final = 303
_NOT_KEPT: Final = {"Cache-Control": "no-store"}
# What goes wrong on the way: the provider refuses, does not answer, or answers something else.
_FAULTS: Final = (
    authlib_errors.AuthlibBaseError, jose_errors.JoseError, httpx2.HTTPError,
    KeyError, RuntimeError, ValueError,
)  # fmt: skip

_Endpoint = Callable[[requests.Request], Awaitable[responses.Response]]


class _WithState:
    """Endpoint whose request has a signed cookie for the way to the provider and back."""

    def __init__(self, endpoint: _Endpoint) -> None:
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; a cookie of somebody else's way is an empty one."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            answered = await self._endpoint(requests.Request(scope, receive, send))
            await answered(scope, receive, send)

        prefix = "__Host-" if sign_in.is_https() else ""
        await starlette_sessions.SessionMiddleware(
            answer,
            secret_key=sign_in.secret(),
            session_cookie=f"{prefix}bhxh-state",
            max_age=_WAY_S,
            same_site="lax",
            https_only=sign_in.is_https(),
        )(scope, receive, send)


def redirect(address: str) -> responses.Response:
    """Return a redirect that no browser keeps."""
    return responses.RedirectResponse(address, _SEE_OTHER, headers=_NOT_KEPT)


async def _to_provider(request: requests.Request) -> responses.Response:
    """Redirect to the provider; one way at a time, as a cookie has room for few."""
    if not sign_in.is_configured():
        return redirect("/")
    request.session.clear()
    try:
        answer: responses.Response = await providers.client().authorize_redirect(
            request, f"{sign_in.public_url()}{sign_in.CALLBACK}"
        )
    except _FAULTS as fault:
        return _failed(fault)
    answer.headers.update(_NOT_KEPT)
    return answer


async def _back(request: requests.Request) -> responses.Response:
    """Begin a session for whom the provider vouches, and open the page that was wanted."""
    if not sign_in.is_configured():
        return redirect("/")
    if not {"code", "error"} & set(request.query_params):
        # Back from signing out at the provider.
        return redirect(sign_in.SIGNED_OUT)
    try:
        answered = await providers.client().authorize_access_token(request)
        email = sign_in.email(answered.get("userinfo") or {})
    except _FAULTS as fault:
        return _failed(fault)
    try:
        # Who was signed in here before is not any more.
        await concurrency.run_in_threadpool(admission.end, sign_in.presented(request.cookies))
        token = await concurrency.run_in_threadpool(admission.begin, email)
    except problems.Problem as problem:
        is_refused = isinstance(problem, refusals.Refused)
        outcome = "refused" if is_refused else "problem"
        _note(outcome, email, problem)
        status = 403 if is_refused else 503
        return error_pages.problem(problem, status, way_in=SIGN_IN)
    _note("done", email)
    return _let_in(request, token)


def _note(outcome: str, email: str, problem: problems.Problem | None = None) -> None:
    """Log a way through the provider that came back, with the id of whom it vouches for."""
    metrics.note_sign_in(outcome)
    logged.event(
        _log, "sign-in", logging.WARNING if problem else logging.INFO,
        outcome=outcome, user=logs.user_id(email) if email else None,
        why=problem and problem.title,
    )  # fmt: skip


def _let_in(request: requests.Request, token: str) -> responses.Response:
    kept = request.cookies.get(return_address.COOKIE, "")
    answer = redirect(return_address.read(kept) or f"/{screens.FIRST.address}")
    return_address.forget(answer)
    answer.set_cookie(
        sign_in.cookie_name(),
        sign_in.cookie_value(token),
        max_age=int(sessions.LASTS.total_seconds()),
        httponly=True,
        secure=sign_in.is_https(),
        samesite="lax",
    )
    return answer


async def _sign_out(request: requests.Request) -> responses.Response:
    """Ask whether to sign out, or do so: only a button of our own page does."""
    token = sign_in.presented(request.cookies)
    if request.method != "POST":
        return error_pages.sign_out(SIGN_OUT) if token else redirect(sign_in.SIGNED_OUT)
    if not sign_in.is_origin(request.headers.get("origin")):
        return error_pages.sign_out(SIGN_OUT)
    try:
        await concurrency.run_in_threadpool(admission.end, token)
    except problems.Problem as problem:
        return error_pages.problem(problem, 503)
    return redirect(sign_in.SIGNED_OUT)


async def _signed_out(request: requests.Request) -> responses.Response:
    """Show that nobody is signed in; take the cookie of a session that has ended away first."""
    token = sign_in.presented(request.cookies)
    if token is None:
        return error_pages.signed_out(SIGN_IN)
    try:
        await concurrency.run_in_threadpool(admission.admit, token)
    except refusals.Refused:
        answer = redirect(await _out_of_provider())
        answer.delete_cookie(
            sign_in.cookie_name(), secure=sign_in.is_https(), httponly=True, samesite="lax"
        )
        return answer
    except problems.Problem as problem:
        return error_pages.problem(problem, 503)
    return error_pages.sign_out(SIGN_OUT)


async def _out_of_provider() -> str:
    """Return where to sign out at the provider, which leads back; our own page without one."""
    if not sign_in.is_configured():
        return sign_in.SIGNED_OUT
    provider: Any = providers.client()
    try:
        led = await provider.create_logout_url(
            post_logout_redirect_uri=f"{sign_in.public_url()}{sign_in.CALLBACK}",
            client_id=provider.client_id,
        )
    except _FAULTS as fault:
        _log.info("The provider signs nobody out: %s", type(fault).__name__)
        return sign_in.SIGNED_OUT
    return str(led["url"])


def _failed(fault: Exception) -> responses.Response:
    """Show that nobody is signed in; what the provider said may name somebody."""
    metrics.note_sign_in("failed")
    logged.event(_log, "sign-in", logging.WARNING, outcome="failed", why=type(fault).__name__)
    return redirect(sign_in.SIGNED_OUT)


ROUTES: Final = (
    routing.Route(SIGN_IN, _WithState(_to_provider), methods=["GET"]),
    routing.Route(sign_in.CALLBACK, _WithState(_back), methods=["GET"]),
    routing.Route(SIGN_OUT, _sign_out, methods=["GET", "POST"]),
    routing.Route(sign_in.SIGNED_OUT, _signed_out, methods=["GET"]),
)
