"""The day of an office on paper: the sentences of the screen, and the figures that they are of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest
from support.papers import reports as papers_reports

from dashboard import text
from dashboard.exports import paper
from dashboard.exports import reports as export_reports
from dashboard.figures import office_checks, office_day, office_profile
from data import problems, scope
from queries import agents
from queries.forms import form_01xn
from queries.lag import lagged, remittance_lag

if TYPE_CHECKING:
    import sqlalchemy as sa
    from support import desks

    from data import store as stores


KIND: Final = "office-day"
DAY: Final = dt.date(2026, 8, 21)
ASKED: Final = {"date": "2026-08-21", "office": "00101"}
CHECKS, FORM, PRODUCTS, TO_DATE, MONEY, DIFFERENCES = range(6)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")


def test_the_sentences_are_those_of_the_screen(example: stores.Store) -> None:
    def ask(connection: sa.Connection) -> office_day.Forms:
        return office_day.ask(connection, office_profile.ask(connection, "00101"), DAY)

    shown = [
        line.check.plain
        for line in office_checks.of_forms(example.ask(papers_reports.EVERYTHING, ask))
    ]
    told = papers_reports.taken(example, KIND, **ASKED).cells(paper.Style.ROW, CHECKS)
    assert [sentence for _, sentence in told][: len(shown)] == shown
    assert ["Cần xử lý", "1 mẫu gửi sau 08:00: Tổ chức thu số Một."] in told


def test_the_form_is_that_of_the_command_line_with_how_it_was_sent(example: stores.Store) -> None:
    rows = example.ask(
        papers_reports.EVERYTHING,
        lambda c: form_01xn.by_agent(c, date=DAY, by=agents.By.ORG, office="00101"),
    )
    figures = ["name", "codes", "payments", "amount", "adjustment_amount", "net_amount"]
    taken = papers_reports.taken(example, KIND, **ASKED)
    lines = taken.cells(paper.Style.ROW, FORM)
    assert [cells[:-1] for cells in lines] == rows[figures].to_numpy().tolist()
    assert [cells[-1] for cells in lines] == ["Gửi muộn", "Gửi đúng hạn; Không khớp"]
    sums = [sum(int(value) for value in rows[name]) for name in figures[1:]]
    assert taken.cells(paper.Style.TOTAL, FORM) == [["Tổng cộng", *sums, ""]]
    products = taken.cells(paper.Style.ROW, PRODUCTS)
    assert sum(cells[-1] for cells in products) == sums[-1]


def test_of_several_offices_it_says_how_many_forms_were_sent(example: stores.Store) -> None:
    taken = papers_reports.taken(example, KIND, date="2026-08-21", office="00100")
    assert taken.cells(paper.Style.ROW, FORM)[0][-1] == "Gửi muộn: 1; Chưa gửi: 1"
    assert taken.document.head.about[-1] == (
        "Đơn vị: BHXH thành phố Hà Nội (mã 00100) và 2 đơn vị trực thuộc"
    )


def test_the_money_is_that_of_the_lag_report_of_that_evening(example: stores.Store) -> None:
    question = lagged.Question(start=dt.date(2026, 5, 24), end=DAY, as_of=DAY, office="00101")
    rows = example.ask(
        papers_reports.EVERYTHING,
        lambda c: remittance_lag.by_agent(c, question, by=agents.By.ALL),
    )
    taken = papers_reports.taken(example, KIND, **ASKED)
    ((_, *whole),) = taken.cells(paper.Style.TOTAL, MONEY)
    names = ["amount", "remitted_amount", "outstanding_amount", "overdue_amount"]
    assert whole[:4] == [int(rows[name].iloc[0]) for name in names]
    assert float(whole[-1]) == rows["on_time_rate"].iloc[0]


def test_what_is_cumulative_and_the_year_before_that_is_not_known(example: stores.Store) -> None:
    taken = papers_reports.taken(example, KIND, **ASKED)
    assert taken.cells(paper.Style.ROW, TO_DATE) == [
        ["Trong ngày", 4, 2_079_600, None, None],
        ["Từ đầu tháng (01/08/2026)", 5, 3_051_600, None, None],
        ["Từ đầu năm (01/01/2026)", 5, 3_051_600, None, None],
    ]


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        ("2025-08-10", ["Số liệu trong hệ thống bắt đầu từ ngày 10/08/2025"]),
        ("2025-01-02", ["Số liệu trong hệ thống bắt đầu từ ngày 02/01/2025"]),
        ("2025-01-01", []),
    ],
)
def test_a_part_of_last_year_is_said_to_be_one(
    full_desk: desks.Desk, begun: str, words: list[str]
) -> None:
    full_desk.hand_in(
        payments=[{"payment_id": "OLD", "paid_at": f"{begun}T09:00:00+07:00"}],
        confirmations=[
            {"payment_id": "OLD", "confirmation_code": "XNOLD",
             "recorded_at": f"{begun}T09:05:00+07:00"}
        ],
    )  # fmt: skip
    taken = papers_reports.taken(full_desk.store, KIND, **ASKED)
    said = [str(cells[0]).split(":")[0] for cells in taken.cells(paper.Style.GROUP, TO_DATE)]
    assert said == words


def test_the_differences_of_that_evening_are_named(example: stores.Store) -> None:
    taken = papers_reports.taken(example, KIND, **ASKED)
    assert taken.cells(paper.Style.ROW, DIFFERENCES) == [
        ["Đã thu, chưa có mã xác nhận", 1, 990_000, 0],
        ["Mẫu 01-XN không khớp", 1, 1, 1],
    ]


def test_a_content_from_its_text_gives_the_same_paper(example: stores.Store) -> None:
    known = papers_reports.found(example, KIND, ASKED)
    kept = papers_reports.kept(known)
    assert list(kept.rows) == list(known.rows)
    assert papers_reports.read(kept).everything == papers_reports.read(known).everything


def test_each_row_is_known_by_its_part_and_its_key(example: stores.Store) -> None:
    known = papers_reports.found(example, KIND, ASKED | {"office": "00100"})
    assert tuple(known.columns)[:2] == export_reports.named(KIND).keys
    assert len({row[:2] for row in known.rows}) == len(list(known.rows)) > 0


def test_what_is_kept_is_vietnamese_whoever_asks(example: stores.Store) -> None:
    text.use("en")
    known = papers_reports.found(example, KIND, ASKED)
    assert text.language() == "en"
    text.use("vi")
    assert known.facts["checks"] == papers_reports.found(example, KIND, ASKED).facts["checks"]


def test_a_director_has_his_own_office_without_naming_it(example: stores.Store) -> None:
    own = scope.Scope.of(["00110"])
    taken = papers_reports.taken(example, KIND, own, date="2026-08-21")
    assert taken.document.head.office == "BHXH HUYỆN SÓC SƠN"
    with pytest.raises(export_reports.Foreign):
        papers_reports.taken(example, KIND, own, **ASKED)


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-08-16", "Không phát sinh mã xác nhận trong ngày."),
        ("2026-08-28", "Không nhận được số liệu của ngày này."),
        ("2026-09-03", "Ngày chưa kết thúc: chưa có mã xác nhận nào."),
        ("2026-09-04", "Chưa đến ngày này."),
    ],
)
def test_a_day_without_a_form_says_why(example: stores.Store, date: str, words: str) -> None:
    taken = papers_reports.taken(example, KIND, date=date, office="00101")
    assert taken.cells(paper.Style.GROUP, FORM) == [[words]]
    assert taken.cells(paper.Style.GROUP, PRODUCTS) == [["Không phát sinh."]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({}, "Give “"), ({"office": "99999"}, "No office"), ({"org": "BI0001"}, "takes no")],
)
def test_what_is_unknown_is_refused(
    example: stores.Store, given: dict[str, str], sentence: str
) -> None:
    with pytest.raises(problems.Problem, match=sentence):
        papers_reports.found(example, KIND, {"date": "2026-08-21", **given})


def test_an_empty_store_knows_no_office(empty_store: stores.Store) -> None:
    with pytest.raises(problems.Problem, match="No office"):
        papers_reports.found(empty_store, KIND, ASKED)
