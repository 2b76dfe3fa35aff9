"""The figures of the city's morning lead to pages with the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support import databases, desks
from support.screens import exceptions, overview, sent_tables, ways
from support.screens.overview import FRIDAY, code, payment, sent

from dashboard.components import tables

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd
    from streamlit.testing.v1 import AppTest

    from dashboard.components import links


TITLES: Final = {
    "form-01-xn": "Mẫu 01-XN theo ngày",
    "remittance-lag": "Tình hình nộp tiền",
    "recording": "Ghi nhận và cấp mã",
    "exceptions": "Chênh lệch cần đối chiếu",
    "data": "Dữ liệu",
}


@pytest.fixture
def troubled(
    made: databases.Databases, tmp_path: pathlib.Path, use_store: Callable[[str], None]
) -> Iterator[None]:
    """Have the dashboard show a store where everything has happened that is to be seen to."""
    with made.fresh() as name, desks.opened(made, name, tmp_path) as desk:
        desk.masters()
        overview.all_well(desk)
        desk.hand_in(
            payments=[
                payment("D", FRIDAY, org_code="IS0002", amount="1000000"),
                payment("E", FRIDAY, "00110", org_code="IS0002", amount="300000"),
                payment("F", "2026-08-14", org_code="IS0002", amount="2000000"),
                payment("G", "2026-08-19", amount="700000"),
            ],
            confirmations=[code("D", FRIDAY), code("E", FRIDAY), code("F", "2026-08-14")],
            dispatches=[
                sent(FRIDAY, "2026-08-22T08:01", org_code="IS0002", codes="2"),
                sent("2026-08-14", "2026-08-15T07:00", org_code="IS0002", amount="2000000"),
            ],
        )
        use_store(name)
        yield


@pytest.fixture
def follow(visit: Any) -> Callable[[AppTest, str], AppTest]:
    """Give the function that follows a link of a page by its label."""

    def followed(page: AppTest, label: str) -> AppTest:
        lead = next(lead for lead in ways.links_of(page) if lead.label == label)
        opened: AppTest = visit(lead.to, **lead.params)
        assert opened.title[0].value == TITLES[lead.to]
        return opened

    return followed


def metric(page: AppTest, label: str) -> str:
    return next(metric.value for metric in page.metric if metric.label == label)


def said(page: AppTest) -> str:
    return "\n".join(part.value for part in page.markdown)


@pytest.mark.usefixtures("troubled")
def test_every_link_opens_its_page_without_a_notice(visit: Any) -> None:
    leads = ways.links_of(visit("overview"))
    assert {lead.to for lead in leads} == set(TITLES)
    for lead in leads:
        opened = visit(lead.to, **lead.params)
        assert opened.title[0].value == TITLES[lead.to], lead
        assert not opened.exception, lead
        assert not opened.warning, lead
        assert not opened.error, lead


@pytest.mark.usefixtures("troubled")
@pytest.mark.parametrize(
    ("label", "told", "number"),
    [
        ("Chưa gửi", "chưa gửi: BHXH huyện Sóc Sơn", 1),
        ("Gửi muộn", "1 mẫu gửi muộn: BHXH quận Ba Đình", 1),
        ("Không khớp", "1 mẫu không khớp", 1),
    ],
)
def test_forms_that_went_wrong_are_the_ones_that_are_listed(
    visit: Any, follow: Any, label: str, told: str, number: int
) -> None:
    page = visit("overview")
    assert told in overview.check(page, "Mẫu 01-XN")[1]
    listed = sent_tables.of(follow(page, label))[0].value
    assert len(listed) == number
    assert set(listed["office_name"]) <= {"BHXH huyện Sóc Sơn", "BHXH quận Ba Đình"}


@pytest.mark.usefixtures("troubled")
def test_outstanding_and_overdue_are_the_figures_of_the_lag_page(visit: Any, follow: Any) -> None:
    page = visit("overview")
    sentence = overview.check(page, "Chưa nộp")[1]
    opened = follow(page, "Chưa nộp")
    assert metric(opened, "Chưa nộp") == "4.000.000\u00a0₫"
    assert metric(opened, "Quá hạn") == "2.000.000\u00a0₫"
    assert f"{metric(opened, 'Chưa nộp')}, trong đó quá hạn {metric(opened, 'Quá hạn')}" in sentence


@pytest.mark.usefixtures("troubled")
def test_a_newly_overdue_organisation_leads_to_its_overdue_money(visit: Any, follow: Any) -> None:
    page = visit("overview")
    sentence = overview.check(page, "1 tổ chức mới phát sinh quá hạn")[1]
    opened = follow(page, "IS0002")
    assert metric(opened, "Quá hạn") == "2.000.000\u00a0₫"
    assert metric(opened, "Quá hạn") in sentence
    assert "Công ty Bảo hiểm số Hai" in said(opened)


@pytest.mark.usefixtures("troubled")
def test_payments_without_a_code_are_the_ones_that_are_listed(visit: Any, follow: Any) -> None:
    page = visit("overview")
    assert "700.000\u00a0₫" in overview.check(page, "1 khoản thu chưa có mã")[1]
    listed = sent_tables.of(follow(page, "Chưa có mã"))[0].value
    assert list(listed["payment_id"]) == ["G"]
    assert list(listed["amount"]) == [700_000]


@pytest.mark.usefixtures("troubled")
@pytest.mark.parametrize("label", ["Ghi nhận, cấp mã", "Chậm nhất"])
def test_who_has_waited_longest_for_a_code_is_named_and_leads_to_the_payments(
    visit: Any, follow: Any, label: str
) -> None:
    page = visit("overview")
    sentence = overview.check(page, "1 khoản thu chưa có mã")[1]
    assert sentence.endswith("Chậm nhất: Tổ chức thu số Một (1 khoản thu, từ 19/08/2026).")
    opened = follow(page, label)
    assert opened.query_params["status"] == "unrecorded"
    assert sent_tables.of(opened)[0].value["payment_id"].tolist() == ["G"]


@pytest.mark.usefixtures("troubled")
def test_kinds_with_differences_are_those_of_the_exceptions_page(visit: Any, follow: Any) -> None:
    page = visit("overview")
    sentence = overview.check(page, "Chênh lệch")[1]
    listed = exceptions.kinds(follow(page, "Chênh lệch"))
    found = listed[listed["cases"] > 0]
    assert f"phát sinh ở {len(found)}/{len(listed)} loại" in sentence
    largest = found.sort_values("amount").iloc[-1]
    assert f"nhiều tiền nhất: {largest['label']}, 2.000.000" in sentence
    assert largest["amount"] == 2_000_000


@pytest.mark.usefixtures("troubled")
def test_the_offices_with_data_are_those_of_the_data_page(visit: Any, follow: Any) -> None:
    page = visit("overview")
    assert "2/2 đơn vị đã có số liệu" in overview.check(page, "Số liệu")[1]
    assert metric(follow(page, "Dữ liệu"), "✓ Đã nhận") == "2"


@pytest.mark.usefixtures("troubled")
def test_the_four_numbers_are_those_of_the_pages_behind_them(visit: Any, follow: Any) -> None:
    page = visit("overview")
    lag, form = follow(page, "Khoản thu trong ngày"), follow(page, "Mẫu 01-XN trong ngày")
    transfers = visit("overview", date=FRIDAY, status="remitted")
    assert metric(page, "Đã thu") == metric(lag, "Đã thu") == "3.244.000\u00a0₫"
    assert metric(page, "Ghi nhận trên mẫu") == metric(form, "Sau điều chỉnh")
    assert metric(page, "Mã xác nhận") == metric(form, "Mã xác nhận") == "4"
    assert f"**{metric(page, 'Đã nộp')}**" in said(transfers)


@pytest.fixture
def cells(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[pd.DataFrame, Any]]:
    """Collect the tables whose cells lead somewhere, by their keys."""
    shown: dict[str, tuple[pd.DataFrame, Any]] = {}
    show = tables.show_cells

    def note(
        rows: pd.DataFrame, terms: Any, leads: Mapping[str, links.Way], *, key: str, **named: Any
    ) -> None:
        shown[key] = rows, leads
        show(rows, terms, leads, key=key, **named)

    monkeypatch.setattr(tables, "show_cells", note)
    return shown


def address(rows: pd.DataFrame, leads: Mapping[str, links.Way], row: int, column: str) -> Any:
    """Return to which page and address a cell leads."""
    way = leads[column]
    values = rows.iloc[row].to_dict() | {"cell": column}
    params = {param: str(values[name]) for param, name in way.columns.items()}
    given = {name: str(value) for name, value in way.given.items()}
    return way.to or "overview", given | params


@pytest.mark.usefixtures("troubled")
def test_each_day_of_the_table_leads_to_its_figures(visit: Any, cells: Any) -> None:
    visit("overview")
    rows, leads = cells["days"]
    written = {"collected_amount": "Đã thu", "net_amount": "Sau điều chỉnh", "codes": "Mã xác nhận"}
    for column, label in written.items():
        for row in (0, 7):
            to, params = address(rows, leads, row, column)
            figure = metric(visit(to, **params), label)
            digits = "".join(sign for sign in figure if sign.isdigit())
            assert int(digits) == rows.iloc[row][column], (column, row)
    to, params = address(rows, leads, 0, "remitted_amount")
    assert list(sent_tables.of(visit(to, **params))[0].value["amount"]) == [972_000, 972_000]


@pytest.mark.usefixtures("troubled")
def test_a_sign_of_the_calendar_leads_to_the_office_s_form_of_that_day(
    visit: Any, cells: Any
) -> None:
    visit("overview")
    rows, leads = cells["calendar"]
    row = list(rows["office_code"]).index("00110")
    to, params = address(rows, leads, row, FRIDAY)
    assert (to, params) == ("form-01-xn", {"office": "00110", "date": FRIDAY})
    assert "BHXH huyện Sóc Sơn" in said(visit(to, **params))
    assert address(rows, leads, row, "name") == ("office", {"office": "00110", "date": FRIDAY})
