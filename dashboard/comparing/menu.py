"""A menu of periods by name: each one press, with its comparison beside it; no day is typed.

On a phone, in the sheet of the filters, it stands open.
"""

import datetime as dt
import pathlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import orjson

from dashboard import clock
from dashboard.comparing import against
from dashboard.components import elements, filters
from dashboard.figures import periods
from dashboard.text import _, formats
from data.problems import N_

Changes = Mapping[str, str | dt.date | None]
# What a period is in the address of a page.
Written = Callable[[periods.Span], Changes]

_LABELS: Final[Mapping[periods.Name, str]] = {
    "yesterday": N_("Yesterday"),
    "this_week": N_("This week"),
    "last_week": N_("Last week"),
    "this_month": N_("This month"),
    "last_month": N_("Last month"),
    "usual": N_("90 days"),
}
_ENDS: Final[Mapping[periods.Name, str]] = {
    "yesterday": N_("Yesterday"),
    "last_week": N_("End of last week"),
    "last_month": N_("End of last month"),
}
_component: Final = elements.component("menu", pathlib.Path(__file__).parent)


def as_of_evening(span: periods.Span) -> Changes:
    """Return a period and its evening as addresses have them."""
    return {"from": span.start, "to": span.end, "as_of": span.as_of}


def days_alone(span: periods.Span) -> Changes:
    """Return a period without an evening as addresses have it."""
    return {"from": span.start, "to": span.end}


def show(chosen: periods.Span, written: Written, *, can_compare: bool = True) -> None:
    """Show the menu of periods.

    Args:
        chosen: the period at hand.
        written: what a period is in the address.
        can_compare: whether the page compares periods.
    """
    spans = periods.named(clock.today())
    current = next((name for name, span in spans.items() if span == chosen), None)
    listed = [
        _link(_(_LABELS[name]), written(span), against.written(span), is_current=name == current)
        | ({"beside": _beside(name, span, written)} if can_compare else {})
        for name, span in spans.items()
    ]
    groups = [{"label": _("Period"), "links": listed}]
    if can_compare and not chosen.is_empty:
        groups.append({"label": _("Compare with"), "links": list(_compared(chosen))})
    _draw(_(_LABELS[current]) if current else _("Periods"), groups)


def show_without_evening(chosen: filters.Filters) -> None:
    """Show the menu of periods on a page that compares none, and has no evening."""
    show(periods.until(chosen.start, chosen.end), days_alone, can_compare=False)


def show_days(param: str, chosen: dt.date) -> None:
    """Show the menu of days for a page of one day, the parameter of its address."""
    ends = periods.ends(clock.today())
    # On a Monday, yesterday and the end of last week are one day.
    current = next((name for name, day in ends.items() if day == chosen), None)
    listed = [
        _link(_(_ENDS[name]), {param: day}, formats.day(day), is_current=name == current)
        for name, day in ends.items()
    ]
    _draw(
        _(_ENDS[current]) if current else _("Days to go to"), [{"label": _("Day"), "links": listed}]
    )


def _beside(name: periods.Name, span: periods.Span, written: Written) -> dict[str, Any]:
    """Return the link to a period compared with the one before it."""
    before = periods.before(span)
    label = _("{period}, compared with {name} ({days})").format(
        period=_(_LABELS[name]),
        name=against.earlier(span)["previous"].name,
        days=against.written(before),
    )
    changes = {**written(span), "against": "previous"}
    is_current = filters.changed() == filters.changed(**changes)
    return _link(_("± period before"), changes, "", is_current=is_current) | {"title": label}


def _compared(chosen: periods.Span) -> Iterator[dict[str, Any]]:
    """Return the links to what the period at hand is compared with, and to nothing."""
    given = filters.compared()
    for kind, each in against.earlier(chosen).items():
        yield _link(
            against.capital(each.name), {"against": kind}, each.days, is_current=given == kind
        )
    yield _link(_("No comparison"), {"against": None}, "", is_current=given is None)


def _link(text: str, changes: Changes, days: str, *, is_current: bool) -> dict[str, Any]:
    address = "?" + filters.query(filters.changed(**changes))
    return {"text": text, "days": days, "address": address, "current": is_current}


def _draw(words: str, groups: list[dict[str, Any]]) -> None:
    shown = {"words": words, "name": _("Periods by name"), "groups": groups}
    _component(key="period_menu", data=orjson.dumps(shown))
