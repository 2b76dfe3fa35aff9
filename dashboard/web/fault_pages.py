"""What a route did not expect is a sentence with a number, and its way is in the log."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import logs
from dashboard.web import error_pages
from data import problems
from data.connections import database_errors
from data.problems import N_


class FaultPages:
    """Middleware that answers for what breaks inside; nothing of a message reaches the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything; a request that breaks before its answer gets a page."""
        has_begun = False

        async def noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:
            if scope["type"] == "lifespan":
                raise
            fault = _fault(error)
            if scope["type"] == "http" and not has_begun:
                await error_pages.problem(fault, _status(fault))(scope, receive, send)


def _fault(error: Exception) -> problems.Problem:
    found = error if isinstance(error, problems.Problem) else database_errors.problem(error)
    return found or problems.Failed(
        N_("Something went wrong"),
        N_("It is in the program's log under the number {number}."),
        number=logs.fault(error, "a route"),
    )


def _status(fault: problems.Problem) -> int:
    passes = isinstance(fault, database_errors.Down | database_errors.Busy)
    return 503 if passes else 500
