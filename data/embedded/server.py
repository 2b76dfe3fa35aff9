"""A running server: its addresses, and the file with its generated passwords.

The file is readable by its owner, and never by the account of the database.
"""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
import sys
from typing import TYPE_CHECKING

from data import problems
from data.embedded import folders
from data.problems import N_

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy

DATABASE = "bhxh"
SUPERUSER = "postgres"
LOGIN = "bhxh_app"
LOADER_LOGIN = "bhxh_app_loader"
OWNER_LOGIN = "bhxh_app_owner"
LOGINS = (LOGIN, LOADER_LOGIN, OWNER_LOGIN)
# Homes that were made before there were three do not have these.
_ADDED = (LOADER_LOGIN, OWNER_LOGIN)


@dataclasses.dataclass(frozen=True)
class Server:
    """A server that runs; `socket_directory` is None where it listens on 127.0.0.1."""

    home: Path
    data_directory: Path
    socket_directory: Path | None
    port: int
    pid: int

    @property
    def url(self) -> sqlalchemy.URL:
        """The address for the dashboard's login."""
        return self._url(LOGIN)

    @property
    def loader_url(self) -> sqlalchemy.URL:
        """The address for the login that imports."""
        return self._url(LOADER_LOGIN)

    @property
    def owner_url(self) -> sqlalchemy.URL:
        """The address for the login that migrates."""
        return self._url(OWNER_LOGIN)

    @property
    def superuser_url(self) -> sqlalchemy.URL:
        """The address for the superuser, who makes roles and schema."""
        return self._url(SUPERUSER)

    def _url(self, role: str) -> sqlalchemy.URL:
        import sqlalchemy

        socket = self.socket_directory
        return sqlalchemy.URL.create(
            "postgresql+psycopg2",
            username=role,
            password=read_passwords(self.home)[role],
            host=None if socket else "127.0.0.1",
            port=self.port,
            database=DATABASE,
            query={"host": str(socket)} if socket else {},
        )


def password_file(home: Path) -> Path:
    """Return where the passwords of a home's database are."""
    return home / "passwords.json"


def read_passwords(home: Path) -> dict[str, str]:
    """Return the passwords by role.

    Raises:
        problems.Problem: the file is missing or damaged.
    """
    try:
        passwords = json.loads(password_file(home).read_text(encoding="ascii"))
        known = [role for role in _ADDED if role in passwords]
        return {role: str(passwords[role]) for role in (SUPERUSER, LOGIN, *known)}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise problems.Failed(
            N_("The passwords of the database are missing"),
            N_("Restore {file} from a backup: it belongs to the data beside it."),
            file=password_file(home),
        ) from error


def make_passwords(home: Path) -> dict[str, str]:
    """Write new passwords to disk before a cluster is made with them, and return them."""
    return _write(home, {})


def complete_passwords(home: Path) -> None:
    """Add the passwords of logins that a home made before does not have; call it in the gate."""
    passwords = read_passwords(home)
    if not passwords.keys() >= set(LOGINS):
        _write(home, passwords)


def _write(home: Path, known: dict[str, str]) -> dict[str, str]:
    """Write the passwords that are known, and new ones for the rest."""
    passwords = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, *LOGINS)} | known
    draft = home / folders.draft_name("passwords")
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="ascii") as stream:
        if known and sys.platform != "win32":
            # Root may visit the home of another user, who keeps the file.
            earlier = password_file(home).stat()
            os.fchown(stream.fileno(), earlier.st_uid, earlier.st_gid)
        json.dump(passwords, stream)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(password_file(home))
    folders.sync(home)
    return passwords
