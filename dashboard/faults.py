"""Faults of the program in its log: each with a number, which its sentence gives.

What is logged is the way to a fault, and no message: a message may quote what was in a row.
"""

import logging
import secrets
import traceback
from collections.abc import Iterator

from data import database_errors

_log = logging.getLogger(__name__)
# Also where only what is critical is logged, as by commands.
_log.setLevel(logging.ERROR)


def note(error: BaseException, where: str) -> str:
    """Log the way to an error, and return the number that it has in the log."""
    number = secrets.token_hex(4)
    _log.error("fault %s in %s\n%s", number, where, "\n".join(_way(error)))
    return number


def _way(error: BaseException) -> Iterator[str]:
    """Yield the kinds of an error and its causes, the first one first, and where each came from."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _way(cause)
    for place in traceback.extract_tb(error.__traceback__):
        yield f"  {place.filename}:{place.lineno} in {place.name}"
    said = database_errors.words(error) if error.__cause__ is None else ""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    yield f"{kind}: {said}" if said else kind
