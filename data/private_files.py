"""Files that nobody else on this machine can read, and that are never seen half written."""

import contextlib
import os
import pathlib
from collections.abc import Iterator
from typing import IO


def make(path: pathlib.Path) -> IO[bytes]:
    """Return a new file to write, in place of what has its name; only its owner can read it.

    Raises:
        OSError: it cannot be made there.
    """
    path.unlink(missing_ok=True)
    # Made anew, so that neither an earlier file's mode nor a link to another one matters.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "wb")


def part_of(path: pathlib.Path) -> pathlib.Path:
    """Return where a file is until it is complete."""
    return path.with_name(f".{path.name}.part")


@contextlib.contextmanager
def whole(path: pathlib.Path) -> Iterator[IO[bytes]]:
    """Return a stream to write; the file gets its name only when it is complete.

    Raises:
        OSError: it cannot be written there.
    """
    part = part_of(path)
    try:
        with make(part) as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
