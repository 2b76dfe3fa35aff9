"""The month before a day: money collected and remitted, as chart, sentence and table."""

import datetime as dt
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.components import charts, fragments, links, tables, theme, transfers
from dashboard.text import _, formats, overview_terms
from queries import frames

_HEIGHT: Final = 300
_LINES: Final = {"collected_amount": theme.COLLECTED, "remitted_amount": theme.REMITTED}
_DASHED: Final = frozenset({"remitted_amount"})
_TICKS: Final = 4
# Of the height: names of lines that end closer together would cover each other.
_LABEL_GAP: Final = 0.09


@dataclass(frozen=True)
class Month:
    """Days of money: `money` has the rows of `queries.money.daily`."""

    money: pd.DataFrame

    @cached_property
    def days(self) -> list[dict[str, Any]]:
        """All days, in their order."""
        return frames.records(self.money)

    @cached_property
    def known(self) -> dict[int, dict[str, Any]]:
        """The days of which anything is known, by their places: elsewhere a zero means nothing."""
        return {place: day for place, day in enumerate(self.days) if day["known"]}

    @cached_property
    def slots(self) -> dict[int, str]:
        """The days in words, by their places on the axis."""
        return {
            place: f"{formats.weekday(row['day'])}, {formats.day(row['day'])}"
            for place, row in enumerate(self.days)
        }


def show(month: Month, as_of: dt.date, *, key: str, office: str | None = None) -> None:
    """Draw some days, with a summary in words, and a table whose figures link to their rows.

    Args:
        month: the days.
        as_of: the evening on which the lag page is to stand.
        key: the table's name in this session.
        office: whose days they are; None for the city.
    """
    if not month.known:
        st.info(_("No data of these days."), icon=":material/event_busy:")
        return
    leads = ways(as_of, office)
    charts.lines(
        _lines(month, leads),
        _axes(month),
        title=_("Collected and remitted, the last {n} days").format(n=len(month.money)),
        summary=_summary(month),
        height=_HEIGHT,
        key=f"{key}_chart",
    )
    st.caption(
        _("Grey: days off. The line ends where the data end. Choose a day to see its rows."),
        width="stretch",
    )
    title = _("The days in figures")
    if below := fragments.opened(title, icon=":material/table_rows:", key=f"{key}_in_figures"):
        with below:
            _table(month, leads, key)


def ways(as_of: dt.date, office: str | None) -> dict[str, links.Way]:
    """Return by column what the figures of days link to."""
    of_office = {"office": office} if office else {}
    form = links.Way({"date": "day"}, to="form-01-xn", given=of_office)
    return {
        "collected_amount": links.Way(
            {"from": "day", "to": "day"}, to="remittance-lag", given={**of_office, "as_of": as_of}
        ),
        "net_amount": form,
        "codes": form,
        "remitted_amount": links.Way({"date": "day"}, given={"status": transfers.TRANSFERS}),
    }


def _lines(month: Month, leads: Mapping[str, links.Way]) -> list[charts.Line]:
    ends = _ends(month)
    return [
        charts.Line(
            _(overview_terms.DAYS[name].label),
            points(month, name, leads[name]),
            tone,
            dashed=name in _DASHED,
            ends=ends[name],
        )
        for name, tone in _LINES.items()
    ]


def points(month: Month, name: str, way: links.Way) -> list[charts.Point]:
    """Return a figure of the days of which anything is known, each with the way to its rows."""
    written = formats.money if overview_terms.DAYS[name].kind == "money" else formats.count
    leads = way.addresses(month.known.values())
    return [
        charts.Point(place, int(row[name]), written(row[name]), lead)
        for (place, row), lead in zip(month.known.items(), leads, strict=True)
    ]


def _axes(month: Month) -> charts.Axes:
    days = [row["day"] for row in month.days]
    shown = levels(_top(month))
    return charts.Axes(
        slots=month.slots,
        domain=(-0.5, len(days) - 0.5),
        # A little more, so that the highest line is drawn with its amount.
        top=shown[-1][0] * 1.025,
        ticks=[(place, f"{days[place]:%d/%m}") for place in range(len(days) - 1, -1, -7)][::-1],
        levels=shown,
        bands=[
            (place - 0.5, place + 0.5) for place, row in enumerate(month.days) if not row["working"]
        ],
    )


def _top(month: Month) -> int:
    return max(0, *(int(row[name]) for row in month.known.values() for name in _LINES))


def levels(top: int) -> list[tuple[int, str]]:
    """Return round amounts from nothing to beyond the highest, each as it is written."""
    step = _step(top)
    values = range(0, max(top, 1) + step, step)
    return [(value, formats.short_money(value) if value else "0") for value in values]


def _step(top: int) -> int:
    """Return the round distance of the lines that the amounts are read from."""
    unit = 1_000_000
    while unit * 10 * _TICKS < top:
        unit *= 10
    return next((unit * times for times in (1, 2, 5) if unit * times * _TICKS >= top), unit * 10)


def _ends(month: Month) -> dict[str, float]:
    """Return where each line ends; ends that are closer together than names are moved apart."""
    last = [*month.known.values()][-1]
    lower, upper = sorted(_LINES, key=lambda name: int(last[name]))
    gap = _LABEL_GAP * levels(_top(month))[-1][0]
    low = float(last[lower])
    return {lower: low, upper: max(float(last[upper]), low + gap)}


def _summary(month: Month) -> str:
    """Return the chart in words, for screen readers."""
    known = list(month.known.values())
    sentences = [
        _("From {start} to {end}.").format(
            start=formats.day(known[0]["day"]), end=formats.day(known[-1]["day"])
        )
    ]
    for name in _LINES:
        # Of several the last one.
        most = max(reversed(known), key=operator.itemgetter(name))
        sentences.append(
            _("{what}: {total} in all, the most on {day}: {amount}.").format(
                what=_(overview_terms.DAYS[name].label),
                total=formats.money(sum(row[name] for row in known)),
                day=formats.day(most["day"]),
                amount=formats.money(most[name]),
            )
        )
    return " ".join(sentences)


def _table(month: Month, leads: Mapping[str, links.Way], key: str) -> None:
    """Show the days, the last one first; each figure links to its rows."""
    rows = month.money.iloc[::-1].reset_index(drop=True)
    figures = [
        name for name, term in overview_terms.DAYS.items() if term.kind in ("money", "count")
    ]
    rows[figures] = rows[figures].mask(~rows["known"], pd.NA)
    rows = rows.assign(weekday=[_weekday(day) for day in month.days[::-1]])
    tables.show_cells(rows, overview_terms.DAYS, leads, key=key, alt=_("What each day came to"))


def _weekday(row: dict[Any, Any]) -> str:
    name = formats.weekday(row["day"])
    return name if row["working"] else f"{name} •"
