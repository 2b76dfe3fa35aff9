"""The tables of the lag page: the agents, the most money at risk first, and the ageing buckets."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.comparing import changes
from dashboard.components import charts, fragments, links, tables, theme
from dashboard.components import paging as components_paging
from dashboard.figures import lag
from dashboard.text import _, formats, glossary, lag_terms
from queries import agents, frames
from queries import paging as pages
from queries.lag import ageing

# As addresses have them.
BUCKETS: Final = tuple(str(bucket) for bucket in range(len(ageing.BUCKETS) + 1))
WEEKS: Final = 8
# Columns of agents by which a long list of them can be sorted.
SORTABLE: Final = (*lag_terms.LAG, "week_change", *map(changes.column, lag_terms.COMPARED))
# What is zero, and not unknown, of an agent without payments in the period.
_SUMS: Final = ("payments", "amount", "vnd_days")
# From an age to its payments.
_WAY: Final = links.Way({"bucket": "bucket"}, given={"status": None, "sort": None})


def show(ranking: Ranking, figures: Mapping[str, Any]) -> None:
    """Show the agents and the figures of all; a row leads to what it is made of."""
    key, alt = f"lag_{ranking.level}", _("Remittance by agent, the most money at risk first")
    leads = links.Way({ranking.level.value: "key"})
    totals = {name: figures[name] for name in lag_terms.LAG if name in figures}
    totals |= ranking.changes
    st.caption(
        " ".join(
            (
                _("The most money at risk first."),
                tables.hint(_("Choose a row to see what it is made of.")),
            )
        )
    )
    if len(ranking.ranked) <= components_paging.ROWS:
        tables.show(ranking.ranked, ranking.terms, key=key, alt=alt, leads=leads, totals=totals)
        return
    rows = components_paging.cut(ranking.ranked, ranking.page)
    tables.show_page(
        rows, ranking.terms, ranking.page, len(ranking.ranked),
        whole=lambda _c, every: components_paging.cut(ranking.ranked, every),
        sortable=SORTABLE, key=key, alt=alt, leads=leads, totals=totals,
    )  # fmt: skip


def name(bucket: int) -> str:
    """Return the name of an ageing bucket."""
    if not bucket:
        return _("Not yet due")
    first = ageing.BUCKETS[bucket - 1] + 1
    if bucket == len(ageing.BUCKETS):
        return _("{n} days and more").format(n=first)
    return _("{first}–{last} days").format(first=first, last=ageing.BUCKETS[bucket])


def bar(buckets: pd.DataFrame) -> None:
    """Draw how old the outstanding money is, if there is any; a bar leads to its payments."""
    whole = int(buckets["amount"].sum())
    if not whole:
        return
    leads = _WAY.addresses(buckets.to_dict("records"))
    parts = [
        charts.Part(name(bucket), int(amount), formats.part(int(amount), whole), tone, lead)
        for bucket, amount, tone, lead in zip(
            buckets["bucket"], buckets["amount"], theme.AGEING, leads, strict=True
        )
    ]
    charts.bars(parts, title=_title(), key="ageing_bars")


def table(buckets: pd.DataFrame, figures: Mapping[str, Any]) -> None:
    """Show the bar in figures; a row lists its payments."""
    if not figures["outstanding_amount"]:
        return
    title = _("The bar in figures")
    if below := fragments.opened(title, icon=":material/table_rows:", key="ageing_in_figures"):
        rows = buckets.assign(label=[name(bucket) for bucket in buckets["bucket"]])
        with below:
            tables.show(
                rows,
                lag_terms.BUCKET,
                key="ageing",
                alt=_title(),
                leads=_WAY,
                totals=frames.totals(rows, {"payments": 0, "amount": 0}),
            )
            tables.check(int(rows["amount"].sum()), int(figures["outstanding_amount"]))


def _title() -> str:
    return _("Outstanding money by working days beyond the deadline")


@dataclass(frozen=True)
class Ranking:
    """The agents of a level, one row each, and what was overdue of them in the last weeks."""

    level: agents.By
    as_of: dt.date
    rows: pd.DataFrame
    trend: pd.DataFrame
    earlier: changes.Earlier | None = None

    @functools.cached_property
    def ranked(self) -> pd.DataFrame:
        """The agents with the most money at risk first, products by their names."""
        sums = [name for name in map(str, self.rows) if name.endswith(_SUMS)]
        rows = changes.beside(self.rows, self.earlier, lag_terms.COMPARED, sums=sums)
        ranked = lag.ranked(rows)
        ranked["trend"] = [self._weeks.get(key, [0] * WEEKS) for key in ranked["key"]]
        ranked["week_change"] = [weeks[-1] - weeks[-2] for weeks in ranked["trend"]]
        if self.level is agents.By.PRODUCT:
            ranked["name"] = [_(glossary.PRODUCTS[code]) for code in ranked["key"]]
        return ranked

    @property
    def page(self) -> pages.Page:
        """Which of the agents the address asks for."""
        # The changes are there only where something is compared.
        sortable = [name for name in SORTABLE if name in self.ranked]
        return components_paging.wanted(len(self.ranked), sortable)

    @property
    def changes(self) -> Mapping[str, Any]:
        """By how much the figures of all differ from those of the earlier period."""
        return self.earlier.changes if self.earlier else {}

    @functools.cached_property
    def overdue(self) -> list[dict[str, Any]]:
        """The agents with overdue payments, the worst first."""
        told = self.ranked[["name", "overdue_payments", "overdue_amount"]]
        return [row for row in frames.records(told) if row["overdue_payments"]]

    @property
    def terms(self) -> dict[str, glossary.Term]:
        """The columns of the table, named for the level."""
        columns = {
            "name": lag_terms.AGENTS[self.level],
            **lag_terms.LAG,
            "week_change": lag_terms.WEEK,
            "trend": lag_terms.TREND,
            "key": lag_terms.KEY,
        }
        shown = lag_terms.as_read(columns)
        if self.earlier is None:
            return shown
        # The change that was asked for takes the place of the one in a week.
        shown = {name: term for name, term in shown.items() if name != "week_change"}
        return changes.terms(shown, lag_terms.COMPARED, self.earlier.against)

    @functools.cached_property
    def _weeks(self) -> dict[str, list[int]]:
        """What was overdue of each agent on the evenings, 0 where nothing was."""
        evenings = [self.as_of - dt.timedelta(weeks=back) for back in reversed(range(WEEKS))]
        columns = (self.trend[name].tolist() for name in ("key", "evening", "overdue_amount"))
        weeks: dict[str, list[int]] = {}
        for key, evening, amount in zip(*columns, strict=True):
            weeks.setdefault(key, [0] * WEEKS)[evenings.index(evening)] += amount
        return weeks
