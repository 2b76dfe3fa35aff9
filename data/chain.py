"""The chain of snapshots: how one is added to its end, and how its hashes are computed.

The hash of a snapshot is the SHA-256 over the hash of the one before and over its own content, so
that a change of one, even by the owner of the tables, breaks the chain from there on.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from data.snapshots import Link, Snapshot, Subject, Taken

# The hash before the first snapshot.
BEGINNING: Final = bytes(32)


@dataclass(frozen=True)
class Before:
    """Values of a new snapshot that its place in the chain decides: moment, number, earlier one."""

    at: dt.datetime
    snapshot_id: int
    previous_sha256: bytes
    supersedes: int | None


# One lock for the whole chain; its key differs from those of imports, migrations and notes.
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(3964, 9)")

# The clock is read after the lock, so that moments ascend along the chain.
_BEFORE: Final = sa.text("""
SELECT
    clock_timestamp() AS at,
    (SELECT max(snapshot_id) FROM snapshot_links) AS last_id,
    (SELECT sha256 FROM snapshot_links ORDER BY snapshot_id DESC LIMIT 1) AS last_sha256,
    (
        SELECT snapshot_id FROM snapshots
        WHERE kind = :kind AND subject = :asked
        ORDER BY snapshot_id DESC
        LIMIT 1
    ) AS supersedes
""")

_ADD_LINK: Final = sa.text("""
INSERT INTO snapshot_links (snapshot_id, previous_sha256, sha256)
VALUES (:snapshot_id, :previous_sha256, :sha256)
""")

_ADD: Final = sa.text("""
INSERT INTO snapshots (
    snapshot_id, taken_at, taken_by, note, kind, subject, day, office_codes, is_closing,
    supersedes, data_version, row_count, figures_sha256, content, previous_sha256, sha256
)
VALUES (
    :snapshot_id, :at, :by, :note, :kind, :asked, :day, :office_codes, :is_closing,
    :supersedes, :data_version, :row_count, :figures_sha256, :content, :previous_sha256, :sha256
)
""")

_IS_CLOSED: Final = sa.text("""
SELECT EXISTS (
    SELECT FROM snapshots WHERE kind = :kind AND subject = :asked AND is_closing
)
""")

_LINKS: Final = sa.text("""
SELECT snapshot_id, previous_sha256, sha256 FROM snapshot_links ORDER BY snapshot_id
""")

_HEAD: Final = sa.text("""
SELECT snapshot_id, previous_sha256, sha256 FROM snapshot_links ORDER BY snapshot_id DESC LIMIT 1
""")


def chained(previous_sha256: bytes, content: bytes) -> bytes:
    """Return the hash of a snapshot that follows another one."""
    return hashlib.sha256(previous_sha256 + content).digest()


def is_closed(connection: sa.Connection, subject: Subject) -> bool:
    """Return whether the subject has a closing snapshot."""
    values = {"kind": subject.kind, "asked": subject.asked}
    return bool(connection.scalar(_IS_CLOSED, values))


def add(
    connection: sa.Connection,
    subject: Subject,
    taken: Taken,
    content: Callable[[Before], bytes],
) -> Snapshot | None:
    """Add a snapshot to the end of the chain; None if the subject has a closing one already.

    Of two transactions the second waits until the first has committed.

    Args:
        connection: a transaction of `Store.appending` whose scope has all offices of the subject.
        subject: what it is about.
        taken: who took it, and why.
        content: returns the canonical content, given what the snapshot follows.
    """
    connection.execute(_LOCK)
    if taken.is_closing and is_closed(connection, subject):
        return None
    values = {"kind": subject.kind, "asked": subject.asked}
    last = connection.execute(_BEFORE, values).one()
    previous = BEGINNING if last.last_sha256 is None else bytes(last.last_sha256)
    before = Before(last.at, (last.last_id or 0) + 1, previous, last.supersedes)
    written = content(before)
    link = Link(before.snapshot_id, previous, chained(previous, written))
    connection.execute(_ADD_LINK, vars(link))
    row = vars(link) | vars(subject) | vars(taken) | vars(before)
    row |= {"office_codes": list(subject.office_codes), "content": written}
    connection.execute(_ADD, row)
    return Snapshot(link, before.at, subject, taken, before.supersedes)


def links(connection: sa.Connection) -> list[Link]:
    """Return all links, the first one first."""
    return [
        Link(row.snapshot_id, bytes(row.previous_sha256), bytes(row.sha256))
        for row in connection.execute(_LINKS)
    ]


def head(connection: sa.Connection) -> Link | None:
    """Return the last link, which stands for all before it; None where there is none."""
    row = connection.execute(_HEAD).one_or_none()
    if row is None:
        return None
    return Link(row.snapshot_id, bytes(row.previous_sha256), bytes(row.sha256))
