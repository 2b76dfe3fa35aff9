"""Sentences and tables of the access log page: how many looks, by whom, at which payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.audit import log
from dashboard.components import links, pickers, tables
from dashboard.text import _, audit_terms, formats, ngettext, parsing
from queries.audit import entries
from queries.audit import looks as audit_looks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.audit.log import Chosen, Looks, OfPayment


def choices(chosen: Chosen, offices: Mapping[str, str]) -> None:
    """Show the pickers of days and office, and what of the address was not usable."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.one_day("from", _("Looked at from"), chosen.filters.start, parsing.LAST_DAY)
        pickers.one_day("to", _("to"), chosen.filters.end, parsing.LAST_DAY)
        pickers.office(chosen.filters, offices)
    pickers.notices(chosen.filters)


def trail(looks: Looks) -> None:
    """Show the way back from one person or purpose to all, and which entries do not exist."""
    # A payment that can be one is shown by itself, and not here.
    for param, entry in (("person", looks.who), ("purpose", looks.purpose), ("payment", None)):
        given = st.query_params.get(param)
        if given and entry is None:
            words = _("The access log has no entry “{value}”: nothing is limited by it.")
            shown = formats.plain(given[: parsing.LONGEST_CODE])
            st.warning(words.format(value=shown), icon=":material/link_off:")
    steps: list[tuple[str, Mapping[str, str | None]]] = [
        (_("All looks"), {"person": None, "purpose": None, "sort": None})
    ]
    if looks.who:
        steps.append((looks.who.who, {"purpose": None, "sort": None}))
    if looks.purpose:
        words = audit_terms.purpose(looks.purpose.purpose)
        steps.append((formats.words(words), {}))
    pickers.way_up(steps)


def summary(looks: Looks) -> None:
    """Show how many looks there were by how many people in the period."""
    figures = looks.figures
    words = _("**{looks} by {people}** from {start} to {end}; {rows} of participants were shown.")
    st.markdown(
        words.format(
            looks=_looks(figures["looks"]),
            people=_people(figures["people"]),
            rows=_rows(figures["rows"]),
            **looks.chosen.filters.period_text,
        )
    )
    tables.cards(audit_terms.FIGURES, figures)


def nothing(looks: Looks) -> None:
    """Show that nobody looked: in this period, with these limits, or ever."""
    if looks.is_blank:
        words = _("The access log has no entry yet: nobody has looked at personal data.")
        st.info(words, icon=":material/policy:")
    elif looks.is_limited:
        words = _("No look from {start} to {end} fits what is chosen.")
        st.info(words.format(**looks.chosen.filters.period_text), icon=":material/filter_alt:")
    else:
        words = _("Nobody looked at personal data from {start} to {end}.")
        st.success(words.format(**looks.chosen.filters.period_text), icon=":material/check_circle:")


def people(looks: Looks) -> None:
    """List who looked, those who saw most rows first; a row leads to that person's looks."""
    st.subheader(_("People"), anchor=False)
    tables.show(
        looks.people,
        audit_terms.PEOPLE,
        key=looks.key("audit_people", looks.chosen.person, looks.chosen.purpose),
        alt=_("People who looked at personal data"),
        leads=links.Way({"person": "entry_id"}, given={"sort": None}),
    )


def purposes(looks: Looks) -> None:
    """List what was given as the purpose; a row leads to the looks for it."""
    st.subheader(_("Purposes"), anchor=False)
    tables.show(
        log.labelled(looks.purposes, {}),
        audit_terms.PURPOSES,
        key=looks.key("audit_purposes", looks.chosen.person, looks.chosen.purpose),
        alt=_("What personal data were looked at for"),
        leads=links.Way({"purpose": "entry_id"}, given={"sort": None}),
    )


def listed(looks: Looks, offices: Mapping[str, str]) -> None:
    """List the looks, the last one first; a row leads to the payments looked at."""
    st.subheader(_("Looks"), anchor=False)
    words = _("Choose a look to see the payments it was at: {most} of them at most.")
    st.caption(words.format(most=formats.count(audit_looks.MOST_NAMED)))
    tables.show_page(
        log.labelled(looks.rows, offices),
        audit_terms.LOOKS,
        looks.page,
        looks.figures["looks"],
        sortable=audit_looks.LOOKS_SORTABLE,
        key=looks.key("audit_looks", looks.chosen.person, looks.chosen.purpose),
        alt=_("Looks at personal data, the last one first"),
        leads=links.Way({"code": "payment_ids"}, to="lookup", given={"payment": None}),
    )


def payment(found: OfPayment, offices: Mapping[str, str]) -> None:
    """Show who looked at one payment at any time."""
    _links(found)
    name = formats.plain(found.payment)
    if not found.entries:
        words = _("Nobody has looked at the personal data of payment {payment}.")
        st.info(words.format(payment=name), icon=":material/policy:")
        return
    words = _("**Payment {payment}**: looked at {times} by {people}, whenever that was.")
    st.markdown(
        words.format(payment=name, times=_times(found.entries), people=_people(found.people))
    )
    tables.show_page(
        log.labelled(found.rows, offices),
        audit_terms.ENTRIES,
        found.page,
        found.entries,
        sortable=entries.ENTRIES_SORTABLE,
        key=f"audit_payment_{found.payment}",
        alt=_("Looks at this payment, the last one first"),
    )


def _links(found: OfPayment) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        links.here(
            _("All looks"),
            key="all_looks",
            icon=":material/arrow_upward:",
            payment=None,
            sort=None,
        )
        links.link(
            "lookup", _("How the payment went"), icon=":material/search:", code=found.payment
        )


def _looks(number: int) -> str:
    return ngettext("{n} look", "{n} looks", number).format(n=formats.count(number))


def _people(number: int) -> str:
    return ngettext("{n} person", "{n} people", number).format(n=formats.count(number))


def _rows(number: int) -> str:
    return ngettext("{n} row", "{n} rows", number).format(n=formats.count(number))


def _times(number: int) -> str:
    return ngettext("{n} time", "{n} times", number).format(n=formats.count(number))
