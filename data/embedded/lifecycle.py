"""Start and stop of the embedded server, and use of one that runs already."""

import atexit
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from data import problems
from data.embedded import accounts, binaries, cluster, copies, folders, postmaster, users
from data.embedded.server import Server, complete_passwords
from data.problems import N_

logger = logging.getLogger(__name__)

# Recovery after a crash replays up to `max_wal_size`: on a slow disk that takes its time.
START_SECONDS = 120.0
STOP_SECONDS = 60.0
_GATE_SECONDS = START_SECONDS + STOP_SECONDS
_BRIEFLY_SECONDS = 10.0

# Kept so that a server that ends is reaped.
_children: list[subprocess.Popen[bytes]] = []


def ensure_running(home: Path) -> Server:
    """Return the server of a home; create and start it where necessary."""
    home = _canonical(home)
    if users.is_member(home) and (server := _running(home)):
        return server
    try:
        folders.make_home(home)
        with users.gate(home, _GATE_SECONDS):
            users.join(home)
            found = _running(home) or _after_change(home) or _start(home)
            complete_passwords(home)
            return found
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.exception("The server of %s could not be used", home)
        raise problems.Failed(
            N_("The database cannot be used"),
            N_("See the log for the reason: a full disk, or missing rights in {home}?"),
            home=home,
        ) from error


def _canonical(home: Path) -> Path:
    return Path(os.path.realpath(home.expanduser()))


def _running(home: Path) -> Server | None:
    found = postmaster.find(folders.data(home))
    if found is None or found[0].status != "ready":
        return None
    written = found[0]
    return Server(home, folders.data(home), written.socket_directory, written.port, written.pid)


def _after_change(home: Path) -> Server | None:
    """Wait for a server on its way up, whose starter was killed, or on its way down."""
    data = folders.data(home)
    server = _wait_until_ready(home, lambda: postmaster.find(data) is not None)
    if server is None:
        postmaster.end_remains(data)
    return server


def _start(home: Path) -> Server:
    """Start the server: nothing of this cluster runs now."""
    _reap()
    folders.finish_exchange(home)
    folders.clear_drafts(home)
    account = accounts.choose(folders.data(home))
    accounts.check_reach(home, account)
    programs = binaries.find(home, account)
    cluster.ensure(home, programs, account)
    copies.require_whole(home, programs, account)
    copies.note(home)
    _prepare(home, account)
    child = postmaster.launch(programs, folders.data(home), home / "start.log", account)
    _children.append(child)
    begun = time.monotonic()
    server = _wait_until_ready(home, lambda: _is_alive(child, begun))
    if server is None:
        raise _failure(home)
    return server


def _prepare(home: Path, account: accounts.Account | None) -> None:
    """Prepare files outside the cluster for a start."""
    # It is stale, and the pid in it may be another's by now, which would keep ours from starting.
    (folders.data(home) / "postmaster.pid").unlink(missing_ok=True)
    folders.drop_old_logs(folders.make_private(folders.logs(home), account))
    cluster.write(home, folders.make_socket_folder(home, account))


def _is_alive(child: subprocess.Popen[bytes], begun: float) -> bool:
    # On Windows the child only starts the server, and leaves.
    waits = sys.platform == "win32" and time.monotonic() < begun + _BRIEFLY_SECONDS
    return child.poll() is None or waits


def _wait_until_ready(home: Path, is_alive: Callable[[], bool]) -> Server | None:
    """Wait for the server to be ready; None when it ended instead.

    Raises:
        problems.Problem: it lives, but takes too long.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server := _running(home):
            return server
        if not is_alive():
            return None
        time.sleep(postmaster.PAUSE_SECONDS)
    raise problems.Failed(
        N_("The database is still recovering"),
        N_("It was not shut down cleanly and needs more time: try again in a few minutes."),
    )


def _failure(home: Path) -> problems.Problem:
    log = home / "start.log"
    logger.error("The server did not start: %s", log.read_text(errors="replace"))
    return problems.Failed(
        N_("The database did not start"),
        N_("See {log} and the folder log beside it for the reason."),
        log=log,
    )


def stop(home: Path) -> None:
    """Shut the server of a home down, even if other processes use it."""
    home = _canonical(home)
    if folders.data(home).exists():
        with users.gate(home, _GATE_SECONDS):
            _stop(home)


def _stop(home: Path) -> None:
    data = folders.data(home)
    found = postmaster.find(data)
    if found is None:
        return
    _, process = found
    postmaster.interrupt(process, home)
    deadline = time.monotonic() + STOP_SECONDS
    while postmaster.is_ours(process, data):
        if time.monotonic() > deadline:
            raise problems.Failed(
                N_("The database does not stop"),
                N_("End process {pid} by hand once its disk is at rest."),
                pid=process.pid,
            )
        time.sleep(postmaster.PAUSE_SECONDS)
    _reap()


def exchange_data(home: Path, finished: Path, kept: str) -> Path | None:
    """Put finished data in place of a home's, and return where the earlier ones are now.

    Killed at any point, the home has the earlier data or the finished ones: the next start does
    what was left to do (`folders.finish_exchange`).

    Raises:
        problems.Problem: another process uses the home.
    """
    home = _canonical(home)
    with users.gate(home, _GATE_SECONDS):
        _require_unused(home)
        _stop(home)
        return folders.exchange_data(home, finished, kept)


def stop_unused(home: Path) -> None:
    """Shut the server of a home down that no other process uses; this one leaves it.

    Raises:
        problems.Problem: another one does.
    """
    home = _canonical(home)
    if folders.data(home).exists():
        with users.gate(home, _GATE_SECONDS):
            _require_unused(home)
            _stop(home)


def _require_unused(home: Path) -> None:
    if not users.leave(home):
        raise problems.Problem(
            N_("The store is in use"),
            N_("Stop the dashboard, and let no import run: then restore."),
        )


def _reap() -> None:
    _children[:] = [child for child in _children if child.poll() is None]


@atexit.register
def release() -> None:
    """Leave every home of this process; stop the servers that no other process uses."""
    for home in users.homes():
        try:
            with users.gate(home, _BRIEFLY_SECONDS):
                if users.leave(home):
                    _stop(home)
        except (problems.Problem, OSError):
            # Another process is starting or stopping it; or it is gone.
            logger.info("Left %s as it is", home, exc_info=True)
