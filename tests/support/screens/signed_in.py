"""Who is signed in to the pages under test, and what he may do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from dashboard import current_store
from dashboard.auth import sign_in
from data import users

if TYPE_CHECKING:
    import pytest


SignIn = Callable[..., None]
LAN: Final = "lan@example.org"
MINH: Final = "minh@example.org"


def signing(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Return the function that has somebody sign in, now or some hours ago."""
    monkeypatch.setattr(sign_in, "is_configured", lambda: True)

    def signed(email: str = LAN, hours_ago: float = 0) -> None:
        moment = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1) - dt.timedelta(hours=hours_ago)
        monkeypatch.setattr(sign_in, "of_this_run", lambda: sign_in.Login(email, moment))

    return signed


def add(*offices: str, role: users.Role | None = None, login: str = LAN) -> None:
    """Let somebody in, to his offices or in a role."""
    with current_store.current().loading() as connection:
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
    with current_store.current().loading() as connection:
        users.disable(connection, login, by="admin")
