"""The page of the lookup by other numbers than codes, and what became of records since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import copied, sent_tables
from support.screens.lookup import HOUSEHOLD, look, rows, typed, words

from dashboard import access
from dashboard.components import tables
from dashboard.lookup import case, codes
from data import scope, store

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing import v1
    from support import desks


NUMBER: Final = "0123456789"


@pytest.fixture(autouse=True)
def later(
    use_store: Callable[[str], None],  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Have today be after the imports."""
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")


@pytest.fixture
def on_example(monkeypatch: pytest.MonkeyPatch, example_shown: None) -> None:  # noqa: ARG001 - a fixture is asked for by its name
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")


def lines(page: v1.AppTest) -> list[str]:
    """Return what can be copied."""
    return [each.value.replace("\u00a0", " ") for each in copied.of(page)]


def metrics(page: v1.AppTest) -> dict[str, str]:
    """Return the figures by label."""
    return {each.label: each.value.replace("\u00a0", " ") for each in page.metric}


@pytest.mark.usefixtures("on_example")
@pytest.mark.parametrize(
    ("number", "said"),
    [("BL11", "Số biên lai **BL11**: 1 khoản thu."), ("P11", "Mã khoản thu **P11**: 1 khoản thu.")],
)
def test_a_receipt_or_payment_is_told_with_its_household(number: str, said: str) -> None:
    page = look(number)
    assert said in words(page)
    assert "Khoản thu P11" in words(page)
    assert lines(page)[0] == HOUSEHOLD
    # The other payment under its code, which the number does not name.
    assert "2 khoản thu, tổng số tiền **1.652.400 ₫**" in words(page)
    assert rows(page)["payment_id"].tolist() == ["P12"]


@pytest.mark.usefixtures("on_example")
@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("R4", "Lần nộp tiền **R4**: 1 khoản thu."),
        ("FT004", "Số tham chiếu ngân hàng **FT004**: 1 lần nộp tiền, 1 khoản thu."),
    ],
)
def test_a_remittance_is_told_first_and_its_figures_lead_to_its_payments(
    number: str, said: str
) -> None:
    page = look(number)
    assert said in words(page)
    assert page.header[0].value == "Lần nộp tiền R4"
    assert lines(page)[:2] == ["R4", "FT004"]
    assert "nộp **300.000 ₫** vào tài khoản chuyên thu" in words(page)
    assert metrics(page) == {
        "Số tiền nộp": "300.000 ₫",
        "Số khoản thu": "1",
        "Tổng các khoản thu": "330.000 ₫",
        "Chênh lệch": "−30.000 ₫",
    }
    assert all(each.help for each in page.metric)
    assert rows(page)["amount"].sum() == 330_000
    assert "Cộng các dòng: 330.000 ₫, khớp" in words(page)


@pytest.mark.usefixtures("on_example")
def test_a_row_of_a_remittance_leads_to_its_payment() -> None:
    for payment in rows(look("R2"))["payment_id"]:
        assert f"Khoản thu {payment}" in words(look(payment))


@pytest.mark.usefixtures("on_example")
def test_several_remittances_are_a_list_that_leads_to_each() -> None:
    page = look("R2,FT004")
    shown = rows(page)
    assert shown["remittance_id"].tolist() == ["R2", "R4"]
    assert "2 lần nộp tiền, tổng số tiền **1.563.600 ₫**; 1 lần chênh lệch" in words(page)
    assert shown["remittance_amount"].sum() == 1_563_600
    for _, row in shown.iterrows():
        amount = metrics(look(row["remittance_id"]))["Số tiền nộp"]
        assert amount.replace(".", "") == f"{row['remittance_amount']} ₫"


@pytest.mark.usefixtures("on_example")
def test_words_of_every_kind_add_up_together() -> None:
    page = look("XN0000000011,BL11,P12,BL08,R4,NOTHING1")
    said = words(page)
    assert "**6 mã, số**: tìm thấy 5, không tìm thấy 1; 3 khoản thu" in said
    assert "tổng số tiền **2.624.400 ₫**" in said
    assert "Mã xác nhận **XN0000000011**: 2 khoản thu." in said
    assert "Số biên lai **BL11, BL08**: 2 khoản thu." in said
    assert rows(page)["payment_id"].tolist() == ["P11", "P12", "P08"]
    assert rows(page)["amount"].sum() == 2_624_400
    assert "Cộng các dòng: 2.624.400 ₫, khớp" in said


def test_a_word_found_in_several_ways_shows_all_and_says_so(desk: desks.Desk) -> None:
    desk.hand_in(
        payments=[{"receipt_no": "70"}, {"payment_id": "P2"}, {"payment_id": "P3"}],
        confirmations=[{}, {"payment_id": "P2", "confirmation_code": "7-0"}],
        remittances=[{"bank_ref": "70"}],
        remittance_lines=[{"payment_id": "P3"}],
    )
    page = look("70")
    assert "Trùng với nhiều loại mã, số; hiện tất cả: 70." in page.info[0].value
    said = words(page)
    assert "Khoản thu P1" in said
    assert "Khoản thu P2" in said
    assert "Lần nộp tiền R1" in [each.value for each in page.header]
    assert lines(page)[:2] == ["7-0", "XN1"]


def test_a_receipt_used_twice_has_both_payments_side_by_side(desk: desks.Desk) -> None:
    desk.hand_in(payments=[{"receipt_no": "1"}, {"payment_id": "P2", "receipt_no": "1"}])
    page = look("1")
    assert "Số biên lai **1**: 2 khoản thu." in words(page)
    assert lines(page)[:2] == ["P1", "P2"]


def test_a_receipt_used_very_often_is_a_list_and_its_sum_is_of_all(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = range(case.MOST_DETAILED + 2)
    desk.hand_in(
        payments=[
            {"payment_id": f"P{number}", "receipt_no": "BL", "amount": "1000"} for number in many
        ]
    )
    page = look("BL")
    assert len(rows(page)) == len(many)
    assert "8 khoản thu, tổng số tiền **8.000 ₫**" in words(page)
    monkeypatch.setattr(tables, "LONGEST", 3)
    page = look("BL")
    assert len(rows(page)) == 3
    assert "8 khoản thu, tổng số tiền **8.000 ₫**" in words(page)
    assert "Chỉ liệt kê 3 khoản thu đầu" in words(page)


@pytest.mark.usefixtures("on_example")
def test_a_payment_that_is_not_among_those_found_is_said_to_be_left_aside() -> None:
    page = look(HOUSEHOLD, payment="P01")
    assert "Khoản thu P01 không thuộc kết quả tra cứu này" in page.warning[0].value
    assert "Khoản thu P11" in words(page)
    assert not look(HOUSEHOLD, payment="P11").warning


def test_what_may_be_a_persons_is_looked_up_and_stays_out_of_the_address(
    desk: desks.Desk,
) -> None:
    desk.hand_in(payments=[{"social_insurance_no": NUMBER, "participant_name": "Le Thi Lan"}])
    page = typed(f"Le Thi Lan {NUMBER}, XN404")
    assert page.query_params == {"code": "XN404"}
    said = page.warning[0].value
    assert "Không tìm thấy: Le, Thi, Lan, 0123456789, XN404" in said
    assert "“Tìm theo người tham gia”" in said


def test_a_number_of_a_record_goes_into_the_address_however_it_looks(desk: desks.Desk) -> None:
    desk.hand_in(payments=[{"receipt_no": NUMBER}])
    page = typed(f"{NUMBER} 9876543210")
    assert page.query_params == {"code": NUMBER}
    assert f"Số biên lai **{NUMBER}**: 1 khoản thu." in words(page)
    assert "Không tìm thấy: 9876543210." in page.warning[0].value
    page.run()
    assert "Không tìm thấy: 9876543210." in page.warning[0].value


@pytest.mark.usefixtures("on_example")
def test_a_director_finds_nothing_of_another_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00101"]))
    page = look("P11,BL11,R3,FT003")
    assert "Không tìm thấy: P11, BL11, R3, FT003." in page.warning[0].value
    assert not sent_tables.of(page)


def test_what_imports_changed_is_told_in_the_words_of_the_screen(desk: desks.Desk) -> None:
    desk.hand_in(
        payments=[{"voided_at": ""}],
        confirmations=[{}],
        remittances=[{}, {"remittance_id": "R2", "remitted_at": "2026-08-21T10:00:00+07:00"}],
        remittance_lines=[{}],
    )
    assert "Chưa có lần nạp nào làm thay đổi" in words(look("XN1"))
    desk.hand_in(
        payments=[{"amount": "900000", "voided_at": "2026-08-21T16:00:00+07:00"}],
        confirmations=[{"notified_by": "sms"}],
        remittance_lines=[{"remittance_id": "R2"}],
    )
    page = look("XN1")
    shown = rows(page, -1)
    told = shown[["what", "column", "earlier", "later"]].to_numpy().tolist()
    assert [[cell.replace("\u00a0", " ") for cell in row] for row in told] == [
        ["Khoản thu P1", "Số tiền", "972.000 ₫", "900.000 ₫"],
        ["Khoản thu P1", "Hủy lúc", "—", "21/08/2026 16:00:00"],
        ["Mã xác nhận của khoản thu P1", "Hình thức thông báo", "—", "tin nhắn"],
        ["Lần nộp tiền của khoản thu P1", "Lần nộp tiền", "R1", "R2"],
    ]
    runs = desk.column("SELECT run_id FROM import_runs ORDER BY 1 DESC LIMIT 1")
    assert shown["run_id"].unique().tolist() == [str(run) for run in runs]
    assert "Chưa có lần nạp nào" not in words(page)


def test_a_remittance_that_was_corrected_has_its_history(desk: desks.Desk) -> None:
    desk.hand_in(remittances=[{"org_code": "BI0001"}])
    desk.hand_in(remittances=[{"org_code": "IS0002"}])
    (row,) = rows(look("R1", lang="en"), -1).itertuples()
    assert (row.what, row.column) == ("Remittance R1", "Collection organisation")
    assert row.earlier == "Tổ chức thu số Một (BI0001)"
    assert row.later == "Công ty Bảo hiểm số Hai (IS0002)"


@pytest.mark.usefixtures("on_example")
def test_in_english_every_word_of_ours_is_english() -> None:
    page = look("BL11,FT004", payment="P11", lang="en")
    said = words(page)
    assert "**2 codes and numbers** looked up: 2 found, 0 not found" in said
    assert "Receipt number **BL11**: 1 payment." in said
    assert "Bank reference **FT004**: 1 remittance, 1 payment." in said
    assert "No import has changed these records" in said


SEARCHES: Final = "SELECT who, page, kind, office_codes, asked, found FROM search_log ORDER BY 1, 5"


def test_what_is_not_found_is_noted_once_a_lookup(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A payment of another office and one that there is not leave the same entry."""
    desk.hand_in(payments=[{}, {"payment_id": "P2", "office_code": "00110"}])
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00101"]))
    page = look("P1,P2,P9")
    page.run()
    page.button(key="language").click().run()
    assert desk.ask(SEARCHES) == [(access.person(), "lookup", "key", ["00101"], 2, 0)]
    for key in ("P2", "P9"):
        page.text_area(key=codes.KEY).input(key)
        page.button(key="look_up").click().run()
    entry = (access.person(), "lookup", "key", ["00101"], 1, 0)
    assert sorted(desk.ask(SEARCHES))[:2] == [entry, entry]


def test_what_is_found_leaves_no_entry(desk: desks.Desk) -> None:
    desk.hand_in(payments=[{}], confirmations=[{}])
    assert not look("XN1").warning
    assert desk.ask(SEARCHES) == []


def test_where_the_entry_cannot_be_written_nothing_is_answered(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.hand_in(payments=[{}])

    def fail(_entry: Any) -> None:
        raise store.Down

    monkeypatch.setattr(access, "append", fail)
    page = look("P1,P9")
    assert "Cơ sở dữ liệu không trả lời" in page.error[0].value
    assert "P9" not in words(page)
    assert not sent_tables.of(page)
