"""Owns what the commands about users do."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from dashboard import printing
from dashboard.text import _
from data import settings, store, users
from queries import frames

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS: frames.Dtypes = {
    "login": frames.TEXT,
    "full_name": frames.TEXT,
    "role": frames.TEXT,
    "offices": frames.TEXT,
    "status": frames.TEXT,
}


def add(login: str, full_name: str, role: str, offices: Iterable[str]) -> None:
    """Add a user, or change one.

    Raises:
        problems.Problem: what is given does not make a user, or the store is down.
    """
    with store.open_store(settings.read()).loading() as connection:
        added = users.add(
            connection,
            login=login,
            full_name=full_name,
            role=users.Role(role),
            offices=offices,
            by=getpass.getuser(),
        )
    words = _("{login} may sign in now.").format(login=added.login)
    printing.emit(f"{words}\n")


def disable(login: str) -> None:
    """Take the right to sign in away from a user.

    Raises:
        problems.Problem: nobody is known by this address, or the store is down.
    """
    with store.open_store(settings.read()).loading() as connection:
        gone = users.disable(connection, login, by=getpass.getuser())
    words = _("{login} may not sign in any more.").format(login=gone.login)
    printing.emit(f"{words}\n")


def show(form: str) -> None:
    """Print the users: one row each; several offices are separated by spaces."""
    with store.open_store(settings.read()).admitting() as connection:
        known = users.listed(connection)
    rows = [
        (
            each.login,
            each.full_name,
            str(each.role),
            " ".join(each.office_codes),
            "disabled" if each.is_disabled else "active",
        )
        for each in known
    ]
    printing.report(frames.build(rows, tuple(COLUMNS), COLUMNS), form)
