"""How form 01-XN was sent: the forms in a state, and the sendings of one form."""

import functools
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import access, directory, screens
from dashboard.components import filters, links, tables
from dashboard.exports import content, request_text, urls
from dashboard.exports.snapshots import closing as closing_snapshots
from dashboard.forms import figures
from dashboard.forms import period as form_period
from dashboard.forms import rows as form_rows
from dashboard.forms.period import FormPeriod
from dashboard.forms.selection import View
from dashboard.text import _, form_terms, formats, glossary, ngettext
from queries import frames
from queries.forms.states import Status
from queries.store import snapshots

_WHOSE: Final = ("office_name", "org_name", "status_label")
_STORE: Final = ("codes", "amount", "due_at")
_SENT: Final = ("codes", "last_codes", "amount", "last_amount", "first_sent_at", "due_at")
_DIFFERENCES: Final = ("codes_difference", "amount_difference")
# What a list is about stands first.
_COLUMNS: Final = {
    Status.ON_TIME: (*_WHOSE, *_SENT, *_DIFFERENCES),
    Status.LATE: (*_WHOSE, "late_seconds", *_SENT, *_DIFFERENCES),
    Status.MISSING: (*_WHOSE, *_STORE),
    Status.NOT_DUE: (*_WHOSE, *_STORE),
    Status.MISMATCHED: (*_WHOSE, *_DIFFERENCES, *_SENT),
}


def states(period: FormPeriod) -> None:
    """Show the forms in a state, page by page; a row leads to its office and organisation."""
    listed = period.listed.states
    if listed is None:
        return
    status = period.choice.status(period.now)
    title = _(form_terms.STATUSES[status].label)
    form_rows.heading(_("Forms 01-XN: {state}").format(state=title))
    if listed.count:
        tables.show_page(
            _stated(listed.rows),
            _terms(status, is_range=period.choice.is_range),
            listed.page,
            listed.count,
            whole=lambda c, every: _stated(listed.whole(c, every)),
            sortable=form_period.STATES_SORTABLE,
            key=f"forms_{status}",
            alt=title,
            leads=_FORM,
        )
    else:
        st.info(_("No form is in this state."), icon=":material/inbox:")
    form_rows.check_count(listed.count, figures.number(period, status))
    if listed.count:
        words = _("In the store these forms come to {amount}.")
        st.caption(words.format(amount=formats.money(listed.amount)))


_FORM: Final = links.Way(
    {"office": "office_code", "org": "org_code", "date": "day"},
    # A form is that of the office that sent it, whatever that has become.
    given=dict.fromkeys(("from", "to", "by", "kind", "status", "sort", "offices")),
)


def sendings(period: FormPeriod, known: directory.Directory) -> None:
    """Show every sending of a day's form, compared with the store."""
    rows = period.listed.sendings
    if rows is None or period.choice.view is not View.FORM:
        return
    if rows.empty and not period.forms:
        return
    title = _("Sendings of this form")
    st.header(title, anchor=False)
    if rows.empty:
        _not_sent(period)
        return
    _agreement(rows)
    tables.show(_readable(rows, known), _sending_terms(rows), key="sendings", alt=title)
    if not period.forms:
        words = _("The day has no codes of this form in the store: nothing was to be sent.")
        st.caption(words)


def _not_sent(period: FormPeriod) -> None:
    words = {"hour": _("08:00"), "deadline": formats.day(period.deadline.date())}
    if period.has_fallen_due:
        sentence = _("The form has not been sent; it was due by {hour} on {deadline}.")
        st.error(sentence.format(**words), icon=":material/cancel:")
    else:
        sentence = _("The form has not been sent yet; it is due by {hour} on {deadline}.")
        st.info(sentence.format(**words), icon=":material/hourglass_empty:")


def _agreement(rows: pd.DataFrame) -> None:
    """Show whether the last sending, of each office, agrees with the store."""
    differing = rows[rows["is_last"] & ~_agrees(rows)]
    if differing.empty:
        term = form_terms.MATCHED
        st.badge(_(term.label), icon=":material/check:", color="green", help=_(term.help))
        return
    term = form_terms.STATUSES["mismatched"]
    st.badge(_(term.label), icon=":material/difference:", color="orange", help=_(term.help))
    codes = int(differing["codes_difference"].sum())
    words = ngettext(
        "The last sending differs from the store by {codes} code and {amount}.",
        "The last sending differs from the store by {codes} codes and {amount}.",
        abs(codes),
    )
    st.markdown(
        words.format(
            codes=formats.count(codes),
            amount=formats.money(int(differing["amount_difference"].sum())),
        )
    )


def _agrees(rows: pd.DataFrame) -> pd.Series:
    agrees: pd.Series = (rows["codes_difference"] == 0) & (rows["amount_difference"] == 0)
    return agrees


def _terms(status: Status, *, is_range: bool) -> dict[str, glossary.Term]:
    columns = (("day",) if is_range else ()) + _COLUMNS[status]
    return {name: form_terms.STATED[name] for name in columns}


def _stated(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the forms with their states and delays as text."""
    return rows.assign(
        status_label=[_state_label(row) for row in frames.records(rows)],
        late_seconds=[_late(row["late_seconds"]) for row in frames.records(rows)],
    )


def _state_label(row: dict[str, Any]) -> str:
    states = [str(row["status"])] + (["mismatched"] if row["mismatched"] else [])
    return ", ".join(
        f"{form_terms.SIGNS[state]} {_(form_terms.STATUSES[state].label)}" for state in states
    )


def _late(seconds: int | None) -> str:
    if pd.isna(seconds) or seconds <= 0:
        return formats.UNKNOWN
    return formats.elapsed(seconds)


def _sending_terms(rows: pd.DataFrame) -> dict[str, glossary.Term]:
    hides_office = len(set(rows["office_code"])) == 1
    return {
        name: term
        for name, term in form_terms.SENDING.items()
        if not (name == "office" and hides_office)
    }


def _readable(rows: pd.DataFrame, known: directory.Directory) -> pd.DataFrame:
    agreeing = _agrees(rows)
    return rows.assign(
        office=[known.offices.get(code, code) for code in rows["office_code"]],
        late_seconds=[_timing(int(seconds)) for seconds in rows["late_seconds"]],
        match=[
            f"{form_terms.SIGNS[state]} {_(term.label)}"
            for state, term in (_match(agrees=bool(each)) for each in agreeing)
        ],
    )


def _timing(seconds: int) -> str:
    if seconds <= 0:
        return f"{form_terms.SIGNS['on_time']} {_('On time')}"
    words = _("Late by {time}").format(time=formats.elapsed(seconds))
    return f"{form_terms.SIGNS['late']} {words}"


def _match(*, agrees: bool) -> tuple[str, glossary.Term]:
    if agrees:
        return "matched", form_terms.MATCHED
    return "mismatched", form_terms.STATUSES["mismatched"]


def closing(period: FormPeriod) -> None:
    """Show the snapshot that closed the form of an office and a day, and whether rows changed."""
    choice = period.choice
    if choice.is_range or choice.filters.office is None:
        return
    if choice.filters.org or choice.filters.product or choice.filters.offices == filters.TODAY:
        return
    subject = {"date": choice.start.isoformat(), "office": choice.filters.office}
    question = functools.partial(
        snapshots.closing, kind=content.FORM_01XN, asked=urls.subject(subject)
    )
    found = access.ask(question)
    if not found.empty:
        _link_to_closing(found, period)


def _link_to_closing(found: pd.DataFrame, period: FormPeriod) -> None:
    row = found.iloc[0]
    rows_now = period.totals.get("payments", 0) + period.totals.get("adjustments", 0)
    words = (
        _("This form was closed at {time} on {day} with {before} rows: what has changed since.")
        if rows_now == row["rows"]
        else _("This form was closed at {time} on {day} with {before} rows; it has {now} now.")
    )
    label = words.format(
        before=formats.count(row["rows"]),
        now=formats.count(rows_now),
        **request_text.time_of(row["taken_at"]),
    )
    links.link(
        screens.SNAPSHOTS, label, icon=":material/lock_clock:", snapshot=str(row["snapshot_id"])
    )
    if late := closing_snapshots.lateness(period.choice.start, row["taken_at"]):
        st.caption(f":material/schedule: {late[0].upper()}{late[1:]}.")
