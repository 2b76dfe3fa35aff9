"""Reading of files in tests: the only table of a file, or the problem that it is refused with."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from data.importing.reading import files

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from data.importing.reading import tables

    # A large file is made where it is wanted.
    Data: TypeAlias = bytes | Callable[[], bytes]


def made(data: Data) -> bytes:
    """Return the bytes of a file."""
    return data() if callable(data) else data


@contextlib.contextmanager
def opened(path: pathlib.Path) -> Iterator[tables.Table]:
    """Open the file at `path`, which has one table.

    Raises:
        problems.Problem: the file or its sheet is refused.
    """
    (source,) = files.find([path]).sources
    with files.opened(source) as book:
        for refused in book.refusals:
            raise refused.problem
        (table,) = book.tables
        yield table
