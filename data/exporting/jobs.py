"""Files that are made beside a page, in the store: how far they are, and their bytes for a while.

Any process of the store sees the same. The database compares owner and offices with those of the
transaction: all functions but `clear` and `kept_bytes` are called in one of `Store.keeping` with a
scope.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from typing import IO, Any, Final

import psycopg2
import sqlalchemy as sa

from data import problems

# A process that has not said for so long that it works on a file does not any more.
SILENT_SECONDS: Final = 30
# So many bytes are one row, and in memory at once.
PART_BYTES: Final = 1 << 20

_IS_RUNNING: Final = f"""
    ended_at IS NULL AND seen_at > clock_timestamp() - interval '{SILENT_SECONDS} seconds'
"""
# Two files that one user begins at once wait for one another: both are counted.
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(3969, hashtext(my_login()))")
_RUNNING: Final = sa.text(f"SELECT count(*) FROM jobs WHERE {_IS_RUNNING}")
_BEGIN: Final = sa.text("""
INSERT INTO jobs (token_sha256, owner, offices) VALUES (:token, my_login(), my_offices())
""")
_FIND: Final = sa.text(f"""
SELECT done, total, name, media, size, problem, ended_at IS NOT NULL AS is_over,
    ({_IS_RUNNING}) AS is_running
FROM jobs
WHERE token_sha256 = :token
""")
_NOTE: Final = sa.text("""
UPDATE jobs SET seen_at = clock_timestamp(), done = :done, total = :total
WHERE token_sha256 = :token AND ended_at IS NULL
RETURNING is_given_up
""")
_GIVE_UP: Final = sa.text("""
UPDATE jobs SET is_given_up = true WHERE token_sha256 = :token AND ended_at IS NULL
""")
_FAIL: Final = sa.text("""
UPDATE jobs SET ended_at = clock_timestamp(), problem = CAST(:problem AS jsonb)
WHERE token_sha256 = :token AND ended_at IS NULL
""")
_IS_WANTED: Final = sa.text("""
SELECT NOT is_given_up FROM jobs WHERE token_sha256 = :token AND ended_at IS NULL
""")
_KEEP: Final = sa.text("""
UPDATE jobs
SET ended_at = clock_timestamp(), name = :name, media = :media, size = :size,
    done = :done, total = :total
WHERE token_sha256 = :token AND ended_at IS NULL
""")
_ADD_PART: Final = sa.text("""
INSERT INTO job_parts (token_sha256, part, bytes) VALUES (:token, :part, :bytes)
""")
_PART: Final = sa.text("SELECT bytes FROM job_parts WHERE token_sha256 = :token AND part = :part")
# How long is said by the policy.
_CLEAR: Final = sa.text(
    "DELETE FROM jobs WHERE coalesce(ended_at, seen_at) < statement_timestamp()"
)
_KEPT_BYTES: Final = sa.text("SELECT coalesce(sum(size), 0) FROM jobs")


@dataclasses.dataclass(frozen=True)
class Job:
    """A file on its way, or made: `size` is then its length, and `problem` why there is none."""

    done: int
    total: int
    name: str | None
    media: str | None
    size: int | None
    problem: problems.Problem | None
    is_over: bool
    is_running: bool


def begin(connection: sa.Connection, token: str, most: int) -> bool:
    """Begin a file under a new random token; false where `most` of this user's are running."""
    connection.execute(_LOCK)
    if (connection.scalar(_RUNNING) or 0) >= most:
        return False
    connection.execute(_BEGIN, {"token": _hashed(token)})
    return True


def find(connection: sa.Connection, token: str) -> Job | None:
    """Return a file of the transaction's user; None where there is none, or not any more."""
    row = connection.execute(_FIND, {"token": _hashed(token)}).one_or_none()
    if row is None:
        return None
    found: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - the name of SQLAlchemy's own
    found["problem"] = found["problem"] and problems.from_json(found["problem"])
    return Job(**found)


def note(connection: sa.Connection, token: str, *, done: int, total: int) -> bool:
    """Note that a file is being made, and how far it is; return whether it is still wanted."""
    given = {"token": _hashed(token), "done": done, "total": total}
    return connection.scalar(_NOTE, given) is False


def give_up(connection: sa.Connection, token: str) -> None:
    """Note that nobody waits for a file."""
    connection.execute(_GIVE_UP, {"token": _hashed(token)})


def fail(connection: sa.Connection, token: str, problem: problems.Problem) -> None:
    """Note why a file was not made."""
    given = {"token": _hashed(token), "problem": json.dumps(problem.as_json())}
    connection.execute(_FAIL, given)


def keep(
    connection: sa.Connection, token: str, file: IO[bytes], *, name: str, media: str, total: int
) -> bool:
    """Keep a file that is made, part by part; false where it is not wanted any more."""
    hashed, size = _hashed(token), 0
    # The row is left alone until the end: meanwhile it is said that the file is being made.
    if not connection.scalar(_IS_WANTED, {"token": hashed}):
        return False
    for number, part in enumerate(iter(lambda: file.read(PART_BYTES), b"")):
        given = {"token": hashed, "part": number, "bytes": psycopg2.Binary(part)}
        connection.execute(_ADD_PART, given)
        size += len(part)
    about = {"name": name, "media": media, "size": size, "done": total, "total": total}
    connection.execute(_KEEP, {"token": hashed, **about})
    return True


def parts(connection: sa.Connection, token: str) -> Iterator[bytes]:
    """Give the bytes of a file, part by part."""
    number = 0
    while part := connection.scalar(_PART, {"token": _hashed(token), "part": number}):
        yield bytes(part)
        number += 1


def clear(connection: sa.Connection) -> None:
    """Delete files that were kept for long enough; in a transaction of `Store.registering`."""
    connection.execute(_CLEAR)


def kept_bytes(connection: sa.Connection) -> int:
    """Return how many bytes all files have; in a transaction of `Store.registering`."""
    return int(connection.scalar(_KEPT_BYTES) or 0)


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
