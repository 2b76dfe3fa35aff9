"""The reports of lag on paper: the figures of the contract, of the screen, of the command line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import pytest
from support import imports
from support.papers import reports as papers_reports

from dashboard.exports import paper
from dashboard.exports import reports as export_reports
from data import problems, scope
from queries.lag import recording_lag, remittance_lag

if TYPE_CHECKING:
    from support import commands, desks

    from data import store as stores


PERIOD: Final = papers_reports.PERIOD
LAG: Final = ("remittance-lag", "recording-lag")
COLUMNS: Final = {
    "remittance-lag": remittance_lag.COLUMNS,
    "recording-lag": recording_lag.COLUMNS,
}
EXPECTED: Final = (
    ("remittance-lag", {"by": "org"}, "remittance-lag.by-org.csv"),
    ("remittance-lag", {"by": "office"}, "remittance-lag.by-office.csv"),
    (
        "remittance-lag",
        {"by": "org", "as_of": "2026-08-24"},
        "remittance-lag.by-org.as-of-2026-08-24.csv",
    ),
    ("recording-lag", {"by": "collector"}, "recording-lag.by-collector.csv"),
)


def expected(name: str) -> list[list[str]]:
    text = (imports.EXAMPLE / "expected" / name).read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(("kind", "given", "name"), EXPECTED)
def test_the_lines_are_the_rows_of_the_contract(
    example: stores.Store, kind: str, given: dict[str, str], name: str
) -> None:
    known = papers_reports.found(example, kind, PERIOD | given)
    lines = papers_reports.read(known).cells(paper.Style.ROW)
    heading, *rows = expected(name)
    assert list(known.columns) == heading
    assert [papers_reports.as_printed(cells) for cells in lines] == rows


@pytest.mark.parametrize("kind", LAG)
@pytest.mark.parametrize("by", ["office", "org", "collector"])
def test_the_lines_are_what_the_command_line_prints(
    example: stores.Store, command: commands.Command, kind: str, by: str
) -> None:
    limits = {"office": "00110", "product": "BI"}
    lines = papers_reports.taken(example, kind, **PERIOD, **limits, by=by).cells(paper.Style.ROW)
    printed = command(
        "report", kind, "--from", PERIOD["from"], "--to", PERIOD["to"], "--as-of", PERIOD["as_of"],
        "--by", by, "--office", "00110", "--product", "BI", "--format", "csv",
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO(printed.output)))[1:]
    assert [papers_reports.as_printed(cells) for cells in lines] == rows != []


@pytest.mark.parametrize("kind", LAG)
def test_every_column_of_the_contract_is_a_column_of_the_paper(kind: str) -> None:
    from dashboard.exports import template

    words = template.named(kind.replace("-", "_"))
    assert [column["key"] for column in words["columns"]] == list(COLUMNS[kind])


def test_what_is_not_reached_is_more_than_the_oldest_and_no_rate_is_a_dash(
    example: stores.Store,
) -> None:
    given = PERIOD | {"by": "org", "as_of": "2026-08-24"}
    one, two = papers_reports.taken(example, "remittance-lag", **given).cells(paper.Style.ROW)
    assert one[10:14] == [pytest.approx(1), 2, 3, 2]
    assert two[10:14] == [None, "> 2", "> 2", 2]


def test_a_percentile_without_a_code_says_so(example: stores.Store) -> None:
    rows = papers_reports.taken(example, "recording-lag", **PERIOD, by="collector")
    assert [cells[8:] for cells in rows.cells(paper.Style.ROW)] == [
        [2, 5], [3, 480], [9, "chưa có mã"],
    ]  # fmt: skip


def test_the_total_is_asked_of_everything(example: stores.Store) -> None:
    """Sums are those of the lines; rates and quantiles of everything are none."""
    taken = papers_reports.taken(example, "remittance-lag", **PERIOD, by="org")
    ((words, empty, *whole),) = taken.cells(paper.Style.TOTAL)
    lines = taken.cells(paper.Style.ROW)
    assert (words, empty) == ("Tổng cộng", "")
    assert whole[:8] == [sum(cells[place] for cells in lines) for place in range(2, 10)]
    # 8 of the 11 that were remitted or are overdue; half of them within 2 days.
    assert [str(value) for value in whole[8:11]] == ["0.7273", "2", "> 7"]
    assert taken.notes["Số tiền quá hạn"] == "1.670.400\u00a0₫"
    ((_, _, *recorded),) = papers_reports.taken(
        example, "recording-lag", **PERIOD, by="org"
    ).cells(paper.Style.TOTAL)  # fmt: skip
    assert [str(value) for value in recorded] == [
        "12", "11", "10", "1", "990000", "0.7500", "3", "480",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", LAG)
def test_a_content_from_its_text_gives_the_same_paper(example: stores.Store, kind: str) -> None:
    known = papers_reports.found(example, kind, PERIOD | {"by": "office"})
    kept = papers_reports.kept(known)
    assert list(kept.rows) == list(known.rows)
    assert papers_reports.read(kept).everything == papers_reports.read(known).everything


def test_the_paper_says_what_was_asked(example: stores.Store) -> None:
    given = PERIOD | {"by": "org", "office": "00101", "org": "BI0001", "product": "BI"}
    taken = papers_reports.taken(example, "remittance-lag", **given)
    assert taken.document.head.office == "BHXH QUẬN BA ĐÌNH"
    assert taken.document.head.about == (
        "Khoản thu từ ngày 20/08/2026 đến ngày 31/08/2026, tính đến hết ngày 03/09/2026",
        "Tổng hợp theo tổ chức dịch vụ thu",
        "Đơn vị: BHXH quận Ba Đình (mã 00101)",
        "Tổ chức dịch vụ thu: Tổ chức thu số Một (mã BI0001)",
        "Loại hình tham gia: BHYT hộ gia đình",
    )
    assert taken.document.name == (
        "tinh-hinh-nop-tien-2026-08-20-2026-08-31-2026-09-03-org-00101-BI0001-BI"
    )
    assert taken.foot.words[0] == "Thời hạn nộp tiền chung: 3 ngày làm việc (mặc định)."
    assert taken.notes["Phạm vi số liệu"] == "; ".join(taken.document.head.about)


def test_the_deadlines_that_held_in_the_period_are_named(full_desk: desks.Desk) -> None:
    deadline = "remittance.deadline_working_days"
    full_desk.hand_in(policies=[
        {"name": deadline, "valid_from": "2026-01-01", "value": "3"},
        {"name": deadline, "valid_from": "2026-08-25", "value": "5"},
        {"name": deadline, "valid_from": "2026-09-01", "value": "9"},
        {"name": deadline, "org_code": "IS0002", "valid_from": "2026-08-01", "value": "2"},
        {"name": deadline, "org_code": "BI0001", "valid_from": "2026-10-01", "value": "7"},
    ])  # fmt: skip
    taken = papers_reports.taken(full_desk.store, "remittance-lag", **PERIOD, by="org")
    general, own = taken.foot.words[:2]
    assert general == (
        "Thời hạn nộp tiền chung: 3 ngày làm việc (áp dụng từ ngày 01/01/2026), "
        "5 ngày làm việc (áp dụng từ ngày 25/08/2026)."
    )
    assert own == (
        "Thời hạn riêng theo hợp đồng: Công ty Bảo hiểm số Hai (mã IS0002) "
        "2 ngày làm việc (áp dụng từ ngày 01/08/2026)."
    )


@pytest.mark.parametrize("kind", LAG)
def test_a_director_has_the_figures_of_his_office(example: stores.Store, kind: str) -> None:
    own = scope.Scope.of(["00110"])
    known = papers_reports.found(example, kind, PERIOD | {"by": "office"}, own)
    assert known.params["office"] == "00110"
    assert [row[0] for row in known.rows] == ["00110"]
    assert known.facts["total"]["payments"] == 7
    with pytest.raises(export_reports.Foreign):
        papers_reports.found(example, kind, PERIOD | {"by": "office", "office": "00101"}, own)


@pytest.mark.parametrize("kind", LAG)
def test_nothing_collected_is_said_in_words(empty_store: stores.Store, kind: str) -> None:
    taken = papers_reports.taken(empty_store, kind, **PERIOD, by="org")
    assert taken.cells(paper.Style.GROUP) == [["Không phát sinh khoản thu trong kỳ."]]
    assert not taken.cells(paper.Style.TOTAL)
    assert taken.notes["Số dòng"] == "0"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"by": "product"}, "is no"),
        ({"by": "org", "product": "XX"}, "is no"),
        ({}, "Give “by”|Give “{name}”"),
        ({"by": "org", "kind": "overdue"}, "takes no"),
        ({"by": "org", "from": "2026-09-01"}, "after the last one"),
        ({"by": "org", "org": "ZZ9999"}, "No collection organisation"),
        ({"by": "org", "office": "99999"}, "No office"),
    ],
)
def test_what_is_unknown_is_refused(
    example: stores.Store, given: dict[str, str], sentence: str
) -> None:
    for kind in LAG:
        with pytest.raises(problems.Problem, match=sentence):
            papers_reports.found(example, kind, PERIOD | given)
