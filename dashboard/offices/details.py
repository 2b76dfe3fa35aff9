"""One office: its facts, its money and differences, its organisations, and one of its days."""

import datetime as dt
import functools
from typing import Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import access, cache
from dashboard.components import filters, links, money_chart, predecessors, tables
from dashboard.figures import evening as figures_evening
from dashboard.figures import office_day, office_money, office_profile
from dashboard.figures.office_money import Money
from dashboard.text import _, formats, glossary, lag_terms, ngettext, office_terms
from queries.lag import lagged
from queries.money import daily

# How far back the month goes, the day itself included.
_DAYS: Final = dt.timedelta(days=29)
_FIGURES: Final = ("codes", "payments", "amount", "adjustment_amount", "net_amount")
# More offices below than these are left to the list of all offices.
_MOST_BELOW: Final = 8


def ask_money(
    connection: sa.Connection,
    office: str,
    chosen: filters.Filters,
    evening: figures_evening.Evening,
) -> Money:
    """Query the money and the differences of an office at the end of a day."""
    asked = predecessors.asked(chosen, office)
    return office_money.ask(connection, office, asked, evening, cache.find)


def head(facts: office_profile.Facts, day: dt.date) -> None:
    """Show the facts of an office, and buttons to the offices related to it."""
    st.header(formats.plain(facts.name), anchor=False)
    st.markdown(" ".join(_facts(facts)))
    if facts.is_closed(day):
        sentence = _("There was no such office any more on {day}.")
        st.info(sentence.format(day=formats.day(day)), icon=":material/event_busy:")
    with st.container(horizontal=True, gap="small"):
        for code in _related_offices(facts):
            _office_link(facts, code)


def _related_offices(facts: office_profile.Facts) -> list[str]:
    """Return the related offices; very many below are left to the list of all offices."""
    below = facts.below if len(facts.below) <= _MOST_BELOW else ()
    related = (facts.upper, *facts.predecessors, facts.successor, *below)
    return list(dict.fromkeys(code for code in related if code and code in facts.names))


def _facts(facts: office_profile.Facts) -> list[str]:
    """Return what is known of the office, one sentence a fact."""
    words = {
        "code": formats.plain(facts.code),
        "upper": _name(facts, facts.upper),
        "since": formats.day(facts.valid_from),
        "until": formats.day(facts.valid_to),
        "successor": _name(facts, facts.successor),
        "predecessors": ", ".join(_name(facts, code) for code in facts.predecessors),
        "n": formats.count(len(facts.below)),
    }
    sentences = [
        (_("Code {code}."), facts.code),
        (_("Below {upper}."), facts.upper),
        (_("Since {since}."), facts.valid_from),
        (_("Until {until}."), facts.valid_to),
        (_("Succeeded by **{successor}**."), facts.successor),
        (_("Successor of {predecessors}."), facts.predecessors),
        (
            ngettext(
                "The figures are those of this office and of {n} office below it.",
                "The figures are those of this office and of {n} offices below it.",
                len(facts.below),
            ),
            facts.below,
        ),
    ]
    return [sentence.format(**words) for sentence, known in sentences if known]


def _office_link(facts: office_profile.Facts, code: str) -> None:
    # A predecessor has figures of its own among the offices of that time only.
    then: dict[str, None] = {"offices": None} if code in facts.predecessors else {}
    links.here(
        _name(facts, code), key=f"office_{code}", icon=_icon(facts, code), office=code, **then
    )


def _icon(facts: office_profile.Facts, code: str) -> str:
    if code == facts.upper:
        return ":material/arrow_upward:"
    if code == facts.successor:
        return ":material/arrow_forward:"
    return ":material/arrow_downward:" if code in facts.below else ":material/history:"


def _name(facts: office_profile.Facts, code: str | None) -> str:
    return formats.plain(facts.names.get(code, code)) if code else ""


def page_links(day: dt.date, money: Money) -> None:
    """Show links to the other pages, limited to the office and to the same days."""
    with st.container(horizontal=True, gap="medium"):
        links.link(
            "form-01-xn",
            _("Form 01-XN of {day}").format(day=formats.day(day)),
            icon=":material/assignment_turned_in:",
            date=day,
            office=money.facts.code,
        )
        links.link(
            "remittance-lag",
            _("Remittance lag"),
            icon=":material/account_balance:",
            **money.params,
            by="org",
        )
        label = _("Differences to reconcile")
        links.link("exceptions", label, icon=":material/difference:", **money.params)


def month(day: dt.date, money: Money) -> None:
    """Draw what was collected and remitted on each day of the month behind a day."""
    drawn = access.ask(functools.partial(_month, day=day, money=money))
    figures = ["collected_amount", "recorded_amount", "remitted_amount"]
    if not any(row[name] for row in drawn.known.values() for name in figures):
        st.info(_("No data of these days."), icon=":material/cloud_off:")
        return
    money_chart.show(drawn, money.evening.as_of, key="office_days", office=money.facts.code)


def organizations(money: Money) -> None:
    """Rank the organisations by money at risk; a row leads to its part of the lag page."""
    title = _("Collection organisations, the most money at risk first")
    st.header(title, anchor=False)
    days = {
        "start": formats.day(money.evening.start),
        "as_of": formats.day(money.evening.as_of),
    }
    if money.organizations.empty:
        sentence = _("Nothing was collected here from {start} to {as_of}.")
        st.info(sentence.format(**days), icon=":material/event_busy:")
        return
    sentence = _("Payments from {start} to {as_of}, as they stood at the end of {as_of}.")
    hint = tables.hint(_("Choose a row to see what it is made of."))
    st.caption(" ".join((sentence.format(**days), hint)))
    tables.show(
        money.organizations,
        lag_terms.as_read(
            {"name": glossary.ORGANIZATION, "key": glossary.CODE_OF_AGENT, **lag_terms.LAG}
        ),
        key="office_organizations",
        alt=title,
        leads=links.Way({"org": "key"}, to="remittance-lag", given=money.params),
    )


def _month(connection: sa.Connection, day: dt.date, money: Money) -> money_chart.Month:
    """Query the thirty days up to a day."""
    return money_chart.Month(
        daily.by_day(
            connection,
            lagged.Question(
                start=day - _DAYS, end=day, as_of=money.evening.as_of, office=money.asked
            ),
        )
    )


def remark_on_day(day: office_day.Forms) -> None:
    """Say that the figures are those of several offices, where they are."""
    below = len(day.facts.below)
    if below:
        sentence = ngettext(
            "The figures are those of {place} and of {n} office below it.",
            "The figures are those of {place} and of {n} offices below it.",
            below,
        )
        place = formats.plain(day.facts.name)
        st.caption(sentence.format(place=place, n=formats.count(below)))


def figures(day: office_day.Forms) -> None:
    """Show the figures of the day side by side, and the way to the form that has them."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(
            _("Form 01-XN of {day}").format(day=formats.day(day.date)),
            anchor=False,
            width="content",
        )
        links.link(
            "form-01-xn", _("See the form"), icon=":material/list:",
            date=day.date, office=day.facts.code,
        )  # fmt: skip
    tables.cards({column: glossary.FORM[column] for column in _FIGURES}, day.totals)


def parts(day: office_day.Forms) -> None:
    """Show what the day is made of; a row leads to its part of the form."""
    st.caption(tables.hint(_("Choose a row to see what it is made of.")))
    _table(day, day.products, "product", _("By product"))
    _table(day, day.agents, "org", _("By collection organisation"))


def _table(day: office_day.Forms, rows: pd.DataFrame, param: str, title: str) -> None:
    terms = {"product": office_terms.BY_PRODUCT, "org": office_terms.BY_ORGANIZATION}[param]
    st.subheader(title, anchor=False)
    tables.show(
        rows,
        terms,
        key=f"day_by_{param}",
        alt=title,
        leads=links.Way(
            {param: "key"}, to="form-01-xn", given={"date": day.date, "office": day.facts.code}
        ),
    )
