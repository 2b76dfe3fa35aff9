"""How numbers, dates and formats of a workbook become text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import datetime as serials

from data.importing import sets
from data.importing.reading import worksheet

WINDOWS, MAC = serials.WINDOWS_EPOCH, serials.MAC_EPOCH
TIME, DAY, NUMBER = worksheet.Shown.TIME, worksheet.Shown.DAY, worksheet.Shown.NUMBER
# 20 August 2026.
SERIAL = 46254


def text(
    value: Any,
    kind: sets.Kind = sets.Kind.MOMENT,
    shown: worksheet.Shown = NUMBER,
    epoch: dt.datetime = WINDOWS,
) -> tuple[str, bool]:
    return worksheet.cell_text(value, kind, shown, epoch)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (101, "101"),
        (972000.0, "972000"),
        (-1500000, "-1500000"),
        (1e22, "10000000000000000000000"),
        (1.5e-7, "0.00000015"),
        (0.1, "0.1"),
        (1234567.89, "1234567.89"),
        (999999999999999, "999999999999999"),
    ],
)
def test_a_number_is_exact_and_without_exponent(value: Any, expected: Any) -> None:
    assert text(value) == (expected, True)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_itself(value: Any) -> None:
    assert float(worksheet.number(value)) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "yes"),
        (False, "no"),
        ("#N/A", "#N/A"),
        ("00101", "00101"),
        (None, ""),
        (" x ", " x "),
    ],
)
def test_what_is_no_number_is_taken_as_it_stands(value: Any, expected: Any) -> None:
    assert text(value) == (expected, False)


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        (None, NUMBER),
        ("General", NUMBER),
        ("@", NUMBER),
        ("00000", NUMBER),
        ('#,##0" đồng chẵn"', NUMBER),
        ("#,##0\\ [$VND]", NUMBER),
        ("[h]:mm:ss", NUMBER),
        ("dd/mm/yyyy", DAY),
        ("[$-42A]dd/mm/yyyy", DAY),
        ("mmm-yy", DAY),
        ('"hôm nay "dd/mm/yyyy', DAY),
        ("dd\\h\\smm", DAY),
        ("yyyy-mm-dd;@", DAY),
        ("dd/mm/yyyy hh:mm", TIME),
        ("d/m/yyyy H:MM:SS", TIME),
        ("[$-409]m/d/yy h:mm AM/PM;@", TIME),
        ("mm:ss.0", TIME),
    ],
)
def test_a_format_shows_a_number_a_day_or_a_time(number_format: str | None, expected: Any) -> None:
    assert worksheet.shown_as(number_format) is expected


@pytest.mark.parametrize(
    ("serial", "shown", "expected"),
    [
        (SERIAL, DAY, "2026-08-20"),
        (float(SERIAL), DAY, "2026-08-20"),
        (SERIAL, TIME, "2026-08-20T00:00:00"),
        (SERIAL + 0.375, TIME, "2026-08-20T09:00:00"),
        (SERIAL + 0.375, DAY, "2026-08-20T09:00:00"),
        (SERIAL + 33332.25 / 86400, TIME, "2026-08-20T09:15:32.250000"),
        (0.375, TIME, "09:00:00"),
    ],
)
def test_a_date_shows_a_time_where_its_format_or_its_value_does(
    serial: float, shown: worksheet.Shown, expected: Any
) -> None:
    assert text(serial, shown=shown) == (expected, False)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (86399, "2026-08-20T23:59:59"),
        (86399.9994, "2026-08-20T23:59:59.999000"),
        (86399.9996, "2026-08-20T23:59:59.999000"),
        (86399.9999, "2026-08-20T23:59:59.999000"),
        (86399.99999, "2026-08-21T00:00:00"),
        (86400.00001, "2026-08-21T00:00:00"),
        (0.0004, "2026-08-20T00:00:00"),
    ],
)
def test_noise_does_not_move_a_time_into_another_day(second: float, expected: Any) -> None:
    assert text(SERIAL + second / 86400, shown=TIME) == (expected, False)


@given(
    st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2099, 12, 31)),  # noqa: DTZ001 - local times
    st.sampled_from([WINDOWS, MAC]),
)
def test_a_time_keeps_its_day_and_its_millisecond(when: dt.datetime, epoch: dt.datetime) -> None:
    to_excel: Any = serials.to_excel
    found = worksheet.moment(to_excel(when, epoch), epoch) or dt.datetime.min  # noqa: DTZ901
    assert abs(found - when) <= dt.timedelta(milliseconds=1)
    assert found.date() in {when.date(), (when + dt.timedelta(microseconds=60)).date()}


def test_the_first_day_of_the_workbook_counts() -> None:
    assert text(SERIAL - 1462, shown=DAY, epoch=MAC) == ("2026-08-20", False)


@pytest.mark.parametrize("serial", [-1, 3_000_000_000, 1e300, float("inf"), float("nan")])
def test_a_number_that_is_no_date_is_a_number(serial: float) -> None:
    assert text(serial, shown=DAY) == (worksheet.number(serial), True)


@pytest.mark.parametrize(
    ("serial", "kind", "expected"),
    [
        (SERIAL, sets.Kind.DAY, "2026-08-20"),
        (SERIAL + 0.5, sets.Kind.DAY, "2026-08-20T12:00:00"),
        (SERIAL + 12, sets.Kind.MONTH, "2026-09"),
        (SERIAL, sets.Kind.MONTH, "2026-08-20"),
    ],
)
def test_a_midnight_is_what_the_column_makes_of_it(
    serial: float, kind: sets.Kind, expected: Any
) -> None:
    assert text(serial, kind, TIME) == (expected, False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.datetime(2026, 8, 20, 9, 0), "2026-08-20T09:00:00"),  # noqa: DTZ001 - local times
        (dt.date(2026, 8, 20), "2026-08-20"),
        (dt.time(9, 0), "09:00:00"),
    ],
)
def test_dates_that_a_workbook_holds_as_such_are_taken(value: Any, expected: Any) -> None:
    assert text(value) == (expected, False)
