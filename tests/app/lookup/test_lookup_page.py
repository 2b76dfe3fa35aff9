"""The page of the lookup on the worked example: nothing asked, one code, a list, in English."""

from __future__ import annotations

import pytest
from support.screens import copied, sent_tables
from support.screens.lookup import HOUSEHOLD, look, rows, words

from dashboard.components import paging
from dashboard.lookup import codes


@pytest.fixture(autouse=True)
def last_day_of_the_example(monkeypatch: pytest.MonkeyPatch, example_shown: None) -> None:  # noqa: ARG001 - a fixture is asked for by its name
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")


def test_where_nothing_is_asked_the_page_says_what_to_paste() -> None:
    page = look()
    assert page.title[0].value == "Tra cứu mã xác nhận"
    assert "MÃ-VÍ-DỤ-1" in page.info[0].value
    assert not sent_tables.of(page)
    assert not page.warning


def test_a_code_is_told_step_by_step() -> None:
    page = look("xn-0000000008")
    said = words(page)
    assert copied.of(page)[0].value == "XN0000000008"
    assert "1 khoản thu, tổng số tiền **972.000 ₫**" in said
    assert "BHXH huyện Sóc Sơn \\(00110\\)" in said
    assert "Nguyễn Văn Ước (NVT002)" in said
    assert "**Thu tiền** · 21/08/2026 08:00:00" in said
    assert "**Ghi nhận, cấp mã xác nhận** · 21/08/2026 08:01:00" in said
    assert "Sau khi thu tiền: 1 phút." in said
    assert "Báo cho người tham gia: trực tiếp" in said
    assert "Chưa gửi; hạn gửi: trước 08:00 ngày 22/08/2026." in said
    assert "**Nộp vào tài khoản chuyên thu** · 03/09/2026 10:00:00" in said
    assert "lần nộp tiền R3, số tham chiếu ngân hàng FT003" in said


def test_the_working_days_of_a_late_remittance_are_told_one_by_one() -> None:
    said = words(look("XN0000000008"))
    assert "Nộp muộn: sau 7 ngày làm việc kể từ ngày thu; hạn nộp 3 ngày làm việc" in said
    assert "7 ngày làm việc: 22/8 (làm bù), 24/8, 25/8, 26/8, 27/8, 28/8, 3/9." in said
    assert "Không tính: 23/8 Chủ nhật; 29/8–30/8 cuối tuần; 31/8 Ngày nghỉ" in said


def test_a_household_has_every_payment_told_and_masked() -> None:
    said = words(look(HOUSEHOLD))
    assert "2 khoản thu, tổng số tiền **1.652.400 ₫**" in said
    assert "Khoản thu P11" in said
    assert "Khoản thu P12" in said
    assert "1 ngày làm việc: 22/8 (làm bù)." in said
    assert "Chưa báo cho người tham gia" in said
    assert "Phạm T\\. D•" in said
    assert "Phạm Thị Dung" not in said
    assert "0123456799" not in said
    assert "Số tiền nộp 1.652.400 ₫ khớp với tổng 2 khoản thu" in said


def test_a_chosen_payment_stands_alone_with_its_household_below() -> None:
    page = look(HOUSEHOLD, payment="P12")
    assert "Khoản thu P12" in words(page)
    assert "Khoản thu P11" not in words(page)
    assert rows(page)["payment_id"].tolist() == ["P11"]


def test_a_payment_not_remitted_is_not_yet_due_or_overdue(monkeypatch: pytest.MonkeyPatch) -> None:
    said = words(look("XN0000000010"))
    assert "Chưa nộp, chưa đến hạn" in said
    age = "Đã 2 ngày làm việc kể từ ngày thu đến hôm nay, 03/09/2026; hạn nộp 3 ngày làm việc"
    assert age in said
    # Pages and papers of a morning are of the evening before.
    monkeypatch.setenv("BHXH_TODAY", "2026-09-07")
    assert "Tính đến hết ngày 06/09/2026 chưa quá hạn" in words(look("XN0000000010"))
    monkeypatch.setenv("BHXH_TODAY", "2026-09-08")
    said = words(look("XN0000000010"))
    assert "Chưa nộp, quá hạn từ ngày 07/09/2026 (2 ngày làm việc)" in said
    assert "Tính đến hết ngày 07/09/2026, như trên các trang và bảng kê đôn đốc" in said
    assert "lập hôm nay: quá hạn 1 ngày làm việc" in said
    assert "5 ngày làm việc: 28/8, 3/9, 4/9, 7/9, 8/9." in said


def test_a_later_void_is_an_adjustment_and_an_early_one_is_on_no_form() -> None:
    later = words(look("XN0000000005"))
    assert "**Hủy biên lai** · 24/08/2026 09:00:00" in later
    assert "Điều chỉnh −486.000 ₫ trên mẫu 01-XN ngày 24/08/2026." in later
    early = words(look("XN0000000004"))
    assert "Không thuộc mẫu 01-XN nào" in early
    assert "Biên lai đã hủy, không phải nộp tiền." in early


def test_a_form_is_late_or_does_not_match_or_is_not_due_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "Gửi muộn lúc 22/08/2026 08:00:01" in words(look("XN0000000002"))
    mismatch = words(look("XN0000000001"))
    assert "Đã gửi đúng hạn lúc 21/08/2026 08:00:00" in mismatch
    assert "ghi 1 mã, 972.001 ₫; hệ thống ghi 1 mã, 972.000 ₫" in mismatch
    monkeypatch.setenv("BHXH_TODAY", "2026-08-21")
    assert "Chưa gửi, chưa đến hạn" in words(look(HOUSEHOLD))


def test_the_remittances_other_payments_lead_to_their_own_codes() -> None:
    page = look("XN0000000002")
    assert page.header[1].value == "Lần nộp tiền R2"
    assert rows(page)["confirmation_code"].tolist() == ["XN0000000002", "XN0000000003"]


def test_a_remittance_that_does_not_add_up_says_by_how_much() -> None:
    assert "chênh lệch −30.000 ₫" in words(look("XN0000000006"))


def test_a_list_has_its_sum_its_table_and_what_is_missing() -> None:
    page = look("XN0000000011 XN0000000008;XN0000000005\nXN0000000010,XN404,*x9*")
    said = words(page)
    assert "**6 mã xác nhận**: tìm thấy 4, không tìm thấy 2" in said
    assert "5 khoản thu, tổng số tiền **3.693.600 ₫**. Trong đó đã hủy: 486.000 ₫." in said
    assert "Không tìm thấy: XN404, \\*x9\\*." in said
    shown = rows(page)
    assert shown["payment_id"].tolist() == ["P11", "P12", "P08", "P05", "P10"]
    assert shown["status"].tolist() == [
        "✓ Nộp đúng hạn", "✓ Nộp đúng hạn", "△ Nộp muộn", "✕ Đã hủy", "○ Chưa đến hạn",
    ]  # fmt: skip
    assert shown["lag_days"].astype(object).fillna("").tolist() == [1, 1, 7, "", 2]
    assert [each.value.replace("\u00a0", " ") for each in copied.of(page)] == [
        "XN0000000011\nXN0000000008\nXN0000000005\nXN0000000010",
        "5 khoản thu, 3.693.600 ₫, tính đến 03/09/2026",
    ]


@pytest.mark.parametrize(
    "badge", ["Nộp đúng hạn: 2", "Nộp muộn: 1", "Chưa đến hạn: 1", "Quá hạn: 0", "Đã hủy: 1"]
)
def test_a_list_says_how_many_payments_have_come_how_far(badge: str) -> None:
    assert badge in words(look("XN0000000011,XN0000000008,XN0000000005,XN0000000010"))


def test_pasted_codes_go_into_the_address_and_nothing_else_does() -> None:
    page = look()
    page.text_area(key=codes.KEY).input("Nguyễn xn-0000000011;\n XN0000000008")
    page.button(key="look_up").click().run()
    assert page.query_params == {"code": "xn-0000000011,XN0000000008"}
    assert "“Nguyễn” không phải mã; hãy tìm ở ô họ tên." in words(page)
    assert len(rows(page)) == 3


def test_too_many_codes_are_cut_and_that_is_said() -> None:
    page = look(",".join(f"XN{number:010}" for number in range(1, 250)))
    assert "Mỗi lần tra cứu tối đa 200 mã; bỏ lại 49 mã." in page.warning[0].value
    assert "**200 mã xác nhận**" in words(page)


def test_where_nothing_is_found_there_is_no_figure() -> None:
    page = look("XN404")
    assert "Không tìm thấy: XN404." in page.warning[0].value
    assert not sent_tables.of(page)
    assert "phạm vi" not in words(page)


def test_a_long_remittance_comes_in_pages_and_its_total_is_of_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paging, "ROWS", 1)
    page = look("R2", page="2", sort="-amount")
    assert "khớp với tổng 2 khoản thu" in words(page)
    assert rows(page)["payment_id"].tolist() == ["P03"]
    assert "Dòng 2 đến 2 trong tổng số 2" in sent_tables.of(page)[0].foot


def test_in_english_every_word_of_ours_is_english() -> None:
    page = look(f"{HOUSEHOLD},XN0000000008,XN404", payment="P08", lang="en")
    said = words(page)
    assert page.title[0].value == "Look up confirmation codes"
    assert "**3 confirmation codes** looked up: 2 found, 1 not found; 3 payments" in said
    assert "Late: 7 working days after the payment; the deadline was 3 working days" in said
    assert "7 working days: 22/8 (make-up day), 24/8" in said
    assert "Not counted: 23/8 Sunday; 29/8–30/8 weekend; 31/8 Day off" in said
    assert "1 minute after the payment." in said


def test_the_language_switch_keeps_the_codes() -> None:
    page = look("XN0000000011,XN0000000008", payment="P08")
    page.button(key="language").click().run()
    assert page.query_params == {
        "code": "XN0000000011,XN0000000008", "payment": "P08", "lang": "en",
    }  # fmt: skip
