"""Owns what the screen of remittance lag says: the sentence that is read first, and each state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import table_style, tables
from dashboard.lag.period import LagPeriod, State
from dashboard.text import _, formats, lag_terms, ngettext
from queries import agents

if TYPE_CHECKING:
    from dashboard import directory


def state(period: LagPeriod, where: str) -> None:
    """Say why there are no figures."""
    words = {
        "place": formats.plain(where),
        "start": formats.day(period.chosen.start),
        "end": formats.day(period.chosen.end),
        "as_of": formats.day(period.chosen.as_of),
        "latest": formats.day(period.latest_day),
    }
    if period.state is State.EMPTY_STORE:
        tables.empty_store()
    elif period.state is State.NOT_BEGUN:
        sentence = _(
            "The period begins on {start}, after the end of {as_of}: nothing had been collected."
        )
        st.info(sentence.format(**words), icon=":material/event_upcoming:")
    else:
        sentence = _(
            "Nothing was collected from {start} to {end} ({place}); the last payment in the store "
            "is of {latest}."
        )
        st.info(sentence.format(**words), icon=":material/event_busy:")


def summary(period: LagPeriod, where: str) -> None:
    """Say in one paragraph what is missing, whose it is, and how fast money comes in."""
    st.markdown(" ".join([_collected(period, where), *_overdue(period), _speed(period)]))


def figures(period: LagPeriod) -> None:
    """Show the figures of everything side by side."""
    # Without borders, so that billions stand in one row.
    with st.container(horizontal=True, gap="small"):
        for column, term in lag_terms.FIGURES.items():
            st.metric(
                _(term.label),
                " / ".join(
                    table_style.written(period.figures[each], term) for each in column.split()
                ),
                help=_(term.help),
                width="stretch",
            )


def with_those_below(period: LagPeriod, known: directory.Directory) -> None:
    """Say of an office that has others below it that these figures are of those as well."""
    office = period.chosen.office
    if office in known.upper:
        words = _("With the offices below {office}; its row by office has its own payments only.")
        st.caption(words.format(office=formats.plain(known.offices[office])))


def without_those_below(period: LagPeriod, known: directory.Directory) -> None:
    """Say of rows for offices that have others below them that choosing one shows those as well."""
    ranking = period.ranking
    if ranking is None or ranking.level is not agents.By.OFFICE:
        return
    for code in ranking.rows["key"]:
        if code in known.upper:
            words = _("The row of {office} has its own payments; choosing it shows those below it.")
            st.caption(words.format(office=formats.plain(known.offices[code])))


def foot(period: LagPeriod, where: str) -> None:
    """Give the figures as a line to copy, and say how fresh they are."""
    line = _("Remittance as of {as_of}, {place}: outstanding {outstanding}, overdue {overdue}.")
    tables.copyable(
        line.format(
            as_of=formats.day(period.chosen.as_of),
            place=where,
            outstanding=formats.money(period.figures["outstanding_amount"]),
            overdue=formats.money(period.figures["overdue_amount"]),
        )
    )
    st.caption(_("Payments up to {day}.").format(day=formats.day(period.latest_day)))


def _collected(period: LagPeriod, where: str) -> str:
    payments = int(period.figures["payments"])
    return _(
        "**As of the end of {as_of}** ({place}; collected from {start} to {end}): {amount} of"
        " {payments}; outstanding **{outstanding}**."
    ).format(
        as_of=formats.day(period.chosen.as_of),
        place=formats.plain(where),
        start=formats.day(period.chosen.start),
        end=formats.day(period.chosen.end),
        amount=formats.money(period.figures["amount"]),
        payments=ngettext("{n} payment", "{n} payments", payments).format(
            n=formats.count(payments)
        ),
        outstanding=formats.money(period.figures["outstanding_amount"]),
    )


def _overdue(period: LagPeriod) -> list[str]:
    if not period.figures["overdue_payments"]:
        return [_("Nothing is overdue.")]
    if period.ranking is None or period.ranking.level is agents.By.PRODUCT:
        return [_overdue_payments(period)]
    late = len(period.ranking.overdue)
    worst = period.ranking.overdue.iloc[0]
    sentence = {
        "office": ngettext(
            "Overdue: **{amount}** at {n} office, most at risk: {worst} ({worst_amount}).",
            "Overdue: **{amount}** at {n} offices, most at risk: {worst} ({worst_amount}).",
            late,
        ),
        "org": ngettext(
            "Overdue: **{amount}** of {n} organisation, most at risk: {worst} ({worst_amount}).",
            "Overdue: **{amount}** of {n} organisations, most at risk: {worst} ({worst_amount}).",
            late,
        ),
        "collector": ngettext(
            "Overdue: **{amount}** of {n} collector, most at risk: {worst} ({worst_amount}).",
            "Overdue: **{amount}** of {n} collectors, most at risk: {worst} ({worst_amount}).",
            late,
        ),
    }[period.ranking.level.value]
    return [
        sentence.format(
            amount=formats.money(period.figures["overdue_amount"]),
            n=formats.count(late),
            worst=formats.plain(formats.words(worst["name"])),
            worst_amount=formats.money(worst["overdue_amount"]),
        )
    ]


def _overdue_payments(period: LagPeriod) -> str:
    """Say what is overdue where nobody is ranked."""
    payments = int(period.figures["overdue_payments"])
    return ngettext(
        "Overdue: **{amount}** of {n} payment.", "Overdue: **{amount}** of {n} payments.", payments
    ).format(amount=formats.money(period.figures["overdue_amount"]), n=formats.count(payments))


def _speed(period: LagPeriod) -> str:
    """Say within how many working days money comes in, or that this is not reached yet."""
    rate = formats.rate(period.figures["on_time_rate"])
    return " ".join([_half(period), _most(period), _("On time: {rate}.").format(rate=rate)])


def _half(period: LagPeriod) -> str:
    lag = formats.lag(period.figures["median_lag"])
    if lag.startswith(">"):
        return _("Half of the payments: not reached, outstanding {lag} days.").format(lag=lag)
    return ngettext(
        "Half of the payments are remitted within {lag} working day.",
        "Half of the payments are remitted within {lag} working days.",
        int(period.figures["median_lag_days"]),
    ).format(lag=lag)


def _most(period: LagPeriod) -> str:
    lag = formats.lag(period.figures["p90_lag"])
    if lag.startswith(">"):
        return _("90 % of them: not reached, outstanding {lag} days.").format(lag=lag)
    return _("90 % of them are remitted within {lag}.").format(lag=lag)
