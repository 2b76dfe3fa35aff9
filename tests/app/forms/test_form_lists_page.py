"""The lists of the page of form 01-XN: every figure leads to the rows that it is made of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.builders.rows import Confirmation, Dispatch, Payment, at
from support.screens import copied, sent_tables
from support.screens import forms as screens_forms

from dashboard import access
from dashboard.components import paging
from dashboard.forms import rows as form_rows
from data import scope
from queries.forms import payments

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

    import pandas as pd
    from support import databases


DAY: Final = {"date": "2026-08-21"}
RANGE: Final = {"from": "2026-08-20", "to": "2026-08-27"}
LISTS: Final = (
    "status_on_time", "status_late", "status_missing", "status_mismatched",
    "kind_payments", "kind_late_recorded", "kind_adjustments",
)  # fmt: skip
# Which columns tell a list from the other tables of the page.
COLUMNS: Final = {"status": ("status_label",), "kind": ("payment_id", "paid_at")}


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch, example_shown: None) -> None:  # noqa: ARG001
    """Look at the worked example when all of its days are over."""
    monkeypatch.setenv("BHXH_TODAY", "2026-09-04")


@pytest.mark.parametrize("control", LISTS)
@pytest.mark.parametrize(
    "address", [DAY, RANGE, RANGE | {"office": "00101"}, RANGE | {"org": "BI0001"}]
)
def test_a_figure_leads_to_as_many_rows_as_it_says(
    show: Any, address: dict[str, str], control: str
) -> None:
    page = show(**address)
    figure = screens_forms.number(screens_forms.controls(page)[control])
    button = page.button(key=control)
    assert button.disabled == (figure == 0)
    param, value = control.split("_", 1)
    page = show(**address, **{param: value})
    said = screens_forms.words(page)
    assert f"Danh sách có {figure} dòng, khớp với số liệu ở trên" in said
    rows = [part.value for part in sent_tables.of(page)]
    listed = [part for part in rows if set(COLUMNS[param]) <= set(part.columns)]
    assert sum(map(len, listed)) == figure


@pytest.mark.parametrize(
    ("kind", "label"), [("payments", "Số tiền"), ("adjustments", "Tiền điều chỉnh")]
)
def test_the_money_of_a_list_is_the_figure_above_it(show: Any, kind: str, label: str) -> None:
    page = show(**RANGE, kind=kind)
    amount = screens_forms.metrics(page)[label]
    assert f"Cộng các dòng: {amount}, khớp với số liệu ở trên" in screens_forms.words(page)
    rows = screens_forms.table(page, "payment_id", "paid_at")
    assert abs(int(rows["amount"].sum())) == screens_forms.number(amount)


def test_a_control_writes_its_list_into_the_address_and_closing_takes_it_away(show: Any) -> None:
    page = show(**DAY, sort="-amount")
    page.button(key="status_late").click().run()
    assert page.query_params == {**DAY, "status": "late"}
    page.button(key="kind_late_recorded").click().run()
    assert page.query_params == {**DAY, "kind": "late_recorded"}
    page.button(key="close_list").click().run()
    assert page.query_params == DAY


def test_a_form_in_a_list_has_what_was_sent_beside_the_store(show: Any) -> None:
    rows = screens_forms.table(show(**RANGE, status="mismatched"), "status_label")
    assert rows["office_name"].tolist() == ["BHXH quận Ba Đình", "BHXH quận Ba Đình"]
    assert rows["org_name"].tolist() == ["Tổ chức thu số Một", "Công ty Bảo hiểm số Hai"]
    assert rows["status_label"].tolist() == ["✓ Gửi đúng hạn, ≠ Không khớp"] * 2
    assert rows["codes_difference"].tolist() == [0, 1]
    assert rows["amount_difference"].tolist() == [1, 990_000]
    assert rows["day"].map(str).tolist() == ["2026-08-20", "2026-08-21"]


def test_a_late_form_says_by_how_much(show: Any) -> None:
    (late,) = screens_forms.table(show(**DAY, status="late"), "status_label").to_dict("records")
    assert late["late_seconds"] == "1 giây"
    assert late["first_sent_at"].isoformat() == "2026-08-22T08:00:01+07:00"


def test_a_payment_that_was_recorded_late_says_by_how_much(show: Any) -> None:
    (late,) = screens_forms.table(show(**DAY, kind="late_recorded"), "late_days").to_dict("records")
    assert (late["payment_id"], late["late_days"], late["late_minutes"]) == ("P02", 1, "5 phút")


def test_an_adjustment_has_the_day_of_its_form_and_the_day_of_its_void(show: Any) -> None:
    (void,) = screens_forms.table(show(date="2026-08-24", kind="adjustments"), "voided_at").to_dict(
        "records"
    )
    assert void["amount"] == -486_000
    assert void["recorded_at"].isoformat() == "2026-08-21T11:10:00+07:00"
    assert void["voided_at"].isoformat() == "2026-08-24T09:00:00+07:00"


def test_the_sendings_of_a_form_stand_side_by_side_with_the_store(show: Any) -> None:
    page = show(date="2026-08-20", office="00101", org="BI0001")
    rows = screens_forms.table(page, "sent_at")
    assert rows["late_seconds"].tolist() == ["✓ Đúng hạn", "△ Muộn 1 giờ 15 phút"]
    assert rows["match"].tolist() == ["= Khớp", "≠ Không khớp"]
    assert rows["sent_amount"].tolist() == [972_000, 972_001]
    assert rows["amount"].tolist() == [972_000, 972_000]
    assert rows["amount_difference"].tolist() == [0, 1]
    assert "Lần gửi cuối chênh lệch so với hệ thống 0 mã, 1 ₫." in screens_forms.words(page)


def test_a_form_that_was_not_sent_says_whether_it_was_due(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = {**DAY, "office": "00110", "org": "BI0001"}
    assert "Chưa gửi mẫu; hạn gửi trước 08:00 ngày 22/08/2026" in show(**form).error[0].value
    monkeypatch.setenv("BHXH_TODAY", "2026-08-21")
    page = show(**form)
    assert "chưa đến hạn" in page.info[0].value
    assert not page.error


def test_before_eight_the_missing_forms_are_those_not_yet_due(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-08-21")
    page = show(**DAY, status="missing")
    assert page.header[0].value == "Mẫu 01-XN: Chưa đến hạn"
    assert screens_forms.table(page, "status_label")["status_label"].tolist() == ["○ Chưa đến hạn"]


def test_a_range_tells_what_is_missing_from_what_is_not_yet_due(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-08-22")
    page = show(**{"from": "2026-08-20", "to": "2026-08-22"})
    shown = screens_forms.controls(page)
    assert (shown["status_missing"], shown["status_not_due"]) == ("Chưa gửi: 1", "Chưa đến hạn: 1")
    listed = show(**{"from": "2026-08-20", "to": "2026-08-22"}, status="not_due")
    assert screens_forms.table(listed, "status_label")["day"].map(str).tolist() == ["2026-08-22"]


def test_a_state_without_forms_says_so(show: Any) -> None:
    page = show(date="2026-08-20", status="missing")
    assert "Không có mẫu nào ở tình trạng này" in page.info[0].value


def test_a_list_of_forms_has_all_products_and_says_so(show: Any) -> None:
    page = show(**DAY, status="late", product="IS")
    assert "không gửi theo loại hình" in page.warning[0].value
    assert len(screens_forms.table(page, "status_label")) == 1


def test_a_list_that_differs_from_its_figure_says_so(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = payments.totals

    def off_by_one(*args: Any, **kwargs: Any) -> pd.DataFrame:
        found: pd.DataFrame = ask(*args, **kwargs) + 1
        return found

    monkeypatch.setattr(payments, "totals", off_by_one)
    page = show(**DAY, kind="payments")
    assert "Danh sách có 8 dòng, số liệu ở trên là 7" in page.error[0].value
    assert "không khớp với số liệu ở trên (4.704.000" in page.error[1].value


def test_the_codes_to_copy_are_asked_for_when_they_are_opened(show: Any) -> None:
    page = show(**DAY, office="00101", org="BI0001")
    assert len(copied.of(page)) == 1
    page.session_state["codes_to_copy"] = True
    page.run()
    assert copied.of(page)[0].value.split() == ["XN0000000002", "XN0000000003", "XN0000000005"]


def test_very_many_codes_are_cut_with_a_sentence(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_rows, "MOST_CODES", 2)
    page = show(**DAY, kind="payments")
    page.session_state["codes_to_copy"] = True
    page.run()
    assert copied.of(page)[0].value.split() == ["XN0000000002", "XN0000000003"]
    assert "2 mã đầu trong tổng số 6 mã" in screens_forms.words(page)


def test_a_long_list_is_shown_page_by_page_and_its_totals_are_of_everything(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "ROWS", 3)
    page = show(**DAY, kind="payments", page="3", sort="-amount")
    assert screens_forms.table(page, "payment_id", "paid_at")["amount"].tolist() == [330_000]
    assert any("Dòng 7 đến 7 trong tổng số 7" in each.foot for each in sent_tables.of(page))
    assert "Cộng các dòng: 4.704.000 ₫, khớp với số liệu ở trên" in screens_forms.words(page)


def test_the_lists_of_another_scope_have_its_own_office_alone(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    page = show(**DAY, kind="payments")
    assert screens_forms.table(page, "payment_id", "paid_at")["payment_id"].tolist() == [
        "P08", "P11", "P12",
    ]  # fmt: skip
    forms = screens_forms.table(show(**DAY, status="missing"), "status_label")
    assert forms["office_name"].tolist() == ["BHXH huyện Sóc Sơn"]


def test_a_sending_of_a_day_without_codes_is_shown_although_nothing_was_due(
    show: Any,
    use_store: Callable[[str], None],
    made: databases.Databases,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = at("2026-08-22 09:00")
    rows = (
        Payment(), Confirmation(), Dispatch(),
        Payment("P02", paid_at=later), Confirmation("XN2", "P02", later),
        Dispatch(report_date=dt.date(2026, 8, 21), sent_at=later, codes=3, amount=5),
    )  # fmt: skip
    with screens_forms.store(made, tmp_path, *rows) as name:
        use_store(name)
        monkeypatch.setenv("BHXH_TODAY", "2026-08-24")
        page = show(**DAY, office="00101", org="BI0001")
        assert "Không phát sinh" in page.info[0].value
        (sent,) = screens_forms.table(page, "sent_at").to_dict("records")
        assert (sent["sent_codes"], sent["codes"], sent["codes_difference"]) == (3, 0, 3)
        assert "không có mẫu phải gửi" in screens_forms.words(page)


def test_the_lists_speak_english_too(show: Any) -> None:
    page = show(**DAY, status="late", lang="en")
    assert page.header[0].value == "Forms 01-XN: Sent late"
    assert screens_forms.table(page, "status_label")["late_seconds"].tolist() == ["1 second"]
