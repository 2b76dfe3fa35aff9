"""The page of one organisation: the ranking, what it owes, its offices, collectors, transfers."""

from __future__ import annotations

import urllib.parse
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import databases, desks
from support.screens import copied, sent_charts, sent_tables, ways
from support.screens.places import ONE, TWO, metrics, money, said

from dashboard import access
from data import opening, scope, store

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator


PAYMENTS: Final = 120


@pytest.fixture
def many(
    made: databases.Databases, tmp_path: pathlib.Path, use_store: Callable[[str], None]
) -> Iterator[None]:
    """Have the dashboard show an organisation with more collectors and transfers than a page."""
    numbers = range(PAYMENTS)
    with made.fresh() as name, desks.opened(made, name, tmp_path) as desk:
        desk.masters()
        desk.hand_in(
            collectors=[{"collector_code": f"NV{n:03}"} for n in numbers],
            payments=[
                {"payment_id": f"P{n:03}", "collector_code": f"NV{n:03}", "amount": str(1000 + n),
                 "paid_at": "2026-08-03T09:00:00+07:00"}
                for n in numbers
            ],
            remittances=[
                {"remittance_id": f"R{n:03}", "remitted_at": "2026-08-20T09:00:00+07:00",
                 "amount": str(1000 + n)}
                for n in numbers
            ],
            policies=[{"org_code": ONE, "valid_from": "2026-07-01", "value": "2"}],
        )  # fmt: skip
        use_store(name)
        yield


@pytest.mark.usefixtures("september")
def test_without_a_choice_the_most_money_at_risk_stands_first(visit: Any) -> None:
    page = visit("organization")
    assert not page.exception
    assert sent_tables.of(page)[0].value["key"].tolist() == [TWO, ONE]
    assert "quá hạn **1.670.400\u00a0₫** tại 2/2 tổ chức dịch vụ thu" in said(page)


@pytest.mark.usefixtures("september")
def test_its_figures_are_those_of_the_lag_page_for_the_same_evening(visit: Any) -> None:
    figures = metrics(visit("organization", org=ONE))
    lag = metrics(visit("remittance-lag", org=ONE))
    shared = figures.keys() & lag.keys()
    assert {"Chưa nộp", "Quá hạn", "Tỷ lệ nộp đúng hạn"} <= shared
    assert {name: figures[name] for name in shared} == {name: lag[name] for name in shared}


@pytest.mark.usefixtures("september")
def test_its_course_has_the_figures_of_the_lag_page_week_by_week(visit: Any) -> None:
    charts = sent_charts.plotted(visit("organization", org=ONE))
    for key, label in (("course_on_time", "Tỷ lệ nộp đúng hạn"), ("course_overdue", "Quá hạn")):
        line = charts[key]["data"][0]
        assert len(line["x"]) > 1
        for lead, told in zip(line["customdata"], line["hovertext"], strict=True):
            page, _separator, query = lead.partition("?")
            lag = metrics(visit(page, **dict(urllib.parse.parse_qsl(query))))
            assert told.endswith(f"<b>{lag[label]}</b>")


@pytest.mark.usefixtures("september")
def test_the_sentence_says_what_it_owes_and_since_when(visit: Any) -> None:
    page = visit("organization", org=TWO)
    assert "**Công ty Bảo hiểm số Hai, tính đến hết ngày 03/09/2026**" in said(page)
    assert "Quá hạn **990.000\u00a0₫** của 1 khoản thu" in said(page)
    assert "khoản chưa nộp lâu nhất đã 7 ngày làm việc." in said(page)


@pytest.mark.usefixtures("september")
def test_the_lists_are_chosen_between_in_the_address(visit: Any) -> None:
    page = visit("organization", org=ONE)
    page.segmented_control(key="pick_list").select("remittances").run()
    assert page.query_params["kind"] == "remittances"
    page.segmented_control(key="pick_list").select("collectors").run()
    assert "kind" not in page.query_params


@pytest.mark.usefixtures("many")
def test_the_deadline_in_force_is_said_with_whose_it_is_and_since_when(visit: Any) -> None:
    page = visit("organization", org=ONE)
    assert metrics(page)["Thời hạn nộp (ngày làm việc)"] == "2"
    assert "2 ngày làm việc, quy định riêng của tổ chức, áp dụng từ 01/07/2026." in said(page)


@pytest.mark.usefixtures("example_shown")
def test_a_deadline_that_nobody_has_set_is_said_to_be_the_default(visit: Any) -> None:
    page = visit("organization", org=ONE)
    assert "3 ngày làm việc (mặc định, trong hệ thống không có quy định khác)" in said(page)


@pytest.mark.usefixtures("example_shown")
def test_an_organisation_without_payments_in_the_period_says_so(visit: Any) -> None:
    page = visit("organization", org=TWO, as_of="2026-01-31")
    assert "Không có khoản thu nào từ 03/11/2025 đến 31/01/2026" in said(page)
    assert not page.metric
    assert not page.exception


@pytest.mark.usefixtures("example_shown")
def test_an_unknown_code_is_said_and_the_list_is_shown(visit: Any) -> None:
    page = visit("organization", org="XX9999")
    assert "XX9999" in page.warning[0].value
    assert len(sent_tables.of(page)[0].value) == 2


@pytest.mark.usefixtures("september")
def test_a_director_sees_the_part_of_the_own_office(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lag = metrics(visit("remittance-lag", org=ONE, office="00101"))
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00101"]))
    page = visit("organization", org=ONE)
    assert metrics(page)["Chưa nộp"] == lag["Chưa nộp"]
    assert sent_tables.of(page)[0].value["key"].tolist() == ["00101"]
    assert "Chỉ gồm số liệu của BHXH quận Ba Đình." in said(page)


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_says_how_to_fill_it(visit: Any) -> None:
    assert "bhxh-monitor import" in copied.of(visit("organization"))[0].value


@pytest.mark.usefixtures("example_shown")
def test_a_store_that_is_down_is_said(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_settings: object, **_options: object) -> store.Store:
        raise store.Down

    monkeypatch.setattr(opening, "open_store", fail)
    page = visit("organization", org=ONE)
    assert "Cơ sở dữ liệu không trả lời" in page.error[0].value
    assert not page.exception


@pytest.mark.usefixtures("september")
def test_the_page_speaks_english_too(visit: Any) -> None:
    page = visit("organization", org=TWO, lang="en")
    assert page.title[0].value == "Collection organisation"
    assert "Overdue: **990,000\u00a0₫** of 1 payment;" in said(page)


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("param", ["as_of", "org", "kind", "sort", "page"])
@pytest.mark.parametrize("value", ["'; DROP TABLE payments --", "<b>x</b>", "\u202e", "9" * 500])
def test_a_hostile_address_shows_no_error(visit: Any, param: str, value: str) -> None:
    page = visit("organization", **({"org": ONE} | {param: value}))
    assert not page.exception
    assert not page.error


@pytest.mark.usefixtures("many")
def test_long_lists_have_pages_and_their_totals_are_of_everything(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    seen = []
    for page in ("1", "2"):
        visit("organization", org=ONE, sort="overdue_amount", page=page)
        seen += shown["organization_collectors"].rows["overdue_amount"].tolist()
    assert seen == [1000 + n for n in range(PAYMENTS)]
    opened = visit("organization", org=ONE, kind="remittances", page="2", sort="-amount")
    assert shown["organization_remittances"].rows["amount"].tolist() == list(range(1019, 999, -1))
    total = sum(1000 + n for n in range(PAYMENTS))
    assert f"120 lần nộp tiền từ 24/05/2026 đến 21/08/2026: **{money(total)}**" in said(opened)
    assert "120 lần nộp lệch" in said(opened)
