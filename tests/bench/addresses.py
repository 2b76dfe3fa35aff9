"""The addresses of the pages that are measured: every page, and its heaviest ways."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from urllib import parse

from bench import stores

from data.sample import offices, organizations


class Address(NamedTuple):
    """A page with what stands behind the question mark."""

    page: str
    query: dict[str, str]

    @property
    def link(self) -> str:
        """What follows the host in a link."""
        return f"/{self.page}?{parse.urlencode(self.query)}"

    @property
    def name(self) -> str:
        """What the page is called in the table: without days and codes."""
        chosen = [n for n in ("by", "status", "kind", "office", "org") if n in self.query]
        words = (self.query[n] if n in {"by", "status", "kind"} else f"one {n}" for n in chosen)
        return f"{self.page} ({', '.join(words)})" if chosen else self.page


def of(place: stores.Place, day: dt.date) -> list[Address]:
    """Return the addresses on a store, with `day` as the last one that is looked at."""
    until = day.isoformat()
    period = {
        "from": (day - dt.timedelta(stores.PERIOD - 1)).isoformat(), "to": until, "as_of": until,
    }  # fmt: skip
    office = {"office": offices.CODES[0]}
    return [
        Address("overview", {"date": until}),
        Address("overview", {"date": until} | office),
        Address("form-01-xn", {"date": until}),
        Address("remittance-lag", period | {"by": "org"}),
        Address("remittance-lag", period | {"by": "office"}),
        Address("remittance-lag", period | {"by": "collector"} | office),
        Address("remittance-lag", period | {"by": "org", "status": "overdue"}),
        Address("recording", period | {"by": "org"}),
        Address("recording", period | {"by": "collector"} | office),
        Address("exceptions", period),
        Address("exceptions", period | {"kind": "unrecorded"}),
        Address("unusual", {"as_of": until}),
        Address("lookup", {"code": code(place, day)}),
        Address("office", {"date": until} | office),
        Address("periodic-report", {"date": until}),
        Address("periodic-report", {"date": until, "kind": "month"} | office),
        Address("organization", {"as_of": until, "org": organizations.CODES[0]}),
        Address("data", {}),
    ]


def code(place: stores.Place, day: dt.date) -> str:
    """Return a confirmation code of the week before a day."""
    with place.administrator() as cursor:
        cursor.execute(
            "SELECT c.confirmation_code FROM payments AS p JOIN confirmations AS c"
            " USING (payment_id) WHERE p.office_code = %s AND p.paid_day BETWEEN %s AND %s"
            " ORDER BY p.paid_day DESC, p.payment_id LIMIT 1",
            (offices.CODES[0], day - dt.timedelta(7), day),
        )
        return str(cursor.fetchone()[0])
