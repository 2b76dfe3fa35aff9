"""Who is signed in to the pages under test, and what each may do."""

import datetime as dt
from collections.abc import Callable
from typing import Final

import pytest

from dashboard import current_store
from dashboard.auth import browser, sign_in
from data import sessions, users

SignIn = Callable[..., None]
LAN: Final = "lan@example.org"
MINH: Final = "minh@example.org"
# Over as soon as it has begun.
OVER: Final = dt.timedelta(microseconds=1)


def signing(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Return the function that has somebody sign in, with the first page that is then shown."""
    monkeypatch.setattr(sign_in, "is_configured", lambda: True)

    def signed(email: str = LAN, lasts: dt.timedelta = sessions.LASTS) -> None:
        tokens: list[str] = []

        def token() -> str:
            if not tokens:
                tokens.append(begin(email, lasts))
            return tokens[0]

        monkeypatch.setattr(browser, "token", token)

    return signed


def begin(email: str, lasts: dt.timedelta = sessions.LASTS) -> str:
    """Begin a session of a user and return its token; a stranger has one that nobody gave."""
    token = f"token of {email} {dt.datetime.now(dt.UTC)}"
    with (
        pytest.MonkeyPatch.context() as shortly,
        current_store.current().admitting() as connection,
    ):
        shortly.setattr(sessions, "LASTS", lasts)
        if users.find(connection, email) is not None:
            sessions.begin(connection, token, email)
    return token


def add(*offices: str, role: users.Role | None = None, login: str = LAN) -> None:
    """Let somebody in, to some offices or in a role."""
    with current_store.current().registering() as connection:
        users.add(
            connection,
            login=login,
            full_name="Nguyễn Thị Lan",
            role=role or (users.Role.DISTRICT if offices else users.Role.CITY),
            offices=offices,
            by="admin",
        )


def disable(login: str = LAN) -> None:
    """Let somebody in no more."""
    with current_store.current().registering() as connection:
        users.disable(connection, login, by="admin")


def end_all(login: str = LAN) -> None:
    """End all sessions of somebody."""
    with current_store.current().admitting() as connection:
        sessions.end_all(connection, login, by=login)
