"""What of the address becomes a filter, and what is said of the rest."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pytest
import streamlit as st
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from support.addresses import Address

from dashboard.components import filters
from dashboard.text import parsing

OFFICES: Final = ("00101", "00110")


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Address:
    monkeypatch.setenv("BHXH_TODAY", "2026-08-22")
    made = Address()
    monkeypatch.setattr(st, "query_params", made)
    return made


def test_without_an_address_the_day_is_yesterday(address: Address) -> None:
    chosen = filters.read("date")
    assert chosen.date == dt.date(2026, 8, 21)
    assert chosen.notices == ()
    assert address == {"date": "2026-08-21"}


def test_only_the_days_that_the_page_uses_are_written(address: Address) -> None:
    address["lang"] = "en"
    filters.read("from", "to", "as_of")
    assert address == {
        "lang": "en",
        "from": "2026-05-24",
        "to": "2026-08-21",
        "as_of": "2026-08-21",
    }


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ({"as_of": "2026-03-31"}, dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        ({"as_of": "2026-03-31", "to": "2026-02-28"}, dt.date(2025, 12, 1), dt.date(2026, 2, 28)),
        ({"as_of": "2026-03-31", "to": "2026-04-30"}, dt.date(2026, 1, 1), dt.date(2026, 4, 30)),
        ({"as_of": "2000-01-02"}, parsing.FIRST_DAY, dt.date(2000, 1, 2)),
    ],
)
def test_a_period_that_is_not_given_follows_the_evening(
    address: Address, given: dict[str, str], start: dt.date, end: dt.date
) -> None:
    address |= given
    chosen = filters.read("from", "to", "as_of")
    assert (chosen.start, chosen.end) == (start, end)
    assert chosen.notices == ()


def test_a_collector_is_taken_once_the_store_knows_the_code(address: Address) -> None:
    address["collector"] = "NVT001"
    assert filters.requested_collector() == "NVT001"
    assert filters.read("collector", collectors=["NVT001"]).collector == "NVT001"
    unknown = filters.read("collector")
    assert unknown.collector is None
    assert len(unknown.notices) == 1


def test_what_the_address_says_is_taken(address: Address) -> None:
    address |= {"date": "2026-02-28", "office": "00110", "product": "BI", "by": "collector"}
    chosen = filters.read("date", "office", "product", "by", offices=OFFICES)
    assert (chosen.date, chosen.office) == (dt.date(2026, 2, 28), "00110")
    assert (chosen.product, chosen.by) == ("BI", "collector")
    assert chosen.notices == ()


def test_what_the_page_does_not_use_is_left_alone(address: Address) -> None:
    address |= {"date": "2026-02-28", "office": "nowhere"}
    chosen = filters.read("date", offices=OFFICES)
    assert chosen.office is None
    assert chosen.notices == ()
    assert address["office"] == "nowhere"


@pytest.mark.parametrize(
    "day", ["2026-02-30", "20260821", "2026-W34-5", "1999-12-31", "2100-01-01", "21/08/2026", "x"]
)
def test_a_day_that_is_none_gives_the_default_and_a_notice(address: Address, day: str) -> None:
    address["date"] = day
    chosen = filters.read("date")
    assert chosen.date == dt.date(2026, 8, 21)
    assert len(chosen.notices) == 1
    assert "21/08/2026" in chosen.notices[0]


@pytest.mark.parametrize("param", ["office", "org", "product", "by"])
def test_an_unknown_code_gives_the_default_and_a_notice(address: Address, param: str) -> None:
    address[param] = "<b>x</b>"
    chosen = filters.read("date", "office", "org", "product", "by", offices=OFFICES)
    assert (chosen.office, chosen.org, chosen.product, chosen.by) == (None, None, None, "org")
    assert len(chosen.notices) == 1
    assert "<b>" not in chosen.notices[0].replace("\\<b\\>", "")


@pytest.mark.parametrize("case", ["P07", "00101/BI0001/2026-08-21", "x" * 120])
def test_the_key_of_a_case_is_taken_as_it_stands(address: Address, case: str) -> None:
    address["case"] = case
    chosen = filters.read("case")
    assert chosen.case == case
    assert chosen.notices == ()


@pytest.mark.parametrize("case", [" ", "x" * 121, "a\nb", "\u202eP07"])
def test_what_can_be_no_key_of_a_case_is_left_out_with_a_notice(
    address: Address, case: str
) -> None:
    address["case"] = case
    chosen = filters.read("case")
    assert chosen.case is None
    assert len(chosen.notices) == 1


def test_a_notice_quotes_no_more_than_the_beginning(address: Address) -> None:
    address["office"] = "a" * 10_000
    assert len(filters.read("office", offices=OFFICES).notices[0]) < 200


def test_a_change_is_one_entry_and_keeps_the_rest(address: Address) -> None:
    address |= {"date": "2026-08-21", "office": "00101", "lang": "en"}
    filters.write(date=dt.date(2026, 8, 20), office=None, org="BI0001")
    assert address == {"date": "2026-08-20", "lang": "en", "org": "BI0001"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=some.text(max_size=200), param=some.sampled_from(sorted(filters._UNUSABLE)))
def test_nothing_in_the_address_raises(address: Address, value: str, param: filters.Param) -> None:
    address.clear()
    address[param] = value
    chosen = filters.read(*filters._UNUSABLE, offices=OFFICES)
    assert parsing.FIRST_DAY <= chosen.date <= parsing.LAST_DAY
    assert chosen.office in {None, *OFFICES}
    assert len(chosen.notices) <= 1
