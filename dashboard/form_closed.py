"""Owns the line under a form that says when it was closed, and leads to what it said then."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from dashboard import access, filters, formats, links, snapshot_list, snapshot_subject
from dashboard.exports import form_01xn, reports
from dashboard.text import _
from queries import snapshot_list as questions

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.form_period import FormPeriod


def show(period: FormPeriod) -> None:
    """Say when the form of an office and a day was closed, with how many rows, and how many now."""
    choice = period.choice
    if choice.is_range or choice.filters.office is None:
        return
    if choice.filters.org or choice.filters.product or choice.filters.offices == filters.TODAY:
        return
    subject = {"date": choice.start.isoformat(), "office": choice.filters.office}
    question = functools.partial(
        questions.closing, kind=form_01xn.KIND, asked=reports.subject(subject)
    )
    found = access.ask(question)
    if not found.empty:
        _lead(found, period)


def _lead(found: pd.DataFrame, period: FormPeriod) -> None:
    row = found.iloc[0]
    rows_now = period.totals.get("payments", 0) + period.totals.get("adjustments", 0)
    words = (
        _("This form was closed at {time} on {day} with {before} rows: what has changed since.")
        if rows_now == row["rows"]
        else _("This form was closed at {time} on {day} with {before} rows; it has {now} now.")
    )
    told = words.format(
        before=formats.count(row["rows"]),
        now=formats.count(rows_now),
        **snapshot_subject.time_of(row["taken_at"]),
    )
    links.link(
        snapshot_list.ADDRESS, told, icon=":material/lock_clock:", snapshot=str(row["snapshot_id"])
    )
