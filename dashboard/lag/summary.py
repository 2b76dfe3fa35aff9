"""The sentences and figures of the lag page: the paragraph that is read first, and its foot."""

import streamlit as st

from dashboard.comparing import older, sentences
from dashboard.components import elements, table_style
from dashboard.lag import period
from dashboard.text import _, formats, lag_terms, ngettext
from queries import agents


def summary(shown: period.Period, where: str) -> None:
    """Show in one paragraph what is missing, whose it is, and how fast money comes in."""
    st.markdown(" ".join([_collected(shown, where), *_overdue(shown), _speed(shown)]))


def compared(shown: period.Period, where: str) -> None:
    """Show how the figures differ from what they are compared with, and the debt of before."""
    sentences.show(shown.compared, lag_terms.COMPARED, shown.figures, shown.other_figures, where)
    older.show(shown.older)


def figures(shown: period.Period) -> None:
    """Show the figures of everything side by side."""
    # Without borders, so that billions stand in one row.
    with st.container(horizontal=True, gap="small"):
        for column, term in lag_terms.FIGURES.items():
            st.metric(
                _(term.label),
                " / ".join(
                    table_style.written(shown.figures[each], term) for each in column.split()
                ),
                help=_(term.help),
                width="stretch",
            )


def foot(shown: period.Period, where: str) -> None:
    """Show the figures as a line to copy, and how fresh they are."""
    line = _("Remittance as of {as_of}, {place}: outstanding {outstanding}, overdue {overdue}.")
    elements.copyable(
        line.format(
            as_of=formats.day(shown.chosen.as_of),
            place=where,
            outstanding=formats.money(shown.figures["outstanding_amount"]),
            overdue=formats.money(shown.figures["overdue_amount"]),
        )
    )
    st.caption(_("Payments up to {day}.").format(day=formats.day(shown.latest_day)))


def _collected(shown: period.Period, where: str) -> str:
    payments = int(shown.figures["payments"])
    return _(
        "**As of the end of {as_of}** ({place}; collected from {start} to {end}): {amount} of"
        " {payments}; outstanding **{outstanding}**."
    ).format(
        as_of=formats.day(shown.chosen.as_of),
        place=formats.plain(where),
        start=formats.day(shown.chosen.start),
        end=formats.day(shown.chosen.end),
        amount=formats.money(shown.figures["amount"]),
        payments=ngettext("{n} payment", "{n} payments", payments).format(
            n=formats.count(payments)
        ),
        outstanding=formats.money(shown.figures["outstanding_amount"]),
    )


def _overdue(shown: period.Period) -> list[str]:
    if not shown.figures["overdue_payments"]:
        return [_("Nothing is overdue.")]
    if shown.ranking is None or shown.ranking.level is agents.By.PRODUCT:
        return [_overdue_payments(shown)]
    late = len(shown.ranking.overdue)
    worst = shown.ranking.overdue[0]
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
    }[shown.ranking.level.value]
    return [
        sentence.format(
            amount=formats.money(shown.figures["overdue_amount"]),
            n=formats.count(late),
            worst=formats.plain(formats.words(worst["name"])),
            worst_amount=formats.money(worst["overdue_amount"]),
        )
    ]


def _overdue_payments(shown: period.Period) -> str:
    """Return what is overdue where no agents are ranked."""
    payments = int(shown.figures["overdue_payments"])
    return ngettext(
        "Overdue: **{amount}** of {n} payment.", "Overdue: **{amount}** of {n} payments.", payments
    ).format(amount=formats.money(shown.figures["overdue_amount"]), n=formats.count(payments))


def _speed(shown: period.Period) -> str:
    """Return within how many working days money comes in, or that this is not reached yet."""
    rate = formats.rate(shown.figures["on_time_rate"])
    return " ".join([_half(shown), _most(shown), _("On time: {rate}.").format(rate=rate)])


def _half(shown: period.Period) -> str:
    lag = formats.lag(shown.figures["median_lag"])
    if lag.startswith(">"):
        return _("Half of the payments: not reached, outstanding {lag} working days.").format(
            lag=lag
        )
    return ngettext(
        "Half of the payments are remitted within {lag} working day.",
        "Half of the payments are remitted within {lag} working days.",
        int(shown.figures["median_lag_days"]),
    ).format(lag=lag)


def _most(shown: period.Period) -> str:
    lag = formats.lag(shown.figures["p90_lag"])
    if lag.startswith(">"):
        return _("90% of them: not reached, outstanding {lag} working days.").format(lag=lag)
    return _("90% of them are remitted within {lag}.").format(lag=lag)
