"""Making of the database cluster: it is complete, or it is not there."""

import logging
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

from data import local_time, problems
from data.embedded import accounts, folders, server
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

INCLUDE = "\ninclude '../server.conf'\n"

_HEADER = "# Written by bhxh-monitor at every start. Use ALTER SYSTEM for settings of your own.\n"
_TUNING = {
    "max_connections": "100",
    "shared_buffers": "512MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    # Compiling a query costs more than the short questions of a dashboard.
    "jit": "off",
    "timezone": local_time.NAME,
    "log_timezone": local_time.NAME,
}
# Values of rows are personal data. Statements hold them, details of errors hold them
# ("Key (id)=(012…) already exists"), and so do errors themselves ("invalid date: …"):
# only the server's own notes reach its log, the program logs its errors itself.
_LOGGING = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    "logging_collector": "on",
    # A week of logs: each day's file is begun anew when its weekday comes round.
    "log_filename": "server-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
}


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
            N_(
                "{folder} is of PostgreSQL {version}, and is not touched: write a file with the"
                " earlier program (bhxh-monitor backup FILE), and take it with this one"
                " (bhxh-monitor restore FILE --replace)."
            ),
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
    statements = _statements(secrets)
    _run(account, [binaries.program("postgres"), *alone, server.SUPERUSER], statements)
    with (cluster / "postgresql.conf").open("a", encoding="ascii") as stream:
        stream.write(INCLUDE)
        stream.flush()
        os.fsync(stream.fileno())


def _statements(passwords: dict[str, str]) -> str:
    """Return what makes logins and database: one statement a line, for single-user mode."""
    made = [login_statement(login, passwords[login]) for login in server.LOGINS]
    database = f"CREATE DATABASE {server.DATABASE} OWNER {server.SUPERUSER}"
    return "".join(f"{statement};\n" for statement in (*made, database))


def login_statement(login: str, password: str) -> str:
    """Return what makes a login that may do nothing by itself; both are names of our own."""
    rights = "LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    return f"CREATE ROLE {login} {rights} PASSWORD '{password}'"


def _run(account: accounts.Account | None, command: list[str | Path], text: str = "") -> None:
    done = accounts.run(account, command, text=text)
    if done.returncode:
        logger.error("%s failed: %s", command[0], done.stderr.decode(errors="replace"))
        raise problems.Failed(
            N_("The database could not be made"),
            N_("See the log for the reason; is there room on the disk?"),
        )


def _move(cluster: Path, data: Path) -> None:
    if data.exists():
        data.rmdir()  # an empty folder, or this fails
    cluster.rename(data)
    folders.sync(data.parent)


def write(home: Path, socket_folder: Path | None) -> None:
    """Write the configuration for the next start."""
    settings = _TUNING | _LOGGING | _listening(socket_folder)
    settings["log_directory"] = str(folders.logs(home))
    lines = [f"{name} = {_quoted(value)}\n" for name, value in settings.items()]
    draft = home / folders.draft_name("server.conf")
    draft.write_bytes(os.fsencode(_HEADER + "".join(lines)))
    draft.chmod(0o644)
    draft.replace(home / "server.conf")


def _listening(socket_folder: Path | None) -> dict[str, str]:
    if socket_folder is None:
        return {"listen_addresses": "127.0.0.1", "port": str(_free_port())}
    return {
        "listen_addresses": "",
        "port": "5432",  # only a part of the socket's name
        "unix_socket_directories": f'"{socket_folder}"',
        "unix_socket_permissions": "0700",
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _quoted(value: str) -> str:
    if sys.platform == "win32":
        value = value.replace("\\", "/")
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
