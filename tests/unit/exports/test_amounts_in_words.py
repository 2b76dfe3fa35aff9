"""Amounts in words: as they are said, and the only reading of them gives the amount back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports.documents import amount_in_words

SAID = {
    0: "không",
    1: "một",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    100: "một trăm",
    105: "một trăm linh năm",
    111: "một trăm mười một",
    121: "một trăm hai mươi mốt",
    1_000: "một nghìn",
    1_005: "một nghìn không trăm linh năm",
    1_015: "một nghìn không trăm mười lăm",
    10_000: "mười nghìn",
    972_000: "chín trăm bảy mươi hai nghìn",
    1_000_001: "một triệu không trăm linh một",
    1_050_000: "một triệu không trăm năm mươi nghìn",
    1_234_567: "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy",
    1_000_000_000: "một tỷ",
    1_000_000_005: "một tỷ không trăm linh năm",
    10_500_000_000: "mười tỷ năm trăm triệu",
    1_000_000_000_000: "một nghìn tỷ",
    1_005_000_000_000: "một nghìn không trăm linh năm tỷ",
    2 * 10**18: "hai tỷ tỷ",
}

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_UNITS = {"nghìn": 10**3, "triệu": 10**6}


@pytest.mark.parametrize(("value", "words"), SAID.items())
def test_a_number_is_said_as_in_an_office(value: int, words: str) -> None:
    assert amount_in_words.number(value) == words


@given(st.integers(0, 10**18 - 1))
def test_words_are_read_back_as_the_number(value: int) -> None:
    """A reading of its own, word by word, finds the number: nothing is left out or said twice."""
    assert _read(amount_in_words.number(value)) == value


@given(st.integers(0, 10**18 - 1))
def test_hundreds_are_said_in_every_group_but_the_first(value: int) -> None:
    words = amount_in_words.number(value).split()
    spans = " ".join(words).replace("tỷ", "|").replace("triệu", "|").replace("nghìn", "|")
    assert all("trăm" in span for span in spans.split("|")[1:] if span.strip())


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        (0, "Không đồng."),
        (1_050_000, "Một triệu không trăm năm mươi nghìn đồng."),
        (-972_000, "Âm chín trăm bảy mươi hai nghìn đồng."),
    ],
)
def test_an_amount_is_a_sentence(amount: int, sentence: str) -> None:
    assert amount_in_words.money(amount) == sentence


def test_a_negative_number_has_no_words_of_its_own() -> None:
    with pytest.raises(ValueError, match="negative"):
        amount_in_words.number(-1)


def _read(words: str) -> int:
    """Return the number that is said: whole billions, the group at hand, and what it counts."""
    total = group = digit = 0
    for word in words.split():
        if word in _DIGITS:
            group += digit
            digit = _DIGITS[word]
        elif word == "mươi":
            digit *= 10
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word in _UNITS:
            total, group, digit = total + (group + digit) * _UNITS[word], 0, 0
        elif word == "tỷ":
            total, group, digit = (total + group + digit) * 10**9, 0, 0
        else:
            assert word == "linh"
    return total + group + digit
