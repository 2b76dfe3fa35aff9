"""What a user has saved, on the page that the user begins with: opened, renamed and deleted."""

import functools
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import access
from dashboard.components import links, submissions
from dashboard.components.views import address
from dashboard.text import _, formats
from data import saved_views

_KEY: Final = "changing_view"
_PICKED: Final = "view_picked"
# The others stand behind the button that changes them.
_IN_SIGHT: Final = 8


def show() -> None:
    """Show the links to the user's views, if there are any.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    if not access.may_keep():
        return
    views = sorted(
        access.kept(saved_views.listed), key=lambda view: formats.alphabetical(view.name)
    )
    if not views:
        return
    kept = submissions.of(_KEY)
    with st.container(key="own_views", horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(_("**Mine**"), width="content")
        for view in views[:_IN_SIGHT]:
            _open(view)
        with st.popover(
            _("Edit"), icon=":material/edit:", key=f"own_views_{kept.done}", type="tertiary"
        ):
            for view in views[_IN_SIGHT:]:
                _open(view)
            _form(views, kept)
    if kept.problem is not None:
        st.error(submissions.sentence(kept.problem), icon=":material/error:")


def _open(view: saved_views.View) -> None:
    """Show the link to a view; one of a page that there is no more has none."""
    found = address.opened(view.page, view.query)
    if found is None:
        return
    screen, params = found
    label = formats.plain(view.name)
    st.page_link(
        links.page(screen), label=label, icon=screen.icon, query_params=params, width="content"
    )


def _form(views: Sequence[saved_views.View], kept: submissions.Submissions) -> None:
    names = {view.view_id: view.name for view in views}
    name = f"view_new_name_{kept.done}"
    with st.form(f"own_views_{kept.done}", border=False, enter_to_submit=False):
        st.selectbox(
            _("Saved view"),
            list(names),
            key=_PICKED,
            format_func=lambda view: names.get(view, ""),
        )
        st.text_input(
            _("New name"), key=name, max_chars=saved_views.LONGEST_NAME, autocomplete="off"
        )
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(_("Rename"), key="view_rename", on_click=kept.once(_rename, name))
            st.form_submit_button(
                _("Delete"),
                key="view_delete",
                icon=":material/delete:",
                on_click=kept.once(_delete),
            )


def _rename(kept: submissions.Submissions, name: str) -> None:
    picked = st.session_state[_PICKED]
    typed = str(st.session_state.get(name) or "")
    rename = functools.partial(saved_views.rename, view=picked, name=typed)
    kept.carry_out(lambda: access.keep(rename), about=picked)


def _delete(kept: submissions.Submissions) -> None:
    picked = st.session_state[_PICKED]
    delete = functools.partial(saved_views.delete, view=picked)
    kept.carry_out(lambda: access.keep(delete), about=picked)
