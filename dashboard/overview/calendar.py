"""Calendar of offices and days: one sign each, which opens the form of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from dashboard.components import links, tables, theme
from dashboard.text import _, formats, overview_terms
from dashboard.text.glossary import Term

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from dashboard.figures.city.morning import Overview


_FAILURES: Final = ("missing", "late", "mismatched", "silent")


def show(morning: Overview) -> None:
    """Show the state of each office on each of the last days, the worst offices first."""
    st.header(_("Forms 01-XN by office and day"), anchor=False)
    if morning.offices.empty:
        st.info(_("No office has sent data for these days."), icon=":material/event_busy:")
        return
    st.caption(_legend(), width="stretch")
    days = sorted(morning.offices["day"].unique(), reverse=True)
    offices = _by_office(morning.offices)
    terms = {**overview_terms.CALENDAR, **_terms(morning.offices, days)}
    form = links.Way({"office": "office_code", "date": "cell"}, to="form-01-xn")
    office = links.Way({"office": "office_code"}, to="office", given={"date": morning.day})
    tables.show_cells(
        _frame(_signs(offices), ["office_code", *terms]),
        terms,
        {"name": office, **{day.isoformat(): form for day in days}},
        key="calendar",
        alt=_("How each office sent its forms on each day, the worst offices first"),
        looks=_frame(_looks(offices), list(terms)),
    )


def _frame(rows: Sequence[Mapping[str, object]], columns: list[str]) -> pd.DataFrame:
    """Return the rows with these columns; a day without an office is left empty."""
    return pd.DataFrame([dict.fromkeys(columns, "") | dict(row) for row in rows])


def _by_office(cells: pd.DataFrame) -> list[list[dict[str, Any]]]:
    """Return the days of each office: the worst office first, else in the order given."""
    offices: dict[str, list[dict[str, Any]]] = {}
    for cell in cells.to_dict("records"):
        offices.setdefault(cell["office_code"], []).append({str(k): v for k, v in cell.items()})
    return sorted(offices.values(), key=_failures, reverse=True)


def _failures(office: list[dict[str, Any]]) -> int:
    return sum(cell["state"] in _FAILURES for cell in office)


def _signs(offices: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return one row an office, with a sign a day."""
    return [
        {
            "office_code": office[0]["office_code"],
            "name": office[0]["office_name"],
            "failures": _failures(office),
            **{cell["day"].isoformat(): _sign(cell) for cell in office},
        }
        for office in offices
    ]


def _looks(offices: list[list[dict[str, Any]]]) -> list[dict[str, str]]:
    """Return the colours of these signs, as CSS."""
    return [{cell["day"].isoformat(): _look(cell) for cell in office} for office in offices]


def _sign(cell: dict[Any, Any]) -> str:
    """Return the sign of an office's day; a mismatch that another fault would hide is added."""
    sign, differs = (overview_terms.STATES[state][0] for state in (cell["state"], "mismatched"))
    return f"{sign}{differs}" if cell["mismatched"] and sign != differs else sign


def _look(cell: dict[Any, Any]) -> str:
    if cell["state"] in theme.FAULTS:
        ground, ink = theme.FAULTS[cell["state"]]
        return f"background-color: {ground.css}; color: {ink.css}"
    return "" if cell["working"] else f"background-color: {theme.DAY_OFF}"


def _terms(cells: pd.DataFrame, days: list[dt.date]) -> dict[str, Term]:
    off = set(cells.loc[~cells["working"], "day"])
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
