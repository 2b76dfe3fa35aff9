"""Owns the rows of snapshots: a chain to which is added, and in which nothing changes.

The hash of a snapshot is the SHA-256 over the hash of the one before and over its own content, so
that whoever changes one, be it the owner of the tables, breaks the chain from there on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

# Before the first one.
BEGINNING: Final = bytes(32)

# The store has no room for more; whoever asks for it gets none, and no error.
_LARGEST: Final = 2**63 - 1


@dataclass(frozen=True)
class Subject:
    """What a snapshot is about.

    `asked` is what was asked for, as parameters of an address; `day` the last day that it is
    about; `office_codes` are the offices whose rows are in it.
    """

    kind: str
    asked: str
    day: dt.date
    office_codes: tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    """Who took a snapshot, why, and of which data; `note` is empty for a closing one."""

    by: str
    note: str
    is_closing: bool
    data_version: int | None
    row_count: int
    figures_sha256: bytes


@dataclass(frozen=True)
class Link:
    """One snapshot in the chain: its number, its hash, and the hash of the one before."""

    snapshot_id: int
    previous_sha256: bytes
    sha256: bytes


@dataclass(frozen=True)
class Snapshot:
    """A snapshot without its content."""

    link: Link
    at: dt.datetime
    subject: Subject
    taken: Taken
    supersedes: int | None


@dataclass(frozen=True)
class Before:
    """What a snapshot follows: its moment, its number, and the one of the same subject before."""

    at: dt.datetime
    snapshot_id: int
    previous_sha256: bytes
    supersedes: int | None


# One key: the chain has one end. Apart from those of imports, migrations and notes.
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(3964, 9)")

# The clock after the lock: in the order of the chain, moments do not go back.
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

_COLUMNS: Final = """
    snapshot_id, taken_at, taken_by, note, kind, subject, day, office_codes, is_closing,
    supersedes, data_version, row_count, figures_sha256, previous_sha256, sha256
"""

_LISTED: Final = sa.text(f"""
SELECT {_COLUMNS}
FROM snapshots
WHERE day BETWEEN :start AND :end
    AND (CAST(:kind AS text) IS NULL OR kind = :kind)
    AND (CAST(:office AS text) IS NULL OR office_codes @> ARRAY[CAST(:office AS text)])
ORDER BY snapshot_id DESC
""")

_KNOWN_BY: Final = sa.text(f"""
SELECT {_COLUMNS}
FROM snapshots
WHERE snapshot_id = CAST(:number AS bigint)
    OR (
        CAST(:begin AS bytea) IS NOT NULL
        AND (sha256 BETWEEN :begin AND :beyond OR figures_sha256 BETWEEN :begin AND :beyond)
    )
ORDER BY snapshot_id DESC
""")

_CONTENT: Final = sa.text("SELECT content FROM snapshots WHERE snapshot_id = :number")


def chained(previous_sha256: bytes, content: bytes) -> bytes:
    """Return the hash of a snapshot that follows another one."""
    return hashlib.sha256(previous_sha256 + content).digest()


def is_closed(connection: sa.Connection, subject: Subject) -> bool:
    """Return whether the closing snapshot of a subject has been taken."""
    values = {"kind": subject.kind, "asked": subject.asked}
    return bool(connection.scalar(_IS_CLOSED, values))


def add(
    connection: sa.Connection,
    subject: Subject,
    taken: Taken,
    content: Callable[[Before], bytes],
) -> Snapshot | None:
    """Add a snapshot to the end of the chain; None where a closing one was there already.

    Whoever comes second waits until the first has committed.

    Args:
        connection: a transaction of `Store.appending` whose scope has all offices of the subject.
        subject: what it is about.
        taken: who took it, and why.
        content: gives the canonical content, told what the snapshot follows.
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
    """Return the whole chain, from its beginning."""
    return [
        Link(row.snapshot_id, bytes(row.previous_sha256), bytes(row.sha256))
        for row in connection.execute(_LINKS)
    ]


def listed(
    connection: sa.Connection,
    *,
    start: dt.date,
    end: dt.date,
    kind: str | None = None,
    office: str | None = None,
) -> list[Snapshot]:
    """Return the snapshots about days of a period, the last one first.

    Args:
        connection: a transaction of a reader.
        start: the first day that they are about.
        end: the last day.
        kind: of which report; of any where it is left out.
        office: an office whose rows are in them.
    """
    values = {"start": start, "end": end, "kind": kind, "office": office}
    return _snapshots(connection.execute(_LISTED, values).all())


def numbered(connection: sa.Connection, number: int) -> Snapshot | None:
    """Return a snapshot by its number; None where there is none, or it may not be seen."""
    if number > _LARGEST:
        return None
    return next(iter(_known_by(connection, number, None)), None)


def hashed(connection: sa.Connection, digits: str) -> list[Snapshot]:
    """Return the snapshots whose hash, or that of their figures, begins with these digits.

    Raises:
        ValueError: these are no hexadecimal digits.
    """
    return _known_by(connection, None, digits)


def content(connection: sa.Connection, number: int) -> bytes | None:
    """Return what a snapshot keeps; None where there is none, or it may not be seen."""
    if number > _LARGEST:
        return None
    found = connection.scalar(_CONTENT, {"number": number})
    return None if found is None else bytes(found)


def _known_by(connection: sa.Connection, number: int | None, digits: str | None) -> list[Snapshot]:
    begin = beyond = None
    if digits is not None:
        begin = bytes.fromhex(digits.ljust(64, "0"))
        beyond = bytes.fromhex(digits.ljust(64, "f"))
    values = {"number": number, "begin": begin, "beyond": beyond}
    return _snapshots(connection.execute(_KNOWN_BY, values).all())


def _snapshots(rows: Sequence[sa.Row[tuple[object, ...]]]) -> list[Snapshot]:
    return [_snapshot(row) for row in rows]


def _snapshot(row: sa.Row[tuple[object, ...]]) -> Snapshot:
    return Snapshot(
        link=Link(row.snapshot_id, bytes(row.previous_sha256), bytes(row.sha256)),
        at=row.taken_at,
        subject=Subject(row.kind, row.subject, row.day, tuple(row.office_codes)),
        taken=Taken(
            by=row.taken_by,
            note=row.note,
            is_closing=row.is_closing,
            data_version=row.data_version,
            row_count=row.row_count,
            figures_sha256=bytes(row.figures_sha256),
        ),
        supersedes=row.supersedes,
    )
