"""The form that freezes the figures of a screen: a note, a button, and the result.

A note that could not be kept stands in the form again.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import access, current_store, screens
from dashboard.components import filter_bar, links, submissions
from dashboard.exports import reports, request_text, urls
from dashboard.exports.snapshots import freezing
from dashboard.text import _, formats

_KEY: Final = "freezing"

Wanted = tuple[reports.Report, Mapping[str, str]]


def show(actions: filter_bar.Actions, wanted: Sequence[Wanted]) -> None:
    """Let the user freeze one of these reports; the result stands below the title."""
    kept = submissions.of(_KEY)
    is_shown = any(kept.about == _about(each) for each in wanted)
    key = f"freeze_note_{kept.done}"
    st.session_state.setdefault(key, (kept.typed or "") if is_shown else "")
    with (
        actions.row,
        # Another one when it is done: it is closed then.
        st.popover(
            _("Freeze figures"),
            icon=":material/lock_clock:",
            key=f"freeze_{kept.done}",
            width="content",
        ),
    ):
        _form(kept, key, wanted)
    if is_shown:
        with actions.below:
            _result(kept)


def _form(kept: submissions.Submissions, key: str, wanted: Sequence[Wanted]) -> None:
    with st.form("freeze", border=False, enter_to_submit=False):
        st.markdown(_("**Freeze the figures**"))
        if len(wanted) == 1:
            st.caption(formats.plain(request_text.report(wanted[0][0].kind)))
        if len(wanted) > 1:
            st.selectbox(
                _("Report"),
                options=range(len(wanted)),
                key="freeze_report",
                format_func=lambda place: request_text.report(wanted[place][0].kind),
            )
        st.text_input(
            _("Why"),
            key=key,
            max_chars=freezing.LONGEST_NOTE,
            help=_(
                "A few words that stand with the snapshot for good. No names and numbers of "
                "participants."
            ),
        )
        st.form_submit_button(
            _("Freeze"),
            key="freeze_now",
            icon=":material/lock_clock:",
            help=_(
                "Keeps what the store says now, with names masked, as a snapshot that nobody can "
                "change or delete."
            ),
            on_click=kept.once(_take, key, wanted),
        )


def _result(kept: submissions.Submissions) -> None:
    if kept.problem is not None:
        st.error(submissions.sentence(kept.problem), icon=":material/error:")
    elif kept.result is not None:
        number = kept.result.link.snapshot_id
        words = _("The figures are frozen as snapshot number {number}.")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.success(words.format(number=number), icon=":material/check_circle:")
            links.link(
                screens.SNAPSHOTS,
                _("Open snapshot {number}").format(number=number),
                icon=":material/lock_clock:",
                snapshot=str(number),
            )


def _take(kept: submissions.Submissions, key: str, wanted: Sequence[Wanted]) -> None:
    """Freeze the report that is chosen."""
    place = st.session_state.get("freeze_report", 0) if len(wanted) > 1 else 0
    report, params = wanted[place]
    note = st.session_state[key]
    kept.carry_out(
        lambda: freezing.take(current_store.current(), access.actor(), report, params, note=note),
        about=_about(wanted[place]),
        typed=note,
    )


def _about(wanted: Wanted) -> tuple[str, str]:
    report, params = wanted
    return report.kind, urls.subject(params)
