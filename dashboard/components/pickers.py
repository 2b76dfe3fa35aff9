"""The pickers above every page; what they choose goes into the address."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import clock
from dashboard.components import filters
from dashboard.text import _, formats, glossary, parsing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
            min_value=parsing.FIRST_DAY,
            max_value=parsing.LAST_DAY,
            format="DD/MM/YYYY",
            on_change=lambda: filters.write(date=st.session_state["pick_date"]),
            width=136,
        )
        _step(chosen.date, 1)


def office(chosen: filters.Filters, names: Mapping[str, str]) -> None:
    """Let the user choose an office, or all of them."""
    label, all_of_them = _("Office"), _("All offices")
    _one("office", label, all_of_them, chosen.office, names, collector=None, case=None)


def period(chosen: filters.Filters, begins: str | None = None) -> None:
    """Let the user choose the days of payment, and the day whose evening is meant.

    `begins` is what the first day is called where other days than those of payment are meant.
    """
    one_day("from", begins or _("Collected from"), chosen.start, parsing.LAST_DAY)
    one_day("to", _("to"), chosen.end, parsing.LAST_DAY)
    one_day("as_of", _("As of the end of"), chosen.as_of, clock.today())


def evening(chosen: filters.Filters) -> None:
    """Let the user choose the day whose evening is meant."""
    one_day("as_of", _("As of the end of"), chosen.as_of, clock.today())


def grouping(chosen: filters.Filters) -> None:
    """Let the user choose whom the rows stand for."""
    names = {
        "org": _("Organisations"),
        "office": _("Offices"),
        "collector": _("Collectors"),
        "product": _("Products"),
    }
    st.session_state["pick_by"] = chosen.by
    st.selectbox(
        _("Rows"),
        options=filters.GROUPINGS,
        key="pick_by",
        format_func=names.__getitem__,
        on_change=lambda: filters.write(by=st.session_state["pick_by"], collector=None, sort=None),
        width=168,
    )


def product(chosen: filters.Filters) -> None:
    """Let the user choose a type of participation, or all of them."""
    names = {code: _(name) for code, name in glossary.PRODUCTS.items()}
    _one("product", _("Product"), _("All products"), chosen.product, names)


def organization(chosen: filters.Filters, names: Mapping[str, str]) -> None:
    """Let the user choose a collection organisation, or all of them."""
    label, all_of_them = _("Collection organisation"), _("All organisations")
    _one("org", label, all_of_them, chosen.org, names, collector=None, case=None)


def kind(chosen: filters.Filters, names: Mapping[str, str]) -> None:
    """Let the user choose a kind of difference, or all of them."""
    st.session_state["pick_kind"] = chosen.kind or ""
    st.selectbox(
        _("Kind of difference"),
        options=["", *names],
        key="pick_kind",
        format_func=lambda key: names[key] if key else _("All kinds"),
        on_change=lambda: filters.write(kind=st.session_state["pick_kind"], case=None, sort=None),
        width=320,
    )


def trail(
    chosen: filters.Filters,
    offices: Mapping[str, str],
    orgs: Mapping[str, str],
    collectors: Mapping[str, str] | None = None,
) -> None:
    """Show the way up from what is chosen, each step a button; nothing at the top."""
    # The order of a list goes with it.
    below: dict[str, None] = dict.fromkeys(("office", "org", "collector", "sort"))
    steps: list[tuple[str, Mapping[str, str | None]]] = [(_("All offices"), dict(below))]
    chain = (("office", chosen.office, offices), ("org", chosen.org, orgs),
             ("collector", chosen.collector, collectors or {}))  # fmt: skip
    for param, code, names in chain:
        below.pop(param)
        if code:
            steps.append((names.get(code, code), dict(below)))
    way_up(steps)


def way_up(steps: Sequence[tuple[str, Mapping[str, str | None]]]) -> None:
    """Show the way up, each step a name and what it changes; nothing where there is none."""
    if len(steps) == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for place, (name, up) in enumerate(steps[:-1]):
            st.button(
                formats.plain(name),
                key=f"trail_{place}",
                type="tertiary",
                icon=":material/arrow_upward:",
                on_click=filters.write,
                kwargs=dict(up),
            )
            st.markdown(":material/chevron_right:", width="content")
        st.markdown(f"**{formats.plain(steps[-1][0])}**", width="content")


def one_day(param: str, label: str, value: dt.date, last: dt.date) -> None:
    """Let the user choose the day of one parameter, up to the last that it can have."""
    key = f"pick_{param}"
    st.session_state[key] = value
    st.date_input(
        label,
        key=key,
        min_value=parsing.FIRST_DAY,
        max_value=last,
        format="DD/MM/YYYY",
        on_change=lambda: filters.write(**{param: st.session_state[key]}),
        width=136,
    )


def _step(date: dt.date, days: int) -> None:
    forward = days > 0
    target = date + dt.timedelta(days=days)
    st.button(
        _("Next") if forward else _("Previous"),
        key=f"pick_date_{'next' if forward else 'previous'}",
        help=_("Next day") if forward else _("Previous day"),
        icon=":material/chevron_right:" if forward else ":material/chevron_left:",
        icon_position="right" if forward else "left",
        disabled=not parsing.FIRST_DAY <= target <= parsing.LAST_DAY,
        on_click=filters.write,
        kwargs={"date": target},
    )


def _one(
    param: str,
    label: str,
    all_of_them: str,
    value: str | None,
    names: Mapping[str, str],
    **dropped: None,
) -> None:
    key = f"pick_{param}"
    st.session_state[key] = value or ""
    st.selectbox(
        label,
        options=["", *names],
        key=key,
        format_func=lambda code: f"{names[code]} ({code})" if code else all_of_them,
        # What was chosen below another choice does not belong to this one.
        on_change=lambda: filters.write(**dropped, **{param: st.session_state[key]}),
        width=320,
    )
