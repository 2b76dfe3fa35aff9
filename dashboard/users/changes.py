"""Forms of the users page: add one, change one, and end sign-ins. Each change notes who made it."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

import sqlalchemy as sa
import streamlit as st

from dashboard import access
from dashboard.auth import admission
from dashboard.components import submissions
from dashboard.text import _, formats, ngettext, user_terms
from dashboard.users import listing
from data import problems, sessions, users
from data.problems import N_

_STATE_KEY: Final = "user_changes"
_PICKED: Final = "user_picked"


def add(offices: Mapping[str, str]) -> None:
    """Show the form that adds a user."""
    kept = submissions.of(_STATE_KEY)
    with (
        st.expander(_("Add a user"), icon=":material/person_add:"),
        st.form(f"add_{kept.done}", enter_to_submit=False),
    ):
        st.text_input(
            _("E-mail address"), key="new_login", help=_("The one that the sign-in confirms.")
        )
        _fields("new", None, offices)
        st.form_submit_button(
            _("Add"), key="new_add", type="primary", on_click=kept.once(_save, "new", None)
        )


def pick(shown: listing.Listing) -> users.User | None:
    """Show the choice of a user, and return the user."""
    logins = [each.login for each in shown.everybody]
    names = {each.login: each.full_name for each in shown.everybody}
    if not logins:
        return None
    # Kept in this session alone: an address of a page names nobody.
    picked = st.selectbox(
        _("User to change"),
        logins,
        index=None,
        key=_PICKED,
        format_func=lambda login: f"{names[login]} · {login}",
        placeholder=_("Choose a user"),
    )
    return shown.of(picked) if picked else None


def change(user: users.User, offices: Mapping[str, str]) -> None:
    """Show the form that changes a user, and the buttons that end sign-ins or the right to them."""
    kept = submissions.of(_STATE_KEY)
    known = access.administer(
        functools.partial(
            sessions.listed, login=user.login, idle=admission.idle(), most=listing.MOST_SESSIONS
        )
    )
    prefix = f"change_{user.login}_{kept.done}"
    with st.form(prefix, enter_to_submit=False):
        _fields(prefix, user, offices)
        st.form_submit_button(
            _("Allow again") if user.is_disabled else _("Save"),
            key=f"{prefix}_save",
            type="primary",
            on_click=kept.once(_save, prefix, user.login),
        )
    st.header(_("Sign-ins"), anchor=False)
    listing.show_sessions(known)
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Sign out everywhere"),
            key=f"{prefix}_end",
            icon=":material/devices:",
            disabled=not any(each.goes_on for each in known),
            on_click=kept.once(_end, user.login),
        )
        if not user.is_disabled:
            st.button(
                _("Disable"),
                key=f"{prefix}_disable",
                icon=":material/person_off:",
                help=_("The user may not sign in any more, and is signed out everywhere."),
                on_click=kept.once(_disable, user.login),
            )


def result() -> None:
    """Show what the last change came to."""
    kept = submissions.of(_STATE_KEY)
    if kept.problem is not None:
        st.error(submissions.sentence(kept.problem), icon=":material/error:")
    elif kept.result:
        st.success(kept.result, icon=":material/check_circle:")


def _fields(prefix: str, user: users.User | None, offices: Mapping[str, str]) -> None:
    st.text_input(_("Name"), key=f"{prefix}_name", value=user.full_name if user else "")
    roles = list(users.Role)
    st.selectbox(
        _("Role"),
        roles,
        index=roles.index(user.role) if user else 1,
        key=f"{prefix}_role",
        format_func=lambda role: f"{_(user_terms.ROLES[role])}: {_(user_terms.SEES[role])}",
    )
    st.multiselect(
        _("Offices"),
        list(offices),
        default=[code for code in user.office_codes if code in offices] if user else [],
        key=f"{prefix}_offices",
        format_func=lambda code: f"{offices[code]} ({code})",
        help=_("For users of an office alone."),
        placeholder=_("Choose offices"),
    )


def _save(kept: submissions.Submissions, prefix: str, login: str | None) -> None:
    state = st.session_state
    known = users.known_as(login or state["new_login"])
    role = users.Role(state[f"{prefix}_role"])
    given: Any = functools.partial(
        users.add,
        login=known,
        full_name=state[f"{prefix}_name"],
        role=role,
        offices=state[f"{prefix}_offices"],
        by=access.person(),
    )
    _carry_out(kept, known, given, _("{login} may sign in now."), keeps=role)


def _disable(kept: submissions.Submissions, login: str) -> None:
    given = functools.partial(users.disable, login=login, by=access.person())
    _carry_out(kept, login, given, _("{login} may not sign in any more."))


def _end(kept: submissions.Submissions, login: str) -> None:
    def end() -> str:
        ended = access.administer(
            functools.partial(sessions.end_all, login=login, by=access.person())
        )
        words = ngettext(
            "{n} sign-in of {login} has ended.", "{n} sign-ins of {login} have ended.", ended
        )
        return words.format(n=formats.count(ended), login=formats.plain(login))

    kept.carry_out(end, about=login)


def _carry_out(
    kept: submissions.Submissions,
    login: str,
    decision: Callable[[sa.Connection], users.User],
    told: str,
    keeps: users.Role | None = None,
) -> None:
    """Carry out a decision about a user; nobody takes the own right to this page away."""

    def decide() -> str:
        if login == access.person() and keeps is not users.Role.ADMINISTRATOR:
            raise problems.Problem(
                N_("You would lock yourself out"),
                N_("Ask another administrator to change your own account."),
            )
        return told.format(login=formats.plain(access.administer(decision).login))

    kept.carry_out(decide, about=login)
