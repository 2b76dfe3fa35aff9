"""The page of form 01-XN on real stores: filled, empty, under another scope, in English."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pytest
from support.screens import copied, forms, sent_tables

from dashboard import access
from data import scope

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


EXPECTED: Final = pathlib.Path(__file__).parents[2] / "data" / "worked-example" / "expected"


def expected(name: str) -> pd.DataFrame:
    return pd.read_csv(EXPECTED / f"01-xn.{name}.csv", dtype={"key": "string"}).set_index("key")


def sentences(page: AppTest) -> str:
    return "\n".join(part.value for part in page.markdown)


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


@pytest.mark.parametrize("day", ["2026-08-20", "2026-08-21", "2026-08-24", "2026-08-27"])
@pytest.mark.usefixtures("example_shown")
def test_the_table_of_a_day_is_what_the_worked_example_expects(
    show: Any, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-09-04")
    page = show(date=day)
    shown = sent_tables.of(page)[0].value.set_index("key")
    wanted = expected(f"{day}.by-office")
    pd.testing.assert_frame_equal(shown[wanted.columns], wanted, check_dtype=False)


@pytest.mark.usefixtures("example_shown")
def test_the_figures_above_the_table_are_the_sums_of_its_rows(show: Any) -> None:
    page = show(date="2026-08-21")
    assert metrics(page) == {
        "Mã xác nhận": "6",
        "Khoản thu": "7",
        "Số tiền": "4.704.000\u00a0₫",
        "Tiền điều chỉnh": "0\u00a0₫",
        "Sau điều chỉnh": "4.704.000\u00a0₫",
    }


@pytest.mark.usefixtures("example_shown")
def test_the_sentence_says_day_codes_money_and_how_many_forms_went_out(show: Any) -> None:
    page = show(date="2026-08-21")
    said = sentences(page)
    assert "Thứ Sáu, ngày 21/08/2026" in said
    assert "6 mã xác nhận của 7 khoản thu" in said
    assert "đã gửi đúng hạn 1/3 mẫu" in said
    assert forms.controls(page) == {
        "status_on_time": "Gửi đúng hạn: 1",
        "status_late": "Gửi muộn: 1",
        "status_missing": "Chưa gửi: 1",
        "status_mismatched": "Không khớp: 1",
        "kind_payments": "Khoản thu: 7",
        "kind_late_recorded": "Nộp từ ngày trước: 1",
        "kind_adjustments": "Điều chỉnh giảm: 0",
    }
    assert page.button(key="kind_adjustments").disabled


@pytest.mark.usefixtures("example_shown")
def test_without_a_day_the_page_shows_yesterday_and_writes_it_in_full(show: Any) -> None:
    page = show()
    assert page.query_params["date"] == "2026-08-21"


@pytest.mark.usefixtures("example_shown")
def test_an_office_leads_to_its_organisations_and_these_to_their_payments(show: Any) -> None:
    page = show(date="2026-08-21")
    page.selectbox(key="pick_office").select("00101").run()
    assert page.query_params == {"date": "2026-08-21", "office": "00101"}
    assert sent_tables.of(page)[0].value["key"].tolist() == ["BI0001", "IS0002"]

    page.selectbox(key="pick_org").select("BI0001").run()
    assert page.query_params == {"date": "2026-08-21", "office": "00101", "org": "BI0001"}
    assert forms.table(page, "payment_id")["payment_id"].tolist() == ["P02", "P03", "P05"]
    assert any("1.749.600\u00a0₫, khớp với số liệu ở trên" in c.value for c in page.caption)


@pytest.mark.usefixtures("example_shown")
def test_an_organisation_leads_to_its_offices_and_these_to_their_payments(show: Any) -> None:
    page = show(date="2026-08-21", org="BI0001")
    assert sent_tables.of(page)[0].value["key"].tolist() == ["00101", "00110"]
    page.selectbox(key="pick_office").select("00110").run()
    assert forms.table(page, "payment_id")["payment_id"].tolist() == ["P08", "P11", "P12"]


@pytest.mark.usefixtures("example_shown")
def test_the_trail_leads_back_up(show: Any) -> None:
    page = show(date="2026-08-21", office="00101", org="BI0001")
    page.button(key="trail_1").click().run()
    assert page.query_params == {"date": "2026-08-21", "office": "00101"}
    page.button(key="trail_0").click().run()
    assert page.query_params == {"date": "2026-08-21"}


@pytest.mark.usefixtures("example_shown")
def test_the_day_before_and_after_are_one_step_away(show: Any) -> None:
    page = show(date="2026-08-21")
    page.button(key="pick_date_previous").click().run()
    assert page.query_params["date"] == "2026-08-20"
    page.button(key="pick_date_next").click().run()
    assert page.query_params["date"] == "2026-08-21"


@pytest.mark.usefixtures("example_shown")
def test_a_later_void_stands_apart_as_a_negative_amount(show: Any) -> None:
    page = show(date="2026-08-24", office="00101", org="BI0001")
    assert page.header[0].value == "Điều chỉnh giảm (hủy biên lai)"
    assert sent_tables.of(page)[0].value["amount"].tolist() == [-486_000]
    assert metrics(page)["Sau điều chỉnh"] == "−486.000\u00a0₫"


@pytest.mark.usefixtures("example_shown")
def test_before_eight_on_the_next_day_a_form_is_not_yet_due(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-08-21")
    page = show(date="2026-08-21")
    assert forms.controls(page)["status_not_due"] == "Chưa đến hạn: 1"
    assert "status_missing" not in forms.controls(page)
    assert "not_dispatched" not in sent_tables.of(page)[0].value
    assert sent_tables.of(page)[0].value["not_yet_due"].tolist() == [0, 1]
    assert "Ngày chưa kết thúc" in sentences(page)


@pytest.mark.parametrize(
    ("day", "kind", "said"),
    [
        ("2026-08-19", "info", "Hệ thống không có số liệu của ngày 19/08/2026"),
        ("2026-08-25", "info", "Không phát sinh: ngày 25/08/2026"),
        ("2026-09-03", "warning", "Không nhận được số liệu của ngày 03/09/2026"),
        ("2026-09-05", "info", "Chưa có số liệu"),
        ("2026-09-06", "info", "Chưa đến ngày 06/09/2026"),
    ],
)
@pytest.mark.usefixtures("example_shown")
def test_a_day_without_figures_says_why(
    show: Any,
    monkeypatch: pytest.MonkeyPatch,
    day: str,
    kind: str,
    said: str,
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-09-05")
    page = show(date=day)
    assert said in getattr(page, kind)[0].value
    assert not page.metric


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_says_how_to_load_data(show: Any) -> None:
    page = show()
    assert "chưa có dữ liệu" in page.info[0].value
    assert copied.of(page)[0].value == "bhxh-monitor import THƯ_MỤC"


@pytest.mark.usefixtures("example_shown")
def test_another_scope_shows_its_own_office_alone(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    assert sent_tables.of(show(date="2026-08-21"))[0].value["key"].tolist() == ["00110"]
    elsewhere = show(date="2026-08-21", office="00101")
    assert not sent_tables.of(elsewhere)
    assert not elsewhere.exception


@pytest.mark.usefixtures("example_shown")
def test_in_english_every_word_of_ours_is_english(show: Any) -> None:
    page = show(date="2026-08-21", lang="en")
    assert page.title[0].value == "Form 01-XN by day"
    assert metrics(page)["Amount"] == "4,704,000\u00a0₫"
    assert "6 confirmation codes recorded for 7 payments" in sentences(page)


@pytest.mark.usefixtures("example_shown")
def test_the_language_switch_keeps_what_is_chosen(show: Any) -> None:
    page = show(date="2026-08-21", office="00101")
    page.button(key="language").click().run()
    assert page.query_params == {"date": "2026-08-21", "office": "00101", "lang": "en"}
    assert page.title[0].value == "Form 01-XN by day"
    page.button(key="language").click().run()
    assert page.query_params == {"date": "2026-08-21", "office": "00101"}
