"""Calendar of offices and days: one sign each, which opens the form of the day."""

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from dashboard.components import links, tables, theme
from dashboard.figures.city.morning import Overview
from dashboard.text import _, formats, overview_terms
from dashboard.text.glossary import Term
from queries import frame_columns, frames

_FAILURES: Final = ("missing", "late", "mismatched", "silent")
_FAULTS: Final = {
    state: f"background-color: {ground.css}; color: {ink.css}"
    for state, (ground, ink) in theme.FAULTS.items()
}


def show(morning: Overview) -> None:
    """Show the state of each office on each of the last days, the worst offices first."""
    st.header(_("Forms 01-XN by office and day"), anchor=False)
    if morning.offices.empty:
        st.info(_("No office has sent data for these days."), icon=":material/event_busy:")
        return
    st.caption(_legend(), width="stretch")
    cells = _cells(morning.offices)
    days = sorted({cell.day for cell in cells}, reverse=True)
    offices = _by_office(cells)
    of_days = _terms(cells, days)
    terms = {**overview_terms.CALENDAR, **of_days}
    form = links.Way({"office": "office_code", "date": "cell"}, to="form-01-xn")
    office = links.Way({"office": "office_code"}, to="office", given={"date": morning.day})
    tables.show_cells(
        _signs(offices, days, terms),
        terms,
        {"name": office, **dict.fromkeys(of_days, form)},
        key="calendar",
        alt=_("How each office sent its forms on each day, the worst offices first"),
        looks=_looks(offices, days),
    )


class _Cell(NamedTuple):
    """An office's day."""

    office_code: str
    office_name: str
    day: dt.date
    state: str
    working: bool
    mismatched: int


_Office = Mapping[dt.date, _Cell]


def _cells(rows: pd.DataFrame) -> list[_Cell]:
    columns = (frames.plain(rows[name]) for name in _Cell._fields)
    return [_Cell(*values) for values in zip(*columns, strict=True)]


def _by_office(cells: Iterable[_Cell]) -> list[_Office]:
    """Return the days of each office: the worst office first, else in the order given."""
    offices: dict[str, dict[dt.date, _Cell]] = {}
    for cell in cells:
        offices.setdefault(cell.office_code, {})[cell.day] = cell
    return sorted(offices.values(), key=_failures, reverse=True)


def _failures(office: _Office) -> int:
    return sum(cell.state in _FAILURES for cell in office.values())


def _signs(offices: Sequence[_Office], days: Sequence[dt.date], terms: Iterable[str]) -> Any:
    """Return one row an office, with a sign a day; a day without the office is left empty."""
    return frame_columns.of_objects(
        ["office_code", *terms],
        [
            [first.office_code, first.office_name, _failures(office)]
            + [_sign(office[day]) if day in office else "" for day in days]
            for office in offices
            for first in itertools.islice(office.values(), 1)
        ],
    )


def _looks(offices: Sequence[_Office], days: Sequence[dt.date]) -> dict[str, list[str]]:
    """Return the colours of these signs, as CSS, by day."""
    return {
        day.isoformat(): [_look(office[day]) if day in office else "" for office in offices]
        for day in days
    }


def _sign(cell: _Cell) -> str:
    """Return the sign of an office's day; a mismatch that another fault would hide is added."""
    sign, differs = (overview_terms.STATES[state][0] for state in (cell.state, "mismatched"))
    return f"{sign}{differs}" if cell.mismatched and sign != differs else sign


def _look(cell: _Cell) -> str:
    return _FAULTS.get(cell.state, "" if cell.working else f"background-color: {theme.DAY_OFF}")


def _terms(cells: Iterable[_Cell], days: Iterable[dt.date]) -> dict[str, Term]:
    off = {cell.day for cell in cells if not cell.working}
    return {
        day.isoformat(): Term(f"{day:%d/%m}", _day_help(day, is_off=day in off), "sign")
        for day in days
    }


def _day_help(day: dt.date, *, is_off: bool) -> str:
    words = f"{formats.weekday(day)}, {formats.day(day)}"
    return _("{day}: a day off").format(day=words) if is_off else words


def _legend() -> str:
    signs = [f"{sign} {_(label)}" for sign, label in overview_terms.STATES.values()]
    days_off = _("grey: a day off")
    choose = tables.hint(_("Choose a sign to see the office's form of the day."))
    return f"{'; '.join([*signs, days_off])}. {choose}"
