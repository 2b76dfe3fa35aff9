"""Making of the database cluster: it is complete, or it is not there."""

import logging
import os
import shutil
import tempfile
from pathlib import Path

from data import problems
from data.embedded import accounts, configuration, folders, server
from data.embedded.binaries import Binaries
from data.problems import N_

logger = logging.getLogger(__name__)

_OPTIONS = (
    f"--username={server.SUPERUSER}",
    "--auth-local=scram-sha-256",
    "--auth-host=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
)


def ensure(home: Path, binaries: Binaries, account: accounts.Account | None) -> None:
    """Make the cluster unless it is there.

    It is built in a draft folder, with role and database, and then moved to its place in one step:
    a folder with the final name is complete, and is never deleted.

    Raises:
        problems.Problem: it cannot be made, or what is there cannot be used.
    """
    if _is_finished(folders.data(home)):
        _check_version(folders.data(home), binaries)
        return
    draft = Path(tempfile.mkdtemp(prefix=folders.draft_name("data"), dir=home))
    try:
        accounts.set_owner(draft, account)
        _build(draft, binaries, account, server.make_passwords(home))
        _move(draft / "cluster", folders.data(home))
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _is_finished(data: Path) -> bool:
    if (data / "PG_VERSION").exists():
        return True
    if data.is_dir() and any(data.iterdir()):
        raise problems.Problem(
            N_("The folder for the data holds something else"),
            N_("Move {folder} away, or set BHXH_HOME to another folder."),
            folder=data,
        )
    return False


def _check_version(data: Path, binaries: Binaries) -> None:
    version = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    if version != str(binaries.major):
        raise problems.Problem(
            N_("The data were made by another PostgreSQL"),
            N_("Install PostgreSQL {version} for {folder}, or move the data with pg_upgrade."),
            version=version,
            folder=data,
        )


def _build(
    draft: Path,
    binaries: Binaries,
    account: accounts.Account | None,
    secrets: dict[str, str],
) -> None:
    password = draft / "password"
    password.touch(mode=0o600)
    password.write_text(secrets[server.SUPERUSER], encoding="ascii")
    accounts.set_owner(password, account)
    cluster = draft / "cluster"
    place: list[str | Path] = ["--pgdata", cluster, f"--pwfile={password}"]
    _run(account, [binaries.program("initdb"), *place, *_OPTIONS])
    alone: list[str | Path] = ["--single", "-D", cluster, "-c", "exit_on_error=on"]
    statements = _statements(secrets[server.LOGIN])
    _run(account, [binaries.program("postgres"), *alone, server.SUPERUSER], statements)
    with (cluster / "postgresql.conf").open("a", encoding="ascii") as stream:
        stream.write(configuration.INCLUDE)
        stream.flush()
        os.fsync(stream.fileno())


def _statements(password: str) -> str:
    """Return what makes login and database: one statement a line, for single-user mode."""
    rights = "LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    return (
        f"CREATE ROLE {server.LOGIN} {rights} PASSWORD '{password}';\n"
        f"CREATE DATABASE {server.DATABASE} OWNER {server.SUPERUSER};\n"
    )


def _run(account: accounts.Account | None, command: list[str | Path], text: str = "") -> None:
    done = accounts.run(account, command, text=text)
    if done.returncode:
        logger.error("%s failed: %s", command[0], done.stderr.decode(errors="replace"))
        raise problems.Problem(
            N_("The database could not be made"),
            N_("See the log for the reason; is there room on the disk?"),
        )


def _move(cluster: Path, data: Path) -> None:
    if data.exists():
        data.rmdir()  # an empty folder, or this fails
    cluster.rename(data)
    folders.sync(data.parent)
