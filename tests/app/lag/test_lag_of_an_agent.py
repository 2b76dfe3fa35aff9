"""The page of remittance lag on one agent: its curve, its weeks, its lists, the offices below."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import databases, desks
from support.screens import sent_charts, sent_tables, ways

from dashboard.components import course
from queries import agents

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    import pandas as pd
    from streamlit.testing.v1 import AppTest


EVENING: Final = {"from": "2026-08-20", "to": "2026-08-31", "as_of": "2026-09-03"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """After the fixture of the store, which sets another day."""
    if "use_store" in request.fixturenames:
        request.getfixturevalue("use_store")
    monkeypatch.setenv("BHXH_TODAY", "2026-09-04")


@pytest.fixture
def one_above(
    made: databases.Databases, tmp_path: pathlib.Path, use_store: Callable[[str], None]
) -> Iterator[None]:
    """Have the dashboard show the city collecting beside its district, under two deadlines."""
    with made.fresh() as name, desks.opened(made, name, tmp_path) as desk:
        desk.hand_in(
            offices=[
                {"office_code": "00100", "office_name": "BHXH thành phố Hà Nội"},
                {"parent_code": "00100"},
            ],
            organizations=[{}],
            collectors=[{}],
            payments=[
                {"payment_id": "P1", "office_code": "00100", "amount": "1000"},
                {"payment_id": "P2", "amount": "20000", "paid_at": "2026-08-25T09:00:00+07:00"},
                {"payment_id": "P3", "amount": "300", "paid_at": "2026-07-31T09:00:00+07:00"},
            ],
            policies=[{"value": "2"}, {"value": "5", "valid_from": "2026-08-24"}],
        )
        use_store(name)
        yield


def said(page: AppTest) -> str:
    parts = [*page.markdown, *page.caption, *page.error]
    return "\n".join(part.value for part in parts).replace("\u00a0", " ")


def rows(page: AppTest) -> pd.DataFrame:
    shown: pd.DataFrame = sent_tables.of(page)[0].value
    return shown


@pytest.mark.usefixtures("example_shown")
def test_the_weeks_end_with_the_evening_though_nothing_is_overdue_on_it(visit: Any) -> None:
    shown = rows(visit("remittance-lag", product="BI", office="00110", **EVENING))
    assert [list(points) for points in shown["trend"]] == [[0, 0, 0, 0, 0, 0, 972_000, 0]]


@pytest.mark.usefixtures("example_shown")
def test_each_week_leads_to_its_payments_and_all_weeks_are_the_period(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    figure = rows(visit("remittance-lag", org="BI0001", **EVENING))["amount"].sum()
    weeks = list(shown["lag_week"].leads("remittance-lag"))
    assert sum(week["amount"] for week, _lead in weeks) == figure
    assert weeks[0][0]["first_day"] == dt.date(2026, 8, 20)
    for week, lead in weeks:
        page = visit("remittance-lag", **{**EVENING, "org": "BI0001", **lead.params})
        assert rows(page)["amount"].sum() == week["amount"]
        assert rows(page)["overdue_amount"].sum() == week["overdue_amount"]


@pytest.mark.usefixtures("one_above")
def test_of_a_long_period_the_months_are_shown(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = ways.tables_of(monkeypatch)
    period = {"from": "2026-01-01", "to": "2026-09-30", "as_of": "2026-09-03"}
    visit("remittance-lag", org="BI0001", **period)
    months = [row for row, _lead in shown["lag_month"].leads("remittance-lag")]
    assert [month["amount"] for month in months] == [300, 21000]
    assert [month["last_day"] for month in months] == [dt.date(2026, 7, 31), dt.date(2026, 8, 31)]


def test_a_month_ends_where_it_ends_and_with_the_period() -> None:
    assert course._last(dt.date(2028, 2, 1), agents.By.MONTH) == dt.date(2028, 2, 29)
    assert course._last(dt.date(2026, 8, 24), agents.By.WEEK) == dt.date(2026, 8, 30)


@pytest.mark.usefixtures("example_shown")
def test_the_curve_marks_the_deadline_and_what_was_reached(visit: Any) -> None:
    curve = sent_charts.plotted(visit("remittance-lag", org="BI0001", **EVENING))["lag_curve"]
    labels = [name["text"] for name in curve["layout"]["annotations"]]
    assert labels == ["hạn nộp: 3 ngày", "50% nộp trong 1 ngày"]
    line = curve["data"][0]
    assert line["x"] == [0, 1, 2, 3, 7]
    assert line["y"][:2] == [0.0, 50.0]
    assert line["hovertext"][1].startswith("<b>Trong 1 ngày làm việc</b>")
    assert line["hovertext"][1].endswith("đã nộp: <b>50,00%</b>")
    assert "status=remitted" in line["customdata"][3]
    assert "status=late" in line["customdata"][4]
    assert "trong 1 ngày: 50,00%" in curve["summary"]


@pytest.mark.usefixtures("one_above")
def test_the_curve_says_from_which_deadline_to_which(visit: Any) -> None:
    curve = sent_charts.plotted(visit("remittance-lag", org="BI0001", **EVENING))["lag_curve"]
    assert curve["layout"]["annotations"][0]["text"] == "hạn nộp: 2 đến 5 ngày"


@pytest.mark.usefixtures("one_above")
def test_an_office_with_others_below_it_says_whose_payments_it_shows(visit: Any) -> None:
    page = visit("remittance-lag", by="office", **EVENING)
    assert rows(page).set_index("key")["amount"].to_dict() == {"00100": 1000, "00101": 20000}
    assert "Dòng BHXH thành phố Hà Nội" in said(page)
    page = visit("remittance-lag", office="00100", **EVENING)
    assert rows(page)["amount"].sum() == 21000
    assert "Gồm cả các đơn vị trực thuộc BHXH thành phố Hà Nội" in said(page)
    assert "trực thuộc" not in said(visit("remittance-lag", office="00101", **EVENING))


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("status", ["late", "remitted"])
def test_what_was_in_time_and_what_was_late_is_checked_against_the_rate(
    visit: Any, status: str
) -> None:
    page = visit("remittance-lag", status=status, **EVENING)
    assert "Đúng hạn 8 trong số 11 khoản thu đã nộp hoặc quá hạn: 72,73%" in said(page)
    assert not page.error


@pytest.mark.usefixtures("example_shown")
def test_a_list_says_whose_payments_they_are_where_that_may_differ(visit: Any) -> None:
    listed = rows(visit("remittance-lag", status="overdue", **EVENING))
    assert listed["org"].tolist() == ["Công ty Bảo hiểm số Hai", "Tổ chức thu số Một"]
    assert listed["office"].tolist() == ["BHXH quận Ba Đình", "BHXH huyện Sóc Sơn"]
    alone = rows(visit("remittance-lag", status="overdue", org="BI0001", office="00110", **EVENING))
    assert {"org", "office"}.isdisjoint(alone.columns)
    assert alone["collector_code"].tolist() == ["NVT002"]


@pytest.mark.usefixtures("example_shown")
def test_a_row_leads_to_the_code_or_without_one_to_the_payment(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    visit("remittance-lag", status="overdue", **EVENING)
    leads = [lead for _row, lead in shown["lag_payments"].leads("remittance-lag")]
    assert [lead.to for lead in leads] == ["lookup", "lookup"]
    assert [lead.params["code"] for lead in leads] == ["P07", "XN0000000009"]


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize(
    "address",
    [
        {"status": "late", "bucket": "3"},
        {"status": "remitted", "bucket": "0", "collector": "NVT003"},
        {"bucket": "1", "collector": "NVT001", "by": "product"},
        {"by": "product", "product": "BI", "office": "00110", "org": "BI0001"},
        {"org": "IS0002", "office": "00110"},
        {"status": "overdue", "page": "99", "sort": "-amount"},
        {"status": "overdue", "sort": "status", "page": "-1"},
        {"status": "late", "lang": "en", "product": "IL"},
    ],
)
def test_whatever_stands_together_in_an_address_is_answered_with_a_sentence(
    visit: Any, address: dict[str, str]
) -> None:
    page = visit("remittance-lag", **(EVENING | address))
    assert not page.exception
    assert not page.error
    assert page.markdown or page.info


@pytest.mark.usefixtures("example_shown")
def test_one_agent_in_english(visit: Any) -> None:
    page = visit("remittance-lag", org="BI0001", lang="en", **EVENING)
    assert sent_charts.plotted(page)["lag_curve"]["layout"]["annotations"][1]["text"] == (
        "50% within 1"
    )
    assert "On-time rate, 24/08/2026 to 30/08/2026" in [metric.label for metric in page.metric]
