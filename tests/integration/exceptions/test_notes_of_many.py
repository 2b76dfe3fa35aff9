"""One entry about each of many differences: all of them or none, thousands within seconds."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
import sqlalchemy as sa

from data import problems
from data.scope import Scope
from queries import frames
from queries.exceptions import notes, notes_of_many
from queries.exceptions.notes_of_many import Change, Target

if TYPE_CHECKING:
    from data import store as stores

EVERYTHING: Final = Scope.everything()
DAY: Final = dt.date(2026, 9, 10)


def target(subject: str, *, after: int | None = None, office: str = "00101") -> Target:
    return Target("overdue", subject, office, after)


def add(
    store: stores.Store,
    *targets: Target,
    scope: Scope = EVERYTHING,
    who: str = "lan",
    **change: Any,
) -> int:
    with store.appending(scope) as connection:
        return notes_of_many.add(connection, who=who, targets=targets, change=Change(**change))


def told(store: stores.Store, subject: str) -> list[dict[str, Any]]:
    with store.reading(EVERYTHING) as connection:
        return frames.records(notes.entries(connection, kind="overdue", subject=subject))


def all_entries(store: stores.Store) -> int:
    with store.reading(EVERYTHING) as connection:
        return int(connection.scalar(sa.text("SELECT count(*) FROM exception_notes")))


def test_each_has_an_entry_of_its_own_as_if_it_was_written_alone(store: stores.Store) -> None:
    assert add(store, target("P1"), target("P2"), owner="lan", note=" Đã gọi ", due=DAY) == 2
    for subject in ("P1", "P2"):
        (entry,) = told(store, subject)
        names = ("noted_by", "owner", "due_day", "note")
        assert [entry[name] for name in names] == ["lan", "lan", DAY, "Đã gọi"]


def test_what_is_so_already_gets_no_entry_and_what_is_left_out_stays(store: stores.Store) -> None:
    add(store, target("P1"), owner="lan", due=DAY)
    (first,) = told(store, "P1")
    assert add(store, target("P1", after=first["note_id"]), target("P2"), owner="lan") == 1
    assert len(told(store, "P1")) == 1
    add(store, target("P1", after=first["note_id"]), note="Đã gọi")
    last = told(store, "P1")[-1]
    assert (last["owner"], last["due_day"]) == ("lan", DAY)


def test_who_hands_on_or_gives_back_does_not_promise_for_the_next_one(store: stores.Store) -> None:
    add(store, target("P1"), target("P2"), owner="lan", due=DAY)
    seen = {each: told(store, each)[-1]["note_id"] for each in ("P1", "P2")}
    add(store, target("P1", after=seen["P1"]), owner="minh")
    add(store, target("P2", after=seen["P2"]), owner="")
    found = [(told(store, each)[-1]["owner"], told(store, each)[-1]["due_day"]) for each in seen]
    assert found == [("minh", None), (None, None)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "nothing to add"),
        ({"note": " \u200b "}, "nothing to add"),
        ({"note": "x" * 2001}, "too long"),
        ({"owner": "x" * 101}, "too long"),
        ({"due": DAY}, "promised"),
    ],
)
def test_what_is_refused_for_one_is_refused_for_many(
    store: stores.Store, change: dict[str, Any], words: str
) -> None:
    with pytest.raises(problems.Problem, match=words):
        add(store, target("P1"), target("P2"), **change)
    assert all_entries(store) == 0


def test_nothing_is_saved_where_somebody_else_came_first_who_is_named(store: stores.Store) -> None:
    add(store, *(target(f"P{n}") for n in range(7)), who="minh", owner="minh")
    with pytest.raises(problems.Problem, match="in between") as refused:
        add(store, *(target(f"P{n}") for n in range(9)), owner="lan")
    values = refused.value.as_json()["values"]
    assert isinstance(values, dict)
    assert (values["n"], values["all"], values["more"]) == ("7", "9", "; …")
    assert values["named"].startswith("P0 (minh); P1 (minh)")
    assert all_entries(store) == 7


def test_nothing_is_saved_where_one_is_of_an_office_that_is_not_seen(store: stores.Store) -> None:
    with pytest.raises(problems.Problem, match="refuses"):
        add(
            store, target("P1"), target("P2", office="00110"),
            scope=Scope.of(["00101"]), owner="lan",
        )  # fmt: skip
    assert all_entries(store) == 0


def test_of_some_who_take_the_same_at_once_one_gets_all_of_them(store: stores.Store) -> None:
    def take(who: str) -> bool:
        try:
            if who.startswith("one"):
                with store.appending(EVERYTHING) as connection:
                    notes.add(
                        connection, who=who, kind="overdue", subject="P3", office="00101",
                        owner=who, note="", after=None,
                    )  # fmt: skip
            else:
                add(store, *(target(f"P{n}") for n in range(50)), who=who, owner=who)
        except problems.Problem:
            return False
        return True

    with concurrent.futures.ThreadPoolExecutor(6) as threads:
        taken = list(threads.map(take, ["all-1", "one-1", "all-2", "one-2", "all-3", "one-3"]))
    assert taken.count(True) == 1
    assert all_entries(store) in {1, 50}


def test_ten_thousand_are_written_at_once_and_more_than_fit_are_refused(
    store: stores.Store,
) -> None:
    many = [target(f"P{n}") for n in range(10_000)]
    assert add(store, *many, owner="lan", note="Đã gọi") == 10_000
    with pytest.raises(problems.Problem, match="too many"):
        add(store, *(target(f"Q{n}") for n in range(notes_of_many.MOST + 1)), owner="lan")
    assert all_entries(store) == 10_000
