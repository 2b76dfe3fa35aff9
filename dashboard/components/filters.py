"""What the user has chosen, as read from the address and written to it.

The address is the truth: every run reads it, checks it, and sets the pickers from it; a picker
writes the address in its callback, which gives the browser an entry to go back to. A day is
always written in full, so that a link means the same tomorrow.
"""

import datetime as dt
import functools
import re
import urllib.parse
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import streamlit as st

from dashboard import clock
from dashboard.figures import evening
from dashboard.text import _, formats, glossary, parsing
from data.problems import N_

Param = Literal[
    "date", "from", "to", "as_of", "by", "office", "org", "collector", "product", "code", "kind",
    "case", "status", "bucket", "run", "offices", "against",
]  # fmt: skip

# The parameter of the page of a list; those of other tables are called after them, `page.TABLE`.
PAGE: Final = "page"
GROUPINGS: Final = ("org", "office", "collector", "product")
# Of which time offices are.
THEN, TODAY = OFFICES = ("then", "today")
# What figures are compared with: an earlier period, or another office or organisation, whose code
# stands behind a colon.
EARLIER: Final = ("previous", "week", "year")


# What is the same in an address.
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.~-]*")


@dataclass(frozen=True)
class Filters:
    """What a page shows, by the address; `notices` are sentences about what was not usable."""

    date: dt.date
    start: dt.date
    end: dt.date
    as_of: dt.date
    by: str = "org"
    office: str | None = None
    org: str | None = None
    collector: str | None = None
    product: str | None = None
    code: str | None = None
    kind: str | None = None
    case: str | None = None
    status: str | None = None
    bucket: str | None = None
    run: int | None = None
    offices: str = THEN
    against: str | None = None
    notices: tuple[str, ...] = ()

    @property
    def period_text(self) -> dict[str, str]:
        """The first and the last day as text, for sentences."""
        return {"start": formats.day(self.start), "end": formats.day(self.end)}


def write(**changes: str | dt.date | None) -> None:
    """Change the address, for use in callbacks; `None` takes a parameter away.

    Other rows begin with their first page again.
    """
    # In one go: each assignment would be an entry in the browser's history.
    st.query_params.from_dict(changed(**changes))


def changed(**changes: str | dt.date | None) -> dict[str, str]:
    """Return the parameters of the address at hand with changes, on the first page of lists."""
    address = {
        name: "" if name.split(".")[0] == PAGE else value
        for name, value in st.query_params.to_dict().items()
    } | {
        name: value.isoformat() if isinstance(value, dt.date) else value or ""
        for name, value in changes.items()
    }
    return {name: value for name, value in address.items() if value}


def address_here(**changes: str | None) -> str:
    """Return the address of the page at hand with changes, the pages of other tables kept."""
    kept = st.query_params.to_dict() | {name: value or "" for name, value in changes.items()}
    return "?" + query({name: value for name, value in kept.items() if value})


def query(params: Mapping[str, str]) -> str:
    """Return parameters as an address has them behind the question mark."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in params.items())


def _quoted(text: str) -> str:
    # Nearly all are codes, numbers and days, and to look for more takes ten times as long.
    return text if _PLAIN.fullmatch(text) else urllib.parse.quote_plus(text)


def days(uses: Collection[str], today: dt.date) -> dict[str, dt.date]:
    """Return the default days of pages, by the parameters of the address."""
    usual = _defaults(today)
    return {param: getattr(usual, field) for param, field in _DAYS.items() if param in uses}


def compared() -> str | None:
    """Return what the address compares with, as it stands there."""
    return st.query_params.get("against")


def requested_collector() -> str | None:
    """Return the collector's code in the address, if it can be one; the store may not know it."""
    return parsing.as_code(st.query_params.get("collector", ""))


def read(
    *uses: Param,
    offices: Collection[str] = (),
    organizations: Collection[str] = (),
    collectors: Collection[str] = (),
    kinds: Collection[str] = (),
    statuses: Collection[str] = (),
    buckets: Collection[str] = (),
) -> Filters:
    """Return the filters in the address; what is missing or unusable gets its default.

    Args:
        uses: the parameters of the page; others are ignored.
        offices: the codes of known offices.
        organizations: the codes of known organisations.
        collectors: the code of the collector in the address, if there is one.
        kinds: the kinds of what a page lists.
        statuses: the states that a list can be limited to.
        buckets: the ages that a list can be limited to.
    """
    reading = _Reading(_defaults(clock.today()), uses)
    reading.take_days()
    reading.take("by", "by", parsing.one_of(GROUPINGS))
    reading.take("product", "product", parsing.one_of(glossary.PRODUCTS))
    reading.take("office", "office", parsing.one_of(offices))
    reading.take("org", "org", parsing.one_of(organizations))
    reading.take("collector", "collector", parsing.one_of(collectors))
    reading.take("code", "code", parsing.as_code)
    reading.take("kind", "kind", parsing.one_of(kinds))
    reading.take("case", "case", parsing.as_case)
    reading.take("status", "status", parsing.one_of(statuses))
    reading.take("bucket", "bucket", parsing.one_of(buckets))
    reading.take("run", "run", parsing.as_number)
    reading.take("offices", "offices", parsing.one_of(OFFICES))
    others = [f"office:{code}" for code in offices] + [f"org:{code}" for code in organizations]
    reading.take("against", "against", parsing.one_of({*EARLIER, *others}))
    reading.turn_period()
    filters = reading.filters
    complete({param: getattr(filters, name) for param, name in _DAYS.items() if param in uses})
    return filters


_DAYS: Final[dict[Param, str]] = {
    "date": "date",
    "from": "start",
    "to": "end",
    "as_of": "as_of",
}

_UNUSABLE: Final[dict[Param, str]] = {
    **dict.fromkeys(_DAYS, N_("There is no day “{value}”; {used} is shown.")),
    "by": N_("There is no grouping “{value}”."),
    "office": N_("There is no office “{value}”; all offices are shown."),
    "org": N_("There is no collection organisation “{value}”; all of them are shown."),
    "collector": N_("There is no collector “{value}”."),
    "product": N_("There is no product “{value}”; all products are shown."),
    "code": N_("“{value}” is no confirmation code."),
    "kind": N_("There is no kind “{value}”; all of them are shown."),
    "case": N_("“{value}” can be no key of a difference."),
    "status": N_("There is no status “{value}”; all of them are shown."),
    "run": N_("There is no import “{value}”."),
    "offices": N_("There are no offices “{value}”; those of that time are shown."),
    "bucket": N_("There is no age “{value}”; all of them are shown."),
    "against": N_("There is nothing “{value}” to compare with."),
}


class _Reading:
    """One reading of the address."""

    def __init__(self, defaults: Filters, uses: Collection[Param]) -> None:
        self.filters = defaults
        self._uses = uses

    def take(self, param: Param, field: str, parse: Callable[[str], object]) -> None:
        given = st.query_params.get(param)
        if not given or param not in self._uses:
            return
        value = parse(given)
        if value is None:
            self._note(param, given, getattr(self.filters, field))
        else:
            changed: dict[str, Any] = {field: value}
            self.filters = replace(self.filters, **changed)

    def take_days(self) -> None:
        """Take the days; a period that is not given ends with the chosen evening."""
        self.take("date", "date", parsing.as_day)
        self.take("as_of", "as_of", parsing.as_past_day)
        self.filters = replace(self.filters, end=self.filters.as_of)
        self.take("to", "end", parsing.as_day)
        last = min(self.filters.end, self.filters.as_of)
        self.filters = replace(self.filters, start=_start(last))
        self.take("from", "start", parsing.as_day)

    def turn_period(self) -> None:
        """Read a period that ends before it begins the other way round."""
        start, end = self.filters.start, self.filters.end
        if start > end:
            notice = _("The period was turned round: from {start} to {end}.").format(
                start=formats.day(end), end=formats.day(start)
            )
            notices = (*self.filters.notices, notice)
            self.filters = replace(self.filters, start=end, end=start, notices=notices)

    def _note(self, param: Param, given: str, default: object) -> None:
        shown = given if len(given) <= parsing.LONGEST_CODE else given[: parsing.LONGEST_CODE] + "…"
        notice = _(_UNUSABLE[param]).format(value=formats.plain(shown), used=formats.day(default))
        self.filters = replace(self.filters, notices=(*self.filters.notices, notice))


@functools.lru_cache(maxsize=1)
def _defaults(today: dt.date) -> Filters:
    yesterday = today - dt.timedelta(days=1)
    return Filters(date=yesterday, start=_start(yesterday), end=yesterday, as_of=yesterday)


def _start(last: dt.date) -> dt.date:
    return max(parsing.FIRST_DAY, last - dt.timedelta(days=parsing.PERIOD_DAYS - 1))


def complete(days: Mapping[str, dt.date]) -> None:
    """Write these days into the address, in full, where it has none."""
    missing = {name: day.isoformat() for name, day in days.items() if name not in st.query_params}
    if missing:
        st.query_params.from_dict(st.query_params.to_dict() | missing)


def evening_of(chosen: Filters, day: dt.date) -> evening.Evening:
    """Return the period that ends with a day, as long as the one that pages begin with."""
    as_of = min(day, clock.today())
    return evening.Evening(max(parsing.FIRST_DAY, as_of - (chosen.end - chosen.start)), as_of)
