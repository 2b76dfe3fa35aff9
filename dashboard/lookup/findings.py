"""Owns what the lookup says of the words: which were found, as what, and which were not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import access
from dashboard.components import tables
from dashboard.lookup import codes as lookup_codes
from dashboard.lookup import summary as lookup_summary
from dashboard.lookup.case import State
from dashboard.lookup.journey import Status
from dashboard.text import _, formats, lookup_terms, ngettext, parsing
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.lookup.case import Case, Way


# No code looks like these: they show how to paste, not what.
_EXAMPLE: Final = N_("EXAMPLE-CODE-1, EXAMPLE-CODE-2")
# More codes than this are counted instead of named.
_NAMED: Final = 12


def notices(asked: lookup_codes.Asked) -> None:
    """Say what of the pasted text is not looked up."""
    if asked.beyond:
        words = ngettext(
            "At most {most} codes are looked up at once; {n} further code was left out.",
            "At most {most} codes are looked up at once; {n} further codes were left out.",
            asked.beyond,
        )
        st.warning(
            words.format(most=lookup_codes.MOST, n=formats.count(asked.beyond)),
            icon=":material/content_cut:",
        )
    if asked.unusable:
        words = _("No confirmation codes, and left out: {words}.")
        st.warning(words.format(words=_named(asked.unusable)), icon=":material/link_off:")


def state(case: Case) -> None:
    """Say why there is nothing to show."""
    if case.state is State.EMPTY_STORE:
        tables.empty_store()
    elif case.state is State.NOTHING_ASKED:
        words = _(
            "Paste one confirmation code or a list, for example {example}; or numbers of receipts, "
            "payments, remittances or of the bank, exactly as they are written. Spaces, commas and "
            "line breaks separate them; a number with spaces inside is found as well. In codes, "
            "capital letters, hyphens and spaces make no difference."
        )
        st.info(words.format(example=f"**{_(_EXAMPLE)}**"), icon=":material/content_paste_search:")
    else:
        missing(case)
        lookup_summary.foot(case)


def stray(case: Case) -> None:
    """Say that the payment chosen by the address is not among those that were found."""
    if case.stray and case.asked.codes:
        words = _("Payment {payment} is not among those looked up here, and is left aside.")
        st.warning(words.format(payment=_named([case.stray])), icon=":material/link_off:")


def summary(case: Case) -> None:
    """Say in one sentence what the list of words came to, and how far its payments have come."""
    words = {
        "codes": _asked(case),
        "found": formats.count(len(case.found)),
        "missing": formats.count(len(case.missing)),
        "payments": lookup_summary.payments(case.payments),
        "amount": formats.money(case.amount),
    }
    if not case.payments:
        sentence = _("**{codes}** looked up: {found} found, {missing} not found.")
        st.markdown(sentence.format(**words))
        return
    sentence = _(
        "**{codes}** looked up: {found} found, {missing} not found; {payments}, **{amount}** in "
        "all."
    )
    said = [sentence.format(**words)]
    if case.voided_amount:
        voided = _("Of this, voided: {amount}.")
        said.append(voided.format(amount=formats.money(case.voided_amount)))
    st.markdown(" ".join(said))
    _statuses(case)


def ways(case: Case) -> None:
    """Say as what the words were found, where that is not a confirmation code alone."""
    kinds = {way.kind for way in case.ways}
    if kinds != {"code"}:
        told = [kind for kind in lookup_terms.KINDS if kind in kinds]
        st.markdown("  \n".join(_way(case, kind) for kind in told))
    if case.ambiguous:
        words = _("Found in more than one way, all of them shown: {words}.")
        st.info(words.format(words=_named(case.ambiguous)), icon=":material/alt_route:")


def missing(case: Case) -> None:
    """Say which words were not found, and why that may be."""
    if not case.missing:
        return
    sentence = ngettext(
        "Not found: {codes}. Compare it letter by letter with the message or the paper.",
        "Not found: {codes}. Compare them letter by letter with the messages or the papers.",
        len(case.missing),
    )
    words = [
        sentence.format(codes=_named(case.missing)),
        _("A code that was issued after the last load is not known yet."),
    ]
    if access.current().offices is not None:
        words.append(_("A code of an office that you may not see is not found, either."))
    if not case.asked.held_words.isdisjoint(case.missing):
        words.append(_("A person's name or number is looked for in the form for participants."))
    st.warning(" ".join(words), icon=":material/search_off:")


def _statuses(case: Case) -> None:
    """Count the payments by how far they have come, where all of them are at hand."""
    if case.is_whole:
        with st.container(horizontal=True, gap="small"):
            for each in Status:
                lookup_summary.badge(each, case.statuses.get(each, 0))
    else:
        shown = lookup_summary.payments(len(case.journeys))
        words = _("The first {payments} are listed; the sum is of all of them.")
        st.info(words.format(payments=shown), icon=":material/content_cut:")


def _way(case: Case, kind: str) -> str:
    """Say of one kind of key which words it was found as, and what that gave."""
    ways = [way for way in case.ways if way.kind == kind]
    counted = [lookup_summary.payments(_payments(case, ways))]
    if kind == "bank_ref":
        number = sum(way.number for way in ways)
        remittances = ngettext("{n} remittance", "{n} remittances", number)
        counted.insert(0, remittances.format(n=formats.count(number)))
    return _("{kind} **{words}**: {counted}.").format(
        kind=_(lookup_terms.KINDS[kind]),
        words=_named([way.word for way in ways]),
        counted=", ".join(counted),
    )


def _payments(case: Case, ways: Sequence[Way]) -> int:
    """Count the payments that were found, or those of the remittances that were."""
    if not ways[0].is_remittance:
        return sum(way.number for way in ways)
    ids = {key for way in ways for key in way.ids}
    return sum(each.payments for each in case.remittances.all if each.remittance_id in ids)


def _named(codes: Sequence[str]) -> str:
    """Return codes as they were typed, for Markdown; of many the first ones."""
    named = [
        formats.plain(code if len(code) <= parsing.LONGEST_CODE else f"{code[:20]}…")
        for code in codes[:_NAMED]
    ]
    more = len(codes) - _NAMED
    if more > 0:
        named.append(
            ngettext("{n} further code", "{n} further codes", more).format(n=formats.count(more))
        )
    return ", ".join(named)


def _asked(case: Case) -> str:
    """Return how many words were looked up; they are codes as far as is known."""
    number = len(case.words)
    if all(way.kind == "code" for way in case.ways):
        words = ngettext("{n} confirmation code", "{n} confirmation codes", number)
    else:
        words = ngettext("{n} code or number", "{n} codes and numbers", number)
    return words.format(n=formats.count(number))
