"""Offices of past days: as they were then, or as they are today.

Offices are merged and renamed. An office of today has the figures of those that it succeeded; the
choice is there where the store has such offices, and goes along from page to page.
"""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import access, clock, directory
from dashboard.components import filters, pickers
from dashboard.text import _, formats, glossary, office_terms
from queries import agents

_KEY: Final = "pick_offices"


def read(chosen: filters.Filters, known: directory.Directory) -> filters.Filters:
    """Return the filters with the successor of a closed office, if offices of today are chosen."""
    if chosen.offices != filters.TODAY or chosen.office is None:
        return chosen
    return replace(chosen, office=known.successors.get(chosen.office, chosen.office))


def asked(chosen: filters.Filters, office: str | None) -> agents.Office:
    """Return the office as a query takes it: by its code, or as one of today."""
    return agents.OfToday(clock.today(), office) if chosen.offices == filters.TODAY else office


def name(chosen: filters.Filters, known: directory.Directory) -> str:
    """Return the name of the chosen office, empty where none is chosen."""
    if chosen.office is None:
        return ""
    office = known.offices[chosen.office]
    if not predecessors(chosen, known):
        return office
    return _("{office} with the offices that it succeeded").format(office=office)


def scope_name(
    chosen: filters.Filters, known: directory.Directory, *, always_place: bool = False
) -> str:
    """Return whose figures these are: collector, organisation, office and product.

    "All offices" stands where nothing of these is chosen; with `always_place`, also before a
    product that is chosen alone.
    """
    place = name(chosen, known)
    if always_place and not chosen.org:
        place = place or _("All offices")
    names = [
        known.collectors[chosen.collector] if chosen.collector else "",
        known.organizations[chosen.org] if chosen.org else "",
        place,
        _(glossary.PRODUCTS[chosen.product]) if chosen.product else "",
    ]
    return ", ".join(filter(None, names)) or _("All offices")


def said(chosen: filters.Filters, known: directory.Directory, *days: str) -> list[str]:
    """Return in words what is chosen: days, and whose figures are shown, of offices of which time.

    A user of one office sees its name where none is chosen.
    """
    own = access.own_office()
    if own in known.offices and not (chosen.office or chosen.org):
        chosen = replace(chosen, office=own)
    time = office_terms.TIMES[chosen.offices] if chosen.offices == filters.TODAY else ""
    return [*days, scope_name(chosen, known, always_place=True), _(time) if time else ""]


def predecessors(chosen: filters.Filters, known: directory.Directory) -> list[str]:
    """Return the predecessors whose figures the chosen office includes."""
    return _before(chosen.office, known) if chosen.offices == filters.TODAY else []


def has_choice(known: directory.Directory) -> bool:
    """Whether the user sees more offices than one, its predecessors and those above it."""
    own, seen = access.own_office(), access.current().offices
    if own is None or seen is None:
        return True
    return any(known.successors.get(code) != own for code in {*seen} - known.upper - {own})


def pick(chosen: filters.Filters, known: directory.Directory) -> None:
    """Show the picker of an office; not to those who have one alone."""
    if not has_choice(known):
        return
    is_today = chosen.offices == filters.TODAY
    gone = known.successors if is_today else {}
    pickers.office(chosen, {code: name for code, name in known.offices.items() if code not in gone})


def switch(chosen: filters.Filters, known: directory.Directory) -> None:
    """Show the picker of the time that offices are of, where some are closed."""
    if not known.successors:
        return
    st.session_state[_KEY] = chosen.offices
    st.segmented_control(
        _(office_terms.TIME.label),
        options=filters.OFFICES,
        key=_KEY,
        required=True,
        format_func=lambda position: _(office_terms.TIMES[position]),
        help=_(office_terms.TIME.help),
        on_change=_write,
    )


def remark(chosen: filters.Filters, known: directory.Directory, office: str | None = None) -> None:
    """Show whether the figures of an office include those of its predecessors.

    Nothing is shown for days after the predecessors' last. `office` stands in where none is chosen.
    """
    office = office or chosen.office
    since = min(chosen.start, chosen.date)
    before = [
        known.offices[code] for code in _before(office, known) if known.last_days[code] >= since
    ]
    if not before or office is None:
        return
    words = {
        "office": formats.plain(known.offices[office]),
        "before": ", ".join(formats.plain(name) for name in before),
    }
    if chosen.offices == filters.TODAY:
        sentence = _("The figures of {office} include those of {before}, which it succeeded.")
    else:
        sentence = _(
            "The figures of {office} do not include those of {before}, which it succeeded: choose "
            "the offices of today for that."
        )
    st.caption(sentence.format(**words))


def _before(office: str | None, known: directory.Directory) -> list[str]:
    return [code for code, now in known.successors.items() if now == office]


def _write() -> None:
    position = st.session_state[_KEY]
    filters.write(offices=None if position == filters.THEN else position)
