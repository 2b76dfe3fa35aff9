"""The embedded PostgreSQL server of a home folder.

The modules that run it are imported at the first call, so that importing the package is cheap.
"""

import os
import sys
from pathlib import Path

from data.embedded.server import Server

__all__ = ["Server", "complete_logins", "default_home", "ensure_running", "release", "stop"]


def default_home() -> Path:
    """Return the folder used where `BHXH_HOME` is not set.

    For root it is a system folder: the account that runs the database cannot enter root's home.
    """
    if sys.platform != "win32" and os.geteuid() == 0:
        return Path("/var/lib/bhxh-monitor")
    import platformdirs

    return platformdirs.user_data_path("bhxh-monitor", appauthor=False)


def ensure_running(home: Path) -> Server:
    """Return the server of a home; create and start it where necessary.

    Several processes and threads may call it at once, and again at any time.

    Raises:
        problems.Problem: the server cannot be made or started; the sentence says what to do.
    """
    from data.embedded import lifecycle

    return lifecycle.ensure_running(home)


def complete_logins(server: Server) -> None:
    """Make the database logins that a home from earlier days lacks."""
    from data.embedded import logins

    logins.complete(server)


def stop(home: Path) -> None:
    """Shut the server of a home down, even if other processes use it; do nothing if none runs."""
    from data.embedded import lifecycle

    lifecycle.stop(home)


def release() -> None:
    """Leave every home that this process uses; the last process to leave stops the server.

    It runs automatically when the process ends.
    """
    from data.embedded import lifecycle

    lifecycle.release()
