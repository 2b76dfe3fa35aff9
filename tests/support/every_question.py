"""The list of all questions: found in the modules, each with words that find something.

A question is a public function of `queries`, or of the snapshots in `data`, whose first parameter
is the connection. What it is asked stands in one table, by the names of parameters: a new question
needs a line here only where its parameters are new as well.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib
import inspect
import itertools
import pkgutil
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import sqlalchemy as sa
from support import open_to_all
from support.builders import two_offices

import queries
from data import chain, engine, problems
from data import snapshots as data_snapshots
from queries import agents, paging
from queries.audit import looks
from queries.exceptions import counts, looked_after, notes_of_many
from queries.forms import days, states, steps
from queries.forms import payments as form_payments
from queries.lag import lagged, recorded_payments
from queries.lag import payments as lag_payments
from queries.store import snapshots as store_snapshots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Question = Callable[..., Any]
    Answers = dict[str, list[Any]]


_MARK: Final = two_offices.OWN[-2:]
_FIRST: Final = dt.date(2026, 5, 1)
_LAST: Final = two_offices.LAST_DAY
_FORM: Final = dt.date(2026, 8, 11)
_PAGE: Final = paging.Page(1000)
_SUBJECTS: Final = (*two_offices.payments(), f"R{_MARK}", f"{two_offices.OWN}/BI0001/2026-08-12")

_LOOKED_AFTER: Final = [
    looked_after.Limits(only, f"Minh {_MARK}", dt.date(2099, 1, 1)) for only in looked_after.Only
]
_LOOKS: Final = [looks.Limits(_FIRST, dt.date(2099, 1, 1))]
_OF_MONEY: Final = [
    agents.Limits(start=_FIRST, end=_LAST, office=office) for office in (None, two_offices.OWN)
]
_OF_FORMS: Final = [
    steps.Question(start=_FIRST, end=_LAST, office=office) for office in (None, two_offices.OWN)
]

_ONE_FORM: Final = steps.Question(
    start=_FORM, end=_FORM, office=two_offices.OWN, org=two_offices.ORG
)

# What each parameter is given in turn; all of it names rows of the one office.
_GIVEN: Final[dict[str, Sequence[Any]]] = {
    "start": [_FIRST], "end": [_LAST], "as_of": [_LAST], "first": [_FIRST], "last": [_LAST],
    "day": [_FORM], "date": [_FORM], "before": [_FORM],
    "now": [dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)],
    "office": [None, two_offices.OWN], "org": [None], "product": [None], "collector": [None],
    "page": [_PAGE], "limit": [1000], "most": [1000], "weeks": [20],
    "by": [by for by in agents.By if by is not agents.By.COLLECTOR] + [agents.By.COLLECTOR],
    "silent_from": [_LAST], "least": [1],
    "code": [f"NVT{_MARK}"], "codes": [[f"XN{_MARK}-{n}" for n in range(1, 9)]],
    "words": [
        [f"XN{_MARK}-1", f"BL{_MARK}-1", f"P{_MARK}-1", f"R{_MARK}", f"FT{_MARK}", "R-city"],
    ],
    "payment": [f"P{_MARK}-1"], "payments": [two_offices.payments()],
    "remittance": [f"R{_MARK}", "R-city"], "remittances": [[f"R{_MARK}", "R-city"]],
    "kind": counts.KINDS, "subject": [f"P{_MARK}-8"], "subjects": [_SUBJECTS],
    "numbers": [[1]], "run": [3], "status": [None], "bucket": [None], "limits": _OF_MONEY,
    "question": [
        lagged.Question(start=_FIRST, end=_LAST, as_of=_LAST, office=office)
        for office in (None, two_offices.OWN)
    ],
    "who": ["minh"], "purpose": ["đối chiếu"], "owner": [None], "note": ["x"], "after": [None],
}  # fmt: skip

# What single questions are given instead.
_INSTEAD: Final[dict[str, dict[str, Sequence[Any]]]] = {
    "audit.downloads.listed": {"limits": _LOOKS},
    "audit.entries.entry": {"number": [1]},
    "audit.looks.by_person": {"limits": _LOOKS},
    "audit.looks.by_purpose": {"limits": _LOOKS},
    "audit.looks.listed": {"limits": _LOOKS},
    "audit.searches.listed": {"limits": _LOOKS},
    "audit.entries.exported": {"start": [None], "end": [None]},
    "exceptions.notes.add": {"office": [two_offices.OWN], "kind": ["unrecorded"]},
    "exceptions.notes_of_many.add": {
        "targets": [[notes_of_many.Target("unrecorded", f"P{_MARK}-8", two_offices.OWN, None)]],
        "change": [notes_of_many.Change("Đã gọi", "lan")],
    },
    "exceptions.looked_after.subjects": {"limits": _LOOKED_AFTER, "kind": [None]},
    "exceptions.looked_after.few": {"limits": _LOOKED_AFTER, "kind": [None]},
    "exceptions.looked_after.noted": {"kind": [None]},
    "exceptions.counts.noted_by_kind": {"limits": _LOOKED_AFTER},
    "exceptions.notes.latest": {"kind": ["unrecorded"]},
    "exceptions.notes.entries": {"kind": ["unrecorded"]},
    "directory.collectors": {"codes": [[f"NVT{_MARK}"]]},
    "exceptions.movements.by_kind": {"by": [agents.By.OFFICE, agents.By.ORG]},
    "lag.overdue_weeks.by_collectors": {"codes": [[f"NVT{_MARK}"]]},
    "exceptions.rows.listed": {"subjects": [None], "limits": _LOOKED_AFTER},
    "exceptions.rows.every": {"limits": _LOOKED_AFTER},
    "exceptions.counts.owned_by_kind": {"kind": [None], "limits": _LOOKED_AFTER[:1]},
    "forms.form_01xn.by_code": {"question": _OF_FORMS},
    "forms.form_01xn.by_agent": {"by": [agents.By.OFFICE, agents.By.ORG]},
    "forms.form_01xn.rows": {"by": [agents.By.OFFICE, agents.By.ORG]},
    "forms.form_01xn.rows_by_code": {"question": _OF_FORMS},
    "forms.calendar.by_day": {"question": _OF_FORMS},
    "forms.cumulative.to_date": {"question": _OF_FORMS},
    "forms.days.by_day": {"question": _OF_FORMS},
    "forms.missing_days.by_office": {"question": _OF_FORMS},
    "forms.days.by_part": {"question": _OF_FORMS, "by": list(days.By)},
    "forms.days.by_parts": {"question": _OF_FORMS, "by": [list(days.By)]},
    "forms.days.rows": {"question": _OF_FORMS, "by": [days.By.OFFICE]},
    "forms.payments.codes": {"question": _OF_FORMS, "kind": [None, *form_payments.Kind]},
    "forms.payments.listed": {"question": _OF_FORMS, "kind": list(form_payments.Kind)},
    "forms.payments.totals": {"question": _OF_FORMS, "kind": list(form_payments.Kind)},
    "forms.dispatches.by_sending": {"question": [_ONE_FORM]},
    "forms.states.by_form": {"question": _OF_FORMS, "status": list(states.Status)},
    "forms.states.totals": {"question": _OF_FORMS, "status": list(states.Status)},
    "forms.lines.listed": {"question": _OF_FORMS, "in_full": [False, True]},
    "lookup.journeys.sendings": {"office": [two_offices.OWN], "org": [two_offices.ORG]},
    "lag.payments.listed": {"status": [None, *lag_payments.LISTS]},
    "lag.payments.total": {"status": [None, *lag_payments.LISTS]},
    "lookup.lookup.participants": {"page": ["lookup"]},
    "lookup.near.codes": {"code": [f"XN{_MARK}-11", f"XN{_MARK}-"]},
    "lookup.near.rows": {"code": [f"XN{_MARK}-11"]},
    "lookup.places.by_words": {"words": [f"NVT{_MARK}", f"Đỗ Thị H{_MARK}"], "by_name": [True]},
    "lookup.people.by_name": {"words": [f"Nguyễn Văn A{_MARK}"], "page": ["lookup"]},
    "lookup.people.by_number": {"number": [f"01234567{_MARK}"], "page": ["lookup"]},
    "store.snapshots.closing": {
        "kind": ["form-01-xn"],
        "asked": [two_offices.closed(two_offices.OWN).asked],
    },
    "store.snapshots.listed": {"limits": [store_snapshots.Limits(_FIRST, _LAST)]},
    "store.snapshots.of_subject": {
        "kind": ["form-01-xn"],
        "asked": [two_offices.closed(two_offices.OWN).asked],
    },
    "store.snapshots.total": {"limits": [store_snapshots.Limits(_FIRST, _LAST)]},
    "snapshots.content": {"number": [1]},
    "chain.is_closed": {"subject": [two_offices.closed(two_offices.OWN)]},
    "snapshots.listed": {"kind": [None]},
    "snapshots.hashed": {"digits": ["", "0"]},
    "snapshots.numbered": {"number": [1]},
    "audit.user_decisions.listed": {"limits": _LOOKS},
    "lag.recorded_payments.listed": {"status": [None, *recorded_payments.LISTS]},
    "lag.recorded_payments.total": {"status": [None, *recorded_payments.LISTS]},
}

# Whose question it is; all others are asked by readers.
ROLES: Final = {
    "audit.entries": engine.Role.AUDITOR,
    "audit.looks": engine.Role.AUDITOR,
    "audit.downloads.listed": engine.Role.AUDITOR,
    "audit.searches.listed": engine.Role.AUDITOR,
    "lookup.people": engine.Role.REVEALER,
    "audit.user_decisions": engine.Role.AUDITOR,
    "forms.lines.listed": engine.Role.REVEALER,
    "lookup.lookup.participants": engine.Role.REVEALER,
    "exceptions.notes.add": engine.Role.APPENDER,
    "exceptions.notes_of_many.add": engine.Role.APPENDER,
}


@functools.cache
def found() -> dict[str, Question]:
    """Return every question by its module and name."""
    listed = [each.name for each in pkgutil.walk_packages(queries.__path__, "queries.")]
    modules = [importlib.import_module(name) for name in listed]
    return {
        f"{module.__name__.partition('.')[2]}.{name}": function
        for module in (*modules, chain, data_snapshots)
        for name, function in _functions(module)
        if next(iter(inspect.signature(function).parameters), None) == "connection"
    }


def limited() -> dict[str, Question]:
    """Return the questions whose answers depend on the scope."""
    return {name: asks for name, asks in found().items() if name not in open_to_all.QUESTIONS}


def role(name: str) -> engine.Role:
    """Return whose question it is."""
    return ROLES.get(name) or ROLES.get(name.rpartition(".")[0]) or engine.Role.READER


def unanswered(name: str) -> list[str]:
    """Return the parameters of a question for which there is nothing to give."""
    return [each for each in _parameters(name) if each not in _words(name)]


def asked(name: str) -> Iterator[dict[str, Any]]:
    """Give everything that a question is asked: what comes first, then one word of it another."""
    words = _words(name)
    first = {each: words[each][0] for each in _parameters(name)}
    yield first
    yield from ({**first, each: other} for each in first for other in words[each][1:])


def answers(engined: sa.Engine, access: engine.Access, *, has_scope: bool = True) -> Answers:
    """Return what every question answers in a role and scope; nothing of it stays in the store."""
    told: Answers = {}
    with engined.execution_options(access=access).connect() as connection:
        transaction = connection.begin()
        if not has_scope:
            connection.execute(sa.text("SELECT set_config('app.offices', '', true)"))
        for name, question in limited().items():
            # Who is to be refused anyway is asked once.
            most = None if role(name) is access.role else 1
            every = [] if unanswered(name) else itertools.islice(asked(name), most)
            told[name] = [_answer(connection, question, words) for words in every]
        transaction.rollback()
    return told


def _answer(connection: sa.Connection, question: Question, words: dict[str, Any]) -> Any:
    try:
        with connection.begin_nested():
            return _plain(question(connection, **words))
    except (sa.exc.DBAPIError, problems.Problem) as error:
        return f"refused: {getattr(getattr(error, 'orig', None), 'pgcode', None) or error}"


def _plain(answer: Any) -> Any:
    """Return an answer as what can be compared and read."""
    if isinstance(answer, pd.DataFrame):
        own = answer.drop(columns=list(open_to_all.COLUMNS), errors="ignore")
        return [repr(row) for row in own.astype(object).to_dict("records")]
    if inspect.isgenerator(answer):
        return [repr(row) for row in answer]
    return repr(answer)


def _functions(module: Any) -> list[tuple[str, Question]]:
    return [
        (name, function)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


def _parameters(name: str) -> list[str]:
    """Return what a question has to be asked, and what is known of what it may be asked."""
    words = _words(name)
    return [
        each.name
        for each in list(inspect.signature(found()[name]).parameters.values())[1:]
        if each.default is each.empty or each.name in words
    ]


def _words(name: str) -> dict[str, Sequence[Any]]:
    return _GIVEN | _INSTEAD.get(name, {})
