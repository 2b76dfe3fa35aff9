"""The figures of recording on the page of one organisation lead to the payments behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support import databases, desks
from support.screens import sent_tables, ways
from support.screens.places import ONE, TWO, metrics, money, said

from dashboard import access
from dashboard.components import paging
from data import scope

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    import pandas as pd
    from streamlit.testing.v1 import AppTest


STATUSES: Final = ("same_day", "other_day", "unrecorded")
# Ten payments: the minutes until their codes, of those that have one.
MINUTES: Final = (5, 0, 90, 15, 1440, 30, 2, 45)


@pytest.fixture
def ten(
    made: databases.Databases, tmp_path: pathlib.Path, use_store: Callable[[str], None]
) -> Iterator[None]:
    """Have the dashboard show ten payments of an organisation, two of them without a code."""
    with made.fresh() as name, desks.opened(made, name, tmp_path) as desk:
        desk.masters()
        desk.hand_in(
            payments=[
                {"payment_id": f"P{n}", "amount": str(1000 + n),
                 "paid_at": "2026-08-20T09:00:00+07:00"}
                for n in range(10)
            ],
            confirmations=[
                {"payment_id": f"P{n}", "confirmation_code": f"XN{n}",
                 "recorded_at": f"2026-08-{20 + minutes // 1440}T{9 + minutes % 1440 // 60:02}:"
                 f"{minutes % 60:02}:00+07:00"}
                for n, minutes in enumerate(MINUTES)
            ],
        )  # fmt: skip
        use_store(name)
        yield


def opened(visit: Any, status: str = "all", **address: str) -> AppTest:
    page: AppTest = visit("organization", **({"org": ONE, "status": status} | address))
    assert not page.exception
    return page


def listed(page: AppTest) -> pd.DataFrame:
    shown: pd.DataFrame = sent_tables.of(page)[0].value
    return shown


@pytest.mark.usefixtures("september")
@pytest.mark.parametrize("org", [ONE, TWO])
def test_the_groups_together_are_all_payments_and_each_is_the_figure_above_it(
    visit: Any, org: str
) -> None:
    every = opened(visit, org=org)
    figures = metrics(every)
    groups = sent_tables.of(every)[-1].value.assign(status=STATUSES).set_index("status")
    assert groups["label"]["unrecorded"] == "▲ Khoản thu chưa có mã"
    assert groups["amount"].sum() == listed(every)["amount"].sum()
    assert groups["payments"].sum() == len(listed(every))
    assert figures["Khoản thu chưa có mã"] == str(groups["payments"]["unrecorded"])
    assert figures["Tiền thu chưa có mã"] == money(groups["amount"]["unrecorded"])
    some = groups[groups["payments"] > 0]
    assert len(some) > 1
    for status, group in some.iterrows():
        page = opened(visit, str(status), org=org)
        assert len(listed(page)) == group["payments"]
        assert listed(page)["amount"].sum() == group["amount"]
        assert not page.error


@pytest.mark.usefixtures("ten")
@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("all", "Cộng các dòng: 10.045\u00a0₫, khớp với số liệu ở trên."),
        ("unrecorded", "Cộng các dòng: 2.017\u00a0₫, khớp với số liệu ở trên."),
        ("same_day", "7/10 khoản thu: 70,00%, khớp với tỷ lệ ở trên."),
        ("other_day", "△ Cấp mã sau ngày thu**: 1 khoản thu, **1.004\u00a0₫**"),
    ],
)
def test_each_list_says_that_it_comes_to_the_figure_above(
    visit: Any, status: str, sentence: str
) -> None:
    page = opened(visit, status)
    assert sentence in said(page)
    assert not page.error


@pytest.mark.usefixtures("ten")
def test_the_sentence_names_the_rows_of_the_percentiles_and_leads_to_them(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "ROWS", 2)
    page = opened(visit, sort="-amount", page="5")
    figures = metrics(page)
    assert (
        "dòng 5 trong tổng số 10 cho biết 50% số khoản được cấp mã trong bao lâu: 30 phút"
        in said(page)
    )
    assert "dòng 9 cho biết điều đó với 90%: chưa có mã." in said(page)
    page.button(key="show_row_5").click().run()
    assert page.query_params["sort"] == "recorded_minutes"
    assert page.query_params["page"] == "3"
    row = listed(page).set_index("place").loc[5]
    assert (row["payment_id"], row["recorded_minutes"]) == ("P5", 30)
    assert figures["Số phút cấp mã: 50% / 90% số khoản"] == "30 / —"
    page.button(key="show_row_9").click().run()
    assert listed(page).set_index("place")["status_label"][9] == "▲ Khoản thu chưa có mã"


@pytest.mark.usefixtures("ten")
def test_the_rows_have_places_only_in_the_order_of_the_percentiles(visit: Any) -> None:
    assert "place" in listed(opened(visit, sort="recorded_minutes")).columns
    for address in ({}, {"sort": "-recorded_minutes"}, {"sort": "amount"}):
        assert "place" not in listed(opened(visit, **address)).columns
    page = opened(visit, "same_day", sort="recorded_minutes")
    assert "place" not in listed(page).columns
    assert listed(page)["recorded_minutes"].tolist() == [0, 2, 5, 15, 30, 45, 90]


@pytest.mark.usefixtures("ten")
def test_each_row_leads_to_its_lookup_and_each_group_to_its_list(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    opened(visit)
    leads = [lead for _, lead in shown["recorded_payments"].leads("organization")]
    assert {lead.to for lead in leads} == {"lookup"}
    assert [lead.params["code"] for lead in leads[:3]] == ["P9", "P8", "XN4"]
    for row, lead in shown["recorded_groups"].leads("organization"):
        page = opened(visit, **lead.params)
        assert len(listed(page)) == row["payments"]


@pytest.mark.usefixtures("september")
def test_a_list_is_chosen_and_closed_with_its_order_and_its_page(visit: Any) -> None:
    page = visit("organization", org=ONE, sort="overdue_amount")
    page.segmented_control(key="pick_recorded").select("same_day").run()
    assert page.query_params["status"] == "same_day"
    assert "sort" not in page.query_params
    assert [len(page.get("page_link")) > 0, "payment_id" in listed(page).columns] == [True, True]
    assert "pick_list" not in [control.key for control in page.segmented_control]
    page.query_params["sort"], page.query_params["page"] = "-amount", "1"
    page.button(key="close_list").click().run()
    assert dict(page.query_params).keys() == {"org", "as_of"}
    assert "pick_list" in [control.key for control in page.segmented_control]


@pytest.mark.usefixtures("ten")
def test_a_list_that_there_is_not_is_said_and_one_without_payments_shows_no_table(
    visit: Any,
) -> None:
    page = opened(visit, "sometimes")
    assert "sometimes" in page.warning[0].value
    empty = opened(visit, "other_day", as_of="2026-08-20")
    assert "**: 0 khoản thu, **0\u00a0₫**" in said(empty)
    assert "payment_id" not in listed(empty).columns


@pytest.mark.usefixtures("september")
def test_where_nothing_was_collected_there_is_no_list(visit: Any) -> None:
    page = opened(visit, org=TWO, as_of="2026-01-31")
    assert "Không có khoản thu nào" in said(page)
    assert not sent_tables.of(page)


@pytest.mark.usefixtures("september")
def test_a_director_lists_the_payments_of_the_own_office(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    page = opened(visit)
    assert set(listed(page)["office"]) == {"BHXH huyện Sóc Sơn"}
    assert not page.error


@pytest.mark.usefixtures("ten")
def test_the_lists_speak_english_too(visit: Any) -> None:
    page = opened(visit, lang="en")
    assert "row 5 of 10 says within how long half were recorded: 30 minutes; row 9" in said(page)
    assert "**All payments**: 10 payments" in said(page)
