"""Admission: who is let in, by a session of the store that goes on and a user who may."""

import datetime as dt
import secrets

from dashboard import current_store
from dashboard.auth import refusals
from data import sessions, settings, users

# 256 bits: nobody guesses one.
_TOKEN_BYTES = 32


def begin(email: str) -> str:
    """Begin a session of the user with an e-mail address, and return its token.

    Raises:
        refusals.Unknown: nobody of this address may sign in.
        problems.Problem: the store is down, busy or slow.
    """
    with current_store.current().admitting() as connection:
        user = users.find(connection, email) if email else None
        if user is None or user.is_disabled:
            raise refusals.Unknown(email)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        sessions.begin(connection, token, user.login)
    return token


def admit(token: str | None) -> users.User:
    """Return the user of a session, as the store has both now.

    Raises:
        refusals.SignInNeeded: there is no session, or it has ended.
        refusals.Unknown: the user may not sign in any more.
        problems.Problem: the store is down, busy or slow.
    """
    user = _find(token) if token else None
    if user is None:
        raise refusals.SignInNeeded
    if user.is_disabled:
        raise refusals.Unknown(user.login)
    return user


def note_act(token: str) -> None:
    """Note that the user of a session has done something, which keeps the session alive.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    with current_store.current().admitting() as connection:
        sessions.note_act(connection, token, idle())


def end(token: str | None) -> None:
    """End the session of a browser, in all its tabs.

    Raises:
        problems.Problem: the store is down, busy or slow; nothing has ended.
    """
    if token is not None:
        with current_store.current().admitting() as connection:
            sessions.end(connection, token)


def end_all(user: users.User) -> None:
    """End all sessions of a user, in every browser.

    Raises:
        problems.Problem: the store is down, busy or slow; nothing has ended.
    """
    with current_store.current().admitting() as connection:
        sessions.end_all(connection, user.login, by=user.login)


def idle() -> dt.timedelta:
    """Return how long a session lasts without an act of its user."""
    return dt.timedelta(minutes=settings.read().idle_minutes)


def _find(token: str) -> users.User | None:
    opened = current_store.current()
    with opened.recognising() as connection:
        # A copy does not learn of acts while the primary is gone: there a session lasts to its end.
        lasts = sessions.LASTS if opened.is_of_copy(connection) else idle()
        login = sessions.login(connection, token, lasts)
        return None if login is None else users.find(connection, login)
