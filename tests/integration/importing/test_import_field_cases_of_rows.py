"""Files as people have them that say how rows stand to the store (tests/data/field-cases)."""

from __future__ import annotations

import csv
import io
import json
import pathlib
import time
from typing import TYPE_CHECKING

import pytest
from support import commands, in_order

if TYPE_CHECKING:
    from support import databases
    from support.commands import Command
    from support.desks import Desk

CASES = pathlib.Path(__file__).parents[2] / "data" / "field-cases"
PERIOD = ("--from", "2026-08-01", "--to", "2026-08-31", "--as-of", "2026-08-31", "--by", "org")


@pytest.fixture
def command(
    made: databases.Databases, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> Command:
    """The command line on the desk's store; rejects are written into the test's folder."""
    monkeypatch.chdir(tmp_path)
    return commands.at(made, desk.name(), monkeypatch)


def rows(command: Command, *report: str) -> list[dict[str, str]]:
    """Return the rows of a report."""
    return list(csv.DictReader(io.StringIO(command("report", *report, "--format", "csv").stdout)))


def collected(command: Command) -> tuple[int, int]:
    """Return how many payments are in, and what they come to."""
    found = rows(command, "remittance-lag", *PERIOD)
    return sum(int(row["payments"]) for row in found), sum(int(row["amount"]) for row in found)


def test_days_alone_are_taken_and_minutes_are_not_made_of_them(
    command: Command, desk: Desk
) -> None:
    for name in ("payments.xlsx", "remittances.csv"):
        assert command("import", str(CASES / "20-bare-date" / name)).exit_code == 0
    assert collected(command) == (2, 1_652_400)
    days = "SELECT is_day(paid_at), paid_day::text FROM payments"
    assert desk.ask(days) == [(True, "2026-08-20")] * 2
    assert desk.ask("SELECT is_day(remitted_at), remitted_day::text FROM remittances") == [
        (True, "2026-08-21")
    ]
    (found,) = rows(command, "recording-lag", *PERIOD)
    assert (found["unrecorded"], found["median_minutes"], found["p90_minutes"]) == ("2", "", "")


def test_a_line_that_is_taken_back_leaves_its_payment_outstanding(command: Command) -> None:
    case = CASES / "26-reversed-transfer"
    assert command("import", str(case / "in")).exit_code == 0
    assert command("import", str(case / "in2")).exit_code == 0
    assert collected(command) == (2, 1_652_400)
    (found,) = rows(command, "remittance-lag", *PERIOD)
    assert (found["remitted_payments"], found["outstanding_payments"]) == ("0", "2")
    (code,) = json.loads(command("lookup", "XN1", "--format", "json").stdout)
    assert code["payments"][0]["remittance_id"] is None


def test_receipts_are_numbered_by_organisation_and_year(command: Command, desk: Desk) -> None:
    assert command("import", str(CASES / "27-receipt-numbers")).exit_code == 0
    assert collected(command) == (7, 2_732_800)
    assert "receipt_twice" not in in_order.cases(desk, 31)


@pytest.mark.fault
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Tokyo"])
def test_days_are_those_of_hanoi_wherever_the_machine_is(
    command: Command, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", zone)
        time.tzset()
        assert_four_and_two(command)
    time.tzset()


def assert_four_and_two(command: Command) -> None:
    assert command("import", str(CASES / "43-timezone" / "in")).exit_code == 0
    assert collected(command) == (6, 600_000)
    codes = [
        sum(int(row["codes"]) for row in rows(command, "01-xn", "--date", day, "--by", "org"))
        for day in ("2026-08-20", "2026-08-21")
    ]
    assert codes == [4, 2]


def test_what_was_cancelled_and_charged_again_is_charged_once(command: Command, desk: Desk) -> None:
    assert command("import", str(CASES / "47-cancel-and-charge-again")).exit_code == 0
    assert collected(command) == (2, 1_944_000)
    assert not {"charged_twice", "receipt_twice"} & set(in_order.cases(desk, 31))
