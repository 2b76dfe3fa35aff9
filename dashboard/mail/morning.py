"""What the mails of a morning say: the sentences of the overview, of the offices of a user."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

import pandas as pd
import sqlalchemy as sa

from dashboard import clock
from dashboard.exports import content
from dashboard.figures import (
    asking,
    checks,
    evening,
    office_day,
    office_money,
    office_morning,
    office_profile,
)
from dashboard.figures.checks import Lead, Line, State
from dashboard.figures.city import checks as city_checks
from dashboard.figures.city import morning as city_morning
from dashboard.figures.unusual import check as unusual_check
from dashboard.figures.unusual import looking, sentences
from dashboard.mail.digest import Digest, Section, Table, wanting
from dashboard.text import _, formats, ngettext
from data import chain, scope, snapshots, store
from queries import agents, directory, working_days
from queries.lag import owing

_DAY: Final = dt.timedelta(days=1)
# So many organisations are listed in a mail; the page has all of them.
_LISTED: Final = 30


@dataclass(frozen=True)
class Reader:
    """Whose mail it is: the rows that may be seen, and the office where it is one alone."""

    scope: scope.Scope
    office: str | None = None


@dataclass(frozen=True)
class Office:
    """The morning of one office."""

    day: office_day.Forms
    money: office_money.Money
    looked: looking.Looked
    names: sentences.Names


@dataclass
class Mornings:
    """The mornings after a day: many users see the same offices, which are asked about once."""

    opened: store.Store
    day: dt.date
    _cities: dict[scope.Scope, city_morning.Overview] = field(default_factory=dict)
    _offices: dict[Reader, Office] = field(default_factory=dict)

    def is_working_day(self) -> bool:
        """Return whether the day after, on which the mails are sent, is a working day."""
        today = self.day + _DAY
        return today in self.opened.ask(
            scope.Scope.everything(), lambda c: working_days.between(c, start=today, end=today)
        )

    def witness(self) -> snapshots.Link | None:
        """Return the end of the chain of snapshots now."""
        return self.opened.ask(scope.Scope.everything(), chain.head)

    def before(self, reader: Reader) -> Digest | None:
        """Return what is not yet sent, and what else wants action; None where nothing is due.

        There is a mail on working days, and on others for who has a form to send.
        """
        if not self._has_data(reader) or not (self.is_working_day() or self._is_due(reader)):
            return None
        forms, others, title = self._lines(reader)
        subject = _("Form 01-XN of {day}: before 08:00").format(day=formats.day(self.day))
        return Digest(
            subject, title, checks.headline([*forms, *others]),
            (Section("", tuple(forms)), wanting(others)), witness=self.witness(),
        )  # fmt: skip

    def after(self, reader: Reader) -> Digest | None:
        """Return how the morning ended: what was sent in time, late or not, and what is closed."""
        if not self._has_data(reader) or not (self.is_working_day() or self._is_due(reader)):
            return None
        forms, _others, title = self._lines(reader)
        lines = (*forms, self._closed(reader))
        subject = _("Form 01-XN of {day}: how it ended").format(day=formats.day(self.day))
        return Digest(
            subject, title, checks.headline(lines), (Section("", lines),), witness=self.witness()
        )

    def overdue(self, reader: Reader) -> Digest | None:
        """Return who is over the limit at the end of the day; None where nobody is, or on days off.

        Organisations with overdue money that had none the evening before come first.
        """
        if not self._has_data(reader) or not self.is_working_day():
            return None
        if not self.city(reader.scope).is_known:
            return None
        now, before = self.opened.ask(
            reader.scope,
            lambda c: tuple(
                owing.by_agent(c, evening.ending(day).question(reader.office), by=agents.By.ORG)
                for day in (self.day, self.day - _DAY)
            ),
        )
        late = now[now["overdue_payments"] > 0]
        if late.empty:
            return None
        is_new = ~late["key"].isin(before.loc[before["overdue_payments"] > 0, "key"])
        rows = late.assign(is_new=is_new).sort_values(
            ["is_new", "overdue_amount"], ascending=False, kind="stable"
        )
        return self._overdue(reader, rows)

    def city(self, seen: scope.Scope) -> city_morning.Overview:
        """Return the morning of all offices of a scope."""
        if seen not in self._cities:
            now, before = evening.ending(self.day), evening.ending(self.day - city_morning.WEEK)
            asked = city_morning.questions(self.day, None, now, before, asking.anew)
            found = self.opened.ask(
                seen, lambda c: {name: question(c) for name, question in asked.items()}
            )
            self._cities[seen] = city_morning.Overview(
                day=self.day, asked=None, now=clock.now(), evening=now, **found
            )
        return self._cities[seen]

    def office(self, reader: Reader) -> Office:
        """Return the morning of the one office of a reader."""
        if reader not in self._offices:
            self._offices[reader] = self._ask_office(reader)
        return self._offices[reader]

    def _ask_office(self, reader: Reader) -> Office:
        code = reader.office or ""

        def ask(connection: sa.Connection) -> Office:
            money = office_money.ask(connection, code, code, evening.ending(self.day), asking.anew)
            facts = office_profile.ask(connection, code)
            day = office_day.ask(connection, facts=facts, office=code, date=self.day)
            last = min(self.day, clock.today() - _DAY)
            looked = looking.look(connection, looking.question(last, code))
            names = {
                what: dict(zip(rows[f"{what}_code"], rows[f"{what}_name"], strict=True))
                for what, rows in (
                    ("office", directory.offices(connection)),
                    ("org", directory.organizations(connection)),
                )
            }
            return Office(day, money, looked, sentences.Names(names["office"], names["org"]))

        return self.opened.ask(reader.scope, ask)

    def _has_data(self, reader: Reader) -> bool:
        return self.city(reader.scope).state is city_morning.State.FILLED

    def _is_due(self, reader: Reader) -> bool:
        """Return whether the day has a form to send among the reader's offices."""
        return self.city(reader.scope).forms.number > 0

    def _lines(self, reader: Reader) -> tuple[list[Line], list[Line], str]:
        """Return the checks of forms, the others, and the title, as on the reader's screen."""
        if reader.office is not None:
            office = self.office(reader)
            unusual = unusual_check.weightiest(office.looked, office.names, reader.office)
            lines = office_morning.lines(office.day, office.money, tuple(unusual))
            number = office_morning.forms(office.day)
            return lines[:number], lines[number:], _sentence(office_morning.title(office.day))
        city = self.city(reader.scope)
        forms = [city_checks.of_forms(city, city.forms)]
        return forms, city_checks.lines(city), _sentence(city_checks.title(city))

    def _closed(self, reader: Reader) -> Line:
        """Return the check whether the forms of the day are closed, by which snapshots."""
        found = self.opened.ask(
            reader.scope,
            lambda c: snapshots.listed(c, start=self.day, end=self.day, kind=content.FORM_01XN),
        )
        closed = [each for each in found if each.taken.is_closing]
        lead = Lead(_("Snapshots"), "snapshots", {"from": self.day, "to": self.day})
        words = {"day": formats.day(self.day), "n": formats.count(len(closed))}
        if not closed:
            sentence = _("**Closing of {day}:** no form has been closed so far.")
            return Line(checks.make(State.BAD, sentence, words=words), (lead,))
        numbers = sorted(each.link.snapshot_id for each in closed)
        last = max(each.at for each in closed)
        words |= {
            "first": str(numbers[0]), "last": str(numbers[-1]), "moment": formats.moment(last),
        }  # fmt: skip
        sentence = _(
            "**Closing of {day}:** the forms of {n} offices, as snapshots {first} to {last}, at "
            "{moment}."
        )
        if len(closed) == 1:
            sentence = _("**Closing of {day}:** the form, as snapshot {first}, at {moment}.")
        return Line(checks.make(State.GOOD, sentence, words=words), (lead,))

    def _overdue(self, reader: Reader, rows: pd.DataFrame) -> Digest:
        number, new = len(rows), int(rows["is_new"].sum())
        words = {
            "n": formats.count(number), "day": formats.day(self.day), "new": formats.count(new),
            "amount": formats.money(rows["overdue_amount"].sum()),
        }  # fmt: skip
        sentence = ngettext(
            "**{n} organisation over the limit** at the end of {day}, with {amount}; new since the "
            "evening before: {new}.",
            "**{n} organisations over the limit** at the end of {day}, with {amount}; new since "
            "the evening before: {new}.",
            number,
        )
        params = {
            **evening.ending(self.day).params, "by": "org", "status": "overdue",
            "office": reader.office,
        }  # fmt: skip
        line = Line(
            checks.make(State.BAD, sentence, words=words),
            (Lead(_("Overdue"), "remittance-lag", params),),
        )
        subject = _("Organisations over the limit at the end of {day}: {n}").format(**words)
        return Digest(
            subject, subject, "", (Section("", (line,)),), _table(rows), witness=self.witness()
        )


def _sentence(title: str) -> str:
    """Return the first line of a text as a heading."""
    return title.removesuffix(":")


def _table(rows: pd.DataFrame) -> Table:
    """Return the organisations over their limits, the first of them."""
    left = len(rows) - _LISTED
    more = ngettext(
        "{n} other organisation is on the page.", "{n} other organisations are on the page.", left
    )
    return Table(
        _("Organisations over the limit"),
        (_("Collection organisation"), _("Overdue"), _("Payments"), _("Oldest, working days")),
        tuple(
            (
                _("{name} ({key}), new").format(name=row["name"], key=row["key"])
                if row["is_new"]
                else f"{row['name']} ({row['key']})",
                formats.money(row["overdue_amount"]),
                formats.count(row["overdue_payments"]),
                formats.count(row["oldest_outstanding_days"]),
            )
            for row in rows.head(_LISTED).to_dict("records")
        ),
        more.format(n=formats.count(left)) if left > 0 else "",
    )
