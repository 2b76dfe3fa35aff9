"""Several queries at the same time, for a page that needs all of their results."""

from __future__ import annotations

import collections
import functools
from concurrent import futures
from typing import TYPE_CHECKING, Any, Final

from streamlit.runtime import scriptrunner

from dashboard import access

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sqlalchemy as sa

    Question = Callable[[sa.Connection], Any]

# The page's own thread and another one. Each holds one of the pool's connections, and neither waits
# for the other while it does.
_OTHERS: Final = 1


def ask(questions: Mapping[str, Question]) -> dict[str, Any]:
    """Return by name what the questions find; those that take longest are best named first.

    They are asked in two transactions, each in the scope of the person at the screen; whichever has
    an answer takes the next question.

    Raises:
        problems.Problem: the store is down, busy or slow, or a question refuses.
    """
    left = collections.deque(questions.items())
    work = functools.partial(_answer, left, {})
    # The other thread is a part of the page's run: it knows who has been admitted.
    run = scriptrunner.get_script_run_ctx(suppress_warning=True)
    with futures.ThreadPoolExecutor(
        _OTHERS, "question", initializer=scriptrunner.add_script_run_ctx, initargs=(None, run)
    ) as pool:
        other = pool.submit(access.ask, work)
        return access.ask(work) | other.result()


def _answer(
    left: collections.deque[tuple[str, Question]],
    found: dict[str, Any],
    connection: sa.Connection,
) -> dict[str, Any]:
    """Answer questions as long as there are some; one that fails is there to be asked again."""
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
