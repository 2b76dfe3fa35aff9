"""The list of all offices on a day: what each recorded and sent, and what is overdue there."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import cache, clock
from dashboard.components import filters, links, predecessors, tables
from dashboard.figures import checks
from dashboard.offices import morning
from dashboard.text import _, formats, glossary, import_terms, ngettext, office_terms
from queries import agents, directory, frames
from queries.forms import days, form_01xn, steps
from queries.lag import owing
from queries.store import feeds

_FORMS: Final = ("dispatched_on_time", "dispatched_late", "not_dispatched")
_OF_DAY: Final = ("codes", "amount", "net_amount", *_FORMS)
_AT_RISK: Final = ("overdue_amount", "exposure_vnd_days")


@dataclass(frozen=True)
class Offices:
    """The offices that may be seen, one row each; `is_closed` marks closed ones without data."""

    date: dt.date
    now: dt.datetime
    rows: pd.DataFrame

    @property
    def totals(self) -> dict[str, int]:
        """The sums over all of them."""
        return frames.totals(self.rows, dict.fromkeys((*_OF_DAY, *_AT_RISK)))

    @property
    def open(self) -> pd.DataFrame:
        """The offices that there were on the day or that have data of it, as the table has them."""
        rows = self.rows[~self.rows["is_closed"]]
        return rows.assign(
            data=[_data(state) for state in rows["state"]],
            forms=[self._sent(row) for row in rows.to_dict("records")],
        )

    @property
    def closed(self) -> pd.DataFrame:
        """The offices that were closed before the day, and have nothing of it."""
        return self.rows[self.rows["is_closed"]]

    @property
    def is_due(self) -> bool:
        """Whether a form that is not sent now is missing."""
        return self.now > form_01xn.due_at(self.date)

    @property
    def silent(self) -> int:
        """How many offices sent nothing that should have."""
        return int((self.rows["state"] == "silent").sum())

    @property
    def never(self) -> list[str]:
        """The names of the offices of which there have never been data, such as a head office."""
        return self.open.loc[self.open["state"] == "never", "name"].tolist()

    def _sent(self, row: dict[Any, Any]) -> str:
        """Return how many forms of an office went out in time, with a sign."""
        if pd.isna(row["codes"]):
            return formats.UNKNOWN
        owed, sent = sum(row[part] for part in _FORMS), row["dispatched_on_time"]
        if not owed:
            return _data("nothing_due")
        missing = "▲" if self.is_due else "○"
        return f"{'✓' if sent == owed else missing} {formats.count(sent)}/{formats.count(owed)}"


def ask(
    connection: sa.Connection, chosen: filters.Filters, successors: Mapping[str, str]
) -> Offices:
    """Query every office that may be seen; `successors` maps closed offices to those of today."""
    date, evening = chosen.date, filters.evening_of(chosen, chosen.date)
    offices = predecessors.asked(chosen, None)
    states = feeds.by_office(connection, day=date, office=offices)[["office_code", "state"]]
    question = steps.Question(start=date, end=date, office=offices)
    forms = days.by_part(connection, question, by=days.By.OFFICE)
    owed = cache.find(
        connection, owing.by_agent, evening.question(office=offices), by=agents.By.OFFICE
    )
    rows = (
        _known(connection, {} if offices is None else successors)
        .merge(states.rename(columns={"office_code": "key"}), on="key", how="left")
        .merge(forms[["key", *_OF_DAY]], on="key", how="left")
        .merge(owed[["key", *_AT_RISK]], on="key", how="left")
    )
    return Offices(date, clock.now(), _completed(rows, date if offices is None else clock.today()))


def _known(connection: sa.Connection, successors: Mapping[str, str]) -> pd.DataFrame:
    """Return the offices that may be seen, or of which a predecessor may be."""
    known = directory.offices(connection)
    seen = {successors.get(code, code) for code in known["office_code"] if morning.may_see(code)}
    known = known[known["office_code"].isin(list(seen))]
    return known.rename(columns={"office_code": "key", "office_name": "name"})


def _completed(rows: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Return the rows with zeros where nothing was found and nothing is missing.

    `date` is the day whose offices they are.
    """
    closed = pd.Series([not pd.isna(day) and day < date for day in rows["valid_to"]], dtype="bool")
    begun = pd.Series([pd.isna(day) or day <= date for day in rows["valid_from"]], dtype="bool")
    has_data = rows["state"].notna()
    certain = ~rows["state"].isin(["silent", "never"])
    for column in _OF_DAY:
        rows[column] = rows[column].where(rows[column].notna() | ~certain, 0)
    for column in _AT_RISK:
        rows[column] = rows[column].where(rows[column].notna() | (rows["state"] == "never"), 0)
    return rows.assign(is_closed=closed & ~has_data)[begun | has_data]


def _data(state: Any) -> str:
    if pd.isna(state):
        return formats.UNKNOWN
    sign, label = import_terms.STATES[state]
    return f"{sign} {_(label)}"


def show(offices: Offices, names: Mapping[str, str]) -> None:
    """Show every office; a row opens one."""
    st.markdown(" ".join(_sentences(offices)))
    st.caption(
        " ".join(
            (
                _("A row is one office alone."),
                tables.hint(_("Choose it to open the office with all that are below it.")),
            )
        )
    )
    _table(offices.open, office_terms.LIST, "offices", _("Offices"))
    if not offices.closed.empty:
        title = _("Offices that are no more")
        st.header(title, anchor=False)
        successors = [
            names.get(str(code), formats.UNKNOWN) for code in offices.closed["successor_code"]
        ]
        _table(offices.closed.assign(successor=successors), office_terms.CLOSED, "closed", title)


def _sentences(offices: Offices) -> list[str]:
    totals, number = offices.totals, len(offices.open)
    owed = totals["dispatched_on_time"] + totals["dispatched_late"] + totals["not_dispatched"]
    words = {
        "weekday": formats.weekday(offices.date),
        "day": formats.day(offices.date),
        "n": formats.count(number),
        "amount": formats.money(totals["amount"]),
        "sent": formats.count(totals["dispatched_on_time"]),
        "owed": formats.count(owed),
        "overdue": formats.money(totals["overdue_amount"]),
        "silent": formats.count(offices.silent),
        "known": formats.count(number - len(offices.never)),
        "never": checks.offices(offices.never),
    }
    sentences = [
        ngettext(
            "**{weekday}, {day}:** {n} office, **{amount}** by confirmation codes.",
            "**{weekday}, {day}:** {n} offices, **{amount}** by confirmation codes.",
            number,
        ),
        _("Data come from {known} of them; none have ever come from {never}.")
        if len(offices.never) and len(offices.never) < number
        else "",
        ngettext(
            "No data came from {silent} office.", "No data came from {silent} offices.",
            offices.silent,
        ) if offices.silent else "",
        _forms(offices) if owed else "",
        _("Overdue at the end of the day: **{overdue}**."),
    ]  # fmt: skip
    return [sentence.format(**words) for sentence in sentences if sentence]


def _forms(offices: Offices) -> str:
    if offices.is_due:
        return _("Forms 01-XN sent before 08:00: {sent} of {owed}.")
    return _("Forms 01-XN sent so far: {sent} of {owed}, due by 08:00 on the next day.")


def _table(rows: pd.DataFrame, terms: Mapping[str, glossary.Term], key: str, alt: str) -> None:
    tables.show(rows, terms, key=key, alt=alt, leads=links.Way({"office": "key"}))
