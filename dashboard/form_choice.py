"""Owns what is chosen on the page of form 01-XN: a day or a range, whose, and what of it."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import filters, formats, parsers, succession
from dashboard.text import _
from queries import form_01xn, form_days, form_payments, form_states

if TYPE_CHECKING:
    from dashboard import places

GROUPINGS: Final = (form_days.By.OFFICE, form_days.By.ORG, form_days.By.PRODUCT)
LONGEST_RANGE: Final = 366


class View(enum.Enum):
    """What the rows of the page are."""

    AGENTS = enum.auto()
    FORM = enum.auto()
    PAYMENTS = enum.auto()
    STATES = enum.auto()


LISTS: Final = (View.PAYMENTS, View.STATES)


@dataclass(frozen=True)
class Choice:
    """What the address asks for; `by` is None where the grouping follows from what is chosen."""

    filters: filters.Filters
    is_range: bool
    by: form_days.By | None = None

    @property
    def start(self) -> dt.date:
        """The first day."""
        return self.filters.start if self.is_range else self.filters.date

    @property
    def end(self) -> dt.date:
        """The last day."""
        return self.filters.end if self.is_range else self.filters.date

    @property
    def is_too_long(self) -> bool:
        """Whether the range has more days than are asked for at once."""
        return (self.end - self.start).days >= LONGEST_RANGE

    @property
    def place(self) -> dict[str, Any]:
        """What limits a question to the office, the organisation and the product."""
        return {
            "office": succession.asked(self.filters, self.filters.office),
            "org": self.filters.org,
            "product": self.filters.product,
        }

    @property
    def days(self) -> dict[str, Any]:
        """What limits a question to the days."""
        return {"start": self.start, "end": self.end}

    @property
    def has_one_form(self) -> bool:
        """Whether both an office and an organisation are chosen, between whom a form goes."""
        return self.filters.office is not None and self.filters.org is not None

    @property
    def view(self) -> View:
        """What the rows of the page are."""
        if self.filters.status:
            return View.STATES
        if self.filters.kind:
            return View.PAYMENTS
        return View.FORM if self.has_one_form and self.by is None else View.AGENTS

    @property
    def level(self) -> form_days.By:
        """What the rows of the table stand for."""
        if self.by is not None:
            return self.by
        return form_days.By.ORG if self.filters.office else form_days.By.OFFICE

    @property
    def kind(self) -> form_payments.Kind:
        """Which payments are listed."""
        return form_payments.Kind(self.filters.kind or form_payments.Kind.PAYMENTS)

    def status(self, now: dt.datetime) -> form_states.Status:
        """Return the state whose forms are listed; before 08:00 none is missing yet."""
        status = form_states.Status(self.filters.status or form_states.Status.MISSING)
        if status is form_states.Status.MISSING and now <= form_01xn.due_at(self.start):
            return form_states.Status.NOT_DUE
        return status


def read(known: places.Places) -> Choice:
    """Return what the address asks for."""
    is_range = bool({"from", "to"} & set(st.query_params))
    days: tuple[filters.Param, ...] = ("from", "to") if is_range else ("date",)
    chosen = filters.read(
        *days, "office", "offices", "org", "product", "kind", "status",
        offices=known.offices, organizations=known.organizations,
        kinds=tuple(form_payments.Kind), statuses=tuple(form_states.Status),
    )  # fmt: skip
    chosen = succession.read(chosen, known)
    by, notices = _grouping()
    if chosen.status and chosen.product:
        chosen = replace(chosen, product=None)
        notices = (*notices, _("A form is not sent by product: all products are shown."))
    return Choice(replace(chosen, notices=(*chosen.notices, *notices)), is_range, by)


def close() -> dict[str, None]:
    """Return what leads from a list back to the table."""
    return dict.fromkeys(("kind", "status", "sort"))


def _grouping() -> tuple[form_days.By | None, tuple[str, ...]]:
    given = st.query_params.get("by", "")
    if not given:
        return None, ()
    if given in GROUPINGS:
        return form_days.By(given), ()
    shown = formats.plain(given[: parsers.LONGEST_CODE])
    return None, (_("There is no grouping “{value}”.").format(value=shown),)
