"""Many cases at once: rows that are chosen, or the whole list, taken over, noted, or given back."""

import dataclasses
import functools
from collections.abc import Callable
from typing import Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import access, clock
from dashboard.components import submissions, table_style
from dashboard.exceptions import listing
from dashboard.text import _, formats, ngettext
from data import problems
from data.problems import N_
from queries import paging
from queries.exceptions import notes_of_many, rows

_STATE_KEY: Final = "exceptions_many"


@dataclasses.dataclass(frozen=True)
class _Fields:
    """The keys of the table and of the fields, other ones after each change that was made."""

    table: str
    whole: str
    note: str
    owner: str
    due: str


def outcome() -> None:
    """Say what the last change has done, or why it has done nothing."""
    kept = submissions.of(_STATE_KEY)
    if kept.problem is not None:
        st.error(submissions.sentence(kept.problem), icon=":material/error:")
    if kept.result is not None:
        words = ngettext("Saved for {n} case.", "Saved for {n} cases.", kept.result)
        st.success(words.format(n=formats.count(kept.result)), icon=":material/check_circle:")
    # It is said once.
    kept.problem, kept.result = None, None


def show(result: listing.Differences) -> None:
    """Show the list, and what can be done with the rows that are chosen in it."""
    kept = submissions.of(_STATE_KEY)
    kind = result.chosen.kind or "all"
    fields = _Fields(
        f"exceptions_{kind}_{kept.done}" if kept.done else f"exceptions_{kind}",
        *(f"many_{name}_{kind}_{kept.done}" for name in ("whole", "note", "owner", "due")),
    )
    if kept.typed is not None:
        _refill(fields, kept)
    with (
        st.container(key="many"),
        st.form(f"many_{kind}_{kept.done}", enter_to_submit=False, border=False),
    ):
        listing.cases(result, fields.table)
        with st.container(key="many_panel", gap="xsmall"):
            _form(result, fields)
            _buttons(fields, kept.once(_change, result, fields))


def _refill(fields: _Fields, kept: submissions.Submissions) -> None:
    """Let stand what was refused."""
    for name, value in kept.typed.items():
        st.session_state.setdefault(getattr(fields, name), value)
    kept.typed = None


def _form(result: listing.Differences, fields: _Fields) -> None:
    whole = _("The whole list: {cases}, {amount}")
    st.checkbox(
        whole.format(
            cases=listing.cases_text(result.listed_cases),
            amount=formats.money(result.listed_amount),
        ),
        key=fields.whole,
        disabled=result.listed_cases > notes_of_many.MOST,
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            _("Note about each"),
            key=fields.note,
            help=_("No names and numbers of participants. An entry cannot be changed or deleted."),
        )
        st.text_input(
            _("Hand to"),
            key=fields.owner,
            width=200,
            help=_("Who looks after them from now on; left empty it stays as it is."),
        )
        st.date_input(
            _("To be settled by"),
            value=None,
            key=fields.due,
            min_value=clock.today(),
            format="DD/MM/YYYY",
            width=160,
            help=_("By which day they will be settled; left empty it stays as it is."),
        )


def _buttons(fields: _Fields, change: Callable[..., None]) -> None:
    with st.container(horizontal=True, gap="small"):
        st.form_submit_button(
            _("Take over"),
            key=f"take_{fields.table}",
            icon=":material/person_add:",
            type="primary",
            on_click=functools.partial(change, owner=access.person()),
        )
        st.form_submit_button(
            _("Add"),
            key=f"add_{fields.table}",
            icon=":material/add_comment:",
            on_click=change,
        )
        st.form_submit_button(
            _("Give back"),
            key=f"give_{fields.table}",
            icon=":material/person_remove:",
            on_click=functools.partial(change, owner=""),
        )


def _change(
    kept: submissions.Submissions,
    result: listing.Differences,
    fields: _Fields,
    owner: str | None = None,
) -> None:
    """Write about what is chosen; `owner` is None where the field says who looks after it."""
    typed = {
        name: st.session_state[getattr(fields, name)] for name in ("whole", "note", "owner", "due")
    }
    change = notes_of_many.Change(
        typed["note"],
        (typed["owner"].strip() or None) if owner is None else owner,
        # Who gives something back promises nothing.
        None if owner == "" else typed["due"],
    )

    def written() -> int:
        targets = _whole(result) if typed["whole"] else _chosen(result, fields)
        entry = functools.partial(
            notes_of_many.add, who=access.person(), targets=targets, change=change
        )
        return access.append(entry)

    kept.carry_out(written, about=None, typed=typed)


def _chosen(result: listing.Differences, fields: _Fields) -> list[notes_of_many.Target]:
    """Return the rows that are chosen, of those that the user sees."""
    keys = set(table_style.picked(fields.table))
    if result.listed is None:
        return []
    return [
        target
        for target in _targets(result.listed)
        if listing.key_of(target.kind, target.subject) in keys
    ]


def _whole(result: listing.Differences) -> list[notes_of_many.Target]:
    """Return all cases of the list as it was when the user saw it.

    Raises:
        problems.Problem: the list has other cases now.
    """
    limits = dataclasses.replace(result.limits, seen=result.last_note)

    def asked(connection: sa.Connection) -> list[notes_of_many.Target]:
        return _targets(
            rows.listed(
                connection,
                listing.question(result.chosen),
                kind=result.chosen.kind,
                page=paging.Page(notes_of_many.MOST),
                limits=limits,
            )
        )

    targets = access.ask(asked)
    if len(targets) != result.listed_cases:
        raise problems.Problem(
            N_("The list has changed"),
            N_("It has {n} cases now. Nothing was saved: look at it again."),
            n=formats.count(len(targets)),
        )
    return targets


def _targets(cases: pd.DataFrame) -> list[notes_of_many.Target]:
    # Column by column: of thousands of rows the other columns are not needed.
    columns = (cases[name].tolist() for name in ("kind", "subject", "office_code", "note_id"))
    return [
        notes_of_many.Target(kind, subject, office, None if note is pd.NA else note)
        for kind, subject, office, note in zip(*columns, strict=True)
    ]
