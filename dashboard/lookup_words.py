"""Owns what the lookup says around its tables: what to paste, what was found, whose code it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import access, filters, formats, lookup_codes, lookup_steps, tables
from dashboard.lookup_case import State
from dashboard.lookup_journey import Status
from dashboard.text import _, glossary, ngettext
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard import places
    from dashboard.lookup_case import Case

# No code looks like these: they show how to paste, not what.
_EXAMPLE: Final = N_("EXAMPLE-CODE-1, EXAMPLE-CODE-2")
# More codes than this are counted instead of named.
_NAMED: Final = 12

_BADGES: Final[dict[Status, tuple[str, lookup_steps.Colour]]] = {
    Status.REMITTED: (":material/check_circle:", "green"),
    Status.LATE: (":material/schedule:", "orange"),
    Status.OUTSTANDING: (":material/hourglass_empty:", "blue"),
    Status.OVERDUE: (":material/error:", "red"),
    Status.VOIDED: (":material/block:", "gray"),
}


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
            "Paste one confirmation code or a list, for example {example}. Spaces, commas and "
            "line breaks separate codes; capital letters and hyphens make no difference."
        )
        st.info(words.format(example=f"**{_(_EXAMPLE)}**"), icon=":material/content_paste_search:")
    else:
        _missing(case)
        foot(case)


def summary(case: Case) -> None:
    """Say in one sentence what the list of codes came to, and how far its payments have come."""
    words = {
        "codes": _codes(len(case.asked.codes)),
        "found": formats.count(len(case.found)),
        "missing": formats.count(len(case.missing)),
        "payments": _payments(len(case.journeys)),
        "amount": formats.money(case.amount),
    }
    sentence = _(
        "**{codes}** looked up: {found} found, {missing} not found; {payments}, **{amount}** in "
        "all."
    )
    said = [sentence.format(**words)]
    if case.voided_amount:
        voided = _("Of this, voided: {amount}.")
        said.append(voided.format(amount=formats.money(case.voided_amount)))
    st.markdown(" ".join(said))
    with st.container(horizontal=True, gap="small"):
        for status in Status:
            badge(status, case.statuses.get(status, 0))
    if case.missing:
        _missing(case)


def head(case: Case, known: places.Places) -> None:
    """Say whose the code is that is told, with the code itself to copy."""
    first = case.household[0]
    office, org = first.more["office_code"], first.more["org_code"]
    collectors = dict.fromkeys(lookup_steps.collector(each.more) for each in case.household)
    sentence = _("{payments}, **{amount}** in all, taken at {office} by {org}; {collectors}.")
    st.subheader(_("Confirmation code"), anchor=False)
    tables.copyable(first.code)
    st.markdown(
        sentence.format(
            payments=_payments(len(case.household)),
            amount=formats.money(sum(each.more["amount"] for each in case.household)),
            office=formats.plain(f"{known.offices.get(office, '')} ({office})".strip()),
            org=formats.plain(f"{known.organizations.get(org, '')} ({org})".strip()),
            collectors=_("collector: {name}").format(name=", ".join(collectors)),
        )
    )


def badge(status: Status, number: int | None = None) -> None:
    """Show how far a payment has come, or how many have come so far."""
    term = glossary.STATUSES[status]
    icon, colour = _BADGES[status]
    counted = "" if number is None else f": {formats.count(number)}"
    st.badge(
        f"{_(term.label)}{counted}",
        icon=icon,
        color="gray" if number == 0 else colour,
        help=_(term.help),
    )


def foot(case: Case) -> None:
    """Say as of which day this is, and how fresh the data is."""
    words = _("As of {today}. Data up to {day}, loaded at {moment}.")
    st.caption(
        words.format(
            today=formats.day(case.now.date()),
            day=formats.day(case.latest_day),
            moment=formats.moment(case.imported_at),
        )
    )


def _missing(case: Case) -> None:
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
    st.warning(" ".join(words), icon=":material/search_off:")


def _named(codes: Sequence[str]) -> str:
    """Return codes as they were typed, for Markdown; of many the first ones."""
    named = [
        formats.plain(code if len(code) <= filters.LONGEST_CODE else f"{code[:20]}…")
        for code in codes[:_NAMED]
    ]
    more = len(codes) - _NAMED
    if more > 0:
        named.append(
            ngettext("{n} further code", "{n} further codes", more).format(n=formats.count(more))
        )
    return ", ".join(named)


def _codes(number: int) -> str:
    words = ngettext("{n} confirmation code", "{n} confirmation codes", number)
    return words.format(n=formats.count(number))


def _payments(number: int) -> str:
    return ngettext("{n} payment", "{n} payments", number).format(n=formats.count(number))
