"""Databases for tests: one server a session, one migrated template, a copy a test.

Each can be reached by one login that may take every role, as in a small installation, and by three
of which each has its own.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import os
from typing import TYPE_CHECKING

from data import engine, migrate
from data import store as stores

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

    from data import embedded

LOGIN = "bhxh_app"
ONE = migrate.Logins(LOGIN, LOGIN, LOGIN)
THREE = migrate.Logins("bhxh_web", "bhxh_importer", "bhxh_migrator")
_numbers = itertools.count(1)
# Privileges on a database are not copied from its template; to grant them anew takes as long as the
# copy.
_SAME_PRIVILEGES = """
    UPDATE pg_database SET datacl = (SELECT datacl FROM pg_database WHERE datname = '{source}')
    WHERE datname = '{name}'
"""


class Databases:
    """Makes databases on one embedded server; each has the schema and nothing in it."""

    def __init__(self, server: embedded.Server) -> None:
        self._server = server
        # Nobody needs it after a fault of the machine: it waits for no disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._command(f"ALTER SYSTEM SET {setting} = off")
        self._command("SELECT pg_reload_conf()")
        for login in dataclasses.astuple(THREE):
            self._command(f"CREATE ROLE {login} LOGIN NOINHERIT PASSWORD '{login}'")
        self.template = "empty_store"
        self._command(f'CREATE DATABASE "{self.template}"')
        self._prepare(self.template)
        made = engine.create(self.url(self.template))
        migrate.upgrade(made)
        made.dispose()

    def url(self, name: str) -> sa.URL:
        """Return how the store's login reaches a database."""
        return self._server.url.set(database=name)

    def three_urls(self, name: str) -> tuple[sa.URL, sa.URL, sa.URL]:
        """Return how the logins of the dashboard, of imports and of migrations reach a database."""
        url = self.url(name)
        web, loader, owner = (
            url.set(username=login, password=login) for login in dataclasses.astuple(THREE)
        )
        return web, loader, owner

    def superuser_url(self, name: str) -> sa.URL:
        """Return how the server's administrator reaches a database."""
        return self._server.superuser_url.set(database=name)

    @contextlib.contextmanager
    def fresh(self, pattern: str | None = None) -> Iterator[str]:
        """Give the name of a new database, which is dropped afterwards: empty, or as a pattern.

        A pattern is the name of a database that nobody is connected to.
        """
        name = f"store_{os.getpid()}_{next(_numbers)}"
        source = pattern or self.template
        create = f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY'
        self._command(create, _SAME_PRIVILEGES.format(source=source, name=name))
        try:
            yield name
        finally:
            self._command(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextlib.contextmanager
    def store(self, name: str) -> Iterator[stores.Store]:
        """Give the store in a database."""
        opened = stores.Store(engine.create(self.url(name)))
        try:
            yield opened
        finally:
            opened.close()

    @contextlib.contextmanager
    def separate_store(self, name: str) -> Iterator[stores.Store]:
        """Give the store in a database, by three logins."""
        web, loader, owner = self.three_urls(name)
        opened = stores.Store(
            engine.create(web),
            loader=lambda: engine.create(loader),
            owner=lambda: engine.create(owner),
        )
        try:
            yield opened
        finally:
            opened.close()

    def _prepare(self, name: str) -> None:
        for logins in (ONE, THREE):
            migrate.prepare(self.superuser_url(name), logins)

    def _command(self, *statements: str) -> None:
        connection = engine.connect(self.superuser_url("postgres"))
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
