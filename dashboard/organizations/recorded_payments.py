"""List of the payments behind the figures of recording: its groups, its page, its checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import directory
from dashboard.components import filters, fragments, links, payment_list, tables
from dashboard.components import paging as components_paging
from dashboard.exports import screen_tables
from dashboard.text import _, formats, ngettext, organization_terms
from queries import paging as pages
from queries.lag import lagged, recorded_payments

# Values of `status` in the address.
ALL: Final = "all"
LISTS: Final = (ALL, *recorded_payments.STATUSES)

_MINUTES: Final = "recorded_minutes"
_CLOSING: Final[payment_list.Closing] = dict.fromkeys(("status", "sort"))


@dataclass(frozen=True)
class Listing:
    """One page of the payments of a group or of all, which `whole` gives.

    `groups` has a row each, of all payments.
    """

    status: str
    groups: pd.DataFrame
    rows: pd.DataFrame
    page: pages.Page
    whole: screen_tables.Whole

    @property
    def listed(self) -> pd.DataFrame:
        """The groups that are listed."""
        groups = self.groups
        return groups if self.status == ALL else groups[groups["status"] == self.status]

    @property
    def payments(self) -> int:
        """How many payments the whole list has."""
        return int(self.listed["payments"].sum())

    @property
    def amount(self) -> int:
        """The sum of the whole list."""
        return int(self.listed["amount"].sum())

    @property
    def ranked(self) -> int:
        """Among how many payments the percentiles are: it is known how long they took."""
        return int(self.listed["ranked"].sum())

    @property
    def is_ranked(self) -> bool:
        """Whether all payments stand in the order by which the percentiles are counted."""
        return self.status == ALL and self.page.sort == _MINUTES and not self.page.descending

    def shown(self, known: directory.Directory) -> pd.DataFrame:
        """Return the payments of the page with names for codes, and their places in the list."""
        return _placed(self.rows, self.page, known)


def ask(connection: sa.Connection, status: str, question: lagged.Question) -> Listing:
    """Return the page of the list that the address asks for."""
    groups = recorded_payments.by_status(connection, question)
    one = None if status == ALL else status
    listed = groups if one is None else groups[groups["status"] == one]
    page = components_paging.wanted(int(listed["payments"].sum()), recorded_payments.SORTABLE)

    def whole(connection: sa.Connection, page: pages.Page) -> pd.DataFrame:
        return recorded_payments.listed(connection, question, page=page, status=one)

    return Listing(status, groups, whole(connection, page), page, whole)


def _placed(rows: pd.DataFrame, page: pages.Page, known: directory.Directory) -> pd.DataFrame:
    named = payment_list.named(rows, _signed, known)
    first = page.offset + 1
    return named.assign(place=range(first, first + len(named)))


def statuses(chosen: filters.Filters) -> None:
    """Let the user choose which payments are listed, or none of them."""
    payment_list.pick(
        LISTS,
        chosen=chosen.status,
        key="pick_recorded",
        name=_name,
        closing=_CLOSING,
        explained=_("The payments behind these figures; choose it again to leave them."),
    )


def show(listing: Listing, figures: Mapping[str, Any], known: directory.Directory) -> None:
    """Show what the list has, a page of it, and whether it agrees with the figures above.

    Args:
        listing: what is listed.
        figures: those of `queries.lag.recording_lag` of the same payments, with their `amount`.
        known: the names of offices.
    """
    payment_list.head(_name(listing.status), listing.payments, listing.amount, _CLOSING)
    if listing.payments:
        place = {"place": organization_terms.PLACE} if listing.is_ranked else {}
        payment_list.show(
            listing.shown(known),
            place | organization_terms.TIMED,
            listing.page,
            listing.payments,
            whole=lambda c, every: _placed(listing.whole(c, every), every, known),
            sortable=recorded_payments.SORTABLE,
            key="recorded_payments",
            alt=_("Payments, without a code first, then the longest until their code"),
        )
    _check(listing, figures)
    if listing.status == ALL:
        _ranks(listing.ranked, figures)
    _groups(listing, figures)


def _check(listing: Listing, figures: Mapping[str, Any]) -> None:
    """Compare the whole list with the figure above that it is behind."""
    if listing.status == ALL:
        tables.check(listing.amount, int(figures["amount"]))
    elif listing.status == "unrecorded":
        tables.check(listing.amount, int(figures["unrecorded_amount"]))
    elif listing.status == "same_day":
        payment_list.check_rate(
            {"same_day": listing.payments, "payments": int(figures["payments"])},
            figures["same_day_rate"],
            same=_(":material/check: {same_day} of {payments} payments: {rate}, the rate above."),
            different=_(
                "{same_day} of {payments} payments: {rate}, the rate above is {figure}: load again."
            ),
        )


def _ranks(payments: int, figures: Mapping[str, Any]) -> None:
    """Show which rows the percentiles are, with links to them: the nearest rank of each."""
    if not payments:
        return
    half, most = -(-payments // 2), -(-9 * payments // 10)
    sentence = _(
        "From the shortest to the longest, those without code last, row {half} of {payments} "
        "says within how long half were recorded: {median}; row {most} says it of 90%: "
        "{p90}."
    )
    st.caption(
        sentence.format(
            half=formats.count(half),
            most=formats.count(most),
            payments=formats.count(payments),
            median=_duration(figures["median_minutes"]),
            p90=_duration(figures["p90_minutes"]),
        )
    )
    with st.container(horizontal=True, gap="medium"):
        for row in dict.fromkeys((half, most)):
            _link(row)


def _link(row: int) -> None:
    st.button(
        _("Show row {n}").format(n=formats.count(row)),
        key=f"show_row_{row}",
        icon=":material/low_priority:",
        type="tertiary",
        on_click=filters.write,
        kwargs={"sort": _MINUTES, "page": str(-(-row // components_paging.ROWS))},
    )


def _groups(listing: Listing, figures: Mapping[str, Any]) -> None:
    """Show the groups in figures; a row lists its payments."""
    title = _("By when the code was issued")
    if below := fragments.opened(title, icon=":material/table_rows:", key="groups_in_figures"):
        rows = listing.groups.assign(label=[_signed(status) for status in listing.groups["status"]])
        with below:
            tables.show(
                rows,
                organization_terms.GROUPS,
                key="recorded_groups",
                alt=title,
                leads=links.Way({"status": "status"}, given={"sort": None}),
            )
            tables.check(int(rows["amount"].sum()), int(figures["amount"]))


def _duration(minutes: object) -> str:
    if formats.words(minutes) == formats.UNKNOWN:
        return _("without code")
    whole = int(str(minutes))
    return ngettext("{n} minute", "{n} minutes", whole).format(n=formats.count(whole))


def _name(listed: str) -> str:
    """Return the name of a list."""
    if listed == ALL:
        return _("All payments")
    return _signed(listed)


def _signed(status: str) -> str:
    """Return when a payment was recorded, with its sign."""
    sign = organization_terms.RECORDED_SIGNS[status]
    return f"{sign} {_(organization_terms.RECORDED[status].label)}"
