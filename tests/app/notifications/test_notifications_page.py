"""The page Thông báo: each user chooses what comes by mail, and tries it; nobody else sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support import mailing
from support.screens import sent_tables, shown, signed_in

from dashboard import current_store
from dashboard.mail import sender, waiting
from data import mail_choices, users
from data.mailing import mails

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing import v1
    from support import desks

    Visit = Callable[..., v1.AppTest]

CHOICES: Final = "SELECT login, kinds, language FROM mail_choices"


@pytest.fixture
def page(desk: desks.Desk, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> v1.AppTest:
    """The page as a supervisor of the city sees it, where mails are sent."""
    assert desk.name()
    mailing.configure(monkeypatch)
    signed_in.signing(monkeypatch)()
    signed_in.add()
    opened = visit("notifications")
    assert not opened.exception
    assert opened.title[0].value == "Thông báo"
    return opened


def boxes(page: v1.AppTest) -> list[tuple[str, bool]]:
    return [(each.label[:5], each.value) for each in page.checkbox]


def test_everybody_gets_the_two_mails_of_the_morning_at_first(page: v1.AppTest) -> None:
    assert boxes(page) == [("07:30", True), ("08:05", True), ("Ngày ", False)]
    assert "Bạn chưa chọn" in shown.said(page)
    assert signed_in.LAN in shown.said(page).replace("\\", "").replace("\u2060", "")


def test_a_choice_is_kept_and_is_ones_own(page: v1.AppTest, desk: desks.Desk) -> None:
    signed_in.add("00101", login=signed_in.MINH)
    page.checkbox[0].uncheck()
    page.checkbox[2].check()
    page.selectbox[0].set_value("en")
    page.button(key="mail_save_0").click().run()
    assert [each.value for each in page.success] == ["Đã lưu: bạn nhận 2 loại thư."]
    assert boxes(page) == [("07:30", False), ("08:05", True), ("Ngày ", True)]
    assert desk.ask(CHOICES) == [(signed_in.LAN, ["forms_after", "overdue"], "en")]
    with desk.store.registering() as connection:
        who = {
            kind: [user.login for user, _ in mail_choices.wanting(connection, kind)]
            for kind in mail_choices.Kind
        }
    assert who == {
        "forms_before": [signed_in.MINH], "forms_after": [signed_in.LAN, signed_in.MINH],
        "overdue": [signed_in.LAN], "alert": [],
    }  # fmt: skip


def test_a_mail_to_try_it_is_sent_and_listed_and_there_are_not_many(
    page: v1.AppTest, desk: desks.Desk
) -> None:
    box = mailing.Box()
    with mailing.served(box):
        for _ in range(mails.MOST_TESTS):
            trying(page).click().run()
            assert "đang được gửi" in page.success[0].value
        sender.send_all(desk.store)
    assert box.recipients == [signed_in.LAN] * mails.MOST_TESTS
    assert str(box.taken[0][1]["Subject"]) == "Thư gửi thử của bhxh-monitor"
    trying(page).click().run()
    assert "Không gửi thêm thư" in page.error[0].value
    rows = sent_tables.of(page)[0].value
    assert list(rows["outcome_label"]) == ["✓ Đã chuyển"] * mails.MOST_TESTS


def trying(page: v1.AppTest) -> Any:
    return next(each for each in page.button if each.label == "Gửi thử một thư")


def test_only_administrators_see_what_was_sent_to_whom(
    page: v1.AppTest, visit: Visit, desk: desks.Desk
) -> None:
    box = mailing.Box(to_recipient=lambda _to: "550 unknown")
    with mailing.served(box):
        trying(page).click().run()
        sender.send_all(desk.store)
    assert "Thư đã gửi, gửi cho ai" not in [each.value for each in page.header]
    signed_in.add(role=users.Role.ADMINISTRATOR)
    opened = visit("notifications")
    assert not opened.exception
    assert "Thư đã gửi, gửi cho ai" in [each.value for each in opened.header]
    assert "**Không có thư nào đang chờ.**" in shown.said(opened)
    rows = sent_tables.of(opened)[-1].value
    assert list(rows["recipient"]) == [signed_in.LAN]
    assert list(rows["outcome_label"]) == ["× Bị từ chối"]
    assert list(rows["reason_label"]) == ["Máy chủ thư không chấp nhận người nhận."]
    assert "Không có mục nào như vậy." in shown.said(visit("notifications", status="sent"))
    assert boxes(opened)[-1] == ("Việc ", True)


def test_what_waits_and_why_is_told_to_administrators(
    page: v1.AppTest, visit: Visit, desk: desks.Desk
) -> None:
    trying(page).click().run()
    sender.send_all(desk.store)
    signed_in.add(role=users.Role.ADMINISTRATOR)
    told = shown.said(visit("notifications"))
    assert "**1 thư đang chờ gửi**" in told
    assert "Không kết nối được máy chủ thư" in told


@pytest.mark.fault
def test_mails_that_wait_for_long_are_told_to_administrators_on_every_page(
    page: v1.AppTest, visit: Visit, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 28: a quarter of an hour after the first attempt."""
    monkeypatch.setattr(waiting, "SECONDS", 0)
    trying(page).click().run()
    sender.send_all(desk.store)
    told = "1 thư chưa gửi được"
    signed_in.add(role=users.Role.ADMINISTRATOR)
    assert told not in "".join(each.value for each in visit("overview").warning)
    desk.execute("UPDATE mails SET queued_at = queued_at - INTERVAL '16 minutes'")
    assert told in visit("overview").warning[0].value
    assert "Không kết nối được máy chủ thư" in visit("overview").warning[0].value
    signed_in.add()
    assert told not in "".join(each.value for each in visit("overview").warning)


def test_where_nothing_is_mailed_the_page_says_so(
    desk: desks.Desk, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.name()
    signed_in.signing(monkeypatch)()
    signed_in.add()
    opened = visit("notifications")
    assert "chưa khai báo máy chủ thư" in opened.info[0].value
    assert trying(opened).disabled
    mailing.configure(monkeypatch)
    monkeypatch.setenv("BHXH_TODAY", "2026-08-22")
    assert "đang dùng một ngày thay cho hôm nay" in visit("notifications").info[0].value


def test_without_a_sign_in_nobody_gets_any(desk: desks.Desk, visit: Visit) -> None:
    assert desk.name()
    opened = visit("notifications")
    assert not opened.exception
    assert "Ở đây không có ai đăng nhập" in opened.info[1].value
    assert current_store.current()
