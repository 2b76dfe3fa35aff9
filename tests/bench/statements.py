"""The watch on the database: how long each statement takes until its rows are here."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def noted() -> Iterator[list[float]]:
    """Give a list that gets the seconds of each statement asked meanwhile."""
    seconds: list[float] = []
    begun: dict[int, float] = {}

    def before(*call: Any) -> None:
        begun[id(call[1])] = time.perf_counter()

    def after(*call: Any) -> None:
        seconds.append(time.perf_counter() - begun.pop(id(call[1])))

    sa.event.listen(sa.Engine, "before_cursor_execute", before)
    sa.event.listen(sa.Engine, "after_cursor_execute", after)
    try:
        yield seconds
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", before)
        sa.event.remove(sa.Engine, "after_cursor_execute", after)
