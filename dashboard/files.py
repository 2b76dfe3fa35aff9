"""Owns the files that commands write: one stands under its name only when it is whole."""

from __future__ import annotations

import contextlib
import os
import pathlib
from collections.abc import Iterator
from typing import IO

from data import problems
from data.problems import N_


@contextlib.contextmanager
def written(out: pathlib.Path, *, is_private: bool = False) -> Iterator[IO[bytes]]:
    """Give what is written to; a file stands under its name only when it is whole.

    A private one is for nobody else on this machine.

    Raises:
        problems.Problem: it cannot be written there.
    """
    part = out.with_name(f".{out.name}.part")
    try:
        mode = 0o600 if is_private else 0o666
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "wb") as file:
            yield file
        part.replace(out)
    except OSError as error:
        raise problems.Problem(
            N_("The file cannot be written"),
            N_("{file} cannot be written ({reason}); name another one with --out."),
            file=str(out),
            reason=error.strerror or "",
        ) from error
    finally:
        part.unlink(missing_ok=True)
