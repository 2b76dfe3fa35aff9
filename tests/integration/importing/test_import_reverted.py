"""Rows that go back to values that they had before are counted apart, and their file is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import commands, imports

if TYPE_CHECKING:
    import pathlib

    from support import databases
    from support.desks import Desk

FIRST, SECOND, THIRD = ({"amount": amount} for amount in ("100", "200", "300"))


def outcomes(desk: Desk, **files: list[dict[str, str]]) -> dict[str, tuple[int, int]]:
    """Import rows; return by set how many were updated and how many reverted."""
    return {
        name: (count.updated, count.reverted)
        for name, count in desk.hand_in(**files).counts.items()
    }


def test_a_row_that_goes_back_is_counted_apart_and_written(desk: Desk) -> None:
    desk.hand_in(payments=[FIRST])
    assert outcomes(desk, payments=[SECOND]) == {"payments": (1, 0)}
    assert outcomes(desk, payments=[FIRST]) == {"payments": (0, 1)}
    assert desk.column("SELECT amount FROM payments") == [100]
    assert desk.column("SELECT changed FROM import_runs ORDER BY run_id DESC LIMIT 1") == [True]


def test_any_earlier_values_count_and_not_only_the_first_ones(desk: Desk) -> None:
    for row in (FIRST, SECOND, THIRD):
        desk.hand_in(payments=[row])
    assert outcomes(desk, payments=[SECOND]) == {"payments": (0, 1)}
    assert outcomes(desk, payments=[THIRD]) == {"payments": (0, 1)}


def test_values_of_several_times_together_are_new(desk: Desk) -> None:
    desk.hand_in(payments=[FIRST | {"months": "1"}])
    desk.hand_in(payments=[SECOND | {"months": "2"}])
    assert outcomes(desk, payments=[FIRST | {"months": "2"}]) == {"payments": (1, 0)}


def test_a_participant_goes_back_as_well(desk: Desk) -> None:
    names = [{"participant_name": name} for name in ("An", "Bình")]
    desk.hand_in(payments=names[:1])
    assert outcomes(desk, payments=names[1:]) == {"payments": (1, 0)}
    assert outcomes(desk, payments=names[:1]) == {"payments": (0, 1)}


def test_a_row_that_goes_back_in_one_part_and_on_in_the_other_is_new(desk: Desk) -> None:
    desk.hand_in(payments=[FIRST | {"participant_name": "An"}])
    desk.hand_in(payments=[SECOND | {"participant_name": "An"}])
    found = outcomes(desk, payments=[FIRST | {"participant_name": "Bình"}])
    assert found == {"payments": (1, 0)}


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("organizations", [{"org_name": "A"}, {"org_name": "B"}]),
        ("confirmations", [{"notified_by": ""}, {"notified_by": "sms"}]),
        ("remittance_lines", [{"remittance_id": "R1"}, {"remittance_id": ""}]),
        ("dispatches", [{"codes": "1"}, {"codes": "2"}]),
        ("policies", [{"value": "3"}, {"value": "4"}]),
    ],
)
def test_every_kind_of_row_may_go_back(desk: Desk, name: str, rows: list[dict[str, str]]) -> None:
    desk.hand_in(payments=[{}], remittances=[{}])
    desk.hand_in(**{name: rows[:1]})
    assert outcomes(desk, **{name: rows[1:]}) == {name: (1, 0)}
    assert outcomes(desk, **{name: rows[:1]}) == {name: (0, 1)}


def test_the_command_and_the_run_name_the_file(
    made: databases.Databases, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    command = commands.at(made, desk.name(), monkeypatch)
    monkeypatch.chdir(tmp_path)
    heading = "payment_id,office_code,org_code,collector_code,product,amount,paid_at"
    said = ""
    for amount in (100, 200, 100):
        row = f"P1,00101,BI0001,NVT001,BI,{amount},2026-08-21T09:00:00"
        imports.write(tmp_path / "in", "payments (cũ).csv", [heading, row])
        ended = command("import", str(tmp_path / "in"))
        assert ended.exit_code == 0
        said = ended.output
    assert "payments (cũ).csv took 1 row back to values that it had before" in said
    noted = "SELECT f ->> 'reverted' FROM import_runs, jsonb_array_elements(files) AS f"
    assert desk.column(f"{noted} ORDER BY run_id DESC LIMIT 3") == ["1", "0", "0"]
