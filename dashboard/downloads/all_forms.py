"""All forms of a day in one zip: started with a click, shown in progress, then linked to."""

import contextlib
import threading
from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard import access, current_store
from dashboard.auth import preview
from dashboard.components import fragments, page_head, submissions
from dashboard.exports import bundles, files, jobs, urls
from dashboard.text import _, formats
from data import problems

_KEY: Final = "bundle"
_LOOK_SECONDS: Final = 1.0


def show(params: Mapping[str, str]) -> None:
    """Offer the forms of a day in one file, a pdf for each office and organisation.

    Args:
        params: the day, and perhaps an office, as `reports.params` gives them.
    """
    kept = submissions.of(_KEY)
    is_shown = kept.about == urls.subject(params)
    try:
        job = _job(kept.result) if is_shown else None
    except problems.Problem as problem:
        # The rest of the page may be well, from a standby.
        _warn(problem)
        return
    if job is not None:
        every = None if job.is_over else _LOOK_SECONDS
        fragments.alone(_progress, every=every)(kept.result, is_watched=not job.is_over)
        return
    st.button(
        _("One form for each organisation, as a zip"),
        key="bundle_begin",
        icon=":material/folder_zip:",
        help=_("A pdf for each office and organisation with codes that day, in a folder each."),
        on_click=kept.once(_start, dict(params)),
    )
    if is_shown and kept.problem is not None:
        _warn(kept.problem)


def _start(kept: submissions.Submissions, params: Mapping[str, str]) -> None:
    """Start a job that makes the file; its token, or the problem, is shown on the page."""

    def start() -> str:
        taker = access.actor()
        wanted = bundles.Wanted(params, bundles.FORM_ENDING)
        opened = current_store.current()

        def work(watch: bundles.Watch, abandoned: threading.Event) -> files.Made:
            return bundles.make(opened, taker, wanted, watch=watch, abandoned=abandoned)

        return jobs.start(opened, taker, work)

    kept.carry_out(start, about=urls.subject(params))


def _progress(token: str, *, is_watched: bool) -> None:
    """Show how many forms are made, and the link to the file when it is complete."""
    job = _job(token)
    if job is None or (is_watched and job.is_over):
        st.rerun()
    if job.problem is not None:
        _warn(job.problem)
    elif not job.is_over:
        page_head.announce("", key="bundle_status")
        words = _("{done} of {total} forms are made")
        words = words.format(done=formats.count(job.done), total=formats.count(job.total))
        st.progress(job.done / max(job.total, 1), words)
        st.button(
            _("Stop"),
            key="bundle_stop",
            icon=":material/close:",
            on_click=_stop,
            args=(token,),
        )
    else:
        words = _("Take the zip: {total} forms").format(total=formats.count(job.total))
        # What is told when it changes has to stand there before.
        page_head.announce(words, key="bundle_status")
        st.link_button(
            words,
            urls.address(f"job/{token}", {}, preview.office()),
            icon=":material/download:",
        )


def _stop(token: str) -> None:
    """Give a file up; while the store is down the page says so, and nothing is given up."""
    with contextlib.suppress(problems.Problem):
        jobs.give_up(current_store.current(), token, access.actor())


def _job(token: str | None) -> jobs.Job | None:
    return jobs.at(current_store.current(), token, access.actor()) if token else None


def _warn(problem: problems.Problem) -> None:
    st.warning(submissions.sentence(problem, between=": "), icon=":material/error:")
