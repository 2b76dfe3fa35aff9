"""Owns what the screen of one office leads to: its pages, its month of money, its organisations."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import access
from dashboard.components import links, money_chart, tables
from dashboard.text import _, formats, glossary, lag_terms
from queries.lag import lagged
from queries.money import daily

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

    from dashboard.figures.office_money import Money


# How far back it looks, the day at hand included.
_DAYS: Final = dt.timedelta(days=29)


def ways(day: dt.date, money: Money) -> None:
    """Lead to the other pages, limited to the office and to the same days."""
    with st.container(horizontal=True, gap="medium"):
        links.link(
            "form-01-xn",
            _("Form 01-XN of {day}").format(day=formats.day(day)),
            icon=":material/assignment_turned_in:",
            date=day,
            office=money.facts.code,
        )
        lag = {**money.params, "by": "org"}
        links.link("remittance-lag", _("Remittance lag"), icon=":material/account_balance:", **lag)
        label = _("Differences to reconcile")
        links.link("exceptions", label, icon=":material/difference:", **money.params)


def month(day: dt.date, money: Money) -> None:
    """Draw what was collected and transferred on each day of the month behind a day."""
    drawn = access.ask(functools.partial(ask, day=day, money=money))
    if drawn.is_empty:
        st.info(_("No data of these days."), icon=":material/cloud_off:")
        return
    money_chart.show(drawn, money.evening.as_of, key="office_days", office=money.facts.code)


def organizations(money: Money) -> None:
    """Rank the organisations by money at risk; a row leads to its part of the lag page."""
    title = _("Collection organisations, the most money at risk first")
    st.subheader(title, anchor=False)
    days = {
        "start": formats.day(money.evening.start),
        "as_of": formats.day(money.evening.as_of),
    }
    if money.organizations.empty:
        sentence = _("Nothing was collected here from {start} to {as_of}.")
        st.info(sentence.format(**days), icon=":material/event_busy:")
        return
    sentence = _(
        "Payments from {start} to {as_of}, as they stood at the end of {as_of}. Choose a row to "
        "see what it is made of."
    )
    st.caption(sentence.format(**days))
    tables.show(
        money.organizations,
        {"name": glossary.ORGANIZATION, "key": glossary.CODE_OF_AGENT, **lag_terms.LAG},
        key="office_organizations",
        alt=title,
        leads=links.Way({"org": "key"}, to="remittance-lag", given=money.params),
    )


@dataclass(frozen=True)
class Month:
    """What each day came to: `money` has a row a day."""

    money: pd.DataFrame

    @cached_property
    def known_money(self) -> pd.DataFrame:
        """The days of which anything is known: elsewhere a zero would mean nothing."""
        return self.money[self.money["known"]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all came from the office on these days."""
        figures = ["collected_amount", "recorded_amount", "remitted_amount"]
        return not self.known_money[figures].to_numpy().any()


def ask(connection: sa.Connection, day: dt.date, money: Money) -> Month:
    """Ask the store for the thirty days up to a day."""
    return Month(
        daily.by_day(
            connection,
            lagged.Question(
                start=day - _DAYS, end=day, as_of=money.evening.as_of, office=money.asked
            ),
        )
    )
