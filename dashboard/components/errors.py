"""Error messages on a screen, and how it recovers."""

from typing import Final

import streamlit as st

from dashboard import access, logs, text
from dashboard.auth import browser, refusals
from dashboard.text import _, formats
from data import problems, store
from data.connections import database_errors
from data.problems import N_

_SECONDS_BETWEEN_CHECKS: Final = 1.0
_JUST_FAILED: Final = "store_just_failed"


def show(problem: problems.Problem) -> None:
    """Show what is wrong; a store that is down or busy is watched until it answers."""
    if isinstance(problem, store.Down | store.Busy):
        _message(problem, ":material/cloud_off:")
        st.session_state[_JUST_FAILED] = True
        _watch()
    elif isinstance(problem, refusals.SignInNeeded):
        _message(problem, ":material/lock:")
        if st.button(_("Sign in"), icon=":material/login:", key="sign_in_again"):
            browser.again()
    elif isinstance(problem, refusals.Refused):
        _message(problem, ":material/person_off:")
        if st.button(_("Sign in as somebody else"), icon=":material/logout:", key="sign_in_other"):
            browser.leave()
    else:
        _message(problem, ":material/error:")
        st.button(_("Try again"), icon=":material/refresh:", key="try_again")


def catch(error: Exception) -> bool:
    """Show an error that a page did not expect as a sentence, and log the way to it."""
    if isinstance(error, problems.Problem):
        # In a button: the right to it was lost meanwhile, or the store does not answer.
        show(error)
        return True
    if (problem := database_errors.problem(error)) is not None:
        show(problem)
        return True
    show(
        problems.Failed(
            N_("Something went wrong"),
            N_(
                "It is in the program's log under the number {number}; load the page again, or"
                " choose another day."
            ),
            number=logs.fault(error, "a page"),
        )
    )
    return True


def markdown(problem: problems.Problem) -> str:
    """Return the title of a problem and its sentence, for Markdown."""
    title, sentence = (formats.plain(part) for part in text.problem(problem))
    return f"**{title}**  \n{sentence}"


def _message(problem: problems.Problem, icon: str) -> None:
    st.error(markdown(problem), icon=icon)


@st.fragment(run_every=_SECONDS_BETWEEN_CHECKS)
def _watch() -> None:
    """Run the page again once the store answers; shows nothing itself."""
    # The first check would come right after the failure.
    if not st.session_state.pop(_JUST_FAILED, False) and access.answers():
        st.rerun()
