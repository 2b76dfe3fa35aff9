"""Owns the list of reports that leave as files, and reads what one is asked for."""

from __future__ import annotations

import datetime as dt
import urllib.parse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from dashboard import text
from dashboard.exports import content, paper, report_days
from dashboard.exports.documents import (
    differences,
    form_01xn,
    lag,
    office_day,
    reconciliation,
    reminder,
)
from dashboard.text import glossary, parsing
from data import problems, scope
from data.problems import N_
from queries.exceptions import counts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    import sqlalchemy as sa

    from dashboard.exports.documents import stamp


class Foreign(problems.Problem):
    """An office is named that the asker does not see."""


class Found(Protocol):
    """Finds the content of a report; its rows may be read only within the transaction."""

    def __call__(
        self, connection: sa.Connection, asked: Mapping[str, str], *, in_full: bool = False
    ) -> content.Content:
        """Return it."""


@dataclass(frozen=True)
class Report:
    """One kind of report.

    Attributes:
        kind: what it is called in addresses and in the store.
        found: finds its content.
        paper_of: makes a paper of it.
        days: the parameters that hold its days, the last one last; each must be given.
        others: the parameters that may be given.
        needed: those of the others that must be given.
        keys: the columns by which a row of its content is known.
        has_people: whether there are names on it, which can be shown in full.
        refuse: raises a problem for days that it cannot be about.
        choices: of a parameter that has few values, which.
    """

    kind: str
    found: Found
    paper_of: Callable[[content.Content, stamp.Stamp], paper.Paper]
    days: tuple[str, ...]
    others: tuple[str, ...]
    keys: tuple[str, ...]
    needed: tuple[str, ...] = ()
    has_people: bool = False
    refuse: Callable[[Mapping[str, str]], None] | None = None
    choices: Mapping[str, Collection[str]] = field(default_factory=dict)

    def drawn(self, found: content.Content, taken: stamp.Stamp) -> paper.Paper:
        """Return the paper of a content; papers are in Vietnamese, whatever the screen speaks."""
        with text.speaking("vi"):
            return self.paper_of(found, taken)


def _of_lag(kind: str, found: Found) -> Report:
    return Report(
        kind,
        found,
        lag.paper_of,
        days=lag.DAYS,
        others=("by", "office", "org", "product"),
        keys=lag.KEYS,
        needed=("by",),
        refuse=report_days.period,
        choices={"by": lag.LEVELS, "product": tuple(glossary.PRODUCTS)},
    )


ALL: Final = {
    report.kind: report
    for report in (
        Report(
            content.FORM_01XN,
            form_01xn.found,
            form_01xn.paper_of,
            days=("date",),
            others=("office", "org"),
            keys=("payment_id", "is_adjustment"),
            has_people=True,
        ),
        Report(
            reminder.KIND,
            reminder.found,
            reminder.paper_of,
            days=("as_of",),
            others=("office", "org"),
            needed=("org",),
            keys=("payment_id",),
            refuse=report_days.evening,
        ),
        Report(
            reconciliation.KIND,
            reconciliation.found,
            reconciliation.paper_of,
            days=("from", "to"),
            others=("office", "org"),
            needed=("office", "org"),
            keys=("section", "line"),
            refuse=report_days.month,
        ),
        _of_lag(lag.REMITTANCE, lag.found_remittance),
        _of_lag(lag.RECORDING, lag.found_recording),
        Report(
            differences.KIND,
            differences.found,
            differences.paper_of,
            days=differences.DAYS,
            others=("office", "org", "kind"),
            keys=differences.KEYS,
            refuse=report_days.period,
            choices={"kind": counts.KINDS},
        ),
        Report(
            office_day.KIND,
            office_day.found,
            office_day.paper_of,
            days=office_day.DAYS,
            others=("office",),
            keys=office_day.KEYS,
            needed=("office",),
        ),
    )
}

_LONGEST: Final = 200


def named(kind: str) -> Report:
    """Return a report by what it is called.

    Raises:
        problems.Problem: there is none.
    """
    if kind not in ALL:
        raise problems.Problem(
            N_("There is no such report"), N_("These are known: {kinds}."), kinds=", ".join(ALL)
        )
    return ALL[kind]


def asked(
    report: Report, given: Mapping[str, str | None], *, within: scope.Scope, own: str | None
) -> dict[str, str]:
    """Return what a report is asked for, whole: a link that was sent on means the same to both.

    Args:
        report: the report.
        given: parameters of an address, or options of a command; empty ones are left out.
        within: what the asker may see.
        own: the office of somebody who sees that one alone; it is meant where none is named.

    Raises:
        problems.Problem: a parameter is not of this report, not a day, none of its values, or
            missing; the report cannot be about these days; or an office is named that the asker
            does not see, of which he would be shown nothing.
    """
    known = {name: value.strip() for name, value in given.items() if value and value.strip()}
    if "office" in report.others and own is not None:
        known.setdefault("office", own)
    for name, value in known.items():
        _require_readable(report, name, value)
    for name in (*report.days, *report.needed):
        if name not in known:
            raise problems.Problem(
                _UNREADABLE, N_("Give “{name}”: the report needs it."), name=name
            )
    if report.refuse is not None:
        report.refuse(known)
    _require_seen(known.get("office"), within)
    return dict(sorted(known.items()))


def last_day(report: Report, known: Mapping[str, str]) -> dt.date:
    """Return the last day that a report is about."""
    return dt.date.fromisoformat(known[report.days[-1]])


def subject(known: Mapping[str, str]) -> str:
    """Return what was asked for as one text: parameters of an address in their order."""
    return urllib.parse.urlencode(sorted(known.items()))


_UNREADABLE: Final = N_("The report cannot be made")


def _require_readable(report: Report, name: str, value: str) -> None:
    if name not in (*report.days, *report.others):
        raise problems.Problem(_UNREADABLE, N_("It takes no “{name}”."), name=name[:_LONGEST])
    if name in report.days and parsing.as_date(value) is None:
        raise problems.Problem(
            _UNREADABLE, N_("“{value}” is not a date: give yyyy-mm-dd."), value=value[:_LONGEST]
        )
    if len(value) > _LONGEST or not value.isprintable():
        raise problems.Problem(_UNREADABLE, N_("“{name}” is too long or unreadable."), name=name)
    known = report.choices.get(name, (value,))
    if value not in known:
        words = N_("“{value}” is no “{name}”; these are known: {known}.")
        raise problems.Problem(_UNREADABLE, words, value=value, name=name, known=", ".join(known))


def _require_seen(office: str | None, within: scope.Scope) -> None:
    if within.offices is None:
        return
    if office is None:
        raise problems.Problem(_UNREADABLE, N_("You see several offices: choose one of them."))
    if office not in within.offices:
        raise Foreign(
            N_("This is another office's"), N_("You may see the figures of your own office only.")
        )
