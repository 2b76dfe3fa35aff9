"""Rows of snapshots, which are added to a chain (`data.chain`) and never change."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

# The largest bigint; a larger number is of no snapshot, and no error.
_LARGEST: Final = 2**63 - 1


@dataclass(frozen=True)
class Subject:
    """What a snapshot is about.

    `asked` are the limits of the report, as parameters of an address; `day` is the last day that it
    is about; `office_codes` are the offices whose rows are in it.
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
    """Return the content of a snapshot; None where there is none, or it may not be seen."""
    if number > _LARGEST:
        return None
    stored = connection.scalar(_CONTENT, {"number": number})
    return None if stored is None else bytes(stored)


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
