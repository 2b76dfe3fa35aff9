"""One case of a difference: what differs, in a sentence and side by side, and where to look on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
import streamlit as st

from dashboard import directory
from dashboard.components import filters, links, table_style, tables
from dashboard.exceptions import listing
from dashboard.text import _, exception_terms, formats, glossary
from queries import frames, paging
from queries.exceptions import notes, rows
from queries.store import freshness


@dataclass(frozen=True)
class Case:
    """The answers of the store about one case.

    `row` is the case as it stands in the list of its kind; None where it does not stand there any
    more, or not yet. `entries` are the notes about it, the oldest first.
    """

    chosen: filters.Filters
    kind: str
    subject: str
    row: dict[str, Any] | None
    entries: tuple[dict[str, Any], ...]
    is_store_empty: bool

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all other cases."""
        return self.kind, self.subject

    @property
    def last_note(self) -> int | None:
        """The number of the last entry about it."""
        return self.entries[-1]["note_id"] if self.entries else None

    @property
    def owner(self) -> str:
        """Who looks after it; nobody where it is empty."""
        return self.entries[-1]["owner"] or "" if self.entries else ""

    @property
    def due_day(self) -> dt.date | None:
        """By which day it will be settled; None where nobody has said so."""
        return self.entries[-1]["due_day"] if self.entries else None


def ask(connection: sa.Connection, chosen: filters.Filters, kind: str, subject: str) -> Case:
    """Return one case within the filters of the page."""
    question = listing.question(chosen)
    page = paging.Page(1)
    cases = rows.listed(connection, question, kind=kind, subjects=[subject], page=page)
    entries = notes.entries(connection, kind=kind, subject=subject)
    is_empty = cases.empty and freshness.latest(connection)["latest_paid_day"].isna().all()
    return Case(
        chosen=chosen,
        kind=kind,
        subject=subject,
        row=next(iter(frames.records(cases)), None),
        entries=tuple(frames.records(entries)),
        is_store_empty=bool(is_empty),
    )


def show(case: Case, known: directory.Directory) -> None:
    """Show what differs and the links to look further, or why there is nothing to show."""
    if case.row is None:
        _missing(case)
        return
    _head(case.kind, case.row, known)
    with st.container(horizontal=True, gap="medium"):
        _lookup_links(case.kind, case.row)
        _form_link(case.kind, case.row)
        _agent_link(case.chosen, case.row)


def _missing(case: Case) -> None:
    if case.is_store_empty:
        tables.empty_store()
        return
    sentence = _(
        "This difference does not stand as of the end of {as_of}, for what is chosen above: it is "
        "settled, or of another period, office or organisation."
    )
    st.info(
        sentence.format(as_of=formats.day(case.chosen.as_of)),
        icon=":material/assignment_turned_in:",
    )


def _head(name: str, row: Mapping[str, Any], known: directory.Directory) -> None:
    kind = exception_terms.KINDS[name]
    sentence = _(kind.sentence_of(row)).format(**_words(row, known))
    st.markdown(f"**{_(kind.label)}.** {sentence}")
    with st.container(horizontal=True, gap="small"):
        for column in kind.sides:
            term = kind.columns[column]
            value = formats.plain(_written(term, _side(row, column)))
            st.metric(_(term.label), value, help=_(term.help), border=True, width="stretch")
    st.caption(_(kind.help))
    names = [row["office_name"], row["org_name"], row["collector_code"]]
    st.caption(" · ".join(formats.plain(name) for name in names if name))


def _side(row: Mapping[str, Any], column: str) -> object:
    if column == "other":
        return exception_terms.other(row["other"], row["other_office_name"])
    return row[column]


def _words(row: Mapping[str, Any], known: directory.Directory) -> dict[str, str]:
    """Return what can stand in the sentence of a case."""
    return {
        "amount": formats.money(row["amount"]),
        "day": formats.day(row["day"]),
        "lag_days": formats.count(row["lag_days"]),
        "deadline_days": formats.count(row["deadline_days"]),
        "found": formats.money(row["found_amount"]),
        "expected": formats.money(row["expected_amount"]),
        "found_codes": formats.count(row["found_codes"]),
        "expected_codes": formats.count(row["expected_codes"]),
        "moment": formats.moment(row["moment"]),
        "other_moment": formats.moment(row["other_moment"]),
        "org": formats.plain(row["org_name"]),
        "office": formats.plain(row["office_name"]),
        "other": formats.plain(known.organizations.get(row["other"], row["other"] or "")),
        "other_office": formats.plain(row["other_office_name"] or ""),
        "payment": formats.plain(row["payment_id"]),
        "code": formats.plain(row["confirmation_code"]),
    }


def _written(term: glossary.Term, value: object) -> str:
    return formats.moment(value) if term.kind == "moment" else table_style.written(value, term)


def _lookup_links(kind: str, row: Mapping[str, Any]) -> None:
    """Lead to the payments and the remittance of a case."""
    if row["payment_id"]:
        _lookup_link(_("Payment {id}"), row["payment_id"], row["confirmation_code"])
    if exception_terms.KINDS[kind].other_is_payment and row["other"]:
        _lookup_link(_("Payment {id}"), row["other"])
    if row["remittance_id"]:
        _lookup_link(_("Remittance {id}"), row["remittance_id"])


def _lookup_link(label: str, key: str, code: str | None = None) -> None:
    links.link(
        "lookup",
        label.format(id=formats.plain(key)),
        icon=":material/search:",
        code=code or key,
        payment=key if code else None,
    )


def _form_link(kind: str, row: Mapping[str, Any]) -> None:
    """Lead to the form that a case is on, where its kind names one."""
    column = exception_terms.KINDS[kind].form_day
    if not column:
        return
    day = row[column].date() if isinstance(row[column], dt.datetime) else row[column]
    links.link(
        "form-01-xn",
        _("Form 01-XN of {day}").format(day=formats.day(day)),
        icon=":material/assignment_turned_in:",
        date=day,
        # A form is that of the office that sent it, whatever that has become.
        offices=None,
        office=row["office_code"],
        org=row["org_code"],
    )


def _agent_link(chosen: filters.Filters, row: Mapping[str, Any]) -> None:
    links.link(
        "remittance-lag",
        _("Remittance lag: {org}").format(org=formats.plain(row["org_name"])),
        icon=":material/account_balance:",
        org=row["org_code"],
        collector=row["collector_code"],
        **{"from": chosen.start, "to": chosen.end, "as_of": chosen.as_of},
    )
