"""Users: what each may see, and who decided it.

A user is known by the e-mail address that the sign-in provider vouches for, in small letters.
"""

import dataclasses
import enum
import re
from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from data import problems, saved_views, scope, sessions
from data.mailing import mails
from data.problems import N_


class Role(enum.StrEnum):
    """The role of a user; `docs/deployment.md` explains them."""

    CITY = "city"
    DISTRICT = "district"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclasses.dataclass(frozen=True)
class User:
    """A person who may sign in, unless disabled.

    `office_codes` are the offices that a district user was given; `visible` are these, the offices
    below them, and those that they succeeded, whose past days have become theirs.
    """

    login: str
    full_name: str
    role: Role
    office_codes: tuple[str, ...]
    visible: tuple[str, ...]
    is_disabled: bool

    @property
    def scope(self) -> scope.Scope:
        """The rows that this user may see."""
        if self.role is Role.DISTRICT:
            return scope.Scope.of(self.visible)
        return scope.Scope.everything()

    @property
    def may_reveal(self) -> bool:
        """Whether personal data may be shown to this user, which the access log records."""
        return self.role is not Role.AUDITOR

    @property
    def may_administer(self) -> bool:
        """Whether this user may add users and change their roles."""
        return self.role is Role.ADMINISTRATOR

    @property
    def may_audit(self) -> bool:
        """Whether this user may read the access log."""
        return self.role in (Role.AUDITOR, Role.ADMINISTRATOR)


_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")

# The offices that come with an office, for directors and users alike; it follows a step `given` of
# one row a login and office.
_REACHED: Final = """
-- One row a login and an office: those that are given, those below them, and those that they
-- succeeded.
reached AS (
    SELECT login, office_code FROM given
    UNION
    SELECT r.login, o.office_code
    FROM reached AS r
    JOIN offices AS o ON r.office_code IN (o.parent_code, o.successor_code)
)
"""

_FIND: Final = f"""
WITH RECURSIVE
given AS (
    SELECT login, office_code FROM user_offices
),
{_REACHED}
SELECT
    u.login,
    u.full_name,
    u.role,
    ARRAY(SELECT g.office_code FROM given AS g WHERE g.login = u.login ORDER BY 1) AS office_codes,
    ARRAY(SELECT r.office_code FROM reached AS r WHERE r.login = u.login ORDER BY 1) AS visible,
    u.disabled_at IS NOT NULL AS is_disabled
FROM users AS u
WHERE CAST(:login AS text) IS NULL OR u.login = :login
ORDER BY u.login
"""

_REACH: Final = f"""
WITH RECURSIVE
-- One office, of no login.
given AS (
    SELECT '' AS login, office_code FROM offices WHERE office_code = :office
),
{_REACHED}
SELECT office_code FROM reached
"""


def known_as(login: str) -> str:
    """Return an e-mail address in the form in which users are stored."""
    return login.strip().lower()


def is_address(login: str) -> bool:
    """Return whether a text can be the e-mail address of a user."""
    return bool(_EMAIL.fullmatch(login)) and login.isprintable()


def find(connection: sa.Connection, login: str) -> User | None:
    """Return the user with an e-mail address; None where there is none."""
    return next(iter(_users(connection, known_as(login))), None)


def listed(connection: sa.Connection) -> list[User]:
    """Return all users, disabled ones as well, in the order of their addresses."""
    return _users(connection, None)


def names(connection: sa.Connection) -> dict[str, str]:
    """Return the names of all users by their addresses, disabled ones as well."""
    rows = connection.execute(sa.text("SELECT login, full_name FROM users ORDER BY login"))
    return {row.login: row.full_name for row in rows}


def reach(connection: sa.Connection, office: str) -> scope.Scope:
    """Return the scope of the director of an office."""
    return scope.Scope.of(connection.scalars(sa.text(_REACH), {"office": office}))


def add(
    connection: sa.Connection,
    *,
    login: str,
    full_name: str,
    role: Role,
    offices: Iterable[str] = (),
    by: str,
) -> User:
    """Add a user, or change a user's data; a disabled user may sign in again.

    Raises:
        problems.Problem: no e-mail address, no name, an unknown office, or offices that do not
            go with the role.
    """
    given = sorted(set(offices))
    known = known_as(login)
    _require(connection, known, full_name, role, given)
    connection.execute(
        sa.text("""
            INSERT INTO users (login, full_name, role) VALUES (:login, :full_name, :role)
            ON CONFLICT (login) DO UPDATE
            SET full_name = EXCLUDED.full_name, role = EXCLUDED.role, disabled_at = NULL
        """),
        {"login": known, "full_name": full_name.strip(), "role": role},
    )
    connection.execute(sa.text("DELETE FROM user_offices WHERE login = :login"), {"login": known})
    connection.execute(
        sa.text("INSERT INTO user_offices SELECT :login, unnest(CAST(:offices AS text[]))"),
        {"login": known, "offices": given},
    )
    return _decided(connection, known, by)


def disable(connection: sa.Connection, login: str, *, by: str) -> User:
    """Withdraw the right to sign in from a user, whose row stays.

    Sessions end, views that were saved are deleted, and no mail goes there any more.

    Raises:
        problems.Problem: nobody is known by this address.
    """
    known = known_as(login)
    result = connection.execute(
        sa.text(
            "UPDATE users SET disabled_at = coalesce(disabled_at, clock_timestamp())"
            " WHERE login = :login"
        ),
        {"login": known},
    )
    if not result.rowcount:
        raise problems.Problem(
            N_("The user is not known"),
            N_("Nobody is known as {login}; see bhxh-monitor user list."),
            login=known,
        )
    sessions.end_all(connection, known, by=by)
    saved_views.end_of(connection, known)
    mails.end_of(connection, known)
    return _decided(connection, known, by)


def _users(connection: sa.Connection, login: str | None) -> list[User]:
    rows = connection.execute(sa.text(_FIND), {"login": login})
    return [
        User(
            login=row.login,
            full_name=row.full_name,
            role=Role(row.role),
            office_codes=tuple(row.office_codes),
            visible=tuple(row.visible),
            is_disabled=row.is_disabled,
        )
        for row in rows
    ]


def _require(
    connection: sa.Connection, login: str, full_name: str, role: Role, offices: list[str]
) -> None:
    title = N_("The user cannot be added")
    if not is_address(login):
        raise problems.Problem(
            title, N_("{login} is not an e-mail address: give the one of the sign-in."), login=login
        )
    if not full_name.strip():
        raise problems.Problem(title, N_("Give the person's name with --name."))
    if (role is Role.DISTRICT) != bool(offices):
        raise problems.Problem(
            title, N_("A district user, and nobody else, is given offices: use --office CODE.")
        )
    known = set(connection.scalars(sa.text("SELECT office_code FROM offices")))
    if unknown := [code for code in offices if code not in known]:
        raise problems.Problem(
            title, N_("There is no office {codes} in the store."), codes=", ".join(unknown)
        )


def _decided(connection: sa.Connection, login: str, by: str) -> User:
    """Add the present state of a user and who decided it to `user_changes`; return the user."""
    connection.execute(
        sa.text("""
            INSERT INTO user_changes
                (changed_by, login, full_name, role, office_codes, is_disabled)
            SELECT :by, u.login, u.full_name, u.role,
                ARRAY(SELECT office_code FROM user_offices AS g WHERE g.login = u.login ORDER BY 1),
                u.disabled_at IS NOT NULL
            FROM users AS u WHERE u.login = :login
        """),
        {"by": by, "login": login},
    )
    (user,) = _users(connection, login)
    return user
