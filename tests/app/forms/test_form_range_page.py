"""The page of form 01-XN for a range of days, and by product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pytest
from support.screens import forms, sent_tables

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


RANGE: Final = {"from": "2026-08-18", "to": "2026-08-26"}
FIGURES: Final = ("codes", "payments", "amount", "adjustment_amount", "net_amount")


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch, example_shown: None) -> None:  # noqa: ARG001
    """Look at the worked example when all of its days are over."""
    monkeypatch.setenv("BHXH_TODAY", "2026-09-04")


def by_day(page: AppTest) -> pd.DataFrame:
    return forms.table(page, "day", "note")


def shown_figures(page: AppTest) -> list[int]:
    return [forms.number(value) for value in forms.metrics(page).values()]


def test_the_figures_of_a_range_are_the_sums_of_its_days_and_of_its_offices(show: Any) -> None:
    page = show(**RANGE)
    assert forms.metrics(page) == {
        "Mã xác nhận": "8",
        "Khoản thu": "9",
        "Số tiền": "6.356.400 ₫",
        "Tiền điều chỉnh": "−486.000 ₫",
        "Sau điều chỉnh": "5.870.400 ₫",
    }
    for rows in (by_day(page), forms.table(page, "key")):
        assert [abs(int(rows[name].sum())) for name in FIGURES] == shown_figures(page)


def test_each_day_of_a_range_is_what_the_page_of_that_day_shows(show: Any) -> None:
    rows = by_day(show(**RANGE))
    for day in rows[rows["note"] == "✓ Đã nhận"].to_dict("records"):
        page = show(date=day["day"].isoformat())
        assert shown_figures(page) == [abs(int(day[name])) for name in FIGURES]


def test_a_day_without_codes_is_told_from_one_without_data(show: Any) -> None:
    rows = by_day(show(**{"from": "2026-08-18", "to": "2026-09-05"})).set_index("day")
    rows.index = rows.index.map(str)
    assert rows["note"].map(lambda note: note.split(" ", 1)[1]).to_dict() == (
        dict.fromkeys(["2026-08-18", "2026-08-19"], "Không có số liệu")
        | dict.fromkeys(["2026-08-20", "2026-08-21", "2026-08-22"], "Đã nhận")
        | {"2026-08-23": "Không phát sinh", "2026-08-24": "Đã nhận"}
        | dict.fromkeys(["2026-08-25", "2026-08-26"], "Không phát sinh")
        | {"2026-08-27": "Đã nhận"}
        | dict.fromkeys([f"2026-08-{day}" for day in range(28, 32)], "Không nhận được")
        | dict.fromkeys(["2026-09-01", "2026-09-02", "2026-09-03"], "Không nhận được")
        | {"2026-09-04": "Chưa kết thúc", "2026-09-05": "Chưa đến"}
    )
    assert rows.loc["2026-08-25", "codes"] == 0
    assert rows.loc[["2026-08-19", "2026-08-31", "2026-09-05"], "codes"].isna().all()


def test_a_range_says_what_of_it_is_not_known(show: Any) -> None:
    said = forms.words(show(**{"from": "2026-08-18", "to": "2026-09-04"}))
    assert "Số liệu trong hệ thống bắt đầu từ ngày 20/08/2026." in said
    assert "Chưa nhận được số liệu của các ngày sau ngày 27/08/2026." in said
    assert "Hôm nay chưa kết thúc" in said


def test_the_switch_leads_from_a_day_to_its_month_and_back_to_the_last_day(show: Any) -> None:
    page = show(date="2026-08-21", office="00101")
    page.segmented_control(key="pick_span").set_value("range").run()
    assert page.query_params == {"from": "2026-08-01", "to": "2026-08-21", "office": "00101"}
    page.segmented_control(key="pick_span").set_value("day").run()
    assert page.query_params == {"date": "2026-08-21", "office": "00101"}


def test_half_a_range_in_the_address_is_written_in_full(show: Any) -> None:
    page = show(to="2026-08-24")
    assert page.query_params == {"from": "2026-05-27", "to": "2026-08-24"}


def test_the_longest_range_is_shown_and_a_longer_one_refused(show: Any) -> None:
    days = {"from": "2025-08-27", "to": "2026-08-27"}
    longest = [by_day(show(**days)), by_day(show(**days, **{"page.days": "2"}))]
    assert [len(page) for page in longest] == [200, 166]
    assert pd.concat(longest)["day"].is_monotonic_increasing
    longer = show(**{"from": "2025-08-26", "to": "2026-08-27"})
    assert "là 367 ngày; mỗi lần xem tối đa 366 ngày" in longer.warning[0].value
    assert not longer.metric
    assert not longer.exception


def test_a_range_the_wrong_way_round_is_turned_with_a_notice(show: Any) -> None:
    page = show(**{"from": "2026-08-26", "to": "2026-08-18"})
    assert "từ 18/08/2026 đến 26/08/2026" in page.warning[0].value
    assert forms.metrics(page)["Mã xác nhận"] == "8"


@pytest.mark.parametrize(
    ("days", "kind", "said"),
    [
        ("2026-08-25 2026-08-26", "info", "Không phát sinh: từ ngày 25/08/2026"),
        ("2026-08-28 2026-09-03", "warning", "Không nhận được số liệu của các ngày từ 28/08/2026"),
        ("2026-09-04 2026-09-30", "info", "đến thời điểm này chưa nhận được"),
        ("2026-09-05 2026-09-30", "info", "Chưa đến các ngày từ 05/09/2026"),
        ("2026-08-01 2026-08-19", "info", "Hệ thống không có số liệu từ ngày 01/08/2026"),
    ],
)
def test_a_range_without_figures_says_why(show: Any, days: str, kind: str, said: str) -> None:
    start, end = days.split()
    page = show(**{"from": start, "to": end})
    assert said in getattr(page, kind)[0].value
    assert not page.metric


def test_an_office_that_never_had_data_is_not_taken_for_one_without_codes(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from queries.forms import days as days_of_form

    first = days_of_form.first
    monkeypatch.setattr(days_of_form, "first", lambda c, office: first(c, office=office).head(0))
    page = show(date="2026-08-25", office="00110")
    assert "Hệ thống chưa từng có số liệu" in page.warning[0].value


def test_the_kinds_of_rows_are_offered_and_what_follows_is_not_written(show: Any) -> None:
    page = show(date="2026-08-21")
    page.selectbox(key="pick_by").select("org").run()
    assert page.query_params == {"date": "2026-08-21", "by": "org"}
    assert sent_tables.of(page)[0].value["key"].tolist() == ["BI0001", "IS0002"]
    page.selectbox(key="pick_by").select("office").run()
    assert page.query_params == {"date": "2026-08-21"}


def test_by_product_there_is_nothing_about_sending_and_each_product_is_its_own_page(
    show: Any,
) -> None:
    page = show(**RANGE, by="product")
    rows = sent_tables.of(page)[0].value
    assert rows["key"].tolist() == ["AR", "BI", "IS"]
    assert rows["name"].tolist()[2] == "BHXH tự nguyện"
    assert not {"dispatched_late", "mismatched", "not_dispatched"} & set(rows.columns)
    for row in rows.to_dict("records"):
        of_one = show(**RANGE, product=row["key"])
        assert shown_figures(of_one) == [abs(int(row[name])) for name in FIGURES]
        assert not any(key.startswith("status_") for key in forms.controls(of_one))
        assert "mẫu 01-XN của các ngày" not in forms.words(of_one).lower()


def test_the_amounts_of_the_products_add_up_to_everything(show: Any) -> None:
    page = show(date="2026-08-21", by="product", office="00101")
    rows = sent_tables.of(page)[0].value
    assert int(rows["amount"].sum()) == shown_figures(page)[2]
    assert forms.controls(page)["status_late"] == "Gửi muộn: 1"


def test_below_an_office_and_organisation_a_range_shows_days_and_payments(show: Any) -> None:
    page = show(**RANGE, office="00101", org="BI0001")
    assert forms.table(page, "payment_id", "paid_at")["payment_id"].tolist() == [
        "P01", "P02", "P03", "P05",
    ]  # fmt: skip
    assert len(by_day(page)) == 9
    assert not forms.has_table(page, "sent_at")
    assert page.selectbox(key="pick_by").value == ""


@pytest.mark.parametrize("param", ["from", "to", "by", "product", "kind", "status"])
@pytest.mark.parametrize(
    "value",
    ["'; DROP TABLE payments --", "<b>x</b>", "\u202e", "9" * 500, "2026-02-30", "collector"],
)
def test_a_strange_value_in_the_address_is_said_and_replaced(
    show: Any, param: str, value: str
) -> None:
    page = show(**(RANGE | {param: value}))
    assert not page.exception
    assert not page.error
    assert page.warning


def test_a_range_in_english(show: Any) -> None:
    page = show(**RANGE, lang="en")
    assert "From 18/08/2026 to 26/08/2026" in forms.words(page)
    assert forms.metrics(page)["After adjustments"] == "5,870,400 ₫"
