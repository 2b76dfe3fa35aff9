"""The ranking of the collection organisations, the most money at risk first."""

import functools

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import access, cache
from dashboard.comparing import older
from dashboard.components import filters, links, tables
from dashboard.figures import lag, older_debt
from dashboard.text import _, formats, ngettext, organization_terms
from queries import agents
from queries.lag import lagged, remittance_lag


def show(chosen: filters.Filters) -> None:
    """Rank the organisations; a row opens one of them."""
    evening = filters.evening_of(chosen, chosen.as_of)
    rows, debt = access.ask(functools.partial(_ask, question=evening.question()))
    days = {"start": formats.day(evening.start), "as_of": formats.day(evening.as_of)}
    if rows.empty:
        sentence = _("Nothing was collected from {start} to {as_of}.")
        st.info(sentence.format(**days), icon=":material/event_busy:")
        older.link(debt, by="org")
        return
    st.markdown(_sentence(rows, days))
    older.link(debt, by="org")
    st.caption(
        " ".join(
            (
                _("The most money at risk first."),
                tables.hint(_("Choose a row to open the organisation.")),
            )
        )
    )
    tables.show(
        rows,
        organization_terms.RANKED,
        key="organizations",
        alt=_("Collection organisations, the most money at risk first"),
        leads=links.Way({"org": "key"}),
    )


def _ask(
    connection: sa.Connection, question: lagged.Question
) -> tuple[pd.DataFrame, older_debt.Debt | None]:
    rows = cache.find(connection, remittance_lag.by_agent, question, by=agents.By.ORG)
    return lag.ranked(rows), older.ask(connection, question)


def _sentence(rows: pd.DataFrame, days: dict[str, str]) -> str:
    late = rows[rows["overdue_payments"] > 0]
    if late.empty:
        sentence = ngettext(
            "**As of the end of {as_of}** (collected from {start}): nothing is overdue with the "
            "{n} organisation.",
            "**As of the end of {as_of}** (collected from {start}): nothing is overdue with any of "
            "the {n} organisations.",
            len(rows),
        )
        return sentence.format(n=formats.count(len(rows)), **days)
    sentence = ngettext(
        "**As of the end of {as_of}** (collected from {start}): overdue **{amount}** with {late} "
        "of {n} organisation.",
        "**As of the end of {as_of}** (collected from {start}): overdue **{amount}** with {late} "
        "of {n} organisations.",
        len(rows),
    )
    return sentence.format(
        amount=formats.money(late["overdue_amount"].sum()),
        late=formats.count(len(late)),
        n=formats.count(len(rows)),
        **days,
    )
