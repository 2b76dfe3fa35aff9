"""Times of which only the day is known: kept as days, written as days, compared by days."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from support import commands, desks, in_order

from data import local_time

if TYPE_CHECKING:
    import pathlib

    from support import databases
    from support.commands import Command
    from support.desks import Desk

DAY = "2026-08-21"
PERIOD = ("--from", "2026-08-01", "--to", "2026-08-31", "--as-of", "2026-08-31")
# The set, which is also the table, and its key.
KEPT = {
    "paid_at": ("payments", "payment_id"),
    "voided_at": ("payments", "payment_id"),
    "remitted_at": ("remittances", "remittance_id"),
    "notified_at": ("confirmations", "confirmation_code"),
}
TEXTS = (DAY, "21/8/2026", "21-08-2026", "21.08.2026", "2026/08/21")


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


def test_a_day_alone_is_taken_with_its_mark(desk: Desk) -> None:
    given = list(itertools.product(KEPT, TEXTS))
    rows: dict[str, dict[int, dict[str, str]]] = {
        "payments": {n: keyed("payments", n) for n in range(len(given))},
        "remittances": {},
        "confirmations": {},
    }
    for number, (column, text) in enumerate(given):
        name, _ = KEPT[column]
        rows[name][number] = keyed(name, number) | {column: text}
    files = {name: list(each.values()) for name, each in rows.items()}
    desk.hand_in(**files)
    assert desk.rejects == []
    kept = {each: taken(desk, each[0], number) for number, each in enumerate(given)}
    assert kept == dict.fromkeys(given, (True, DAY))
    assert not desk.hand_in(**files).changed


def keyed(name: str, number: int) -> dict[str, str]:
    """Return the keys of a row of a set."""
    keys = {"payment_id", "remittance_id", "confirmation_code"}
    return dict.fromkeys(keys & desks.DEFAULTS[name].keys(), f"{number:02}")


def taken(desk: Desk, column: str, number: int) -> tuple[bool, str]:
    """Return whether a time is known as a day, and the day."""
    table, key = KEPT[column]
    (found,) = desk.ask(
        f"SELECT is_day({column}), local_day({column})::text FROM {table}"
        f" WHERE {key} = '{number:02}'"
    )
    return found


def test_a_midnight_that_is_written_is_a_time(desk: Desk) -> None:
    texts = (f"{DAY} 00:00", f"{DAY}T00:00:00", f"{DAY}T00:00:00.000001")
    desk.hand_in(payments=[{"payment_id": f"P{n}", "paid_at": t} for n, t in enumerate(texts)])
    kept = desk.ask("SELECT paid_at::text, is_day(paid_at) FROM payments ORDER BY payment_id")
    assert dict(zip(texts, kept, strict=True)) == dict.fromkeys(
        texts, (f"{DAY} 00:00:00+07", False)
    )


def test_a_code_and_a_sending_need_their_time(desk: Desk) -> None:
    desk.hand_in(payments=[{}], confirmations=[{"recorded_at": DAY}], dispatches=[{"sent_at": DAY}])
    assert sorted(desk.faults()) == [(2, "recorded_at", "unreadable"), (2, "sent_at", "unreadable")]


def test_a_day_is_in_the_future_when_it_has_not_begun(desk: Desk) -> None:
    today = dt.datetime.now(local_time.HANOI).date()
    days = [(today + dt.timedelta(days=ahead)).isoformat() for ahead in range(2)]
    desk.hand_in(payments=[{"payment_id": f"P{day}", "paid_at": day} for day in days])
    assert desk.faults() == [(3, "paid_at", "future")]


# Whether a payment of such times, paid and voided, is refused.
VOIDS = {
    (f"{DAY}T09:00:00", DAY): False,
    (DAY, f"{DAY}T00:00:00"): False,
    (DAY, DAY): False,
    (DAY, "2026-08-20"): True,
    (DAY, "2026-08-20T23:59:59"): True,
    (f"{DAY}T00:00:00", "2026-08-20"): True,
}


def test_a_void_and_its_payment_are_compared_by_day(desk: Desk) -> None:
    desk.hand_in(
        payments=[
            {"payment_id": f"P{number}", "paid_at": paid, "voided_at": voided}
            for number, (paid, voided) in enumerate(VOIDS)
        ]
    )
    refused = {times: fault is not None for times, fault in desk.faults_of(VOIDS).items()}
    assert refused == VOIDS


# By what is said of the times: what differs.
DIFFERENCES: dict[str, tuple[dict[str, str], set[str]]] = {
    "a code of the midnight of the day": (
        {"paid_at": DAY, "recorded_at": f"{DAY}T00:00:00"},
        set(),
    ),
    "a code of the second before": (
        {"paid_at": DAY, "recorded_at": "2026-08-20T23:59:59"},
        {"code_before_payment"},
    ),
    "remitted on the day": ({"remitted_at": DAY}, set()),
    "remitted on the day of a late code": (
        {"recorded_at": f"{DAY}T23:00:00", "remitted_at": DAY},
        set(),
    ),
    "remitted on the day before the code": (
        {"recorded_at": "2026-08-22T00:00:00", "remitted_at": DAY},
        {"code_after_remittance"},
    ),
    "remitted on the day before": (
        {"remitted_at": "2026-08-20"},
        {"code_after_remittance", "remitted_before_payment"},
    ),
    "remitted at the midnight of the day": (
        {"paid_at": DAY, "remitted_at": f"{DAY}T00:00:00"},
        {"code_after_remittance"},
    ),
}


def test_differences_compare_by_day(desk: Desk) -> None:
    """A code at 09:02 of a transfer at midnight came after it; the payment's day is the same."""
    changes = {name: changed(times) for name, (times, _) in DIFFERENCES.items()}
    offices = in_order.hand_in_all(desk, changes)
    found = {
        name: set(in_order.cases(desk, 31, office=office)) - {"form_missing"}
        for name, office in offices.items()
    }
    assert found == {name: kinds for name, (_, kinds) in DIFFERENCES.items()}


def changed(times: dict[str, str]) -> dict[str, Any]:
    """Return what differs from a payment that is in order, by set."""
    sets = {"paid_at": "payments", "recorded_at": "confirmations", "remitted_at": "remittances"}
    changes: dict[str, Any] = {"confirmations": [{"notified_by": "sms"}], "dispatches": []}
    for column, value in times.items():
        (row,) = changes.get(sets[column], [{}])
        changes[sets[column]] = [row | {column: value}]
    return changes


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
