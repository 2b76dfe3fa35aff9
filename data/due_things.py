"""Things that are due by the clock, one row each, which is the lock over all processes.

Whoever takes a thing up holds a lease on it, which it renews as long as it lives; a lease that has
run out is another's to take. What is compared between processes is the database's clock. All
functions are called in a transaction of `Store.watching`.
"""

import datetime as dt
import enum
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from data import problems

# How long a thing is taken by a process that does not say any more that it lives.
LEASE: Final = dt.timedelta(seconds=60)
# The pause after a first attempt that failed; each is twice as long as the last, up to a most.
FIRST_PAUSE: Final = dt.timedelta(seconds=15)
LONGEST_PAUSE: Final = dt.timedelta(minutes=5)


class State(enum.StrEnum):
    """How far a thing is; one that failed is tried again, one that is given up is not."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class New:
    """A thing that will be due, and from when on it is missed; `day` is the one that it is of."""

    kind: str
    day: dt.date
    due_at: dt.datetime
    missed_at: dt.datetime


@dataclass(frozen=True)
class Claim:
    """A thing that a process has taken up, which others leave alone while the lease is renewed."""

    kind: str
    day: dt.date
    due_at: dt.datetime
    attempt: int
    worker: str


_ADD: Final = sa.text("""
INSERT INTO due_things (kind, day, due_at, missed_at, next_try_at)
VALUES (:kind, :day, :due_at, :missed_at, :due_at)
ON CONFLICT (kind, day) DO NOTHING
""")

# A next attempt that lies further ahead than any pause: the clock was set back meanwhile.
_CLAIM: Final = sa.text("""
UPDATE due_things AS d
SET
    state = 'working',
    attempts = d.attempts + 1,
    begun_at = clock_timestamp(),
    ended_at = NULL,
    worker = :worker,
    leased_until = clock_timestamp() + CAST(:lease AS interval)
FROM (
    SELECT t.kind, t.day
    FROM due_things AS t
    WHERE t.kind = ANY (:kinds)
        AND t.due_at <= clock_timestamp()
        AND t.due_at <= :machine
        AND (
            t.state IN ('waiting', 'failed') AND (
                t.next_try_at <= clock_timestamp()
                OR t.next_try_at > clock_timestamp() + CAST(:longest AS interval)
            )
            OR t.state = 'working' AND t.leased_until <= clock_timestamp()
        )
    ORDER BY t.due_at, t.kind, t.day
    LIMIT 1
    FOR UPDATE SKIP LOCKED
) AS next
WHERE d.kind = next.kind AND d.day = next.day
RETURNING d.kind, d.day, d.due_at, d.attempts
""")

_IS_MINE: Final = """
    kind = :kind AND day = :day AND state = 'working' AND worker = :worker AND attempts = :attempt
"""

_RENEW: Final = sa.text(f"""
UPDATE due_things SET leased_until = clock_timestamp() + CAST(:lease AS interval)
WHERE {_IS_MINE}
""")

_DONE: Final = sa.text(f"""
UPDATE due_things
SET state = 'done', ended_at = clock_timestamp(), leased_until = NULL,
    outcome = CAST(:outcome AS jsonb)
WHERE {_IS_MINE}
""")

_FAILED: Final = sa.text(f"""
UPDATE due_things
SET state = 'failed', ended_at = clock_timestamp(), leased_until = NULL,
    problem = CAST(:problem AS jsonb),
    next_try_at = clock_timestamp() + LEAST(
        CAST(:longest AS interval), CAST(:first AS interval) * power(2, LEAST(attempts, 20) - 1)
    )
WHERE {_IS_MINE}
""")

_GIVE_UP: Final = sa.text("""
UPDATE due_things SET state = 'given_up', ended_at = clock_timestamp(), leased_until = NULL
WHERE kind = :kind
    AND due_at < clock_timestamp() - CAST(:after AS interval)
    AND (state IN ('waiting', 'failed') OR state = 'working' AND leased_until <= clock_timestamp())
""")

_NOW: Final = sa.text("SELECT clock_timestamp()")


def now(connection: sa.Connection) -> dt.datetime:
    """Return what the database's clock says; in a transaction of any role."""
    moment: dt.datetime = connection.execute(_NOW).scalar_one()
    return moment


def add(connection: sa.Connection, things: Iterable[New]) -> None:
    """Note what will be due; what is noted already stays as it is."""
    for each in things:
        connection.execute(_ADD, vars(each))


def claim(
    connection: sa.Connection,
    kinds: Iterable[str],
    *,
    machine: dt.datetime,
    worker: str,
    lease: dt.timedelta = LEASE,
) -> Claim | None:
    """Take up the first thing that is due, and return it; None where nothing is.

    It is due when both clocks say so: the database's, and this machine's. It is in nobody's hands
    when it waits, when the pause after a failure is over, or when a lease on it has run out.

    Args:
        connection: a transaction of `Store.watching`, which is to be committed before the work.
        kinds: those that this process can do.
        machine: what this machine's clock says.
        worker: which process this is.
        lease: how long it is taken without being renewed.
    """
    values = {
        "kinds": list(kinds), "machine": machine, "worker": worker,
        "lease": lease, "longest": LONGEST_PAUSE,
    }  # fmt: skip
    row = connection.execute(_CLAIM, values).one_or_none()
    if row is None:
        return None
    return Claim(row.kind, row.day, row.due_at, row.attempts, worker)


def renew(connection: sa.Connection, mine: Claim, lease: dt.timedelta = LEASE) -> bool:
    """Say that the work on a thing goes on; False where another process has taken it up."""
    return connection.execute(_RENEW, vars(mine) | {"lease": lease}).rowcount == 1


def done(connection: sa.Connection, mine: Claim, outcome: Mapping[str, int]) -> bool:
    """Note that a thing is done, with numbers by name; False where it was another's by then."""
    values = vars(mine) | {"outcome": json.dumps(dict(outcome))}
    return connection.execute(_DONE, values).rowcount == 1


def failed(connection: sa.Connection, mine: Claim, problem: problems.Problem) -> bool:
    """Note why an attempt failed: it is tried again after a pause, each longer than the last."""
    values: dict[str, Any] = vars(mine) | {
        "problem": json.dumps(problem.as_json()), "first": FIRST_PAUSE, "longest": LONGEST_PAUSE,
    }  # fmt: skip
    return connection.execute(_FAILED, values).rowcount == 1


def give_up(connection: sa.Connection, kind: str, *, after: dt.timedelta) -> int:
    """Give up what was due so long ago that it is of no use any more; return how many."""
    return connection.execute(_GIVE_UP, {"kind": kind, "after": after}).rowcount
