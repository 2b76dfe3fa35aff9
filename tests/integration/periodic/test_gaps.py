"""Working days without a code: those that usually have some, and those since a feed is silent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.papers import reports as papers_reports

from dashboard.exports import paper

if TYPE_CHECKING:
    from support import desks

    from data import store as stores

# The week of 10 August is looked at; data begin on 8 June, a Monday.
FIRST: Final = dt.date(2026, 6, 8)
LAST: Final = dt.date(2026, 8, 16)
EVERY: Final = [FIRST + dt.timedelta(number) for number in range((LAST - FIRST).days + 1)]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-08-17")


def record(desk: desks.Desk, office: str, days: list[dt.date]) -> None:
    """Hand in a payment with a code for each of some days."""
    names = [f"{office}-{day:%m%d}" for day in days]
    desk.hand_in(
        payments=[
            {"payment_id": name, "office_code": office, "paid_at": f"{day}T09:00:00+07:00"}
            for name, day in zip(names, days, strict=True)
        ],
        confirmations=[
            {"payment_id": name, "confirmation_code": f"X{name}",
             "recorded_at": f"{day}T09:05:00+07:00"}
            for name, day in zip(names, days, strict=True)
        ],
    )  # fmt: skip


def gaps(store: stores.Store, date: str = "2026-08-16") -> dict[str, Any]:
    known = papers_reports.found(store, "week", {"date": date})
    rows = (known.named(row) for row in known.rows)
    return {row["key"]: row["days"] for row in rows if row["part"] == "gap"}


def test_a_day_is_missing_where_nine_of_ten_have_codes(desk: desks.Desk) -> None:
    missing = {dt.date(2026, 8, 12), dt.date(2026, 8, 13)}
    record(desk, "00101", [day for day in EVERY if day not in missing])
    # Every other day: nobody can tell whether one is missing.
    record(desk, "00110", EVERY[::2])
    assert gaps(desk.store) == {"00101": "2026-08-12 2026-08-13"}
    taken = papers_reports.taken(desk.store, "week", date="2026-08-16")
    said = [cells for cells in taken.cells(paper.Style.ROW) if cells[0] == "Chưa xác định"]
    assert "Thiếu số liệu 2 ngày làm việc" in said[0][1]
    assert "BHXH quận Ba Đình (2)" in said[0][1]


def test_days_of_rest_are_never_missing(desk: desks.Desk) -> None:
    record(desk, "00101", [day for day in EVERY if day.weekday() < 5])
    assert gaps(desk.store) == {}


def test_since_a_feed_is_silent_every_working_day_is_missing(desk: desks.Desk) -> None:
    record(desk, "00101", EVERY)
    record(desk, "00110", [dt.date(2026, 6, 10), dt.date(2026, 8, 11)])
    assert gaps(desk.store) == {"00110": "2026-08-12 2026-08-13 2026-08-14"}


def test_little_history_says_nothing_of_what_is_usual(desk: desks.Desk) -> None:
    record(desk, "00101", [FIRST, *EVERY[2:4], *EVERY[5:]])
    assert gaps(desk.store, "2026-06-14") == {}
