"""Owns one case on the screen: what differs, and what was noted about it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import access, text
from dashboard.exceptions import listing
from dashboard.text import _, formats
from data import problems
from queries import frames
from queries import paging as pages
from queries.exceptions import notes
from queries.exceptions import rows as exception_rows
from queries.store import freshness

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sqlalchemy as sa

    from dashboard.components import filters


_DESK: Final = "exception_notes"
_HEIGHT: Final = 120


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
        **listing.asking(chosen),
    )
    told = notes.told(connection, kind=kind, subject=subject)
    is_empty = rows.empty and freshness.latest(connection)["latest_paid_day"].isna().all()
    return Case(
        chosen=chosen,
        kind=kind,
        subject=subject,
        row=next(iter(frames.records(rows)), None),
        told=tuple(frames.records(told)),
        is_store_empty=bool(is_empty),
    )


@dataclass(frozen=True)
class _Refused:
    """What was typed about a case and not added, and why; no owner where none was typed."""

    case: tuple[str, str]
    note: str
    owner: str | None
    problem: problems.Problem


@dataclass
class _Desk:
    """How many entries were added in this session, and the last one that was refused.

    It is changed in place: touching the session's state hands over to a second click that waits,
    in the middle of what the first one does.
    """

    added: int = 0
    refused: _Refused | None = None


def show(case: Case) -> None:
    """Show what was noted about the case, the oldest first."""
    if case.row is None and not case.told:
        return
    st.subheader(_("Notes"), anchor=False)
    if not case.told:
        st.caption(_("Nothing has been noted yet, and nobody looks after the case."))
        return
    owner = formats.plain(case.owner) or formats.UNKNOWN
    st.markdown(_("Looked after by: **{owner}**").format(owner=owner))
    for entry in case.told:
        with st.container(border=True, gap="xsmall"):
            who = formats.plain(entry["noted_by"])
            st.caption(f"{formats.moment(entry['noted_at'])} · {who}")
            if change := _change(entry):
                st.markdown(f":material/person: {change}")
            if entry["note"]:
                st.markdown("  \n".join(formats.plain(line) for line in entry["note"].split("\n")))


def form(case: Case) -> None:
    """Let the user add a note, and take the case or hand it over; not where it does not stand."""
    if case.row is None:
        return
    desk: _Desk = st.session_state.setdefault(_DESK, _Desk())
    refused = desk.refused if desk.refused and desk.refused.case == _about(case) else None
    if refused is not None:
        title, sentence = (formats.plain(part) for part in text.problem(refused.problem))
        st.error(f"**{title}**  \n{sentence}", icon=":material/error:")
    keys = _keys(case, desk.added, refused)
    with st.form(f"form_{keys['note']}"):
        st.text_area(
            _("Note"),
            key=keys["note"],
            height=_HEIGHT,
            help=_(
                "Up to 2,000 characters. An entry cannot be changed or deleted. No names and "
                "numbers of participants."
            ),
        )
        st.text_input(
            _("Looked after by"),
            key=keys["owner"],
            help=_("Who looks after the case from now on; empty: nobody. Up to 100 characters."),
        )
        _buttons(case, keys["note"], functools.partial(_add, case, desk, desk.added, keys))


def _buttons(case: Case, name: str, add: Callable[..., None]) -> None:
    with st.container(horizontal=True, gap="small"):
        st.form_submit_button(
            _("Add"),
            key=f"add_{name}",
            icon=":material/add_comment:",
            type="primary",
            on_click=functools.partial(add, take=False),
        )
        st.form_submit_button(
            _("Look after it myself"),
            key=f"take_{name}",
            icon=":material/person_add:",
            disabled=case.owner == access.person(),
            on_click=functools.partial(add, take=True),
        )


def _keys(case: Case, added: int, refused: _Refused | None) -> dict[str, str]:
    """Return what the fields are called, filled with what is to stand in them.

    The note has another name after each entry that was added: it is empty then. The owner has
    another one after each entry of anybody, so that it never takes back in silence what somebody
    else has settled.
    """
    note = f"note_{case.kind}_{case.subject}_{added}"
    owner = f"owner_{case.kind}_{case.subject}_{case.last_note or 0}"
    if refused is not None:
        st.session_state.setdefault(note, refused.note)
    typed = refused.owner if refused else None
    st.session_state.setdefault(owner, case.owner if typed is None else typed)
    return {"note": note, "owner": owner}


def _add(case: Case, desk: _Desk, shown: int, keys: Mapping[str, str], *, take: bool) -> None:
    """Add what was typed; `shown` is how many entries had been added when the form was shown."""
    if shown != desk.added:
        # The second of two clicks: what it sends has been added.
        return
    note, owner = st.session_state[keys["note"]], st.session_state[keys["owner"]]
    entry = functools.partial(
        notes.add,
        who=access.person(),
        kind=case.kind,
        subject=case.subject,
        office=case.office,
        owner=access.person() if take else owner,
        note=note,
        after=case.last_note,
    )
    try:
        access.append(entry)
    except problems.Problem as problem:
        typed = None if owner == case.owner else owner
        desk.refused = _Refused(_about(case), note, typed, problem)
    else:
        desk.refused = None
        desk.added += 1


def _about(case: Case) -> tuple[str, str]:
    return case.kind, case.subject


def _change(entry: Mapping[str, Any]) -> str:
    """Say who looks after the case from an entry on, where that changed."""
    before, now = entry["earlier_owner"] or "", entry["owner"] or ""
    if before == now:
        return ""
    if not now:
        return _("Nobody looks after the case from here on.")
    if now == entry["noted_by"]:
        return _("Looks after the case from here on.")
    return _("Handed to {owner}.").format(owner=formats.plain(now))
