"""Opening of the store: by its address, or the embedded one, which is made if necessary."""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING

import psycopg2

from data import embedded, migrate, problems
from data import engine as engines
from data import standbys as all_standbys
from data import store as stores
from data.connections import database_errors
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pydantic
    import sqlalchemy as sa
    from sqlalchemy.engine.interfaces import DBAPIConnection

    from data import settings as all_settings


def open_store(settings: all_settings.Settings, *, reads_copies: bool = False) -> stores.Store:
    """Open the store of `settings`: by its URL, or the embedded one, which is made if necessary.

    With `reads_copies` its standbys answer questions as well, and it opens without the primary.

    Raises:
        problems.Problem: the store is down, cannot be started, or has another version.
    """
    external = connect_external(settings, reads_copies=reads_copies)
    if external is None:
        return _open_embedded(settings.home or embedded.default_home())
    try:
        _require_version(external.engine)
    except database_errors.Down:
        if not any(map(_is_of_this_version, external.copies)):
            raise
    return external


def _is_of_this_version(engine: sa.Engine) -> bool:
    """Return whether a standby answers, and has the version of this program."""
    with contextlib.suppress(problems.Failed):
        _require_version(engine)
        return True
    return False


def connect_external(
    settings: all_settings.Settings, *, reads_copies: bool = False
) -> stores.Store | None:
    """Return the store of BHXH_STORE_URL, whatever its version; None where none is named."""
    if settings.store_url is None:
        return None
    others = {
        engines.Role.LOADER: settings.loader_url, engines.Role.OWNER: settings.owner_url
    }  # fmt: skip
    makers = {
        role: functools.partial(_external, url, engines.VARIABLES[role]) if url else None
        for role, url in others.items()
    }
    address = settings.store_url.get_secret_value()
    return stores.Store(
        _external(settings.store_url, engines.STORE_URL),
        loader=makers[engines.Role.LOADER],
        owner=makers[engines.Role.OWNER],
        standbys=_standbys(settings, engines.read_url(address)) if reads_copies else None,
    )


def _standbys(settings: all_settings.Settings, primary: sa.URL) -> all_standbys.Standbys | None:
    if settings.read_url is None:
        return None
    return all_standbys.Standbys(primary, all_standbys.read(settings.read_url.get_secret_value()))


def _external(url: pydantic.SecretStr, variable: str) -> sa.Engine:
    return engines.create(engines.read_url(url.get_secret_value(), variable))


def is_behind(settings: all_settings.Settings) -> bool:
    """Return whether an embedded store has to be made or brought up to date by its owner's login.

    It is asked by the dashboard's login, which starts the server if necessary.

    Raises:
        problems.Problem: the server cannot be started, or does not answer.
    """
    if settings.store_url is not None:
        return False
    home = settings.home or embedded.default_home()
    store = _embedded(home, embedded.ensure_running(home))
    try:
        with stores.failures():
            return not _is_separate(store) or migrate.version(store.engine) != migrate.HEAD
    finally:
        store.close()


def open_home(home: Path) -> stores.Store:
    """Open the embedded store of a home, whatever the settings say; it is brought up to date.

    Raises:
        problems.Problem: its server cannot be started, or its version is not known.
    """
    return _open_embedded(home)


def _open_embedded(home: Path) -> stores.Store:
    """Start or join the embedded server and bring its schema up to date."""
    server = embedded.ensure_running(home)
    store = _embedded(home, server)
    with stores.failures():
        _bring_up_to_date(store, server)
    return store


def _embedded(home: Path, server: embedded.Server) -> stores.Store:
    """Return the store of a home, whatever its version, by its server, which runs."""

    def engine(url: Callable[[embedded.Server], sa.URL]) -> sa.Engine:
        def connect() -> DBAPIConnection:
            try:
                return engines.connect_for_pool(url(server))
            except psycopg2.OperationalError as error:
                if isinstance(database_errors.problem(error), database_errors.Hangs):
                    raise
                # The server died or moved: the next use starts it again.
                return engines.connect_for_pool(url(embedded.ensure_running(home)))

        return engines.create(url(server), connect=connect)

    return stores.Store(
        engine(lambda server: server.url),
        loader=lambda: engine(lambda server: server.loader_url),
        owner=lambda: engine(lambda server: server.owner_url),
    )


def _is_separate(store: stores.Store) -> bool:
    """Return whether the dashboard's login may take its own roles, and no others."""
    return migrate.is_prepared(store.engine) and not migrate.may_take_any(
        store.engine, engines.VARIABLES
    )


def _bring_up_to_date(store: stores.Store, server: embedded.Server) -> None:
    if migrate.version(store.engine) in migrate.DEVELOPMENT:
        migrate.drop_development_sample(server.superuser_url)
    if not _is_separate(store):
        embedded.complete_logins(server)
        names = (server.url.username, server.loader_url.username, server.owner_url.username)
        migrate.prepare(server.superuser_url, migrate.Logins(*map(str, names)))
    if migrate.version(store.engine) != migrate.HEAD:
        migrate.upgrade(store.owner_engine)
        _require_version(store.engine)


def _require_version(engine: sa.Engine) -> None:
    with stores.failures():
        version = migrate.version(engine)
    if version != migrate.HEAD:
        migrate.require_known(version)
        raise problems.Problem(
            N_("The store has another version"),
            N_("It has version {version}, this program needs {wanted}: run bhxh-monitor migrate."),
            version=version or "-",
            wanted=migrate.HEAD,
        )
