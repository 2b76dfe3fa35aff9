"""The two forms of the lookup, and the search for a participant.

The words of the search stay in this tab, never in the address, a log or the cache. Its result is
masked, is noted in the access log payment by payment, and is dropped with the words when another
page is shown. That somebody searched is noted even where it finds nothing.
"""

import functools
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import access, directory
from dashboard.components import links, tables
from dashboard.lookup import codes
from dashboard.lookup.codes import Request
from dashboard.text import _, formats, glossary, lookup_terms, parsing
from data import problems
from data import scope as data_scope
from data.problems import N_
from queries.audit import searches
from queries.lookup import people

KEY: Final = "person_words"

_REQUESTED: Final = "person_wanted"
_FOUND: Final = "person_found"
_PAGE: Final = "lookup"
# Fewer letters than this, or a single short word, would find everybody.
_FEWEST_LETTERS: Final = 5
_FEWEST_WORDS: Final = 2
_LONGEST: Final = 100
_BETWEEN_DIGITS: Final = " .-\u00a0"

# A longer list scrolls.
_CODES_IN_SIGHT: Final = 6


@dataclass(frozen=True)
class Found:
    """The rows that were found, by which words, and who may see them."""

    words: str
    scope: data_scope.Scope
    rows: pd.DataFrame


def follow() -> None:
    """Search for the name or number in the form, for use in callbacks."""
    st.session_state[_REQUESTED] = True
    st.session_state.pop(_FOUND, None)
    codes.forget()


def forget() -> None:
    """Drop the search, for use in callbacks."""
    st.session_state[KEY] = ""
    st.session_state.pop(_FOUND, None)


def show(known: directory.Directory) -> bool:
    """Show the result, or why nothing was searched for; return whether anything was shown.

    Raises:
        problems.Problem: the store is down, busy or slow; or too many searches in a minute.
    """
    words = parsing.one_line(st.session_state.get(KEY) or "")[:_LONGEST]
    if st.session_state.pop(_REQUESTED, None) and words and not _look(words):
        return True
    found: Found | None = st.session_state.get(_FOUND)
    if found is None or found.words != words or found.scope != access.current():
        return False
    _show(found.rows, known)
    return True


def number(words: str) -> str:
    """Return the digits of a number; empty where the words are not a number."""
    digits = "".join(sign for sign in words if sign not in _BETWEEN_DIGITS)
    return digits if digits.isascii() and digits.isdigit() else ""


def is_enough(words: str) -> bool:
    """Return whether a name is long enough to be searched for."""
    letters = [sum(sign.isalpha() for sign in word) for word in words.split()]
    return sum(map(bool, letters)) >= _FEWEST_WORDS or sum(letters) >= _FEWEST_LETTERS


def is_name(words: str) -> bool:
    """Return whether words can be a name that is long enough to be searched for."""
    return not any(map(str.isdigit, words)) and is_enough(words)


def begin(words: str) -> None:
    """Search for a name or number when the lookup runs next, as if it stood in the form."""
    st.session_state[KEY] = words
    st.session_state[_REQUESTED] = True
    st.session_state.pop(_FOUND, None)


def is_asked(words: str) -> bool:
    """Return whether these words are searched for as a person's in this tab."""
    return parsing.one_line(st.session_state.get(KEY) or "")[:_LONGEST] == words


def _look(words: str) -> bool:
    """Search for a person, or show why the words are refused; return whether it searched."""
    digits = number(words)
    if not access.may_reveal():
        refusal = _("Auditors see figures and the access log, and nobody's name or number.")
    elif not digits and any(sign.isdigit() for sign in words):
        refusal = _("Give a name or a number, not both.")
    elif not digits and not is_enough(words):
        refusal = _("Give at least two words of the name, or five letters.")
    else:
        st.session_state[_FOUND] = Found(words, access.current(), _ask(words, digits))
        return True
    st.warning(refusal, icon=":material/person_search:")
    return False


def _ask(words: str, digits: str) -> pd.DataFrame:
    who = access.person()
    if digits:
        question = functools.partial(people.by_number, number=digits, who=who, page=_PAGE)
    else:
        question = functools.partial(people.by_name, words=words, who=who, page=_PAGE)
    rows = access.reveal(question)
    if rows is None:
        raise _too_many(searches.NUMBER if digits else searches.NAME)
    return rows


def _too_many(kind: str) -> problems.Problem:
    words = {
        searches.NAME: N_(
            "At most {most} searches by name a minute are answered. Wait a minute, then search "
            "again."
        ),
        searches.NUMBER: N_(
            "At most {most} searches by number a minute are answered. Wait a minute, then search "
            "again."
        ),
    }
    most = searches.MOST_A_MINUTE[kind]
    return problems.Problem(N_("Too many searches in a short time"), words[kind], most=most)


def _show(rows: pd.DataFrame, known: directory.Directory) -> None:
    if rows.empty:
        words = _("No participant was found. A name is compared from its first letter on.")
        st.warning(words, icon=":material/person_off:")
        return
    # A payment that was opened is shown below.
    with st.expander(_title(rows), expanded="code" not in st.query_params):
        if rows["is_cut"].iloc[0]:
            words = _("Only the first {most} are shown: type more of the name.")
            st.info(words.format(most=formats.count(people.MOST)), icon=":material/content_cut:")
        st.caption(
            " ".join(
                (
                    _("Each search is noted in the access log."),
                    tables.hint(_("Choose a row to see how the payment went.")),
                )
            )
        )
        tables.show(
            _labelled(rows, known),
            lookup_terms.PEOPLE,
            key="people",
            alt=_("Payments of the participants found, masked"),
            leads=links.Way({"code": "key", "payment": "payment_id"}),
            # A search for people leaves no file: what was searched for is kept nowhere.
            has_file=False,
        )


def _title(rows: pd.DataFrame) -> str:
    if rows["is_cut"].iloc[0]:
        more = _("**Participants found: more than {payments}**")
        return more.format(payments=formats.payments(len(rows)))
    words = _("**Participants found: {payments}**, {amount} in all")
    return words.format(
        payments=formats.payments(len(rows)), amount=formats.money(int(rows["amount"].sum()))
    )


def _labelled(rows: pd.DataFrame, known: directory.Directory) -> pd.DataFrame:
    return rows.assign(
        key=rows["confirmation_code"].fillna(rows["payment_id"]),
        office=rows["office_code"].map(known.offices),
        org=rows["org_code"].map(known.organizations),
        product=[_(glossary.PRODUCTS[code]) for code in rows["product"]],
    )


def inputs(request: Request) -> None:
    """Let the user paste a list, or look for a participant."""
    with st.container(key="lookup_ways", horizontal=True, gap="small"):
        with st.popover(_("Paste a list"), icon=":material/content_paste:", key="paste_list"):
            _codes(request)
        with st.popover(_("Participant"), icon=":material/person_search:", key="find_by_person"):
            _person()


def _codes(request: Request) -> None:
    st.session_state[codes.KEY] = "\n".join(request.typed)
    with st.form("codes", border=False, enter_to_submit=False):
        st.text_area(
            _("Confirmation codes, receipts, payments, remittances, bank references"),
            key=codes.KEY,
            height="content" if len(request.lines) <= _CODES_IN_SIGHT else 200,
            placeholder=_("One code, or a pasted list"),
            help=_(
                "Codes alone: they go into the address of the page. No names, no numbers of "
                "persons."
            ),
        )
        st.form_submit_button(
            _("Look up"),
            key="look_up",
            icon=":material/search:",
            on_click=_follow,
        )


def _person() -> None:
    with st.form("person", border=False, enter_to_submit=False):
        st.text_input(
            _("Find by participant"),
            key=KEY,
            autocomplete="off",
            placeholder=_("Name from its beginning, or the whole number"),
            help=_(
                "The name with or without diacritics, at least two words or five letters; or the "
                "whole social insurance or identity number. What is typed here stays out of the "
                "address of the page; each search is noted in the access log."
            ),
        )
        st.form_submit_button(
            _("Find"),
            key="find_person",
            icon=":material/person_search:",
            on_click=follow,
        )


def _follow() -> None:
    forget()
    codes.follow()
