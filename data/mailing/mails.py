"""The queue of mails, and the record of what was sent to whom.

A mail is queued once for a recipient, a kind and a subject, whoever asks for it how often. Whoever
sends it holds it for a while; what a process held that was killed is another's to send. All moments
are the database's. Functions are called in a transaction of `Store.registering`, unless they say
otherwise.
"""

import datetime as dt
import enum
import hashlib
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from data import problems
from data.problems import N_

TEST: Final = "test"
# How long a mail is held for one attempt: longer than a server may take to answer.
HELD: Final = dt.timedelta(minutes=5)
# The pauses after attempts that came to nothing; the last one goes on.
PAUSES: Final = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15))
# What was done with so long ago is forgotten by the queue; the record of sendings keeps it.
KEPT: Final = dt.timedelta(days=60)
# So many messages a user sends to try it, in so long a time.
MOST_TESTS: Final = 3
TESTS_WITHIN: Final = dt.timedelta(minutes=10)


class Outcome(enum.StrEnum):
    """What came of an attempt to send."""

    SENT = "sent"
    POSTPONED = "postponed"
    REFUSED = "refused"
    DROPPED = "dropped"


class Reason(enum.StrEnum):
    """Why a mail was not sent, as the record of sendings keeps it."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    CERTIFICATE = "certificate"
    LOGIN = "login"
    SENDER = "sender"
    BUSY = "busy"
    RECIPIENT = "recipient"
    MESSAGE = "message"
    CHANNEL = "channel"
    TOO_OLD = "too_old"
    NO_USER = "no_user"
    SWITCHED_OFF = "switched_off"


@dataclass(frozen=True)
class Mail:
    """A mail that is held to be sent; `message` is the whole of it, as it travels."""

    mail_id: int
    recipient: str
    kind: str
    subject: str
    message: bytes
    attempts: int
    is_too_old: bool

    @property
    def sha256(self) -> bytes:
        """The hash by which the record knows the message."""
        return hashlib.sha256(self.message).digest()


@dataclass(frozen=True)
class Sending:
    """An attempt to send, as it is recorded."""

    at: dt.datetime
    recipient: str
    kind: str
    subject: str
    attempt: int
    outcome: str
    reason: str
    sha256: bytes


@dataclass(frozen=True)
class State:
    """How many mails wait, since when, when the next is tried, and when one was sent last."""

    waiting: int
    since: dt.datetime | None
    next_at: dt.datetime | None
    sent_at: dt.datetime | None
    # Of the last attempt of what waits: a word of `Reason`, empty where none failed.
    reason: str


_QUEUE: Final = """
INSERT INTO mails (recipient, kind, subject, message_id, message, best_before)
VALUES (
    {recipient}, :kind, :subject, :message_id, :message,
    clock_timestamp() + CAST(:lasts AS interval)
)
"""
_ADD: Final = sa.text(
    _QUEUE.format(recipient=":recipient") + "ON CONFLICT (recipient, kind, subject) DO NOTHING"
)
_TRY_OUT: Final = sa.text(_QUEUE.format(recipient="my_login()"))
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(3969, hashtext(my_login()))")
_TESTS: Final = sa.text("""
SELECT count(*) FROM mails
WHERE kind = 'test' AND queued_at > clock_timestamp() - CAST(:within AS interval)
""")
_IS_QUEUED: Final = sa.text("""
SELECT EXISTS (
    SELECT FROM mails WHERE recipient = :recipient AND kind = :kind AND subject = :subject
)
""")
_HOLD: Final = sa.text("""
UPDATE mails
SET held_until = clock_timestamp() + CAST(:held AS interval), attempts = attempts + 1
WHERE mail_id = (
    SELECT mail_id FROM mails
    WHERE done_at IS NULL AND next_at <= clock_timestamp()
        AND (held_until IS NULL OR held_until <= clock_timestamp())
    ORDER BY mail_id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING mail_id, recipient, kind, subject, message, attempts,
    best_before <= clock_timestamp() AS is_too_old
""")
# Only whoever holds it at this attempt says what came of it.
_DONE: Final = sa.text("""
UPDATE mails SET done_at = clock_timestamp(), message = NULL, held_until = NULL
WHERE mail_id = :mail AND attempts = :attempt AND done_at IS NULL
""")
_RELEASE: Final = sa.text("""
UPDATE mails SET held_until = NULL, next_at = clock_timestamp() + CAST(:pause AS interval)
WHERE mail_id = :mail AND attempts = :attempt AND done_at IS NULL
""")
# Where the server is away, the others need not find that out one by one.
_WAIT_TOO: Final = sa.text("""
UPDATE mails SET next_at = GREATEST(next_at, clock_timestamp() + CAST(:pause AS interval))
WHERE done_at IS NULL AND held_until IS NULL
    AND (recipient LIKE 'channel:%') = CAST(:of_channels AS boolean)
""")
_NOTE: Final = sa.text("""
INSERT INTO mail_sendings (recipient, kind, subject, attempt, outcome, reason, sha256)
VALUES (:recipient, :kind, :subject, :attempt, :outcome, :reason, :sha256)
""")
_FORGET: Final = sa.text("""
DELETE FROM mails WHERE done_at < clock_timestamp() - CAST(:kept AS interval)
""")
_OF_USER: Final = sa.text("""
SELECT mail_id, recipient, kind, subject, message, attempts, true AS is_too_old
FROM mails WHERE recipient = :login AND done_at IS NULL FOR UPDATE
""")
_FORGET_CHOICE: Final = sa.text("DELETE FROM mail_choices WHERE login = :login")
_STATE: Final = sa.text("""
SELECT
    count(*) AS waiting,
    min(queued_at) AS since,
    min(next_at) AS next_at,
    (SELECT max(at) FROM mail_sendings WHERE outcome = 'sent') AS sent_at,
    coalesce(
        (
            SELECT CASE WHEN s.outcome = 'postponed' THEN s.reason ELSE '' END
            FROM mail_sendings AS s ORDER BY s.sending_id DESC LIMIT 1
        ),
        ''
    ) AS reason
FROM mails
WHERE done_at IS NULL
""")
_COUNTS: Final = sa.text("SELECT outcome, count(*) FROM mail_sendings GROUP BY outcome")
_IS_WAITING: Final = sa.text("SELECT EXISTS (SELECT FROM mails WHERE done_at IS NULL)")
_SENDINGS: Final = sa.text("""
SELECT at, recipient, kind, subject, attempt, outcome, reason, sha256
FROM mail_sendings
WHERE CAST(:outcome AS text) IS NULL OR outcome = :outcome
ORDER BY sending_id DESC
LIMIT :most
""")


def add(
    connection: sa.Connection,
    *,
    recipient: str,
    kind: str,
    subject: str,
    message_id: str,
    message: bytes,
    lasts: dt.timedelta,
) -> bool:
    """Queue a mail, and return whether it was not queued before."""
    return bool(
        connection.execute(
            _ADD,
            {
                "recipient": recipient, "kind": kind, "subject": subject,
                "message_id": message_id, "message": message, "lasts": lasts,
            },
        ).rowcount
    )  # fmt: skip


def is_queued(connection: sa.Connection, *, recipient: str, kind: str, subject: str) -> bool:
    """Return whether a mail was queued, whatever has become of it."""
    values = {"recipient": recipient, "kind": kind, "subject": subject}
    return bool(connection.scalar(_IS_QUEUED, values))


def try_out(connection: sa.Connection, *, message_id: str, message: bytes) -> None:
    """Queue a message to the transaction's login, in a transaction of `Store.keeping`.

    Raises:
        problems.Problem: there were several in the last minutes.
    """
    connection.execute(_LOCK)
    if (connection.scalar(_TESTS, {"within": TESTS_WITHIN}) or 0) >= MOST_TESTS:
        raise problems.Problem(
            N_("No other mail was sent"),
            N_("There were {most} within ten minutes: look into the mailbox first."),
            most=MOST_TESTS,
        )
    connection.execute(
        _TRY_OUT,
        {
            "kind": TEST, "subject": message_id[:80], "message_id": message_id,
            "message": message, "lasts": dt.timedelta(hours=2),
        },
    )  # fmt: skip


def hold(connection: sa.Connection, held: dt.timedelta = HELD) -> Mail | None:
    """Take the first mail that is to be sent now, and return it; None where there is none."""
    row = connection.execute(_HOLD, {"held": held}).one_or_none()
    return None if row is None else _mail(row)


def done(connection: sa.Connection, mail: Mail, outcome: Outcome, reason: str = "") -> None:
    """Note what came of a mail for good; its content goes.

    One that was sent is noted as sent even where another has done with it meanwhile.
    """
    values = {"mail": mail.mail_id, "attempt": mail.attempts}
    if connection.execute(_DONE, values).rowcount or outcome is Outcome.SENT:
        _note(connection, mail, outcome, reason)


def postpone(
    connection: sa.Connection, mail: Mail, reason: str, pause: dt.timedelta, *, all_wait: bool
) -> None:
    """Note that an attempt came to nothing, and when the next one is.

    Args:
        connection: a transaction of `Store.registering`.
        mail: the mail that is held.
        reason: why.
        pause: until the next attempt.
        all_wait: whether others that go the same way wait as well.
    """
    values = {"mail": mail.mail_id, "attempt": mail.attempts, "pause": pause}
    if connection.execute(_RELEASE, values).rowcount:
        _note(connection, mail, Outcome.POSTPONED, reason)
    if all_wait:
        of_channels = is_channel(mail.recipient)
        connection.execute(_WAIT_TOO, {"pause": pause, "of_channels": of_channels})


def pause_after(attempts: int, pauses: tuple[dt.timedelta, ...] = PAUSES) -> dt.timedelta:
    """Return how long to wait after so many attempts."""
    return pauses[min(attempts, len(pauses)) - 1]


def is_channel(recipient: str) -> bool:
    """Return whether a recipient is a channel of a group, and no user."""
    return recipient.startswith("channel:")


def end_of(connection: sa.Connection, login: str) -> None:
    """Drop what waits for a user who may not sign in any more, and forget what was chosen."""
    connection.execute(_FORGET_CHOICE, {"login": login})
    for row in connection.execute(_OF_USER, {"login": login}).all():
        done(connection, _mail(row), Outcome.DROPPED, Reason.NO_USER)


def forget_old(connection: sa.Connection, kept: dt.timedelta = KEPT) -> int:
    """Delete what was done with long ago from the queue, and return how many rows."""
    return connection.execute(_FORGET, {"kept": kept}).rowcount


def state(connection: sa.Connection) -> State:
    """Return how the queue stands."""
    return State(*connection.execute(_STATE).one())


def counts(connection: sa.Connection) -> dict[str, int]:
    """Return how many attempts there were of each outcome."""
    return {outcome: int(number) for outcome, number in connection.execute(_COUNTS)}


def is_waiting(connection: sa.Connection) -> bool:
    """Return whether a mail waits to the transaction's login, in one of `Store.keeping`."""
    return bool(connection.scalar(_IS_WAITING))


def sendings(connection: sa.Connection, *, outcome: str | None = None, most: int) -> list[Sending]:
    """Return the last attempts to send, the newest first: of everybody, or of one outcome.

    In a transaction of `Store.keeping` they are those to the transaction's login.
    """
    rows = connection.execute(_SENDINGS, {"outcome": outcome, "most": most})
    return [Sending(**{**row._mapping, "sha256": bytes(row.sha256)}) for row in rows]  # noqa: SLF001 - its public name


def _note(connection: sa.Connection, mail: Mail, outcome: Outcome, reason: str) -> None:
    connection.execute(
        _NOTE,
        {
            "recipient": mail.recipient, "kind": mail.kind, "subject": mail.subject,
            "attempt": mail.attempts, "outcome": outcome, "reason": reason,
            "sha256": mail.sha256,
        },
    )  # fmt: skip


def _mail(row: Any) -> Mail:
    return Mail(
        row.mail_id, row.recipient, row.kind, row.subject, bytes(row.message), row.attempts,
        row.is_too_old,
    )  # fmt: skip
