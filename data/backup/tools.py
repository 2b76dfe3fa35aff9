"""The programs pg_dump and pg_restore: found, started with an address, and heard when they fail."""

import contextlib
import logging
import os
import pathlib
import re
import subprocess
import tempfile
from collections.abc import Iterator
from typing import IO, Any, Final

import psycopg2.extensions
import sqlalchemy as sa

from data import embedded, problems
from data.connections import database_errors
from data.embedded import accounts, binaries
from data.problems import N_

_log = logging.getLogger(__name__)
_PIECE: Final = 1 << 20
_MOST_SAID: Final = 4000
_WAIT_FOR_LOCKS: Final = "60s"
_LOCKED: Final = re.compile("(lock|statement) timeout")
_OPTIONS: Final = (
    "--format=custom", "--schema=bhxh", "--no-unlogged-table-data", "--no-sync", "--no-password",
)  # fmt: skip
# All or nothing; the schema itself and its rights are made by data/roles.sql.
_RESTORING: Final = (
    "--format=custom", "--schema=bhxh", "--single-transaction", "--exit-on-error", "--no-password",
)  # fmt: skip


def server_major(home: pathlib.Path) -> int:
    """Return the major version of the programs that this installation has."""
    return _programs(home).major


def dumped(
    url: sa.URL, *, snapshot: str, left_out: tuple[str, ...], home: pathlib.Path | None
) -> Iterator[bytes]:
    """Give the dump of a database as of an exported snapshot, piece by piece.

    Raises:
        problems.Problem: the program fails; the reason is in the log.
    """
    excluded = [f"--exclude-table-data=bhxh.{name}" for name in left_out]
    more = [f"--snapshot={snapshot}", f"--lock-wait-timeout={_WAIT_FOR_LOCKS}", *excluded]
    with _running("pg_dump", [*_OPTIONS, *more], url, home) as process:
        while piece := _stream(process.stdout).read(_PIECE):
            yield piece


def restore(url: sa.URL, dump: IO[bytes], *, home: pathlib.Path | None) -> None:
    """Fill a prepared database from a dump, in one transaction.

    Raises:
        problems.Problem: the program fails; the reason is in the log.
    """
    with _running("pg_restore", list(_RESTORING), url, home) as process:
        to = _stream(process.stdin)
        # Where the program has ended before, its status and its words say why.
        with contextlib.suppress(BrokenPipeError):
            while piece := dump.read(_PIECE):
                to.write(piece)
            to.close()


def _programs(home: pathlib.Path | None) -> binaries.Binaries:
    """Return the programs as this process may run them: they are clients, and no server."""
    return binaries.find(home or embedded.default_home(), None)


@contextlib.contextmanager
def _running(
    name: str, options: list[str], url: sa.URL, home: pathlib.Path | None
) -> Iterator[subprocess.Popen[bytes]]:
    """Give a program at work on a database; its end is waited for, and must be a good one."""
    program = _programs(home).program(name)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [program, *options, f"--dbname={_dsn(url)}"],
            stdin=subprocess.PIPE if name == "pg_restore" else subprocess.DEVNULL,
            stdout=subprocess.PIPE if name == "pg_dump" else subprocess.DEVNULL,
            stderr=said,
            env=_environment(url),
            # A Ctrl+C in the terminal is for this process, which then ends that one.
            start_new_session=True,
        )
        try:
            yield process
            status = process.wait()
        finally:
            _end(process)
        if status:
            said.seek(0)
            raise _failed(name, said.read(_MOST_SAID).decode(errors="replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that is still at work, because whoever wanted it failed."""
    if process.poll() is None:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("The program was started without this pipe")
    return stream


def _dsn(url: sa.URL) -> str:
    """Return the address without its password: others can read the words of a process."""
    values: dict[str, Any] = url.translate_connect_args(database="dbname", username="user")
    values = {**values, **url.query}
    values.pop("password", None)
    return str(psycopg2.extensions.make_dsn(**values))


def _environment(url: sa.URL) -> dict[str, str]:
    own = accounts.environment() | {
        name: value for name, value in os.environ.items() if name in {"HOME", "PGPASSFILE"}
    }
    return own | ({"PGPASSWORD": str(url.password)} if url.password else {})


def _failed(name: str, said: str) -> problems.Problem:
    """Return the problem for a program that failed; pg_restore may say values of rows."""
    reason = said.partition("\n")[0] if name == "pg_dump" else ""
    _log.error("%s failed: %s", name, reason or "-")
    if _LOCKED.search(reason):
        # As by a first import of millions of rows, which builds the indexes anew at its end.
        return database_errors.is_locked()
    return problems.Failed(
        N_("The backup cannot go on"),
        N_("{program} failed ({reason}): is the disk full, or did the database stop?"),
        program=name,
        reason=reason or "-",
    )
