"""Owns the list of payments behind a figure of remittance lag: its page, its totals, its check."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import cache
from dashboard.components import filters, links, predecessors, tables
from dashboard.components import paging as components_paging
from dashboard.lag import breakdown
from dashboard.text import _, formats, glossary, lag_terms, ngettext
from queries.lag import payments as lag_payments

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import sqlalchemy as sa

    from dashboard import directory
    from queries import paging as pages


# The address without a list; its order goes with it.
_CLOSED: Final = dict.fromkeys(("status", "bucket", "sort"))


@dataclass(frozen=True)
class Listing:
    """One page of payments; `payments` and `amount` are of the whole list."""

    chosen: filters.Filters
    rows: pd.DataFrame
    page: pages.Page
    payments: int
    amount: int

    def shown(self, known: directory.Directory) -> pd.DataFrame:
        """Return the payments of the page with names for codes, and what to look up."""
        rows = self.rows
        return rows.assign(
            status_label=[_status(status) for status in rows["status"]],
            org=[known.organizations.get(code, code) for code in rows["org_code"]],
            office=[known.offices.get(code, code) for code in rows["office_code"]],
            product_label=[_(glossary.PRODUCTS[code]) for code in rows["product"]],
            lookup=rows["confirmation_code"].fillna(rows["payment_id"]),
        )

    def terms(self, known: directory.Directory) -> dict[str, glossary.Term]:
        """Return the columns: whose the payments are only where that may differ."""
        chosen = self.chosen
        others = chosen.office in known.upper or predecessors.predecessors(chosen, known)
        alike = {
            "org": chosen.org or chosen.collector,
            "office": chosen.office and not others,
            "collector_code": chosen.collector,
            "product_label": chosen.product,
        }
        return {name: term for name, term in lag_terms.LISTED.items() if not alike.get(name)}


def is_wanted(chosen: filters.Filters) -> bool:
    """Say whether payments are listed: those of a collector, of a state or of an age."""
    return bool(chosen.collector or chosen.status or chosen.bucket)


def ask(connection: sa.Connection, chosen: filters.Filters, asked: dict[str, Any]) -> Listing:
    """Ask the store for the page of the list that the address wants."""
    picked = asked | {
        "status": chosen.status,
        "bucket": None if chosen.bucket is None else int(chosen.bucket),
    }
    total = cache.find(connection, lag_payments.total, **picked).iloc[0]
    page = components_paging.wanted(int(total["payments"]), lag_payments.SORTABLE)
    rows = lag_payments.listed(connection, page=page, **picked)
    return Listing(chosen, rows, page, int(total["payments"]), int(total["amount"]))


def statuses(chosen: filters.Filters) -> None:
    """Let the user choose which payments are listed, or none of them."""
    st.session_state["pick_status"] = chosen.status
    label = _("List the payments")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            label,
            width="content",
            help=_(
                "The payments behind a figure above or in one state; choose it again to leave them."
            ),
        )
        st.segmented_control(
            label,
            options=[*reversed(lag_payments.LISTS)],
            key="pick_status",
            format_func=_name,
            on_change=lambda: filters.write(
                **_CLOSED | {"status": st.session_state["pick_status"]}
            ),
            label_visibility="collapsed",
        )


def show(
    listing: Listing, figures: Mapping[str, Any], buckets: pd.DataFrame, known: directory.Directory
) -> None:
    """Say what the list has, show a page of it, and compare its sum with the figure above."""
    _head(listing)
    if not listing.payments:
        return
    tables.show_page(
        listing.shown(known),
        listing.terms(known),
        listing.page,
        listing.payments,
        sortable=lag_payments.SORTABLE,
        key="lag_payments",
        alt=_("Payments, the oldest outstanding first"),
        leads=links.Way({"code": "lookup"}, to="lookup"),
    )
    _check(listing, figures, buckets)
    codes = listing.rows["confirmation_code"].dropna().unique()
    if len(codes):
        title = _("Copy the confirmation codes of this page")
        with st.expander(title, icon=":material/content_copy:"):
            tables.copyable("\n".join(codes))


def _head(listing: Listing) -> None:
    chosen = listing.chosen
    what = [_name(chosen.status)] if chosen.status else []
    if chosen.bucket is not None:
        what.append(breakdown.name(int(chosen.bucket)))
    words = {
        "what": formats.plain(" · ".join(what) or _("All payments")),
        "payments": ngettext("{n} payment", "{n} payments", listing.payments).format(
            n=formats.count(listing.payments)
        ),
        "amount": formats.money(listing.amount),
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("**{what}**: {payments}, **{amount}**.").format(**words), width="stretch")
        if chosen.status or chosen.bucket:
            st.button(
                _("Close the list"),
                key="close_list",
                icon=":material/close:",
                type="tertiary",
                on_click=filters.write,
                kwargs=_CLOSED,
            )


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
    """Compare what was on time with the rate above: no figure is of these payments alone."""
    judged = int(figures["remitted_payments"]) + int(figures["overdue_payments"])
    share = Decimal(on_time) / judged
    rate = share.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    words = {
        "on_time": formats.count(on_time),
        "judged": formats.count(judged),
        "rate": formats.rate(rate),
        "figure": formats.rate(figures["on_time_rate"]),
    }
    if float(rate) == figures["on_time_rate"]:
        said = _(
            ":material/check: On time are {on_time} of the {judged} payments remitted or overdue:"
            " {rate}, the rate above."
        )
        st.caption(said.format(**words))
    else:
        said = _(
            "On time are {on_time} of the {judged} payments remitted or overdue: {rate}, the rate "
            "above is {figure}: load again."
        )
        st.error(said.format(**words), icon=":material/difference:")


def _figure(
    chosen: filters.Filters, figures: Mapping[str, Any], buckets: pd.DataFrame
) -> int | None:
    """Return the figure that the list must come to; None where no figure is of these alone."""
    if chosen.bucket is not None:
        only = chosen.status in {None, "all", "unremitted"}
        return int(buckets["amount"].iloc[int(chosen.bucket)]) if only else None
    overdue, outstanding = int(figures["overdue_amount"]), int(figures["outstanding_amount"])
    known = {
        "all": int(figures["amount"]), "handed_over": int(figures["remitted_amount"]),
        "unremitted": outstanding, "overdue": overdue, "outstanding": outstanding - overdue,
    }  # fmt: skip
    return known.get(chosen.status or "all")


def _name(listed: str) -> str:
    """Return what a list of one state or of several is called."""
    group = lag_terms.GROUPS.get(listed)
    return _(group.label) if group else _status(listed)


def _status(status: str) -> str:
    """Return the state of a payment with its sign."""
    return f"{lag_terms.SIGNS[status]} {_(glossary.STATUSES[status].label)}"
