"""The four figures of a day, each with its last thirty days and links to its rows."""

from typing import Any, Final

import streamlit as st

from dashboard.components import charts, links, money_chart, theme, transfers
from dashboard.figures.city.morning import WEEK, Overview
from dashboard.text import _, formats, overview_terms

_HEIGHT: Final = 48
_FIGURES: Final = ("collected_amount", "net_amount", "remitted_amount", "codes")


def show(morning: Overview) -> None:
    """Show the four numbers side by side."""
    sentence = _("**{weekday}, {day}**, and the change since the same day a week before")
    st.markdown(sentence.format(weekday=formats.weekday(morning.day), day=formats.day(morning.day)))
    with st.container(horizontal=True, gap="small"):
        month = money_chart.Month(morning.money)
        for column in _FIGURES:
            _figure(morning, month, column)
    _links(morning)


def _figure(morning: Overview, month: money_chart.Month, column: str) -> None:
    term = overview_terms.DAYS[column]
    today, before = morning.money_of(morning.day), morning.money_of(morning.day - WEEK)
    written = formats.money if term.kind == "money" else formats.count
    change = None if today is None or before is None else int(today[column] - before[column])
    with st.container(key=f"card_{column}", border=True, gap="xsmall"):
        st.metric(
            _(term.label),
            formats.UNKNOWN if today is None else written(today[column]),
            help=_(term.help),
            **_delta(change, is_money=term.kind == "money"),
        )
        _days(morning, month, column)


def _days(morning: Overview, month: money_chart.Month, column: str) -> None:
    """Draw the figure on each of the last days; a day leads to its rows."""
    ways = money_chart.ways(morning.evening.as_of, None)
    points = money_chart.points(month, column, ways[column])
    label = _(overview_terms.DAYS[column].label)
    charts.spark(
        charts.Line(label, points, theme.COLLECTED, shape="bar"),
        month.slots,
        summary=_("{what}, the last {n} days").format(what=label, n=len(month.days)),
        height=_HEIGHT,
        key=f"spark_{column}",
    )


def _delta(change: int | None, *, is_money: bool) -> dict[str, Any]:
    """Return the change since the same day of the week before: neither good nor bad by itself."""
    if change is None:
        return {"delta": _("nothing to compare with"), "delta_color": "off", "delta_arrow": "off"}
    amount = formats.short_money(abs(change)) if is_money else formats.count(abs(change))
    words = _("up {amount}") if change > 0 else _("down {amount}") if change else _("unchanged")
    return {
        "delta": words.format(amount=amount),
        "delta_color": "off",
        "delta_arrow": "up" if change > 0 else "down" if change < 0 else "off",
    }


def _links(morning: Overview) -> None:
    """Show links to the rows behind the figures."""
    day, icon = morning.day, ":material/arrow_forward:"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        links.link(
            "remittance-lag",
            _("Payments of the day"),
            icon=icon,
            **{"from": day, "to": day, "as_of": morning.evening.as_of},
        )
        links.link("form-01-xn", _("Form of the day"), icon=icon, date=day)
        links.here(
            _("Remittances of the day"), key="to_transfers", icon=icon, status=transfers.TRANSFERS
        )
