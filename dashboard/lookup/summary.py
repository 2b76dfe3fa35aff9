"""The lookup in sentences: what was looked up and found, whose the payments are, what to copy."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import access, directory
from dashboard.components import elements, tables
from dashboard.lookup import codes, steps
from dashboard.lookup.case import Case, Match, State
from dashboard.lookup.journey import Journey, Remittance, Status
from dashboard.text import _, formats, glossary, lookup_terms, ngettext, parsing
from data.problems import N_

# No code looks like these: they show how to paste, not what.
_EXAMPLE: Final = N_("EXAMPLE-CODE-1, EXAMPLE-CODE-2")
# More codes than this are counted instead of named.
_NAMED: Final = 12
# More lines than this cannot be copied one by one.
_COPIED: Final = 12

_BADGES: Final[dict[Status, tuple[str, steps.Colour]]] = {
    Status.REMITTED: (":material/check_circle:", "green"),
    Status.LATE: (":material/schedule:", "orange"),
    Status.OUTSTANDING: (":material/hourglass_empty:", "blue"),
    Status.OVERDUE: (":material/error:", "red"),
    Status.VOIDED: (":material/block:", "gray"),
}


def notices(request: codes.Request) -> None:
    """Show which pasted words are not looked up."""
    if request.excess:
        words = ngettext(
            "At most {most} codes are looked up at once; {n} further code was left out.",
            "At most {most} codes are looked up at once; {n} further codes were left out.",
            request.excess,
        )
        st.warning(
            words.format(most=codes.MOST, n=formats.count(request.excess)),
            icon=":material/content_cut:",
        )
    if request.unusable:
        words = ngettext(
            "{words} is no code: look for a name in the field for participants.",
            "{words} are no codes: look for names in the field for participants.",
            len(request.unusable),
        )
        st.warning(words.format(words=_quoted(request.unusable)), icon=":material/link_off:")


def no_result(case: Case) -> None:
    """Show why there is nothing to show."""
    if case.state is State.EMPTY_STORE:
        tables.empty_store()
    elif case.state is State.NOTHING_REQUESTED:
        words = _(
            "Type a confirmation code, or the number of a receipt, a payment, a remittance or of "
            "the bank; an office, an organisation or a collector, by code or name; or a "
            "participant: what it is is recognised. Diacritics, capital letters, hyphens and "
            "spaces make no difference. A list, for example {example}, is pasted behind the "
            "button."
        )
        st.info(words.format(example=f"**{_(_EXAMPLE)}**"), icon=":material/content_paste_search:")
    else:
        missing(case)
        foot(case)


def stray(case: Case) -> None:
    """Show that the payment in the address is not among those that were found."""
    if case.stray and case.request.codes:
        words = _("Payment {payment} is not among those looked up here, and is left aside.")
        st.warning(words.format(payment=_named([case.stray])), icon=":material/link_off:")


def counts(case: Case) -> None:
    """Show how many words were found, and the number of payments by status."""
    words = {
        "codes": _codes_or_numbers(case),
        "found": formats.count(len(case.found)),
        "missing": formats.count(len(case.missing)),
        "payments": formats.payments(case.payments),
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
    sentences = [sentence.format(**words)]
    if case.voided_amount:
        voided = _("Of this, voided: {amount}.")
        sentences.append(voided.format(amount=formats.money(case.voided_amount)))
    st.markdown(" ".join(sentences))
    _statuses(case)


def matches(case: Case) -> None:
    """Show what the words were found as, where that is not only confirmation codes."""
    kinds = {match.kind for match in case.matches}
    if kinds != {"code"}:
        found = [kind for kind in lookup_terms.KINDS if kind in kinds]
        st.markdown("  \n".join(_match(case, kind) for kind in found))
    if case.ambiguous:
        words = _("Found in more than one way, all of them shown: {words}.")
        st.info(words.format(words=_named(case.ambiguous)), icon=":material/alt_route:")


def missing(case: Case) -> None:
    """Show which words were not found, and the likely reasons."""
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
    if not case.request.withheld_words.isdisjoint(case.missing):
        words.append(_("A person's name or number is looked for in the form for participants."))
    st.warning(" ".join(words), icon=":material/search_off:")


def _statuses(case: Case) -> None:
    """Show the number of payments by status, where all of them are listed."""
    if case.is_whole:
        with st.container(horizontal=True, gap="small"):
            for each in Status:
                badge(each, case.statuses.get(each, 0))
    else:
        shown = formats.payments(len(case.journeys))
        words = _("The first {payments} are listed; the sum is of all of them.")
        st.info(words.format(payments=shown), icon=":material/content_cut:")


def _match(case: Case, kind: str) -> str:
    """Return which words were found as one kind of key, and how many payments that gave."""
    matches = [match for match in case.matches if match.kind == kind]
    counted = [formats.payments(_payments(case, matches))]
    if kind == "bank_ref":
        number = sum(match.number for match in matches)
        remittances = ngettext("{n} remittance", "{n} remittances", number)
        counted.insert(0, remittances.format(n=formats.count(number)))
    return _("{kind} **{words}**: {counted}.").format(
        kind=_(lookup_terms.KINDS[kind]),
        words=_named([match.word for match in matches]),
        counted=", ".join(counted),
    )


def _payments(case: Case, matches: Sequence[Match]) -> int:
    """Count the payments that were found, or those of the remittances that were."""
    if not matches[0].is_remittance:
        return sum(match.number for match in matches)
    ids = {key for match in matches for key in match.ids}
    return sum(each.payments for each in case.remittances.all if each.remittance_id in ids)


def _quoted(words: Sequence[str]) -> str:
    """Return what was typed in quotation marks, for Markdown; of many the first ones."""
    return ", ".join([*(f"“{_short(word)}”" for word in words[:_NAMED]), *_further(words)])


def _short(word: str) -> str:
    return formats.plain(word if len(word) <= parsing.LONGEST_CODE else f"{word[:20]}…")


def _further(words: Sequence[str]) -> list[str]:
    """Return how many words there are beyond those that are named; nothing without any."""
    more = len(words) - _NAMED
    said = ngettext("{n} further code", "{n} further codes", more)
    return [said.format(n=formats.count(more))] if more > 0 else []


def _named(codes: Sequence[str]) -> str:
    """Return codes as they were typed, for Markdown; of many the first ones."""
    return ", ".join([*(_short(code) for code in codes[:_NAMED]), *_further(codes)])


def _codes_or_numbers(case: Case) -> str:
    """Return how many words were looked up; they are codes as far as is known."""
    number = len(case.words)
    if all(match.kind == "code" for match in case.matches):
        words = ngettext("{n} confirmation code", "{n} confirmation codes", number)
    else:
        words = ngettext("{n} code or number", "{n} codes and numbers", number)
    return words.format(n=formats.count(number))


def head(case: Case, known: directory.Directory) -> None:
    """Show whose the detailed payments are, with the code itself to copy."""
    if len(case.keys) > 1:
        # Each card has its own code.
        return
    household = case.household or case.detailed
    first = household[0]
    office, org = first.details["office_code"], first.details["org_code"]
    collectors = dict.fromkeys(steps.collector(each.details) for each in household)
    sentence = _("{payments}, **{amount}** in all, taken at {office} by {org}; {collectors}.")
    st.header(
        _("Confirmation code") if first.code else _("Payment without a confirmation code"),
        anchor=False,
    )
    elements.copyable(first.code or first.payment)
    st.markdown(
        sentence.format(
            payments=formats.payments(len(household)),
            amount=formats.money(_sum(household)),
            office=place(known.offices, office),
            org=place(known.organizations, org),
            collectors=_("collector: {name}").format(name=", ".join(collectors)),
        )
    )


def badge(status: Status, number: int | None = None) -> None:
    """Show the status of a payment, or how many payments have it."""
    term = glossary.STATUSES[status]
    icon, colour = _BADGES[status]
    counted = "" if number is None else f": {formats.count(number)}"
    st.badge(
        f"{_(term.label)}{counted}",
        icon=icon,
        color="gray" if number == 0 else colour,
        help=_(term.help),
    )


def copies(case: Case) -> None:
    """Show the codes and the sums of what was found, each to copy."""
    shown = case.journeys if case.is_list else (case.household or case.detailed)
    lines = []
    if shown:
        amount = case.amount if case.is_list else _sum(shown)
        lines.append("\n".join(dict.fromkeys(each.code or each.payment for each in shown)))
        lines.append(_line(case, case.payments if case.is_list else len(shown), amount))
    lines += [_remittance_line(each) for each in case.remittances.all if each.is_named]
    if lines:
        with st.expander(_("Copy the codes and the sum"), icon=":material/content_copy:"):
            for line in lines[:_COPIED]:
                elements.copyable(line)


def foot(case: Case) -> None:
    """Show the day that this is as of, and how fresh the data is."""
    words = _("As of {today}. Data up to {day}, loaded at {moment}.")
    st.caption(
        words.format(
            today=formats.day(case.now.date()),
            day=formats.day(case.latest["latest_recorded_day"]),
            moment=formats.moment(case.latest["imported_at"]),
        )
    )


def place(names: Mapping[str, str], code: str) -> str:
    """Return the name of an office or organisation with its code, for Markdown."""
    return formats.plain(f"{names.get(code, '')} ({code})".strip())


def _line(case: Case, number: int, amount: int) -> str:
    return _("{payments}, {amount}, as of {today}").format(
        payments=formats.payments(number),
        amount=formats.money(amount),
        today=formats.day(case.now.date()),
    )


def _remittance_line(remittance: Remittance) -> str:
    total = remittance.total
    words = _(
        "Remittance {id}, bank reference {reference}: {amount}; {payments}, {sum}; difference "
        "{difference}"
    )
    return words.format(
        id=remittance.remittance_id,
        reference=formats.words(total["bank_ref"]),
        amount=formats.money(total["remittance_amount"]),
        payments=formats.payments(total["covered_payments"] or total["payments"]),
        sum=formats.money(total["covered_amount"]),
        difference=formats.money(total["difference"]),
    )


def _sum(journeys: Sequence[Journey]) -> int:
    return sum(each.details["amount"] for each in journeys)
