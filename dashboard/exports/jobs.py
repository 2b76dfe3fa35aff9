"""Background jobs that make files: their progress, and the finished file for a while.

They are kept in the store (`data.exporting.jobs`): the process that makes a file writes how far it
is, and any other one tells of it and gives the file.
"""

import contextlib
import logging
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

import sqlalchemy as sa

from dashboard.auth import actor
from dashboard.exports import files
from data import problems, store
from data.exporting import jobs as stored
from data.problems import N_

_log = logging.getLogger(__name__)

# What one user may have on the way, what one file may be, and what all are kept together.
MOST: Final = 2
MOST_BYTES: Final = 256 << 20
MOST_KEPT_BYTES: Final = 4 << 30
_NOTED_EVERY_SECONDS: Final = 1.0
# What was made is kept as soon as the store answers.
_PAUSES_SECONDS: Final = (0.5, 1.0, 2.0, 5.0, 10.0)

Work = Callable[[Callable[[int, int], None], threading.Event], files.Made]
Job = stored.Job


class Busy(problems.Problem):
    """A user has as many files on the way as allowed."""

    def __init__(self) -> None:
        super().__init__(
            N_("Two files of yours are being made"),
            N_("Wait until one of them is done, then ask again."),
        )


class Full(problems.Problem):
    """Too much is kept for people who have not taken it yet."""

    def __init__(self) -> None:
        super().__init__(
            N_("There is no room for another file"),
            N_("Many files wait to be taken; they go after a quarter of an hour: try again then."),
        )


class TooLarge(problems.Problem):
    """The file is larger than what is kept."""

    def __init__(self) -> None:
        super().__init__(
            N_("The file is too large"),
            N_("It has more than {most} MB: choose one office."),
            most=MOST_BYTES >> 20,
        )


def start(opened: store.Store, owner: actor.Actor, work: Work) -> str:
    """Start to make a file, and return the token of the job.

    Raises:
        problems.Problem: this user has `MOST` jobs that run, too much is kept, or the store is
            down.
    """
    with begun(opened, owner) as (_connection, token):
        pass
    _carry_out(opened, owner, token, work)
    return token


@contextlib.contextmanager
def begun(opened: store.Store, owner: actor.Actor) -> Iterator[tuple[sa.Connection, str]]:
    """Give a transaction in which a job begins that some process is to do, and its token.

    Raises:
        problems.Problem: as `start` does.
    """
    clear(opened)
    with opened.registering() as connection:
        if stored.kept_bytes(connection) > MOST_KEPT_BYTES:
            raise Full
    token = secrets.token_urlsafe(16)
    with _own(opened, owner) as connection:
        if not stored.begin(connection, token, MOST):
            raise Busy
        yield connection, token


def take_up(opened: store.Store, owner: actor.Actor, token: str, work: Work) -> None:
    """Do a job that another process has begun, if it is this owner's, and still wanted.

    Raises:
        problems.Problem: the store is down.
    """
    with _own(opened, owner) as connection:
        is_wanted = stored.note(connection, token, done=0, total=1)
    if is_wanted:
        _carry_out(opened, owner, token, work)


def _carry_out(opened: store.Store, owner: actor.Actor, token: str, work: Work) -> None:
    making = _Making(opened, owner, token)
    threading.Thread(target=making.make, args=(work,), name="job", daemon=True).start()
    threading.Thread(target=making.tell, name="job-progress", daemon=True).start()


def clear(opened: store.Store) -> None:
    """Delete what nobody has taken in time.

    Raises:
        problems.Problem: the store is down.
    """
    with opened.registering() as connection:
        stored.clear(connection)


def at(opened: store.Store, token: str, owner: actor.Actor) -> Job | None:
    """Return a job of its owner; None where there is none, or not any more.

    Raises:
        problems.Problem: the store is down.
    """
    with _own(opened, owner) as connection:
        job = stored.find(connection, token)
    if job is None or job.is_over or job.is_running:
        return job
    return stored.Job(job.done, job.total, None, None, None, _LEFT, is_over=True, is_running=False)


def give_up(opened: store.Store, token: str, owner: actor.Actor) -> None:
    """Stop making a file that nobody waits for.

    Raises:
        problems.Problem: the store is down.
    """
    with _own(opened, owner) as connection:
        stored.give_up(connection, token)


def fail(opened: store.Store, token: str, owner: actor.Actor, problem: problems.Problem) -> None:
    """Note why there is no file.

    Raises:
        problems.Problem: the store is down.
    """
    with _own(opened, owner) as connection:
        stored.fail(connection, token, problem)


def take(opened: store.Store, token: str, owner: actor.Actor) -> files.Made | None:
    """Return a copy of a file that is done, which the caller closes; None for no such file.

    Raises:
        problems.Problem: the store is down, or the machine has no room.
    """
    with contextlib.ExitStack() as kept:
        with _own(opened, owner) as connection:
            job = stored.find(connection, token)
            if job is None or job.name is None or job.media is None:
                return None
            file = kept.enter_context(tempfile.TemporaryFile())
            with files.room():
                for part in stored.parts(connection, token):
                    file.write(part)
        if file.tell() != job.size:
            # It was cleared away in the midst.
            return None
        file.seek(0)
        kept.pop_all()
    return files.Made(job.name, job.media, file)


_LEFT: Final = problems.Problem(
    N_("The file was not made"),
    N_("The process that made it has ended before its time: ask for it again."),
)


def _own(
    opened: store.Store, owner: actor.Actor
) -> contextlib.AbstractContextManager[sa.Connection]:
    return opened.keeping(owner.who, owner.scope)


def _given_up() -> problems.Problem:
    return problems.Problem(N_("The file was given up"), N_("Ask for it again."))


class _Making:
    """One file that this process makes."""

    def __init__(self, opened: store.Store, owner: actor.Actor, token: str) -> None:
        self._opened, self._owner, self._token = opened, owner, token
        self._progress = (0, 0)
        self._abandoned = threading.Event()
        self._is_over = threading.Event()

    def make(self, work: Work) -> None:
        """Make the file and keep it, or say why there is none."""
        try:
            made = work(self._watch, self._abandoned)
        except problems.Problem as problem:
            self._fail(problem)
        except files.Abandoned:
            self._fail(_given_up())
        except BaseException:
            self._fail(_LEFT)
            raise
        else:
            with made.file:
                self._keep(made)
        finally:
            self._is_over.set()

    def tell(self) -> None:
        """Note in the store how far the file is, until it is over; look whether it is wanted."""
        while not self._is_over.wait(_NOTED_EVERY_SECONDS):
            done, total = self._progress
            try:
                with _own(self._opened, self._owner) as connection:
                    is_wanted = stored.note(connection, self._token, done=done, total=total)
            except problems.Problem as problem:
                _log.warning("the progress of a file was not noted: %s", problem.title)
                continue
            if not is_wanted:
                self._abandoned.set()

    def _watch(self, done: int, total: int) -> None:
        self._progress = done, total

    def _keep(self, made: files.Made) -> None:
        if made.file.seek(0, 2) > MOST_BYTES:
            self._fail(TooLarge())
            return

        def write(connection: sa.Connection) -> None:
            made.file.seek(0)
            is_kept = stored.keep(
                connection, self._token, made.file,
                name=made.name, media=made.media, total=self._progress[1],
            )  # fmt: skip
            if not is_kept:
                stored.fail(connection, self._token, _given_up())

        self._write(write)

    def _fail(self, problem: problems.Problem) -> None:
        self._write(lambda connection: stored.fail(connection, self._token, problem))

    def _write(self, write: Callable[[sa.Connection], None]) -> None:
        """Write the end of a job; where the store stays down, it is over by its silence."""
        for pause in (*_PAUSES_SECONDS, None):
            try:
                with _own(self._opened, self._owner) as connection:
                    write(connection)
            except problems.Problem as problem:
                _log.warning("a file was not kept: %s", problem.title)
                if pause is None:
                    return
                time.sleep(pause)
            else:
                return
