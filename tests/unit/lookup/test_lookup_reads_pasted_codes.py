"""What of a pasted text is looked up, what goes into the address, and what is said of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from dashboard.lookup import codes

if TYPE_CHECKING:
    from collections.abc import Mapping


class Address(dict[str, list[str]]):
    """Stands in for the browser's address, where a parameter may stand more than once."""

    def get_all(self, name: str) -> list[str]:
        return list(self.get(name, []))

    def to_dict(self) -> dict[str, str]:
        return {name: values[-1] for name, values in self.items()}

    def from_dict(self, values: Mapping[str, str]) -> None:
        self.clear()
        self.update({name: [value] for name, value in values.items()})

    def __setitem__(self, name: str, value: str | list[str]) -> None:
        super().__setitem__(name, [value] if isinstance(value, str) else value)


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Address:
    made = Address()
    monkeypatch.setattr(st, "query_params", made)
    monkeypatch.setattr(st, "session_state", {})
    return made


def paste(text: str) -> None:
    st.session_state[codes.KEY] = text
    codes.follow()


def test_any_separator_separates() -> None:
    text = "XN1 XN2,XN3;XN4\nXN5\r\nXN6\tXN7|XN8, ;\u00a0XN9\u3000XN10"
    assert codes.parse(text).codes == tuple(f"XN{number}" for number in range(1, 11))


def test_a_code_that_stands_twice_is_looked_up_once_as_typed_first() -> None:
    assert codes.parse("xn-0001, XN0001; XN 0001").codes == ("xn-0001", "XN", "0001")


def test_signs_of_no_width_are_dropped() -> None:
    assert codes.parse("\ufeffXN\u200b1\x00 \u202eXN2").codes == ("XN1", "XN2")


def test_what_has_neither_letter_nor_digit_is_no_code() -> None:
    asked = codes.parse("• - XN1 … \x00")
    assert asked == codes.Request((("XN1",),))


def test_no_more_than_the_most_are_looked_up_and_the_others_are_counted() -> None:
    asked = codes.parse(" ".join(f"XN{number}" for number in range(250)))
    assert len(asked.codes) == codes.MOST
    assert asked.excess == 50


def test_words_with_diacritics_and_what_is_too_long_are_no_codes() -> None:
    asked = codes.parse("Mã xác nhận XN1 " + "a" * 65)
    assert asked.codes == ("XN1",)
    assert asked.unusable == ("Mã", "xác", "nhận", "a" * 65)


def test_what_is_no_code_stays_out_of_the_address_and_is_still_said(address: Address) -> None:
    address["payment"] = "P1"
    paste("Nguyễn XN1, XN2")
    assert address == {"code": ["XN1,XN2"]}
    assert codes.read().unusable == ("Nguyễn",)


def test_that_codes_were_cut_is_said_as_long_as_they_are_shown(address: Address) -> None:
    paste(" ".join(f"XN{number}" for number in range(203)))
    assert codes.read().excess == 3
    assert codes.read().excess == 3
    address["code"] = "XN1"
    assert codes.read() == codes.Request((("XN1",),))


def test_an_emptied_text_leaves_an_empty_address(address: Address) -> None:
    address["code"] = "XN1"
    paste("  ")
    assert address == {}


def test_a_parameter_that_stands_more_than_once_is_joined(address: Address) -> None:
    address["code"] = ["XN1", "XN2;XN3"]
    assert codes.read().codes == ("XN1", "XN2", "XN3")
    assert address["code"] == ["XN1,XN2,XN3"]


def test_words_side_by_side_are_looked_up_together_and_one_by_one() -> None:
    assert codes.parse("AA/23E 001").wanted == ("AA/23E 001", "AA/23E", "001")
    assert codes.parse("AA - 001, B 2").wanted == ("AA - 001", "AA", "001", "B 2", "B", "2")


@pytest.mark.parametrize("separator", [",", ";", "\n", "\t", "|", "\r\n", "\u2028"])
def test_only_spaces_can_be_inside_of_a_number(separator: str) -> None:
    assert codes.parse(f"AA/23E{separator}001").wanted == ("AA/23E", "001")


def test_spaces_of_any_width_are_one_space() -> None:
    assert codes.parse("AA\u00a0\u300023E   001").wanted[0] == "AA 23E 001"


def test_what_is_too_long_together_is_looked_up_one_by_one() -> None:
    long = "A" * 40
    assert codes.parse(f"{long} {long}1").wanted == (long, f"{long}1")


def test_the_parts_of_what_was_found_together_are_not_missing() -> None:
    asked = codes.parse("Số AA/23E 001 XN1\nAA/23E 002; AA/23E")
    assert asked.resolved(["AA/23E 001"]) == ("AA/23E 001", "XN1", "AA/23E", "002")
    assert asked.resolved(["AA/23E 001", "001"]) == ("AA/23E 001", "001", "XN1", "AA/23E", "002")
    assert asked.resolved([]) == ("AA/23E", "001", "XN1", "002")
    assert codes.parse("AA/23E 001").resolved(["AA/23E 001"]) == ("AA/23E 001",)


def test_what_is_read_alike_is_told_once_however_it_is_written() -> None:
    asked = codes.parse("xn-0001, XN0001; XN 0001")
    assert asked.wanted == ("xn-0001", "XN", "0001")
    assert asked.resolved(["xn-0001"]) == ("xn-0001",)


def test_a_number_with_spaces_comes_back_from_the_address_as_it_was_typed(
    address: Address,
) -> None:
    paste("AA/23E   001\nXN2")
    assert address == {"code": ["AA/23E 001,XN2"]}
    assert codes.read().typed == ("AA/23E 001", "XN2")


@pytest.mark.parametrize("number", ["012 345 6789", "0 1 2 3456789", "A1 0123 4567 89 B2"])
def test_a_persons_number_stays_out_of_the_address_with_spaces_inside_too(
    address: Address, number: str
) -> None:
    paste(number)
    assert "3" not in address.to_dict().get("code", "")


def test_a_number_of_a_record_goes_into_the_address_with_the_words_of_its_own(
    address: Address,
) -> None:
    paste("Le Lan AA 001; AA 002")
    assert address == {"code": ["001,002"]}
    codes.admit(codes.read(), ["AA 001"])
    assert address == {"code": ["AA 001,002"]}


@given(some.text(max_size=300))
def test_whatever_is_pasted_means_the_same_when_it_comes_back_from_the_address(text: str) -> None:
    asked = codes.parse(text)
    assert codes.parse(",".join(asked.address)).lines == asked.lines
    assert all(code.isprintable() and len(code) <= 64 for code in asked.wanted)


WORDS = some.lists(some.sampled_from(["A", "1", "B2", "-", "c", ",", "\n", "7"]), max_size=12)


@given(WORDS, some.data())
def test_every_word_is_told_as_found_or_missing_and_never_as_both(
    words: list[str], data: some.DataObject
) -> None:
    asked = codes.parse(" ".join(words))
    known = data.draw(some.sets(some.sampled_from(asked.wanted))) if asked.wanted else set()
    told = asked.resolved(known)
    assert known <= set(told)
    assert len(set(told)) == len(told)
    for word in set(told) - known:
        assert any(word in line for line in asked.lines)
    for word in asked.codes:
        assert word in told or any(f" {word} " in f" {one} " for one in known)
