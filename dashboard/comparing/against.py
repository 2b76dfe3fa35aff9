"""What figures are compared with, by the address: an earlier period, another office or agent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dashboard import access, directory
from dashboard.components import filters, pickers
from dashboard.figures import periods
from dashboard.text import _, formats
from data.problems import N_

OFFICE, ORG = PLACES = ("office", "org")
_PREVIOUS, _WEEK, _YEAR = filters.EARLIER

# What an earlier period is called: the one before, by what it is of, and the others.
_BEFORE: Final[Mapping[periods.Unit, str]] = {
    "day": N_("the day before"),
    "week": N_("the week before"),
    "month": N_("the month before"),
    "days": N_("the period before"),
}
_DAY_OF_WEEK: Final = N_("the same day a week earlier")
_DAYS_OF_WEEK: Final = N_("the same days a week earlier")
_OF_YEAR: Final = N_("the same period last year")


@dataclass(frozen=True)
class Against:
    """What figures are compared with.

    Attributes:
        kind: the earlier period's, of `filters.EARLIER`, or one of `PLACES`.
        now: the days of the figures.
        then: the days of what they are compared with; the same ones for another place.
        name: of the period or of the place, as sentences have it.
        code: of the other office or organisation.
        own: the code of the one at hand, None where none is chosen.
    """

    kind: str
    now: periods.Span
    then: periods.Span
    name: str
    code: str | None = None
    own: str | None = None

    @property
    def is_earlier(self) -> bool:
        """Whether it is an earlier period."""
        return self.code is None

    @property
    def days(self) -> str:
        """The days of what is compared with."""
        return written(self.then)


def written(span: periods.Span) -> str:
    """Return the days of a period."""
    if span.start == span.last:
        return formats.day(span.last)
    return f"{formats.day(span.start)}–{formats.day(span.last)}"


def read(chosen: filters.Filters, known: directory.Directory, now: periods.Span) -> Against | None:
    """Return what the address compares with; None for nothing."""
    if chosen.against is None or now.is_empty:
        return None
    kind, _colon, code = chosen.against.partition(":")
    if not code:
        return earlier(now).get(kind)
    if kind == OFFICE:
        return Against(kind, now, now, known.offices[code], code, office(chosen))
    own = None if chosen.collector else chosen.org
    return Against(kind, now, now, known.organizations[code], code, own)


def earlier(now: periods.Span) -> dict[str, Against]:
    """Return the earlier periods that one can be compared with; of a day, that of a week before."""
    before, week = periods.before(now), periods.week_before(now)
    found = {_PREVIOUS: Against(_PREVIOUS, now, before, _(_BEFORE[periods.unit(now)]))}
    if week != before:
        same = _DAY_OF_WEEK if now.start == now.last else _DAYS_OF_WEEK
        found[_WEEK] = Against(_WEEK, now, week, _(same))
    found[_YEAR] = Against(_YEAR, now, periods.year_before(now), _(_OF_YEAR))
    return found


def pick(chosen: filters.Filters, known: directory.Directory, now: periods.Span) -> None:
    """Show the picker of what is compared with.

    Offices are offered where one is chosen, organisations where one of them is.
    """
    labels = {"": _("No comparison")}
    labels |= {kind: f"{capital(each.name)} ({each.days})" for kind, each in earlier(now).items()}
    if office(chosen):
        labels |= {f"{OFFICE}:{code}": f"{name} ({code})" for code, name in _others(chosen, known)}
    if chosen.org and not chosen.collector:
        labels |= {
            f"{ORG}:{code}": f"{name} ({code})"
            for code, name in known.organizations.items()
            if code != chosen.org
        }
    value = chosen.against if chosen.against in labels else None
    pickers.choice("against", _("Compare with"), labels, value)


def said(chosen: filters.Filters, known: directory.Directory, now: periods.Span) -> str:
    """Return in words what is compared with, for the line of the filters; empty for nothing."""
    against = read(chosen, known, now)
    if against is None:
        return ""
    name = against.days if against.is_earlier else against.name
    return _("against {name}").format(name=name)


def office(chosen: filters.Filters) -> str | None:
    """Return the office whose figures are shown: the chosen one, or the user's own."""
    return chosen.office or access.own_office()


def may_see(code: str) -> bool:
    """Return whether the user may see the figures of an office."""
    offices = access.current().offices
    return offices is None or code in offices


def _others(chosen: filters.Filters, known: directory.Directory) -> list[tuple[str, str]]:
    gone = known.successors if chosen.offices == filters.TODAY else {}
    return [
        (code, name)
        for code, name in known.offices.items()
        if code != office(chosen) and code not in gone and may_see(code)
    ]


def capital(words: str) -> str:
    """Return words that begin a line."""
    return words[:1].upper() + words[1:]
