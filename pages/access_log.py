"""The access log: who looked at personal data, and who was let to. For auditors alone."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import access, audit_log, audit_words, decision_words, places, taken_words
from dashboard.text import _


def main() -> None:
    """Show the period that the address asks for, or the payment."""
    st.title(_("Access log of personal data"), anchor=False)
    known = access.ask(places.read)
    offices = known.offices
    chosen = audit_log.read(offices)
    if chosen.payment is not None:
        question = functools.partial(audit_log.of_payment, payment=chosen.payment)
        audit_words.payment(access.audit(question), offices)
        return
    # Asked before anything is drawn: who may not see it is told so, and nothing else.
    looks = access.audit(functools.partial(audit_log.looks, chosen=chosen))
    audit_words.choices(chosen, offices)
    audit_words.trail(looks)
    if looks.people.empty:
        audit_words.nothing(looks)
    else:
        audit_words.summary(looks)
        if looks.who is None:
            audit_words.people(looks)
        if looks.purpose is None:
            audit_words.purposes(looks)
        audit_words.listed(looks, offices)
    taken_words.listed(looks, known)
    decision_words.listed(looks, offices)


main()
