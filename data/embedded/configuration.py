"""The server's configuration: a file next to the data folder, written again at every start."""

import os
import socket
import sys
from pathlib import Path

from data import local_time
from data.embedded import folders

INCLUDE = "\ninclude '../server.conf'\n"

_HEADER = "# Written by bhxh-monitor at every start. Use ALTER SYSTEM for settings of your own.\n"
_TUNING = {
    "max_connections": "60",
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
