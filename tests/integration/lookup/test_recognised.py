"""Whatever is typed into the search box is recognised as something, or nothing, and never fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from support import hostile

from dashboard.lookup import recognised
from data.scope import Scope

if TYPE_CHECKING:
    from data import store as stores


BA_DINH: Final = Scope.of(["00101"])


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")


def ask(store: stores.Store, words: str, scope: Scope = BA_DINH) -> recognised.Recognised:
    with store.reading(scope) as connection:
        return recognised.ask(connection, words=words)


def test_no_words_break_it_and_none_find_what_belongs_to_another_office(
    example: stores.Store,
) -> None:
    for words in hostile.values():
        found = ask(example, words)
        assert {place.office_code for place in found.places} <= {None, "00101"}
        assert "XN0000000011" not in found.near["confirmation_code"].tolist()
        assert not found.matches or found.request.address, words


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("XN0000000001", ["code"]),
        ("XN0000000001 XN0000000002", ["code", "code"]),
        ("bl01", ["receipt"]),
        ("P01", ["payment"]),
        ("“R1”", ["remittance"]),
        ("ft001", ["bank_ref"]),
        ("ba đình", []),
    ],
)
def test_each_kind_of_number_is_found_whatever_stands_around_it(
    words: str, kinds: list[str], example: stores.Store
) -> None:
    assert [match.kind for match in ask(example, words).matches] == kinds


@pytest.mark.parametrize(
    ("words", "is_public", "is_person"),
    [
        ("ba dinh", True, True),
        ("XN0000000001", True, False),
        ("XN000000000l", True, False),
        ("Lê Thị Lan", False, True),
        ("le thi lan", False, True),
        ("Trần Đức Bình", False, True),
        ("0123456789", False, True),
        ("0123 456 789", False, True),
        ("Lê Thị Lan 0123456789", False, False),
        ("an", False, False),
    ],
)
def test_what_may_be_a_persons_is_no_word_for_an_address(
    words: str, is_public: bool, is_person: bool, example: stores.Store
) -> None:
    found = ask(example, words)
    assert (found.is_public, found.is_person) == (is_public, is_person)
