"""The reports that leave as files: one record each, and how their parameters are read."""

import calendar
import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from dashboard import clock, text
from dashboard.exports import content, paper
from dashboard.exports.documents import (
    differences,
    form_01xn,
    lag,
    layout,
    office_day,
    periodic,
    reconciliation,
    reminder,
    stamp,
)
from dashboard.figures import weeks_and_months
from dashboard.text import formats, glossary, parsing
from data import problems, scope
from data.problems import N_
from queries.exceptions import counts

_LONGEST: Final = 200
_UNREADABLE: Final = N_("The report cannot be made")


class Foreign(problems.Problem):
    """An office is named whose figures the user may not see."""


@dataclass(frozen=True)
class Report:
    """One kind of report.

    Attributes:
        kind: its name in addresses and in the store.
        content_of: reads its content; the rows may be read only within the transaction.
        document: makes its paper.
        days: the parameters that hold its days, the last one last; each must be given.
        others: the parameters that may be given.
        keys: the columns that identify a row of its content.
        needed: those of the others that must be given.
        has_people: whether there are names on it, which can be shown in full.
        require_days: raises a problem for days that it cannot be about.
        choices: the values of parameters that have few.
        day_of: the day that stands for all days of which it is the same report.
    """

    kind: str
    content_of: Callable[..., content.Content]
    document: type[layout.Document]
    days: tuple[str, ...]
    others: tuple[str, ...]
    keys: tuple[str, ...]
    needed: tuple[str, ...] = ()
    has_people: bool = False
    require_days: Callable[[Mapping[str, str]], None] | None = None
    choices: Mapping[str, Collection[str]] = field(default_factory=dict)
    day_of: Callable[[dt.date], dt.date] | None = None

    def read(
        self, connection: sa.Connection, params: Mapping[str, str], *, in_full: bool = False
    ) -> content.Content:
        """Return its content, with names masked unless they are wanted in full."""
        if self.has_people:
            return self.content_of(connection, params, in_full=in_full)
        return self.content_of(connection, params)

    def draw(self, report: content.Content, made: stamp.Stamp) -> paper.Paper:
        """Return the paper of a content; papers are in Vietnamese, whatever the screen speaks."""
        with text.speaking("vi"):
            return self.document(report, made).build()

    def last_day(self, params: Mapping[str, str]) -> dt.date:
        """Return the last day that it is about."""
        return dt.date.fromisoformat(params[self.days[-1]])


def params(
    report: Report, given: Mapping[str, str | None], *, within: scope.Scope, own: str | None
) -> dict[str, str]:
    """Return all parameters of a report: a link that was sent on means the same to both.

    Args:
        report: the report.
        given: parameters of an address, or options of a command; empty ones are left out.
        within: what the user may see.
        own: the office of a user who sees that one alone; it is meant where none is named.

    Raises:
        problems.Problem: a parameter is not of this report, not a day, none of its values, or
            missing; the report cannot be about these days; or an office is named that the user
            does not see, and of which nothing would be shown.
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
    if report.require_days is not None:
        report.require_days(known)
    if report.day_of is not None:
        known |= {
            name: report.day_of(dt.date.fromisoformat(known[name])).isoformat()
            for name in report.days
        }
    _require_seen(known.get("office"), within)
    return dict(sorted(known.items()))


def named(kind: str) -> Report:
    """Return a report by its name.

    Raises:
        problems.Problem: there is none.
    """
    if kind not in ALL:
        raise problems.Problem(
            N_("There is no such report"), N_("These are known: {kinds}."), kinds=", ".join(ALL)
        )
    return ALL[kind]


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


def _require_evening(known: Mapping[str, str]) -> None:
    """Refuse a day that has not come yet: what is overdue then is not known."""
    _require_past(dt.date.fromisoformat(known["as_of"]))


def _require_month(known: Mapping[str, str]) -> None:
    """Refuse days that are not the first and the last of one month, which is over."""
    first, last = (dt.date.fromisoformat(known[name]) for name in ("from", "to"))
    if (first.day, last) != (1, first.replace(day=calendar.monthrange(first.year, first.month)[1])):
        raise problems.Problem(
            _UNREADABLE,
            N_("It is of one whole month: give its first day as “from”, its last day as “to”."),
        )
    _require_past(last)


def _require_period(known: Mapping[str, str]) -> None:
    """Refuse a period that ends before it begins."""
    # Days that can be read are ordered as their texts are.
    if known["from"] > known["to"]:
        raise problems.Problem(
            N_("The period is empty"), N_("Its first day lies after the last one; exchange them.")
        )


def _require_past(day: dt.date) -> None:
    today = clock.today()
    if day > today:
        raise problems.Problem(
            _UNREADABLE,
            N_("{day} has not come yet: choose a day up to {today}."),
            day=formats.day(day),
            today=formats.day(today),
        )


def _periodic(kind: weeks_and_months.Kind, content_of: Callable[..., content.Content]) -> Report:
    """Return the report of a week or month; its day is the last one of it."""

    def require(known: Mapping[str, str]) -> None:
        """Refuse a week or month of which no day is over, and days beyond belief."""
        day = dt.date.fromisoformat(known["date"])
        if day < parsing.FIRST_DAY:
            raise problems.Problem(
                _UNREADABLE,
                N_("Choose a day from {day} on."),
                day=formats.day(parsing.FIRST_DAY),
            )
        period = weeks_and_months.of(kind, min(day, parsing.LAST_DAY), clock.today())
        if not period.has_begun:
            raise problems.Problem(
                _UNREADABLE,
                N_("No day of it is over yet: it begins on {day}."),
                day=formats.day(period.start),
            )

    return Report(
        str(kind),
        content_of,
        periodic.Periodic,
        days=("date",),
        others=("office",),
        keys=("part", "key"),
        require_days=require,
        day_of=lambda day: weeks_and_months.of(kind, day, day).end,
    )


def _of_lag(
    kind: str, content_of: Callable[..., content.Content], document: type[lag.Lag]
) -> Report:
    return Report(
        kind,
        content_of,
        document,
        days=("from", "to", "as_of"),
        others=("by", "office", "org", "product"),
        keys=("key",),
        needed=("by",),
        require_days=_require_period,
        choices={"by": lag.LEVELS, "product": tuple(glossary.PRODUCTS)},
    )


ALL: Final = {
    report.kind: report
    for report in (
        Report(
            content.FORM_01XN,
            form_01xn.content_of,
            form_01xn.Form,
            days=("date",),
            others=("office", "org"),
            keys=("payment_id", "is_adjustment"),
            has_people=True,
        ),
        Report(
            reminder.KIND,
            reminder.content_of,
            reminder.Reminder,
            days=("as_of",),
            others=("office", "org"),
            keys=("payment_id",),
            needed=("org",),
            require_days=_require_evening,
        ),
        Report(
            reconciliation.KIND,
            reconciliation.content_of,
            reconciliation.Record,
            days=("from", "to"),
            others=("office", "org"),
            keys=("section", "line"),
            needed=("office", "org"),
            require_days=_require_month,
        ),
        _of_lag(lag.REMITTANCE, lag.remittance_content, lag.Remittance),
        _of_lag(lag.RECORDING, lag.recording_content, lag.Recording),
        Report(
            differences.KIND,
            differences.content_of,
            differences.Differences,
            days=("from", "to", "as_of"),
            others=("office", "org", "kind", "only", "owner"),
            keys=("kind", "subject"),
            require_days=_require_period,
            choices={"kind": counts.KINDS, "only": differences.ONLY},
        ),
        Report(
            office_day.KIND,
            office_day.content_of,
            office_day.OfficeDay,
            days=("date",),
            others=("office",),
            keys=("part", "key"),
            needed=("office",),
        ),
        _periodic(weeks_and_months.Kind.WEEK, periodic.week),
        _periodic(weeks_and_months.Kind.MONTH, periodic.month),
    )
}
