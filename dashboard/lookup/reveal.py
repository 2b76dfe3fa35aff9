"""Showing the participant of a payment unmasked: for a purpose, logged first, for five minutes.

What is shown stays in the session of this tab, never in the address or the cache. It is dropped
when its time is over, and when another payment or another page is shown.
"""

import functools
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from dashboard import access, screens
from dashboard.components import fragments
from dashboard.text import _, audit_terms, formats, lookup_terms, parsing
from data import scope as data_scope
from queries.lookup import lookup

SECONDS: Final = 300

_SHOWN: Final = "reveal_shown"
_REQUESTED: Final = "reveal_wanted"
_PAGE: Final = "lookup"
_FEWEST_LETTERS: Final = 10
_LONGEST: Final = 200
# So many digits may be those of a person.
_DIGITS: Final = 9


@dataclass(frozen=True)
class Shown:
    """The participant of a payment (None: not known), who may see it, and until when."""

    payment: str
    scope: data_scope.Scope
    until: float
    person: Mapping[str, Any] | None


def leave(address: str) -> None:
    """Drop what was shown when another page than the lookup is opened."""
    if address != screens.at(_PAGE).address:
        forget()


def keep(payments: Collection[str]) -> None:
    """Drop what was shown unless payment and scope are the same and its time is not over.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    shown: Shown | None = st.session_state.get(_SHOWN)
    if shown and (
        shown.payment not in payments or _left(shown) <= 0 or shown.scope != access.current()
    ):
        forget()


def forget() -> None:
    """Drop what was shown, for use in callbacks too."""
    st.session_state.pop(_SHOWN, None)


def show(payment: str) -> None:
    """Show the participant of a payment, or the form that asks for the purpose.

    Raises:
        problems.Problem: the store is down, busy or slow, or refuses.
    """
    if not access.may_reveal():
        return
    refusal = None
    if st.session_state.get(_REQUESTED) == payment:
        st.session_state.pop(_REQUESTED)
        refusal = _reveal(payment)
    shown: Shown | None = st.session_state.get(_SHOWN)
    if shown is None or shown.payment != payment:
        _form(payment, refusal)
        return
    # The fragment runs again when the time is over, and removes what it showed.
    fragments.alone(_shown, every=_left(shown) + 0.5)(payment)


def why_not(choice: str | None, words: str) -> str | None:
    """Return why a purpose is refused; None where it is accepted."""
    if choice is None:
        return _("Choose what this is needed for.")
    if choice == lookup_terms.OTHER and sum(map(str.isalpha, words)) < _FEWEST_LETTERS:
        return _("Say in at least ten letters what this is needed for.")
    if sum(map(str.isdigit, words)) >= _DIGITS:
        return _("The purpose stays in the access log: leave numbers of persons out of it.")
    return None


def purpose(choice: str, words: str) -> str:
    """Return a purpose as the access log keeps it: from the list, in own words, or both."""
    chosen = [] if choice == lookup_terms.OTHER else [choice]
    return ": ".join([*chosen, *([words] if words else [])])


def _reveal(payment: str) -> str | None:
    """Log who looks and for what purpose, then read; return why the purpose was refused, if so."""
    choice = st.session_state.get(_key("purpose", payment))
    given = str(st.session_state.get(_key("words", payment)) or "")
    words = parsing.one_line(given)[:_LONGEST]
    if refusal := why_not(choice, words):
        return refusal
    found = access.reveal(
        functools.partial(
            lookup.participants,
            payments=[payment],
            who=access.person(),
            page=_PAGE,
            purpose=purpose(str(choice), words),
        )
    )
    # No more is kept than is shown.
    known = {name: found.get(payment, {}).get(name) for name in lookup_terms.PARTICIPANT}
    person = known if any(known.values()) else None
    until = time.monotonic() + SECONDS
    st.session_state[_SHOWN] = Shown(payment, access.current(), until, person)
    return None


def _form(payment: str, refusal: str | None) -> None:
    with (
        st.expander(
            _("Show the name and the numbers"),
            icon=":material/lock_open:",
            expanded=refusal is not None,
        ),
        st.form(_key("form", payment), border=False, enter_to_submit=False),
    ):
        st.caption(
            _(
                "The access log notes who looks, when and what for. The data are shown for five "
                "minutes, and not on another page."
            )
        )
        _purpose(payment)
        st.form_submit_button(
            _("Show"),
            key=_key("show", payment),
            icon=":material/visibility:",
            on_click=_request,
            args=(payment,),
        )
        if refusal:
            st.warning(refusal, icon=":material/edit_note:")


def _purpose(payment: str) -> None:
    """Show the two fields of the purpose."""
    st.selectbox(
        _("What is it needed for?"),
        options=list(lookup_terms.PURPOSES),
        index=None,
        key=_key("purpose", payment),
        format_func=audit_terms.purpose,
        placeholder=_("Choose a purpose"),
    )
    st.text_input(
        _("In own words"),
        key=_key("words", payment),
        autocomplete="off",
        max_chars=_LONGEST,
        help=_(
            "Needed for another purpose, at least ten letters. It stays in the access log: no "
            "names, no numbers of persons."
        ),
    )


def _request(payment: str) -> None:
    st.session_state[_REQUESTED] = payment


def _shown(payment: str) -> None:
    """Show the participant of a payment until the time is over."""
    keep([payment])
    shown: Shown | None = st.session_state.get(_SHOWN)
    if shown is None or shown.payment != payment:
        st.rerun()
    with st.container(border=True, gap="xsmall"):
        if shown.person is None:
            st.markdown(_("No participant of this payment is known."))
        else:
            _person(shown.person)
        st.caption(
            _("Noted in the access log. Hidden again after five minutes, or on another page.")
        )
        st.button(
            _("Hide"),
            key=_key("hide", payment),
            icon=":material/visibility_off:",
            on_click=forget,
        )


def _person(person: Mapping[str, Any]) -> None:
    for name, label in lookup_terms.PARTICIPANT.items():
        words = formats.words(person[name])
        st.markdown(f"{_(label)}: **{formats.plain(words)}**")


def _left(shown: Shown) -> float:
    return shown.until - time.monotonic()


def _key(name: str, payment: str) -> str:
    return f"reveal_{name}_{payment}"
