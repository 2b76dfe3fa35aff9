"""Owns the embedded PostgreSQL server: where it lives, that it runs, how it is reached.

The modules behind are imported at the first call: importing this package costs next to nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from data.embedded.server import Server

__all__ = ["Server", "default_home", "ensure_running", "release", "stop"]


def default_home() -> Path:
    """Return the folder used where `BHXH_HOME` is not set.

    For root it is a system folder: the account that runs the database cannot enter root's home.
    """
    if sys.platform != "win32" and os.geteuid() == 0:
        return Path("/var/lib/bhxh-monitor")
    import platformdirs

    return platformdirs.user_data_path("bhxh-monitor", appauthor=False)


def ensure_running(home: Path) -> Server:
    """Return the server of a home; create it and start it when need be.

    Several processes and threads may call it at once, and again at any time.

    Raises:
        problems.Problem: there is no server to be had; the sentence says what to do.
    """
    from data.embedded import lifecycle

    return lifecycle.ensure_running(home)


def stop(home: Path) -> None:
    """Shut the server of a home down, whoever uses it; do nothing when none runs."""
    from data.embedded import lifecycle

    lifecycle.stop(home)


def release() -> None:
    """Give up every home that this process uses; the last process to do so stops the server.

    It happens by itself when the process ends.
    """
    from data.embedded import lifecycle

    lifecycle.release()
