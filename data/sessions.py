"""Sessions: who has signed in, since when, and until when.

A session lasts from a sign-in to its end: a sign-out, twelve hours, or a while without any act of
the user. The store knows the hash of its token alone. All moments are the database's clock. All
functions are called in a transaction of `Store.admitting`.
"""

import dataclasses
import datetime as dt
import hashlib
from typing import Final

import sqlalchemy as sa

# A working day.
LASTS: Final = dt.timedelta(hours=12)
# An act is noted once in this time, so that a busy page does not write at every click.
NOTED_EVERY: Final = dt.timedelta(minutes=1)

# Whether a session is going on. :idle is the time that it lasts without an act.
_GOES_ON: Final = """
    ended_at IS NULL
    AND expires_at > clock_timestamp()
    AND seen_at > clock_timestamp() - CAST(:idle AS interval)
"""


@dataclasses.dataclass(frozen=True)
class Session:
    """One sign-in of a user; `goes_on` says whether it still lets the user in."""

    session_id: int
    issued_at: dt.datetime
    seen_at: dt.datetime
    ended_at: dt.datetime | None
    ended_by: str | None
    goes_on: bool


def begin(connection: sa.Connection, token: str, login: str) -> None:
    """Begin a session of a known user under a new random token."""
    connection.execute(
        sa.text("""
            INSERT INTO sessions (token_sha256, login, expires_at)
            VALUES (:token, :login, clock_timestamp() + CAST(:lasts AS interval))
        """),
        {"token": _hashed(token), "login": login, "lasts": LASTS},
    )


def login(connection: sa.Connection, token: str, idle: dt.timedelta) -> str | None:
    """Return whose session a token is of, if it goes on."""
    known: str | None = connection.scalar(
        sa.text(f"SELECT login FROM sessions WHERE token_sha256 = :token AND {_GOES_ON}"),
        {"token": _hashed(token), "idle": idle},
    )
    return known


def note_act(connection: sa.Connection, token: str, idle: dt.timedelta) -> None:
    """Note an act of the user, if the session goes on."""
    connection.execute(
        sa.text(f"""
            UPDATE sessions SET seen_at = clock_timestamp()
            WHERE token_sha256 = :token
                AND seen_at < clock_timestamp() - CAST(:every AS interval)
                AND {_GOES_ON}
        """),
        {"token": _hashed(token), "idle": idle, "every": NOTED_EVERY},
    )


def end(connection: sa.Connection, token: str) -> None:
    """End the session of a token, by its user; nothing happens where it has ended."""
    connection.execute(
        sa.text("""
            UPDATE sessions SET ended_at = clock_timestamp(), ended_by = login
            WHERE token_sha256 = :token AND ended_at IS NULL
        """),
        {"token": _hashed(token)},
    )


def end_all(connection: sa.Connection, login: str, *, by: str) -> int:
    """End all sessions of a user and return how many there were."""
    result = connection.execute(
        sa.text("""
            UPDATE sessions SET ended_at = clock_timestamp(), ended_by = :by
            WHERE login = :login AND ended_at IS NULL AND expires_at > clock_timestamp()
        """),
        {"login": login, "by": by},
    )
    return result.rowcount


def listed(connection: sa.Connection, login: str, idle: dt.timedelta, most: int) -> list[Session]:
    """Return the sessions of a user, the last one first, at most so many."""
    rows = connection.execute(
        sa.text(f"""
            SELECT session_id, issued_at, seen_at, ended_at, ended_by, ({_GOES_ON}) AS goes_on
            FROM sessions
            WHERE login = :login
            ORDER BY session_id DESC
            LIMIT :most
        """),
        {"login": login, "idle": idle, "most": most},
    )
    return [Session(*row) for row in rows]


def going_on(connection: sa.Connection, idle: dt.timedelta) -> dict[str, int]:
    """Return how many sessions of each user go on; users without one are left out."""
    rows = connection.execute(
        sa.text(f"SELECT login, count(*) FROM sessions WHERE {_GOES_ON} GROUP BY login"),
        {"idle": idle},
    )
    return {login: int(number) for login, number in rows}


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
