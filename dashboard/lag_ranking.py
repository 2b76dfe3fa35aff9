"""Owns the table of agents on the page of remittance lag, the most money at risk first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import lag_period, links, paging, tables
from dashboard.text import _

if TYPE_CHECKING:
    from dashboard.lag_period import Ranking


def show(ranking: Ranking) -> None:
    """Show the agents; a row leads to what it is made of. A long list has pages."""
    key, alt = f"lag_{ranking.level}", _("Remittance by agent, the most money at risk first")
    leads = links.Way({ranking.level.value: "key"})
    st.caption(_("The most money at risk first. Choose a row to see what it is made of."))
    if len(ranking.rows) <= paging.ROWS:
        tables.show(ranking.ranked, ranking.terms, key=key, alt=alt, leads=leads)
        return
    rows = paging.cut(ranking.ranked, ranking.page)
    tables.show_page(
        rows, ranking.terms, ranking.page, len(ranking.rows),
        sortable=lag_period.SORTABLE, key=key, alt=alt, leads=leads,
    )  # fmt: skip
