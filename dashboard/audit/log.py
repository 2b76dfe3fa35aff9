"""Owns what the page of the access log shows: looks of a period, or those at one payment.

People and purposes stand in the address by the number of an entry of theirs, as an account may be
an e-mail address, and a purpose may name somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import screens
from dashboard.components import filters as components_filters
from dashboard.components import links
from dashboard.components import paging as components_paging
from dashboard.text import _, audit_terms, parsing
from queries.audit import downloads, user_decisions
from queries.audit import entries as audit_entries
from queries.audit import looks as audit_looks

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import sqlalchemy as sa

    from queries import paging as pages


@dataclass(frozen=True)
class Chosen:
    """What the address asks for. `person` and `purpose` are numbers of entries."""

    filters: components_filters.Filters
    person: int | None
    purpose: int | None
    payment: str | None


@dataclass(frozen=True)
class Looks:
    """The looks of a period, by person, by purpose, and a page of them.

    `who` and `purpose` are the entries that limit them; then nothing was asked about `decisions`,
    and where a purpose limits them nothing about `files`, which have none.
    `is_blank` says that the log has no entry at all.
    """

    chosen: Chosen
    who: audit_entries.Entry | None
    purpose: audit_entries.Entry | None
    people: pd.DataFrame
    purposes: pd.DataFrame
    page: pages.Page
    rows: pd.DataFrame
    is_blank: bool
    decisions: pd.DataFrame | None
    files: pd.DataFrame | None

    @property
    def figures(self) -> dict[str, int]:
        """How many looks by how many people at how many rows."""
        return {
            "looks": int(self.people["looks"].sum()),
            "people": len(self.people),
            "rows": int(self.people["rows"].sum()),
        }

    @property
    def is_limited(self) -> bool:
        """Whether more than the period limits them."""
        return bool(self.who or self.purpose or self.chosen.filters.office)


@dataclass(frozen=True)
class OfPayment:
    """Whoever looked at one payment: how often, how many people, and a page of it."""

    payment: str
    entries: int
    people: int
    page: pages.Page
    rows: pd.DataFrame


def read(offices: Mapping[str, str]) -> Chosen:
    """Return what the address asks for, with the days in full."""
    usual = links.usual_days(screens.at(screens.ACCESS_LOG))
    missing = {name: day.isoformat() for name, day in usual.items() if name not in st.query_params}
    if missing:
        st.query_params.from_dict(st.query_params.to_dict() | missing)
    return Chosen(
        components_filters.read("from", "to", "office", offices=offices),
        _number("person"),
        _number("purpose"),
        _payment(),
    )


def looks(connection: sa.Connection, *, chosen: Chosen) -> Looks:
    """Ask the log about a period; an entry that there is not limits nothing."""
    who, purpose = _entry(connection, chosen.person), _entry(connection, chosen.purpose)
    asked = audit_looks.Asked(
        chosen.filters.start,
        chosen.filters.end,
        who=who.who if who else None,
        page=purpose.page if purpose else None,
        purpose=purpose.purpose if purpose else None,
        office=chosen.filters.office,
    )
    people = audit_looks.by_person(connection, asked=asked)
    page = components_paging.wanted(int(people["looks"].sum()), audit_looks.LOOKS_SORTABLE)
    return Looks(
        chosen=chosen,
        who=who,
        purpose=purpose,
        people=people,
        purposes=audit_looks.by_purpose(connection, asked=asked),
        page=page,
        rows=audit_looks.listed(connection, asked=asked, page=page),
        is_blank=people.empty and not audit_entries.is_begun(connection),
        decisions=None if who or purpose else _decisions(connection, chosen.filters),
        files=None if purpose else downloads.listed(connection, asked=asked),
    )


def _decisions(connection: sa.Connection, chosen: components_filters.Filters) -> pd.DataFrame:
    return user_decisions.listed(
        connection, start=chosen.start, end=chosen.end, office=chosen.office
    )


def of_payment(connection: sa.Connection, *, payment: str) -> OfPayment:
    """Ask the log about one payment."""
    total = audit_entries.total_of_payment(connection, payment=payment).iloc[0]
    page = components_paging.wanted(int(total["entries"]), audit_entries.ENTRIES_SORTABLE)
    return OfPayment(
        payment,
        int(total["entries"]),
        int(total["people"]),
        page,
        audit_entries.of_payment(connection, payment=payment, page=page),
    )


def labelled(rows: pd.DataFrame, offices: Mapping[str, str]) -> pd.DataFrame:
    """Return rows with their pages, purposes and offices in words."""
    named = rows.assign(
        page_label=[_page(page) for page in rows["page"]],
        purpose_label=[audit_terms.purpose(purpose) for purpose in rows["purpose"]],
    )
    if "office_code" in rows:
        named["office"] = [offices.get(code, code) for code in rows["office_code"]]
    return named


def _page(page: str) -> str:
    """Return the title of a page; a command stands for itself."""
    titles = {screen.address: screen.title for screen in screens.ALL}
    return _(titles[page]) if page in titles else page


def _entry(connection: sa.Connection, number: int | None) -> audit_entries.Entry | None:
    return None if number is None else audit_entries.entry(connection, number=number)


def _number(param: str) -> int | None:
    return parsing.as_number(st.query_params.get(param, ""))


def _payment() -> str | None:
    return parsing.as_code(st.query_params.get("payment", ""))
