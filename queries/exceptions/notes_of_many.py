"""One entry about each of many differences, all of them or none."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from data import problems
from data.problems import N_
from queries.exceptions import notes

# What is written in one go at most.
MOST: Final = 20_000
# So many differences are named that somebody else has written about.
_NAMED: Final = 5

# Whoever writes about one difference waits meanwhile: a lock for each of thousands has no room.
LOCK = sa.text("SELECT pg_advisory_xact_lock(3965, 0)")
LAST = sa.text("""
SELECT
    n.note_id,
    n.noted_by,
    n.owner,
    n.due_day
FROM unnest(CAST(:kinds AS text[]), CAST(:subjects AS text[])) WITH ORDINALITY
    AS t (kind, subject, nth)
LEFT JOIN LATERAL (
    SELECT e.note_id, e.noted_by, e.owner, e.due_day
    FROM exception_notes AS e
    WHERE e.kind = t.kind AND e.subject = t.subject
    ORDER BY e.note_id DESC
    LIMIT 1
) AS n ON true
ORDER BY t.nth
""")
ADD = sa.text("""
INSERT INTO exception_notes (noted_by, kind, subject, office_code, owner, due_day, note)
SELECT :who, t.kind, t.subject, t.office_code, t.owner, t.due_day, :note
FROM unnest(
    CAST(:kinds AS text[]), CAST(:subjects AS text[]), CAST(:offices AS text[]),
    CAST(:owners AS text[]), CAST(:due_days AS date[])
) AS t (kind, subject, office_code, owner, due_day)
""")


@dataclass(frozen=True)
class Target:
    """A difference that is written about, its office, and the last entry that the writer knows."""

    kind: str
    subject: str
    office: str
    after: int | None


@dataclass(frozen=True)
class Change:
    """What is written about each difference.

    Attributes:
        note: what was found out; it may be empty where something else changes.
        owner: who looks after them from now on, nobody where it is empty; None leaves it.
        due: by which day they will be settled; None leaves it, but for those that are given back.
    """

    note: str = ""
    owner: str | None = None
    due: dt.date | None = None


def add(connection: sa.Connection, *, who: str, targets: Sequence[Target], change: Change) -> int:
    """Add an entry about each difference that the change makes another one.

    Args:
        connection: a transaction of `Store.appending`.
        who: who writes.
        targets: the differences, each once.
        change: what is written.

    Returns:
        The number of entries; of the other differences all that was said holds already.

    Raises:
        problems.Problem: nothing to add, too long, too many, or somebody else has written about
            some of them in between. Nothing was added.
    """
    if len(targets) > MOST:
        raise problems.Problem(
            N_("These are too many at once"),
            N_("Up to {most} can be changed together: limit the list to fewer."),
            most=MOST,
        )
    owner, note = notes.cleaned(change.owner or "", change.note)
    if not targets or not (note or change.due or change.owner is not None):
        raise problems.Problem(
            notes.NOTHING, N_("Choose rows, and write a note, a name or a day, or take them over.")
        )
    connection.execute(LOCK)
    last = connection.execute(LAST, _keys(targets)).all()
    _require_seen(targets, last)
    wanted = None if change.owner is None else owner
    entries = [
        (target, *after)
        for target, before in zip(targets, last, strict=True)
        if (after := _after(before, wanted, change.due)) != _state(before) or note
    ]
    if not entries:
        raise problems.Problem(notes.NOTHING, N_("All that is to be noted holds already."))
    connection.execute(ADD, {"who": who, "note": note, **_rows(entries)})
    return len(entries)


def _require_seen(targets: Sequence[Target], last: Sequence[Any]) -> None:
    others = [
        (target, entry)
        for target, entry in zip(targets, last, strict=True)
        if entry.note_id != target.after
    ]
    if not others:
        return
    named = "; ".join(f"{target.subject} ({entry.noted_by})" for target, entry in others[:_NAMED])
    raise problems.Problem(
        notes.IN_BETWEEN,
        N_(
            "About {n} of the {all}: {named}{more}. Nothing was saved for any of them. Read what "
            "was added, and send yours again if it still holds."
        ),
        n=len(others),
        all=len(targets),
        named=named,
        more="; …" if len(others) > _NAMED else "",
    )


def _state(entry: Any) -> tuple[str, dt.date | None]:
    return entry.owner or "", entry.due_day


def _after(entry: Any, owner: str | None, due: dt.date | None) -> tuple[str, dt.date | None]:
    """Return who looks after a difference after a change, and by when it will be settled."""
    before, day = _state(entry)
    now = before if owner is None else owner
    # A promise is of whoever gave it.
    kept = day if now == before else None
    if not now:
        notes.require_promise(due is None or owner is not None)
        return now, None
    return now, due or kept


def _keys(targets: Iterable[Target]) -> dict[str, list[str]]:
    known = list(targets)
    return {
        "kinds": [target.kind for target in known],
        "subjects": [target.subject for target in known],
    }


def _rows(entries: Sequence[tuple[Target, str, dt.date | None]]) -> dict[str, Any]:
    """Return the columns of the entries."""
    targets: Iterator[Target] = (target for target, _owner, _due in entries)
    return {
        **_keys(targets),
        "offices": [target.office for target, _owner, _due in entries],
        "owners": [owner or None for _target, owner, _due in entries],
        "due_days": [due for _target, _owner, due in entries],
    }
