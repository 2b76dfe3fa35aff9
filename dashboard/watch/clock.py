"""The clock: it notes what will be due, and does what is, whoever else does the same.

Each thing is done in a thread of its own, so that one that hangs keeps no other from being done;
meanwhile the clock says of each that it is still being worked on. No error ends it.
"""

import collections
import dataclasses
import datetime as dt
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dashboard import clock as clocks
from dashboard.watch import kinds, registry, standstill, steps
from data import due_things, problems, scope, store
from data.problems import N_
from queries import frames
from queries.store import due_things as questions

_log = logging.getLogger(__name__)

# The first pages of a server that has just started come first.
FIRST_SECONDS: Final = 60.0
# Clocks are set and machines sleep: the time is looked up again and again.
LOOK_SECONDS: Final = 15.0
# While the store is down or takes nothing, each look comes later than the last, up to here.
LONGEST_PAUSE_SECONDS: Final = 30.0
# What takes longer hangs: the lease on it is not renewed any more, and another may take it up.
LONGEST_WORK_SECONDS: Final = 1800.0
# How often, and how long apart, the end of a thing is tried to be noted.
_NOTE_PAUSES: Final = (1.0, 5.0, 10.0, 0.0)
_RESULTS: Final = 1000
_EVERYTHING: Final = scope.Scope.everything()


@dataclasses.dataclass(frozen=True)
class Result:
    """How an attempt ended: with numbers by name, or a problem."""

    claim: due_things.Claim
    outcome: Mapping[str, int] | None
    problem: problems.Problem | None


def worker() -> str:
    """Return which process this is, for people who look for it: machine and number."""
    return f"{socket.gethostname()[:100]}:{os.getpid()}"


def start(opened: Callable[[], store.Store]) -> threading.Event:
    """Start the clock of this process, in a thread of its own; return the event that stops it."""
    stopping = threading.Event()
    threading.Thread(
        target=Clock(opened).forever, args=(stopping,), name="watch", daemon=True
    ).start()
    return stopping


class Clock:
    """What one process does of all that is due."""

    def __init__(
        self,
        opened: Callable[[], store.Store],
        of: Sequence[kinds.Kind] = registry.ALL,
        *,
        lease: dt.timedelta = due_things.LEASE,
    ) -> None:
        self._opened = opened
        self._kinds = {each.name: each for each in of}
        self._worker = worker()
        self._lease = lease
        self._running: dict[str, _Running] = {}
        self._results: collections.deque[Result] = collections.deque(maxlen=_RESULTS)
        self._steps = steps.Steps()
        # What was wrong with each kind, which is told once.
        self._told: dict[str, str] = {}

    def look(self) -> problems.Problem | None:
        """Note what will be due, and begin what is; return why nothing is done, if nothing is.

        Raises:
            problems.Problem: the store is down, or takes nothing; anything else that goes wrong.
        """
        opened = self._opened()
        self._renew(opened)
        if (reason := standstill.reason(opened)) is not None:
            return reason
        self._note(opened)
        if not self._steps.is_unsteady():
            while self._begin_next(opened):
                pass
        return None

    def once(self) -> list[Result]:
        """Do what is due now, to its end, and return how each thing ended.

        Raises:
            problems.Problem: the store is down, or takes nothing.
        """
        self.look()
        while self._running:
            for each in list(self._running.values()):
                each.thread.join(LOOK_SECONDS)
            self.look()
        return list(self._results)

    def forever(self, stopping: threading.Event) -> None:
        """Do what is due whenever it is, until told to stop; no error ends it."""
        pause, told, reason = FIRST_SECONDS, "", ""
        while not stopping.wait(pause):
            try:
                still = self.look()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next look may work
                # The whole way to an error once, not at every look while it lasts.
                first_line = str(error).partition("\n")[0]
                _log.error("the clock: %s", first_line, exc_info=str(error) != told)
                told = str(error)
                pause = min(max(pause, LOOK_SECONDS) * 2, LONGEST_PAUSE_SECONDS)
                continue
            if told:
                _log.warning("the clock goes on")
            if still is not None and str(still) != reason:
                _log.info("%s", still)
            pause, told, reason = LOOK_SECONDS, "", str(still)

    def _note(self, opened: store.Store) -> None:
        rows, database = opened.ask(_EVERYTHING, lambda c: (questions.last(c), due_things.now(c)))
        noted = {row["kind"]: row["day"] for row in frames.records(rows)}
        now = min(clocks.machine(), database)
        new = [thing for each in self._kinds for thing in self._new(opened, each, now, noted)]
        with opened.watching() as connection:
            due_things.add(connection, new)
            for each in self._kinds.values():
                given_up = due_things.give_up(connection, each.name, after=each.given_up_after)
                if given_up:
                    _log.error("%s: given up, %s of it", each.name, given_up)

    def _new(
        self, opened: store.Store, name: str, now: dt.datetime, noted: Mapping[str, dt.date]
    ) -> list[due_things.New]:
        """Return what is to be noted of a kind; one that fails keeps no other from being noted."""
        kind = self._kinds[name]
        try:
            new = opened.ask(_EVERYTHING, lambda c: kind.new(c, now, noted.get(name)))
        except Exception as error:  # noqa: BLE001 - it is logged, and tried again at the next look
            if str(error) != self._told.get(name):
                _log.exception("what will be due of %s is not known", name)
            self._told[name] = str(error)
            return []
        self._told.pop(name, None)
        return new

    def _begin_next(self, opened: store.Store) -> bool:
        """Take up the next thing that is due, and begin it; return whether there was one."""
        free = [name for name in self._kinds if name not in self._running]
        with opened.watching() as connection:
            claim = due_things.claim(
                connection, free, machine=clocks.machine(), worker=self._worker, lease=self._lease
            )
        if claim is None:
            return False
        running = _Running(
            claim, threading.Thread(target=self._do, args=(opened, claim), daemon=True)
        )
        self._running[claim.kind] = running
        running.thread.start()
        return True

    def _renew(self, opened: store.Store) -> None:
        """Say of what is being worked on that it still is, unless it hangs."""
        for name, each in list(self._running.items()):
            if not each.thread.is_alive():
                del self._running[name]
            elif time.monotonic() - each.since > LONGEST_WORK_SECONDS:
                _log.error("%s of %s hangs, and is begun anew", name, each.claim.day)
                del self._running[name]
            else:
                with opened.watching() as connection:
                    if not due_things.renew(connection, each.claim, self._lease):
                        _log.warning("%s of %s is another's now", name, each.claim.day)

    def _do(self, opened: store.Store, claim: due_things.Claim) -> None:
        """Do one thing, and note how it ended; whatever happens, it is noted or logged."""
        began = time.monotonic()
        outcome, problem = self._attempt(opened, claim)
        self._results.append(Result(claim, outcome, problem))
        _log.info(
            "%s of %s: %s after %.1f s, attempt %s",
            claim.kind, claim.day, "failed" if problem else dict(outcome or {}),
            time.monotonic() - began, claim.attempt,
        )  # fmt: skip
        for pause in _NOTE_PAUSES:
            try:
                with opened.watching() as connection:
                    if problem is not None:
                        due_things.failed(connection, claim, problem)
                    else:
                        due_things.done(connection, claim, outcome or {})
            except Exception:  # noqa: BLE001 - tried again
                # Until the lease has run out; then it is done once more, which does no harm.
                _log.exception("the end of %s of %s is not noted", claim.kind, claim.day)
                time.sleep(pause)
            else:
                return

    def _attempt(
        self, opened: store.Store, claim: due_things.Claim
    ) -> tuple[Mapping[str, int] | None, problems.Problem | None]:
        try:
            return self._kinds[claim.kind].work(opened, claim), None
        except problems.Problem as problem:
            _log.warning("%s of %s failed", claim.kind, claim.day, exc_info=True)
            return None, problem
        except Exception as error:  # noqa: BLE001 - it is logged, and tried again
            _log.exception("%s of %s failed", claim.kind, claim.day)
            return None, problems.Failed(
                N_("The program failed"),
                N_("{kind}: the log says more. It is tried again."),
                kind=type(error).__name__,
            )


@dataclasses.dataclass
class _Running:
    """A thing that a thread of this process is working on."""

    claim: due_things.Claim
    thread: threading.Thread
    since: float = dataclasses.field(default_factory=time.monotonic)
