"""What of a pasted text is looked up, what goes into the address, and what is said of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from dashboard import lookup_codes

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
    st.session_state[lookup_codes.KEY] = text
    lookup_codes.follow()


def test_any_separator_separates() -> None:
    text = "XN1 XN2,XN3;XN4\nXN5\r\nXN6\tXN7|XN8, ;\u00a0XN9\u3000XN10"
    assert lookup_codes.parse(text).codes == tuple(f"XN{number}" for number in range(1, 11))


def test_a_code_that_stands_twice_is_looked_up_once_as_typed_first() -> None:
    assert lookup_codes.parse("xn-0001, XN0001; XN 0001").codes == ("xn-0001", "XN", "0001")


def test_signs_of_no_width_are_dropped() -> None:
    assert lookup_codes.parse("\ufeffXN\u200b1\x00 \u202eXN2").codes == ("XN1", "XN2")


def test_what_has_neither_letter_nor_digit_is_no_code() -> None:
    asked = lookup_codes.parse("• - XN1 … \x00")
    assert asked == lookup_codes.Asked(("XN1",))


def test_no_more_than_the_most_are_looked_up_and_the_others_are_counted() -> None:
    asked = lookup_codes.parse(" ".join(f"XN{number}" for number in range(250)))
    assert len(asked.codes) == lookup_codes.MOST
    assert asked.beyond == 50


def test_words_with_diacritics_and_what_is_too_long_are_no_codes() -> None:
    asked = lookup_codes.parse("Mã xác nhận XN1 " + "a" * 65)
    assert asked.codes == ("XN1",)
    assert asked.unusable == ("Mã", "xác", "nhận", "a" * 65)


def test_what_is_no_code_stays_out_of_the_address_and_is_still_said(address: Address) -> None:
    address["payment"] = "P1"
    paste("Nguyễn XN1, XN2")
    assert address == {"code": ["XN1,XN2"]}
    assert lookup_codes.read().unusable == ("Nguyễn",)


def test_that_codes_were_cut_is_said_as_long_as_they_are_shown(address: Address) -> None:
    paste(" ".join(f"XN{number}" for number in range(203)))
    assert lookup_codes.read().beyond == 3
    assert lookup_codes.read().beyond == 3
    address["code"] = "XN1"
    assert lookup_codes.read() == lookup_codes.Asked(("XN1",))


def test_an_emptied_text_leaves_an_empty_address(address: Address) -> None:
    address["code"] = "XN1"
    paste("  ")
    assert address == {}


def test_a_parameter_that_stands_more_than_once_is_joined(address: Address) -> None:
    address["code"] = ["XN1", "XN2;XN3"]
    assert lookup_codes.read().codes == ("XN1", "XN2", "XN3")
    assert address["code"] == ["XN1,XN2,XN3"]


@given(some.text(max_size=300))
def test_whatever_is_pasted_means_the_same_when_it_comes_back_from_the_address(text: str) -> None:
    asked = lookup_codes.parse(text)
    assert lookup_codes.parse(",".join(asked.codes)).codes == asked.codes
    assert all(code.isprintable() and len(code) <= 64 for code in asked.codes)
