"""The month before a day: money collected and remitted, as chart, sentence and table."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.components import charts, fragments, links, tables, theme, transfers
from dashboard.text import _, formats, overview_terms

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
    def known_money(self) -> pd.DataFrame:
        """The days of which anything is known: elsewhere a zero would mean nothing."""
        return self.money[self.money["known"]]


def show(month: Month, as_of: dt.date, *, key: str, office: str | None = None) -> None:
    """Draw some days, with a summary in words, and a table whose figures link to their rows.

    Args:
        month: the days.
        as_of: the evening on which the lag page is to stand.
        key: the table's name in this session.
        office: whose days they are; None for the city.
    """
    if month.known_money.empty:
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
    known = month.known_money
    written = formats.money if overview_terms.DAYS[name].kind == "money" else formats.count
    leads = way.addresses({"day": day} for day in known["day"])
    return [
        charts.Point(place, int(amount), written(amount), lead)
        for place, amount, lead in zip(_places(month), known[name], leads, strict=True)
    ]


def _places(month: Month) -> list[int]:
    """Return where the known days stand among all."""
    return [place for place, known in enumerate(month.money["known"]) if known]


def slots(month: Month) -> dict[int, str]:
    """Return the days in words, by their places on the axis."""
    return {
        place: f"{formats.weekday(day)}, {formats.day(day)}"
        for place, day in enumerate(month.money["day"])
    }


def _axes(month: Month) -> charts.Axes:
    days = list(month.money["day"])
    shown = levels(_top(month))
    return charts.Axes(
        slots=slots(month),
        domain=(-0.5, len(days) - 0.5),
        # A little more, so that the highest line is drawn with its amount.
        top=shown[-1][0] * 1.025,
        ticks=[(place, f"{days[place]:%d/%m}") for place in range(len(days) - 1, -1, -7)][::-1],
        levels=shown,
        bands=[
            (place - 0.5, place + 0.5)
            for place, working in enumerate(month.money["working"])
            if not working
        ],
    )


def _top(month: Month) -> int:
    return int(max(0, *(month.known_money[name].max() for name in _LINES)))


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
    last = month.known_money.iloc[-1]
    lower, upper = sorted(_LINES, key=lambda name: int(last[name]))
    gap = _LABEL_GAP * levels(_top(month))[-1][0]
    low = float(last[lower])
    return {lower: low, upper: max(float(last[upper]), low + gap)}


def _summary(month: Month) -> str:
    """Return the chart in words, for screen readers."""
    known = month.known_money
    sentences = [
        _("From {start} to {end}.").format(
            start=formats.day(known["day"].iloc[0]), end=formats.day(known["day"].iloc[-1])
        )
    ]
    for name in _LINES:
        most = known.sort_values(name, kind="stable").iloc[-1]
        sentences.append(
            _("{what}: {total} in all, the most on {day}: {amount}.").format(
                what=_(overview_terms.DAYS[name].label),
                total=formats.money(known[name].sum()),
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
    rows = rows.assign(weekday=[_weekday(row) for row in rows.to_dict("records")])
    tables.show_cells(rows, overview_terms.DAYS, leads, key=key, alt=_("What each day came to"))


def _weekday(row: dict[Any, Any]) -> str:
    name = formats.weekday(row["day"])
    return name if row["working"] else f"{name} •"
