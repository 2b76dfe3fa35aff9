"""What a search has found in more than one way, or not at all: a short page, grouped by kind."""

import functools
from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import access, directory
from dashboard.components import links, tables
from dashboard.lookup import box, codes, recognised, search
from dashboard.lookup.recognised import Place, Recognised
from dashboard.text import _, formats, lookup_terms, ngettext
from data.problems import N_
from queries.lookup import near

_TITLES: Final = {
    "office": N_("Offices"),
    "org": N_("Collection organisations"),
    "collector": N_("Collectors"),
}
_ICONS: Final = {
    "office": ":material/domain:",
    "org": ":material/storefront:",
    "collector": ":material/badge:",
}


def ask(words: str | None) -> Recognised | None:
    """Return what the words of the search are; None where nothing is searched for.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    if words is None or not recognised.trimmed(words):
        return None
    found = access.ask(functools.partial(recognised.ask, words=words))
    if "q" in st.query_params and not found.is_public:
        # Somebody has typed it into the address: it stays in this tab alone.
        codes.keep(found.words)
        del st.query_params["q"]
    return found


def missing(found: Recognised | None) -> list[str]:
    """Return the words if the store knows them as nothing that may be seen, to be noted.

    A person's name or number that was searched for is noted by that search.
    """
    if found is None or not found.is_nothing or search.is_asked(found.words):
        return []
    return [found.words]


def show(found: Recognised, known: directory.Directory) -> None:
    """Show what was found by kind, or which codes may be meant instead."""
    with st.container(key="search_results"):
        box.arrive()
        if found.is_nothing:
            _nothing(found, known)
        else:
            _found(found, known)


def _found(found: Recognised, known: directory.Directory) -> None:
    words = _("**“{words}”** is found in several ways; choose what you mean.")
    if len(found.matches) + len(found.places) == 1:
        words = _("**“{words}”** is found:")
    st.markdown(words.format(words=formats.plain(found.words)))
    if found.matches:
        _numbers(found)
    for kind, title in _TITLES.items():
        if named := [place for place in found.places if place.kind == kind]:
            _places(_(title), named, found.numbers[kind], known)
    _people(found)


def offer(missing: Sequence[str], known: directory.Directory) -> None:
    """Show which codes may be meant by the only one of a lookup that is not known.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    if len(missing) != 1 or not any(map(str.isdigit, missing[0])):
        return
    most = recognised.MOST_NEAR
    rows = access.ask(functools.partial(near.codes, code=missing[0], most=most))
    if not rows.empty:
        _near(rows, known)


def _numbers(found: Recognised) -> None:
    st.header(_("Codes and payments"), anchor=False)
    kinds = ", ".join(_(lookup_terms.KINDS[match.kind]) for match in found.matches)
    label = f"**{formats.plain(found.words)}** · {kinds}"
    links.link(found.lead.page, label, icon=":material/receipt_long:", **found.lead.params)


def _places(title: str, named: Sequence[Place], number: int, known: directory.Directory) -> None:
    st.header(f"{title} ({formats.count(number)})", anchor=False)
    with st.container(gap="xxsmall"):
        for place in named:
            lead = recognised.lead_of(place)
            label = " · ".join(_said(place, known))
            links.link(lead.page, label, icon=_ICONS[place.kind], **lead.params)
    if number > len(named):
        words = _("Only the first {most} are shown: type more of it.")
        st.caption(words.format(most=formats.count(len(named))))


def _said(place: Place, known: directory.Directory) -> Iterator[str]:
    """Give what a link to a place says: of a collector also whose and where."""
    yield f"**{formats.plain(place.name)}** ({formats.plain(place.code)})"
    for code, names in ((place.org_code, known.organizations), (place.office_code, known.offices)):
        if code:
            yield formats.plain(names.get(code, code))


def _people(found: Recognised) -> None:
    """Offer to look for participants of a name that is something else as well."""
    if not found.is_person or not access.may_reveal():
        return
    st.header(_("Participants"), anchor=False)
    st.button(
        _("Look for participants of this name"),
        key="search_people",
        icon=":material/person_search:",
        help=_("Each search is noted in the access log."),
        on_click=search.begin,
        args=(found.words,),
    )


def _nothing(found: Recognised, known: directory.Directory) -> None:
    if search.is_asked(found.words) and found.near.empty:
        # What that search says is enough.
        return
    words = _("“{words}” is not known as a code, a number, a place or a collector.")
    said = [words.format(words=formats.plain(found.words))]
    if access.current().offices is not None:
        said.append(_("What belongs to an office that you may not see is not found, either."))
    if found.near.empty:
        said.append(_("A code that was issued after the last load is not known yet."))
    st.warning(" ".join(said), icon=":material/search_off:")
    if not found.near.empty:
        _near(found.near, known)


def _near(rows: pd.DataFrame, known: directory.Directory) -> None:
    number = int(rows["found"].iloc[0])
    title = ngettext(
        "Is this the code? It differs by one character",
        "Is it one of these codes? They differ by one character",
        number,
    )
    st.header(title, anchor=False)
    words = _("One character is another one, missing or too many, or two stand in the wrong order.")
    said = [words]
    if number > len(rows):
        more = _("The {most} likeliest of {number} are shown.")
        counts = {"most": formats.count(len(rows)), "number": formats.count(number)}
        said.append(more.format(**counts))
    said.append(tables.hint(_("Choose a row to see how the payment went.")))
    st.caption(" ".join(said))
    named = rows.assign(
        office=rows["office_code"].map(known.offices),
        org=rows["org_code"].map(known.organizations),
    )
    tables.show(
        named,
        lookup_terms.NEAR,
        key="near",
        alt=title,
        leads=links.Way(
            {"code": "confirmation_code"}, given={"q": None, "payment": None, "sort.near": None}
        ),
        # What was looked for and not found is kept nowhere.
        has_file=False,
    )
