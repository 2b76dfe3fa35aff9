"""The differences to reconcile on paper: all kinds, or all the cases of one, none left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from support import imports
from support.papers import reports

from dashboard import clock
from dashboard.exports import content, paper
from dashboard.text import _, exception_terms
from data import problems, scope
from queries import paging
from queries.exceptions import counts, notes
from queries.exceptions import rows as exception_rows
from queries.lag import lagged

if TYPE_CHECKING:
    from support import desks

    from data import store as stores


KIND: Final = "exceptions"
PERIOD: Final = reports.PERIOD
DAYS: Final = lagged.Question(**reports.DAYS)
# The kinds that the worked example has cases of.
FILLED: Final = {
    "overdue": (2, 1_670_400), "unrecorded": (1, 990_000), "remittance_differs": (1, 30_000),
    "form_missing": (2, 3_304_800), "form_late": (1, 1_749_600), "form_mismatched": (2, 990_001),
    "not_informed": (1, 680_400),
}  # fmt: skip


def test_each_kind_is_a_line_as_it_was_counted(example: stores.Store) -> None:
    counted = example.ask(reports.EVERYTHING, lambda c: counts.by_kind(c, DAYS))
    taken = reports.taken(example, KIND, **PERIOD)
    lines = taken.cells(paper.Style.ROW)
    figures = counted.astype(object).where(counted.notna(), None)
    assert [cells[1:4] for cells in lines] == [list(row)[1:4] for row in figures.to_numpy()]
    # The heaviest first, as on the screen.
    assert [cells[0] for cells in lines] == [
        _(exception_terms.KINDS[kind].label) for kind in counted["kind"]
    ]
    # One payment may be in several kinds.
    assert not taken.cells(paper.Style.TOTAL)
    known = {kind: tuple(row[1:3]) for kind, row in zip(counted["kind"], lines, strict=True)}
    assert {kind: sums for kind, sums in known.items() if sums[0]} == FILLED


@pytest.mark.parametrize("kind", counts.KINDS)
def test_all_cases_of_a_kind_are_there_and_come_to_its_figures(
    example: stores.Store, kind: str
) -> None:
    taken = reports.taken(example, KIND, **PERIOD, kind=kind)
    lines = taken.cells(paper.Style.ROW)
    cases, amount = FILLED.get(kind, (0, 0))
    assert len(lines) == cases
    assert taken.notes["Tổng số tiền"] == f"{amount:,}\u00a0₫".replace(",", ".")
    assert taken.notes["Đối chiếu với bảng các loại chênh lệch"].startswith("khớp (")
    sums = [cell for cells in taken.cells(paper.Style.TOTAL) for cell in cells if cell != ""]
    assert sums == ([f"Cộng {cases} trường hợp", amount] if cases else [])
    assert bool(taken.cells(paper.Style.GROUP)) is not bool(cases)


@pytest.mark.parametrize("kind", FILLED)
def test_the_list_has_the_cells_of_the_screen_in_its_order(
    example: stores.Store, kind: str
) -> None:
    page = paging.Page(limit=100)
    shown = example.ask(
        reports.EVERYTHING,
        lambda c: exception_rows.listed(c, DAYS, kind=kind, page=page),
    )
    terms = {
        name: term for name, term in exception_terms.KINDS[kind].columns.items()
        if name != "note"
    }  # fmt: skip
    taken = reports.taken(example, KIND, **PERIOD, kind=kind)
    labels = [column.label for column in taken.document.tables[0].columns]
    assert labels == ["STT", *(_(term.label) for term in terms.values())]
    frame = shown.astype(object).where(shown.notna(), None)[list(terms)]
    frame["weight"] = [-(-weight // 1_000_000) for weight in frame["weight"]]
    assert [cells[1:] for cells in taken.cells(paper.Style.ROW)] == frame.to_numpy().tolist()


def test_a_file_says_who_looks_after_a_case_and_by_when_and_keeps_its_figures(
    empty_store: stores.Store,
) -> None:
    imports.load(empty_store, imports.EXAMPLE / "import")
    before = reports.found(empty_store, KIND, PERIOD | {"kind": "overdue"})
    with empty_store.appending(reports.EVERYTHING) as connection:
        notes.add(
            connection, who="lan", kind="overdue", subject="P07", office="00101", owner="lan",
            note="Đã gọi", after=None, due=dt.date(2026, 9, 10),
        )  # fmt: skip
    after = reports.found(empty_store, KIND, PERIOD | {"kind": "overdue"})
    taken = reports.read(reports.kept(after))
    labels = [column.label for column in taken.document.tables[0].columns]
    by_label = [dict(zip(labels, cells, strict=True)) for cells in taken.cells(paper.Style.ROW)]
    assert [(row["Người xử lý"], row["Hạn xử lý"]) for row in by_label] == [
        ("lan", dt.date(2026, 9, 10)),
        (None, None),
    ]
    # The same rows: a snapshot has not changed because a case changed hands.
    assert before.rows == after.rows
    name = "Mã kiểm số liệu (SHA-256)"
    assert reports.read(before).notes[name] == taken.notes[name]


@pytest.mark.parametrize(
    ("given", "subjects"),
    [
        ({"only": "nobody", "kind": "overdue"}, ["P07", "P09"]),
        ({"only": "new", "kind": "overdue"}, []),
        ({"owner": "lan"}, []),
    ],
)
def test_a_file_is_limited_as_the_screen_is(
    example: stores.Store, given: dict[str, str], subjects: list[str]
) -> None:
    taken = reports.taken(example, KIND, **PERIOD, **given)
    assert [cells[1] for cells in taken.cells(paper.Style.ROW)] == subjects
    assert taken.notes["Đối chiếu với bảng các loại chênh lệch"].startswith("khớp (")
    assert any(
        line.startswith(("Chỉ gồm: ", "Người xử lý: lan")) for line in taken.document.head.about
    )


def test_the_list_of_what_nobody_looks_after_has_all_kinds(example: stores.Store) -> None:
    taken = reports.taken(example, KIND, **PERIOD, only="nobody")
    kinds = {cells[2] for cells in taken.cells(paper.Style.ROW)}
    assert len(taken.cells(paper.Style.ROW)) == 9
    assert "Quá hạn nộp tiền" in kinds
    assert "Chưa báo cho người tham gia" not in kinds


def test_a_long_list_is_whole(desk: desks.Desk) -> None:
    """More cases than are fetched at a time, all of them on the paper."""
    desk.hand_in(payments=[{"payment_id": f"P{number:05}"} for number in range(4_500)])
    given = {"from": "2026-08-21", "to": "2026-08-21", "as_of": "2026-08-31"}
    taken = reports.taken(desk.store, KIND, **given, kind="unrecorded")
    lines = taken.cells(paper.Style.ROW)
    assert [cells[:2] for cells in lines] == [
        [number + 1, f"P{number:05}"] for number in range(4_500)
    ]
    assert taken.notes["Đối chiếu với bảng các loại chênh lệch"] == (
        "khớp (4.500 trường hợp, 4.374.000.000\u00a0₫)"
    )


def test_a_list_that_does_not_come_to_its_figures_says_so(example: stores.Store) -> None:
    known = reports.found(example, KIND, PERIOD | {"kind": "overdue"})
    short = replace(known, rows=list(known.rows)[:1])
    assert reports.read(short).notes["Đối chiếu với bảng các loại chênh lệch"] == (
        "KHÔNG KHỚP: bảng các loại có 2 trường hợp, 1.670.400\u00a0₫"
    )


@pytest.mark.parametrize("kind", [None, "overdue", "form_late", "remittance_differs"])
def test_a_content_from_its_text_gives_the_same_paper(
    example: stores.Store, kind: str | None
) -> None:
    known = reports.found(example, KIND, PERIOD | ({"kind": kind} if kind else {}))
    kept = reports.kept(known)
    assert list(kept.rows) == [tuple(row) for row in known.rows]
    assert reports.read(kept).everything == reports.read(known).everything


def test_each_row_is_known_by_its_kind_and_its_subject(example: stores.Store) -> None:
    for given in ({}, *({"kind": kind} for kind in FILLED)):
        known = reports.found(example, KIND, PERIOD | given)
        rows = [dict(zip(known.columns, row, strict=True)) for row in known.rows]
        assert len({(row["kind"], row["subject"]) for row in rows}) == len(rows) > 0


def test_the_paper_says_which_kind_is_meant(example: stores.Store) -> None:
    taken = reports.taken(example, KIND, **PERIOD, kind="form_late", office="00101")
    assert taken.document.head.about == (
        "Loại chênh lệch: Gửi mẫu 01-XN muộn",
        "Phát sinh từ ngày 20/08/2026 đến ngày 31/08/2026, tính đến hết ngày 03/09/2026",
        "Đơn vị: BHXH quận Ba Đình (mã 00101)",
    )


def test_a_director_has_the_cases_of_his_office(example: stores.Store) -> None:
    own = scope.Scope.of(["00101"])
    taken = reports.taken(example, KIND, own, **PERIOD, kind="overdue")
    assert [cells[1:3] for cells in taken.cells(paper.Style.ROW)] == [["P07", 990_000]]


def test_an_empty_store_has_no_cases(empty_store: stores.Store) -> None:
    taken = reports.taken(empty_store, KIND, **PERIOD)
    assert {tuple(cells[1:4]) for cells in taken.cells(paper.Style.ROW)} == {(0, 0, None)}
    listed = reports.taken(empty_store, KIND, **PERIOD, kind="overdue")
    assert listed.cells(paper.Style.GROUP) == [["Không có trường hợp nào."]]


def test_an_unknown_kind_is_refused(example: stores.Store) -> None:
    with pytest.raises(problems.Problem, match="is no"):
        reports.found(example, KIND, PERIOD | {"kind": "late"})


def test_the_digest_is_of_every_case(example: stores.Store) -> None:
    known = reports.found(example, KIND, PERIOD | {"kind": "overdue"})
    digest = content.Digest(known)
    assert len(list(digest.passing())) == 2
    taken = reports.read(known)
    assert taken.notes["Mã kiểm số liệu (SHA-256)"] == digest.hex
    assert digest.hex[:12] in taken.foot.mark


@pytest.mark.parametrize(("hour", "cases"), [("07:59", None), ("08:01", 1)])
def test_before_08_00_no_paper_has_the_forms_of_the_day_before(
    example: stores.Store, monkeypatch: pytest.MonkeyPatch, hour: str, cases: int | None
) -> None:
    now = dt.datetime.fromisoformat(f"2026-08-22T{hour}+07:00")
    monkeypatch.setattr(clock, "now", lambda: now)
    days = {"from": "2026-08-21", "to": "2026-08-22", "as_of": "2026-08-22"}
    lines = reports.taken(example, KIND, **days).cells(paper.Style.ROW)
    counted = {line[0]: line[1] for line in lines}
    assert (counted["Chưa gửi mẫu 01-XN"] or None) == cases
    listed = reports.taken(example, KIND, **days, kind="form_missing").cells(paper.Style.ROW)
    assert len([line for line in listed if line[0] is not None]) == (cases or 0)
