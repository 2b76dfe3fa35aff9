"""What is chosen on the page of weekly and monthly reports: the week or month, and the office."""

import datetime as dt
from typing import Final

import streamlit as st

from dashboard import clock
from dashboard.auth import preview
from dashboard.components import filters
from dashboard.exports import urls
from dashboard.figures import weeks_and_months
from dashboard.text import _, formats, parsing, periodic_terms
from data.problems import N_

KINDS: Final = tuple(weeks_and_months.Kind)
_PRESETS: Final = {
    "this_week": (weeks_and_months.Kind.WEEK, N_("This week")),
    "last_week": (weeks_and_months.Kind.WEEK, N_("Last week")),
    "this_month": (weeks_and_months.Kind.MONTH, N_("This month")),
    "last_month": (weeks_and_months.Kind.MONTH, N_("Last month")),
}
_HELP: Final = {
    (weeks_and_months.Kind.WEEK, -1): N_("Week before"),
    (weeks_and_months.Kind.WEEK, 1): N_("Week after"),
    (weeks_and_months.Kind.MONTH, -1): N_("Month before"),
    (weeks_and_months.Kind.MONTH, 1): N_("Month after"),
}


def period(chosen: filters.Filters) -> weeks_and_months.Period:
    """Return the week or month that is chosen: a week where nothing is said."""
    kind = weeks_and_months.Kind(chosen.kind or weeks_and_months.Kind.WEEK)
    return weeks_and_months.of(kind, chosen.date, clock.today())


def words(chosen: weeks_and_months.Period) -> str:
    """Return the days of a week or month, for the line of words of the filters."""
    name = _(periodic_terms.NAMES[chosen.kind])
    return f"{name} {formats.day(chosen.start)}–{formats.day(chosen.end)}"


def presets(chosen: weeks_and_months.Period) -> None:
    """Show the weeks and months that are asked for most; none is marked where another is shown."""
    key = "pick_preset"
    days = {name: _days(name) for name in _PRESETS}
    shown = next((name for name, each in days.items() if _is_same(each, chosen)), None)
    st.session_state[key] = shown
    st.segmented_control(
        _("Week or month"),
        options=tuple(_PRESETS),
        key=key,
        format_func=lambda name: _(_PRESETS[name][1]),
        on_change=lambda: _write(days.get(st.session_state[key]) or chosen),
    )


def steps(chosen: weeks_and_months.Period) -> None:
    """Show the steps to the week or month before and after."""
    with st.container(horizontal=True, vertical_alignment="bottom", width="content", gap="xsmall"):
        _step(chosen, -1)
        _step(chosen, 1)


def paper(chosen: weeks_and_months.Period, office: str | None) -> None:
    """Show the link to the report on paper, one click away."""
    params = {"date": chosen.end.isoformat(), **({"office": office} if office else {})}
    st.link_button(
        _("PDF of the report"),
        urls.address(f"{chosen.kind}.pdf", params, preview.office()),
        icon=":material/picture_as_pdf:",
    )


def _days(preset: str) -> weeks_and_months.Period:
    kind, _label = _PRESETS[preset]
    this = weeks_and_months.of(kind, clock.today(), clock.today())
    return this if preset.startswith("this") else this.before


def _is_same(one: weeks_and_months.Period, other: weeks_and_months.Period) -> bool:
    return (one.kind, one.start) == (other.kind, other.start)


def _write(chosen: weeks_and_months.Period) -> None:
    filters.write(**_address(chosen))


def _address(chosen: weeks_and_months.Period) -> dict[str, str | dt.date]:
    """Return what stands in the address: the last day of the period that is over, or its last."""
    day = chosen.last if chosen.has_begun else chosen.end
    return {"kind": str(chosen.kind), "date": day}


def _step(chosen: weeks_and_months.Period, way: int) -> None:
    forward = way > 0
    other = chosen.after if forward else chosen.before
    st.button(
        _("Next") if forward else _("Previous"),
        key="pick_period_next" if forward else "pick_period_previous",
        help=_(_HELP[chosen.kind, way]),
        icon=":material/chevron_right:" if forward else ":material/chevron_left:",
        icon_position="right" if forward else "left",
        disabled=not (other.start >= parsing.FIRST_DAY and other.end <= parsing.LAST_DAY)
        or (forward and not other.has_begun),
        on_click=_write,
        args=(other,),
    )
