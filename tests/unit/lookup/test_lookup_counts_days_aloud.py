"""How the working days behind a lag are told one by one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest
from streamlit.testing import v1

from dashboard import text
from dashboard.lookup import timeline
from dashboard.lookup.steps import Day

if TYPE_CHECKING:
    from collections.abc import Iterator


MAKE_UP: Final = {dt.date(2026, 8, 22)}
OFF: Final = {dt.date(2026, 8, 31), dt.date(2026, 9, 1), dt.date(2026, 9, 2)}


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    text.use("vi")
    yield
    text.use(text.DEFAULT)


def days(first: str, last: str, **notes: str) -> list[Day]:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    found = []
    for number in range(start.toordinal(), end.toordinal() + 1):
        day = dt.date.fromordinal(number)
        weekend = day.isoweekday() > 5
        working = day in MAKE_UP or not (weekend or day in OFF)
        found.append(Day(day, working, weekend, notes.get(f"d{day:%d}")))
    return found


def told(counted: list[Day]) -> str:
    return " ".join([timeline._counted(counted), timeline._passed_over(counted)]).strip()


def test_a_make_up_saturday_is_counted_and_marked() -> None:
    assert told(days("2026-08-22", "2026-08-25")) == (
        "3 ngày làm việc: 22/8 (làm bù), 24/8, 25/8. Không tính: 23/8 Chủ nhật."
    )


def test_days_in_a_row_that_do_not_count_are_told_together() -> None:
    assert told(days("2026-08-28", "2026-09-03")) == (
        "2 ngày làm việc: 28/8, 3/9. "
        "Không tính: 29/8–30/8 cuối tuần; 31/8 Ngày nghỉ \\(thay cho ngày 22\\/08\\/2026\\); "
        "1/9–2/9 Quốc khánh."
    )


def test_the_note_of_the_calendar_explains_a_day_off_letter_by_letter() -> None:
    assert "31/8 Nghỉ \\*bù\\*; 1/9" in told(days("2026-08-31", "2026-09-01", d31="Nghỉ *bù*"))


def test_a_holiday_is_named_in_english_too_and_an_unknown_day_off_is_told() -> None:
    text.use("en")
    off = Day(dt.date(2026, 9, 8), working=False, weekend=False, note=None)
    assert told([*days("2026-09-01", "2026-09-02"), off]) == (
        "0 working days. Not counted: 1/9–2/9 National Day; 8/9 public holiday or day in lieu."
    )


def test_where_nothing_is_passed_over_nothing_is_said_of_it() -> None:
    assert told(days("2026-08-24", "2026-08-24")) == "1 ngày làm việc: 24/8."


def test_a_weekend_alone_counts_no_day() -> None:
    assert told(days("2026-08-29", "2026-08-30")) == (
        "0 ngày làm việc. Không tính: 29/8–30/8 cuối tuần."
    )


def test_many_days_are_told_month_by_month_in_a_fold() -> None:
    def script() -> None:
        import datetime as dt

        from dashboard.lookup import steps, timeline

        first = dt.date(2026, 6, 1).toordinal()
        run = [dt.date.fromordinal(first + place) for place in range(60)]
        timeline.show_days([steps.Day(day, True, False, None) for day in run])

    page = v1.AppTest.from_function(script, default_timeout=30).run()
    assert page.expander[0].label == "Đếm từng ngày: 60 ngày làm việc"
    assert [caption.value[:11] for caption in page.caption] == ["**06/2026**", "**07/2026**"]


def test_the_day_of_payment_itself_is_said_to_be_none() -> None:
    def script() -> None:
        from dashboard.lookup import timeline

        timeline.show_days([])

    page = v1.AppTest.from_function(script, default_timeout=30).run()
    assert page.caption[0].value == "0 ngày làm việc: ngay trong ngày thu."
