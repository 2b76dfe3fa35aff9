"""Importing from the browser: hand files in, see what was understood, have them imported.

A process of its own does the work, and a drop's folder says how far it is, so that it goes on when
the page is closed, and any page of the same user shows it.
"""

import datetime as dt
from typing import Final

import streamlit as st

from dashboard import access, clock, current_store, text, workers
from dashboard.auth import refusals
from dashboard.components import errors, fragments, links, page_head, submissions
from dashboard.imports import drop_zone, understood
from dashboard.text import _, formats
from data import loader, problems, settings
from data.uploads import drops

_KEY: Final = "handing_in"
_LOOK_SECONDS: Final = 1.0
_REPLACE: Final = "drop_replaces_sample"

# How much of an import is done when a step begins; the rest of "Reading files" is by rows.
_STEPS: Final = {
    "Unpacking files": 0.0, "Reading files": 0.05, "Reading values": 0.45, "Checking rows": 0.55,
    "Writing to the store": 0.7,
}  # fmt: skip


def show() -> None:
    """Let an administrator hand files in; nobody else sees anything of it."""
    if not access.may_administer():
        return
    # On paper there is nothing to hand in.
    with st.container(key="handing_in"):
        _shown()


def _shown() -> None:
    st.header(_("Import files"), anchor=False)
    if not loader.is_there(current_store.current(), settings.read()):
        st.info(errors.markdown(loader.Missing()), icon=":material/block:")
        return
    drop = drops.current(access.person())
    kept = submissions.of(_KEY)
    if kept.problem is not None:
        st.error(submissions.sentence(kept.problem), icon=":material/error:")
    if drop is None:
        drop_zone.show()
    elif drop.is_working:
        # Quietly: nothing of the page but this part runs again.
        fragments.alone(_watched, every=_LOOK_SECONDS)()
    elif drop.is_over:
        _over(drop)
        drop_zone.show()
    else:
        _understood(drop)


def _watched() -> None:
    """Show how far the process at work is; the whole page, once it has ended."""
    drop = drops.current(access.person())
    if drop is None or not drop.is_working:
        # The process at work has written what the page is about to show.
        current_store.current().look_again()
        st.rerun()
    _working(drop)


def _working(drop: drops.Drop) -> None:
    """Show how far the process is, and let it be called off."""
    _names(drop)
    if drop.is_called_off:
        st.info(_("Being called off: nothing of it will be in the store."), icon=":material/undo:")
        return
    share, words = _share(drop)
    st.progress(share, words)
    page_head.announce(_step(drop), key="drop_status")
    _offer_to_call_off(drop)
    if drop.state is drops.State.IMPORTING:
        st.caption(_("You may close the page: the import goes on, and is shown here."))


def _share(drop: drops.Drop) -> tuple[float, str]:
    """Return how much is done, from 0 to 1, and what is being done."""
    progress = drop.progress
    step, rows = progress.get("step", ""), progress.get("rows", 0)
    begun = _STEPS.get(step, 0.0)
    expected = sum(file["rows"] for file in (drop.report or {}).get("files", ()))
    if step == "Reading files" and expected:
        begun += (_STEPS["Reading values"] - begun) * min(1.0, rows / expected)
    words = _step(drop)
    if rows:
        words = f"{words} · {_('{rows} rows').format(rows=formats.count(rows))}"
    return begun, words


def _step(drop: drops.Drop) -> str:
    """Return what is being done."""
    step = drop.progress.get("step", "")
    return _(step) if step else _("Beginning")


def _understood(drop: drops.Drop) -> None:
    """Show what was understood, and ask whether to import it."""
    report = drop.report or {}
    _names(drop)
    understood.show(report)
    _rejects(drop)
    may_begin = not understood.is_empty(report)
    if not may_begin:
        sentence = _("None of it can be imported: correct the files, and hand them in again.")
        st.warning(sentence, icon=":material/block:")
    elif report["sample_removed"]:
        may_begin = st.checkbox(
            _("The sample data will be deleted, and my files take their place"), key=_REPLACE
        )
    kept = submissions.of(_KEY)
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Import them"),
            key="drop_import",
            type="primary",
            icon=":material/upload:",
            disabled=not may_begin,
            on_click=kept.once(_begin, drop, text.language(), report.get("sample_removed", False)),
        )
        _offer_to_call_off(drop)


def _offer_to_call_off(drop: drops.Drop) -> None:
    st.button(
        _("Call off"),
        key="drop_call_off",
        icon=":material/close:",
        on_click=_call_off,
        args=(drop,),
    )


def _begin(
    kept: submissions.Submissions, drop: drops.Drop, language: str, replaces_sample: object
) -> None:
    """Begin the import of what was understood."""

    def begin() -> str:
        if not access.may_administer():
            raise refusals.NoImports
        begun = drops.begin_import(drop)
        workers.take(begun, language, replaces_sample=bool(replaces_sample))
        return begun.id

    kept.carry_out(begin, about=drop.id)


def _call_off(drop: drops.Drop) -> None:
    if access.may_administer():
        drops.call_off(drop)


def _over(drop: drops.Drop) -> None:
    """Say what has become of the last files, for as long as their rejected rows are kept."""
    if drop.state is drops.State.CALLED_OFF:
        words = _("Called off: nothing of {files} was imported.")
        st.info(words.format(files=_listed(drop)), icon=":material/undo:")
    elif drop.state is drops.State.FAILED:
        problem = drop.problem or problems.Problem("", "")
        words = f"{_listed(drop)}: {errors.markdown(problem)}"
        st.error(words, icon=":material/error:")
    else:
        _done(drop)
    _rejects(drop)


def _done(drop: drops.Drop) -> None:
    report = drop.report or {}
    words = _("**Import {number}** is done: {files}. {counted}.").format(
        number=formats.count(report["run"]), files=_listed(drop), counted=understood.counted(report)
    )
    if report["status"]:
        st.warning(words, icon=":material/rule:")
    else:
        st.success(words, icon=":material/check_circle:")
    if drop.problem is not None:
        st.warning(errors.markdown(drop.problem), icon=":material/error:")
    links.here(
        _("Open the import"),
        key="drop_open",
        icon=":material/arrow_forward:",
        run=str(report["run"]),
    )


def _rejects(drop: drops.Drop) -> None:
    """Offer the rejected rows, to be corrected and handed in again."""
    there = [path for ending in ("xlsx", "csv") if (path := drop.rejects_in(ending)).exists()]
    if not there:
        return
    st.markdown(
        _(
            "Take the rejected rows away, correct them in the workbook, and drop it here: a row "
            "stands in it as it came, with the reason beside it."
        )
    )
    with st.container(horizontal=True, gap="small"):
        for path in there:
            st.link_button(
                _("Take {file}").format(file=path.name),
                f"/import/{drop.id}/{path.name}",
                icon=":material/download:",
            )
    until = dt.datetime.fromtimestamp(drop.since + drops.KEPT_SECONDS, clock.HANOI)
    st.caption(
        _("They may name people, and are given to you alone: until {moment}.").format(
            moment=formats.moment(until)
        )
    )


def _names(drop: drops.Drop) -> None:
    st.markdown(f":material/description: {_listed(drop)}")


def _listed(drop: drops.Drop) -> str:
    return understood.named([file.name for file in drop.files])
