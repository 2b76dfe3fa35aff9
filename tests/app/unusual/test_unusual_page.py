"""The page of what is unusual: sentences first, each down to its rows, and what is not known."""

from __future__ import annotations

import urllib.parse
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import databases, desks
from support.builders import unusual
from support.screens import sent_charts, shown, ways

from dashboard import access
from data import scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.screens import figures

EVENING: Final = {"as_of": unusual.EVENING.isoformat()}
FIRST, SECOND = unusual.OFFICES
# How many rows stand behind what each kind tells, and under which table.
ROWS: Final = {
    "day": ("payments_payments", unusual.BUSY),
    "silence": ("lag_payments", 20),
    "on_time": ("lag_collector", 3),
    "recording": ("payments_late_recorded", None),
}


@pytest.fixture(scope="module")
def planted_name(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of a database in which one thing of each kind is unusual."""
    with desks.fresh(made, tmp_path_factory.mktemp("planted")) as desk:
        assert desk.hand_in(**unusual.files()).rejected == 0
        yield desk.name()


@pytest.fixture
def planted(use_store: Callable[[str], None], planted_name: str) -> None:
    """Have the dashboard show it on 22 August."""
    use_store(planted_name)


@pytest.mark.usefixtures("planted")
def test_the_first_sentence_counts_what_is_unusual(visit: Any) -> None:
    page = visit("unusual", **EVENING)
    assert not page.exception
    words = shown.said(page)
    assert "**Hôm qua (21/08/2026): không có gì bất thường.** 3 điều đang kéo dài." in words
    assert "2 trong những ngày trước đó, từ 15/08/2026." in words
    assert "của 5 đơn vị và tổ chức" in words


@pytest.mark.usefixtures("planted")
def test_the_latest_stands_first_and_says_its_reason(reader: figures.Reader) -> None:
    screen = reader.open("unusual", EVENING)
    rows = screen.tables["unusual"].rows
    assert list(rows["since"]) == sorted(rows["since"], reverse=True)
    said = "\n".join(rows["sentence"])
    assert "tỷ lệ nộp đúng hạn giảm từ 100,00% xuống 0,00% kể từ tuần 20/07/2026" in said
    assert "tỷ lệ ghi nhận ngay trong ngày thu giảm từ 100,00% xuống" in said
    assert f"Mã {unusual.CODE}: 10 khoản thu chung một mã, 5.000.000\u00a0₫" in said
    assert "không có khoản thu nào từ 18/08/2026, đã 4 ngày làm việc" in said
    assert "mã xác nhận trong Thứ Năm, 20/08/2026; cùng thứ này thường có khoảng" in said


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("kind", ROWS)
def test_every_finding_leads_to_its_rows(reader: figures.Reader, kind: str) -> None:
    screen = reader.open("unusual", EVENING | {"kind": kind})
    (row,) = screen.tables["unusual"].rows.to_dict("records")
    assert row["sentence"] in screen.words.replace("**", "").replace("\\", "")
    (lead,) = screen.links()
    there = reader.open(lead[1], lead[2])
    name, number = ROWS[kind]
    assert name in there.tables, list(there.tables)
    rows = there.tables[name].rows
    assert len(rows) == number or (number is None and len(rows) > 10)


@pytest.mark.usefixtures("planted")
def test_a_large_code_leads_to_its_payments(reader: figures.Reader) -> None:
    screen = reader.open("unusual", EVENING | {"kind": "code"})
    ((_label, page, address),) = screen.links()
    assert "10 khoản thu" in reader.open(page, address).words


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("kind", ["day", "on_time", "recording"])
def test_a_course_says_its_figures_and_leads_to_them(reader: figures.Reader, kind: str) -> None:
    screen = reader.open("unusual", EVENING | {"kind": kind})
    drawn = sent_charts.plotted(screen.shown)["unusual_course"]["data"]
    rows = screen.tables["course_figures"].rows
    assert len(drawn[0]["x"]) == len(rows) == (13 if kind == "day" else 12)
    figure = next(iter(screen.tables["course_figures"].figures("unusual", screen.address)))
    assert drawn[0]["hovertext"][-1].count(f"<b>{figure.written}</b>")
    there = reader.open(figure.to, figure.address)
    page, _separator, query = drawn[0]["customdata"][-1].partition("?")
    assert (there.page, dict(urllib.parse.parse_qsl(query))) == (page, figure.address)
    assert there.tables


@pytest.mark.usefixtures("planted")
def test_a_director_is_told_of_the_own_office_alone(
    reader: figures.Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of([SECOND]))
    keys = list(reader.open("unusual", EVENING).tables["unusual"].rows["key"])
    assert FIRST not in "".join(keys)
    assert len(keys) == 3


@pytest.mark.usefixtures("planted")
def test_the_overview_names_the_weightiest(visit: Any) -> None:
    page = visit("overview", date=unusual.EVENING.isoformat())
    assert not page.exception
    words = shown.said(page)
    assert "**Bất thường**, tính đến hết ngày 21/08/2026: 5 điều, nhiều tiền nhất:" in words
    assert "**Tổ chức TC0001:** tỷ lệ nộp đúng hạn giảm" in words
    leads = [each for each in ways.links_of(page) if each.to == "unusual"]
    assert [each.params["as_of"] for each in leads] == [EVENING["as_of"]]


@pytest.mark.usefixtures("planted")
def test_the_morning_of_an_office_names_its_own(visit: Any) -> None:
    page = visit("overview", date=unusual.EVENING.isoformat(), office=SECOND)
    assert not page.exception
    assert "**Bất thường**, tính đến hết ngày 21/08/2026: 3 điều, nhiều tiền nhất:" in shown.said(
        page
    )
    leads = [each for each in ways.links_of(page) if each.to == "unusual"]
    assert [each.params["office"] for each in leads] == [SECOND]


@pytest.mark.usefixtures("planted")
def test_where_nothing_is_unusual_it_says_in_what_was_looked(visit: Any) -> None:
    page = visit("unusual", as_of="2026-07-24")
    assert "Không có gì bất thường trong bảy ngày đến hết ngày 24/07/2026." in shown.said(page)
    assert "Đã xem: các ngày từ 18/07/2026 đến 24/07/2026" in shown.said(page)
    overview = visit("overview", date="2026-07-24")
    assert "Bất thường**" not in shown.said(overview)


@pytest.mark.usefixtures("example_shown")
def test_a_store_of_a_few_weeks_says_that_it_is_too_early(visit: Any) -> None:
    page = visit("unusual", **EVENING)
    assert not page.exception
    assert "Chưa đủ 12 tuần số liệu" in shown.said(page)


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_says_that_nothing_is_known(visit: Any) -> None:
    page = visit("unusual")
    assert not page.exception
    assert "chưa biết có gì bất thường hay không" in shown.said(page)


@pytest.mark.usefixtures("planted")
def test_a_kind_without_findings_says_so(visit: Any) -> None:
    page = visit("unusual", **EVENING, office=FIRST, kind="day")
    assert "Không có gì bất thường thuộc loại “Tổng trong ngày”." in shown.said(page)
