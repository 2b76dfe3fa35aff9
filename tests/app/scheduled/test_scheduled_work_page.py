"""What was due by the clock: administrators see all of it, everybody what concerns all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

import pytest
from streamlit.testing import v1
from support import desks
from support.screens import sent_tables, shown, signed_in

from dashboard.watch import alerts
from data import due_things, problems, users

Visit = Callable[..., v1.AppTest]
FRIDAY: Final = dt.date(2026, 8, 21)
MISSED: Final = (
    "Chưa thực hiện: Chốt mẫu 01-XN, ngày 21/08/2026 (đến giờ lúc 08:00 ngày 22/08/2026)."
)


@pytest.fixture(autouse=True)
def by_the_clock(monkeypatch: pytest.MonkeyPatch, desk: desks.Desk) -> None:
    """No day stands in for today; what is missed is asked for every page."""
    assert desk.name()
    monkeypatch.delenv("BHXH_TODAY")
    monkeypatch.setattr(alerts, "SECONDS", 0.0)


def note(desk: desks.Desk, kind: str = "closing", day: dt.date = FRIDAY) -> None:
    """Have a thing of a day that is long since missed."""
    moment = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(1), dt.UTC)
    with desk.store.watching() as connection:
        due_things.add(connection, [due_things.New(kind, day, moment, moment)])


def attempt(desk: desks.Desk, *kinds: str, problem: problems.Problem | None = None) -> None:
    """Try the first of a kind: it is done, or ends with a problem."""
    now = dt.datetime.now(dt.UTC)
    with desk.store.watching() as connection:
        mine = due_things.claim(connection, kinds, machine=now, worker="máy-1:17")
        assert mine is not None
        if problem is None:
            due_things.done(connection, mine, {"offices": 30})
        else:
            due_things.failed(connection, mine, problem)


def enter(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, role: users.Role, page: str = "scheduled-work"
) -> v1.AppTest:
    signed_in.signing(monkeypatch)()
    signed_in.add(*(["00101"] if role is users.Role.DISTRICT else []), role=role)
    return visit(page)


def told(page: v1.AppTest) -> list[str]:
    """Return the lines of the alert about what is missed, as they are read."""
    read = [str(each.value).replace("\\", "").replace("\u2060", "") for each in page.error]
    return [line.strip() for each in read for line in each.split("\n")]


def test_every_user_is_told_that_the_forms_are_not_closed_until_they_are(
    visit: Visit, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(desk)
    page = enter(visit, monkeypatch, users.Role.DISTRICT, "overview")
    assert told(page) == [f"{MISSED} Việc này chưa được bắt đầu."]
    attempt(desk, "closing")
    assert told(page.run()) == []


@pytest.mark.parametrize("role", [users.Role.CITY, users.Role.AUDITOR, users.Role.DISTRICT])
def test_what_concerns_the_program_alone_is_told_to_administrators(
    visit: Visit, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch, role: users.Role
) -> None:
    note(desk, "pruning")
    note(desk, "of_a_later_version")
    assert told(enter(visit, monkeypatch, role, "snapshots")) == []


def test_an_administrator_reads_why_and_is_led_to_the_list(
    visit: Visit, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(desk)
    attempt(desk, "closing", problem=problems.Failed("The store is busy", "Try *again*."))
    note(desk, "of_a_later_version")
    page = enter(visit, monkeypatch, users.Role.ADMINISTRATOR, "overview")
    first, second = told(page)
    assert first.endswith("Lý do gần nhất: Hệ thống đang bận. Try *again*.")
    assert "of_a_later_version, ngày 21/08/2026" in second
    led = {link.proto.page.removesuffix("/") for link in page.get("page_link")}
    assert "scheduled-work" in led


def test_with_a_day_that_stands_in_for_today_nothing_is_missed(
    visit: Visit, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(desk)
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")
    page = enter(visit, monkeypatch, users.Role.ADMINISTRATOR)
    assert told(page) == []
    assert "BHXH_TODAY đang được đặt" in shown.said(page)


def test_the_list_has_what_was_done_when_and_what_failed(
    visit: Visit, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(desk)
    attempt(desk, "closing")
    note(desk, day=FRIDAY + dt.timedelta(days=1))
    attempt(desk, "closing", problem=problems.Failed("The store is busy", "Try again."))
    note(desk, day=dt.date.today() + dt.timedelta(days=1))  # noqa: DTZ011 - lies ahead anyway
    page = enter(visit, monkeypatch, users.Role.ADMINISTRATOR)
    rows = sent_tables.of(page)[0].value
    assert list(rows["state_label"]) == [
        "… Chưa đến giờ", "! Không thành công, sẽ thử lại", "△ Xong muộn",
    ]  # fmt: skip
    assert list(rows["outcome_label"]) == [
        "—",
        "Hệ thống đang bận. Try again.",
        "30 đơn vị đã chốt",
    ]
    assert rows["worker"].iloc[1] == "máy-1:17"


def test_where_all_is_done_it_is_said(
    visit: Visit, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = enter(visit, monkeypatch, users.Role.ADMINISTRATOR)
    assert "Chưa có việc nào đến giờ" in page.info[0].value
    note(desk)
    attempt(desk, "closing")
    assert "Mọi việc đến giờ đều đã được thực hiện." in page.run().success[0].value


@pytest.mark.parametrize("role", [users.Role.CITY, users.Role.AUDITOR, users.Role.DISTRICT])
def test_nobody_else_sees_the_list(
    visit: Visit, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch, role: users.Role
) -> None:
    note(desk)
    page = enter(visit, monkeypatch, role)
    assert "Bạn không được xem trang này" in shown.said(page)
    assert not sent_tables.of(page)
