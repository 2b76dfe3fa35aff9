"""The tables of the page: agents, how soon payments were recorded, how old what has no code is."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import access, cache
from dashboard.comparing import changes
from dashboard.components import charts, fragments, links, tables, theme
from dashboard.components import paging as components_paging
from dashboard.recording import figures as recording_figures
from dashboard.text import _, formats, glossary, ngettext, recording_terms
from queries import agents, frames
from queries import paging as pages
from queries.lag import informed, lagged, without_code

# As addresses have them.
BUCKETS: Final = tuple(str(bucket) for bucket in range(len(without_code.AGES) + 1))
SORTABLE: Final = (
    "name", *recording_terms.AGENT, *map(changes.column, recording_terms.COMPARED),
)  # fmt: skip
# What is zero, and not unknown, of an agent without payments in the period.
_SUMS: Final = ("payments", "recorded", "informed", "unrecorded", "unrecorded_amount", "timed")
_TO_AGE: Final = links.Way({"bucket": "bucket"}, given={"status": None, "sort": None})
_TO_LIST: Final = links.Way({"status": "status"}, given={"bucket": None, "sort": None})


@dataclass(frozen=True)
class Ranking:
    """The agents of a level, one row each."""

    level: agents.By
    rows: pd.DataFrame
    earlier: changes.Earlier | None = None

    @functools.cached_property
    def ranked(self) -> pd.DataFrame:
        """The agents with the most payments without a code first, products by their names."""
        rows = changes.beside(self.rows, self.earlier, recording_terms.COMPARED, sums=_SUMS)
        ranked = recording_figures.worst_first(recording_figures.read(rows))
        if self.level is agents.By.PRODUCT:
            ranked["name"] = [_(glossary.PRODUCTS[code]) for code in ranked["key"]]
        return ranked

    @property
    def page(self) -> pages.Page:
        """Which of the agents the address asks for."""
        # The changes are there only where something is compared.
        sortable = [name for name in SORTABLE if name in self.ranked]
        return components_paging.wanted(len(self.ranked), sortable)

    @functools.cached_property
    def oldest(self) -> list[str]:
        """The names of those with the oldest payment without a code, the one with most first."""
        waiting = self.ranked[self.ranked["unrecorded"] > 0]
        days = list(waiting["oldest_unrecorded_day"])
        return [
            formats.words(name)
            for name, day in zip(waiting["name"], days, strict=True)
            if day == min(days)
        ]


def show(ranking: Ranking, figures: Mapping[str, Any]) -> None:
    """Show the agents and the figures of all; a row leads to what it is made of."""
    terms = recording_terms.agent(ranking.level.value)
    totals = {name: figures[name] for name in recording_terms.AGENT}
    if ranking.earlier is not None:
        terms = changes.terms(terms, recording_terms.COMPARED, ranking.earlier.against)
        totals |= ranking.earlier.changes
    named: dict[str, Any] = {
        "key": f"recording_{ranking.level}",
        "alt": _("Recording by agent, the most payments without a code first"),
        "leads": links.Way({ranking.level.value: "key"}),
        "totals": totals,
    }
    st.caption(
        " ".join(
            (
                _("The most payments without a code first."),
                tables.hint(_("Choose a row to see what it is made of.")),
            )
        )
    )
    if len(ranking.ranked) <= components_paging.ROWS:
        tables.show(ranking.ranked, terms, **named)
        return
    tables.show_page(
        components_paging.cut(ranking.ranked, ranking.page), terms, ranking.page,
        len(ranking.ranked), whole=lambda _c, every: components_paging.cut(ranking.ranked, every),
        sortable=SORTABLE, **named,
    )  # fmt: skip


def speeds(figures: Mapping[str, Any]) -> None:
    """Show how many payments were recorded how soon, each with what it is a part of."""
    title = _("How soon codes were issued, in figures")
    if below := fragments.opened(title, icon=":material/table_rows:", key="speeds_in_figures"):
        rows = recording_figures.speeds(figures)
        rows["label"] = [_(recording_terms.SPEEDS[status]) for status in rows["status"]]
        with below:
            tables.show(
                rows, recording_terms.SPEED, key="recording_speeds", alt=title, leads=_TO_LIST
            )


def bar(ages: pd.DataFrame) -> None:
    """Draw how old the money without a code is, if there is any; a bar leads to its payments."""
    whole = int(ages["amount"].sum())
    if not whole:
        return
    leads = _TO_AGE.addresses(ages.to_dict("records"))
    parts = [
        charts.Part(age(int(bucket)), int(amount), formats.part(int(amount), whole), tone, lead)
        for bucket, amount, tone, lead in zip(
            ages["bucket"], ages["amount"], theme.AGEING, leads, strict=True
        )
    ]
    charts.bars(parts, title=_age_title(), key="waiting_bars")


def table(ages: pd.DataFrame, figures: Mapping[str, Any]) -> None:
    """Show the bar in figures; a row lists its payments."""
    if not figures["unrecorded_amount"]:
        return
    title = _("The ages of money without a code, in figures")
    if below := fragments.opened(title, icon=":material/table_rows:", key="waiting_in_figures"):
        rows = ages.assign(label=[age(int(bucket)) for bucket in ages["bucket"]])
        with below:
            tables.show(
                rows,
                recording_terms.AGE,
                key="waiting",
                alt=_age_title(),
                leads=_TO_AGE,
                totals=frames.totals(rows, {"payments": 0, "amount": 0}),
            )
            tables.check(int(rows["amount"].sum()), int(figures["unrecorded_amount"]))


def age(bucket: int) -> str:
    """Return the name of a class of age."""
    if not bucket:
        return _("Collected on the day itself")
    first = without_code.AGES[bucket - 1] + 1
    if bucket == len(without_code.AGES):
        return _("{n} days later and more").format(n=first)
    last = without_code.AGES[bucket]
    if first == last:
        return ngettext("{n} day later", "{n} days later", first).format(n=first)
    return _("{first}–{last} days later").format(first=first, last=last)


def _age_title() -> str:
    return _("Money without a code by its age")


def channels(question: lagged.Question, figures: Mapping[str, Any]) -> None:
    """Show in which way participants were informed; asked once opened, as it reads all codes."""
    title = _("In which way participants were informed")
    if below := fragments.opened(title, icon=":material/sms:", key="channels_in_figures"):
        rows = access.ask(lambda c: cache.find(c, informed.by_channel, question))
        with below:
            tables.show(
                _told(rows, int(figures["recorded"])),
                recording_terms.CHANNEL,
                key="recording_channels",
                alt=title,
                leads=_TO_LIST,
                totals=frames.totals(rows, {"payments": 0, "amount": 0}),
            )


def _told(rows: pd.DataFrame, recorded: int) -> pd.DataFrame:
    status = ["not_informed" if pd.isna(code) else str(code) for code in rows["channel_code"]]
    return rows.assign(
        status=status,
        label=[_(_names()[each]) for each in status],
        share=[
            float((Decimal(int(each)) / recorded).quantize(Decimal("0.0001"), ROUND_HALF_UP))
            for each in rows["payments"]
        ],
    )


def _names() -> dict[str, str]:
    return recording_terms.SPEEDS | recording_terms.CHANNELS
