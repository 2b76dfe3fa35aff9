"""The pickers above every page; what they choose goes into the address."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import clock
from dashboard.components import filters, links
from dashboard.text import _, formats, glossary, parsing

# The longest list that is looked through without searching.
_SEARCHED: Final = 12


def notices(chosen: filters.Filters) -> None:
    """Show which parts of the address were not usable."""
    for notice in chosen.notices:
        st.warning(notice, icon=":material/link_off:")


def day(chosen: filters.Filters) -> None:
    """Show the picker of a day, with steps to the day before and after."""
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
    """Show the picker of an office, or all of them."""
    labels = _with_codes(_("All offices"), names)
    choice("office", _("Office"), labels, chosen.office, collector=None, case=None)


def period(chosen: filters.Filters, begins: str | None = None) -> None:
    """Show the pickers of a period and of the evening that figures are as of.

    `begins` is the label of the first day where the period is not of days of payment.
    """
    one_day("from", begins or _("Collected from"), chosen.start, parsing.LAST_DAY)
    one_day("to", _("to"), chosen.end, parsing.LAST_DAY)
    one_day("as_of", _("As of the end of"), chosen.as_of, clock.today())


def evening(chosen: filters.Filters) -> None:
    """Show the picker of the evening that figures are as of."""
    one_day("as_of", _("As of the end of"), chosen.as_of, clock.today())


def grouping(chosen: filters.Filters) -> None:
    """Show the picker of what rows stand for."""
    names = {
        "org": _("Organisations"),
        "office": _("Offices"),
        "collector": _("Collectors"),
        "product": _("Products"),
    }
    choice("by", _("Group by"), names, chosen.by, width=168, collector=None, sort=None)


def product(chosen: filters.Filters) -> None:
    """Show the picker of a type of participation, or all of them."""
    names = {code: _(name) for code, name in glossary.PRODUCTS.items()}
    choice("product", _("Product"), _with_codes(_("All products"), names), chosen.product)


def organization(chosen: filters.Filters, names: Mapping[str, str]) -> None:
    """Show the picker of a collection organisation, or all of them."""
    labels = _with_codes(_("All organisations"), names)
    choice("org", _("Collection organisation"), labels, chosen.org, collector=None, case=None)


def kind(chosen: filters.Filters, names: Mapping[str, str]) -> None:
    """Show the picker of a kind of difference, or all of them."""
    labels = {"": _("All kinds"), **names}
    choice("kind", _("Kind of difference"), labels, chosen.kind, case=None, sort=None)


def only(chosen: filters.Filters, names: Mapping[str, str]) -> None:
    """Show the picker of what a list is limited to, by its state."""
    labels = {"": _("All of them"), **names}
    choice("status", _("Show"), labels, chosen.status, width=224, case=None, sort=None)


def trail(
    chosen: filters.Filters,
    offices: Mapping[str, str],
    orgs: Mapping[str, str],
    collectors: Mapping[str, str] | None = None,
) -> None:
    """Show the path from all offices down to what is chosen, each step a button."""
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
    """Show a path of steps, each a name and the parameters it changes; not for a single one."""
    if len(steps) == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for place, (name, up) in enumerate(steps[:-1]):
            links.here(
                formats.plain(name), key=f"trail_{place}", icon=":material/arrow_upward:", **up
            )
            st.markdown(":material/chevron_right:", width="content")
        st.markdown(f"**{formats.plain(steps[-1][0])}**", width="content")


def one_day(param: str, label: str, value: dt.date, last: dt.date) -> None:
    """Show the picker of a day, one parameter of the address, up to the last one allowed."""
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


def choice(
    param: str,
    label: str,
    labels: Mapping[str, str],
    value: str | None,
    *,
    key: str | None = None,
    width: int = 320,
    **dropped: None,
) -> None:
    """Show the picker of one parameter of the address.

    Args:
        param: the parameter.
        label: the label of the picker.
        labels: the label of each option; the option "" takes the parameter away.
        value: the value in the address.
        key: the picker's name in the session, where it is not that of the parameter.
        width: in pixels.
        dropped: parameters that depend on this one, and are taken away with each choice.
    """
    key = key or f"pick_{param}"
    st.session_state[key] = value or ""
    st.selectbox(
        label,
        options=list(labels),
        key=key,
        format_func=labels.__getitem__,
        on_change=lambda: filters.write(**dropped, **{param: st.session_state[key]}),
        width=width,
        # A short list is seen as a whole; to type into it brings up the keyboard of a phone.
        filter_mode="fuzzy" if len(labels) > _SEARCHED else None,
    )


def _with_codes(all_of_them: str, names: Mapping[str, str]) -> dict[str, str]:
    return {"": all_of_them} | {code: f"{name} ({code})" for code, name in names.items()}
