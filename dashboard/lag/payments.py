"""List of the payments behind a figure of remittance lag: its page, its totals, its check."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import cache, directory
from dashboard.components import elements, filters, payment_list, tables
from dashboard.components import paging as components_paging
from dashboard.exports import screen_tables
from dashboard.lag import breakdown
from dashboard.text import _, glossary, lag_terms
from queries import paging as pages
from queries.lag import lagged, payments

# Values of `status` in the address.
LISTS: Final = tuple(payments.LISTS)

_CLOSING: Final[payment_list.Closing] = dict.fromkeys(("status", "bucket", "sort"))


@dataclass(frozen=True)
class Listing:
    """One page of payments; `payments` and `amount` are of the list that `whole` gives."""

    chosen: filters.Filters
    rows: pd.DataFrame
    page: pages.Page
    payments: int
    amount: int
    whole: screen_tables.Whole

    @property
    def name(self) -> str:
        """What the list is called."""
        names = [_name(self.chosen.status)] if self.chosen.status else []
        if self.chosen.bucket is not None:
            names.append(breakdown.name(int(self.chosen.bucket)))
        return " · ".join(names) or _("All payments")

    def terms(self, known: directory.Directory) -> dict[str, glossary.Term]:
        """Return the columns: whose the payments are only where that may differ."""
        return payment_list.differing(lag_terms.LISTED, self.chosen, known)


def is_wanted(chosen: filters.Filters) -> bool:
    """Return whether payments are listed: those of a collector, of a state or of an age."""
    return bool(chosen.collector or chosen.status or chosen.bucket)


def ask(connection: sa.Connection, chosen: filters.Filters, question: lagged.Question) -> Listing:
    """Return the page of the list that the address asks for."""
    params: dict[str, Any] = {
        "status": chosen.status,
        "bucket": None if chosen.bucket is None else int(chosen.bucket),
    }
    total = cache.find(connection, payments.total, question, **params).iloc[0]
    page = components_paging.wanted(int(total["payments"]), payments.SORTABLE)

    def whole(connection: sa.Connection, page: pages.Page) -> pd.DataFrame:
        return payments.listed(connection, question, page=page, **params)

    rows = whole(connection, page)
    return Listing(chosen, rows, page, int(total["payments"]), int(total["amount"]), whole)


def statuses(chosen: filters.Filters) -> None:
    """Let the user choose which payments are listed, or none of them."""
    payment_list.pick(
        LISTS[::-1],
        chosen=chosen.status,
        key="pick_status",
        name=_name,
        closing=_CLOSING,
        explained=_(
            "The payments behind a figure above or in one state; choose it again to leave them."
        ),
    )


def show(
    listing: Listing, figures: Mapping[str, Any], buckets: pd.DataFrame, known: directory.Directory
) -> None:
    """Show what the list has, a page of it, and whether its sum is the figure above."""
    chosen = listing.chosen
    payment_list.head(
        listing.name,
        listing.payments,
        listing.amount,
        _CLOSING if chosen.status or chosen.bucket else None,
    )
    if not listing.payments:
        return
    payment_list.show(
        payment_list.named(listing.rows, _status, known),
        listing.terms(known),
        listing.page,
        listing.payments,
        whole=lambda c, every: payment_list.named(listing.whole(c, every), _status, known),
        sortable=payments.SORTABLE,
        key="lag_payments",
        alt=_("Payments, the oldest outstanding first"),
    )
    _check(listing, figures, buckets)
    codes = listing.rows["confirmation_code"].dropna().unique()
    if len(codes):
        title = _("Copy the confirmation codes of this page")
        with st.expander(title, icon=":material/content_copy:"):
            elements.copyable("\n".join(codes))


def _check(listing: Listing, figures: Mapping[str, Any], buckets: pd.DataFrame) -> None:
    """Compare the whole list with the figure above that it is behind."""
    status = listing.chosen.status
    figure = _figure(listing.chosen, figures, buckets)
    if figure is not None:
        tables.check(listing.amount, figure)
    elif listing.chosen.bucket is None and status in {"remitted", "late"}:
        late = listing.payments if status == "late" else None
        remitted = int(figures["remitted_payments"])
        _check_rate(listing.payments if late is None else remitted - late, figures)


def _check_rate(on_time: int, figures: Mapping[str, Any]) -> None:
    payment_list.check_rate(
        {
            "on_time": on_time,
            "judged": int(figures["remitted_payments"]) + int(figures["overdue_payments"]),
        },
        figures["on_time_rate"],
        same=_(
            ":material/check: On time are {on_time} of the {judged} payments remitted or overdue:"
            " {rate}, the rate above."
        ),
        different=_(
            "On time are {on_time} of the {judged} payments remitted or overdue: {rate}, the rate "
            "above is {figure}: load again."
        ),
    )


def _figure(
    chosen: filters.Filters, figures: Mapping[str, Any], buckets: pd.DataFrame
) -> int | None:
    """Return the figure that the list must come to; None where no figure is of these alone."""
    if chosen.bucket is not None:
        only = chosen.status in {None, "all", "unremitted"}
        return int(buckets["amount"].iloc[int(chosen.bucket)]) if only else None
    overdue, outstanding = int(figures["overdue_amount"]), int(figures["outstanding_amount"])
    amounts = {
        "all": int(figures["amount"]), "handed_over": int(figures["remitted_amount"]),
        "unremitted": outstanding, "overdue": overdue, "outstanding": outstanding - overdue,
    }  # fmt: skip
    return amounts.get(chosen.status or "all")


def _name(listed: str) -> str:
    """Return the name of a list of one state or of several."""
    group = lag_terms.GROUPS.get(listed)
    return _(group.label) if group else _status(listed)


def _status(status: str) -> str:
    """Return the state of a payment with its sign."""
    return f"{lag_terms.SIGNS[status]} {_(glossary.STATUSES[status].label)}"
