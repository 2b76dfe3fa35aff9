"""Data and table of the users: roles, offices, and in how many browsers each is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard.auth import admission
from dashboard.components import tables
from dashboard.text import _, formats, ngettext, user_terms
from data import sessions, users

# So many of the last sessions of a user are shown.
MOST_SESSIONS: Final = 20


@dataclass(frozen=True)
class Listing:
    """All users in the order of their addresses; `signed_in` has the sessions that go on."""

    everybody: tuple[users.User, ...]
    signed_in: Mapping[str, int]

    def of(self, login: str) -> users.User | None:
        """Return the user of an address."""
        return next((each for each in self.everybody if each.login == login), None)


def ask(connection: sa.Connection) -> Listing:
    """Query the users, in a transaction of `Store.registering`."""
    return Listing(tuple(users.listed(connection)), sessions.going_on(connection, admission.idle()))


def show(listing: Listing, offices: Mapping[str, str]) -> None:
    """Show how many may sign in and are signed in, and the table of them."""
    active = [each for each in listing.everybody if not each.is_disabled]
    if not listing.everybody:
        st.info(_("Nobody may sign in yet: add the first user."), icon=":material/person_add:")
        return
    words = ngettext(
        "**{n} user** may sign in; {m} signed in now.",
        "**{n} users** may sign in; {m} signed in now.",
        len(active),
    )
    now = formats.count(len(listing.signed_in))
    st.markdown(words.format(n=formats.count(len(active)), m=now))
    tables.show(_rows(listing, offices), user_terms.USERS, key="users", alt=_("The users"))


def show_sessions(known: list[sessions.Session]) -> None:
    """Show the last sessions of a user."""
    if not known:
        st.caption(_("The user has never signed in."))
        return
    rows = pd.DataFrame(
        {
            "issued_at": [each.issued_at for each in known],
            "seen_at": [each.seen_at for each in known],
            "state_label": [_state_of(each) for each in known],
        }
    )
    tables.show(rows, user_terms.SESSIONS, key="user_sessions", alt=_("Sign-ins of the user"))


def _rows(listing: Listing, offices: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "full_name": [each.full_name for each in listing.everybody],
            "login": [each.login for each in listing.everybody],
            "role_label": [_(user_terms.ROLES[each.role]) for each in listing.everybody],
            "offices_label": [_offices_of(each, offices) for each in listing.everybody],
            "state_label": [_state(each) for each in listing.everybody],
            "sessions": [listing.signed_in.get(each.login, 0) for each in listing.everybody],
        }
    )


def _offices_of(user: users.User, offices: Mapping[str, str]) -> str:
    if user.role is not users.Role.DISTRICT:
        return _("every office")
    return "; ".join(offices.get(code, code) for code in user.office_codes)


def _state(user: users.User) -> str:
    mark, word = ("×", _("Disabled")) if user.is_disabled else ("✓", _("May sign in"))
    return f"{mark} {word}"


def _state_of(session: sessions.Session) -> str:
    if session.goes_on:
        mark, word = "✓", _("Goes on")
    elif session.ended_by:
        mark, word = "×", _("Ended by {who}").format(who=session.ended_by)
    else:
        mark, word = "×", _("Over")
    return f"{mark} {word}"
