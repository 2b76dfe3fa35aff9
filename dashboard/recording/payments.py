"""List of the payments behind a figure of recording: its page, its totals, its check."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from dashboard import cache, directory
from dashboard.components import filters, links, payment_list, tables
from dashboard.components import paging as components_paging
from dashboard.exports import screen_tables
from dashboard.recording import breakdown
from dashboard.recording import figures as recording_figures
from dashboard.text import _, glossary, recording_terms
from queries import paging as pages
from queries.lag import lagged, recorded_payments

# Values of `status` in the address.
ALL: Final = "all"
LISTS: Final = (ALL, *recorded_payments.LISTS)
# Those that can be chosen; others are led to.
_OFFERED: Final = (
    "unrecorded", "other_day", "same_day", "within_60", "within_15", "within_5", ALL,
)  # fmt: skip

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
        chosen = self.chosen
        status = chosen.status or ("unrecorded" if chosen.bucket is not None else ALL)
        ages = [] if chosen.bucket is None else [breakdown.age(int(chosen.bucket))]
        return " · ".join([name(status), *ages])

    def terms(self, known: directory.Directory) -> dict[str, glossary.Term]:
        """Return the columns: whose the payments are only where that may differ."""
        terms = recording_terms.WAITING if self.is_waiting else recording_terms.LISTED
        return payment_list.differing(terms, self.chosen, known)

    @property
    def is_waiting(self) -> bool:
        """Whether all of them have no code."""
        chosen = self.chosen
        return chosen.status == "unrecorded" or (chosen.bucket is not None and not chosen.status)


def is_wanted(chosen: filters.Filters) -> bool:
    """Return whether payments are listed: those of a collector, of a state or of an age."""
    return bool(chosen.collector) or not are_all(chosen)


def are_all(chosen: filters.Filters) -> bool:
    """Return whether the page is about all payments, not about those of a state or of an age."""
    return not chosen.status and not chosen.bucket


def ask(connection: sa.Connection, chosen: filters.Filters, question: lagged.Question) -> Listing:
    """Return the page of the list that the address asks for."""
    params: dict[str, Any] = {
        "status": None if chosen.status == ALL else chosen.status,
        "bucket": None if chosen.bucket is None else int(chosen.bucket),
    }
    total = cache.find(connection, recorded_payments.total, question, **params).iloc[0]
    page = components_paging.wanted(int(total["payments"]), recorded_payments.SORTABLE)

    def whole(connection: sa.Connection, page: pages.Page) -> pd.DataFrame:
        return recorded_payments.listed(connection, question, page=page, **params)

    rows = whole(connection, page)
    return Listing(chosen, rows, page, int(total["payments"]), int(total["amount"]), whole)


def statuses(chosen: filters.Filters) -> None:
    """Let the user choose which payments are listed, or none of them."""
    led_to = [chosen.status] if chosen.status and chosen.status not in _OFFERED else []
    payment_list.pick(
        [*_OFFERED, *led_to],
        chosen=chosen.status,
        key="pick_recording",
        name=name,
        closing=_CLOSING,
        explained=_("The payments behind these figures; choose it again to leave them."),
    )


def show(
    listing: Listing, figures: Mapping[str, Any], ages: pd.DataFrame, known: directory.Directory
) -> None:
    """Show what the list has, a page of it, and whether it agrees with the figure above."""
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
        payment_list.named(listing.rows, _signed, known),
        listing.terms(known),
        listing.page,
        listing.payments,
        whole=lambda c, every: payment_list.named(listing.whole(c, every), _signed, known),
        sortable=recorded_payments.SORTABLE,
        key="recording_payments",
        alt=_("Payments, without a code first, then the longest until their code"),
    )
    _check(listing, figures, ages)
    if listing.is_waiting:
        _reconciled(chosen)


def _check(listing: Listing, figures: Mapping[str, Any], ages: pd.DataFrame) -> None:
    """Compare the whole list with the figure above that it is behind."""
    status, bucket = listing.chosen.status, listing.chosen.bucket
    if bucket is not None:
        tables.check(listing.amount, int(ages.set_index("bucket")["amount"][int(bucket)]))
    elif status == "unrecorded":
        tables.check(listing.amount, int(figures["unrecorded_amount"]))
    elif status in {None, ALL}:
        tables.check(listing.amount, int(figures["amount"]))
    elif status in recording_figures.PARTS:
        _part, whole, rate = recording_figures.PARTS[status]
        payment_list.check_rate(
            {"same_day": listing.payments, "payments": int(figures[whole])},
            figures[rate],
            same=_(":material/check: {same_day} of {payments} payments: {rate}, the rate above."),
            different=_(
                "{same_day} of {payments} payments: {rate}, the rate above is {figure}: load again."
            ),
        )


def _reconciled(chosen: filters.Filters) -> None:
    """Link to the same payments where they are looked after."""
    links.link(
        "exceptions",
        _("Who looks after them: differences to reconcile"),
        icon=":material/arrow_forward:",
        **{"from": chosen.start, "to": chosen.end, "as_of": chosen.as_of},
        office=chosen.office,
        org=chosen.org,
        kind="unrecorded",
    )


def name(listed: str) -> str:
    """Return the name of a list."""
    if listed == ALL:
        return _("All payments")
    label = _((recording_terms.SPEEDS | recording_terms.CHANNELS)[listed])
    sign = recording_terms.SIGNS.get(listed)
    return f"{sign} {label}" if sign else label


def _signed(status: str) -> str:
    """Return when a payment was recorded, with its sign."""
    return name(status)
