"""Background jobs that make files: their progress, and the finished file for a while.

They exist in this process alone, and are forgotten when they were not downloaded for some time.
"""

import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from dashboard.auth import actor
from dashboard.exports import files
from data import problems
from data.problems import N_

KEPT_SECONDS: Final = 900.0
MOST: Final = 2


class Busy(problems.Problem):
    """A user has as many files on the way as allowed."""

    def __init__(self) -> None:
        super().__init__(
            N_("Two files of yours are being made"),
            N_("Wait until one of them is done, then ask again."),
        )


Work = Callable[[Callable[[int, int], None], threading.Event], files.Made]


@dataclass
class Job:
    """One file on its way: its owner, its progress, and its result.

    The owner includes what a user may see: the same user with other offices is another owner.
    """

    owner: actor.Actor
    done: int = 0
    total: int = 0
    made: files.Made | None = None
    problem: problems.Problem | None = None
    abandoned: threading.Event = field(default_factory=threading.Event)
    begun: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.made is not None or self.problem is not None

    def watch(self, done: int, total: int) -> None:
        """Note the progress."""
        self.done, self.total = done, total


class Jobs:
    """The jobs of a process that run, or whose files wait to be downloaded."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(self, owner: actor.Actor, work: Work) -> str:
        """Start to make a file, and return the token of the job.

        Raises:
            Busy: this user has `MOST` jobs that run.
        """
        job = Job(owner)
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._forget_old()
            running = [
                each
                for each in self._jobs.values()
                if each.owner.who == owner.who and not each.is_over
            ]
            if len(running) >= MOST:
                raise Busy
            self._jobs[token] = job
        threading.Thread(target=_run, args=(job, work), name="job", daemon=True).start()
        return token

    def at(self, token: str, owner: actor.Actor) -> Job | None:
        """Return a job of its owner; None where there is none, or it was forgotten."""
        with self._lock:
            job = self._jobs.get(token)
            return job if job is not None and job.owner == owner else None

    def give_up(self, token: str, owner: actor.Actor) -> None:
        """Stop making a file that nobody waits for."""
        if job := self.at(token, owner):
            job.abandoned.set()

    def take(self, token: str, owner: actor.Actor) -> files.Made | None:
        """Return a copy of a file that is done, which the caller closes; None for no such file."""
        job = self.at(token, owner)
        if job is None or job.made is None:
            return None
        with self._lock:
            copied = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
            job.made.file.seek(0)
            shutil.copyfileobj(job.made.file, copied)
        copied.seek(0)
        return files.Made(job.made.name, job.made.media, copied)

    def _forget_old(self) -> None:
        oldest = time.monotonic() - KEPT_SECONDS
        for token, job in list(self._jobs.items()):
            if job.begun < oldest and job.is_over:
                del self._jobs[token]
                if job.made is not None:
                    job.made.file.close()


KNOWN: Final = Jobs()


def _run(job: Job, work: Work) -> None:
    try:
        job.made = work(job.watch, job.abandoned)
    except problems.Problem as problem:
        job.problem = problem
    except files.Abandoned:
        job.problem = problems.Problem(N_("The file was given up"), N_("Ask for it again."))
