"""The course of a finding: its days, weeks or sizes with what is usual, as chart and table."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.components import charts, fragments, links, money_chart, table_style, tables, theme
from dashboard.figures.unusual import day_totals, leads
from dashboard.figures.unusual.finding import Finding, Kind, Point
from dashboard.text import _, formats, unusual_terms
from dashboard.text.glossary import Term

_HEIGHT: Final = 240
_OF_WEEKS: Final = (Kind.ON_TIME, Kind.RECORDING)
_SHARES: Final = (0, 25, 50, 75, 100)
_LEVELS: Final = 4
# A little more than the highest value, so that it is drawn with its line.
_ROOM: Final = 1.05
# So many labels of the vertical axis.
_STEPS: Final = (1, 2, 5, 10)


def show(finding: Finding, as_of: dt.date) -> None:
    """Draw how a figure has gone, with the usual range; a point leads to its rows."""
    term = unusual_terms.COURSES[finding.measure]
    points = list(finding.course)
    addresses = [_address(finding, point, as_of) for point in points]
    title = _title(finding)
    drawn = charts.dotted if finding.kind in _OF_WEEKS else charts.lines
    drawn(
        [_line(finding, term, addresses), *_usual(finding, term)],
        _axes(finding, term),
        title=title,
        summary=f"{title}: {'; '.join(_said(points, term))}",
        height=_HEIGHT,
        key="unusual_course",
    )
    if finding.kind in (Kind.DAY, *_OF_WEEKS):
        st.caption(_("Dashed: where what is usual ends. Choose a point to see its rows."))
    _table(finding, term, title, as_of)


def _line(finding: Finding, term: Term, addresses: Sequence[str]) -> charts.Line:
    points = [
        charts.Point(place, _height(point.value, term), _written(point.value, term), address)
        for place, (point, address) in enumerate(zip(finding.course, addresses, strict=True))
    ]
    shape: charts.Shape = "line" if finding.kind in _OF_WEEKS else "bar"
    return charts.Line(_(term.label), points, theme.COLLECTED, shape=shape)


def _usual(finding: Finding, term: Term) -> list[charts.Line]:
    """Return the ends of what is usual, where they are known."""
    ends = {
        _("The least that is usual"): [point.low for point in finding.course],
        _("The most that is usual"): [point.high for point in finding.course],
    }
    if term.kind == "rate":
        ends.pop(_("The most that is usual"))
    if finding.measure == "minutes":
        ends.pop(_("The least that is usual"))
    return [
        charts.Line(
            name,
            [
                charts.Point(place, _height(value, term), _written(value, term))
                for place, value in enumerate(values)
                if value is not None
            ],
            theme.INK,
            dashed=True,
        )
        for name, values in ends.items()
        if any(value is not None for value in values)
    ]


def _axes(finding: Finding, term: Term) -> charts.Axes:
    points = finding.course
    tallest = max(
        max(point.value, point.high or 0) if term.kind != "rate" else 1 for point in points
    )
    levels = _levels(tallest, term)
    return charts.Axes(
        slots={place: _name(point.at) for place, point in enumerate(points)},
        domain=(-0.5, len(points) - 0.5),
        top=levels[-1][0] * _ROOM,
        ticks=[(place, _tick(point.at)) for place, point in enumerate(points)],
        levels=levels,
        unit=_("Payments of one code") if finding.kind is Kind.CODE else "",
    )


def _levels(tallest: float, term: Term) -> Sequence[tuple[float, str]]:
    """Return round values from nothing to beyond the highest, each as it is written."""
    if term.kind == "rate":
        return [(share, f"{share}%") for share in _SHARES]
    if term.kind == "money":
        return money_chart.levels(round(tallest))
    unit = 1
    while unit * _STEPS[-1] * _LEVELS < tallest:
        unit *= 10
    step = next(unit * times for times in _STEPS if unit * times * _LEVELS >= tallest)
    return [(place * step, formats.count(place * step)) for place in range(_LEVELS + 1)]


def _height(value: float, term: Term) -> float:
    return value * 100 if term.kind == "rate" else value


def _written(value: float, term: Term) -> str:
    rounded = round(value, 4) if term.kind == "rate" else round(value)
    return table_style.written(rounded, term)


def _name(at: dt.date | int) -> str:
    if isinstance(at, dt.date):
        return f"{formats.weekday(at)}, {formats.day(at)}"
    return formats.payments(at)


def _tick(at: dt.date | int) -> str:
    return f"{at:%d/%m}" if isinstance(at, dt.date) else formats.count(at)


def _said(points: Sequence[Point], term: Term) -> list[str]:
    return [f"{_name(point.at)}: {_written(point.value, term)}" for point in points]


def _title(finding: Finding) -> str:
    """Return what the chart shows."""
    if finding.kind is Kind.DAY:
        if finding.measure == day_totals.AMOUNT:
            title = _("Amount recorded on each {weekday}, with the usual range")
        else:
            title = _("Confirmation codes on each {weekday}, with the usual range")
        return title.format(weekday=formats.weekday(finding.day))
    if finding.kind is Kind.SILENCE:
        return _("Confirmation codes of each day")
    if finding.kind is Kind.CODE:
        return _("How many codes cover how many payments, of two weeks")
    if finding.measure == "minutes":
        return _("Minutes within which half have their code, by week of payment")
    if finding.kind is Kind.RECORDING:
        return _("Recorded on the day of payment, by week of payment")
    return _("On-time rate by week of payment")


def _address(finding: Finding, point: Point, as_of: dt.date) -> str:
    """Return the address of the rows of a point."""
    lead = leads.of_point(finding, point.at, as_of)
    if lead is None:
        return ""
    return links.Way({}, to=lead.to, given=lead.params).addresses([{}])[0]


def _table(finding: Finding, term: Term, title: str, as_of: dt.date) -> None:
    """Show the same in figures, the latest first; a row leads to its rows."""
    name = _("The chart in figures")
    if not (
        below := fragments.opened(name, icon=":material/table_rows:", key="unusual_in_figures")
    ):
        return
    rows = pd.DataFrame(
        [
            {
                "at": point.at,
                "end": leads.last_day(finding, point.at),
                "value": _plain(point.value, term),
            }
            for point in finding.course
        ]
    ).iloc[::-1]
    at = unusual_terms.SIZE if finding.kind is Kind.CODE else unusual_terms.AT
    with below:
        tables.show(
            rows.reset_index(drop=True),
            {"at": at, "value": term},
            key="course_figures",
            alt=title,
            leads=_way(finding, as_of),
        )


def _plain(value: float, term: Term) -> float | int:
    return round(value, 4) if term.kind == "rate" else round(value)


def _way(finding: Finding, as_of: dt.date) -> links.Way | None:
    """Return what a row of the table leads to."""
    first = finding.course[0].at
    lead = leads.of_point(finding, first, as_of)
    if lead is None:
        return None
    if "date" in lead.params:
        given = {name: value for name, value in lead.params.items() if name != "date"}
        return links.Way({"date": "at"}, to=lead.to, given=given)
    given = {name: value for name, value in lead.params.items() if name not in ("from", "to")}
    return links.Way({"from": "at", "to": "end"}, to=lead.to, given=given)
