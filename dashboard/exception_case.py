"""Owns one case on the screen: what differs, and what was noted about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import exception_list, lookup_journey
from queries import exception_notes, exception_rows, freshness
from queries import paging as pages

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dashboard import filters


@dataclass(frozen=True)
class Case:
    """The answers of the store about one case.

    `row` is the case as it stands in the list of its kind; None where it does not stand there any
    more, or not yet. `told` are the notes about it, the oldest first.
    """

    chosen: filters.Filters
    kind: str
    subject: str
    row: dict[str, Any] | None
    told: tuple[dict[str, Any], ...]
    is_store_empty: bool

    @property
    def office(self) -> str:
        """The office that it belongs to; it has to stand."""
        return str(self.row["office_code"]) if self.row else ""

    @property
    def last_note(self) -> int | None:
        """The last entry about it."""
        return self.told[-1]["note_id"] if self.told else None

    @property
    def owner(self) -> str:
        """Who looks after it; nobody where it is empty."""
        return self.told[-1]["owner"] or "" if self.told else ""


def ask(connection: sa.Connection, chosen: filters.Filters, kind: str, subject: str) -> Case:
    """Ask the store for one case within what is chosen."""
    rows = exception_rows.listed(
        connection,
        kind=kind,
        subjects=[subject],
        page=pages.Page(1),
        **exception_list.asking(chosen),
    )
    told = exception_notes.told(connection, kind=kind, subject=subject)
    is_empty = rows.empty and freshness.latest(connection)["latest_paid_day"].isna().all()
    return Case(
        chosen=chosen,
        kind=kind,
        subject=subject,
        row=next(iter(lookup_journey.records(rows)), None),
        told=tuple(lookup_journey.records(told)),
        is_store_empty=bool(is_empty),
    )
