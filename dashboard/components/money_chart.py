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
_DASHES: Final = {"collected_amount": "solid", "remitted_amount": "dot"}
_TICKS: Final = 4
# Of the height: labels of lines that end closer together would cover each other.
_LABEL_GAP: Final = 0.09
_HALF_A_DAY: Final = dt.timedelta(hours=12)


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
    top = int(max(0, *(month.known_money[name].max() for name in _LINES)))
    charts.draw(
        [_line(month, name) for name in _LINES],
        title=_("Collected and remitted, the last {n} days").format(n=len(month.money)),
        summary=_summary(month),
        height=_HEIGHT,
        showlegend=False,
        xaxis=_days(month),
        yaxis=_amounts(top),
        shapes=_days_off(month),
        annotations=_labels(month, top),
        margin={"l": 0, "r": 96, "t": 8, "b": 0},
    )
    st.caption(_("Grey: days off. The line ends where the data end."), width="stretch")
    title = _("The days in figures")
    if below := fragments.opened(title, icon=":material/table_rows:", key=f"{key}_in_figures"):
        with below:
            _table(month, _links(as_of, office), key)


def _links(as_of: dt.date, office: str | None) -> dict[str, links.Way]:
    """Return by column what the figures of the table link to."""
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


def _line(month: Month, name: str) -> dict[str, Any]:
    known = month.known_money
    return {
        "type": "scatter",
        "mode": "lines",
        "name": _(overview_terms.DAYS[name].label),
        "x": [day.isoformat() for day in known["day"]],
        "y": [int(amount) for amount in known[name]],
        "line": {"color": _LINES[name], "width": 2.5, "dash": _DASHES[name]},
        "hoverinfo": "skip",
    }


def _days(month: Month) -> dict[str, Any]:
    days = list(month.money["day"])
    marked = days[::-7][::-1]
    return charts.AXIS | {
        "type": "date",
        "range": [_noon(days[0] - dt.timedelta(days=1)), _noon(days[-1])],
        "tickvals": [day.isoformat() for day in marked],
        "ticktext": [f"{day:%d/%m}" for day in marked],
        "showgrid": False,
    }


def _amounts(top: int) -> dict[str, Any]:
    step = _step(top)
    values = list(range(0, max(top, 1) + step, step))
    return charts.AXIS | {
        # A little more, so that the highest line is drawn with its amount.
        "range": [0, values[-1] + step // 10],
        "tickvals": values,
        "ticktext": ["0", *(formats.short_money(value) for value in values[1:])],
    }


def _step(top: int) -> int:
    """Return the round distance of the lines that the amounts are read from."""
    unit = 1_000_000
    while unit * 10 * _TICKS < top:
        unit *= 10
    return next((unit * times for times in (1, 2, 5) if unit * times * _TICKS >= top), unit * 10)


def _days_off(month: Month) -> list[dict[str, Any]]:
    """Return the grounds behind the days on which nobody works."""
    return [
        {
            "type": "rect",
            "layer": "below",
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "x0": _noon(day - dt.timedelta(days=1)),
            "x1": _noon(day),
            "fillcolor": theme.CHART_LINE,
            "line": {"width": 0},
        }
        for day in month.money.loc[~month.money["working"], "day"]
    ]


def _noon(day: dt.date) -> str:
    return (dt.datetime.combine(day, dt.time()) + _HALF_A_DAY).isoformat()


def _labels(month: Month, top: int) -> list[dict[str, Any]]:
    """Name each line where it ends; names that would cover each other are moved apart."""
    last = month.known_money.iloc[-1]
    ends = sorted(_LINES, key=lambda name: int(last[name]))
    height = _amounts(top)["range"][1]
    heights = [int(last[name]) / height for name in ends]
    if heights[1] - heights[0] < _LABEL_GAP:
        heights[1] = heights[0] + _LABEL_GAP
    return [
        {
            "text": formats.figure_text(_(overview_terms.DAYS[name].label)),
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8,
            "y": at,
            "yref": "paper",
            "yanchor": "middle",
            "showarrow": False,
            "font": {"color": _LINES[name], "size": 13},
        }
        for name, at in zip(ends, heights, strict=True)
    ]


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
