"""Sentences of the page of form 01-XN: the summary, and why there are no figures."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard.comparing import sentences
from dashboard.components import elements, tables
from dashboard.forms import selection
from dashboard.forms.period import FormPeriod, State
from dashboard.text import _, form_terms, formats, ngettext
from data.problems import N_

# The icon, and the sentence about one day without figures or about several.
_STATES: Final[Mapping[State, tuple[str, str, str]]] = {
    State.NOTHING_DUE: (
        ":material/event_available:",
        N_("Nothing due: no confirmation code was recorded on {day}, so that no form is owed."),
        N_("Nothing due: no confirmation code was recorded from {start} to {end} ({place})."),
    ),
    State.NOTHING_YET: (
        ":material/pending:",
        N_("Nothing yet: no confirmation code of today, {day}, has been received so far."),
        N_("Nothing yet: no confirmation code since today, {start}, has been received so far."),
    ),
    State.FUTURE: (
        ":material/event_upcoming:",
        N_("The day {day} has not come yet."),
        N_("The days from {start} to {end} have not come yet."),
    ),
    State.NOT_RECEIVED: (
        ":material/cloud_off:",
        N_("No data received for {day}: the latest data in the store are of {latest}."),
        N_(
            "No data received for the days from {start} to {end}: the latest data in the store "
            "are of {latest}."
        ),
    ),
    State.BEFORE_DATA: (
        ":material/history_toggle_off:",
        N_(
            "The store has no data of {day}: they begin on {first} ({place}). That is unknown, "
            "not zero."
        ),
        N_(
            "The store has no data from {start} to {end}: they begin on {first} ({place}). That "
            "is unknown, not zero."
        ),
    ),
    State.NEVER_DATA: (
        ":material/help:",
        N_("The store has never had data of this place: {place}."),
        N_("The store has never had data of this place: {place}."),
    ),
}
# Of one product: the form may have others.
_NOTHING_OF_IT: Final = (
    N_("Nothing of this product: no confirmation code with it was recorded on {day} ({place})."),
    N_(
        "Nothing of this product: no confirmation code with it was recorded from {start} to {end} "
        "({place})."
    ),
)
_WARNINGS: Final = (State.NOT_RECEIVED, State.NEVER_DATA)


def state(period: FormPeriod, where: str) -> None:
    """Show why there are no figures."""
    if period.state is State.EMPTY_STORE:
        tables.empty_store()
        return
    icon, of_a_day, of_many = _STATES[period.state]
    if period.state is State.NOTHING_DUE and period.choice.filters.product:
        of_a_day, of_many = _NOTHING_OF_IT
    sentence = _(of_many if period.choice.is_range else of_a_day).format(
        **_days(period),
        latest=formats.day(period.latest_day),
        first=formats.day(period.first_day),
        place=formats.plain(where),
    )
    show = st.warning if period.state in _WARNINGS else st.info
    show(" ".join([sentence, *_gaps(period)]), icon=icon)


def too_long(choice: selection.Choice) -> None:
    """Show that the range has too many days."""
    words = _("From {start} to {end} are {n} days; at most {most} are shown. Choose fewer.")
    st.warning(
        words.format(
            start=formats.day(choice.start),
            end=formats.day(choice.end),
            n=formats.count((choice.end - choice.start).days + 1),
            most=formats.count(selection.LONGEST_RANGE),
        ),
        icon=":material/date_range:",
    )


def summary(period: FormPeriod, where: str) -> None:
    """Show the figures of the days in one paragraph."""
    sentences = [_recorded(period, where), *_remarks(period), *_forms(period), *_gaps(period)]
    st.markdown(" ".join(sentences))


def compared(period: FormPeriod, where: str) -> None:
    """Show how the figures differ from those that they are compared with."""
    sentences.show(period.compared, form_terms.COMPARED, period.totals, period.other_totals, where)


def foot(period: FormPeriod, where: str) -> None:
    """Show the totals as a line to copy, and how fresh they are."""
    line = (
        _("Form 01-XN from {start} to {end}, {place}: {codes}, {payments}, {amount}")
        if period.choice.is_range
        else _("Form 01-XN of {day}, {place}: {codes}, {payments}, {amount}")
    ).format(place=where, **_days(period), **_counted(period))
    elements.copyable(" ".join([f"{line}.", *_adjustments(period)]))
    st.caption(
        _("Data up to {day}, loaded at {moment}.").format(
            day=formats.day(period.latest_day), moment=formats.moment(period.imported_at)
        )
    )


def _days(period: FormPeriod) -> dict[str, str]:
    return {
        "day": formats.day(period.choice.end),
        "start": formats.day(period.choice.start),
        "end": formats.day(period.choice.end),
    }


def _recorded(period: FormPeriod, where: str) -> str:
    words = {
        "weekday": formats.weekday(period.choice.end),
        "place": formats.plain(where),
        **_days(period),
        **_counted(period),
    }
    return _sentence(period).format(**words)


def _sentence(period: FormPeriod) -> str:
    has_codes = period.totals["codes"] > 0
    if period.choice.is_range:
        return (
            _(
                "**From {start} to {end}** ({place}): {codes} recorded for {payments}, "
                "**{amount}** in all."
            )
            if has_codes
            else _("**From {start} to {end}** ({place}): nothing was recorded.")
        )
    return (
        _("**{weekday}, {day}** ({place}): {codes} recorded for {payments}, **{amount}** in all.")
        if has_codes
        else _("**{weekday}, {day}** ({place}): nothing was recorded.")
    )


def _counted(period: FormPeriod) -> dict[str, str]:
    codes = period.totals["codes"]
    return {
        "codes": ngettext("{n} confirmation code", "{n} confirmation codes", codes).format(
            n=formats.count(codes)
        ),
        "payments": formats.payments(period.totals["payments"]),
        "amount": formats.money(period.totals["amount"]),
    }


def _remarks(period: FormPeriod) -> list[str]:
    remarks = []
    if late := period.totals["late_recorded"]:
        remarks.append(
            ngettext(
                "{n} payment was made on an earlier day.",
                "{n} payments were made on an earlier day.",
                late,
            ).format(n=formats.count(late))
        )
    remarks += _adjustments(period)
    if period.choice.start <= period.today <= period.choice.end:
        remarks.append(
            _("Today is not over: its figures still change.")
            if period.choice.is_range
            else _("The day is not over: the figures still change.")
        )
    return remarks


def _adjustments(period: FormPeriod) -> list[str]:
    voids = period.totals["adjustments"]
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
            amount=formats.money(period.totals["adjustment_amount"]),
            net=formats.money(period.totals["net_amount"]),
        )
    ]


def _forms(period: FormPeriod) -> list[str]:
    if not period.forms:
        return []
    sentence = (
        ngettext(
            "Forms 01-XN of these days: {sent} of {n} form sent on time.",
            "Forms 01-XN of these days: {sent} of {n} forms sent on time.",
            period.forms,
        )
        if period.choice.is_range
        else ngettext(
            "Form 01-XN, due by {hour} on {deadline}: {sent} of {n} form sent on time.",
            "Form 01-XN, due by {hour} on {deadline}: {sent} of {n} forms sent on time.",
            period.forms,
        )
    )
    words = {
        "hour": _("08:00"),
        "deadline": formats.day(period.deadline.date()),
        "sent": formats.count(period.totals["dispatched_on_time"]),
        "n": formats.count(period.forms),
    }
    return [sentence.format(**words)]


def _gaps(period: FormPeriod) -> list[str]:
    """Return which days of a range the store has no data of."""
    first, latest = period.first_day, period.latest_day
    if not period.choice.is_range or first is None or latest is None:
        return []
    sentences = []
    if period.choice.start < first <= period.choice.end:
        sentences.append(_("The data of the store begin on {day}.").format(day=formats.day(first)))
    if period.choice.start <= latest < min(period.choice.end, period.yesterday):
        words = _("Nothing has been received of the days after {day}.")
        sentences.append(words.format(day=formats.day(latest)))
    return sentences
