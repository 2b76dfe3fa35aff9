"""The notes about one case on the screen: what was noted, and the form that adds an entry."""

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from dashboard import access, clock, people
from dashboard.components import submissions
from dashboard.exceptions.case import Case
from dashboard.text import _, exception_columns, exception_terms, formats
from queries.exceptions import notes

_STATE_KEY: Final = "exception_notes"
_HEIGHT: Final = 120

# A note, a name and a day.
_Typed = tuple[str | None, str | None, dt.date | None]


def show(case: Case) -> None:
    """Show the notes about a case, the oldest first."""
    if case.row is None and not case.entries:
        return
    st.header(_("Notes"), anchor=False)
    if not case.entries:
        st.caption(_("Nothing has been noted yet, and nobody looks after the case."))
        return
    owner = formats.plain(case.owner) or formats.UNKNOWN
    st.markdown(_("Looked after by: **{owner}**").format(owner=owner))
    if case.due_day is not None:
        due = exception_terms.due(case.due_day, clock.today())
        st.markdown(_("To be settled by: **{day}**").format(day=due))
    names = people.read()
    for entry in case.entries:
        with st.container(border=True, gap="xsmall"):
            who = formats.plain(names.name(entry["noted_by"]))
            st.caption(f"{formats.moment(entry['noted_at'])} · {who}")
            if change := _change(entry):
                st.markdown(f":material/person: {change}")
            if entry["note"]:
                st.markdown("  \n".join(formats.plain(line) for line in entry["note"].split("\n")))


def form(case: Case) -> None:
    """Show the form that adds a note or changes the owner; not where the case does not stand."""
    if case.row is None:
        return
    kept = submissions.of(_STATE_KEY)
    is_refused = kept.problem is not None and kept.about == case.key
    if kept.problem is not None and is_refused:
        st.error(submissions.sentence(kept.problem), icon=":material/error:")
    keys = _keys(case, kept.done, kept.typed if is_refused else (None, None, None))
    with st.form(f"form_{keys['note']}", enter_to_submit=False):
        st.text_area(
            _("Note"),
            key=keys["note"],
            height=_HEIGHT,
            help=_(
                "Up to 2,000 characters. An entry cannot be changed or deleted. No names and "
                "numbers of participants."
            ),
        )
        with st.container(horizontal=True, gap="small"):
            st.text_input(
                _("Looked after by"),
                key=keys["owner"],
                help=_(
                    "Who looks after the case from now on; empty: nobody. Up to 100 characters."
                ),
            )
            today = clock.today()
            st.date_input(
                _("To be settled by"),
                key=keys["due"],
                min_value=min(today, case.due_day or today),
                format="DD/MM/YYYY",
                width=160,
                help=_(exception_columns.DUE_DAY.help),
            )
        _buttons(case, keys["note"], kept.once(_add, case, keys))


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


def _keys(case: Case, added: int, typed: _Typed) -> dict[str, str]:
    """Return the keys of the fields, after filling these with what they start with.

    The note has another key after each entry that was added: it is empty then. The owner and the
    day have other ones after each entry of anybody, so that the form never silently undoes a change
    by somebody else. `typed` are a note, an owner and a day that were refused, if any.
    """
    note = f"note_{case.kind}_{case.subject}_{added}"
    owner, due = (
        f"{name}_{case.kind}_{case.subject}_{case.last_note or 0}" for name in ("owner", "due")
    )
    if typed[0] is not None:
        st.session_state.setdefault(note, typed[0])
    st.session_state.setdefault(owner, case.owner if typed[1] is None else typed[1])
    st.session_state.setdefault(due, case.due_day if typed[2] is None else typed[2])
    return {"note": note, "owner": owner, "due": due}


def _add(kept: submissions.Submissions, case: Case, keys: Mapping[str, str], *, take: bool) -> None:
    """Add what was typed, or what it takes for the user to look after the case."""
    note, owner, due = (st.session_state[keys[name]] for name in ("note", "owner", "due"))
    entry = functools.partial(
        notes.add,
        who=access.person(),
        kind=case.kind,
        subject=case.subject,
        office=case.row["office_code"] if case.row else "",
        owner=access.person() if take else owner,
        note=note,
        after=case.last_note,
        due=due,
    )
    typed = note, None if owner == case.owner else owner, None if due == case.due_day else due
    kept.carry_out(lambda: access.append(entry), about=case.key, typed=typed)


def _change(entry: Mapping[str, Any]) -> str:
    """Say who looks after the case from an entry on, and by when, where that changed."""
    due = entry["due_day"]
    if due is None or due == entry["earlier_due_day"]:
        return _owner(entry)
    words = _("To be settled by {day}.").format(day=formats.day(due))
    return f"{_owner(entry)} {words}".strip()


def _owner(entry: Mapping[str, Any]) -> str:
    before, now = entry["earlier_owner"] or "", entry["owner"] or ""
    if before == now:
        return ""
    if not now:
        return _("Nobody looks after the case from here on.")
    if now == entry["noted_by"]:
        return _("Looks after the case from here on.")
    return _("Handed to {owner}.").format(owner=formats.plain(now))
