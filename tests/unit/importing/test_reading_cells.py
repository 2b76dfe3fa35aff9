"""How numbers, dates and formats of a workbook become text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import datetime as serials

from data import local_time
from data.importing import sets
from data.importing.reading import cells, tables

WINDOWS, MAC = serials.WINDOWS_EPOCH, serials.MAC_EPOCH
NUMBER, DATE = tables.Mark.NUMBER, tables.Mark.DATE
# 20 August 2026.
SERIAL = 46254


def text(
    value: Any,
    kind: sets.Kind = sets.Kind.MOMENT,
    epoch: dt.datetime = WINDOWS,
    *,
    is_dated: bool = False,
) -> cells.Text:
    return cells.text(value, kind, epoch, is_dated=is_dated)


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
    assert text(value, sets.Kind.AMOUNT) == (expected, NUMBER)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_itself(value: Any) -> None:
    assert float(cells.number(value)) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("#N/A", "#N/A"),
        ("00101", "00101"),
        (None, ""),
        (" x ", " x "),
    ],
)
def test_what_is_no_number_is_taken_as_it_stands(value: Any, expected: Any) -> None:
    assert text(value) == (expected, None)


@pytest.mark.parametrize(("value", "expected"), [(True, "yes"), (False, "no")])
def test_a_truth_value_is_marked_where_it_is_not_asked_for(value: Any, expected: Any) -> None:
    assert text(value) == (expected, tables.Mark.TRUTH)
    assert text(value, sets.Kind.YES_NO) == (expected, None)


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        (None, False),
        ("General", False),
        ("@", False),
        ("00000", False),
        ('#,##0" đồng chẵn"', False),
        ("#,##0\\ [$VND]", False),
        ("[h]:mm:ss", False),
        ("dd/mm/yyyy", True),
        ("[$-42A]dd/mm/yyyy", True),
        ("mmm-yy", True),
        ('"hôm nay "dd/mm/yyyy', True),
        ("dd\\h\\smm", True),
        ("yyyy-mm-dd;@", True),
        ("dd/mm/yyyy hh:mm", True),
        ("d/m/yyyy H:MM:SS", True),
        ("[$-409]m/d/yy h:mm AM/PM;@", True),
        ("mm:ss.0", True),
    ],
)
def test_a_format_shows_a_number_or_a_date(number_format: str | None, expected: Any) -> None:
    assert cells.is_date_format(number_format) is expected


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        (SERIAL, "2026-08-20"),
        (float(SERIAL), "2026-08-20"),
        (SERIAL + 0.375, "2026-08-20T09:00:00"),
        (SERIAL + 33332.25 / 86400, "2026-08-20T09:15:32.250000"),
        (0.375, "09:00:00"),
    ],
)
def test_a_date_is_a_day_alone_where_it_is_midnight(serial: float, expected: Any) -> None:
    assert text(serial, is_dated=True) == (expected, None)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (86399, "2026-08-20T23:59:59"),
        (86399.9994, "2026-08-20T23:59:59.999000"),
        (86399.9996, "2026-08-20T23:59:59.999000"),
        (86399.9999, "2026-08-20T23:59:59.999000"),
        (86399.99999, "2026-08-21"),
        (86400.00001, "2026-08-21"),
        (0.0004, "2026-08-20"),
    ],
)
def test_noise_does_not_move_a_time_into_another_day(second: float, expected: Any) -> None:
    assert text(SERIAL + second / 86400, is_dated=True) == (expected, None)


@given(
    st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2099, 12, 31)),  # noqa: DTZ001 - local times
    st.sampled_from([WINDOWS, MAC]),
)
def test_a_time_keeps_its_day_and_its_millisecond(when: dt.datetime, epoch: dt.datetime) -> None:
    to_excel: Any = serials.to_excel
    found = cells.moment(to_excel(when, epoch), epoch) or dt.datetime.min  # noqa: DTZ901
    assert abs(found - when) <= dt.timedelta(milliseconds=1)
    assert found.date() in {when.date(), (when + dt.timedelta(microseconds=60)).date()}


def test_the_first_day_of_the_workbook_counts() -> None:
    assert text(SERIAL - 1462, epoch=MAC, is_dated=True) == ("2026-08-20", None)
    assert text(SERIAL - 1462 + 0.375, epoch=MAC) == ("2026-08-20T09:00:00", None)


@pytest.mark.parametrize("serial", [-1, 3_000_000_000, 1e300, float("inf"), float("nan")])
def test_a_number_that_is_no_date_is_a_number(serial: float) -> None:
    assert text(serial, is_dated=True) == (cells.number(serial), NUMBER)


@pytest.mark.parametrize(
    ("serial", "kind", "expected"),
    [
        (SERIAL, sets.Kind.DAY, "2026-08-20"),
        (SERIAL + 0.5, sets.Kind.DAY, "2026-08-20T12:00:00"),
        (SERIAL + 12, sets.Kind.MONTH, "2026-09"),
        (SERIAL, sets.Kind.MONTH, "2026-08"),
        (SERIAL + 0.5, sets.Kind.MONTH, "2026-08"),
    ],
)
def test_a_date_is_what_the_column_makes_of_it(
    serial: float, kind: sets.Kind, expected: Any
) -> None:
    assert text(serial, kind, is_dated=True) == (expected, None)


@pytest.mark.parametrize("kind", [sets.Kind.CODE, sets.Kind.TEXT, sets.Kind.AMOUNT])
@pytest.mark.parametrize(
    ("serial", "expected"),
    [(SERIAL, "2026-08-20"), (SERIAL + 0.375, "2026-08-20T09:00:00"), (0.375, "09:00:00")],
)
def test_a_date_where_none_belongs_is_marked(kind: sets.Kind, serial: float, expected: Any) -> None:
    assert text(serial, kind, is_dated=True) == (expected, DATE)
    assert text(dt.date(2026, 8, 20), kind) == ("2026-08-20", DATE)


@pytest.mark.parametrize("kind", [sets.Kind.MOMENT, sets.Kind.DAY, sets.Kind.BIRTH])
@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        (SERIAL + 0.375, "2026-08-20T09:00:00"),
        (SERIAL + 33332.25 / 86400, "2026-08-20T09:15:32"),
        (SERIAL + 33332.75 / 86400, "2026-08-20T09:15:33"),
        (SERIAL + 86399.7 / 86400, "2026-08-20T23:59:59"),
        (SERIAL, "2026-08-20"),
        (34700, "1995-01-01"),
    ],
)
def test_a_number_in_a_column_of_times_is_one_to_the_second(
    kind: sets.Kind, serial: float, expected: Any
) -> None:
    assert text(serial, kind) == (expected, None)


def test_a_number_of_a_later_day_than_tomorrow_is_a_number() -> None:
    now = dt.datetime.now(local_time.HANOI).replace(tzinfo=None)
    to_excel: Any = serials.to_excel
    today = to_excel(dt.datetime.combine(now, dt.time()))
    assert text(today + 1.5)[1] is None
    assert text(today + 3.5)[1] is NUMBER


@pytest.mark.parametrize("serial", [34699, 34699.99, 1952, 20260820, 0.375, -1, 1e300])
def test_another_number_in_a_column_of_times_is_a_number(serial: float) -> None:
    assert text(serial) == (cells.number(serial), NUMBER)


@pytest.mark.parametrize("kind", [sets.Kind.MONTH, sets.Kind.CODE, sets.Kind.AMOUNT])
def test_a_number_elsewhere_is_no_date(kind: sets.Kind) -> None:
    assert text(SERIAL, kind) == (str(SERIAL), NUMBER)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.datetime(2026, 8, 20, 9, 0), "2026-08-20T09:00:00"),  # noqa: DTZ001 - local times
        (dt.datetime(2026, 8, 20), "2026-08-20"),  # noqa: DTZ001 - local times
        (dt.date(2026, 8, 20), "2026-08-20"),
        (dt.time(9, 0), "09:00:00"),
    ],
)
def test_dates_that_a_workbook_holds_as_such_are_taken(value: Any, expected: Any) -> None:
    assert text(value) == (expected, None)
