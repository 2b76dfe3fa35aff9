"""The servers of a soak: a primary with a standby, a mail server, and two dashboards."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING, Final

import psutil
import pydantic
from support import embedded_home, mailing, standby

from data import embedded, engine, opening, settings, store

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    import sqlalchemy as sa

COMMAND: Final = (sys.executable, "-c", "from dashboard import cli; cli.main()")
PORTS: Final = (8751, 8752)
MAIL_PORT: Final = 8755
PUBLIC: Final = f"http://127.0.0.1:{PORTS[0]}"
_SECONDS: Final = 60


class Database:
    """A primary and its standby, of which one takes the place of the other."""

    def __init__(self, home: pathlib.Path) -> None:
        self._home = home
        self.primary = embedded.ensure_running(home)
        self._standby: standby.Standby | None = None
        self.has_failed_over = False

    def add_standby(self, folder: pathlib.Path) -> None:
        """Make a standby that has every commit before its writer hears of it."""
        self._standby = standby.Standby(self.primary, folder)
        self._standby.start()
        with contextlib.closing(engine.connect(self.primary.superuser_url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
                cursor.execute("SELECT pg_reload_conf()")

    @property
    def standby(self) -> standby.Standby:
        """The standby; the primary, after it has taken its place."""
        if self._standby is None:
            raise RuntimeError("There is no standby")
        return self._standby

    @property
    def superuser_url(self) -> sa.URL:
        """How the administrator reaches the server that writes now."""
        server = self.standby if self.has_failed_over else self.primary
        return server.superuser_url

    def settings(self) -> dict[str, str]:
        """Return the addresses of both servers, as settings have them."""
        writing = {"target_session_attrs": "read-write"}
        return {
            "BHXH_STORE_URL": self._both(self.primary.url, writing),
            "BHXH_LOADER_URL": self._both(self.primary.loader_url, writing),
            "BHXH_READ_URL": self._both(self.primary.url, {}),
        }

    def restart(self) -> None:
        """Kill the server that writes, and start it again."""
        if self.has_failed_over:
            self.standby.kill()
            self.standby.start()
        else:
            standby.kill(self.primary)
            self.primary = embedded.ensure_running(self._home)

    def hang(self, seconds: float) -> None:
        """Stop the processes of the server that writes for a while."""
        if self.has_failed_over:
            self.standby.hang()
            time.sleep(seconds)
            self.standby.go_on()
        else:
            standby.hang(self.primary)
            time.sleep(seconds)
            standby.go_on(self.primary)

    def fail_over(self) -> None:
        """Kill the primary for good, and let the standby take its place."""
        standby.kill(self.primary)
        time.sleep(5)
        self.standby.promote()
        self.has_failed_over = True

    def end(self) -> None:
        """End both."""
        if self._standby is not None:
            self._standby.kill()
        embedded.stop(self._home)

    def _both(self, url: sa.URL, more: dict[str, str]) -> str:
        folders = (str(url.query["host"]), str(self.standby.url.query["host"]))
        both = url.update_query_dict({"host": ",".join(folders), **more})
        return both.render_as_string(hide_password=False)


def environment(database: Database, home: pathlib.Path) -> dict[str, str]:
    """Return the environment of every program of the soak."""
    return {
        **plain_environment(),
        **database.settings(),
        "BHXH_HOME": str(home),
        "BHXH_PUBLIC_URL": PUBLIC,
        # Nobody signs in by it: the sessions are made beside it.
        "BHXH_OIDC_ISSUER": "http://127.0.0.1:9",
        "BHXH_OIDC_CLIENT_ID": "soak",
        "BHXH_OIDC_CLIENT_SECRET": secrets.token_hex(16),
        "BHXH_SECRET": secrets.token_hex(32),
        "BHXH_SMTP_URL": f"smtp://127.0.0.1:{MAIL_PORT}?timeout=5",
        "BHXH_MAIL_FROM": "BHXH <bhxh@example.vn>",
    }


def plain_environment() -> dict[str, str]:
    """Return the environment of this program without any setting."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("BHXH_")}
    return others | {"PYTHONPATH": str(embedded_home.ROOT)}


@contextlib.contextmanager
def dashboards(given: dict[str, str], folder: pathlib.Path) -> Iterator[tuple[psutil.Process, ...]]:
    """Give two dashboards that answer; what they log is in the folder."""
    with contextlib.ExitStack() as stack:
        started = []
        for port in PORTS:
            log = stack.enter_context((folder / f"dashboard-{port}.log").open("wb"))
            command = [*COMMAND, "run", "--headless", "--port", str(port)]
            process = subprocess.Popen(command, env=given, cwd="/", stdout=log, stderr=log)
            stack.callback(_end, process)
            started.append(process)
        for port in PORTS:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield tuple(psutil.Process(each.pid) for each in started)


@contextlib.contextmanager
def mail() -> Iterator[mailing.Box]:
    """Give the box of a mail server."""
    box = mailing.Box()
    with mailing.served(box, MAIL_PORT):
        yield box


def opened(database: Database) -> store.Store:
    """Return the store as the dashboard's login sees it."""
    address = pydantic.SecretStr(database.settings()["BHXH_STORE_URL"])
    return opening.open_store(settings.Settings(store_url=address))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - ours
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} does not answer")
