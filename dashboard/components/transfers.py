"""The list of the transfers of a day; a row opens its payments."""

import functools
from typing import Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import access, directory
from dashboard.components import filters, links, paging, predecessors, tables
from dashboard.text import _, formats, ngettext, overview_terms
from queries import agents
from queries.money import remittances
from queries.paging import Page

# The value of `status` under which this page lists the transfers of its day.
TRANSFERS: Final = "remitted"


def show(chosen: filters.Filters, known: directory.Directory, office: str | None = None) -> None:
    """Show the transfers that organisations made on a day, or those to one office."""
    links.here(
        formats.plain(known.offices[office]) if office else _("Overview"),
        key="to_overview",
        icon=":material/arrow_upward:",
        status=None,
        sort=None,
    )
    limits = _limits(chosen, office)
    total, page, rows = access.ask(functools.partial(_ask, limits=limits))
    number = int(total["remittances"])
    sentence = ngettext(
        "**{weekday}, {day}**: {n} remittance to the fund's accounts, **{amount}** in all.",
        "**{weekday}, {day}**: {n} remittances to the fund's accounts, **{amount}** in all.",
        number,
    )
    st.markdown(
        sentence.format(
            weekday=formats.weekday(chosen.date),
            day=formats.day(chosen.date),
            n=formats.count(number),
            amount=formats.money(total["amount"]),
        )
    )
    if number:
        _table(rows, page, number, limits, known)


def _table(
    rows: pd.DataFrame,
    page: Page,
    number: int,
    limits: agents.Limits,
    known: directory.Directory,
) -> None:
    tables.show_page(
        _named(rows, known),
        overview_terms.TRANSFER,
        page,
        number,
        whole=lambda c, every: _named(remittances.listed(c, limits, page=every), known),
        sortable=remittances.SORTABLE,
        key="transfers",
        alt=_("Remittances of the day"),
        leads=links.Way({"code": "remittance_id"}, to="lookup"),
    )


def _named(rows: pd.DataFrame, known: directory.Directory) -> pd.DataFrame:
    return rows.assign(org_name=[known.organizations[code] for code in rows["org_code"]])


def _limits(chosen: filters.Filters, office: str | None) -> agents.Limits:
    return agents.Limits(
        start=chosen.date, end=chosen.date, office=predecessors.asked(chosen, office)
    )


def _ask(connection: sa.Connection, limits: agents.Limits) -> tuple[pd.Series, Page, pd.DataFrame]:
    total = remittances.total(connection, limits).iloc[0]
    page = paging.wanted(int(total["remittances"]), remittances.SORTABLE)
    rows = remittances.listed(connection, limits, page=page)
    return total, page, rows
