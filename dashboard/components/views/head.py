"""The buttons of every page's head: copy the link to exactly this view, and save it."""

import functools
import pathlib
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import access, screens
from dashboard.components import elements, links, submissions
from dashboard.components.views import address
from dashboard.text import _, formats
from data import saved_views, settings

_KEY: Final = "saving_view"
_copy: Final = elements.component("copy", pathlib.Path(__file__).parent)


def show(row: DeltaGenerator, below: DeltaGenerator) -> None:
    """Show both buttons in a row, and below it what came of saving."""
    with row:
        _copy_link()
    view = address.here()
    if view is None or not access.may_keep():
        return
    kept = submissions.of(_KEY)
    with row:
        _save(view, kept)
    if kept.about == view.page and (kept.problem or kept.result == view):
        with below:
            _result(kept)


def _copy_link() -> None:
    tip = _(
        "A link to exactly this view: its filters, its order, its page and its days, which stay "
        "the same tomorrow. Names and numbers of participants are in no link."
    )
    _copy(
        key="copy_link",
        data={
            "base": str(settings.read().public_url or "").rstrip("/"),
            "words": _("Copy link"),
            "done": _("Copied"),
            "failed": _("Copy it from here:"),
            "tip": tip,
        },
        width="content",
    )


def _save(view: address.Here, kept: submissions.Submissions) -> None:
    name = f"view_name_{kept.done}"
    st.session_state.setdefault(name, kept.typed or "")
    with (
        # Another one when it is done: it is closed then.
        st.popover(
            _("Save view"),
            icon=":material/bookmark_add:",
            key=f"save_view_{kept.done}",
            width="content",
        ),
        st.form("save_view", border=False, enter_to_submit=True),
    ):
        st.text_input(
            _("Name of this view"),
            key=name,
            max_chars=saved_views.LONGEST_NAME,
            autocomplete="off",
            help=_("It stands on your overview, for you alone. No names of participants."),
        )
        if view.is_latest:
            st.checkbox(
                _("Always with the latest days"),
                value=True,
                key=f"view_latest_{kept.done}",
                help=_("Otherwise it keeps the days that are shown now."),
            )
        st.form_submit_button(
            _("Save"),
            key="save_view_now",
            icon=":material/bookmark_add:",
            on_click=kept.once(_take, name, f"view_latest_{kept.done}"),
        )


def _take(kept: submissions.Submissions, name: str, latest: str) -> None:
    """Save the view at hand under the name that was typed."""
    view = address.here()
    if view is None:
        return
    typed = str(st.session_state.get(name) or "")
    is_latest = bool(st.session_state.get(latest, False))

    def save() -> address.Here:
        cleaned = access.ask(functools.partial(address.impersonal, view=view))
        query = cleaned.query(latest=is_latest)
        add = functools.partial(saved_views.add, name=typed, page=view.page, query=query)
        access.keep(add)
        return view

    kept.carry_out(save, about=view.page, typed=typed)


def _result(kept: submissions.Submissions) -> None:
    if kept.problem is not None:
        st.error(submissions.sentence(kept.problem), icon=":material/error:")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.success(_("The view is saved."), icon=":material/check_circle:")
        first = screens.FIRST
        links.link(first.address, formats.plain(_("Mine, on the overview")), icon=first.icon)
