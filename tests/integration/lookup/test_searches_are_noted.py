"""Every search for a person is noted and counted: what it finds, in which offices, how often."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa

from data import engine, problems
from data.scope import Scope
from queries.audit import looks, searches
from queries.lookup import people

if TYPE_CHECKING:
    from support import databases
    from support.desks import Desk

    from data import store as stores


EVERYTHING: Final = Scope.everything()
BA_DINH: Final = Scope.of(["00101"])
SOC_SON: Final = Scope.of(["00110"])
NAME: Final = "Đặng Thị Ước"
NUMBER: Final = "0123456789"
LOG: Final = "SELECT who, page, kind, asked, found FROM search_log ORDER BY search_id"
OFFICES: Final = "SELECT office_codes FROM search_log ORDER BY search_id"
A_MINUTE_AGO: Final = "UPDATE search_log SET at = at - INTERVAL '1 minute'"
DAYS: Final = looks.Limits(dt.date(2020, 1, 1), dt.date(2099, 1, 1))


@pytest.fixture
def store(desk: Desk) -> stores.Store:
    """A payment of one person at one office, and of another person at another one."""
    desk.hand_in(
        payments=[
            {"participant_name": NAME, "social_insurance_no": NUMBER},
            {
                "payment_id": "P2", "office_code": "00110", "participant_name": "Đặng Thị Ướt",
                "social_insurance_no": "0123456780",
            },
        ],
    )  # fmt: skip
    return desk.store


def number(
    store: stores.Store, digits: str = NUMBER, scope: Scope = EVERYTHING, who: str = "lan"
) -> list[str] | None:
    """Return the payments that are found by a number; None where the search is refused."""
    with store.revealing(scope) as connection:
        rows = people.by_number(connection, number=digits, who=who, page="lookup")
    return None if rows is None else list(rows["payment_id"])


def name(store: stores.Store, words: str = NAME) -> list[str] | None:
    """Return the payments that are found by a name; None where the search is refused."""
    with store.revealing(EVERYTHING) as connection:
        rows = people.by_name(connection, words=words, who="lan", page="lookup")
    return None if rows is None else list(rows["payment_id"])


def test_a_search_that_finds_nothing_is_noted_like_any_other(
    store: stores.Store, desk: Desk
) -> None:
    number(store)
    number(store, "0123000789")
    name(store)
    name(store, "Nguyễn Văn")
    assert desk.ask(LOG) == [
        ("lan", "lookup", "number", 1, 1),
        ("lan", "lookup", "number", 1, 0),
        ("lan", "lookup", "name", 1, 1),
        ("lan", "lookup", "name", 1, 0),
    ]


def test_guesses_at_a_masked_number_leave_an_entry_each_and_are_refused_soon(
    store: stores.Store, desk: Desk
) -> None:
    guesses = [f"0123{middle:03}789" for middle in range(444, 457)]
    answers = [number(store, guess) for guess in guesses]
    most = searches.MOST_A_MINUTE[searches.NUMBER]
    assert answers == [[]] * most + [None] * (len(guesses) - most)
    assert [found for *_, found in desk.ask(LOG)] == [0] * most + [None] * (len(guesses) - most)


def test_no_word_of_a_search_is_in_its_entry(store: stores.Store, desk: Desk) -> None:
    number(store)
    name(store)
    entries = "\n".join(desk.column("SELECT l::text FROM search_log AS l"))
    assert NUMBER not in entries
    assert "Đặng" not in entries


def test_somebody_of_another_office_is_noted_as_not_found(store: stores.Store, desk: Desk) -> None:
    """The answer is that for a number that nobody has."""
    assert number(store, NUMBER, SOC_SON) == number(store, "0999999999", SOC_SON) == []
    assert [found for *_, found in desk.ask(LOG)] == [0, 0]


def test_an_entry_has_the_offices_of_the_scope(store: stores.Store, desk: Desk) -> None:
    number(store, scope=BA_DINH)
    number(store, scope=Scope.of(["00110", "00101"]))
    number(store, scope=EVERYTHING)
    assert [sorted(codes) for codes in desk.column(OFFICES)] == [
        ["00101"], ["00101", "00110"], ["00100", "00101", "00110"],
    ]  # fmt: skip


def test_who_sees_no_office_finds_nothing_and_is_noted(store: stores.Store, desk: Desk) -> None:
    assert number(store, scope=Scope.of([])) == []
    assert desk.ask(LOG) == [("lan", "lookup", "number", 1, 0)]
    assert desk.column(OFFICES) == [[]]


def test_names_may_be_searched_for_more_often_than_numbers(store: stores.Store) -> None:
    most = searches.MOST_A_MINUTE[searches.NAME]
    assert most > searches.MOST_A_MINUTE[searches.NUMBER]
    answers = [name(store) for _ in range(most + 1)]
    assert answers == [["P1"]] * most + [None]
    # The other kind is counted apart.
    assert number(store) == ["P1"]


def test_who_searches_too_often_keeps_nobody_else_waiting(store: stores.Store) -> None:
    for _ in range(searches.MOST_A_MINUTE[searches.NUMBER]):
        number(store)
    assert number(store) is None
    assert number(store, who="minh") == ["P1"]


def test_a_minute_later_one_may_search_again(store: stores.Store, desk: Desk) -> None:
    """A refused attempt does not make it longer."""
    for _ in range(searches.MOST_A_MINUTE[searches.NUMBER]):
        number(store)
    desk.execute(A_MINUTE_AGO)
    assert number(store) == ["P1"]


def test_the_limit_holds_over_several_processes(
    made: databases.Databases, store: stores.Store, desk: Desk
) -> None:
    """Two pools of connections stand for two processes: they share nothing but the database."""
    with made.store(desk.name()) as another, concurrent.futures.ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(number, [store, another] * 10))
    assert sum(answer is not None for answer in answers) == searches.MOST_A_MINUTE[searches.NUMBER]
    assert len(desk.ask(LOG)) == len(answers)


def test_a_search_whose_note_fails_shows_nobody(store: stores.Store, desk: Desk) -> None:
    desk.execute("REVOKE INSERT (kind) ON search_log FROM bhxh_revealer")
    try:
        with pytest.raises(problems.Problem, match="refuses"):
            number(store)
    finally:
        desk.execute("GRANT INSERT (kind) ON search_log TO bhxh_revealer")
    assert desk.ask("SELECT * FROM access_log") == []


CHANGES: Final = (
    "UPDATE search_log SET who = ''",
    "DELETE FROM search_log",
    (
        "INSERT INTO search_log (who, page, kind, asked, found, office_codes)"
        " VALUES ('x', 'lookup', 'name', 1, 0, '{00110}')"
    ),
    (
        "INSERT INTO search_log (who, page, kind, asked, found, at)"
        " VALUES ('x', 'lookup', 'name', 1, 0, '2020-01-01')"
    ),
)
READS: Final = "SELECT page FROM search_log"


@pytest.mark.parametrize(
    ("role", "statements"),
    [
        (engine.Role.READER, (*CHANGES, READS)),
        (engine.Role.REVEALER, (*CHANGES, READS)),
        (engine.Role.APPENDER, (*CHANGES, READS)),
        (engine.Role.LOADER, (*CHANGES, READS)),
        (engine.Role.AUDITOR, CHANGES),
    ],
)
def test_an_entry_is_added_as_it_is_and_never_changed(
    role: engine.Role, statements: tuple[str, ...], store: stores.Store, desk: Desk
) -> None:
    number(store)
    before = desk.ask("SELECT * FROM search_log")
    reading = store.engine.execution_options(access=engine.Access(role, BA_DINH))
    for statement in statements:
        with pytest.raises(sa.exc.DBAPIError), reading.begin() as connection:
            connection.execute(sa.text(statement))
    assert desk.ask("SELECT * FROM search_log") == before


def test_an_auditor_lists_the_searches_of_the_scope(store: stores.Store) -> None:
    number(store, scope=BA_DINH)
    number(store, scope=SOC_SON, who="minh")
    number(store, scope=EVERYTHING, who="an")

    def listed(scope: Scope, **limits: str) -> list[str]:
        asked = looks.Limits(DAYS.start, DAYS.end, **limits)
        with store.auditing(scope) as connection:
            rows = searches.listed(connection, limits=asked)
        assert set(rows["searches"]) == {len(rows)}
        return list(rows["who"])

    assert listed(EVERYTHING) == ["an", "minh", "lan"]
    assert listed(EVERYTHING, who="lan") == ["lan"]
    assert listed(EVERYTHING, office="00110") == ["an", "minh"]
    assert listed(BA_DINH) == ["lan"]
