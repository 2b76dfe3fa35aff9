"""The page of remittance lag on real stores: filled, empty, drilled into, strange addresses."""

from __future__ import annotations

import functools
import pathlib
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pytest
from support.screens import copied, sent_tables

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


EXPECTED: Final = pathlib.Path(__file__).parents[2] / "data" / "worked-example" / "expected"
PERIOD: Final = {"from": "2026-08-20", "to": "2026-08-31"}
EVENING: Final = PERIOD | {"as_of": "2026-09-03"}


@pytest.fixture
def show(visit: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the function that runs the page under an address."""
    monkeypatch.setenv("BHXH_TODAY", "2026-09-04")
    return functools.partial(visit, "remittance-lag")


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def ranked(page: AppTest) -> pd.DataFrame:
    """The table of agents; the one of ages stands below it."""
    found: pd.DataFrame = sent_tables.of(page)[0].value.set_index("key")
    return found


def ages(page: AppTest) -> pd.DataFrame:
    found: pd.DataFrame = sent_tables.of(page)[-1].value
    return found


def said(page: AppTest) -> str:
    return "\n".join(part.value for part in page.markdown)


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize(
    ("address", "name"),
    [
        (EVENING, "remittance-lag.by-org"),
        (EVENING | {"by": "office"}, "remittance-lag.by-office"),
        (PERIOD | {"as_of": "2026-08-24"}, "remittance-lag.by-org.as-of-2026-08-24"),
    ],
)
def test_the_table_is_what_the_worked_example_expects(
    show: Any, address: dict[str, str], name: str
) -> None:
    file = EXPECTED / f"{name}.csv"
    wanted = pd.read_csv(file, dtype={"key": "string"}, dtype_backend="numpy_nullable")
    wanted = wanted.set_index("key")
    shown = ranked(show(**address)).loc[list(wanted.index)]
    columns = [
        "payments", "amount", "remitted_payments", "remitted_amount", "outstanding_payments",
        "outstanding_amount", "overdue_payments", "overdue_amount", "on_time_rate",
        "oldest_outstanding_days", "exposure_vnd_days",
    ]  # fmt: skip
    pd.testing.assert_frame_equal(shown[columns], wanted[columns], check_dtype=False)


@pytest.mark.usefixtures("example_shown")
def test_the_most_money_at_risk_stands_first(show: Any) -> None:
    assert list(ranked(show(**EVENING)).index) == ["IS0002", "BI0001"]


@pytest.mark.usefixtures("example_shown")
def test_a_quantile_that_is_not_reached_is_more_than_the_oldest_age(show: Any) -> None:
    page = show(**EVENING)
    shown = [" ".join(lag.split()) for lag in ranked(page)["p90_lag"]]
    assert shown == ["> 7", "> 7"]
    assert ranked(page)["p90_lag"].min() > ranked(page)["median_lag"].max()
    assert "90% số khoản: chưa xác định (còn khoản chưa nộp > 7 ngày làm việc)." in said(page)


@pytest.mark.usefixtures("example_shown")
def test_an_evening_beyond_the_data_says_so(show: Any) -> None:
    """The last data are of Thursday the 27th; Friday was a working day."""
    words = "Chưa nhận được số liệu của các ngày sau 27/08/2026"
    assert words in " ".join(each.value for each in show(**EVENING).caption)
    assert words not in " ".join(each.value for each in show(**PERIOD, as_of="2026-08-27").caption)


@pytest.mark.usefixtures("example_shown")
def test_the_figures_are_those_of_everything(show: Any) -> None:
    shown = metrics(show(**EVENING))
    assert shown["Đã thu"] == "9.096.000\u00a0₫"
    assert shown["Chưa nộp"] == "2.253.600\u00a0₫"
    assert shown["Quá hạn"] == "1.670.400\u00a0₫"
    assert shown["Tỷ lệ nộp đúng hạn"] == "72,73%"
    assert shown["Ngày nộp: 50% / 90% số khoản"] == "2 / > 7"


@pytest.mark.usefixtures("example_shown")
def test_the_ageing_adds_up_to_the_outstanding_money(show: Any) -> None:
    page = show(**EVENING)
    assert ages(page)["amount"].sum() == 2253600
    assert "2.253.600\u00a0₫, khớp với số liệu ở trên" in "\n".join(
        part.value for part in page.caption
    )


@pytest.mark.usefixtures("example_shown")
def test_below_an_organisation_are_its_collectors_and_below_them_the_payments(show: Any) -> None:
    page = show(**EVENING, org="IS0002")
    assert list(ranked(page).index) == ["NVT003"]
    page = show(**EVENING, org="IS0002", collector="NVT003")
    assert list(sent_tables.of(page)[0].value["payment_id"]) == ["P07", "P06"]
    assert list(sent_tables.of(page)[0].value["status_label"]) == ["▲ Quá hạn", "✓ Nộp đúng hạn"]
    assert "Trần Đức Bình" in said(page)


@pytest.mark.usefixtures("example_shown")
def test_below_an_office_are_its_organisations(show: Any) -> None:
    page = show(**EVENING, by="office", office="00110")
    assert list(ranked(page).index) == ["BI0001"]


@pytest.mark.usefixtures("example_shown")
def test_one_collector_is_not_counted_and_named_twice(show: Any) -> None:
    page = show(**EVENING, org="IS0002", collector="NVT003")
    assert "Quá hạn **990.000\u00a0₫** của 1 khoản thu." in said(page)


@pytest.mark.usefixtures("example_shown")
def test_an_organisation_can_be_seen_by_its_offices_and_these_by_collector(show: Any) -> None:
    page = show(**EVENING, by="office", org="BI0001")
    assert set(ranked(page).index) == {"00101", "00110"}
    page = show(**EVENING, by="office", org="BI0001", office="00110")
    assert list(ranked(page).index) == ["NVT002"]


@pytest.mark.usefixtures("example_shown")
def test_another_choice_above_lets_go_of_the_collector(show: Any) -> None:
    page = show(**EVENING, org="IS0002", collector="NVT003")
    page.selectbox(key="pick_product").select("IS").run()
    assert page.query_params["collector"] == "NVT003"
    page.selectbox(key="pick_org").select("BI0001").run()
    assert "collector" not in page.query_params
    assert page.query_params["org"] == "BI0001"


@pytest.mark.usefixtures("example_shown")
def test_a_collector_that_nobody_knows_is_said_and_left_out(show: Any) -> None:
    page = show(**EVENING, org="IS0002", collector="NVT999")
    assert "NVT999" in page.warning[0].value
    assert list(ranked(page).index) == ["NVT003"]


@pytest.mark.usefixtures("example_shown")
def test_a_collector_without_payments_in_the_period_is_named(show: Any) -> None:
    address = {"from": "2026-08-25", "to": "2026-08-26", "as_of": "2026-09-03"}
    page = show(**address, collector="NVT003")
    assert "Trần Đức Bình" in page.info[0].value
    assert not page.warning


@pytest.mark.usefixtures("example_shown")
def test_an_evening_alone_brings_its_own_period(show: Any) -> None:
    page = show(as_of="2026-08-28")
    assert page.query_params["to"] == "2026-08-28"
    assert page.query_params["from"] == "2026-05-31"


@pytest.mark.usefixtures("example_shown")
def test_a_period_that_begins_after_the_evening_differs_from_one_without_payments(
    show: Any,
) -> None:
    page = show(**(PERIOD | {"as_of": "2026-08-19"}))
    assert "Kỳ bắt đầu từ ngày 20/08/2026" in page.info[0].value
    assert not page.metric


@pytest.mark.usefixtures("example_shown")
def test_within_one_working_day_is_singular_in_english(show: Any) -> None:
    page = show(**EVENING, org="BI0001", lang="en")
    assert "within 1 working day." in said(page)


@pytest.mark.usefixtures("example_shown")
def test_the_page_speaks_english_too(show: Any) -> None:
    page = show(**EVENING, lang="en")
    assert page.title[0].value == "Remittance lag"
    assert "Overdue: **1,670,400\u00a0₫** of 2 organisations" in said(page)


@pytest.mark.usefixtures("example_shown")
def test_a_period_without_payments_differs_from_an_empty_store(show: Any) -> None:
    page = show(**{"from": "2026-01-01", "to": "2026-01-31"})
    assert "Không có khoản thu nào từ 01/01/2026 đến 31/01/2026" in page.info[0].value
    assert not page.metric


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_says_how_to_fill_it(show: Any) -> None:
    assert "bhxh-monitor import" in copied.of(show(**EVENING))[0].value


@pytest.mark.usefixtures("example_shown")
def test_a_period_the_wrong_way_round_is_turned_with_a_notice(show: Any) -> None:
    page = show(**{"from": "2026-08-31", "to": "2026-08-20", "as_of": "2026-09-03"})
    assert "từ 20/08/2026 đến 31/08/2026" in page.warning[0].value
    assert metrics(page)["Đã thu"] == "9.096.000\u00a0₫"


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize(
    "param", ["from", "to", "as_of", "by", "office", "org", "collector", "status", "bucket"]
)
@pytest.mark.parametrize(
    "value", ["'; DROP TABLE payments --", "<b>x</b>", "\u202e", "9" * 500, "2026-02-30", "../.."]
)
def test_a_hostile_address_shows_no_error_and_no_foreign_row(
    show: Any, param: str, value: str
) -> None:
    page = show(**(EVENING | {param: value}))
    assert not page.exception
    assert not page.error


@pytest.mark.usefixtures("example_shown")
def test_an_evening_that_has_not_come_is_not_shown(show: Any) -> None:
    page = show(**(PERIOD | {"as_of": "2026-12-31"}))
    assert "31" in page.warning[0].value
    assert "03/09/2026" in said(page)
