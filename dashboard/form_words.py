"""Owns what the screen of form 01-XN says: the sentence that is read first, and each state."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st

from dashboard import formats, tables
from dashboard.form_day import FormDay, State
from dashboard.text import _, glossary, ngettext
from data.problems import N_

# A term, its icon and its colour, for each state that a form can be in.
_Badge = tuple[glossary.Term, str, Literal["green", "orange", "red", "blue"]]
_BADGES: Final[dict[str, _Badge]] = {
    "dispatched_on_time": (
        glossary.FORM["dispatched_on_time"],
        ":material/check_circle:",
        "green",
    ),
    "dispatched_late": (glossary.FORM["dispatched_late"], ":material/schedule:", "orange"),
    "not_dispatched": (glossary.FORM["not_dispatched"], ":material/cancel:", "red"),
    "mismatched": (glossary.FORM["mismatched"], ":material/difference:", "orange"),
}
_NOT_YET_DUE: Final[_Badge] = (glossary.NOT_YET_DUE, ":material/hourglass_empty:", "blue")

_FIGURES: Final = ("codes", "payments", "amount", "adjustment_amount", "net_amount")

_STATES: Final = {
    State.NOTHING_DUE: (
        ":material/event_available:",
        N_("Nothing due: no confirmation code was recorded on {day}, so that no form is owed."),
    ),
    State.NOTHING_YET: (
        ":material/pending:",
        N_("Nothing yet: no confirmation code of today, {day}, has been received so far."),
    ),
    State.FUTURE: (":material/event_upcoming:", N_("The day {day} has not come yet.")),
}


def state(day: FormDay) -> None:
    """Say why there are no figures."""
    words = {"day": formats.day(day.chosen.date), "latest": formats.day(day.latest_day)}
    if day.state is State.EMPTY_STORE:
        tables.empty_store()
    elif day.state is State.NOT_RECEIVED:
        sentence = _("No data received for {day}: the latest data in the store are of {latest}.")
        st.warning(sentence.format(**words), icon=":material/cloud_off:")
    else:
        icon, sentence = _STATES[day.state]
        st.info(_(sentence).format(**words), icon=icon)


def summary(day: FormDay, where: str) -> None:
    """Say in one paragraph what the day came to."""
    st.markdown(" ".join([_recorded(day, where), *_remarks(day), *_forms(day)]))


def badges(day: FormDay) -> None:
    """Show how many forms are in which state, each with an icon, a word and a colour."""
    badges = _BADGES if day.is_due else _BADGES | {"not_dispatched": _NOT_YET_DUE}
    with st.container(horizontal=True, gap="small"):
        for column, (term, icon, colour) in badges.items() if day.forms else ():
            number = day.totals[column]
            st.badge(
                f"{_(term.label)}: {formats.count(number)}",
                icon=icon,
                color=colour if number else "gray",
                help=_(term.help),
            )


def figures(day: FormDay) -> None:
    """Show the figures of the day side by side."""
    with st.container(horizontal=True, gap="small"):
        for column in _FIGURES:
            term = glossary.FORM[column]
            written = formats.money if term.kind == "money" else formats.count
            st.metric(
                _(term.label),
                written(day.totals[column]),
                help=_(term.help),
                border=True,
                width="stretch",
            )


def foot(day: FormDay, where: str) -> None:
    """Give the totals as a line to copy, and say how fresh they are."""
    line = _("Form 01-XN of {day}, {place}: {codes}, {payments}, {amount}").format(
        day=formats.day(day.chosen.date), place=where, **_counted(day)
    )
    tables.copyable(" ".join([f"{line}.", *_adjustments(day)]))
    st.caption(
        _("Data up to {day}, loaded at {moment}.").format(
            day=formats.day(day.latest_day), moment=formats.moment(day.imported_at)
        )
    )


def check(day: FormDay) -> None:
    """Compare the sum of the payments shown with the figure above them."""
    tables.check(int(day.recorded["amount"].sum()), day.totals["amount"])


def _recorded(day: FormDay, where: str) -> str:
    words = {
        "weekday": formats.weekday(day.chosen.date),
        "day": formats.day(day.chosen.date),
        "place": formats.plain(where),
    }
    if not day.totals["codes"]:
        return _("**{weekday}, {day}** ({place}): nothing was recorded.").format(**words)
    return _(
        "**{weekday}, {day}** ({place}): {codes} recorded for {payments}, **{amount}** in all."
    ).format(**words, **_counted(day))


def _counted(day: FormDay) -> dict[str, str]:
    codes, payments = day.totals["codes"], day.totals["payments"]
    return {
        "codes": ngettext("{n} confirmation code", "{n} confirmation codes", codes).format(
            n=formats.count(codes)
        ),
        "payments": ngettext("{n} payment", "{n} payments", payments).format(
            n=formats.count(payments)
        ),
        "amount": formats.money(day.totals["amount"]),
    }


def _remarks(day: FormDay) -> list[str]:
    remarks = []
    if late := day.totals["late_recorded"]:
        remarks.append(
            ngettext(
                "{n} payment was made on an earlier day.",
                "{n} payments were made on an earlier day.",
                late,
            ).format(n=formats.count(late))
        )
    remarks += _adjustments(day)
    if day.chosen.date == day.now.date():
        remarks.append(_("The day is not over: the figures still change."))
    return remarks


def _adjustments(day: FormDay) -> list[str]:
    voids = day.totals["adjustments"]
    if not voids:
        return []
    sentence = ngettext(
        "{n} adjustment for a voided receipt: {amount}; {net} after it.",
        "{n} adjustments for voided receipts: {amount}; {net} after them.",
        voids,
    )
    return [
        sentence.format(
            n=formats.count(voids),
            amount=formats.money(day.totals["adjustment_amount"]),
            net=formats.money(day.totals["net_amount"]),
        )
    ]


def _forms(day: FormDay) -> list[str]:
    if not day.forms:
        return []
    sentence = ngettext(
        "Form 01-XN, due by {hour} on {deadline}: {sent} of {n} form sent on time.",
        "Form 01-XN, due by {hour} on {deadline}: {sent} of {n} forms sent on time.",
        day.forms,
    )
    return [
        sentence.format(
            hour=_("08:00"),
            deadline=formats.day(day.deadline.date()),
            sent=formats.count(day.totals["dispatched_on_time"]),
            n=formats.count(day.forms),
        )
    ]
