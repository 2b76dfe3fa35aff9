"""The morning of one office: whether the day before is complete, and what needs attention."""

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard import access, cache, clock, directory, screens
from dashboard.components import (
    check_list,
    difference_kinds,
    filters,
    fragments,
    links,
    page_head,
    predecessors,
    tables,
)  # fmt: skip
from dashboard.figures import checks, office_day, office_money, office_morning
from dashboard.figures.unusual import check as unusual_check
from dashboard.figures.unusual import looking, sentences
from dashboard.offices import details
from dashboard.text import _, formats


def show(chosen: filters.Filters, known: directory.Directory) -> None:
    """Show the morning of the chosen office, or of the only one that may be seen."""
    office = chosen.office or access.own_office()
    if office is None or office not in known.offices:
        tables.empty_store()
        return
    if not may_see(office):
        refuse(known.offices[office])
        return
    evening = filters.evening_of(chosen, chosen.date)
    question = functools.partial(details.ask_money, office=office, chosen=chosen, evening=evening)
    money = access.ask(question)
    unusual = _unusual(chosen, known, office)
    part = functools.partial(_day, chosen.date, money, unusual=unusual, with_figures=True)
    _watched(part, chosen.date)
    difference_kinds.show(money.kinds, money.params, "morning_differences")


def show_checks(date: dt.date, money: office_money.Money) -> None:
    """Show the checks of the morning alone."""
    _watched(functools.partial(_day, date, money, with_figures=False), date)


def _watched(part: Callable[[], None], date: dt.date) -> None:
    """Show a part, which refreshes by itself in the morning on which the forms are due."""
    if date == clock.today() - dt.timedelta(days=1):
        fragments.between_six_and_nine(part)
    else:
        part()


def _unusual(
    chosen: filters.Filters, known: directory.Directory, office: str
) -> Sequence[checks.Line]:
    """Return the check of what is unusual at the office, if anything is."""
    # The day at hand is not over: each of its figures would be too small.
    evening = min(chosen.date, clock.today() - dt.timedelta(days=1))
    asked = looking.question(evening, predecessors.asked(chosen, office))
    looked = access.ask(lambda connection: cache.find(connection, looking.look, asked))
    names = sentences.Names(known.offices, known.organizations)
    return list(unusual_check.weightiest(looked, names, office))


def _day(
    date: dt.date,
    money: office_money.Money,
    *,
    with_figures: bool,
    unusual: Sequence[checks.Line] = (),
) -> None:
    question = functools.partial(office_day.ask, facts=money.facts, office=money.asked, date=date)
    day = access.ask(question)
    lines = office_morning.lines(day, money, unusual)
    params: dict[str, screens.Value] = {"date": date, "office": day.facts.code}
    check_list.head(_headline(day, lines), office_morning.title(day), lines, params)
    check_list.show(lines)
    page_head.announce(lines[0].check.plain, key="day_status")
    if with_figures:
        details.remark_on_day(day)
    if with_figures and not day.agents.empty:
        details.figures(day)
        details.parts(day)


def _headline(day: office_day.Forms, lines: list[checks.Line]) -> str:
    place = _("**{place}, {weekday}, {day}:**").format(
        place=formats.plain(day.facts.name),
        weekday=formats.weekday(day.date),
        day=formats.day(day.date),
    )
    return f"{place} {checks.headline(lines)}"


def may_see(office: str) -> bool:
    """Return whether the user may see the figures of an office."""
    offices = access.current().offices
    return offices is None or office in offices


def remark(names: Mapping[str, str]) -> None:
    """Show which offices the figures are limited to, for a user who does not see all."""
    offices = access.current().offices
    if offices is not None:
        seen = ", ".join(formats.plain(names.get(code, code)) for code in offices)
        st.caption(_("Only the figures of {places}.").format(places=seen))


def refuse(name: str) -> None:
    """Show that an office may not be seen, with a link to the user's own."""
    sentence = _("The figures of {place} are not among those that you may see.")
    st.warning(sentence.format(place=formats.plain(name)), icon=":material/lock:")
    if own := access.own_office():
        links.link("overview", _("See your own office"), icon=":material/domain:", office=own)
