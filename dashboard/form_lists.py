"""Owns the lists of form 01-XN: payments, adjustments, forms in a state, and sendings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboard import paging as pages
from dashboard.form_choice import View
from queries import form_payments, form_sendings, form_states, paging
from queries.form_payments import Kind

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    import sqlalchemy as sa

    from dashboard import form_choice

# Names stand in the place of these codes: their order would look like none.
PAYMENTS_SORTABLE: Final = tuple(
    name for name in form_payments.SORTABLE if name not in {"office_code", "org_code"}
)
STATES_SORTABLE: Final = tuple(form_states.SORTABLE)


@dataclass(frozen=True)
class Rows:
    """One page of a list, with how many rows it has and what all of them come to."""

    rows: pd.DataFrame
    page: paging.Page
    count: int
    amount: int


@dataclass(frozen=True)
class Listed:
    """The lists that are shown; what is not shown is None.

    `voids` are the first adjustments beside the payments of a form.
    """

    payments: Rows | None = None
    voids: Rows | None = None
    states: Rows | None = None
    sendings: pd.DataFrame | None = None


def ask(connection: sa.Connection, choice: form_choice.Choice, now: dt.datetime) -> Listed:
    """Ask the store for the lists that are shown."""
    if choice.view is View.STATES:
        return Listed(states=_states(connection, choice, now))
    if choice.view is View.PAYMENTS:
        return Listed(payments=_payments(connection, choice))
    if choice.view is View.FORM:
        return Listed(
            payments=_payments(connection, choice),
            voids=_voids(connection, choice),
            sendings=_sendings(connection, choice),
        )
    return Listed()


def _payments(connection: sa.Connection, choice: form_choice.Choice) -> Rows:
    asked: dict[str, Any] = {**choice.days, **choice.place, "kind": choice.kind}
    total = form_payments.totals(connection, **asked).iloc[0]
    page = pages.wanted(int(total["payments"]), PAYMENTS_SORTABLE)
    rows = form_payments.listed(connection, page=page, **asked)
    return Rows(rows, page, int(total["payments"]), int(total["amount"]))


def _voids(connection: sa.Connection, choice: form_choice.Choice) -> Rows:
    """Return the first adjustments; the address has the page of the payments beside them."""
    asked: dict[str, Any] = {**choice.days, **choice.place, "kind": Kind.ADJUSTMENTS}
    total = form_payments.totals(connection, **asked).iloc[0]
    page = paging.Page(pages.ROWS)
    rows = form_payments.listed(connection, page=page, **asked)
    return Rows(rows, page, int(total["payments"]), int(total["amount"]))


def _states(connection: sa.Connection, choice: form_choice.Choice, now: dt.datetime) -> Rows:
    asked: dict[str, Any] = {
        **choice.days, "now": now, "status": choice.status(now),
        "office": choice.place["office"], "org": choice.filters.org,
    }  # fmt: skip
    total = form_states.totals(connection, **asked).iloc[0]
    page = pages.wanted(int(total["forms"]), STATES_SORTABLE)
    rows = form_states.by_form(connection, page=page, **asked)
    return Rows(rows, page, int(total["forms"]), int(total["amount"]))


def _sendings(connection: sa.Connection, choice: form_choice.Choice) -> pd.DataFrame | None:
    """Return the sendings of a day's form, which has all products."""
    org = choice.filters.org
    if choice.is_range or choice.filters.product or not choice.has_one_form or org is None:
        return None
    office = choice.place["office"]
    return form_sendings.by_sending(connection, date=choice.start, office=office, org=org)
