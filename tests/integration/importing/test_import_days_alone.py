"""Times of which only the day is known: kept as days, written as days, compared by days."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from support import commands, in_order

from data import local_time

if TYPE_CHECKING:
    import pathlib

    from support import databases
    from support.commands import Command
    from support.desks import Desk, Row

DAY = "2026-08-21"
PERIOD = ("--from", "2026-08-01", "--to", "2026-08-31", "--as-of", "2026-08-31")
KEPT = {
    "paid_at": ("payments", "payments"),
    "voided_at": ("payments", "payments"),
    "remitted_at": ("remittances", "remittances"),
    "notified_at": ("confirmations", "confirmations"),
}


@pytest.fixture
def command(
    made: databases.Databases, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> Command:
    """The command line on the desk's store."""
    monkeypatch.chdir(tmp_path)
    return commands.at(made, desk.name(), monkeypatch)


def figures(command: Command) -> dict[str, str]:
    """Return the row of the report on recording lag."""
    text = command("report", "recording-lag", *PERIOD, "--by", "org", "--format", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(text))
    return dict(row)


@pytest.mark.parametrize("column", KEPT)
@pytest.mark.parametrize("text", [DAY, "21/8/2026", "21-08-2026", "21.08.2026", "2026/08/21"])
def test_a_day_alone_is_taken_with_its_mark(desk: Desk, column: str, text: str) -> None:
    name, table = KEPT[column]
    rows: dict[str, list[Row]] = {"payments": [{}]}
    rows[name] = [{column: text}]
    assert desk.hand_in(**rows).rejected == 0
    assert desk.ask(f"SELECT is_day({column}), local_day({column})::text FROM {table}") == [
        (True, DAY)
    ]
    assert not desk.hand_in(**rows).changed


@pytest.mark.parametrize("text", [f"{DAY} 00:00", f"{DAY}T00:00:00", f"{DAY}T00:00:00.000001"])
def test_a_midnight_that_is_written_is_a_time(desk: Desk, text: str) -> None:
    desk.hand_in(payments=[{"paid_at": text}])
    assert desk.ask("SELECT paid_at::text, is_day(paid_at) FROM payments") == [
        (f"{DAY} 00:00:00+07", False)
    ]


@pytest.mark.parametrize(
    ("name", "column"), [("confirmations", "recorded_at"), ("dispatches", "sent_at")]
)
def test_a_code_and_a_sending_need_their_time(desk: Desk, name: str, column: str) -> None:
    desk.hand_in(payments=[{}])
    assert desk.hand_in(**{name: [{column: DAY}]}).rejected == 1
    assert desk.faults() == [(2, column, "unreadable")]


@pytest.mark.parametrize(("ahead", "rejected"), [(0, 0), (1, 1)])
def test_a_day_is_in_the_future_when_it_has_not_begun(
    desk: Desk, ahead: int, rejected: int
) -> None:
    today = dt.datetime.now(local_time.HANOI).date() + dt.timedelta(days=ahead)
    assert desk.hand_in(payments=[{"paid_at": today.isoformat()}]).rejected == rejected
    assert [fault[2] for fault in desk.faults()] == ["future"] * rejected


@pytest.mark.parametrize(
    ("paid", "voided", "rejected"),
    [
        (f"{DAY}T09:00:00", DAY, 0),
        (DAY, f"{DAY}T00:00:00", 0),
        (DAY, DAY, 0),
        (DAY, "2026-08-20", 1),
        (DAY, "2026-08-20T23:59:59", 1),
        (f"{DAY}T00:00:00", "2026-08-20", 1),
    ],
)
def test_a_void_and_its_payment_are_compared_by_day(
    desk: Desk, paid: str, voided: str, rejected: int
) -> None:
    assert desk.hand_in(payments=[{"paid_at": paid, "voided_at": voided}]).rejected == rejected


@pytest.mark.parametrize(
    ("times", "kinds"),
    [
        ({"paid_at": DAY, "recorded_at": f"{DAY}T00:00:00"}, set()),
        ({"paid_at": DAY, "recorded_at": "2026-08-20T23:59:59"}, {"code_before_payment"}),
        ({"remitted_at": DAY}, set()),
        ({"recorded_at": f"{DAY}T23:00:00", "remitted_at": DAY}, set()),
        ({"recorded_at": "2026-08-22T00:00:00", "remitted_at": DAY}, {"code_after_remittance"}),
        ({"remitted_at": "2026-08-20"}, {"code_after_remittance", "remitted_before_payment"}),
        ({"paid_at": DAY, "remitted_at": f"{DAY}T00:00:00"}, {"code_after_remittance"}),
    ],
)
def test_differences_compare_by_day(desk: Desk, times: dict[str, str], kinds: set[str]) -> None:
    """A code at 09:02 of a transfer at midnight came after it; the payment's day is the same."""
    sets = {"paid_at": "payments", "recorded_at": "confirmations", "remitted_at": "remittances"}
    changes: dict[str, Any] = {"confirmations": [{"notified_by": "sms"}], "dispatches": []}
    for column, value in times.items():
        rows = changes.setdefault(sets[column], [{}])
        rows[0] = rows[0] | {column: value}
    in_order.hand_in(desk, changes)
    assert set(in_order.cases(desk, 31)) - {"form_missing"} == kinds


def test_the_minutes_of_a_recorded_payment_are_unknown_and_its_day_is_known(
    desk: Desk, command: Command
) -> None:
    """Among the n of the quantiles are the payment with a time, and the one without a code."""
    known = {"payment_id": "P2"}
    desk.hand_in(
        payments=[{"paid_at": DAY}, known, {"payment_id": "P3", "paid_at": DAY}],
        confirmations=[{}, {"payment_id": "P2", "confirmation_code": "XN2"}],
    )
    found = figures(command)
    assert (found["payments"], found["recorded"], found["unrecorded"]) == ("3", "2", "1")
    assert (found["same_day_rate"], found["median_minutes"]) == ("0.6667", "2")
    assert found["p90_minutes"] == ""
    of_collectors = command(
        "report", "recording-lag", *PERIOD, "--by", "collector", "--format", "csv"
    ).stdout
    assert of_collectors.splitlines()[1].endswith(",0.6667,2,")


def test_where_no_time_is_known_there_are_no_minutes(desk: Desk, command: Command) -> None:
    desk.hand_in(payments=[{"paid_at": DAY}], confirmations=[{}])
    found = figures(command)
    assert (found["recorded"], found["same_day_rate"]) == ("1", "1.0000")
    assert (found["median_minutes"], found["p90_minutes"]) == ("", "")


def test_the_lookup_and_the_form_write_the_day(desk: Desk, command: Command) -> None:
    desk.hand_in(
        payments=[{"paid_at": DAY, "voided_at": "2026-08-25"}],
        confirmations=[{}],
        remittances=[{"remitted_at": "2026-08-24"}],
        remittance_lines=[{}],
    )
    (found,) = json.loads(command("lookup", "XN1", "--format", "json").stdout)
    (payment,) = found["payments"]
    assert (payment["paid_at"], payment["remitted_at"]) == (DAY, "2026-08-24")
    assert (payment["voided_at"], payment["recording_lag_minutes"]) == ("2026-08-25", None)
    form = ("report", "01-xn", "--date", DAY, "--by", "code", "--format")
    (row,) = csv.DictReader(io.StringIO(command(*form, "csv").stdout))
    assert (row["paid_at"], row["recorded_at"]) == (DAY, f"{DAY}T09:02:00+07:00")
    (listed,) = json.loads(command(*form, "json").stdout)
    assert listed["paid_at"] == DAY


def test_files_of_a_form_have_the_day(desk: Desk, command: Command, tmp_path: pathlib.Path) -> None:
    desk.hand_in(payments=[{"paid_at": DAY}], confirmations=[{}])
    for ending in ("csv", "xlsx"):
        given = ("export", "01-xn", "--date", DAY, "--out", str(tmp_path / f"form.{ending}"))
        assert command(*given).exit_code == 0
    text = (tmp_path / "form.csv").read_text(encoding="utf-8-sig")
    assert "000001" not in text
    assert DAY in text
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    days = [
        cell
        for row in book.worksheets[0].iter_rows()
        for cell in row
        if isinstance(cell.value, dt.datetime) and cell.value == dt.datetime(2026, 8, 21)  # noqa: DTZ001
    ]
    assert [cell for cell in days if "h" not in cell.number_format]


def test_a_snapshot_keeps_the_day_and_finds_itself_unchanged(desk: Desk, command: Command) -> None:
    desk.hand_in(payments=[{"paid_at": DAY}], confirmations=[{}])
    ended = command("snapshot", "create", "--report", "01-xn", "--date", DAY, "--note", "x")
    assert ended.exit_code == 0, ended.output
    content = desk.column("SELECT convert_from(content, 'UTF8') FROM snapshots")[0]
    assert "000001" not in content
    assert command("snapshot", "verify").exit_code == 0
    assert command("snapshot", "diff", "1").exit_code == 0


def test_a_time_that_becomes_known_is_a_change(desk: Desk) -> None:
    desk.hand_in(payments=[{"paid_at": DAY}])
    outcome = desk.hand_in(payments=[{"paid_at": f"{DAY}T09:00:00"}])
    assert outcome.counts["payments"].updated == 1
