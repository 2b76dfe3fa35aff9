"""How figures ask a question: anew, or from what is kept, which `dashboard.cache` does."""

from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa

Result = TypeVar("Result")
# Given a connection, a question and its arguments, it returns the question's result.
Find = Callable[..., Any]


def anew(
    connection: sa.Connection, question: Callable[..., Result], *limits: Any, **params: Any
) -> Result:
    """Return the result of a question that is asked now."""
    return question(connection, *limits, **params)
