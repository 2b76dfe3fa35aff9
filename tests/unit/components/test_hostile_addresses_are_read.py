"""Five hundred hostile values in every parameter: what is none gets the default, and a notice."""

from __future__ import annotations

import datetime as dt
import typing
from typing import TYPE_CHECKING, Any, Final

import pytest
import streamlit as st
from support import hostile
from support.addresses import Address

from dashboard import directory
from dashboard.audit import log
from dashboard.components import filters, paging
from dashboard.forms import selection
from dashboard.lookup import codes
from queries.exceptions import counts
from queries.forms import payments as form_payments
from queries.lag import payments as lag_payments

if TYPE_CHECKING:
    from collections.abc import Callable


VALUES: Final = hostile.values()
NAMES: Final = {"00100": "Hà Nội", "00101": "Ba Đình", "00110": "Sóc Sơn"}
KNOWN: Final[dict[str, Any]] = {
    "offices": NAMES, "organizations": ["BI0001"], "collectors": ["NVT01"],
    "kinds": counts.KINDS, "statuses": lag_payments.LISTS, "buckets": ("0", "1", "2"),
}  # fmt: skip
FIELDS: Final = {"from": "start", "to": "end"}
SORTABLE: Final = ("amount", "day", "office_code")
# A notice quotes 64 signs at most; escaped, and kept from joining, each may be three.
LONGEST_NOTICE: Final = 64 * 3 + 80


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Address:
    monkeypatch.setenv("BHXH_TODAY", "2026-09-01")
    monkeypatch.setattr(st, "session_state", {})
    made = Address()
    monkeypatch.setattr(st, "query_params", made)
    return made


def under(address: Address, value: str, *params: str) -> Address:
    """Have the address ask for one value."""
    address.from_dict(dict.fromkeys(params, value))
    return address


def test_there_are_five_hundred_of_every_sort() -> None:
    assert len(VALUES) == len(set(VALUES)) == 500
    assert all(VALUES)
    assert any("\x00" in value for value in VALUES)
    assert max(map(len, VALUES)) >= 10_000
    assert all(value.encode() for value in VALUES), "an address cannot bring lone surrogates"


@pytest.mark.parametrize("param", typing.get_args(filters.Param))
def test_a_filter_is_taken_as_it_stands_or_is_the_default_with_a_notice(
    param: filters.Param, address: Address
) -> None:
    field = FIELDS.get(param, param)
    usual = getattr(filters.read(param, **KNOWN), field)
    taken = set()
    for value in VALUES:
        under(address, value, param)
        chosen = filters.read(param, **KNOWN)
        found = getattr(chosen, field)
        if chosen.notices:
            # A period that ends before it begins is turned round, which is said as well.
            assert found == usual or "from" in address or "to" in address, value
            assert len(chosen.notices) == 1, value
            assert len(chosen.notices[0]) <= LONGEST_NOTICE, value
        else:
            assert written(found) in {value.strip(), value.lstrip("0") or "0"}, value
            taken.add(value)
    assert 0 < len(taken) < len(VALUES)


def written(found: object) -> str:
    return found.isoformat() if isinstance(found, dt.date) else str(found).strip()


def test_a_page_of_a_list_is_one_that_it_has(address: Address) -> None:
    asked = {paging.wanted(250, SORTABLE) for value in VALUES if under(address, value, "page")}
    assert {page.offset for page in asked} <= {0, 100, 200}
    assert len(asked) == 3
    assert {page.sort for page in asked} == {None}


def test_an_order_of_a_list_is_one_that_it_has(address: Address) -> None:
    asked = {paging.wanted(250, SORTABLE) for value in VALUES if under(address, value, "sort")}
    assert {page.sort for page in asked} == {None, *SORTABLE}
    assert {page.offset for page in asked} == {0}


def test_words_to_look_up_can_be_codes_or_are_told_apart(address: Address) -> None:
    for value in VALUES:
        asked = codes.parse(value)
        under(address, value, "code")
        assert codes.read() == asked
        assert len(asked.codes) <= codes.MOST
        assert all(word.isprintable() and len(word) <= 64 for word in asked.wanted), value
        assert not set(asked.codes) & set(asked.unusable), value
        # What stands in the address afterwards is read the same.
        again = codes.parse(",".join(asked.address))
        assert (again.codes, again.unusable) == (asked.codes, ()), value


@pytest.mark.parametrize("param", ["by", "kind", "status", "from", "to"])
def test_a_choice_of_form_01_xn_is_one_that_there_is(param: str, address: Address) -> None:
    known = directory.Directory(NAMES, {"BI0001": "Số Một"}, {})
    for value in VALUES:
        choice = selection.read(known) if under(address, value, param) else None
        assert choice is not None
        assert choice.by in {None, *selection.GROUPINGS}
        assert choice.kind in set(form_payments.Kind)
        assert choice.view in selection.View
        is_taken = value in {str(each) for each in (choice.by, choice.filters.kind)}
        is_day = value in {choice.start.isoformat(), choice.end.isoformat()}
        is_status = value == choice.filters.status
        assert choice.filters.notices or is_taken or is_day or is_status, value


@pytest.mark.parametrize("param", ["person", "purpose", "payment", "from", "to", "office"])
def test_a_choice_in_the_access_log_can_be_one(param: str, address: Address) -> None:
    for value in VALUES:
        chosen = log.read(NAMES) if under(address, value, param) else None
        assert chosen is not None
        assert all(n is None or 0 <= n < 10**18 for n in (chosen.person, chosen.purpose)), value
        assert chosen.payment is None or chosen.payment.isprintable(), value


@pytest.mark.parametrize(
    "read",
    [
        lambda: filters.read(*typing.get_args(filters.Param), **KNOWN),
        lambda: log.read(NAMES),
        lambda: selection.read(directory.Directory(NAMES, {}, {})),
        lambda: paging.wanted(250, SORTABLE),
        codes.read,
    ],
)
def test_one_value_in_all_parameters_at_once_raises_nothing(
    read: Callable[[], object], address: Address
) -> None:
    every = (
        *typing.get_args(filters.Param), "page", "sort", "payment", "person", "purpose", "lang",
    )  # fmt: skip
    assert all(read() is not None for value in VALUES if under(address, value, *every))
