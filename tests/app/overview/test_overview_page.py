"""The page of the city's morning: its numbers, chart, calendar and bulletin, for everybody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st
from support.screens import copied, overview, sent_charts, sent_tables
from support.screens.overview import FRIDAY, code, payment

from dashboard import access
from data import problems, scope
from data.problems import N_

if TYPE_CHECKING:
    from support import desks


@pytest.mark.usefixtures("example_shown")
def test_a_day_that_has_not_come_is_said(visit: Any) -> None:
    page = visit("overview", date="2026-08-23")
    assert "Chưa đến ngày 23/08/2026" in page.info[0].value


@pytest.mark.usefixtures("well")
def test_the_four_numbers_are_compared_with_the_week_before(visit: Any, desk: desks.Desk) -> None:
    desk.hand_in(
        payments=[payment("D", "2026-08-14", amount="500000")],
        confirmations=[code("D", "2026-08-14")],
    )
    assert overview.metrics(visit("overview")) == {
        "Đã thu": ("1.944.000\u00a0₫", "tăng 1,4\u00a0triệu\u00a0₫"),
        "Ghi nhận trên mẫu": ("1.944.000\u00a0₫", "tăng 1,4\u00a0triệu\u00a0₫"),
        "Đã nộp": ("1.944.000\u00a0₫", "tăng 1,9\u00a0triệu\u00a0₫"),
        "Mã xác nhận": ("2", "tăng 1"),
    }


@pytest.mark.usefixtures("example_shown")
def test_the_bulletin_is_plain_text_with_figures_and_a_way_back(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_PUBLIC_URL", "https://giam-sat.example.vn")
    told = copied.of(visit("overview"))[0].value.split("\n")
    assert (
        told[0] == "Theo dõi dịch vụ thu: số liệu ngày 21/08/2026, tính đến 12:00 ngày 22/08/2026:"
    )
    assert told[1].startswith("- Cần xử lý: Mẫu 01-XN ngày 21/08/2026: 0/2 đơn vị")
    assert told[-1] == "https://giam-sat.example.vn/overview?date=2026-08-21"
    assert not any(mark in "".join(told) for mark in ("**", "\\", ":material", "\u2060"))


@pytest.mark.usefixtures("example_shown")
def test_without_a_public_address_the_way_back_is_the_one_by_which_the_browser_came(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(st.context), "url", "http://10.0.0.5:8501/overview?x=1")
    told = copied.of(visit("overview", lang="en"))[0].value.split("\n")
    assert told[-1] == "http://10.0.0.5:8501/overview?date=2026-08-21&lang=en"


@pytest.mark.usefixtures("example_shown")
def test_the_calendar_has_one_sign_an_office_and_day_the_worst_office_first(visit: Any) -> None:
    shown = sent_tables.of(visit("overview"))[-1].value
    assert list(shown["name"]) == ["BHXH quận Ba Đình", "BHXH huyện Sóc Sơn"]
    assert list(shown["failures"]) == [2, 1]
    assert list(shown[FRIDAY]) == ["△≠", "▲"]
    assert list(shown["2026-08-20"]) == ["≠", "·"]


@pytest.mark.usefixtures("example_shown")
def test_the_days_stand_in_a_table_too_with_what_is_not_known_left_out(visit: Any) -> None:
    shown = sent_tables.of(visit("overview"))[0].value.set_index("day")
    assert len(shown) == 30
    assert shown["collected_amount"].dropna().to_dict() == {
        dt.date(2026, 8, 21): 5_694_000, dt.date(2026, 8, 20): 1_652_400,
    }  # fmt: skip


@pytest.mark.usefixtures("example_shown")
def test_the_chart_is_told_in_words(visit: Any) -> None:
    chart = sent_charts.plotted(visit("overview"))["days_chart"]
    assert chart["summary"] == (
        "Từ 20/08/2026 đến 21/08/2026. "
        "Đã thu: tổng 7.346.400\u00a0₫, cao nhất ngày 21/08/2026: 5.694.000\u00a0₫. "
        "Đã nộp: tổng 972.000\u00a0₫, cao nhất ngày 21/08/2026: 972.000\u00a0₫."
    )


@pytest.mark.usefixtures("example_shown")
def test_the_transfers_of_a_day_add_up_to_its_number(visit: Any) -> None:
    page = visit("overview", date=FRIDAY, status="remitted")
    assert list(sent_tables.of(page)[0].value["amount"]) == [972_000]
    assert "1 lần nộp tiền vào tài khoản chuyên thu, tổng số tiền **972.000\u00a0₫**" in "\n".join(
        part.value for part in page.markdown
    )
    page.button(key="to_overview").click().run()
    assert "status" not in page.query_params
    assert overview.metrics(page)["Đã nộp"][0] == "972.000\u00a0₫"


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_says_how_to_fill_it(visit: Any) -> None:
    page = visit("overview")
    assert "bhxh-monitor import" in copied.of(page)[0].value
    assert not page.metric


@pytest.mark.usefixtures("example_shown")
def test_a_store_that_is_down_is_said(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_question: object) -> None:
        raise problems.Problem(N_("Too many are asking"), N_("Try again in a moment."))

    monkeypatch.setattr(access, "ask", fail)
    page = visit("overview")
    assert page.error
    assert not page.exception


@pytest.mark.usefixtures("example_shown")
def test_whoever_sees_two_offices_sees_their_city_only(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110", "00100"]))
    page = visit("overview")
    assert not page.exception
    assert list(sent_tables.of(page)[-1].value["name"]) == ["BHXH huyện Sóc Sơn"]
    assert "0/1 đơn vị có phát sinh gửi đủ" in overview.check(page, "Mẫu 01-XN")[1]


@pytest.mark.usefixtures("example_shown")
def test_an_office_has_the_directors_morning(visit: Any) -> None:
    page = visit("overview", office="00110")
    assert not page.exception
    assert "Đã thu và đã nộp trong 30 ngày gần nhất" not in "\n".join(
        part.value for part in page.markdown
    )


@pytest.mark.usefixtures("example_shown")
def test_the_page_speaks_english_too(visit: Any) -> None:
    page = visit("overview", lang="en")
    assert page.title[0].value == "Overview"
    state, sentence = overview.check(page, "Form 01-XN of 21/08/2026")
    assert state == "Needs action"
    assert "0 of 2 offices with codes sent everything by 08:00 (1 of 3 forms)" in sentence


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("param", ["date", "office", "status"])
@pytest.mark.parametrize("value", ["'; DROP TABLE payments --", "9" * 500])
def test_a_hostile_address_shows_no_error_and_no_foreign_row(
    visit: Any, param: str, value: str
) -> None:
    page = visit("overview", **{param: value})
    assert not page.exception
    assert not page.error
    assert len(page.warning) == 1
    assert len(overview.checks(page)) == 7
