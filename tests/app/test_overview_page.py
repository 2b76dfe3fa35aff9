"""The city's morning on real stores: each check in its good, bad and unknown state."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import databases, desks, overview_page
from support.overview_page import BEFORE, FRIDAY, code, payment, sent

from dashboard import access, clock
from data import problems, scope
from data.problems import N_

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    from streamlit.testing.v1 import AppTest

GOOD, BAD, UNKNOWN = "Đạt", "Cần xử lý", "Chưa xác định"
PENDING, NOTHING_DUE = "Chưa đến hạn", "Không phát sinh"
# How the sentences of the checks begin when there is nothing to see to.
WELL: Final = (
    "Mẫu 01-XN ngày 21/08/2026: 2/2 đơn vị gửi đủ trước 08h00 (2/2 mẫu).",
    "Chưa nộp tính đến hết 21/08/2026: 0\u00a0₫, không có khoản quá hạn",
    "Tổ chức mới quá hạn so với Thứ Sáu 14/08/2026: không có.",
    "Khoản thu chưa có mã xác nhận từ 24/05/2026: không có.",
    "Chênh lệch cần đối chiếu từ 24/05/2026: không có.",
    "Số liệu đến 09:05 ngày 21/08/2026",
)


@pytest.fixture
def desk(
    made: databases.Databases, tmp_path: pathlib.Path, use_store: Callable[[str], None]
) -> Iterator[desks.Desk]:
    """A desk whose store is on the screens."""
    with made.fresh() as name, desks.opened(made, name, tmp_path) as opened:
        opened.masters()
        use_store(name)
        yield opened


@pytest.fixture
def well(desk: desks.Desk) -> desks.Desk:
    """A desk where all is well on Friday, and was on the Thursday of the week before."""
    overview_page.all_well(desk)
    return desk


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give the function that sets the clock."""

    def set_clock(moment: str) -> None:
        now = dt.datetime.fromisoformat(moment).replace(tzinfo=clock.HANOI)
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_clock


def metrics(page: AppTest) -> dict[str, tuple[str, str]]:
    return {metric.label: (metric.value, metric.delta) for metric in page.metric}


@pytest.mark.usefixtures("well")
def test_where_all_is_well_every_check_says_so_in_green(visit: Any) -> None:
    page = visit("overview")
    assert not page.exception
    for begins in WELL:
        assert overview_page.check(page, begins)[0] == GOOD
        assert overview_page.colour(page, begins) == "green"
    assert "**Không có việc cần xử lý.**" in [part.value for part in page.markdown]


@pytest.mark.usefixtures("well")
def test_forms_that_went_wrong_are_counted_and_who_has_not_sent_is_named(
    visit: Any, desk: desks.Desk
) -> None:
    desk.hand_in(
        payments=[payment("D", FRIDAY, org_code="IS0002"), payment("E", FRIDAY, "00110")],
        confirmations=[code("D", FRIDAY), code("E", FRIDAY)],
        dispatches=[sent(FRIDAY, "2026-08-22T08:01", org_code="IS0002", codes="2")],
    )
    desk.hand_in(
        payments=[payment("F", FRIDAY, "00110", org_code="IS0002")],
        confirmations=[code("F", FRIDAY)],
    )
    state, sentence = overview_page.check(visit("overview"), "Mẫu 01-XN")
    assert state == BAD
    assert sentence == (
        "Mẫu 01-XN ngày 21/08/2026: 0/2 đơn vị gửi đủ trước 08h00 (2/4 mẫu);"
        " chưa gửi: BHXH huyện Sóc Sơn; 1 mẫu gửi muộn: BHXH quận Ba Đình; 2 mẫu không khớp."
    )


@pytest.mark.usefixtures("well")
def test_of_many_offices_three_are_named_and_the_others_counted(
    visit: Any, desk: desks.Desk
) -> None:
    codes = [f"0012{number}" for number in range(5)]
    desk.hand_in(
        offices=[{"office_code": code, "office_name": f"BHXH {code}"} for code in codes],
        payments=[payment(f"O{code}", FRIDAY, code) for code in codes],
        confirmations=[code(f"O{office}", FRIDAY) for office in codes],
    )
    sentence = overview_page.check(visit("overview"), "Mẫu 01-XN")[1]
    assert "chưa gửi: BHXH 00120, BHXH 00121, BHXH 00122 và 2 đơn vị khác." in sentence


@pytest.mark.usefixtures("well")
def test_before_eight_it_counts_down_and_what_is_not_sent_is_not_yet_due(
    visit: Any, desk: desks.Desk, at: Callable[[str], None]
) -> None:
    desk.hand_in(
        payments=[payment("D", FRIDAY, org_code="IS0002")], confirmations=[code("D", FRIDAY)]
    )
    at("2026-08-22T07:35:00")
    page = visit("overview")
    state, sentence = overview_page.check(page, "Mẫu 01-XN")
    assert state == PENDING
    assert "còn 25 phút đến 08h00" in sentence
    assert "1/2 đơn vị đã gửi đủ (2/3 mẫu); chưa gửi: BHXH quận Ba Đình." in sentence
    assert overview_page.colour(page, "Mẫu 01-XN") == "blue"
    at("2026-08-22T08:00:01")
    assert overview_page.check(visit("overview"), "Mẫu 01-XN")[0] == BAD


@pytest.mark.usefixtures("example_shown")
def test_a_day_that_has_not_come_is_said(visit: Any) -> None:
    page = visit("overview", date="2026-08-23")
    assert "Chưa đến ngày 23/08/2026" in page.info[0].value


@pytest.mark.usefixtures("well")
def test_a_day_that_is_not_over_is_not_held_against_anybody(visit: Any) -> None:
    page = visit("overview", date="2026-08-22")
    assert overview_page.check(page, "Mẫu 01-XN ngày 22/08/2026")[0] == PENDING
    state, sentence = overview_page.check(page, "Số liệu")
    assert state == PENDING
    assert sentence.endswith("ngày 22/08/2026 chưa kết thúc.")


@pytest.mark.usefixtures("well")
def test_nothing_due_looks_different_from_well_and_from_unknown(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-08-24")
    page = visit("overview", date="2026-08-19")
    assert overview_page.check(page, "Mẫu 01-XN")[0] == NOTHING_DUE
    assert overview_page.check(page, "Số liệu")[0] == NOTHING_DUE
    assert overview_page.colour(page, "Mẫu 01-XN") == "gray"


@pytest.mark.usefixtures("well")
def test_where_nothing_has_come_every_check_is_unknown_and_none_is_green(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-08-26")
    page = visit("overview")
    assert [state for state, _sentence in overview_page.checks(page)] == [UNKNOWN] * 6
    assert "**6 nội dung chưa xác định.**" in [part.value for part in page.markdown]
    assert "mới nhất đến 09:05 ngày 21/08/2026" in overview_page.check(page, "Số liệu")[1]
    assert {value for value, _delta in metrics(page).values()} == {"—"}


def test_a_sunday_without_data_leaves_the_money_known_and_the_forms_unknown(
    visit: Any, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.hand_in(payments=[payment("A", "2026-08-14")], confirmations=[code("A", "2026-08-14")])
    monkeypatch.setenv("BHXH_TODAY", "2026-08-17")
    page = visit("overview")
    assert overview_page.check(page, "Chưa nộp tính đến hết 16/08/2026")[0] == GOOD
    assert overview_page.check(page, "Mẫu 01-XN")[0] == UNKNOWN
    assert overview_page.check(page, "Số liệu")[0] == UNKNOWN


@pytest.mark.usefixtures("well")
def test_before_the_store_begins_nothing_is_known_and_the_page_says_why(visit: Any) -> None:
    page = visit("overview", date="2026-06-01")
    assert not page.exception
    assert {state for state, _sentence in overview_page.checks(page)} == {UNKNOWN}
    assert all("kho số liệu bắt đầu sau ngày này" in told for _, told in overview_page.checks(page))


@pytest.mark.usefixtures("well")
def test_money_outstanding_and_overdue_is_compared_with_a_week_before(
    visit: Any, desk: desks.Desk
) -> None:
    desk.hand_in(
        payments=[
            payment("D", "2026-08-14", org_code="IS0002", amount="2000000"),
            payment("E", FRIDAY, amount="1000000"),
        ],
        confirmations=[code("D", "2026-08-14"), code("E", FRIDAY)],
    )
    page = visit("overview")
    state, sentence = overview_page.check(page, "Chưa nộp")
    assert state == BAD
    assert sentence.replace("\u00a0", " ") == (
        "Chưa nộp tính đến hết 21/08/2026: 3.000.000 ₫, trong đó quá hạn 2.000.000 ₫"
        " (so với Thứ Sáu 14/08/2026: tăng 1,0 triệu ₫; quá hạn: tăng 2,0 triệu ₫)."
    )
    state, sentence = overview_page.check(page, "1 tổ chức mới quá hạn")
    assert state == BAD
    assert "Công ty Bảo hiểm số Hai (IS0002)" in sentence


@pytest.mark.usefixtures("example_shown")
def test_without_data_of_a_week_ago_nothing_is_compared(visit: Any) -> None:
    page = visit("overview")
    assert "không có số liệu 7 ngày trước" in overview_page.check(page, "Chưa nộp")[1]
    assert overview_page.check(page, "Tổ chức mới quá hạn")[0] == UNKNOWN
    assert metrics(page)["Đã thu"] == ("5.694.000\u00a0₫", "không có số liệu để so sánh")


@pytest.mark.usefixtures("well")
def test_payments_without_a_code_and_the_largest_difference_are_said(
    visit: Any, desk: desks.Desk
) -> None:
    desk.hand_in(payments=[payment("D", "2026-08-19", amount="5000000")])
    page = visit("overview")
    state, sentence = overview_page.check(page, "1 khoản thu chưa có mã")
    assert state == BAD
    assert "5.000.000\u00a0₫, lâu nhất 2 ngày." in sentence
    state, sentence = overview_page.check(page, "Chênh lệch")
    assert state == BAD
    assert "có ở 1/14 loại, nhiều tiền nhất: Đã thu, chưa có mã" in sentence


@pytest.mark.usefixtures("well")
def test_an_office_from_which_nothing_came_is_named_and_its_forms_are_unknown(
    visit: Any, desk: desks.Desk
) -> None:
    desk.hand_in(
        offices=[{"office_code": "00199", "office_name": "BHXH <b>im lặng</b>"}],
        payments=[payment("D", BEFORE, "00199")],
        confirmations=[code("D", BEFORE)],
    )
    page = visit("overview")
    state, sentence = overview_page.check(page, "Số liệu")
    assert state == BAD
    assert "2/3 đơn vị đã có số liệu ngày 21/08/2026" in sentence
    assert sentence.endswith("không nhận được từ BHXH <b>im lặng</b>.")
    state, sentence = overview_page.check(page, "Mẫu 01-XN")
    assert state == UNKNOWN
    assert "không nhận được số liệu của BHXH <b>im lặng</b>" in sentence


@pytest.mark.usefixtures("well")
def test_the_four_numbers_are_compared_with_the_week_before(visit: Any, desk: desks.Desk) -> None:
    desk.hand_in(
        payments=[payment("D", "2026-08-14", amount="500000")],
        confirmations=[code("D", "2026-08-14")],
    )
    assert metrics(visit("overview")) == {
        "Đã thu": ("1.944.000\u00a0₫", "1,4\u00a0triệu\u00a0₫"),
        "Ghi nhận trên mẫu": ("1.944.000\u00a0₫", "1,4\u00a0triệu\u00a0₫"),
        "Đã nộp": ("1.944.000\u00a0₫", "1,9\u00a0triệu\u00a0₫"),
        "Mã xác nhận": ("2", "1"),
    }


@pytest.mark.usefixtures("example_shown")
def test_the_bulletin_is_plain_text_with_figures_and_a_way_back(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_PUBLIC_URL", "https://giam-sat.example.vn")
    told = visit("overview").code[0].value.split("\n")
    assert (
        told[0] == "Theo dõi dịch vụ thu: số liệu ngày 21/08/2026, tính đến 12:00 ngày 22/08/2026:"
    )
    assert told[1].startswith("- Cần xử lý: Mẫu 01-XN ngày 21/08/2026: 0/2 đơn vị")
    assert told[-1] == "https://giam-sat.example.vn/overview?date=2026-08-21"
    assert not any(mark in "".join(told) for mark in ("**", "\\", ":material", "\u2060"))


@pytest.mark.usefixtures("example_shown")
def test_the_calendar_has_one_sign_an_office_and_day_the_worst_office_first(visit: Any) -> None:
    shown = visit("overview").dataframe[-1].value
    assert list(shown["name"]) == ["BHXH quận Ba Đình", "BHXH huyện Sóc Sơn"]
    assert list(shown["failures"]) == [2, 1]
    assert list(shown[FRIDAY]) == ["△≠", "▲"]
    assert list(shown["2026-08-20"]) == ["≠", "·"]


@pytest.mark.usefixtures("example_shown")
def test_the_days_stand_in_a_table_too_with_what_is_not_known_left_out(visit: Any) -> None:
    shown = visit("overview").dataframe[0].value.set_index("day")
    assert len(shown) == 30
    assert shown["collected_amount"].dropna().to_dict() == {
        dt.date(2026, 8, 21): 5_694_000, dt.date(2026, 8, 20): 1_652_400,
    }  # fmt: skip


@pytest.mark.usefixtures("example_shown")
def test_the_chart_is_told_in_words(visit: Any) -> None:
    chart = visit("overview").get("plotly_chart")[0]
    assert chart.proto.alt == (
        "Từ 20/08/2026 đến 21/08/2026. "
        "Đã thu: tổng 7.346.400\u00a0₫, cao nhất ngày 21/08/2026: 5.694.000\u00a0₫. "
        "Đã nộp: tổng 972.000\u00a0₫, cao nhất ngày 21/08/2026: 972.000\u00a0₫."
    )


@pytest.mark.usefixtures("example_shown")
def test_the_transfers_of_a_day_add_up_to_its_number(visit: Any) -> None:
    page = visit("overview", date=FRIDAY, status="remitted")
    assert list(page.dataframe[0].value["amount"]) == [972_000]
    assert "1 lần nộp tiền vào tài khoản chuyên thu, tổng số tiền **972.000\u00a0₫**" in "\n".join(
        part.value for part in page.markdown
    )
    page.button(key="to_overview").click().run()
    assert "status" not in page.query_params
    assert metrics(page)["Đã nộp"][0] == "972.000\u00a0₫"


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_says_how_to_fill_it(visit: Any) -> None:
    page = visit("overview")
    assert "bhxh-monitor import" in page.code[0].value
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
    assert list(page.dataframe[-1].value["name"]) == ["BHXH huyện Sóc Sơn"]
    assert "0/1 đơn vị gửi đủ" in overview_page.check(page, "Mẫu 01-XN")[1]


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
    state, sentence = overview_page.check(page, "Form 01-XN of 21/08/2026")
    assert state == "To be seen to"
    assert "0 of 2 offices sent everything by 08:00 (1 of 3 forms)" in sentence


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
    assert len(overview_page.checks(page)) == 6
