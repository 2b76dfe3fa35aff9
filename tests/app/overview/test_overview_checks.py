"""The city's morning on real stores: each check in its good, bad and unknown state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import overview
from support.screens.overview import BEFORE, FRIDAY, code, payment, sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from support import desks


GOOD, BAD, UNKNOWN = "Đạt", "Cần xử lý", "Chưa xác định"
PENDING, NOTHING_DUE = "Chưa đến hạn", "Không phát sinh"
# How the sentences of the checks begin when nothing needs action.
WELL: Final = (
    "Mẫu 01-XN ngày 21/08/2026: 2/2 đơn vị có phát sinh gửi đủ trước 08:00 (2/2 mẫu).",
    "Chưa nộp tính đến hết 21/08/2026: 0\u00a0₫, không có khoản quá hạn",
    "Không có tổ chức mới phát sinh quá hạn so với Thứ Sáu 14/08/2026.",
    "Khoản thu chưa có mã xác nhận từ 24/05/2026: không có.",
    "Mẫu đã gửi mà hệ thống không có số liệu, của các ngày từ 24/05/2026: không có.",
    "Chênh lệch cần đối chiếu từ 24/05/2026: không có.",
    "Số liệu đến 09:05 ngày 21/08/2026",
)


@pytest.mark.usefixtures("well")
def test_where_all_is_well_every_check_says_so_in_green(visit: Any) -> None:
    page = visit("overview")
    assert not page.exception
    for begins in WELL:
        assert overview.check(page, begins)[0] == GOOD
        assert overview.colour(page, begins) == "green"
    assert "**Không có việc cần xử lý.**" in [part.value for part in page.markdown]


@pytest.mark.usefixtures("well")
def test_forms_that_went_wrong_are_counted_and_who_has_not_sent_is_named(
    visit: Any, desk: desks.Desk
) -> None:
    desk.hand_in(
        payments=[payment("D", FRIDAY, org_code="IS0002"), payment("E", FRIDAY, "00110")],
        confirmations=[code("D", FRIDAY), code("E", FRIDAY)],
        dispatches=[sent(FRIDAY, "2026-08-22T08:01", org_code="IS0002", codes="2")],
    )
    desk.hand_in(
        payments=[payment("F", FRIDAY, "00110", org_code="IS0002")],
        confirmations=[code("F", FRIDAY)],
    )
    state, sentence = overview.check(visit("overview"), "Mẫu 01-XN")
    assert state == BAD
    assert sentence == (
        "Mẫu 01-XN ngày 21/08/2026: 0/2 đơn vị có phát sinh gửi đủ trước 08:00 (2/4 mẫu);"
        " chưa gửi: BHXH huyện Sóc Sơn; 1 mẫu gửi muộn: BHXH quận Ba Đình; 2 mẫu không khớp."
    )


@pytest.mark.usefixtures("well")
def test_of_many_offices_three_are_named_and_the_others_counted(
    visit: Any, desk: desks.Desk
) -> None:
    codes = [f"0012{number}" for number in range(5)]
    desk.hand_in(
        offices=[{"office_code": code, "office_name": f"BHXH {code}"} for code in codes],
        payments=[payment(f"O{code}", FRIDAY, code) for code in codes],
        confirmations=[code(f"O{office}", FRIDAY) for office in codes],
    )
    sentence = overview.check(visit("overview"), "Mẫu 01-XN")[1]
    assert (
        "chưa gửi: BHXH 00120, BHXH 00121, BHXH 00122 và 2 đơn vị khác (5 đơn vị, 5 mẫu)."
        in sentence
    )


@pytest.mark.usefixtures("well")
def test_before_eight_it_counts_down_and_what_is_not_sent_is_not_yet_due(
    visit: Any, desk: desks.Desk, at: Callable[[str], None]
) -> None:
    desk.hand_in(
        payments=[payment("D", FRIDAY, org_code="IS0002")], confirmations=[code("D", FRIDAY)]
    )
    at("2026-08-22T07:35:00")
    page = visit("overview")
    state, sentence = overview.check(page, "Mẫu 01-XN")
    assert state == PENDING
    assert "còn 25 phút đến 08:00" in sentence
    assert "1/2 đơn vị có phát sinh đã gửi đủ (2/3 mẫu); chưa gửi: BHXH quận Ba Đình." in sentence
    assert overview.colour(page, "Mẫu 01-XN") == "blue"
    at("2026-08-22T08:00:01")
    assert overview.check(visit("overview"), "Mẫu 01-XN")[0] == BAD


@pytest.mark.usefixtures("well")
def test_a_day_that_is_not_over_is_not_held_against_anybody(visit: Any) -> None:
    page = visit("overview", date="2026-08-22")
    assert overview.check(page, "Mẫu 01-XN ngày 22/08/2026")[0] == PENDING
    state, sentence = overview.check(page, "Số liệu")
    assert state == PENDING
    assert sentence.endswith("ngày 22/08/2026 chưa kết thúc.")


@pytest.mark.usefixtures("well")
def test_nothing_due_looks_different_from_well_and_from_unknown(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-08-24")
    page = visit("overview", date="2026-08-19")
    assert overview.check(page, "Mẫu 01-XN")[0] == NOTHING_DUE
    assert overview.check(page, "Số liệu")[0] == NOTHING_DUE
    assert overview.colour(page, "Mẫu 01-XN") == "gray"


@pytest.mark.usefixtures("well")
def test_where_nothing_has_come_every_check_is_unknown_and_none_is_green(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-08-26")
    page = visit("overview")
    assert [state for state, _sentence in overview.checks(page)] == [UNKNOWN] * 7
    assert "**7 nội dung chưa xác định.**" in [part.value for part in page.markdown]
    assert "mới nhất đến 09:05 ngày 21/08/2026" in overview.check(page, "Số liệu")[1]
    assert {value for value, _delta in overview.metrics(page).values()} == {"—"}


def test_a_sunday_without_data_leaves_the_money_known_and_the_forms_unknown(
    visit: Any, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.hand_in(payments=[payment("A", "2026-08-14")], confirmations=[code("A", "2026-08-14")])
    monkeypatch.setenv("BHXH_TODAY", "2026-08-17")
    page = visit("overview")
    assert overview.check(page, "Chưa nộp tính đến hết 16/08/2026")[0] == GOOD
    assert overview.check(page, "Mẫu 01-XN")[0] == UNKNOWN
    assert overview.check(page, "Số liệu")[0] == UNKNOWN


@pytest.mark.usefixtures("well")
def test_before_the_store_begins_nothing_is_known_and_the_page_says_why(visit: Any) -> None:
    page = visit("overview", date="2026-06-01")
    assert not page.exception
    assert {state for state, _sentence in overview.checks(page)} == {UNKNOWN}
    assert all(
        "số liệu trong hệ thống bắt đầu sau ngày này" in told for _, told in overview.checks(page)
    )


@pytest.mark.usefixtures("well")
def test_money_outstanding_and_overdue_is_compared_with_a_week_before(
    visit: Any, desk: desks.Desk
) -> None:
    desk.hand_in(
        payments=[
            payment("D", "2026-08-14", org_code="IS0002", amount="2000000"),
            payment("E", FRIDAY, amount="1000000"),
        ],
        confirmations=[code("D", "2026-08-14"), code("E", FRIDAY)],
    )
    page = visit("overview")
    state, sentence = overview.check(page, "Chưa nộp")
    assert state == BAD
    assert sentence.replace("\u00a0", " ") == (
        "Chưa nộp tính đến hết 21/08/2026: 3.000.000 ₫, trong đó quá hạn 2.000.000 ₫"
        " (so với Thứ Sáu 14/08/2026: tăng 1,0 triệu ₫; quá hạn: tăng 2,0 triệu ₫)."
    )
    state, sentence = overview.check(page, "1 tổ chức mới phát sinh quá hạn")
    assert state == BAD
    assert "Công ty Bảo hiểm số Hai (IS0002)" in sentence


@pytest.mark.usefixtures("example_shown")
def test_without_data_of_a_week_ago_nothing_is_compared(visit: Any) -> None:
    page = visit("overview")
    assert "không có số liệu 7 ngày trước" in overview.check(page, "Chưa nộp")[1]
    assert overview.check(page, "Tổ chức mới phát sinh quá hạn")[0] == UNKNOWN
    assert overview.metrics(page)["Đã thu"] == (
        "5.694.000\u00a0₫",
        "không có số liệu để so sánh",
    )


@pytest.mark.usefixtures("well")
def test_payments_without_a_code_and_the_largest_difference_are_said(
    visit: Any, desk: desks.Desk
) -> None:
    desk.hand_in(payments=[payment("D", "2026-08-19", amount="5000000")])
    page = visit("overview")
    state, sentence = overview.check(page, "1 khoản thu chưa có mã")
    assert state == BAD
    assert "5.000.000\u00a0₫, lâu nhất 2 ngày theo lịch." in sentence
    state, sentence = overview.check(page, "Chênh lệch")
    assert state == BAD
    assert "phát sinh ở 1/16 loại, nhiều tiền nhất: Đã thu, chưa có mã" in sentence


@pytest.mark.usefixtures("well")
def test_a_form_that_was_sent_for_a_day_without_data_is_said(visit: Any, desk: desks.Desk) -> None:
    """It was due by the evening before; that of the day itself is due in the morning."""
    desk.hand_in(dispatches=[sent("2026-08-19", "2026-08-20T07:30", org_code="IS0002", codes="2")])
    page = visit("overview")
    state, sentence = overview.check(page, "1 mẫu đã gửi mà hệ thống không có số liệu")
    assert state == BAD
    assert sentence.endswith("Hệ thống đang thiếu số liệu.")


@pytest.mark.usefixtures("well")
def test_participants_who_were_not_informed_are_most_money_only_where_nothing_else_is(
    visit: Any, desk: desks.Desk
) -> None:
    begins = "Chênh lệch cần đối chiếu"
    desk.hand_in(
        payments=[payment("D", FRIDAY, amount="9000000")],
        confirmations=[{**code("D", FRIDAY), "notified_by": ""}],
    )
    alone = overview.check(visit("overview"), begins)[1]
    assert "nhiều tiền nhất: Chưa báo cho người tham gia, 9.000.000" in alone
    desk.hand_in(payments=[payment("E", FRIDAY, amount="1000")])
    both = overview.check(visit("overview"), begins)[1]
    assert "nhiều tiền nhất: Đã thu, chưa có mã xác nhận, 1.000" in both


@pytest.mark.usefixtures("well")
def test_an_office_from_which_nothing_came_is_named_and_its_forms_are_unknown(
    visit: Any, desk: desks.Desk
) -> None:
    desk.hand_in(
        offices=[{"office_code": "00199", "office_name": "BHXH <b>im lặng</b>"}],
        payments=[payment("D", BEFORE, "00199")],
        confirmations=[code("D", BEFORE)],
    )
    page = visit("overview")
    state, sentence = overview.check(page, "Số liệu")
    assert state == BAD
    assert "2/3 đơn vị đã có số liệu ngày 21/08/2026" in sentence
    assert sentence.endswith("không nhận được từ BHXH <b>im lặng</b>.")
    state, sentence = overview.check(page, "Mẫu 01-XN")
    assert state == UNKNOWN
    assert "không nhận được số liệu của BHXH <b>im lặng</b>" in sentence


@pytest.mark.usefixtures("well")
def test_the_last_import_is_mentioned_where_it_wants_attention(
    visit: Any, desk: desks.Desk
) -> None:
    begins = "Lần nạp gần nhất"
    assert not [part for part in visit("overview").markdown if begins in part.value]
    desk.hand_in(payments=[payment("D", FRIDAY), payment("E", FRIDAY, amount="0")])
    state, sentence = overview.check(visit("overview"), begins)
    assert (state, "chưa nạp hết" in sentence) == (BAD, True)
    desk.hand_in(payments=[payment("E", FRIDAY, amount="0")])
    assert "không nạp được gì" in overview.check(visit("overview"), begins)[1]
