"""Owns a director's morning: whether the day before is complete, and what is to be looked after."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import (
    access,
    clock,
    difference_table,
    evenings,
    formats,
    links,
    office_checks,
    office_day,
    office_forms,
    office_money,
    office_money_checks,
    office_scope,
    overview_lines,
    tables,
    watch,
)
from dashboard.text import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard import filters, places


def show(chosen: filters.Filters, known: places.Places) -> None:
    """Show the morning of the office that is chosen, or of the only one that may be seen."""
    office = chosen.office or access.own_office()
    if office is None or office not in known.offices:
        tables.empty_store()
        return
    if not office_scope.may_see(office):
        office_scope.refuse(known.offices[office])
        return
    evening = evenings.of(chosen, chosen.date)
    asked = functools.partial(office_money.ask, office=office, chosen=chosen, evening=evening)
    money = access.ask(asked)
    _watched(functools.partial(_day, chosen.date, money, with_figures=True), chosen.date)
    difference_table.show(money.kinds, money.params, "morning_differences")


def show_checks(date: dt.date, money: office_money.Money) -> None:
    """Show the checks of the morning alone."""
    _watched(functools.partial(_day, date, money, with_figures=False), date)


def _watched(part: Callable[[], None], date: dt.date) -> None:
    """Show a part; it asks again by itself in the morning on which the forms of the day are due."""
    if date == clock.today() - dt.timedelta(days=1):
        watch.between_six_and_nine(part)
    else:
        part()


def _day(date: dt.date, money: office_money.Money, *, with_figures: bool) -> None:
    asked = functools.partial(office_forms.ask, facts=money.facts, office=money.asked, date=date)
    day = access.ask(asked)
    lines = [
        *office_checks.of_forms(day),
        *office_money_checks.of_money(money, known=day.is_known),
    ]
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.markdown(_headline(day, lines), width="content")
        params: dict[str, links.Value] = {"date": date, "office": day.facts.code}
        overview_lines.bulletin(_title(day), lines, params)
    overview_lines.show(lines)
    if with_figures:
        office_day.remark(day)
    if with_figures and not day.agents.empty:
        office_day.figures(day)
        office_day.parts(day)


def _headline(day: office_forms.Forms, lines: list[overview_lines.Line]) -> str:
    place = _("**{place}, {weekday}, {day}:**").format(
        place=formats.plain(day.facts.name),
        weekday=formats.weekday(day.date),
        day=formats.day(day.date),
    )
    return f"{place} {overview_lines.headline(lines)}"


def _title(day: office_forms.Forms) -> str:
    return _("{place}, the morning after {day}, as of {moment}:").format(
        place=day.facts.name, day=formats.day(day.date), moment=formats.moment(day.now)
    )
