"""Owns the pickers above every page; what they choose goes into the address."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import filters, formats
from dashboard.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping


def notices(chosen: filters.Filters) -> None:
    """Say what of the address could not be used."""
    for notice in chosen.notices:
        st.warning(notice, icon=":material/link_off:")


def day(chosen: filters.Filters) -> None:
    """Let the user choose a day, or step to the one before or after."""
    st.session_state["pick_date"] = chosen.date
    with st.container(horizontal=True, vertical_alignment="bottom", width="content", gap="xsmall"):
        _step(chosen.date, -1)
        st.date_input(
            _("Day"),
            key="pick_date",
            min_value=filters.FIRST_DAY,
            max_value=filters.LAST_DAY,
            format="DD/MM/YYYY",
            on_change=lambda: filters.write(date=st.session_state["pick_date"]),
            width=136,
        )
        _step(chosen.date, 1)


def office(chosen: filters.Filters, names: Mapping[str, str]) -> None:
    """Let the user choose an office, or all of them."""
    _one("office", _("Office"), _("All offices"), chosen.office, names)


def organization(chosen: filters.Filters, names: Mapping[str, str]) -> None:
    """Let the user choose a collection organisation, or all of them."""
    _one("org", _("Collection organisation"), _("All organisations"), chosen.org, names)


def trail(chosen: filters.Filters, offices: Mapping[str, str], orgs: Mapping[str, str]) -> None:
    """Show the way up from what is chosen, each step a button."""
    steps: list[tuple[str, dict[str, None]]] = [(_("All offices"), {"office": None, "org": None})]
    if chosen.office:
        steps.append((offices[chosen.office], {"org": None}))
    if chosen.org:
        steps.append((orgs[chosen.org], {}))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for place, (name, up) in enumerate(steps[:-1]):
            st.button(
                formats.plain(name),
                key=f"trail_{place}",
                type="tertiary",
                icon=":material/arrow_upward:",
                on_click=filters.write,
                kwargs=up,
            )
            st.markdown(":material/chevron_right:", width="content")
        st.markdown(f"**{formats.plain(steps[-1][0])}**", width="content")


def _step(date: dt.date, days: int) -> None:
    forward = days > 0
    target = date + dt.timedelta(days=days)
    st.button(
        _("Next") if forward else _("Previous"),
        key=f"pick_date_{'next' if forward else 'previous'}",
        help=_("Next day") if forward else _("Previous day"),
        icon=":material/chevron_right:" if forward else ":material/chevron_left:",
        icon_position="right" if forward else "left",
        disabled=not filters.FIRST_DAY <= target <= filters.LAST_DAY,
        on_click=filters.write,
        kwargs={"date": target},
    )


def _one(
    param: str, label: str, all_of_them: str, value: str | None, names: Mapping[str, str]
) -> None:
    key = f"pick_{param}"
    st.session_state[key] = value or ""
    st.selectbox(
        label,
        options=["", *names],
        key=key,
        format_func=lambda code: f"{names[code]} ({code})" if code else all_of_them,
        on_change=lambda: filters.write(**{param: st.session_state[key]}),
        width=320,
    )
