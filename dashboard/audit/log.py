"""Data of the access log page: looks at personal data and searches of a period, or one payment.

People and purposes stand in the address by the number of an entry of theirs, as an account may be
an e-mail address, and a purpose may name somebody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import screens
from dashboard.components import filters, links, paging
from dashboard.components.filters import Filters
from dashboard.exports import screen_tables
from dashboard.text import _, audit_terms, parsing
from queries.audit import downloads, entries, searches, user_decisions
from queries.audit import looks as look_queries
from queries.paging import Page


@dataclass(frozen=True)
class Chosen:
    """What is chosen in the address; `person` and `purpose` are numbers of entries."""

    filters: Filters
    person: int | None
    purpose: int | None
    payment: str | None


@dataclass(frozen=True)
class Looks:
    """The looks of a period, by person, by purpose, and a page of them, all of which `whole` gives.

    `who` and `purpose` are the entries that limit them; `decisions` are None where either does,
    `files` and `searches` where a purpose does, as they have none. `is_blank`: the log has no entry
    at all.
    """

    chosen: Chosen
    who: entries.Entry | None
    purpose: entries.Entry | None
    people: pd.DataFrame
    purposes: pd.DataFrame
    page: Page
    rows: pd.DataFrame
    whole: screen_tables.Whole
    is_blank: bool
    decisions: pd.DataFrame | None
    files: pd.DataFrame | None
    searches: pd.DataFrame | None

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
    """The looks at one payment: how many, by how many people, a page of them, and all of them."""

    payment: str
    entries: int
    people: int
    page: Page
    rows: pd.DataFrame
    whole: screen_tables.Whole


def read(offices: Mapping[str, str]) -> Chosen:
    """Return what is chosen in the address, and write its days in full."""
    filters.complete(links.usual_days(screens.at(screens.ACCESS_LOG)))
    return Chosen(
        filters.read("from", "to", "office", offices=offices),
        parsing.as_number(st.query_params.get("person", "")),
        parsing.as_number(st.query_params.get("purpose", "")),
        parsing.as_code(st.query_params.get("payment", "")),
    )


def looks(connection: sa.Connection, *, chosen: Chosen) -> Looks:
    """Query the looks of a period; an entry that does not exist limits nothing."""
    who, purpose = _entry(connection, chosen.person), _entry(connection, chosen.purpose)
    limits = look_queries.Limits(
        chosen.filters.start,
        chosen.filters.end,
        who=who.who if who else None,
        page=purpose.page if purpose else None,
        purpose=purpose.purpose if purpose else None,
        office=chosen.filters.office,
    )
    people = look_queries.by_person(connection, limits=limits)
    page = paging.wanted(int(people["looks"].sum()), look_queries.LOOKS_SORTABLE)
    return Looks(
        chosen=chosen,
        who=who,
        purpose=purpose,
        people=people,
        purposes=look_queries.by_purpose(connection, limits=limits),
        page=page,
        rows=look_queries.listed(connection, limits=limits, page=page),
        whole=lambda c, every: look_queries.listed(c, limits=limits, page=every),
        is_blank=people.empty and not entries.is_begun(connection),
        decisions=None if who or purpose else user_decisions.listed(connection, limits=limits),
        files=None if purpose else downloads.listed(connection, limits=limits),
        searches=None if purpose else searches.listed(connection, limits=limits),
    )


def of_payment(connection: sa.Connection, *, payment: str) -> OfPayment:
    """Query the looks at one payment."""
    total = entries.total_of_payment(connection, payment=payment).iloc[0]
    page = paging.wanted(int(total["entries"]), entries.ENTRIES_SORTABLE)
    return OfPayment(
        payment,
        int(total["entries"]),
        int(total["people"]),
        page,
        entries.of_payment(connection, payment=payment, page=page),
        lambda c, every: entries.of_payment(c, payment=payment, page=every),
    )


def labelled(rows: pd.DataFrame, offices: Mapping[str, str]) -> pd.DataFrame:
    """Return rows with their pages, purposes and offices in words."""
    named = rows.assign(
        page_label=[page_title(page) for page in rows["page"]],
        purpose_label=[audit_terms.purpose(purpose) for purpose in rows["purpose"]],
    )
    if "office_code" in rows:
        named["office"] = [offices.get(code, code) for code in rows["office_code"]]
    if "office_codes" in rows:
        named["office"] = [within(codes, offices) for codes in rows["office_codes"]]
    return named


def within(codes: str, offices: Mapping[str, str]) -> str:
    """Return the names of offices, whose codes are joined by commas; all of them are not named."""
    known = codes.split(",") if codes else []
    if len(offices) > 1 and offices.keys() <= set(known):
        return _("All offices")
    return ", ".join(offices.get(code, code) for code in known)


def page_title(page: str) -> str:
    """Return the title of a page; a command stands for itself."""
    titles = {screen.address: screen.title for screen in screens.ALL}
    return _(titles[page]) if page in titles else page


def _entry(connection: sa.Connection, number: int | None) -> entries.Entry | None:
    return None if number is None else entries.entry(connection, number=number)
