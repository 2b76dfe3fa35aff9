"""Offices, organisations and collectors are found by their codes and by words of their names."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

import pytest

from data.scope import Scope
from queries.lookup import places

if TYPE_CHECKING:
    from data import store as stores


EVERYTHING: Final = Scope.everything()
BA_DINH: Final = Scope.of(["00101"])


def found(
    store: stores.Store,
    words: str,
    scope: Scope = EVERYTHING,
    *,
    by_name: bool = True,
    most: int = 10,
) -> list[tuple[str, str]]:
    with store.reading(scope) as connection:
        rows = places.by_words(connection, words=words, by_name=by_name, most=most)
    return list(zip(rows["kind"], rows["code"], strict=True))


@pytest.mark.parametrize(
    "words", ["Ba Đình", "ba dinh", "BA DINH", unicodedata.normalize("NFD", "ba đình"), "ba d"]
)
def test_a_name_is_found_without_diacritics_and_case_from_the_beginning_of_a_word(
    words: str, example: stores.Store
) -> None:
    assert found(example, words) == [("office", "00101")]


def test_the_middle_of_a_word_is_no_name(example: stores.Store) -> None:
    assert found(example, "inh") == []


def test_each_kind_is_found_by_its_code_whatever_its_case(example: stores.Store) -> None:
    assert found(example, "00101", by_name=False) == [("office", "00101")]
    assert found(example, "bi0001", by_name=False) == [("org", "BI0001")]
    assert found(example, "nvt003", by_name=False) == [("collector", "NVT003")]
    assert found(example, "ba dinh", by_name=False) == []


def test_kinds_stand_in_their_order_and_each_is_cut_by_itself(example: stores.Store) -> None:
    with example.reading(EVERYTHING) as connection:
        rows = places.by_words(connection, words="b", by_name=True, most=1)
    assert rows["kind"].tolist() == ["office", "org", "collector"]
    assert rows["found"].tolist() == [3, 1, 1]


def test_signs_of_patterns_are_letters_like_others(example: stores.Store) -> None:
    for words in ("%", "_", "\\", "'", "ba%", "(ba"):
        assert found(example, words) == []


def test_a_collector_of_another_office_is_as_if_there_were_none(example: stores.Store) -> None:
    assert found(example, "nguyen van uoc") == [("collector", "NVT002")]
    assert found(example, "nguyen van uoc", BA_DINH) == []
    assert found(example, "NVT002", BA_DINH) == []
