"""Owns the day of an office as a file for a meeting: what the screen of the office says of it.

The rows are those of several questions, each a part; a row has the columns of its part, and
nothing in those of the others. The sentences are kept as they were said.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from dashboard import text
from dashboard.exports import content, paper, template
from dashboard.exports.documents import issuer, layout, office_day_tables
from queries import agents
from queries.exceptions import counts
from queries.forms import cumulative, steps
from queries.forms import days as form_days
from queries.lag import remittance_lag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd
    import sqlalchemy as sa

    from dashboard.exports.documents import stamp
    from dashboard.figures import evening as figures_evening
    from dashboard.figures import office_day as figures_office_day
    from dashboard.figures import office_money as figures_office_money
    from dashboard.figures import office_profile


KIND: Final = "office-day"
DAYS: Final = ("date",)
KEYS: Final = ("part", "key")

_PART: Final = "part"
_LEFT_OUT: Final = ("kind", "period", "start", "end", "earlier_start", "earlier_end")
_COLUMNS: Final = tuple(
    dict.fromkeys(
        name
        for names in (
            (_PART, "key", "name"),
            form_days.MONEY,
            form_days.FORMS,
            cumulative.COLUMNS,
            remittance_lag.COLUMNS,
            counts.COLUMNS,
        )
        for name in names
        if name not in _LEFT_OUT
    )
)


def found(
    connection: sa.Connection,
    asked: Mapping[str, str],
    *,
    in_full: bool = False,  # noqa: ARG001 - there are no participants on it
) -> content.Content:
    """Return what an office has of a day, and what it has to look after at the end of it.

    Raises:
        problems.Problem: an unknown code, or a day beyond the calendar.
    """
    # Heavy, and asked for by no other report.
    from dashboard.figures import evening as figures_evening
    from dashboard.figures import office_day as figures_office_day
    from dashboard.figures import office_profile

    office, date = asked["office"], dt.date.fromisoformat(asked["date"])
    agents.require_known(connection, office=office, org=None)
    with text.speaking("vi"):
        facts = office_profile.ask(connection, office)
        forms = figures_office_day.ask(connection, facts, date)
        money = _money(connection, facts, figures_evening.ending(date))
        told = _told(forms, money)
    first = content.only(form_days.first(connection, office=office)) or {}
    days = {
        "first_day": first.get("day"),
        "start": money.evening.start,
        "as_of": money.evening.as_of,
    }
    written = {name: day and day.isoformat() for name, day in days.items()}
    about = issuer.facts(connection, office=office) | told | written
    return content.Content(KIND, asked, about, _COLUMNS, _rows(_parts(connection, forms, money)))


def paper_of(found: content.Content, taken: stamp.Stamp) -> paper.Paper:
    """Return the day on paper."""
    words = template.named("office_day")
    body = office_day_tables.Body(found, words)
    head = layout.head(found, words, [body.day()])
    return paper.Paper(
        name=layout.name(found, words, DAYS),
        head=head,
        tables=body.tables(),
        foot=lambda: layout.foot(
            body.digest, words, taken, above=head, sentences=words["explanations"]
        ),
        made_at=taken.made_at,
        made_by=taken.made_by,
    )


def _money(
    connection: sa.Connection, facts: office_profile.Facts, evening: figures_evening.Evening
) -> figures_office_money.Money:
    """Ask the store for what the office has to look after; no answer is kept for the screen."""
    from dashboard.figures import lag
    from dashboard.figures import office_money as figures_office_money

    question = evening.question(office=facts.code)
    rows = remittance_lag.by_agent(connection, question, by=agents.By.ORG)
    kinds = counts.by_kind(connection, **evening.asked, office=facts.code)
    return figures_office_money.Money(facts, evening, lag.ranked(rows), kinds)


def _parts(
    connection: sa.Connection, forms: figures_office_day.Forms, money: figures_office_money.Money
) -> dict[str, pd.DataFrame]:
    """Return the answers by their parts, each with its keys."""
    office, date = forms.facts.code, forms.date
    days = cumulative.to_date(connection, steps.Question(start=date, end=date, office=office))
    question = money.evening.question(office=office)
    whole = remittance_lag.by_agent(connection, question, by=agents.By.ALL)
    return {
        "form": forms.agents,
        "product": forms.products,
        "to_date": days.assign(key=days["period"]),
        "money": money.organizations,
        "all_money": whole,
        "difference": money.kinds.assign(key=money.kinds["kind"]),
    }


def _told(forms: figures_office_day.Forms, money: figures_office_money.Money) -> dict[str, Any]:
    """Return the sentences of the screen, each with the word for its state, and what it knows."""
    from dashboard.figures import checks, office_checks
    from dashboard.figures import office_money as figures_office_money

    lines = [
        *office_checks.of_forms(forms),
        *figures_office_money.of_money(money, known=forms.is_known),
    ]
    return {
        "checks": [[checks.word(line.check.state), line.check.plain] for line in lines],
        "feed": forms.feed.name.lower(),
        "is_due": forms.is_due,
    }


def _rows(parts: Mapping[str, pd.DataFrame]) -> Iterator[tuple[Any, ...]]:
    for part, frame in parts.items():
        for row in content.records(frame):
            known = {**row, _PART: part}
            yield tuple(known.get(name) for name in _COLUMNS)
