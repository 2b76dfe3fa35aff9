"""The report of a week or month: the figures of the command line, on paper and when frozen."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest
from support.papers import freezing as papers_freezing
from support.papers import reports as papers_reports

from dashboard.exports import files, paper
from dashboard.exports import reports as export_reports
from dashboard.exports.snapshots import comparing, freezing, standing, verifying
from dashboard.figures import periodic, weeks_and_months
from data import problems, scope
from queries import paging
from queries.store import snapshots as store_snapshots

if TYPE_CHECKING:
    import pathlib

    from support import commands, desks

    from data import store as stores

EVERYTHING: Final = papers_reports.EVERYTHING
# The week of 31 August, of which two days are over; all of the week before is known.
DAY: Final = "2026-09-02"
LAST: Final = "2026-09-02"
BEFORE: Final = "2026-08-30"
EVER: Final = ("--from", "2026-08-20")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")


def rows(store: stores.Store, kind: str, part: str, **given: str) -> list[dict[str, Any]]:
    """Return the rows of a part of a report."""
    known = papers_reports.found(store, kind, given)
    return [row for row in map(known.named, known.rows) if row["part"] == part]


def by_key(store: stores.Store, kind: str, part: str, **given: str) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in rows(store, kind, part, **given)}


def reported(command: commands.Command, report: str, *words: str) -> list[dict[str, str]]:
    """Return what the command line reports, by column."""
    result = command("report", report, *words, "--format", "csv")
    assert result.exit_code == 0, result.output
    head, *lines = (line.split(",") for line in result.output.splitlines())
    return [dict(zip(head, line, strict=True)) for line in lines]


def overdue_on(command: commands.Command, day: str, *words: str) -> list[dict[str, str]]:
    limits = (*EVER, "--to", day, "--as-of", day, "--by", "org", *words)
    return reported(command, "remittance-lag", *limits)


@pytest.mark.parametrize("office", [(), ("--office", "00110")])
def test_what_is_overdue_is_what_the_command_line_reports(
    command: commands.Command, example: stores.Store, office: tuple[str, ...]
) -> None:
    given = {"office": office[1]} if office else {}
    lines = by_key(example, "week", "overdue", date=DAY, **given)
    for line, day in (("closing", LAST), ("before", BEFORE)):
        found = overdue_on(command, day, *office)
        assert lines[line]["overdue_amount"] == sum(int(row["overdue_amount"]) for row in found)
        assert lines[line]["overdue_payments"] == sum(int(row["overdue_payments"]) for row in found)
    worst = rows(example, "week", "org", date=DAY, **given)
    told = {row["key"]: row for row in overdue_on(command, LAST, *office)}
    assert worst
    for row in worst:
        assert row["overdue_amount"] == int(told[row["key"]]["overdue_amount"])
        assert row["oldest_outstanding_days"] == int(told[row["key"]]["oldest_outstanding_days"])


def test_older_debt_is_there_in_a_week_without_any_new(example: stores.Store) -> None:
    lines = by_key(example, "week", "overdue", date=DAY)
    assert lines["added"]["overdue_payments"] == 0 < lines["older"]["overdue_payments"]
    assert lines["older"]["overdue_amount"] == lines["closing"]["overdue_amount"]
    taken = papers_reports.taken(example, "week", date=DAY)
    said = " ".join(str(cells[1]) for cells in taken.cells(paper.Style.ROW))
    assert "Không có khoản thu mới quá hạn trong kỳ. Quá hạn của các kỳ trước còn" in said


def test_forms_and_codes_are_what_the_command_line_reports(
    command: commands.Command, example: stores.Store
) -> None:
    (row,) = rows(example, "month", "form", date="2026-08-01")
    days = [f"2026-08-{day}" for day in range(20, 32)]
    forms = [
        form for day in days for form in reported(command, "01-xn", "--date", day, "--by", "org")
    ]
    for name, column in (
        ("dispatched_on_time", "dispatched_on_time"), ("dispatched_late", "dispatched_late"),
        ("missing", "not_dispatched"), ("mismatched", "mismatched"),
    ):  # fmt: skip
        assert row[name] == sum(int(form[column]) for form in forms), name
    whole = [*EVER, "--to", "2026-08-31", "--as-of", "2026-08-31", "--by", "org"]
    codes = reported(command, "recording-lag", *whole)
    (recording,) = rows(example, "month", "recording", date="2026-08-01")
    for name in ("payments", "unrecorded", "unrecorded_amount"):
        assert recording[name] == sum(int(each[name]) for each in codes)


def test_offices_add_up_to_the_city(example: stores.Store) -> None:
    units = rows(example, "week", "unit", date=DAY)
    assert sorted(row["key"] for row in units) == ["00101", "00110"]
    lines = by_key(example, "week", "overdue", date=DAY)
    (form, *_before) = rows(example, "week", "form", date=DAY)
    kinds = rows(example, "week", "difference", date=DAY)
    together = [row["cases"] for row in kinds if row["key"] != "not_informed"]
    assert sum(row["overdue_amount"] for row in units) == lines["closing"]["overdue_amount"]
    assert sum(row["forms"] for row in units) == form["forms"]
    assert sum(row["cases"] for row in units) == sum(together)


def test_of_one_office_a_row_is_an_organisation(example: stores.Store) -> None:
    units = rows(example, "week", "unit", date=DAY, office="00101")
    assert {row["key"] for row in units} <= {"BI0001", "IS0002"}
    taken = papers_reports.taken(example, "week", date=DAY, office="00101")
    assert taken.document.tables[-1].title == "8. Theo tổ chức dịch vụ thu"


@pytest.mark.parametrize(
    ("kind", "date", "words"),
    [
        ("week", "2026-08-25", "hệ thống chỉ có một phần số liệu của tuần đó, từ ngày 20/08/2026"),
        ("week", "2026-08-20", "hệ thống không có số liệu của tuần đó"),
        ("month", "2026-08-20", "hệ thống không có số liệu của tháng đó"),
        ("month", "2026-09-01", "hệ thống chỉ có một phần số liệu của tháng đó"),
    ],
)
def test_what_cannot_be_compared_is_not_and_says_why(
    example: stores.Store, kind: str, date: str, words: str
) -> None:
    taken = papers_reports.taken(example, kind, date=date)
    assert words in taken.foot.words[0]
    lines = by_key(example, kind, "overdue", date=date)
    assert [line for line, row in lines.items() if row["overdue_amount"] is not None] == ["closing"]
    assert {row["added_cases"] for row in rows(example, kind, "difference", date=date)} == {None}
    assert [row["key"] for row in rows(example, kind, "form", date=date)] == ["now"]


def test_a_week_that_is_not_over_says_how_far_it_goes(example: stores.Store) -> None:
    about = papers_reports.taken(example, "week", date=DAY).document.head.about
    assert about[0] == (
        "Tuần từ ngày 31/08/2026 đến ngày 06/09/2026, chưa kết thúc: số liệu đến hết ngày "
        "02/09/2026"
    )


def test_before_the_data_the_report_says_so_alone(example: stores.Store) -> None:
    taken = papers_reports.taken(example, "month", date="2026-07-01")
    sentence = (
        "Từ ngày 01/07/2026 đến ngày 31/07/2026: hệ thống không có số liệu; số liệu bắt đầu từ "
        "ngày 20/08/2026."
    )
    assert taken.cells(paper.Style.ROW) == [["Chưa xác định", sentence]]
    lines = by_key(example, "month", "overdue", date="2026-07-01")
    assert {row["overdue_amount"] for row in lines.values()} == {None}


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-10-07", "No day of it is over yet"),
        ("9999-12-31", "No day of it is over yet"),
        ("0001-01-01", "Choose a day from 01/01/2000 on"),
    ],
)
@pytest.mark.parametrize("kind", ["week", "month"])
def test_what_has_not_begun_and_what_is_beyond_belief_is_refused(
    example: stores.Store, kind: str, date: str, words: str
) -> None:
    with pytest.raises(problems.Problem, match=words):
        papers_reports.found(example, kind, {"date": date})


def test_every_day_of_a_week_is_the_same_report(example: stores.Store) -> None:
    contents = [
        papers_reports.found(example, "week", {"date": date})
        for date in ("2026-08-24", "2026-08-27", "2026-08-30")
    ]
    assert {known.params["date"] for known in contents} == {"2026-08-30"}
    assert contents[0].rows == contents[1].rows == contents[2].rows


def test_a_run_begins_with_the_first_week_since_which_money_was_overdue_at_every_end() -> None:
    last = dt.date(2026, 9, 2)
    weeks = [last - dt.timedelta(weeks=number) for number in (0, 1, 2, 4)]
    assert periodic._run(weeks, last) == 3
    assert periodic._since(last, 3) == {"since_day": dt.date(2026, 8, 17), "weeks": 3}
    assert periodic._run([], last) == 0


def test_each_row_is_known_by_its_part_and_its_key(example: stores.Store) -> None:
    known = papers_reports.found(example, "week", {"date": DAY})
    assert tuple(known.columns)[:2] == export_reports.named("week").keys
    assert len({row[:2] for row in known.rows}) == len(list(known.rows)) > 20


def test_a_content_from_its_text_gives_the_same_paper(example: stores.Store) -> None:
    known = papers_reports.found(example, "week", {"date": DAY})
    kept = papers_reports.kept(known)
    assert list(kept.rows) == list(known.rows)
    assert papers_reports.read(kept).everything == papers_reports.read(known).everything


def test_a_director_has_the_own_office_alone(example: stores.Store) -> None:
    own = scope.Scope.of(["00110"])
    taken = papers_reports.taken(example, "week", own, date=DAY)
    assert taken.document.head.office == "BHXH HUYỆN SÓC SƠN"
    as_city = papers_reports.found(example, "week", {"date": DAY, "office": "00110"})
    as_director = papers_reports.found(example, "week", {"date": DAY}, own)
    assert as_director.rows == as_city.rows
    with pytest.raises(export_reports.Foreign):
        papers_reports.found(example, "week", {"date": DAY, "office": "00101"}, own)


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_the_command_writes_the_report_of_the_day(
    command: commands.Command, example: stores.Store, tmp_path: pathlib.Path, ending: str
) -> None:
    out = tmp_path / f"tuan.{ending}"
    assert command("export", "week", "--date", DAY, "--out", str(out)).exit_code == 0
    assert out.stat().st_size > 5_000
    known = papers_reports.found(example, "week", {"date": DAY})
    file = io.BytesIO()
    files.write(papers_reports.drawn(known), "xlsx", file)
    sheet = openpyxl.load_workbook(file).worksheets[0]
    there = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    closing = by_key(example, "week", "overdue", date=DAY)["closing"]
    assert {closing["overdue_amount"], closing["overdue_payments"]} <= there


def test_a_report_is_frozen_verified_and_compared(full_desk: desks.Desk) -> None:
    store, report = full_desk.store, export_reports.named("week")
    params = export_reports.params(report, {"date": DAY}, within=EVERYTHING, own=None)
    freezing.take(store, papers_freezing.CITY, report, params, note="họp giao ban")
    frozen = freezing.opened_at(store, EVERYTHING, 1)
    same, _now = comparing.with_now(store, EVERYTHING, frozen)
    assert same.empty
    full_desk.hand_in(
        remittances=[{"remittance_id": "RNEW", "remitted_at": "2026-09-02T09:00:00+07:00",
                      "office_code": "00110", "amount": "680400"}],
        remittance_lines=[{"remittance_id": "RNEW", "payment_id": "P09"}],
    )  # fmt: skip
    changes, _now = comparing.with_now(store, EVERYTHING, frozen)
    assert {"overdue closing", "overdue settled"} <= set(changes["key"])
    assert standing.Standing.CHANGED in set(standing_of(store))
    assert verifying.the_store(store, EVERYTHING).findings == ()


def standing_of(store: stores.Store) -> list[standing.Standing]:
    limits = store_snapshots.Limits(dt.date(2026, 8, 1), dt.date(2026, 9, 30))
    listed = store.ask(
        EVERYTHING, lambda c: store_snapshots.listed(c, limits=limits, page=paging.Page(10))
    )
    return standing.of(store, EVERYTHING, listed, seconds=60)


def test_periods_hold_their_day_and_follow_one_another() -> None:
    today = dt.date(2026, 3, 4)
    week = weeks_and_months.of(weeks_and_months.Kind.WEEK, today, today)
    assert (week.start, week.end, week.last) == (
        dt.date(2026, 3, 2), dt.date(2026, 3, 8), dt.date(2026, 3, 3),
    )  # fmt: skip
    assert week.before.after == week
    month = weeks_and_months.of(weeks_and_months.Kind.MONTH, today, today)
    assert (month.before.start, month.before.end) == (dt.date(2026, 2, 1), dt.date(2026, 2, 28))
    assert month.before.is_over
    assert not month.is_over
