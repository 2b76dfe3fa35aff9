"""Errors of the database told apart: each is a problem whose sentence says what to do.

An error of a statement has the server's code (SQLSTATE). One of an attempt to connect has only
words, libpq's own and those of the server, which speaks English unless it was set up otherwise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import psycopg2
import sqlalchemy as sa

from data import problems
from data.connections import watchdog
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Callable

# Of a connection that failed or was lost no more than this many letters are repeated.
_LONGEST_WORDS: Final = 1000


class Down(problems.Failed):
    """The store does not answer, for now; it comes back by itself, or is brought back."""

    def __init__(
        self,
        title: str = N_("The store does not answer"),
        sentence: str = N_("The database is down or restarting; the page comes back by itself."),
        **values: object,
    ) -> None:
        super().__init__(title, sentence, **values)


class Hangs(Down):
    """The database has not answered in time: to ask again at once would take as long."""

    def __init__(self) -> None:
        super().__init__(
            N_("The store does not answer"),
            N_(
                "The database has not answered in time: its machine, or the way to it, may hang;"
                " the page comes back by itself."
            ),
        )


class TakesNoWrites(Down):
    """What was to be written has to wait until the database takes it again."""

    def __init__(self) -> None:
        super().__init__(
            N_("The store can only be read"),
            N_(
                "The database is read-only now, as while another server takes its place; nothing"
                " was written: try again in a few minutes."
            ),
        )


class Waits(problems.Failed):
    """What the primary alone can do waits for it; standbys answer questions meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            N_("The main database server does not answer"),
            N_(
                "What you asked for waits for it, and nothing was written: pages go on from a copy"
                " that can only be read; try again in a few minutes."
            ),
        )


class Busy(problems.Failed):
    """All connections are in use, here or at the server; that passes."""

    def __init__(
        self, sentence: str = N_("Many questions are being asked; try again shortly.")
    ) -> None:
        super().__init__(N_("The store is busy"), sentence)


def _took_too_long() -> problems.Problem:
    return problems.Failed(
        N_("The question took too long"), N_("Ask for a shorter period or a single office.")
    )


def _refuses() -> problems.Problem:
    return problems.Failed(
        N_("The store refuses"),
        N_("The database role may not do this; see bhxh-monitor doctor."),
    )


def is_locked() -> problems.Problem:
    """Return the problem of whoever waits in vain for rows that an import writes."""
    return problems.Failed(
        N_("The store is busy"), N_("Data are being written into it; try again in a minute.")
    )


def _is_full() -> problems.Problem:
    return problems.Failed(
        N_("The disk of the database is full"),
        N_("Nothing was written: make room on the database's disk, then try again."),
    )


def _has_no_memory() -> problems.Problem:
    return problems.Failed(
        N_("The database has no memory left"),
        N_("Try again shortly; if it stays so, give the database's machine more memory."),
    )


def _too_many() -> problems.Problem:
    return Busy(
        N_(
            "The database takes no more connections: try again shortly. If it stays so, raise its"
            " max_connections, or end programs that hold connections."
        )
    )


def _crossed() -> problems.Problem:
    return problems.Failed(
        N_("Somebody else has changed the same rows"), N_("Nothing was done: try again.")
    )


def _is_damaged() -> problems.Problem:
    return problems.Failed(
        N_("The database cannot read or write its files"),
        N_("Its disk may fail: look at its log, and restore a backup where data are damaged."),
    )


def _no_database() -> problems.Problem:
    return problems.Failed(
        N_("The database is missing"),
        N_(
            "The server answers, but has no database of the name in the settings, or not any more:"
            " bhxh-monitor doctor shows which."
        ),
    )


def _not_let_in() -> problems.Problem:
    return problems.Failed(
        N_("The database does not let this program in"),
        N_(
            "User or password are wrong, or the server's rules (pg_hba.conf) do not allow them:"
            " bhxh-monitor doctor shows which user it was, and the server's words."
        ),
    )


def _no_tls() -> problems.Problem:
    return problems.Failed(
        N_("The encrypted connection to the database fails"),
        N_(
            "Server and settings do not agree on TLS, or a certificate is not accepted: correct"
            " sslmode and sslrootcert in the address; bhxh-monitor doctor shows the reason."
        ),
    )


def _not_found() -> problems.Problem:
    return problems.Failed(
        N_("The machine of the database is not found"),
        N_("Nothing has the name that the address gives: bhxh-monitor doctor shows it."),
    )


def _unknown() -> problems.Problem:
    # It may be starting, in words of its own: then it comes back by itself.
    return Down(
        N_("The database does not let this program in"),
        N_("bhxh-monitor doctor shows its reason, in the server's own words."),
    )


_READ_ONLY: Final = "25006"

# By SQLSTATE, or by its first two letters, which are its class.
_BY_CODE: Final[dict[str, Callable[[], problems.Problem]]] = {
    "57014": _took_too_long,
    "25P03": _took_too_long,
    "25P04": _took_too_long,
    "42501": _refuses,
    "55P03": is_locked,
    _READ_ONLY: TakesNoWrites,
    "53100": _is_full,
    "53200": _has_no_memory,
    "53300": _too_many,
    "53400": _too_many,
    "40001": _crossed,
    "40P01": _crossed,
    "57P04": _no_database,
    "3D000": _no_database,
    "28": _not_let_in,
    "57": Down,
    "08": Down,
    "58": _is_damaged,
    "XX001": _is_damaged,
    "XX002": _is_damaged,
}

# What is said when a connection fails, the one that a person can do something about first: of
# several hosts each says why.
_BY_WORDS: Final[tuple[tuple[str, Callable[[], problems.Problem]], ...]] = (
    (
        (
            r"authentication failed|no password supplied|role \"[^\"]*\" does not exist"
            r"|is not permitted to log in|permission denied for database"
            r"|no pg_hba\.conf entry .*(?<!no encryption)$"
        ),
        _not_let_in,
    ),
    (r"database \"[^\"]*\" does not exist|is not currently accepting connections", _no_database),
    # An encrypted connection that is lost says so in other words than one that was never made.
    (r"SSL SYSCALL error|SSL connection has been closed|unexpected eof", Down),
    (r"SSL|TLS|certificate|no encryption$|GSSAPI", _no_tls),
    (r"too many (clients|connections)|connection slots are reserved", _too_many),
    (
        r"session is read-only|server is in hot standby mode|cannot execute .* read-only",
        TakesNoWrites,
    ),
    (r"Name or service not known|No address associated|nodename nor servname", _not_found),
    (r"[Tt]ime(d)? ?out|timeout expired", Hangs),
    (r"starting up|shutting down|recovery|not yet accepting|terminating connection", Down),
)
# Its words follow their severity, in whatever language.
_OF_THE_SERVER: Final = re.compile(r"failed: [^:\n]+:  ")


_CONFLICTS: Final = frozenset({"40001", "40P01"})


def problem(error: BaseException) -> problems.Problem | None:
    """Return the problem for an error of the driver or the pool; None for a program's fault."""
    if isinstance(error, sa.exc.TimeoutError):
        return Busy()
    cause = getattr(error, "orig", error)
    if isinstance(cause, watchdog.Hung):
        return Hangs()
    code = getattr(cause, "pgcode", None)
    if code:
        make = _BY_CODE.get(code) or _BY_CODE.get(code[:2])
        return make() if make else None
    if isinstance(cause, psycopg2.InterfaceError):
        # A connection that was lost before: how, is said by what came before.
        return _before(cause) or Down()
    if is_of_connection(cause):
        return _of_words(str(cause))
    return None


def is_of_connection(error: BaseException | None) -> bool:
    """Return whether an error without a code is of the connection: its words are about machines."""
    return isinstance(error, psycopg2.OperationalError) or is_of_the_driver(error)


def is_of_the_driver(error: BaseException | None) -> bool:
    """Return whether an answer got lost on its way: each error of a server has a code.

    The driver does not call every such error one of the connection, as where a server was killed.
    """
    return type(error) is psycopg2.DatabaseError and not error.pgcode


def is_conflict(error: BaseException | None) -> bool:
    """Return whether a standby ended a question, which stood in the way of what it replays."""
    return getattr(getattr(error, "orig", error), "pgcode", None) in _CONFLICTS


def is_of_writing(error: BaseException) -> bool:
    """Return whether a statement was to write in a transaction that may not."""
    return getattr(getattr(error, "orig", error), "pgcode", None) == _READ_ONLY


def _before(error: BaseException) -> problems.Problem | None:
    before = error.__context__
    while before is not None and not isinstance(before, psycopg2.Error):
        before = before.__context__
    return problem(before) if before else None


def _of_words(said: str) -> problems.Problem:
    for pattern, make in _BY_WORDS:
        if re.search(pattern, said, re.MULTILINE):
            return make()
    # What the server says in a language of its own is no sign that it is down.
    return _unknown() if _OF_THE_SERVER.search(said) else Down()


def words(error: BaseException | None) -> str:
    """Return what the database said of a failure, for an administrator; empty where it said none.

    Before somebody is let in, and of what is not about a statement, that holds no values of rows.
    """
    while error is not None:
        cause = getattr(error, "orig", error)
        if isinstance(cause, psycopg2.Error):
            return " ".join(_said(cause).split())[:_LONGEST_WORDS]
        error = error.__cause__
    return ""


def _said(cause: psycopg2.Error) -> str:
    code = cause.pgcode
    if not code:
        return str(cause) if is_of_connection(cause) else type(cause).__name__
    is_harmless = code[:2] in {"08", "25", "28", "3D", "40", "53", "55", "57", "58"}
    return f"{code} {cause.diag.message_primary}" if is_harmless else code
