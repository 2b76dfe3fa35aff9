"""Form 01-XN by day: what was recorded, whether the forms went out, down to the codes."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import access, filters, form_day, form_words, pickers, places, tables
from dashboard.text import _, glossary


def main() -> None:
    """Show the day that the address asks for."""
    st.title(_("Form 01-XN by day"), anchor=False)
    known = access.ask(places.read)
    chosen = filters.read(
        "date", "office", "org", offices=known.offices, organizations=known.organizations
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.day(chosen)
        pickers.office(chosen, known.offices)
        pickers.organization(chosen, known.organizations)
    pickers.notices(chosen)
    day = access.ask(functools.partial(form_day.ask, chosen=chosen))
    pickers.trail(chosen, known.offices, known.organizations)
    if day.state is form_day.State.FILLED:
        _filled(day, form_day.scope_name(day, known))
    else:
        form_words.state(day)


def _filled(day: form_day.FormDay, where: str) -> None:
    form_words.summary(day, where)
    form_words.badges(day)
    form_words.figures(day)
    if day.payments is None:
        level = "org" if day.chosen.office else "office"
        st.caption(_("Choose a row to see what it is made of."))
        tables.show(
            day.agents, form_day.terms(day), key=f"agents_{level}", alt=where, choose=(level, "key")
        )
    else:
        _payments(day)
    form_words.foot(day, where)


def _payments(day: form_day.FormDay) -> None:
    if not day.recorded.empty:
        tables.show(day.recorded, glossary.PAYMENT, key="payments", alt=_("Payments"))
        form_words.check(day)
    if not day.adjustments.empty:
        title = _("Adjustments (voided receipts)")
        st.subheader(title, anchor=False)
        tables.show(day.adjustments, glossary.PAYMENT, key="adjustments", alt=title)
    with st.expander(_("Copy the confirmation codes"), icon=":material/content_copy:"):
        tables.copyable("\n".join(day.codes))


main()
