"""Who looks after a difference, and what people have found out about it; entries are only added.

An entry says who looks after the difference from then on, and may say by which day it will be
settled, and what was found out. The latest one holds. Its subject is the key of a difference: see
`queries.exceptions.rows`.
"""

import datetime as dt
import unicodedata
from collections.abc import Collection
from typing import Final

import pandas as pd
import sqlalchemy as sa

from data import problems
from data.problems import N_
from queries import frames

# In characters, as the store counts them.
LONGEST_NOTE: Final = 2000
LONGEST_OWNER: Final = 100

IN_BETWEEN: Final = N_("Somebody else has written in between")
NOTHING: Final = N_("There is nothing to add")

# `owner` is empty where nobody looks after the difference, `due_day` where nobody has said by when
# it will be settled, `note` where only these were changed.
ENTRY_COLUMNS: frames.Dtypes = frames.columns(
    "note_id noted_at noted_by earlier_owner owner earlier_due_day due_day note"
)
# `note` is the last one that says something; the rest is of the last entry.
LATEST_COLUMNS: frames.Dtypes = frames.columns("kind subject notes noted_at noted_by owner note")
ENTRIES = """
SELECT
    note_id,
    noted_at,
    noted_by,
    lag(owner) OVER (ORDER BY note_id) AS earlier_owner,
    owner,
    lag(due_day) OVER (ORDER BY note_id) AS earlier_due_day,
    due_day,
    note
FROM exception_notes
WHERE kind = :kind AND subject = :subject
ORDER BY note_id
"""

LATEST = """
WITH
-- One row an entry, with how many come after it.
entries AS (
    SELECT
        kind,
        subject,
        noted_at,
        noted_by,
        owner,
        note,
        row_number() OVER (PARTITION BY kind, subject ORDER BY note_id DESC) AS from_last,
        count(*) OVER (PARTITION BY kind, subject) AS notes,
        first_value(note) OVER (PARTITION BY kind, subject ORDER BY note = '', note_id DESC)
            AS last_note
    FROM exception_notes
    WHERE (CAST(:kind AS text) IS NULL OR kind = :kind)
        AND subject = ANY (CAST(:subjects AS text[]))
)
SELECT
    kind,
    subject,
    notes,
    noted_at,
    noted_by,
    owner,
    last_note AS note
FROM entries
WHERE from_last = 1
ORDER BY subject, kind
"""

NEWEST = "SELECT max(note_id) FROM exception_notes"

# Two people who write about one difference wait for one another, and everybody for whoever writes
# about many (`queries.exceptions.notes_of_many`); the two keys of each lock are apart from the
# single ones of imports and migrations.
LOCK = sa.text("""
SELECT
    pg_advisory_xact_lock_shared(3965, 0),
    pg_advisory_xact_lock(3964, hashtext(:kind || ' ' || :subject))
""")
LAST = sa.text("""
SELECT
    note_id,
    owner,
    due_day
FROM exception_notes
WHERE kind = :kind AND subject = :subject
ORDER BY note_id DESC
LIMIT 1
""")
ADD = sa.text("""
INSERT INTO exception_notes (noted_by, kind, subject, office_code, owner, due_day, note)
VALUES (:who, :kind, :subject, :office, :owner, :due, :note)
""")


def entries(connection: sa.Connection, *, kind: str, subject: str) -> pd.DataFrame:
    """Return all entries about one difference.

    Returns:
        One row an entry, the oldest first: `ENTRY_COLUMNS`.
    """
    return frames.ask(connection, ENTRIES, {"kind": kind, "subject": subject}, ENTRY_COLUMNS)


def latest(
    connection: sa.Connection, *, kind: str | None, subjects: Collection[str]
) -> pd.DataFrame:
    """Return who looks after differences of one kind, or of all, and what was noted last.

    Returns:
        One row a difference that has entries, by subject: `LATEST_COLUMNS`.
    """
    values = {"kind": kind, "subjects": list(subjects)}
    return frames.ask(connection, LATEST, values, LATEST_COLUMNS)


def last(connection: sa.Connection) -> int:
    """Return the number of the last entry about any difference; 0 where there is none."""
    return int(connection.scalar(sa.text(NEWEST)) or 0)


def add(
    connection: sa.Connection,
    *,
    who: str,
    kind: str,
    subject: str,
    office: str,
    owner: str | None,
    note: str,
    after: int | None,
    due: dt.date | None = None,
) -> None:
    """Add an entry about a difference.

    Args:
        connection: a transaction of `Store.appending`.
        who: who writes.
        kind: the kind of difference.
        subject: the key of what differs.
        office: the office that the difference belongs to.
        owner: who looks after it from now on; nobody where it is empty.
        note: what was found out; it may be empty where the owner changes.
        after: the last entry that the writer has seen, None where there was none.
        due: by which day it will be settled; who gives it back promises nothing.

    Raises:
        problems.Problem: nothing to add, too long, or another entry came in between.
    """
    owner, note = cleaned(owner or "", note)
    about = {"kind": kind, "subject": subject}
    connection.execute(LOCK, about)
    last = connection.execute(LAST, about).one_or_none()
    if after != (last.note_id if last else None):
        raise problems.Problem(
            IN_BETWEEN, N_("Read what was added, and send yours again if it still holds.")
        )
    before = (last.owner or "", last.due_day) if last else ("", None)
    if due and not owner:
        require_promise(due == before[1])
        due = None
    if not note and (owner, due) == before:
        raise problems.Problem(
            NOTHING, N_("Write a note, or change who looks after the difference or by when.")
        )
    entry = {"who": who, "office": office, "owner": owner or None, "due": due, "note": note}
    connection.execute(ADD, about | entry)


def require_promise(is_of_somebody: bool) -> None:
    """Refuse a day by which nobody will have settled anything."""
    if not is_of_somebody:
        raise problems.Problem(
            N_("Nobody has promised that day"),
            N_("Say who will have settled it by then, or take it over."),
        )


def cleaned(owner: str, note: str) -> tuple[str, str]:
    """Return a name and a note as they are kept.

    Raises:
        problems.Problem: either is too long.
    """
    owner, note = _one_line(owner), _printable(note).strip()
    _require_short(owner, note)
    return owner, note


def _require_short(owner: str, note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise problems.Problem(
            N_("The note is too long"),
            N_("It has {length} characters, {most} fit: shorten it or send it in two parts."),
            length=len(note),
            most=LONGEST_NOTE,
        )
    if len(owner) > LONGEST_OWNER:
        raise problems.Problem(
            N_("The name is too long"),
            N_("It has {length} characters, {most} fit."),
            length=len(owner),
            most=LONGEST_OWNER,
        )


def _one_line(text: str) -> str:
    return " ".join(_printable(text).split())


def _printable(text: str) -> str:
    """Return a text in NFC without invisible characters: they could hide or reverse the rest."""
    lines = unicodedata.normalize("NFC", text).splitlines()
    return "\n".join("".join(map(_visible, line)) for line in lines)


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return character if character.isprintable() else ""
