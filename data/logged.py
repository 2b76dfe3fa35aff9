"""What goes into the log: events with their fields, and errors without the values of rows.

What an error says may hold a value of a row: a driver quotes keys, Python quotes what it could not
read. Of an error the log has its kind and where it came from, and the words of those alone that
speak of machines: of files, of connections.
"""

import contextlib
import logging
import time
from collections.abc import Iterator
from typing import Final

import psycopg2
import sqlalchemy as sa

from data import problems

# Fields of problems that hold settings, places and versions: never a value of a row.
_SHOWN: Final = frozenset({
    "folder", "formats", "home", "host", "log", "role", "variable", "version", "wanted",
})  # fmt: skip
_LEFT_OUT: Final = "…"


def event(log: logging.Logger, name: str, level: int = logging.INFO, **fields: object) -> None:
    """Log something that happened, by a short name, with its fields; those of None are left out."""
    told = {key: value for key, value in fields.items() if value is not None}
    log.log(level, name, extra={"event": name, "fields": told})


@contextlib.contextmanager
def timed(log: logging.Logger, name: str, **fields: object) -> Iterator[dict[str, object]]:
    """Log the end of some work: its fields, how it ended, and the seconds that it took.

    The caller may add fields to what it is given; `outcome` says how it ended, and is `done`,
    `problem` or `failed` where nothing else is said.
    """
    told = dict(fields)
    begun = time.monotonic()
    level = logging.INFO
    try:
        yield told
        told.setdefault("outcome", "done")
    except problems.Problem as problem:
        told.setdefault("outcome", "problem")
        told["why"] = problem.title
        raise
    except Exception as error:
        if told.setdefault("outcome", "failed") == "failed":
            told["why"] = kind(error)
            level = logging.ERROR
        raise
    finally:
        event(log, name, level, **told, seconds=round(time.monotonic() - begun, 3))


def words(error: BaseException) -> str:
    """Return what may be said of an error: its kind, and words that hold no value of a row."""
    cause = getattr(error, "orig", None) or error
    said = _said(cause)
    return f"{kind(cause)}: {said}" if said else kind(cause)


def kind(error: BaseException) -> str:
    """Return the class of an error, and for one of the database its code."""
    code = getattr(error, "pgcode", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _said(error: BaseException) -> str:
    if isinstance(error, problems.Problem):
        return f"{error.title}: {_sentence(error)}"
    if isinstance(error, psycopg2.Error):
        return _of_driver(error)
    if isinstance(error, OSError):
        places = [str(each) for each in (error.filename, error.filename2) if each is not None]
        return " ".join([error.strerror or "", *places]).strip()
    if isinstance(error, sa.exc.TimeoutError):
        return "no connection was free in time"
    return ""


def _sentence(problem: problems.Problem) -> str:
    """Return the sentence of a problem, without values that may be of rows."""
    values = {
        name: value if name in _SHOWN or isinstance(value, int | float) else _LEFT_OUT
        for name, value in problem.values.items()
    }
    return problem.sentence.format(**values)


def _of_driver(error: psycopg2.Error) -> str:
    """Return the names of what an error of the database is about; its words may quote values.

    Where there is no code the connection failed, and the words are about machines.
    """
    if error.pgcode:
        told = error.diag
        names = (told.constraint_name, told.table_name, told.column_name)
        return " ".join(name for name in names if name)
    of_connections = psycopg2.OperationalError | psycopg2.InterfaceError
    if isinstance(error, of_connections) or type(error) is psycopg2.DatabaseError:
        return " ".join(str(error).split())
    return ""
