"""Admission: who is let in, by a recent sign-in, a known account, and no sign-out since."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from dashboard import current_store
from dashboard.auth import refusals
from data import users

if TYPE_CHECKING:
    from dashboard.auth import sign_in


# A working day. Streamlit's cookie would last thirty days.
LASTS: Final = dt.timedelta(hours=12)


def is_recent(login: sign_in.Login | None) -> bool:
    """Return whether somebody has signed in, and not too long ago."""
    return login is not None and dt.datetime.now(dt.UTC) - login.signed_in_at < LASTS


def admit(login: sign_in.Login | None) -> users.User:
    """Return the user of a sign-in, as the store has it now.

    Raises:
        Refused: the user may not sign in.
        problems.Problem: the store is down, busy or slow.
    """
    if login is None or not is_recent(login):
        raise refusals.SignInNeeded
    user = _find(login.email) if login.email else None
    if user is None or user.is_disabled:
        raise refusals.Unknown(login.email)
    if user.signed_out_at is not None and login.signed_in_at <= user.signed_out_at:
        raise refusals.SignInNeeded
    return user


def sign_out(user: users.User) -> None:
    """Store that a user has signed out, in every browser and tab.

    Raises:
        problems.Problem: the store is down, busy or slow; nothing was noted.
    """
    with current_store.current().admitting() as connection:
        users.sign_out(connection, user.login)


def _find(email: str) -> users.User | None:
    with current_store.current().admitting() as connection:
        return users.find(connection, email)
