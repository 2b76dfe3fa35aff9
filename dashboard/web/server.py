"""Start of the server: what happens before the first page, and around every request."""

import asyncio
import contextlib
import logging
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator
from importlib import metadata
from typing import Final

import streamlit as st
from starlette import concurrency, responses, routing
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

from dashboard import current_store, first_run, logs, metrics, screens
from dashboard.auth import sign_in, tabs
from dashboard.exports import called_tables, jobs, noted
from dashboard.mail import sender
from dashboard.watch import clock as watch_clock
from dashboard.watch import registry
from dashboard.web import connections, options, session_state
from data import logged, problems, settings
from data.uploads import drops

_log = logging.getLogger(__name__)

_CLEARED_EVERY_SECONDS: Final = 3600.0

# Hosts that stand for every address; a browser needs one.
_EVERYWHERE: Final = ("", "0.0.0.0", "::")  # noqa: S104 - not listened on here


class Refusal:
    """Middleware that refuses a start under wrong options with one line instead of a traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything but a start that is refused."""
        if scope["type"] == "lifespan":
            try:
                options.check()
            except problems.Problem as problem:
                await receive()
                await send({"type": "lifespan.startup.failed", "message": str(problem)})
                return
        await self._app(scope, receive, send)


async def to_first_page(request: Request) -> responses.Response:
    """Redirect `/` to the first page, with its parameters.

    A redirect by the script would leave a page in the browser's history that blocks going back.
    """
    query = f"?{request.url.query}" if request.url.query else ""
    return responses.RedirectResponse(f"/{screens.FIRST.address}{query}")


ROUTES: Final = (routing.Route("/", to_first_page),)


@contextlib.asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Warm up, print the address, and open it in the browser unless headless."""
    logs.for_server()
    logs.take_over()
    tabs.hide_ids()
    metrics.begin()
    session_state.look_up()
    if metrics.note_export not in noted.OBSERVERS:
        noted.OBSERVERS.append(metrics.note_export)
    connections.limit(asyncio.get_running_loop(), connections.limits())
    first_run.announce()
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    address = _address()
    logged.event(_log, "start", address=address, version=metadata.version("bhxh-monitor"))
    sys.stdout.write(f"bhxh-monitor: {address}\n")
    sys.stdout.flush()
    if not config.get_option("server.headless"):
        webbrowser.open(address)
    watch = watch_clock.start(lambda: current_store.current().primary())
    clearing = asyncio.create_task(_clear_drops())
    mailing = sender.Sender(current_store.current, registry.label)
    mailing.start()
    calls = called_tables.listener(current_store.opened)
    calls.start()
    yield
    calls.stop()
    mailing.stop()
    watch.set()
    clearing.cancel()
    current_store.close()
    logged.event(_log, "stop")


def run(app: st.App, host: str, port: int | None, *, headless: bool) -> None:
    """Serve the dashboard until it is stopped.

    Raises:
        problems.Problem: it may not listen on this host.
    """
    app.run(config=options.table(host, port, headless=headless))


async def _clear_drops() -> None:
    """Delete now, and every hour, what was handed in or made and is not needed any more."""
    while True:
        for clear in (drops.clear_old, _clear_jobs):
            try:
                await concurrency.run_in_threadpool(clear)
            except Exception as error:  # noqa: BLE001 - the next time it may work
                _log.warning("files that are not needed cannot be cleared: %s", error)
        await asyncio.sleep(_CLEARED_EVERY_SECONDS)


def _clear_jobs() -> None:
    jobs.clear(current_store.current())


def _address() -> str:
    if sign_in.is_configured():
        # Under another name of this machine, the provider would redirect to an unknown host.
        return str(settings.read().public_url).rstrip("/")
    host = str(config.get_option("server.address") or "")
    host = options.HOST if host in _EVERYWHERE else host
    return f"http://{f'[{host}]' if ':' in host else host}:{config.get_option('server.port')}"


def _warm_up() -> None:
    try:
        first_run.prepare()
    except problems.Problem as problem:
        # The pages show it, and recover by themselves.
        _log.warning("%s", problem)
