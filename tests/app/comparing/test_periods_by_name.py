"""The menu of periods: what each press leads to, what is marked; and the debt of before."""

from __future__ import annotations

import datetime as dt
import json
import urllib.parse
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.builders import july as plain
from support.screens import overview, shown, ways

from dashboard import screens

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

WEEK: Final = {"from": "2026-07-20", "to": "2026-07-26", "as_of": "2026-07-26"}
PERIODS: Final = ["Hôm qua", "Tuần này", "Tuần trước", "Tháng này", "Tháng trước", "90 ngày"]

# It has buttons for the weeks and months themselves.
OF_WEEKS_AND_MONTHS: Final = "periodic-report"


def menu(page: AppTest) -> dict[str, Any]:
    """Return what the menu of a page has."""
    (found,) = [
        json.loads(each.proto.bytes)
        for each in page.get("bidi_component")
        if each.proto.component_name == "bhxh_menu"
    ]
    return dict(found)


def links(page: AppTest) -> dict[str, dict[str, Any]]:
    """Return the links of the menu by their words."""
    return {link["text"]: link for group in menu(page)["groups"] for link in group["links"]}


def params(link: dict[str, Any]) -> dict[str, str]:
    return dict(urllib.parse.parse_qsl(link["address"].removeprefix("?")))


def current(page: AppTest) -> list[str]:
    return [text for text, link in links(page).items() if link["current"]]


def said(page: AppTest) -> str:
    return shown.said(page).replace("\u00a0", " ")


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize("page", ["remittance-lag", "exceptions"])
def test_a_press_chooses_a_period_and_its_evening(visit: Any, page: str) -> None:
    opened = visit(page, org="BI0001", **WEEK)
    assert current(opened) == ["Tuần trước", "Không so sánh"]
    assert menu(opened)["words"] == "Tuần trước"
    offered = links(opened)
    assert list(offered)[:6] == PERIODS
    month = params(offered["Tháng trước"])
    assert month.items() >= {
        "from": "2026-06-01", "to": "2026-06-30", "as_of": "2026-06-30", "org": "BI0001",
    }.items()  # fmt: skip
    assert current(visit(page, **month)) == ["Tháng trước", "Không so sánh"]


@pytest.mark.usefixtures("july")
def test_a_period_and_its_comparison_are_one_press(visit: Any) -> None:
    beside = links(visit("remittance-lag"))["Tuần trước"]["beside"]
    assert beside["title"] == "Tuần trước, so với tuần liền trước (13/07/2026–19/07/2026)"
    page = visit("remittance-lag", **params(beside))
    assert {name: page.query_params[name] for name in WEEK} == WEEK
    assert current(page) == ["Tuần trước", "Tuần liền trước"]
    assert "against" not in params(links(page)["Không so sánh"])
    assert params(links(page)["Cùng kỳ năm trước"])["against"] == "year"


@pytest.mark.usefixtures("july")
def test_a_form_of_a_day_or_a_range_is_chosen_alike(visit: Any) -> None:
    page = visit("form-01-xn", date="2026-07-26")
    assert current(page) == ["Hôm qua", "Không so sánh"]
    assert "Cùng ngày tuần liền trước" in links(page)
    week = params(links(page)["Tuần trước"])
    assert week == {"from": "2026-07-20", "to": "2026-07-26"}
    ranged = visit("form-01-xn", **week)
    assert current(ranged) == ["Tuần trước", "Không so sánh"]
    assert params(links(ranged)["Hôm qua"]) == {"date": "2026-07-26"}


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize(
    ("page", "param"),
    [("overview", "date"), ("office", "date"), ("organization", "as_of"), ("data", "date")],
)
def test_a_page_of_one_day_offers_days(visit: Any, page: str, param: str) -> None:
    opened = visit(page, **{param: "2026-07-20"})
    assert current(opened) == []
    assert {text: params(link)[param] for text, link in links(opened).items()} == {
        "Hôm qua": "2026-07-26", "Hết tuần trước": "2026-07-26", "Hết tháng trước": "2026-06-30",
    }  # fmt: skip


@pytest.mark.usefixtures("july")
def test_every_page_with_days_has_the_menu(visit: Any) -> None:
    for screen in screens.ALL:
        found = [
            each
            for each in visit(screen.address).get("bidi_component")
            if each.proto.component_name == "bhxh_menu"
        ]
        is_wanted = bool(screen.days) and screen.address != OF_WEEKS_AND_MONTHS
        assert len(found) == is_wanted, screen.address


def overdue(end: str, as_of: str, **place: str) -> int:
    return int(plain.figures(plain.of("2025-01-01", end, **place), as_of)["overdue_amount"])


def written(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize("place", [{}, {"office": "00110"}, {"org": "IS0002"}])
def test_a_period_says_what_is_overdue_of_the_days_before_it(
    visit: Any, place: dict[str, str]
) -> None:
    amount = overdue("2026-07-19", WEEK["as_of"], **place)
    page = visit("remittance-lag", **WEEK, **place, against="previous")
    debt = page.button(key="older_debt")
    label = f"Quá hạn của các kỳ trước (đến 19/07/2026): {written(amount)} ₫"
    assert debt.label.replace("\u00a0", " ") == label
    debt.click().run()
    assert page.query_params["from"] == "2025-07-14"
    assert page.query_params["to"] == "2026-07-19"
    assert page.query_params["as_of"] == WEEK["as_of"]
    assert f"Quá hạn **{written(amount)} ₫**" in said(page)
    assert not [each for each in page.button if each.key == "older_debt"]


@pytest.mark.usefixtures("july")
def test_a_period_without_payments_says_it_too(visit: Any) -> None:
    days = {"from": "2026-07-25", "to": "2026-07-26", "as_of": "2026-07-26"}
    page = visit("remittance-lag", **days)
    assert "Không có khoản thu nào" in page.info[0].value
    amount = overdue("2026-07-24", "2026-07-26")
    assert written(amount) in page.button(key="older_debt").label


@pytest.mark.usefixtures("july")
def test_an_evening_says_what_is_overdue_of_before_its_ninety_days(visit: Any) -> None:
    amount = overdue("2026-04-27", "2026-07-26")
    words = f"Quá hạn của các kỳ trước (đến 27/04/2026): {written(amount)} ₫"
    day = {"date": "2026-07-26"}
    state, sentence = overview.check(visit("overview", **day), "Chưa nộp")
    assert (state, words in sentence.replace("\u00a0", " ")) == ("Cần xử lý", True)
    of_office = overdue("2026-04-27", "2026-07-26", office="00110")
    for page in ("overview", "office"):
        _state, sentence = overview.check(visit(page, office="00110", **day), "Quá hạn")
        assert written(of_office) in sentence
    ranking = ways.links_of(visit("organization", as_of="2026-07-26"))
    one = ways.links_of(visit("organization", as_of="2026-07-26", org="BI0001"))
    labels = [lead.label.replace("\u00a0", " ") for lead in [*ranking, *one]]
    of_org = overdue("2026-04-27", "2026-07-26", org="BI0001")
    assert words in labels
    assert f"Quá hạn của các kỳ trước (đến 27/04/2026): {written(of_org)} ₫" in labels
    (lead,) = [each for each in one if "kỳ trước" in each.label]
    assert lead.params.items() >= {
        "from": "2025-07-14", "to": "2026-04-27", "as_of": "2026-07-26", "org": "BI0001",
    }.items()  # fmt: skip


@pytest.mark.usefixtures("september")
def test_where_there_is_no_older_debt_nothing_is_said(visit: Any) -> None:
    for page, day in (
        ("remittance-lag", {"from": "2026-08-20", "to": "2026-08-31", "as_of": "2026-09-03"}),
        ("overview", {"date": "2026-09-03"}),
        ("organization", {"as_of": "2026-09-03"}),
        ("office", {"date": "2026-09-03", "office": "00101"}),
    ):
        opened = visit(page, **day)
        assert "kỳ trước" not in said(opened).replace("kỳ liền trước", "")
        assert not [each for each in ways.links_of(opened) if "kỳ trước" in each.label]


@pytest.mark.usefixtures("july")
def test_the_first_day_of_a_week_is_shown_though_it_is_not_over(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = dt.date(2026, 7, 27)
    week = params(links(visit("remittance-lag"))["Tuần này"])
    assert {week["from"], week["to"], week["as_of"]} == {today.isoformat()}
    monkeypatch.setenv("BHXH_TODAY", "2026-07-24")
    week = params(links(visit("remittance-lag"))["Tuần này"])
    assert (week["from"], week["to"]) == ("2026-07-20", "2026-07-23")
