"""One case on the page of differences: what it says, where it leads, whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.screens import exceptions, sent_tables
from support.screens.exceptions import EVENING, Show, said, sides, ways

from dashboard import access
from data import scope

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest
    from support import desks


@pytest.fixture
def show(visit: Any, monkeypatch: pytest.MonkeyPatch) -> Show:
    def run(**address: str) -> AppTest:
        monkeypatch.setenv("BHXH_TODAY", exceptions.TODAY)
        shown: AppTest = visit("exceptions", **address)
        return shown

    return run


@pytest.mark.usefixtures("example_shown")
def test_the_way_up_leads_from_a_case_to_its_kind_and_to_all(show: Show) -> None:
    page = show(**EVENING, kind="overdue", case="P07", page="1")
    page.button(key="trail_1").click().run()
    assert "case" not in page.query_params
    assert page.query_params["kind"] == "overdue"
    page.button(key="trail_0").click().run()
    assert "kind" not in page.query_params


@pytest.mark.usefixtures("example_shown")
def test_another_kind_or_office_lets_go_of_the_case(show: Show) -> None:
    page = show(**EVENING, kind="overdue", case="P07")
    page.selectbox(key="pick_kind").select("unrecorded").run()
    assert "case" not in page.query_params
    assert page.query_params["kind"] == "unrecorded"
    page = show(**EVENING, kind="overdue", case="P07")
    page.selectbox(key="pick_office").select("00101").run()
    assert "case" not in page.query_params


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize(
    ("kind", "case", "sentence", "beside"),
    [
        (
            "remittance_differs",
            "R4",
            "Số tiền nộp 300.000 ₫, ít hơn tổng các khoản thu được nộp (330.000 ₫) là 30.000 ₫.",
            ("300.000 ₫", "330.000 ₫", "30.000 ₫"),
        ),
        (
            "overdue",
            "P07",
            "990.000 ₫ thu ngày 21/08/2026, sau 7 ngày làm việc chưa nộp",
            ("990.000 ₫", "7", "3"),
        ),
        ("unrecorded", "P07", "990.000 ₫ thu ngày 21/08/2026", ("990.000 ₫", "21/08/2026", "13")),
        (
            "form_missing",
            "00110/BI0001/2026-08-21",
            "Mẫu 01-XN ngày 21/08/2026 phải gửi trước 22/08/2026 08:00:00",
            ("22/08/2026 08:00:00", "2", "2.624.400 ₫"),
        ),
        (
            "form_late",
            "00101/BI0001/2026-08-21",
            "gửi lúc 22/08/2026 08:00:01, hạn gửi là 22/08/2026 08:00:00",
            ("22/08/2026 08:00:01", "22/08/2026 08:00:00", "1.749.600 ₫"),
        ),
        (
            "form_mismatched",
            "00101/BI0001/2026-08-20",
            "ghi 1 mã, 972.001 ₫; hệ thống có 1 mã, 972.000 ₫",
            ("1", "1", "972.001 ₫", "972.000 ₫"),
        ),
        (
            "not_informed",
            "P12",
            "Mã xác nhận XN0000000011 đã cấp cho 680.400 ₫",
            ("XN0000000011", "680.400 ₫", "21/08/2026"),
        ),
    ],
)
def test_a_case_says_what_differs_with_both_sides(
    show: Show, kind: str, case: str, sentence: str, beside: tuple[str, ...]
) -> None:
    page = show(**EVENING, kind=kind, case=case)
    assert sentence in said(page)
    assert tuple(sides(page).values()) == beside
    assert not page.error


@pytest.mark.usefixtures("example_shown")
def test_a_payment_leads_to_the_lookup_and_to_the_lag_of_its_agent(show: Show) -> None:
    found = ways(show(**EVENING, kind="not_informed", case="P12"))
    assert found["Khoản thu P12"] == "code=XN0000000011&payment=P12"
    lag = found["Tình hình nộp tiền: Tổ chức thu số Một"]
    assert lag == "org=BI0001&collector=NVT002&from=2026-08-20&to=2026-08-31&as_of=2026-09-03"


@pytest.mark.usefixtures("example_shown")
def test_a_form_leads_to_its_day_and_a_remittance_to_the_lookup(show: Show) -> None:
    found = ways(show(**EVENING, kind="form_late", case="00101/BI0001/2026-08-21"))
    assert found["Mẫu 01-XN ngày 21/08/2026"] == "date=2026-08-21&office=00101&org=BI0001"
    found = ways(show(**EVENING, kind="remittance_differs", case="R4", lang="en"))
    assert found["Remittance R4"] == "code=R4&lang=en"


@pytest.mark.usefixtures("example_shown")
def test_a_case_that_does_not_stand_differs_from_one_that_does(show: Show) -> None:
    page = show(**EVENING, kind="overdue", case="P01")
    assert "Tính đến hết ngày 03/09/2026 không có chênh lệch này" in page.info[0].value
    assert not page.text_area
    assert not page.metric
    page = show(**EVENING | {"as_of": "2026-08-24"}, kind="overdue", case="P07")
    assert "24/08/2026" in page.info[0].value


@pytest.fixture
def twice(desk: desks.Desk) -> None:
    """Have the dashboard show a receipt that two offices share."""
    shared = {"receipt_no": "BL1"}
    desk.hand_in(payments=[shared, {**shared, "payment_id": "Q2", "office_code": "00110"}])


@pytest.mark.usefixtures("twice")
def test_a_director_is_told_which_office_to_ask_and_no_id(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00101"]))
    page = show(**EVENING, kind="receipt_twice", case="P1")
    assert not page.exception
    assert "một khoản thu của đơn vị khác trùng số biên lai" in said(page)
    assert "Đơn vị cần liên hệ: BHXH huyện Sóc Sơn." in said(page)
    assert list(sides(page).values())[:2] == ["P1", "thuộc BHXH huyện Sóc Sơn"]
    assert "Q2" not in said(page) + str(ways(page)) + str(sides(page))
    listed = show(**EVENING, kind="receipt_twice")
    assert sent_tables.of(listed)[-1].value["other"].tolist() == ["thuộc BHXH huyện Sóc Sơn"]
    assert "Q2" not in said(listed) + sent_tables.of(listed)[-1].value.to_csv()
    # Asked for by name it is of no case that may be seen.
    assert (
        "không có chênh lệch này" in show(**EVENING, kind="receipt_twice", case="Q2").info[0].value
    )


@pytest.mark.usefixtures("twice")
def test_the_city_sees_the_other_payment_and_follows_its_link(show: Show) -> None:
    page = show(**EVENING, kind="receipt_twice", case="P1")
    assert "Khoản thu P1 và khoản thu Q2 trùng số biên lai." in said(page)
    assert list(sides(page).values())[:2] == ["P1", "Q2"]
    assert ways(page)["Khoản thu Q2"] == "code=Q2"
