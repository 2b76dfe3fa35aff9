"""The sentences and figures of the page: what has its code, what has none, and since when."""

import streamlit as st

from dashboard.comparing import sentences
from dashboard.components import elements, links, table_style
from dashboard.figures import checks
from dashboard.recording import period
from dashboard.text import _, formats, ngettext, recording_terms


def summary(shown: period.Period, where: str) -> None:
    """Show in one paragraph what was recorded on the day, and what has no code yet."""
    st.markdown(" ".join([_recorded(shown, where), _waiting(shown), _speed(shown)]))


def compared(shown: period.Period, where: str) -> None:
    """Show how the figures differ from those that they are compared with."""
    measures = recording_terms.COMPARED
    sentences.show(shown.compared, measures, shown.figures, shown.other_figures, where)


def figures(shown: period.Period) -> None:
    """Show the figures of everything side by side."""
    with st.container(horizontal=True, gap="small"):
        for column, term in recording_terms.FIGURES.items():
            st.metric(
                _(term.label),
                table_style.written(shown.figures[column], term),
                help=_(term.help),
                width="stretch",
            )


def days_alone(shown: period.Period) -> None:
    """Note how many payments have a day alone, so that nobody knows their minutes."""
    number = int(shown.figures["day_alone_payments"])
    if not number:
        return
    sentence = ngettext(
        "Of {n} recorded payment only the day of payment is known: its minutes are unknown, and "
        "it is left out of what is said of minutes.",
        "Of {n} recorded payments only the day of payment is known: their minutes are unknown, "
        "and they are left out of what is said of minutes.",
        number,
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(sentence.format(n=formats.count(number)), width="content")
        links.here(
            _("List them"),
            key="list_day_alone",
            icon=":material/arrow_forward:",
            status="day_alone",
            bucket=None,
            sort=None,
        )


def foot(shown: period.Period, where: str) -> None:
    """Show the figures as a line to copy, and how fresh they are."""
    line = _(
        "Recording as of {as_of}, {place}: {rate} with a code on the same day, {payments} without "
        "a code, {amount}."
    )
    elements.copyable(
        line.format(
            as_of=formats.day(shown.chosen.as_of),
            place=where,
            rate=formats.rate(shown.figures["same_day_rate"]),
            payments=formats.payments(int(shown.figures["unrecorded"])),
            amount=formats.money(shown.figures["unrecorded_amount"]),
        )
    )
    st.caption(_("Payments up to {day}.").format(day=formats.day(shown.latest_day)))


def _recorded(shown: period.Period, where: str) -> str:
    return _(
        "**As of the end of {as_of}** ({place}; collected from {start} to {end}): {payments}; "
        "**{rate}** got their code on the same day."
    ).format(
        as_of=formats.day(shown.chosen.as_of),
        place=formats.plain(where),
        start=formats.day(shown.chosen.start),
        end=formats.day(shown.chosen.end),
        payments=formats.payments(int(shown.figures["payments"])),
        rate=formats.rate(shown.figures["same_day_rate"]),
    )


def _waiting(shown: period.Period) -> str:
    number = int(shown.figures["unrecorded"])
    if not number:
        return _("Every payment has its code.")
    names = shown.ranking.oldest if shown.ranking is not None else []
    sentence = (
        ngettext(
            "**{n} payment without a code**, {amount}, since {since} ({names}).",
            "**{n} payments without a code**, {amount}, the oldest since {since} ({names}).",
            number,
        )
        if names
        else ngettext(
            "**{n} payment without a code**, {amount}, since {since}.",
            "**{n} payments without a code**, {amount}, the oldest since {since}.",
            number,
        )
    )
    return sentence.format(
        n=formats.count(number),
        amount=formats.money(shown.figures["unrecorded_amount"]),
        since=formats.day(shown.figures["oldest_unrecorded_day"]),
        names=formats.plain(_named(names)),
    )


def _named(names: list[str]) -> str:
    left = max(1, len(names) - 1)
    more = ngettext("{names} and {n} other", "{names} and {n} others", left)
    return checks.listed(names, more, 1)


def _speed(shown: period.Period) -> str:
    """Return within how many minutes half and nine tenths were recorded."""
    if not int(shown.figures["timed"]):
        return _("The minutes of no payment are known.")
    return _("Half of the payments: {half}; 90% of them: {most}.").format(
        half=_minutes(shown.figures["median"]), most=_minutes(shown.figures["p90"])
    )


def _minutes(value: object) -> str:
    if formats.is_never(value):
        return _("not determined, as it falls on payments without a code")
    return _("within {time}").format(time=formats.elapsed(60 * int(str(value))))
