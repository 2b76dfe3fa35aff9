"""Routes of the import from the browser: files come in, and rejected rows are taken away.

A file is sent by a page of the dashboard, of an administrator, and goes to the disk as it comes.
The sign-in gate has let the user in; here it is decided whether the user may.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from starlette import concurrency, requests, responses, routing

from dashboard import clock, current_store, text, workers
from dashboard.auth import actor, admission, exposure, refusals, sign_in
from dashboard.exports import files
from dashboard.exports.snapshots import freezing
from dashboard.exports.writers import registry
from dashboard.imports import drop_zone
from dashboard.web import error_pages, local_only
from data import loader, problems, settings, store
from data.problems import N_
from data.uploads import drops, receiving
from queries import directory

PREFIX: Final = "/import"
FILES: Final = drop_zone.ADDRESS
KIND: Final = "import-rejects"

# A connection that is slow sends 200 MB in half an hour; one that sends nothing has gone away.
SILENT_SECONDS: Final = 20.0
LONGEST_SECONDS: Final = 1800.0
# A browser reads an answer only once it could send what it wanted to: so much is waited for.
_DISCARDED_BYTES: Final = 8 << 20
_DISCARDED_SECONDS: Final = 2.0
_GIVEN_UP: Final = 499

_NOT_KEPT: Final = {"Cache-Control": "no-store"}
_MEDIA: Final = {"csv": registry.FORMATS["csv"].media, "xlsx": registry.FORMATS["xlsx"].media}


class Foreign(problems.Problem):
    """The files come from a page that is not the dashboard's."""

    def __init__(self) -> None:
        super().__init__(
            N_("The files were not received"),
            N_("They can be handed in on the page “Data” of the dashboard alone."),
        )


class Slow(problems.Problem):
    """The rest of the files did not come."""

    def __init__(self) -> None:
        super().__init__(
            N_("The files were not received"),
            N_("They came too slowly, or stopped in the midst: hand them in again."),
        )


_STATUSES: Final[dict[type[problems.Problem], int]] = {
    refusals.SignInNeeded: 401, refusals.Refused: 403, refusals.NoImports: 403,
    exposure.Closed: 403, Foreign: 403, freezing.Missing: 404, Slow: 408, receiving.Busy: 409,
    receiving.TooLarge: 413, store.Down: 503, store.Waits: 503, store.Busy: 503,
    receiving.Elsewhere: 421, loader.Missing: 503, receiving.NoRoom: 507,
}  # fmt: skip


async def receive(request: requests.Request) -> responses.Response:
    """Take what a user hands in, and have a process read it; problems are answered in words."""
    code = request.query_params.get("lang")
    with text.speaking(code if text.is_known(code) else text.DEFAULT):
        try:
            drop = await _receive(request)
        except requests.ClientDisconnect:
            return responses.PlainTextResponse("", _GIVEN_UP)
        except problems.Problem as problem:
            await _discard(request)
            title, sentence = text.problem(problem)
            told = {"title": title, "sentence": sentence}
            return responses.JSONResponse(told, _status(problem), headers=_NOT_KEPT)
        workers.understand(drop, text.language())
    return responses.JSONResponse({"drop": drop.id}, 201, headers=_NOT_KEPT)


async def rejects(request: requests.Request) -> responses.Response:
    """Give the rejected rows of a user's own drop; that is noted first."""
    try:
        taker = await concurrency.run_in_threadpool(_administrator, request)
        return await concurrency.run_in_threadpool(_rejects, request, taker)
    except problems.Problem as problem:
        return error_pages.problem(problem, _status(problem))


ROUTES: Final = (
    routing.Route(FILES, receive, methods=["POST"]),
    routing.Route(f"{PREFIX}/{{drop}}/rejects.{{ending}}", rejects, methods=["GET"]),
)


async def _receive(request: requests.Request) -> drops.Drop:
    if not _is_own_page(request):
        raise Foreign
    taker = await concurrency.run_in_threadpool(_administrator, request)
    named = request.query_params.get("place", "")
    await concurrency.run_in_threadpool(receiving.require_place, named)
    await concurrency.run_in_threadpool(_require_loader)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > receiving.MOST_BYTES + receiving.LONGEST_LINE:
        raise receiving.TooLarge
    with contextlib.ExitStack() as kept:
        folder = await concurrency.run_in_threadpool(
            kept.enter_context, receiving.folder_for(taker.who)
        )
        receiver = kept.enter_context(receiving.Receiver(folder))
        async for chunk in _chunks(request):
            await concurrency.run_in_threadpool(receiver.feed, chunk)
        receiver.finish()
        # The right to import may have gone while the files came.
        await concurrency.run_in_threadpool(_administrator, request)
        return drops.begin_reading(folder, taker.who, receiver.received)


async def _chunks(request: requests.Request) -> AsyncIterator[bytes]:
    """Yield the parts of a body as they come.

    Raises:
        Slow: none has come for a while, or all of it takes too long.
    """
    ends = asyncio.get_running_loop().time() + LONGEST_SECONDS
    stream = request.stream()
    while asyncio.get_running_loop().time() < ends:
        chunk = await _in_time(lambda: anext(stream, None), SILENT_SECONDS)
        if chunk is None:
            return
        yield chunk
    raise Slow


async def _in_time(wait: Callable[[], Awaitable[bytes | None]], seconds: float) -> bytes | None:
    try:
        async with asyncio.timeout(seconds):
            return await wait()
    except TimeoutError as error:
        raise Slow from error


async def _discard(request: requests.Request) -> None:
    """Read a little of a body that is refused, so that its sender reads why."""
    seen = 0
    # What was given up in the midst cannot be read on.
    with contextlib.suppress(TimeoutError, RuntimeError, requests.ClientDisconnect):
        async with asyncio.timeout(_DISCARDED_SECONDS):
            async for chunk in request.stream():
                seen += len(chunk)
                if seen > _DISCARDED_BYTES:
                    return


def _is_own_page(request: requests.Request) -> bool:
    """Return whether a page of the dashboard sends: browsers say so, and cannot be made to lie."""
    if sign_in.is_configured():
        origins = request.headers.getlist("origin")
        return len(origins) == 1 and sign_in.is_origin(origins[0])
    return local_only.is_own_page(request.scope)


def _administrator(request: requests.Request) -> actor.Actor:
    """Return the administrator who asks; without a sign-in it is whoever is at this machine.

    Raises:
        problems.Problem: the user is none, or is not let in any more; or the store is down.
    """
    if not sign_in.is_configured():
        if exposure.OUTSIDE_HEADER in request.headers:
            raise refusals.NoImports
        return actor.administrator()
    user = admission.admit(sign_in.presented(request.cookies))
    if not user.may_administer:
        raise refusals.NoImports
    return actor.for_user(user, user.login)


def _require_loader() -> None:
    loader.require(current_store.current(), settings.read())


def _rejects(request: requests.Request, taker: actor.Actor) -> responses.Response:
    ending = request.path_params["ending"]
    drop = drops.current(taker.who)
    path = drop.rejects_in(ending) if drop and ending in _MEDIA else None
    if drop is None or drop.id != request.path_params["drop"] or path is None or not path.exists():
        raise freezing.Missing(
            N_("There is no such file"), N_("It is not yours, or was not taken in time.")
        )
    opened = current_store.current()
    offices = opened.ask(taker.scope, directory.offices)
    files.log_download(
        opened,
        taker,
        kind=KIND,
        ending=ending,
        asked={"date": clock.today().isoformat()},
        in_full=True,
        offices=set(offices["office_code"]),
    )
    return responses.FileResponse(
        path, media_type=_MEDIA[ending], filename=f"rejects.{ending}", headers=_NOT_KEPT
    )


def _status(problem: problems.Problem) -> int:
    return next((status for kind, status in _STATUSES.items() if isinstance(problem, kind)), 400)
