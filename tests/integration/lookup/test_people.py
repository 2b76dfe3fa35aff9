"""How people are found by name or number: masked, in the scope, and noted in the access log."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

import pytest

from data import problems
from data.scope import Scope
from queries.lookup import people

if TYPE_CHECKING:
    import pandas as pd
    from support.desks import Desk

    from data import store as stores


EVERYTHING: Final = Scope.everything()
BA_DINH: Final = Scope.of(["00101"])
NAME: Final = "Đặng Thị Ước"
NUMBER: Final = "0123456789"
LOG: Final = "SELECT who, page, purpose, office_code, payment_id FROM access_log ORDER BY entry_id"
SEARCHES: Final = "SELECT kind, found FROM search_log ORDER BY search_id"


def person(name: str, number: str = NUMBER, **more: str) -> dict[str, str]:
    """Return the cells of a payment for a person."""
    return {"participant_name": name, "social_insurance_no": number, **more}


@pytest.fixture
def store(desk: Desk) -> stores.Store:
    """Two payments of one person at one office, one at another, and somebody else's."""
    desk.hand_in(
        payments=[
            person(NAME, national_id="001234567890"),
            person(NAME, payment_id="P2"),
            person(NAME, payment_id="P3", office_code="00110"),
            person("Đặng Thị Ướt", "0123456780", payment_id="P4"),
        ],
        confirmations=[{}],
    )
    return desk.store


def named(store: stores.Store, words: str, scope: Scope = EVERYTHING) -> pd.DataFrame:
    with store.revealing(scope) as connection:
        found = people.by_name(connection, words=words, who="giám đốc", page="lookup")
    assert found is not None
    return found


def numbered(store: stores.Store, number: str, scope: Scope = EVERYTHING) -> pd.DataFrame:
    with store.revealing(scope) as connection:
        found = people.by_number(connection, number=number, who="giám đốc", page="lookup")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "words",
    [
        NAME,
        unicodedata.normalize("NFD", NAME),
        NAME.upper(),
        "dang thi uoc",
        "DANG THI UOC",
        "  Đặng \t Thị   ước ",
    ],
)
def test_diacritics_case_and_spaces_make_no_difference(store: stores.Store, words: str) -> None:
    assert named(store, words)["payment_id"].tolist() == ["P1", "P2", "P3"]


def test_a_name_is_found_from_its_beginning(store: stores.Store) -> None:
    assert named(store, "dang thi")["payment_id"].tolist() == ["P1", "P2", "P3", "P4"]
    assert named(store, "thi uoc").empty
    assert named(store, "dang_thi%").empty


def test_a_number_is_found_whole_whichever_it_is(store: stores.Store) -> None:
    assert numbered(store, NUMBER)["payment_id"].tolist() == ["P1", "P2", "P3"]
    assert numbered(store, "001234567890")["payment_id"].tolist() == ["P1"]
    assert numbered(store, NUMBER[:-1]).empty


def test_what_is_found_is_masked_and_has_its_code(store: stores.Store) -> None:
    row: dict[Any, Any] = named(store, NAME).iloc[0].to_dict()
    assert row["participant_name"] == "Đặng T. Ư•"
    assert row["social_insurance_no"] == "••••••••89"
    assert row["national_id"] == "••••••••90"
    assert row["confirmation_code"] == "XN1"
    assert row["amount"] == 972_000
    assert set(people.COLUMNS) == set(row)


def test_a_director_finds_nobody_of_another_office(store: stores.Store, desk: Desk) -> None:
    assert named(store, NAME, BA_DINH)["payment_id"].tolist() == ["P1", "P2"]
    assert numbered(store, NUMBER, BA_DINH)["payment_id"].tolist() == ["P1", "P2"]
    assert "P3" not in [entry[-1] for entry in desk.ask(LOG)]


def test_each_payment_that_is_found_is_in_the_log_and_no_value_is(
    store: stores.Store, desk: Desk
) -> None:
    named(store, NAME)
    numbered(store, NUMBER, BA_DINH)
    assert desk.ask(LOG) == [
        ("giám đốc", "lookup", "tìm theo tên", "00101", "P1"),
        ("giám đốc", "lookup", "tìm theo tên", "00101", "P2"),
        ("giám đốc", "lookup", "tìm theo tên", "00110", "P3"),
        ("giám đốc", "lookup", "tìm theo số", "00101", "P1"),
        ("giám đốc", "lookup", "tìm theo số", "00101", "P2"),
    ]
    entries = "\n".join(desk.column("SELECT l::text FROM access_log AS l"))
    assert NUMBER not in entries
    assert "Đặng" not in entries


def test_who_finds_nobody_leaves_no_entry_of_a_payment(store: stores.Store, desk: Desk) -> None:
    assert named(store, "Nguyễn Văn").empty
    assert desk.ask(LOG) == []
    assert desk.ask(SEARCHES) == [("name", 0)]


def test_of_many_the_first_are_shown_and_the_others_are_not_even_noted(
    store: stores.Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "MOST", 3)
    assert not named(store, NAME)["is_cut"].any()
    rows = named(store, "dang thi")
    assert rows["payment_id"].tolist() == ["P1", "P2", "P3"]
    assert rows["is_cut"].all()
    assert "P4" not in [entry[-1] for entry in desk.ask(LOG)]


def test_a_reader_may_not_look_for_people(store: stores.Store, desk: Desk) -> None:
    with pytest.raises(problems.Problem), store.reading(EVERYTHING) as connection:
        people.by_name(connection, words=NAME, who="giám đốc", page="lookup")
    assert desk.ask(LOG) == []
