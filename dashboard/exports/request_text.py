"""The parameters of a report as text: its name, its days, whose figures, and other limits."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from dashboard import clock
from dashboard.figures import weeks_and_months
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


def kind(value: str) -> str:
    """Return what a kind of difference is called."""
    known = exception_terms.KINDS.get(value)
    return _(known.label) if known else value


_LIMITS: Final[Mapping[str, Callable[[str], str]]] = {
    "product": lambda value: _(glossary.PRODUCTS.get(value, value)),
    "kind": kind,
    "by": lambda value: _(_BY.get(value, value)),
    "only": lambda value: _(exception_terms.ONLY.get(value, value)),
    "owner": lambda value: value,
}


def report(kind: str) -> str:
    """Return what a report is called."""
    return _(snapshot_terms.REPORTS.get(kind, kind))


def words(kind: str, params: Mapping[str, str], known: directory.Directory) -> str:
    """Return the parameters as one phrase: report, days, and whose figures they are."""
    parts = {"report": report(kind), "days": _days_of(kind, params), "whose": about(params, known)}
    return _("{report}, {days}: {whose}").format(**parts)


def _days_of(kind: str, params: Mapping[str, str]) -> str:
    """Return the days of a report; of a week or month, its first and its last one."""
    day = _day(params.get("date", ""))
    if kind not in {*weeks_and_months.Kind} or day is None:
        return days(params)
    period = weeks_and_months.of(weeks_and_months.Kind(kind), day, day)
    return _("from {first} to {last}").format(
        first=formats.day(period.start), last=formats.day(period.end)
    )


def about(params: Mapping[str, str], known: directory.Directory) -> str:
    """Return whose figures they are, and what else they are limited to."""
    office, org = params.get("office"), params.get("org")
    names = [
        *([known.organizations.get(org, org)] if org else []),
        *([known.offices.get(office, office)] if office else []),
        *([] if org or office else [_("all offices")]),
    ]
    limits = [say(params[name]) for name, say in _LIMITS.items() if name in params]
    return " · ".join([", ".join(names), *limits])


def days(params: Mapping[str, str]) -> str:
    """Return the days that a report is about."""
    known = {name: formats.day(_day(params[name])) for name in _DAYS if name in params}
    if "date" in known:
        return _("day {date}").format(**known)
    if "from" not in known or "to" not in known:
        return _("as of the end of {as_of}").format(as_of=known.get("as_of", formats.UNKNOWN))
    period = _("from {first} to {last}").format(first=known["from"], last=known["to"])
    if "as_of" not in known:
        return period
    return ", ".join((period, _("as of the end of {as_of}").format(**known)))


def time_of(moment: dt.datetime) -> dict[str, str]:
    """Return a moment as sentences name it: its time and its day in Hanoi."""
    here = moment.astimezone(clock.HANOI)
    return {"time": f"{here:%H:%M:%S}", "day": formats.day(here.date())}


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None
