"""A database server of a test's own, which may be broken: it listens on TCP too."""

from __future__ import annotations

import contextlib
import signal
import socket
from typing import TYPE_CHECKING

import psutil
from support import databases, embedded_home

from data import embedded, engine, migrate

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    import sqlalchemy as sa


class Breakable:
    """A server with a migrated database, reached by its socket and by TCP."""

    def __init__(self, home: pathlib.Path, port: int) -> None:
        self.home = home
        self.port = port
        started = embedded_home.start_copy(home)
        administrator = started.superuser_url.set(database="postgres")
        for setting, value in (("listen_addresses", "127.0.0.1"), ("port", str(port))):
            tell(administrator, f"ALTER SYSTEM SET {setting} = '{value}'")
        embedded.stop(home)
        self.restart()
        migrate.prepare(self.superuser_url, databases.ONE)
        owner = engine.create(self.url)
        migrate.upgrade(owner)
        owner.dispose()

    @property
    def url(self) -> sa.URL:
        """The address of the store's login, by TCP."""
        return self.server.url.difference_update_query(["host"]).set(
            host="127.0.0.1", port=self.port
        )

    @property
    def superuser_url(self) -> sa.URL:
        """The address of the administrator, by the socket."""
        return self.server.superuser_url

    def address(self, **parts: object) -> str:
        """Return the address of the login as a setting has it, with other parts."""
        return self.url.set(**parts).render_as_string(hide_password=False)  # type: ignore[arg-type]

    def restart(self) -> None:
        """Start the server, unless it runs."""
        self.server = embedded.ensure_running(self.home)

    def processes(self) -> list[psutil.Process]:
        """Return the server's processes, the postmaster first."""
        postmaster = psutil.Process(self.server.pid)
        return [postmaster, *postmaster.children(recursive=True)]

    @contextlib.contextmanager
    def hanging(self) -> Iterator[None]:
        """Have every process of the server stand still."""
        stopped = self.processes()
        for process in stopped:
            send(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in stopped:
                send(process, signal.SIGCONT)


def send(process: psutil.Process, number: signal.Signals) -> None:
    """Send a signal to a process of ours, unless it has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(number)


def tell(url: sa.URL, *statements: str) -> None:
    """Run statements, each by itself: some may not be in a transaction."""
    connection = engine.connect(url)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextlib.contextmanager
def breakable() -> Iterator[Breakable]:
    """Give a server of one's own on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    with (
        embedded_home.folder(embedded_home.place()) as folder,
        embedded_home.home_at(folder / "home") as home,
    ):
        yield Breakable(home, port)
