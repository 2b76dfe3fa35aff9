"""Owns what the screen of remittance lag says: the sentence that is read first, and each state."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import charts, formats, tables
from dashboard.lag_period import LagPeriod, State
from dashboard.text import _, lag_terms, ngettext

_FIGURES: Final = (
    "amount", "remitted_amount", "outstanding_amount", "overdue_amount", "on_time_rate",
)  # fmt: skip


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
    with st.container(horizontal=True, gap="small"):
        for column in _FIGURES:
            term = lag_terms.LAG[column]
            written = formats.money if term.kind == "money" else formats.rate
            _card(term.label, written(period.figures[column]), term.help)
        half, most = lag_terms.LAG["median_lag"], lag_terms.LAG["p90_lag"]
        _card(half.label, period.lag("median_lag_days"), half.help)
        _card(most.label, period.lag("p90_lag_days"), most.help)


def ageing(period: LagPeriod) -> None:
    """Draw how old the outstanding money is, and say the same in a table that adds up."""
    if not period.figures["outstanding_amount"]:
        return
    rows = period.buckets.assign(label=[_bucket(row) for row in period.buckets.itertuples()])
    amounts = [int(amount) for amount in rows["amount"]]
    parts = (
        f"{label}: {formats.money(amount)}"
        for label, amount in zip(rows["label"], amounts, strict=True)
    )
    title = _("Outstanding money by working days beyond the deadline")
    charts.stacked_bar(list(rows["label"]), amounts, title, "; ".join(parts))
    with st.expander(_("The bar in figures"), icon=":material/table_rows:"):
        tables.show(rows, lag_terms.BUCKET, key="ageing", alt=title)
    tables.check(sum(amounts), int(period.figures["outstanding_amount"]))


def check_listed(period: LagPeriod) -> None:
    """Compare the sum of the payments listed with the figure above, where all are listed."""
    if len(period.payments) == period.figures["payments"]:
        tables.check(int(period.payments["amount"].sum()), int(period.figures["amount"]))


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


def _card(label: str, value: str, explained: str) -> None:
    st.metric(_(label), value, help=_(explained), border=True, width="stretch")


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
    late = len(period.overdue)
    if not late:
        return [_("Nothing is overdue.")]
    if period.chosen.collector:
        return [_overdue_payments(period)]
    worst = period.overdue.iloc[0]
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
    }[period.level.value]
    return [
        sentence.format(
            amount=formats.money(period.figures["overdue_amount"]),
            n=formats.count(late),
            worst=formats.plain(formats.words(worst["name"])),
            worst_amount=formats.money(worst["overdue_amount"]),
        )
    ]


def _overdue_payments(period: LagPeriod) -> str:
    """Say what one collector owes, whose name has been said."""
    payments = int(period.figures["overdue_payments"])
    return ngettext(
        "Overdue: **{amount}** of {n} payment.", "Overdue: **{amount}** of {n} payments.", payments
    ).format(amount=formats.money(period.figures["overdue_amount"]), n=formats.count(payments))


def _speed(period: LagPeriod) -> str:
    """Say within how many working days money comes in, or that this is not reached yet."""
    rate = formats.rate(period.figures["on_time_rate"])
    return " ".join([_half(period), _most(period), _("On time: {rate}.").format(rate=rate)])


def _half(period: LagPeriod) -> str:
    lag = period.lag("median_lag_days")
    if lag.startswith(">"):
        return _("Half of the payments: not reached, outstanding {lag} days.").format(lag=lag)
    return ngettext(
        "Half of the payments are remitted within {lag} working day.",
        "Half of the payments are remitted within {lag} working days.",
        int(period.figures["median_lag_days"]),
    ).format(lag=lag)


def _most(period: LagPeriod) -> str:
    lag = period.lag("p90_lag_days")
    if lag.startswith(">"):
        return _("90 % of them: not reached, outstanding {lag} days.").format(lag=lag)
    return _("90 % of them are remitted within {lag}.").format(lag=lag)


def _bucket(row: object) -> str:
    """Return what an ageing bucket is called."""
    first, last = getattr(row, "days_from", None), getattr(row, "days_to", None)
    if formats.words(first) == formats.UNKNOWN:
        return _("Not yet due")
    if formats.words(last) == formats.UNKNOWN:
        return _("{n} days and more").format(n=first)
    return _("{first}–{last} days").format(first=first, last=last)
