"""Owns the list of all offices on a day: what each recorded and sent, and what is overdue there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from dashboard import answers, clock, evenings, formats, office_scope, succession, tables
from dashboard.text import _, store_terms
from queries import agents, directory, feeds, form_01xn, form_days, owing

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

    from dashboard import filters

_FORMS: Final = ("dispatched_on_time", "dispatched_late", "not_dispatched")
_OF_DAY: Final = ("codes", "amount", "net_amount", *_FORMS)
_AT_RISK: Final = ("overdue_amount", "exposure_vnd_days")


@dataclass(frozen=True)
class Offices:
    """The offices that may be seen, one row each; `is_closed` tells those that are no more."""

    date: dt.date
    now: dt.datetime
    rows: pd.DataFrame

    @property
    def totals(self) -> dict[str, int]:
        """The sums over all of them."""
        return tables.totals(self.rows, dict.fromkeys((*_OF_DAY, *_AT_RISK)))

    @property
    def open(self) -> pd.DataFrame:
        """The offices that there were on the day, as they stand in the table."""
        rows = self.rows[~self.rows["is_closed"]]
        return rows.assign(
            data=[_data(state) for state in rows["state"]],
            forms=[self._sent(row) for row in rows.to_dict("records")],
        )

    @property
    def closed(self) -> pd.DataFrame:
        """The offices that were closed before the day."""
        return self.rows[self.rows["is_closed"]]

    @property
    def is_due(self) -> bool:
        """Whether a form that is not sent now is missing."""
        return self.now > form_01xn.due_at(self.date)

    @property
    def silent(self) -> int:
        """How many offices sent nothing that should have."""
        return int((self.rows["state"] == "silent").sum())

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
    """Ask the store for every office that may be seen.

    `successors` are those of the offices that are no more, which then are meant by them.
    """
    date, evening = chosen.date, evenings.of(chosen, chosen.date)
    offices = succession.asked(chosen, None)
    by_office = {"by": agents.By.OFFICE, "office": offices}
    came = feeds.by_office(connection, day=date, office=offices)[["office_code", "state"]]
    forms = form_days.by_part(
        connection, start=date, end=date, by=form_days.By.OFFICE, office=offices
    )
    owed = answers.find(connection, owing.by_agent, **evening.asked, **by_office)
    rows = (
        _known(connection, {} if offices is None else successors)
        .merge(came.rename(columns={"office_code": "key"}), on="key", how="left")
        .merge(forms[["key", *_OF_DAY]], on="key", how="left")
        .merge(owed[["key", *_AT_RISK]], on="key", how="left")
    )
    return Offices(date, clock.now(), _completed(rows, date if offices is None else clock.today()))


def _known(connection: sa.Connection, successors: Mapping[str, str]) -> pd.DataFrame:
    """Return the offices that may be seen, be it that only one which they succeeded may be."""
    known = directory.offices(connection)
    seen = {
        successors.get(code, code) for code in known["office_code"] if office_scope.may_see(code)
    }
    known = known[known["office_code"].isin(list(seen))]
    return known.rename(columns={"office_code": "key", "office_name": "name"})


def _completed(rows: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Return the rows with zeros where nothing was found and nothing is missing.

    `date` is the day whose offices they are.
    """
    closed = pd.Series([not pd.isna(day) and day < date for day in rows["valid_to"]], dtype="bool")
    begun = pd.Series([pd.isna(day) or day <= date for day in rows["valid_from"]], dtype="bool")
    certain = ~rows["state"].isin(["silent", "never"])
    for column in _OF_DAY:
        rows[column] = rows[column].where(rows[column].notna() | ~certain, 0)
    for column in _AT_RISK:
        rows[column] = rows[column].where(rows[column].notna() | (rows["state"] == "never"), 0)
    return rows.assign(is_closed=closed)[begun]


def _data(state: Any) -> str:
    if pd.isna(state):
        return formats.UNKNOWN
    sign, label = store_terms.STATES[state]
    return f"{sign} {_(label)}"
