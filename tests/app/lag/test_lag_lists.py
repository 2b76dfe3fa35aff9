"""Every figure of the page of remittance lag leads to payments that come to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import places, sent_charts, sent_tables

from dashboard import access
from dashboard.components import paging
from data import problems, scope
from data.problems import N_

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


EVENING: Final = {"from": "2026-08-20", "to": "2026-08-31", "as_of": "2026-09-03"}
STATUSES: Final = ("overdue", "outstanding", "late", "remitted")
BUCKETS: Final = ("0", "1", "2", "3", "4")


@pytest.fixture(autouse=True)
def today(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Show the worked example, after the last of it is known."""
    request.getfixturevalue("example_shown")
    monkeypatch.setenv("BHXH_TODAY", "2026-09-04")


def said(page: AppTest) -> str:
    parts = [*page.markdown, *page.caption, *page.error]
    return "\n".join(part.value for part in parts).replace("\u00a0", " ")


def listed(page: AppTest) -> Any:
    return sent_tables.of(page)[0].value


def amount(page: AppTest) -> int:
    first = sent_tables.of(page)[0].value
    return int(first["amount"].sum()) if "payment_id" in first.columns else 0


def test_the_states_together_are_all_payments_of_the_table(visit: Any) -> None:
    rows = sent_tables.of(visit("remittance-lag", **EVENING))[0].value
    pages = {status: visit("remittance-lag", status=status, **EVENING) for status in STATUSES}
    found = {status: amount(page) for status, page in pages.items()}
    assert found["overdue"] == rows["overdue_amount"].sum()
    assert found["outstanding"] + found["overdue"] == rows["outstanding_amount"].sum()
    assert found["late"] + found["remitted"] == rows["remitted_amount"].sum()
    assert sum(found.values()) == rows["amount"].sum()
    assert "khớp với số liệu ở trên" in said(pages["overdue"])


@pytest.mark.parametrize(
    ("status", "figure"), [("all", "Đã thu"), ("unremitted", "Chưa nộp"), ("overdue", "Quá hạn")]
)
@pytest.mark.parametrize("chosen", [{}, {"org": "BI0001"}, {"collector": "NVT003"}])
def test_each_amount_above_has_a_list_of_its_payments_by_the_same_name(
    visit: Any, status: str, figure: str, chosen: dict[str, str]
) -> None:
    page = visit("remittance-lag", status=status, **chosen, **EVENING)
    found = places.money(amount(page))
    assert places.metrics(page)[figure] == found
    assert figure in page.segmented_control(key="pick_status").format_func(status)
    assert f"{figure}**: " in said(page)
    assert f"{found}, khớp với số liệu ở trên".replace("\u00a0", " ") in said(page)


def test_what_was_handed_over_is_what_was_on_time_and_what_was_late(visit: Any) -> None:
    rows = sent_tables.of(visit("remittance-lag", **EVENING))[0].value
    page = visit("remittance-lag", status="handed_over", **EVENING)
    assert amount(page) == rows["remitted_amount"].sum()
    assert len(listed(page)) == rows["remitted_payments"].sum()
    assert set(listed(page)["status_label"]) == {"✓ Nộp đúng hạn", "△ Nộp muộn"}
    assert "khớp với số liệu ở trên" in said(page)


def test_an_age_is_of_what_is_outstanding_whatever_list_it_limits(visit: Any) -> None:
    for status in ("all", "unremitted"):
        page = visit("remittance-lag", status=status, bucket="1", **EVENING)
        assert amount(page) == 1_670_400
        assert "khớp với số liệu ở trên" in said(page)


def test_a_list_that_there_is_not_is_said_and_none_is_shown(visit: Any) -> None:
    page = visit("remittance-lag", status="everything", **EVENING)
    assert "everything" in page.warning[0].value
    assert "payment_id" not in listed(page).columns


def test_each_age_lists_its_payments(visit: Any) -> None:
    ages = sent_tables.of(visit("remittance-lag", **EVENING))[-1].value
    for bucket, expected in zip(BUCKETS, ages["amount"], strict=True):
        page = visit("remittance-lag", bucket=bucket, **EVENING)
        assert amount(page) == expected
        assert not page.error


def test_the_list_of_a_row_is_the_row(visit: Any) -> None:
    rows = sent_tables.of(visit("remittance-lag", **EVENING))[0].value.set_index("key")
    for org, row in rows.iterrows():
        page = visit("remittance-lag", org=org, status="overdue", **EVENING)
        assert amount(page) == row["overdue_amount"]


def test_the_last_point_of_the_weeks_is_the_overdue_amount_beside_it(visit: Any) -> None:
    for by in ("org", "office", "product"):
        rows = sent_tables.of(visit("remittance-lag", by=by, **EVENING))[0].value
        assert [points[-1] for points in rows["trend"]] == rows["overdue_amount"].tolist()
        assert all(len(points) == 8 for points in rows["trend"])


def test_by_product_the_rows_have_the_names_of_products_and_add_up(visit: Any) -> None:
    page = visit("remittance-lag", by="product", **EVENING)
    rows = sent_tables.of(page)[0].value
    assert rows["amount"].sum() == 9_096_000
    assert "BHYT hộ gia đình" in set(rows["name"])
    below = sent_tables.of(visit("remittance-lag", by="product", product="AR", **EVENING))[0].value
    assert below["amount"].sum() == rows.set_index("key")["amount"]["AR"]


def test_a_state_is_chosen_and_left_with_the_control_above(visit: Any) -> None:
    page = visit("remittance-lag", **EVENING)
    page.segmented_control(key="pick_status").set_value("overdue").run()
    assert page.query_params["status"] == "overdue"
    assert "payment_id" in listed(page).columns
    page.button(key="close_list").click().run()
    assert "status" not in page.query_params


@pytest.mark.parametrize("chosen", [{"status": "all"}, {"bucket": "1"}])
def test_a_list_takes_its_order_and_its_page_along_when_it_is_closed(
    visit: Any, monkeypatch: pytest.MonkeyPatch, chosen: dict[str, str]
) -> None:
    monkeypatch.setattr(paging, "ROWS", 1)
    page = visit("remittance-lag", sort="-amount", page="2", **chosen, **EVENING)
    assert len(listed(page)) == 1
    page.button(key="close_list").click().run()
    assert dict(page.query_params).keys() == EVENING.keys()


def test_the_way_up_and_other_rows_take_the_order_of_a_collectors_payments_away(
    visit: Any,
) -> None:
    chosen = {"org": "IS0002", "collector": "NVT003", "sort": "-lag_days"}
    page = visit("remittance-lag", **chosen, **EVENING)
    page.button(key="trail_1").click().run()
    assert dict(page.query_params).keys() == {*EVENING, "org"}
    page = visit("remittance-lag", **chosen, **EVENING)
    page.selectbox(key="pick_by").select("office").run()
    assert dict(page.query_params).keys() == {*EVENING, "org", "by"}


def test_a_state_without_payments_is_said_and_shows_no_table(visit: Any) -> None:
    page = visit("remittance-lag", org="IS0002", status="outstanding", **EVENING)
    assert "Chưa đến hạn**: 0 khoản thu" in said(page)
    assert not page.exception


def test_one_organisation_has_its_curve_its_weeks_and_its_deadline(visit: Any) -> None:
    page = visit("remittance-lag", org="BI0001", **EVENING)
    labels = [metric.label for metric in page.metric]
    assert any(label.startswith("Tỷ lệ nộp đúng hạn, 24/08/2026") for label in labels)
    assert "ageing_bars" in sent_charts.of(page)
    assert "lag_curve" in sent_charts.plotted(page)


def test_a_director_lists_his_own_payments(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    rows = listed(visit("remittance-lag", status="overdue", **EVENING))
    assert set(rows["payment_id"]) == {"P09"}


def test_a_store_that_fails_is_a_sentence(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_question: object) -> None:
        raise problems.Problem(N_("The store is busy"), N_("Something went wrong"))

    monkeypatch.setattr(access, "ask", fail)
    page = visit("remittance-lag", **EVENING)
    assert "Hệ thống đang bận" in page.error[0].value
    assert not page.exception
