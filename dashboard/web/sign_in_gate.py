"""Sign-in gate: without a session that goes on only the sign-in itself is served.

Pages are passed on to the frame, which shows why a user is refused; every other address is refused
here. Cookies of Streamlit's own sign-in never get past it.
"""

import logging
import time
from typing import Final

from google.protobuf import message as protobuf_message
from starlette import concurrency, requests, responses
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto import BackMsg_pb2

from dashboard import screens
from dashboard.auth import admission, refusals, return_address, sign_in, tabs
from dashboard.web import error_pages, health_routes, sign_in_routes, stylesheets
from data import problems, sessions

_log = logging.getLogger(__name__)

_PAGES: Final = frozenset({"/", *(f"/{screen.address}" for screen in screens.ALL)})
_OPEN: Final = frozenset({"/_stcore/health", *sign_in_routes.PATHS})

# Streamlit's own programs and looks, as it is published, and our style sheets: an open page fetches
# some of them when it has to say that its reader has been signed out.
_PUBLISHED: Final = ("/static/", stylesheets.PREFIX)

# What a page fetches by itself: no act of a person.
_FETCHED: Final = ("/_stcore/", "/component/", "/media/", "/favicon")

# What Streamlit would read: names whom a provider has vouched for, and the provider's tokens.
_FOREIGN_COOKIES: Final = b"_streamlit_user"
_PROTOCOL: Final = b"sec-websocket-protocol"

_POLICY_VIOLATION: Final = 1008


class SignInGate:
    """Middleware: passes on requests of signed-in users, and redirects all others to sign in."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or redirect a request without a session; pass on all others."""
        if scope["type"] not in {"http", "websocket"} or not sign_in.is_configured():
            await self._app(scope, receive, send)
            return
        honest = {**scope, "headers": _without_foreign_cookies(scope["headers"])}
        if scope["type"] == "websocket":
            await self._connect(honest, receive, send)
        else:
            answer = await _refusal(requests.Request(honest, receive))
            await (answer or self._app)(honest, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Accept a websocket of a session that goes on, from a page of the dashboard."""
        connection = requests.HTTPConnection(scope)
        token = sign_in.presented(connection.cookies)
        is_ours = sign_in.is_origin(connection.headers.get("origin"))
        if token is not None and is_ours and await _may_connect(token):
            bound = {**scope, "headers": _own_tab(scope["headers"], token)}
            await self._app(bound, _noting(receive, token), send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})


async def _may_connect(token: str) -> bool:
    """Return whether a page may be run; while the store is down, it says so and nothing else."""
    try:
        await concurrency.run_in_threadpool(admission.admit, token)
    except refusals.Refused:
        return False
    except problems.Problem:
        return True
    return True


async def _refusal(request: requests.Request) -> responses.Response | None:
    """Return the response to a request without a session; None where it is let in."""
    path = request.scope["path"]
    if path in _OPEN or path.startswith(_PUBLISHED) or health_routes.is_open(path):
        return None
    token = sign_in.presented(request.cookies)
    if token is None:
        return _to_sign_in(request)
    try:
        await concurrency.run_in_threadpool(admission.admit, token)
        if not path.startswith(_FETCHED):
            await _note_act(token)
    except refusals.SignInNeeded:
        return _to_sign_in(request)
    except problems.Problem as problem:
        # The frame of a page says it, and comes back by itself when the store does.
        return None if path in _PAGES else error_pages.problem(problem, _status(problem))
    return None


def _to_sign_in(request: requests.Request) -> responses.Response:
    """Redirect a page to the provider and keep its address; answer anything else with 401."""
    is_page = request.scope["path"] in _PAGES or "text/html" in request.headers.get("accept", "")
    if request.method != "GET" or not is_page:
        return error_pages.problem(refusals.SignInNeeded(), 401)
    answer = sign_in_routes.redirect(sign_in_routes.SIGN_IN)
    return_address.keep(request, answer)
    return answer


def _status(problem: problems.Problem) -> int:
    return 403 if isinstance(problem, refusals.Refused) else 503


def _without_foreign_cookies(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers without cookies of Streamlit's sign-in, whole or in parts."""
    kept = []
    for name, value in headers:
        if name.lower() == b"cookie":
            parts = [part.strip() for part in value.split(b";")]
            ours = [part for part in parts if not part.startswith(_FOREIGN_COOKIES)]
            kept.append((name, b"; ".join(ours)))
        else:
            kept.append((name, value))
    return kept


def _own_tab(headers: list[tuple[bytes, bytes]], token: str) -> list[tuple[bytes, bytes]]:
    """Return the headers without a session of Streamlit's that this session has not opened.

    It stands third in the header, behind the protocol and a token against forged requests.
    """
    return [
        (name, _own_protocols(value, token) if name.lower() == _PROTOCOL else value)
        for name, value in headers
    ]


def _own_protocols(value: bytes, token: str) -> bytes:
    parts = [part.strip() for part in value.split(b",")]
    is_own = len(parts) > 2 and tabs.may_resume(parts[2].decode("latin-1"), token)  # noqa: PLR2004
    return b", ".join(parts[: 3 if is_own else 2])


def _noting(receive: Receive, token: str) -> Receive:
    """Note the acts of a person in the messages of an open page, not what it does by itself."""
    noted = 0.0

    async def noting() -> Message:
        nonlocal noted
        message = await receive()
        if _is_act(message) and time.monotonic() - noted > sessions.NOTED_EVERY.total_seconds():
            noted = time.monotonic()
            await _note_act(token)
        return message

    return noting


async def _note_act(token: str) -> None:
    """Note an act; where the store does not take it, the session ends a little earlier at most."""
    try:
        await concurrency.run_in_threadpool(admission.note_act, token)
    except problems.Problem as problem:
        _log.info("An act was not noted: %s", problem.title)


def _is_act(message: Message) -> bool:
    if message["type"] != "websocket.receive" or not message.get("bytes"):
        return False
    try:
        sent = BackMsg_pb2.BackMsg.FromString(message["bytes"])
    except protobuf_message.DecodeError:
        return False
    return sent.WhichOneof("type") == "rerun_script" and not sent.rerun_script.is_auto_rerun
