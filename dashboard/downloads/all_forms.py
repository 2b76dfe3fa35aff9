"""Owns all forms of a day in one file: begun with a click, told how far it is, taken when done."""

from __future__ import annotations

import urllib.parse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import access, current_store, text
from dashboard.auth import preview
from dashboard.components import fragments
from dashboard.exports import bundles, jobs, reports, urls
from dashboard.text import _, formats
from data import problems

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping

    from dashboard.exports import files


_DESK: Final = "bundle"
_ENDING: Final = "pdf"
_LOOK_SECONDS: Final = 1.0


@dataclass
class _Desk:
    """What was begun in this session, about what; or why it could not be."""

    about: str
    token: str | None = None
    problem: problems.Problem | None = None


def show(asked: Mapping[str, str]) -> None:
    """Offer the forms of a day in one file, a pdf for each office and organisation.

    Args:
        asked: the day, and perhaps an office, as `reports.asked` gives them.
    """
    desk: _Desk | None = st.session_state.get(_DESK)
    is_at_hand = desk is not None and desk.about == reports.subject(asked)
    job = _job(desk.token) if desk is not None and is_at_hand else None
    if desk is not None and job is not None:
        every = None if job.is_over else _LOOK_SECONDS
        fragments.alone(_told, every=every)(str(desk.token), is_watched=not job.is_over)
        return
    st.button(
        _("One form for each organisation, as a zip"),
        key="bundle_begin",
        icon=":material/folder_zip:",
        help=_("A pdf for each office and organisation with codes that day, in a folder each."),
        on_click=_begin,
        args=(dict(asked),),
    )
    if desk is not None and is_at_hand and desk.problem is not None:
        _say(desk.problem)


def _begin(asked: Mapping[str, str]) -> None:
    """Begin to make the file; what is in the way is kept, to be said on the page."""
    desk = st.session_state[_DESK] = _Desk(reports.subject(asked))
    try:
        taker = access.actor()
        wanted = bundles.Wanted(asked, _ENDING)
        opened = current_store.current()

        def work(watch: bundles.Watch, abandoned: threading.Event) -> files.Made:
            return bundles.make(opened, taker, wanted, watch=watch, abandoned=abandoned)

        desk.token = jobs.KNOWN.start(taker, work)
    except problems.Problem as problem:
        desk.problem = problem


def _told(token: str, *, is_watched: bool) -> None:
    """Say how far the file is, and hand it over when it is done."""
    job = _job(token)
    if job is None or (is_watched and job.is_over):
        st.rerun()
    if job.problem is not None:
        _say(job.problem)
    elif job.made is None:
        words = _("{done} of {total} forms are made")
        told = words.format(done=formats.count(job.done), total=formats.count(job.total))
        st.progress(job.done / max(job.total, 1), told)
        st.button(
            _("Stop"),
            key="bundle_stop",
            icon=":material/close:",
            on_click=job.abandoned.set,
        )
    else:
        office = preview.office()
        seen_as = f"?{urllib.parse.urlencode({urls.AS_OFFICE: office})}" if office else ""
        st.link_button(
            _("Take the zip: {total} forms").format(total=formats.count(job.total)),
            f"{urls.PREFIX}/job/{token}{seen_as}",
            icon=":material/download:",
        )


def _job(token: str | None) -> jobs.Job | None:
    return jobs.KNOWN.at(token, access.actor()) if token else None


def _say(problem: problems.Problem) -> None:
    title, sentence = (formats.plain(part) for part in text.problem(problem))
    st.warning(f"**{title}**: {sentence}", icon=":material/error:")
