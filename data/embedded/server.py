"""Owns what a running server is to the rest of the program: addresses and passwords."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from data.embedded import passwords

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy

DATABASE = "bhxh"


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
        """The address for the program's own login."""
        return self._url(passwords.LOGIN)

    @property
    def superuser_url(self) -> sqlalchemy.URL:
        """The address for the one that makes roles and schema."""
        return self._url(passwords.SUPERUSER)

    def _url(self, role: str) -> sqlalchemy.URL:
        import sqlalchemy

        socket = self.socket_directory
        return sqlalchemy.URL.create(
            "postgresql+psycopg2",
            username=role,
            password=passwords.read(self.home)[role],
            host=None if socket else "127.0.0.1",
            port=self.port,
            database=DATABASE,
            query={"host": str(socket)} if socket else {},
        )
