"""Files as people have them whose cells are written in their own way (tests/data/field-cases)."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.commands import Command
    from support.desks import Desk

CASES = pathlib.Path(__file__).parents[2] / "data" / "field-cases"
# By files: the exit status, and of the payments that are in the number and the sum.
OUTCOMES = [
    ("15-pandas-floats", (0, 3, 2_916_000)),
    ("16-negatives", (0, 0, 0)),
    ("17-amount-spellings", (1, 14, 13_608_000)),
    ("19-times", (1, 23, 22_356_000)),
    ("21-optional-columns", (0, 5, 3_051_600)),
    ("31-tcvn3-in-xlsx", (1, 1, 972_000)),
    ("48-product-words", (1, 13, 12_636_000)),
]


def stored(desk: Desk) -> tuple[int, int]:
    """Return the number of payments and their sum."""
    ((payments, amount),) = desk.ask(
        "SELECT count(*), coalesce(sum(amount), 0)::bigint FROM payments"
    )
    return payments, amount


@pytest.mark.parametrize(("case", "outcome"), OUTCOMES)
def test_what_can_be_read_is_in(
    desk_command: Command, desk: Desk, case: str, outcome: tuple[int, int, int]
) -> None:
    ended = desk_command("import", str(CASES / case))
    assert (ended.exit_code, *stored(desk)) == outcome, ended.output


def test_codes_that_a_spreadsheet_has_shortened_are_none(desk_command: Command, desk: Desk) -> None:
    """As text, and as number cells of 18 digits."""
    first = desk_command("import", str(CASES / "11-long-digits" / "in"))
    second = desk_command("import", str(CASES / "11-long-digits" / "in2"))
    assert (first.exit_code, second.exit_code, *stored(desk)) == (1, 1, 5, 3_888_000)
    assert desk.column("SELECT count(*) FROM confirmations") == [0]
    assert desk.column("SELECT reason FROM import_rejects ORDER BY run_id, reject_no") == [
        *["scientific"] * 3, *["long_number"] * 2
    ]  # fmt: skip


def test_errors_are_neither_codes_nor_receipts(desk_command: Command, desk: Desk) -> None:
    ended = desk_command("import", str(CASES / "13-error-cells" / "in"))
    assert (ended.exit_code, *stored(desk)) == (1, 3, 2_235_600)
    assert desk.column("SELECT confirmation_code FROM confirmations") == ["XN3"]
    assert desk.column("SELECT receipt_no FROM payments ORDER BY 1") == ["BL3", None, None]
    assert desk.ask(
        "SELECT set_name, column_name, left_out FROM import_rejects ORDER BY reject_no"
    ) == [
        *[("confirmations", "confirmation_code", False)] * 2,
        *[("payments", "receipt_no", True)] * 2,
    ]
    assert desk.column("SELECT count(*) FROM repeats") == [0]


def test_floats_of_other_programs_are_whole(desk_command: Command, desk: Desk) -> None:
    desk_command("import", str(CASES / "15-pandas-floats"))
    assert desk.column("SELECT DISTINCT months FROM payments") == [12]


def test_a_minus_stands_where_people_put_it(desk_command: Command, desk: Desk) -> None:
    desk_command("import", str(CASES / "16-negatives"))
    assert desk.column("SELECT amount FROM remittances") == [-300_000] * 6


def test_no_spelling_of_an_amount_is_misread(desk_command: Command, desk: Desk) -> None:
    desk_command("import", str(CASES / "17-amount-spellings"))
    assert desk.column("SELECT DISTINCT amount FROM payments") == [972_000]
    assert desk.column("SELECT value FROM import_rejects ORDER BY reject_no") == [
        "972'000", "972.000.-", "972.000,-", "972.000 d"
    ]  # fmt: skip


def test_no_spelling_of_a_time_is_misread(desk_command: Command, desk: Desk) -> None:
    desk_command("import", str(CASES / "19-times"))
    at = "(paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::text"
    assert desk.ask(f"SELECT {at}, count(*) FROM payments GROUP BY 1 ORDER BY 1") == [
        ("2026-08-20 09:30:00", 1), ("2026-08-20 14:30:00", 22)
    ]  # fmt: skip
    assert desk.column("SELECT row_no FROM import_rejects ORDER BY reject_no") == [21, 22]


def test_what_is_known_of_people_is_read(desk_command: Command, desk: Desk) -> None:
    desk_command("import", str(CASES / "21-optional-columns"))
    people = "SELECT date_of_birth, gender FROM participants ORDER BY payment_id"
    assert desk.ask(people) == [
        ("1952", "F"), ("1955", "M"), ("1990-02-01", "F"), ("1990-02-01", "M"), (None, None)
    ]  # fmt: skip
    assert desk.column("SELECT notified_by FROM confirmations") == ["other"]
    assert desk.column("SELECT informed FROM payments WHERE payment_id = 'Q05'") == [True]


def test_letters_of_an_old_font_are_told_once(desk_command: Command, desk: Desk) -> None:
    said = desk_command("import", str(CASES / "31-tcvn3-in-xlsx")).output
    assert said.count("TCVN3") == 1
    assert desk.column("SELECT participant_name FROM participants") == ["NguyÔn ThÞ HuÖ"]
    assert desk.ask("SELECT row_no, column_name FROM import_rejects") == [(2, "product")]


def test_products_are_known_by_their_words(desk_command: Command, desk: Desk) -> None:
    desk_command("import", str(CASES / "48-product-words"))
    products = desk.column("SELECT product FROM payments ORDER BY payment_id")
    assert products == ["IS"] * 4 + ["BI"] * 8 + ["IS"]
    assert desk.column("SELECT row_no FROM import_rejects ORDER BY reject_no") == [15, 16]
