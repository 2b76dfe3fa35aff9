"""Owns what a report was asked for, in words: which one, of which days, whose, limited to what."""

from __future__ import annotations

import datetime as dt
import urllib.parse
from typing import TYPE_CHECKING, Final

from dashboard import clock
from dashboard.text import _, exception_terms, formats, glossary, snapshot_terms
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dashboard import directory


_DAYS: Final = ("date", "from", "to", "as_of")
_BY: Final = {
    "office": N_("by office"),
    "org": N_("by organisation"),
    "collector": N_("by collector"),
    "product": N_("by type of participation"),
}
_LIMITS: Final[Mapping[str, Callable[[str], str]]] = {
    "product": lambda value: _(glossary.PRODUCTS.get(value, value)),
    "kind": lambda value: kind(value),  # noqa: PLW0108 - it stands below
    "by": lambda value: _(_BY.get(value, value)),
}


def params(asked: str) -> dict[str, str]:
    """Return what was asked for from one text, as `exports.reports.subject` writes it."""
    return dict(urllib.parse.parse_qsl(asked))


def report(kind: str) -> str:
    """Return what a report is called."""
    return _(snapshot_terms.REPORTS.get(kind, kind))


def words(kind: str, asked: Mapping[str, str], known: directory.Directory) -> str:
    """Return what was asked for as one phrase: report, days, and whose figures they are."""
    parts = {"report": report(kind), "days": days(asked), "whose": about(asked, known)}
    return _("{report}, {days}: {whose}").format(**parts)


def about(asked: Mapping[str, str], known: directory.Directory) -> str:
    """Return whose figures they are, and what else they are limited to."""
    office, org = asked.get("office"), asked.get("org")
    names = [
        *([known.organizations.get(org, org)] if org else []),
        *([known.offices.get(office, office)] if office else []),
        *([] if org or office else [_("all offices")]),
    ]
    limits = [say(asked[name]) for name, say in _LIMITS.items() if name in asked]
    return " · ".join([", ".join(names), *limits])


def days(asked: Mapping[str, str]) -> str:
    """Return the days that were asked for."""
    known = {name: formats.day(_day(asked[name])) for name in _DAYS if name in asked}
    if "date" in known:
        return _("day {date}").format(**known)
    if "from" not in known or "to" not in known:
        return _("as of the end of {as_of}").format(as_of=known.get("as_of", formats.UNKNOWN))
    told = _("from {first} to {last}").format(first=known["from"], last=known["to"])
    if "as_of" not in known:
        return told
    return ", ".join((told, _("as of the end of {as_of}").format(**known)))


def time_of(moment: dt.datetime) -> dict[str, str]:
    """Return a moment as sentences name it: its time and its day in Hanoi."""
    here = moment.astimezone(clock.HANOI)
    return {"time": f"{here:%H:%M:%S}", "day": formats.day(here.date())}


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def kind(value: str) -> str:
    """Return what a kind of difference is called."""
    known = exception_terms.KINDS.get(value)
    return _(known.label) if known else value
