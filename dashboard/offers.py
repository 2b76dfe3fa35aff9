"""Owns what each screen offers to take away: which reports, limited to what it shows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dashboard import access, evenings, taking
from dashboard.text import _

if TYPE_CHECKING:
    from dashboard import filters, form_choice, links, places


def form(choice: form_choice.Choice, known: places.Places) -> None:
    """Offer the form of a day; a range of days has none."""
    if choice.is_range:
        return
    chosen = choice.filters
    given = {
        "date": chosen.date, "office": chosen.office, "org": chosen.org, "product": chosen.product,
    }  # fmt: skip
    taking.show(known, taking.Offer("form-01-xn", given))


def lag(chosen: filters.Filters, known: places.Places) -> None:
    """Offer the remittance lag of a period, and how soon its payments were recorded."""
    # The reports are of agents, and a type of participation is none.
    is_of_agents = chosen.by != "product"
    remark = "" if is_of_agents else _("There is no file by type of participation.")
    given = {
        **_period(chosen), "by": chosen.by if is_of_agents else "org",
        "office": chosen.office, "org": chosen.org, "collector": chosen.collector,
        "product": chosen.product,
    }  # fmt: skip
    kinds = ("remittance-lag", "recording-lag")
    taking.show(known, *(taking.Offer(kind, given, remark=remark) for kind in kinds))


def differences(chosen: filters.Filters, known: places.Places) -> None:
    """Offer the differences of a period, of one kind where one is chosen."""
    given = {
        **_period(chosen), "office": chosen.office, "org": chosen.org, "kind": chosen.kind,
    }  # fmt: skip
    taking.show(known, taking.Offer("exceptions", given))


def office_day(day: dt.date, office: str, known: places.Places) -> None:
    """Offer the day of an office."""
    taking.show(known, taking.Offer("office-day", {"date": day, "office": office}))


def organization(chosen: filters.Filters, org: str, known: places.Places) -> None:
    """Offer what reminds an organisation of its debts, and the record of the month before."""
    as_of = evenings.of(chosen, chosen.as_of).as_of
    office = access.own_office()
    reminder = taking.Offer("reminder-list", {"as_of": as_of, "org": org, "office": office})
    last = as_of.replace(day=1) - dt.timedelta(days=1)
    month: dict[str, links.Value] = {
        "from": last.replace(day=1),
        "to": last,
        "org": org,
        "office": office,
    }
    taking.show(known, reminder, taking.Offer("reconciliation", month, of_office=True))


def _period(chosen: filters.Filters) -> dict[str, dt.date]:
    return {"from": chosen.start, "to": chosen.end, "as_of": chosen.as_of}
