"""Several queries at the same time, for a page that needs all of their results."""

from __future__ import annotations

import collections
import contextvars
import functools
from concurrent import futures
from typing import TYPE_CHECKING, Any, Final

from streamlit.runtime import scriptrunner

from dashboard import access
from data import store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sqlalchemy as sa

    Question = Callable[[sa.Connection], Any]

# The page's own thread and another one, each with one connection of the pool.
_OTHERS: Final = 1


def ask(questions: Mapping[str, Question]) -> dict[str, Any]:
    """Return the results of queries by name; the slowest should come first.

    They run in two transactions, each in the scope of the user, which take them one after another.

    Raises:
        problems.Problem: the store is down, busy or slow, or a question refuses.
    """
    left = collections.deque(questions.items())
    work = functools.partial(_answer, left, {})
    # The other thread gets the context of the page's run, with the signed-in user.
    run = scriptrunner.get_script_run_ctx(suppress_warning=True)
    with futures.ThreadPoolExecutor(
        _OTHERS, "question", initializer=scriptrunner.add_script_run_ctx, initargs=(None, run)
    ) as pool:
        # And what its lines of the log are about.
        other = pool.submit(contextvars.copy_context().run, access.ask, work)
        found = _unless_busy(lambda: access.ask(work)) | _unless_busy(other.result)
    if found.keys() != questions.keys():
        raise store.Busy
    return found


def _unless_busy(answers: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return results, or none: who finds no free connection leaves all questions to the other."""
    try:
        return answers()
    except store.Busy:
        return {}


def _answer(
    left: collections.deque[tuple[str, Question]],
    found: dict[str, Any],
    connection: sa.Connection,
) -> dict[str, Any]:
    """Run queries as long as there are some; one that fails is put back."""
    while left:
        try:
            name, question = left.popleft()
        except IndexError:  # The other thread has taken it.
            break
        try:
            found[name] = question(connection)
        except BaseException:
            left.appendleft((name, question))
            raise
    return found
