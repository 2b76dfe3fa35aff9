"""A streaming standby of an embedded server, made by the programs that the server runs by."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import signal
from typing import TYPE_CHECKING

import psutil
import psycopg2
from support import embedded_home

from data import engine
from data.embedded import accounts, binaries, cluster, folders, postmaster

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

    from data import embedded

_SECONDS = 30


class Standby:
    """A standby of a server, in a folder of its own."""

    def __init__(self, server: embedded.Server, folder: pathlib.Path) -> None:
        self._server = server
        self.folder = folder
        self.data = folder / "data"
        self._sockets = folder / "sockets"
        self._account = accounts.choose(server.data_directory)
        self._programs = binaries.find(server.home, self._account)
        self._make()

    @property
    def url(self) -> sa.URL:
        """How the dashboard's login reaches it."""
        return self._server.url.set(query={"host": str(self._sockets)})

    @property
    def superuser_url(self) -> sa.URL:
        """How its administrator reaches it."""
        return self._server.superuser_url.set(query={"host": str(self._sockets)})

    def start(self) -> None:
        """Start it, and wait until it answers."""
        postmaster.launch(self._programs, self.data, self.folder / "start.log", self._account)
        assert embedded_home.wait_until(self._answers, _SECONDS)

    def kill(self) -> None:
        """End it and all its processes with no chance to tidy up; nothing where it does not run."""
        for process in self._processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(self._processes(), _SECONDS)

    def hang(self) -> None:
        """Stop all its processes, which keep their connections."""
        for process in self._processes():
            process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let stopped processes go on."""
        for process in self._processes():
            process.send_signal(signal.SIGCONT)

    def promote(self) -> None:
        """Have it take the place of the primary."""
        words: list[str | pathlib.Path] = [
            self._programs.program("pg_ctl"), "promote", "--wait", "-D", self.data,
        ]  # fmt: skip
        done = accounts.run(self._account, words)
        assert done.returncode == 0, done.stderr

    def replay(self, *, goes_on: bool) -> None:
        """Have it wait with what it receives, or go on."""
        function = "resume" if goes_on else "pause"
        with contextlib.closing(engine.connect(self.superuser_url)) as connection:
            connection.autocommit = True
            connection.cursor().execute(f"SELECT pg_wal_replay_{function}()")

    def _make(self) -> None:
        for folder in (self.folder, self._sockets):
            folder.mkdir(exist_ok=True)
            accounts.set_owner(folder, self._account)
            folder.chmod(0o755)
        self._sockets.chmod(0o700)
        folders.make_private(folders.logs(self.folder), self._account)
        source = self._server.superuser_url
        words: list[str | pathlib.Path] = [
            "/usr/bin/env", f"PGPASSWORD={source.password}",
            self._programs.program("pg_basebackup"), "--pgdata", self.data, "--checkpoint", "fast",
            "--host", str(self._server.socket_directory), "--port", str(self._server.port),
            "--username", str(source.username), "--write-recovery-conf", "--wal-method", "stream",
            "--no-sync",
        ]  # fmt: skip
        done = accounts.run(self._account, words)
        assert done.returncode == 0, done.stderr
        cluster.write(self.folder, self._sockets)

    def _processes(self) -> list[psutil.Process]:
        return postmaster.processes(self.data)

    def _answers(self) -> bool:
        try:
            engine.connect(self.superuser_url).close()
        except psycopg2.Error:
            return False
        return True


@contextlib.contextmanager
def of(server: embedded.Server, folder: pathlib.Path) -> Iterator[Standby]:
    """Give a standby of a server that runs."""
    made = Standby(server, folder)
    made.start()
    try:
        yield made
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            made.go_on()
        made.kill()
        shutil.rmtree(folder, ignore_errors=True)


def hang(server: embedded.Server) -> None:
    """Stop all processes of a server, which keep their connections."""
    for process in postmaster.processes(server.data_directory):
        process.send_signal(signal.SIGSTOP)


def go_on(server: embedded.Server) -> None:
    """Let a server that was stopped go on."""
    for process in postmaster.processes(server.data_directory):
        process.send_signal(signal.SIGCONT)


def kill(server: embedded.Server) -> None:
    """End a server and all its processes with no chance to tidy up."""
    found = postmaster.processes(server.data_directory)
    for process in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    psutil.wait_procs(found, _SECONDS)
