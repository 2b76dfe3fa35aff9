"""Owns who may see what; nothing else in the dashboard decides it."""

from __future__ import annotations

import getpass
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from dashboard import storage, trial
from data import problems, scope, store, users
from data.problems import N_

if TYPE_CHECKING:
    import sqlalchemy as sa

T = TypeVar("T")

# Long enough for a connection that was cut to be replaced, short enough to say soon what is wrong.
_PAUSE_SECONDS: Final = 0.2


def current() -> scope.Scope:
    """Return what the person at the screen may see.

    Without a sign-in the dashboard listens to this machine alone (see `options`), and whoever
    sits at it administers the store; to try it out, he may look at it as a director does.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    office = trial.office()
    if office is None:
        return scope.Scope.everything()
    with storage.current().admitting() as connection:
        return users.reach(connection, office)


def person() -> str:
    """Return by what name somebody's notes are kept: the account on this machine."""
    return getpass.getuser()


def own_office() -> str | None:
    """Return the office of somebody who sees that one alone, as its director does.

    Those below it and those that it succeeded are seen with it, and are not meant.
    """
    if office := trial.office():
        return office
    offices = current().offices
    return offices[0] if offices and len(offices) == 1 else None


def ask(question: Callable[[sa.Connection], T]) -> T:
    """Return what `question` finds in one transaction that shows what this person may see.

    Raises:
        problems.Problem: the store is down, busy or slow. A store that is down is asked twice
            only, and then the screen says so and waits: `troubles`.
    """
    try:
        return _asked(question)
    except store.Down:
        time.sleep(_PAUSE_SECONDS)
        return _asked(question)


def append(entry: Callable[[sa.Connection], T]) -> T:
    """Return what `entry` gives, which adds notes within what this person may see.

    Raises:
        problems.Problem: the store is down, busy or slow, or refuses. Nothing was added.
    """
    with storage.current().appending(current()) as connection:
        return entry(connection)


def reveal(question: Callable[[sa.Connection], T]) -> T:
    """Return what `question` finds, which reads personal data of this person's offices and logs it.

    Raises:
        problems.Problem: the store is down, busy or slow, or refuses. Nothing was seen or logged.
    """
    with storage.current().revealing(current()) as connection:
        return question(connection)


def may_reveal() -> bool:
    """Return whether personal data may be shown to this person."""
    return True


def may_audit() -> bool:
    """Return whether this person may read the access log; a director may not."""
    return trial.office() is None


def audit(question: Callable[[sa.Connection], T]) -> T:
    """Return what `question` finds in the access log of this person's offices.

    Raises:
        problems.Problem: this person may not, or the store is down, busy or slow.
    """
    if not may_audit():
        raise problems.Problem(
            N_("The access log is not open to you"),
            N_("Only auditors and administrators may see who looked at personal data."),
        )
    with storage.current().auditing(current()) as connection:
        return question(connection)


def answers() -> bool:
    """Return whether the store answers now."""
    try:
        _asked(lambda _connection: None)
    except problems.Problem:
        return False
    return True


def _asked(question: Callable[[sa.Connection], T]) -> T:
    with storage.current().reading(current()) as connection:
        return question(connection)
