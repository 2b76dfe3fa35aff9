"""How long questions take, and how long they wait for a connection: told to whoever measures.

A question has the name of the function that asks it, such as `lag.remittance_lag.by_agent`: there
are as many names as there are functions. What a slow one was asked is not logged.
"""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import sqlalchemy as sa

from data import logged

_log = logging.getLogger(__name__)

SLOW_SECONDS: Final = 1.0
# What is asked by none of the questions: the import, sign-ins, and the store's own.
OTHER: Final = "other"

_QUESTIONS: Final = "queries."
# What asks for others.
_SHARED: Final = "queries.frames"
# A question is asked from the page, some way up from the driver.
_DEEPEST: Final = 40


class Observers:
    """Who is told: of each statement its name and seconds, of each wait its seconds and success."""

    def __init__(self) -> None:
        self.questions: list[Callable[[str, float], None]] = []
        self.waits: list[Callable[[float, bool], None]] = []


OBSERVERS: Final = Observers()


class Pool(sa.pool.QueuePool):
    """A pool that tells how long a connection was waited for, whether or not one came."""

    def _do_get(self) -> Any:
        begun = time.monotonic()
        came = False
        try:
            got = super()._do_get()
            came = True
            return got
        finally:
            for observe in OBSERVERS.waits:
                observe(time.monotonic() - begun, came)


# SQLAlchemy tells there, by the name of the class, of each connection.
logging.getLogger(f"{__name__}.{Pool.__name__}").setLevel(logging.WARNING)


def watch(engine: sa.Engine) -> None:
    """Measure the statements of an engine, those that fail as well."""
    sa.event.listen(engine, "before_cursor_execute", _begin)
    sa.event.listen(engine, "after_cursor_execute", _end)
    sa.event.listen(engine, "handle_error", _fail)


def _begin(
    _connection: sa.Connection,
    _cursor: Any,
    _statement: str,
    _values: Any,
    context: Any,
    _many: bool,
) -> None:
    context.bhxh_begun = time.monotonic()


def _end(
    _connection: sa.Connection,
    _cursor: Any,
    _statement: str,
    _values: Any,
    context: Any,
    _many: bool,
) -> None:
    _note(context, "done")


def _fail(error: sa.engine.ExceptionContext) -> None:
    _note(error.execution_context, "failed")


def _note(context: Any, outcome: str) -> None:
    begun = getattr(context, "bhxh_begun", None)
    if begun is None:
        return
    context.bhxh_begun = None
    seconds = time.monotonic() - begun
    name = _name()
    for observe in OBSERVERS.questions:
        observe(name, seconds)
    if seconds >= SLOW_SECONDS:
        logged.event(
            _log, "slow question",
            question=name, outcome=outcome, seconds=round(seconds, 3),
        )  # fmt: skip


def _name() -> str:
    """Return the name of the question that is being asked: the outermost function of its module."""
    frame = sys._getframe(1)  # noqa: SLF001 - no other way up is as quick
    found = OTHER
    for _ in range(_DEEPEST):
        module = str(frame.f_globals.get("__name__", ""))
        function = frame.f_code.co_name
        if not module.startswith(_QUESTIONS) or module == _SHARED:
            if found != OTHER:
                break
        elif not function.startswith("<"):
            found = f"{module.removeprefix(_QUESTIONS)}.{function}"
        if frame.f_back is None:
            break
        frame = frame.f_back
    return found
