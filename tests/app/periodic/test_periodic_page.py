"""The page of weekly and monthly reports: what it says, of which days, and for whom."""

from __future__ import annotations

import urllib.parse
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.papers import reports as papers_reports
from support.screens import copied, sent_tables

from dashboard import access, current_store
from dashboard.figures import periodic_checks
from data import scope

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

PAGE: Final = "periodic-report"
WEEK: Final = {"date": "2026-09-02"}


def said(page: AppTest) -> str:
    parts = [*page.main.markdown, *page.main.caption, *page.main.info]
    return "\n".join(part.value for part in parts)


def paper(page: AppTest) -> tuple[str, dict[str, str]]:
    """Return where the link to the report on paper leads."""
    (link,) = [each for each in page.main.get("link_button") if each.proto.label == "Báo cáo PDF"]
    parts = urllib.parse.urlsplit(link.proto.url)
    return parts.path, dict(urllib.parse.parse_qsl(parts.query))


@pytest.mark.usefixtures("september")
def test_the_sentences_are_those_of_the_paper(visit: Any) -> None:
    page = visit(PAGE, **WEEK)
    known = papers_reports.found(current_store.current(), "week", {"date": "2026-09-02"})
    words = said(page).replace("**", "").replace("\\", "")
    for _state, sentence in known.facts["checks"]:
        assert sentence in words
    assert known.facts["reach"] in words


@pytest.mark.usefixtures("september")
def test_the_paper_is_one_click_away_with_the_days_of_the_page(visit: Any) -> None:
    assert paper(visit(PAGE, **WEEK)) == ("/export/week.pdf", {"date": "2026-09-06"})
    month = visit(PAGE, date="2026-08-21", kind="month", office="00101")
    assert paper(month) == ("/export/month.pdf", {"date": "2026-08-31", "office": "00101"})


@pytest.mark.usefixtures("september")
def test_older_debt_is_told_in_a_week_without_any_new(visit: Any) -> None:
    words = said(visit(PAGE, **WEEK))
    assert "Không có khoản thu mới quá hạn trong kỳ." in words
    assert "Quá hạn của các kỳ trước còn **" in words


@pytest.mark.usefixtures("september")
def test_the_presets_lead_to_their_weeks_and_months(visit: Any) -> None:
    days = {
        "this_week": ("week", "2026-09-03"), "last_week": ("week", "2026-08-30"),
        "this_month": ("month", "2026-09-03"), "last_month": ("month", "2026-08-31"),
    }  # fmt: skip
    page = visit(PAGE, date="2026-08-21")
    assert page.segmented_control(key="pick_preset").value is None
    for preset, (kind, date) in days.items():
        page.segmented_control(key="pick_preset").set_value(preset).run()
        assert (page.query_params["kind"], page.query_params["date"]) == (kind, date)
        assert page.segmented_control(key="pick_preset").value == preset
    page.button(key="pick_period_previous").click().run()
    assert page.query_params["date"] == "2026-07-31"


@pytest.mark.usefixtures("september")
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"date": "2026-09-09"}, "chưa có ngày nào kết thúc"),
        ({"date": "2026-07-31", "kind": "month"}, "hệ thống không có số liệu; số liệu bắt đầu từ"),
    ],
)
def test_without_figures_the_page_says_why(visit: Any, address: dict[str, str], words: str) -> None:
    page = visit(PAGE, **address)
    assert words in said(page)
    assert sent_tables.of(page) == []


@pytest.mark.usefixtures("september")
def test_what_cannot_be_compared_has_no_column_of_it(visit: Any) -> None:
    page = visit(PAGE, date="2026-08-30")
    assert "Không so sánh với tuần trước" in said(page)
    heads = [column["name"] for each in sent_tables.of(page) for column in each.sent["columns"]]
    assert not {"overdue_change", "added_cases", "settled_cases"} & set(heads)


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_says_so(visit: Any) -> None:
    assert "bhxh-monitor import" in copied.of(visit(PAGE, **WEEK))[0].value


@pytest.mark.usefixtures("september")
def test_a_director_sees_the_own_office_alone(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    page = visit(PAGE, **WEEK)
    assert "BHXH huyện Sóc Sơn" in said(page)
    sent = sent_tables.of(page)
    assert "periodic_units_org" in [each.key for each in sent]
    assert "00101" not in "".join(map(repr, (each.sent for each in sent))) + said(page)


def test_a_duration_is_in_words() -> None:
    assert periodic_checks.duration(7_320) == "5 ngày 2 giờ"
    assert periodic_checks.duration(None) == "chưa xác định"
