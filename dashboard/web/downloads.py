"""Routes that give files: for signed-in users, within their scope, logged first.

The sign-in gate has let the user in; here it is decided as whom, and which files are allowed.
"""

import asyncio
import contextlib
import functools
import os
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Final

from starlette import concurrency, responses, routing
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from dashboard import current_store, logs
from dashboard.auth import actor, exposure, refusals
from dashboard.exports import (
    bundles,
    called_tables,
    files,
    jobs,
    noted,
    reports,
    screen_tables,
    urls,
)
from dashboard.exports.snapshots import freezing
from dashboard.exports.writers import registry
from dashboard.web import download_requests, error_pages
from data import problems, store
from data.problems import N_

PAGE: Final = "export"
_CHUNK_BYTES: Final = 1 << 16
_LOOK_SECONDS: Final = 0.2
_GIVEN_UP: Final = 499
_UNKNOWN: Final = "other"

_STATUSES: Final[dict[type[problems.Problem], int]] = {
    refusals.Refused: 403, refusals.NoPersonalData: 403, reports.Foreign: 403,
    exposure.Closed: 403,
    freezing.Missing: 404, screen_tables.Gone: 404, jobs.Busy: 429,
    store.Down: 503, store.Waits: 503, store.Busy: 503, problems.Failed: 500,
}  # fmt: skip


def _route(
    make: Callable[[Request, actor.Actor, threading.Event], files.Made],
) -> Callable[[Request], Coroutine[Any, Any, responses.Response]]:
    """Return the endpoint of a route that makes a file for a user; a problem is a page."""

    @functools.wraps(make)
    async def answer(request: Request) -> responses.Response:
        try:
            taker = await concurrency.run_in_threadpool(
                download_requests.taker, request.cookies, request.query_params.get(urls.AS_OFFICE)
            )
            logs.about(page=PAGE, user=logs.user_id(taker.who))
            give_back = await concurrency.run_in_threadpool(_place, taker.who)
            with contextlib.ExitStack() as turn:
                turn.callback(give_back)
                made = await _made(request, functools.partial(make, request, taker))
                turn.callback(made.file.close)
                await exposure.require_still(request.headers)
                turn.pop_all()
        except files.Abandoned:
            return responses.PlainTextResponse("", _GIVEN_UP)
        except problems.Problem as problem:
            return error_pages.problem(problem, _status(problem))
        return _Download(made, give_back)

    return answer


def _noted(
    make: Callable[[Request, actor.Actor, threading.Event], files.Made],
) -> Callable[[Request, actor.Actor, threading.Event], files.Made]:
    """Return what makes a file, and logs how that ended."""

    @functools.wraps(make)
    def noted_make(request: Request, taker: actor.Actor, abandoned: threading.Event) -> files.Made:
        with noted.export(*_kind(make.__name__, request)) as note:
            return note.made(make(request, taker, abandoned))

    return noted_make


def _kind(route: str, request: Request) -> tuple[str, str]:
    """Return what kind of file is asked for, and its ending: words of ours, whatever was asked."""
    kind = request.path_params.get("kind", route)
    ending = request.path_params["ending"]
    return (
        kind if kind == route or kind in reports.ALL else _UNKNOWN,
        ending if ending in registry.FORMATS else _UNKNOWN,
    )


@_route
@_noted
def report(request: Request, taker: actor.Actor, abandoned: threading.Event) -> files.Made:
    """Give a report as a file: `/export/form-01-xn.xlsx?date=2026-08-20&office=00101`."""
    wanted = download_requests.wanted(request, taker)
    return files.make(current_store.current(), taker, wanted, page=PAGE, abandoned=abandoned)


@_route
@_noted
def snapshot(request: Request, taker: actor.Actor, _abandoned: threading.Event) -> files.Made:
    """Give a snapshot as a file: `/export/snapshot/12.pdf`."""
    number = freezing.number(request.path_params["number"])
    ending = registry.named(request.path_params["ending"]).ending
    separator = download_requests.separator(request.query_params)
    return freezing.make(current_store.current(), taker, number, ending, separator)


@_route
def forms(request: Request, taker: actor.Actor, abandoned: threading.Event) -> files.Made:
    """Give all forms of a day in one file: `/export/forms.zip?date=2026-08-20&form=pdf`."""
    wanted = download_requests.bundle(request.query_params, taker)
    return bundles.make(current_store.current(), taker, wanted, abandoned=abandoned)


@_route
def job(request: Request, taker: actor.Actor, _abandoned: threading.Event) -> files.Made:
    """Give a file that a background job has made, to its owner."""
    made = jobs.take(current_store.current(), request.path_params["token"], taker)
    if made is None:
        raise freezing.Missing(
            N_("There is no such file"), N_("It is not yours, or was not taken in time.")
        )
    return made


@_route
@_noted
def table(request: Request, taker: actor.Actor, abandoned: threading.Event) -> files.Made:
    """Give a table as its page shows it to its user: `/export/table/TOKEN.xlsx`."""
    return called_tables.make(
        current_store.current(),
        taker,
        request.path_params["token"],
        registry.named(request.path_params["ending"]).ending,
        separator=download_requests.separator(request.query_params),
        abandoned=abandoned,
    )


ROUTES: Final = (
    routing.Route(f"{urls.PREFIX}/forms.zip", forms, methods=["GET"]),
    routing.Route(f"{urls.PREFIX}/job/{{token}}", job, methods=["GET"]),
    routing.Route(
        f"{urls.PREFIX}/{screen_tables.KIND}/{{token}}.{{ending}}", table, methods=["GET"]
    ),
    routing.Route(f"{urls.PREFIX}/snapshot/{{number}}.{{ending}}", snapshot, methods=["GET"]),
    routing.Route(f"{urls.PREFIX}/{{kind}}.{{ending}}", report, methods=["GET"]),
)


async def _made(request: Request, make: Callable[[threading.Event], files.Made]) -> files.Made:
    """Return the file when it is made; it is given up when the browser goes away."""
    abandoned = threading.Event()
    task = asyncio.ensure_future(concurrency.run_in_threadpool(make, abandoned))
    while not task.done():
        await asyncio.wait({task}, timeout=_LOOK_SECONDS)
        if not task.done() and await request.is_disconnected():
            abandoned.set()
    return task.result()


def _place(who: str) -> Callable[[], None]:
    """Take one of the places that a user has in all dashboards; return how to give it back.

    Raises:
        jobs.Busy: there is none left.
    """
    places = current_store.current().places
    number = places.take(who, jobs.MOST)
    if number is None:
        raise jobs.Busy
    return functools.partial(places.give_back, who, number)


class _Download(responses.StreamingResponse):
    """A file as it is downloaded, kept by no browser or proxy; it is closed in any case."""

    def __init__(self, made: files.Made, done: Callable[[], None]) -> None:
        size = made.file.seek(0, os.SEEK_END)
        made.file.seek(0)
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "Content-Length": str(size),
        }
        chunks = iter(functools.partial(made.file.read, _CHUNK_BYTES), b"")
        super().__init__(chunks, media_type=made.media, headers=headers)
        self._made, self._done = made, done

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, then close it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._made.file.close()
            self._done()


def _status(problem: problems.Problem) -> int:
    return next((status for kind, status in _STATUSES.items() if isinstance(problem, kind)), 400)
