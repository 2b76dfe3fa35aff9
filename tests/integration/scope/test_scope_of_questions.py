"""Every question answers out of its scope alone, whatever is asked for by name.

The store fills in three steps: what all share, then one office, then another one. Whoever sees no
office gets the same answers at every step; who sees one office, the same before and after the
other one comes, sums and counts included. The questions are those of the modules: a new one is
asked without being named here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from support import databases, desks, every_question, open_to_all
from support.builders import two_offices

from data import engine
from data.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from support.every_question import Answers

    Told = Mapping[tuple[str, str, engine.Role], Answers]


NOBODY: Final = Scope.of([])
OWN: Final = Scope.of([two_offices.OWN])
OTHER: Final = Scope.of([two_offices.OTHER])
QUESTIONS: Final = sorted(every_question.limited())
REFUSED: Final = "refused: 42501"
# Whoever may read or add in a scope.
ROLES: Final = (
    engine.Role.READER, engine.Role.REVEALER, engine.Role.APPENDER, engine.Role.AUDITOR,
)  # fmt: skip


@pytest.fixture(scope="module")
def told(made: databases.Databases, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What was answered at each step of the store, in each scope, to each role."""
    kept: dict[tuple[str, str, engine.Role], Answers] = {}

    def ask(step: str, **scopes: Scope) -> None:
        for role in ROLES:
            for name, scope in scopes.items():
                access = engine.Access(role, scope)
                kept[step, name, role] = every_question.answers(desk.store.engine, access)

    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as desk:
        two_offices.share(desk)
        ask("shared", nobody=NOBODY, own=OWN, other=OTHER)
        two_offices.fill(desk, two_offices.OWN)
        ask("one", nobody=NOBODY, own=OWN, other=OTHER)
        two_offices.fill(desk, two_offices.OTHER)
        ask("two", nobody=NOBODY, own=OWN)
        for role in ROLES:
            access = engine.Access(role, NOBODY)
            kept["two", "none", role] = every_question.answers(
                desk.store.engine, access, has_scope=False
            )
    return kept


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_is_known_what_each_question_is_asked(name: str) -> None:
    lacking = every_question.unanswered(name)
    assert lacking == [], f"say in support/every_question.py what {name} is given for these"


def test_what_is_open_to_all_is_asked_somewhere() -> None:
    assert set(open_to_all.QUESTIONS) <= set(every_question.found())
    assert len(QUESTIONS) > 40


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_finds_something_in_the_scope_of_its_office(name: str, told: Told) -> None:
    """Of a question that finds nothing anyway, the tests below would show nothing."""
    role = every_question.role(name)
    assert told["one", "own", role][name] != told["shared", "own", role][name], (
        f"give {name} words in support/every_question.py that find something of one office, or "
        "say in open_to_all.QUESTIONS why it is open to all"
    )


def differing(told: Told, name: str, one: tuple[str, str], other: tuple[str, str]) -> list[str]:
    """Return the roles whose answers at two steps and scopes differ."""
    return [role for role in ROLES if told[*one, role][name] != told[*other, role][name]]


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_scope_of_no_office_finds_nothing(name: str, told: Told) -> None:
    assert differing(told, name, ("shared", "nobody"), ("one", "nobody")) == []
    assert differing(told, name, ("shared", "nobody"), ("two", "nobody")) == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_another_office_finds_nothing_of_what_it_asks_for_by_name(name: str, told: Told) -> None:
    assert differing(told, name, ("shared", "other"), ("one", "other")) == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_rows_of_another_office_change_no_answer(name: str, told: Told) -> None:
    assert differing(told, name, ("one", "own"), ("two", "own")) == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_without_a_scope_a_question_is_refused_or_finds_nothing(name: str, told: Told) -> None:
    for role in ROLES:
        empty = told["shared", "nobody", role][name]
        for answer, nothing in zip(told["two", "none", role][name], empty, strict=True):
            assert answer == nothing or str(answer) == REFUSED, role
