"""The account that a command runs as: its scope, and its name in the access log."""

import getpass
from typing import NamedTuple

from dashboard.auth import refusals
from data import problems, store, users
from data import scope as data_scope
from data.problems import N_


class Actor(NamedTuple):
    """The account of a command or download; `own_office` where it sees that one alone.

    `who` is what logs know it by; `name` is the person's, where it is known.
    """

    scope: data_scope.Scope
    who: str
    may_reveal: bool
    may_audit: bool
    own_office: str | None = None
    name: str = ""

    @property
    def person(self) -> str:
        """The name of the person, or of the account where no other is known."""
        return self.name or self.who

    def require_reveal(self) -> None:
        """Raise `NoPersonalData` where the account may not see personal data."""
        if not self.may_reveal:
            raise refusals.NoPersonalData

    def require_audit(self) -> None:
        """Raise `NoAccessLog` where the account may not read the access log."""
        if not self.may_audit:
            raise refusals.NoAccessLog


def for_command(as_user: str | None, opened: store.Store) -> Actor:
    """Return the account that a command runs as: a user of the store, or its administrator.

    Without a user it is the account on this machine, which sees everything: it can read the files
    of an embedded store, or knows the password of a server. With a user, the log names both.

    Raises:
        problems.Problem: there is no such user, or not any more; or the store is down.
    """
    if as_user is None:
        return administrator()
    user = _user(as_user, opened)
    return for_user(user, f"{user.login} ({getpass.getuser()})")


def administrator() -> Actor:
    """Return the account on this machine, which sees everything."""
    return Actor(data_scope.Scope.everything(), getpass.getuser(), may_reveal=True, may_audit=True)


def for_user(user: users.User, who: str) -> Actor:
    """Return the account of a user of the store, under a name for the access log."""
    own = user.office_codes[0] if len(user.office_codes) == 1 else None
    return Actor(user.scope, who, user.may_reveal, user.may_audit, own, user.full_name)


def _user(login: str, opened: store.Store) -> users.User:
    with opened.admitting() as connection:
        user = users.find(connection, login)
    if user is None or user.is_disabled:
        raise problems.Problem(
            N_("The user may not sign in"),
            N_("Nobody may sign in as {login}: see bhxh-monitor user list."),
            login=users.known_as(login),
        )
    return user
