"""Owns who is let in: somebody signed in not long ago, known to the store, and not out since."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from dashboard import current_store
from data import problems, users
from data.problems import N_

if TYPE_CHECKING:
    from dashboard.auth import sign_in


# A day at the desk. Streamlit's cookie would last thirty days.
LASTS: Final = dt.timedelta(hours=12)


class Refused(problems.Problem):
    """Somebody is not let in. A store that is down refuses nobody: it is another problem."""


class SignInNeeded(Refused):
    """Nobody is signed in, or it was too long ago, or he has signed out since."""

    def __init__(self) -> None:
        super().__init__(
            N_("You are not signed in any more"),
            N_("Somebody has signed out in your name, or you signed in more than 12 hours ago."),
        )


class Unknown(Refused):
    """Somebody whom the provider knows, and the store does not, or not any more."""

    def __init__(self, email: str) -> None:
        title = N_("You may not open the dashboard")
        if not email:
            sentence = N_(
                "The sign-in gave no confirmed e-mail address of yours: ask whoever looks after "
                "accounts at your office."
            )
        else:
            sentence = N_(
                "{email} is not among its users: ask whoever administers the dashboard at Hanoi "
                "Social Insurance to add you."
            )
        super().__init__(title, sentence, email=email)


class NoPersonalData(problems.Problem):
    """Somebody is known and let in, and personal data are not for him."""

    def __init__(self) -> None:
        super().__init__(
            N_("Personal data are not shown to you"),
            N_("Auditors see figures and the access log, and nobody's name or number."),
        )


class NoAccessLog(problems.Problem):
    """Somebody is known and let in, and the access log is not for him."""

    def __init__(self) -> None:
        super().__init__(
            N_("The access log is not open to you"),
            N_("Only auditors and administrators may see who looked at personal data."),
        )


def is_recent(login: sign_in.Login | None) -> bool:
    """Return whether somebody has signed in, and not too long ago."""
    return login is not None and dt.datetime.now(dt.UTC) - login.signed_in_at < LASTS


def admit(login: sign_in.Login | None) -> users.User:
    """Return the user as whom somebody is let in; the store is asked each time.

    Raises:
        Refused: he is not let in.
        problems.Problem: the store is down, busy or slow: nobody knows.
    """
    if login is None or not is_recent(login):
        raise SignInNeeded
    user = _find(login.email) if login.email else None
    if user is None or user.is_disabled:
        raise Unknown(login.email)
    if user.signed_out_at is not None and login.signed_in_at <= user.signed_out_at:
        raise SignInNeeded
    return user


def sign_out(user: users.User) -> None:
    """Note that somebody has signed out, in every browser and tab.

    Raises:
        problems.Problem: the store is down, busy or slow; nothing was noted.
    """
    with current_store.current().admitting() as connection:
        users.sign_out(connection, user.login)


def _find(email: str) -> users.User | None:
    with current_store.current().admitting() as connection:
        return users.find(connection, email)
