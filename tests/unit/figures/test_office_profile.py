"""What an office has to do with others: above, below, before and after it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.figures import office_profile

OFFICES = [
    ("00100", "BHXH thành phố", None, None, None, None),
    ("00101", "BHXH quận", "00100", dt.date(2020, 1, 1), None, None),
    ("00111", "BHXH phường", "00101", None, None, None),
    ("00131", "BHXH cũ", "00100", None, dt.date(2026, 6, 30), "00101"),
]
COLUMNS = ["office_code", "office_name", "parent_code", "valid_from", "valid_to", "successor_code"]


def facts(code: str, *more: tuple[object, ...]) -> office_profile.Facts:
    offices = pd.DataFrame([*OFFICES, *more], columns=COLUMNS, dtype="object")
    texts = ["office_code", "office_name", "parent_code", "successor_code"]
    return office_profile.of(offices.astype(dict.fromkeys(texts, "string")), code)


def test_below_an_office_are_all_levels_of_it() -> None:
    city = facts("00100")
    assert city.below == ("00101", "00131", "00111")
    assert facts("00111").below == ()


def test_what_nobody_knows_of_an_office_is_none() -> None:
    city = facts("00100")
    assert (city.upper, city.valid_from, city.valid_to, city.successor) == (None,) * 4
    assert city.predecessors == ()


def test_a_successor_knows_whom_it_succeeded() -> None:
    assert facts("00101").predecessors == ("00131",)
    assert facts("00131").successor == "00101"


@pytest.mark.parametrize(
    ("day", "closed"), [(dt.date(2026, 6, 30), False), (dt.date(2026, 7, 1), True)]
)
def test_an_office_is_there_on_its_last_day(day: dt.date, *, closed: bool) -> None:
    assert facts("00131").is_closed(day) is closed
    assert facts("00101").is_closed(day) is False


def test_offices_above_each_other_end_the_way() -> None:
    ring = (("A", "A", "B", None, None, None), ("B", "B", "A", None, None, None))
    assert facts("A", *ring).below == ("B",)
    alone = ("C", "C", "C", None, None, None)
    assert facts("C", alone).below == ()
