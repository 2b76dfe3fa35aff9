"""How values are written in both languages, and names inside Markdown."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from dashboard import text
from dashboard.text import formats

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    text.use("vi")
    yield
    text.use(text.DEFAULT)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (1_234_567, "1.234.567"),
        (-486_000, "−486.000"),
        (np.int64(2_079_600), "2.079.600"),
        (9_007_199_254_740_993, "9.007.199.254.740.993"),
        (None, "—"),
        (pd.NA, "—"),
        (float("nan"), "—"),
    ],
)
def test_whole_numbers_are_grouped_by_points(value: object, written: str) -> None:
    assert formats.count(value) == written


def test_money_keeps_its_unit_on_its_line() -> None:
    assert formats.money(1_234_567) == "1.234.567\u00a0₫"
    assert formats.money(pd.NA) == "—"


def test_english_groups_by_commas_and_keeps_the_days() -> None:
    text.use("en")
    assert formats.money(1_234_567) == "1,234,567\u00a0₫"
    assert formats.rate("0.8333") == "83.33%"
    assert formats.day(dt.date(2026, 8, 21)) == "21/08/2026"


@pytest.mark.parametrize(
    ("share", "written"),
    [("0.8333", "83,33%"), (1, "100,00%"), (0, "0,00%"), ("0.00005", "0,01%"), (None, "—")],
)
def test_rates_are_percentages_with_two_decimals_half_up(share: object, written: str) -> None:
    assert formats.rate(share) == written


def test_a_moment_is_written_in_hanois_time() -> None:
    moment = pd.Timestamp("2026-08-20T17:00:00Z")
    assert formats.moment(moment) == "21/08/2026 00:00:00"
    assert formats.moment(pd.NaT) == "—"


def test_days_have_their_names() -> None:
    assert formats.weekday(dt.date(2026, 8, 21)) == "Thứ Sáu"
    assert formats.weekday(dt.date(2026, 8, 23)) == "Chủ nhật"


@pytest.mark.parametrize(
    "name",
    [
        "**Bưu điện**",
        "[a](https://example.com)",
        "<b>x</b>",
        "# Tổ chức",
        "- một",
        "`code`",
        "$x^2$",
        "~~cũ~~",
        "| a | b |",
        "\\",
    ],
)
def test_every_sign_that_markdown_knows_is_escaped(name: str) -> None:
    shown = formats.plain(name)
    bare = shown.replace("\u2060", "")
    assert all(bare[place - 1] == "\\" for place, sign in enumerate(bare) if sign in "*[]()<>#`$~|")
    assert bare.replace("\\", "") == name.replace("\\", "")


@pytest.mark.parametrize("name", [":material/home:", ":smile:", "a@b.vn", "www.x.vn", "a -> b"])
def test_what_is_made_of_plain_text_after_markdown_is_kept_apart(name: str) -> None:
    assert "\u2060" in formats.plain(name)


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert formats.plain("BHXH quận Ba Đình") == "BHXH quận Ba Đình"


def test_line_ends_in_names_become_spaces() -> None:
    assert formats.plain("một\n\n# hai") == "một \\# hai"


def test_lags_are_words() -> None:
    days = [0, 9, 10, 1_200, formats.not_reached(2), formats.not_reached(1_200)]
    assert [formats.lag(each) for each in days] == ["0", "9", "10", "1.200", "> 2", "> 1.200"]
    assert formats.lag(None) == formats.UNKNOWN


def test_minutes_are_a_number_and_more_than_a_day_is_words() -> None:
    minutes = [0, 59, 1_439, 1_440, 7_320, formats.never(None)]
    assert [formats.minutes(each) for each in minutes] == [
        "0", "59", "1.439", "1 ngày", "5 ngày 2 giờ", "chưa xác định",
    ]  # fmt: skip
    assert formats.minutes(None) == formats.UNKNOWN
    assert formats.never(7) < formats.never(None)


def test_names_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    names = ["Mưa", "Mua", "Mỡ", "Mơ", "Ê", "e", "Đông", "Dương", "Bình", "azz", "Ăn", "an", "Ân"]
    assert sorted(names, key=formats.alphabetical) == [
        "an", "azz", "Ăn", "Ân", "Bình", "Dương", "Đông", "e", "Ê", "Mơ", "Mỡ", "Mua", "Mưa",
    ]  # fmt: skip
