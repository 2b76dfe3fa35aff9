"""Cells that a row can lack: left as they were where they cannot be read, listed and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import commands, desks

if TYPE_CHECKING:
    import pathlib

    import pytest
    from support import databases
    from support.desks import Desk

KNOWN = {
    "receipt_no": "BL1", "months": "12", "period_from": "2026-09", "participant_name": "Lê Lan",
    "social_insurance_no": "0123456789", "national_id": "001080000001", "gender": "F",
    "date_of_birth": "1980-02-29",
}  # fmt: skip
BAD = {
    "receipt_no": "#N/A", "months": "x", "period_from": "9/26", "participant_name": "#REF!",
    "social_insurance_no": "1.2E+10", "national_id": "Err:502", "gender": "?",
    "date_of_birth": "29/2/1981",
}  # fmt: skip
TOLD = {"notified_by": "sms", "notified_at": "2026-08-21T10:00:00"}
EVERYTHING = f"""
    SELECT amount, {", ".join((*KNOWN, *TOLD))} FROM payments
    JOIN participants USING (payment_id) JOIN confirmations USING (payment_id)
"""


def test_an_unreadable_cell_leaves_what_the_store_has(desk: Desk) -> None:
    """Its row is in all the same, with the values of its other cells."""
    bank = {"bank_ref": "FT1"}
    desk.hand_in(
        payments=[KNOWN], confirmations=[TOLD], remittances=[bank], calendar=[{"note": "Tết"}]
    )
    ((_, *before),) = desk.ask(EVERYTHING)
    outcome = desk.hand_in(
        payments=[BAD | {"amount": "5"}],
        confirmations=[{"notified_by": "bồ câu", "notified_at": "hôm qua"}],
        remittances=[{"bank_ref": "#N/A", "amount": "5"}],
        calendar=[{"note": "#N/A"}],
    )
    assert desk.ask(EVERYTHING) == [(5, *before)]
    assert desk.ask("SELECT bank_ref, amount FROM remittances") == [("FT1", 5)]
    assert desk.column("SELECT note FROM calendar_overrides") == ["Tết"]
    assert (outcome.rejected, outcome.left_out, outcome.is_complete) == (0, 12, False)
    counts = outcome.counts
    assert [counts[name].left_out for name in ("payments", "confirmations")] == [8, 2]
    assert (counts["payments"].updated, counts["confirmations"].unchanged) == (1, 1)


def test_in_a_new_row_it_is_empty(desk: Desk) -> None:
    outcome = desk.hand_in(payments=[BAD], confirmations=[{"notified_by": "bồ câu"}])
    ((amount, *others),) = desk.ask(
        f"SELECT amount, {', '.join(KNOWN)}, notified_by FROM payments"
        " JOIN participants USING (payment_id) JOIN confirmations USING (payment_id)"
    )
    assert (amount, others) == (972000, [None] * 9)
    assert outcome.counts["payments"].inserted == 1


def test_it_is_by_cell_and_not_by_file(desk: Desk) -> None:
    """An empty cell of the same column empties, in another row."""
    rows = [{"payment_id": f"P{number}", "months": "12"} for number in range(3)]
    desk.hand_in(payments=rows)
    texts = ("x", "", "6")
    desk.hand_in(payments=[row | {"months": text} for row, text in zip(rows, texts, strict=True)])
    assert desk.column("SELECT months FROM payments ORDER BY payment_id") == [12, None, 6]
    assert desk.left_out == [("payments.csv", 2, "months", "x", "unreadable")]


def test_a_row_of_which_nothing_else_changes_is_unchanged(desk: Desk) -> None:
    desk.hand_in(payments=[KNOWN])
    outcome = desk.hand_in(payments=[BAD])
    assert (outcome.changed, outcome.counts["payments"].unchanged) == (False, 1)
    assert desk.ask("SELECT count(*) FROM participant_changes") == [(0,)]


def test_a_key_with_and_without_a_readable_cell_contradicts_itself(desk: Desk) -> None:
    desk.hand_in(payments=[{"months": "x"}, {"months": ""}])
    assert desk.faults() == [(2, "payment_id", "duplicate"), (3, "payment_id", "duplicate")]


def test_the_same_cells_in_two_rows_are_listed_once(desk: Desk) -> None:
    outcome = desk.hand_in(payments=[{"months": "x"}, {"months": "x"}])
    assert (outcome.left_out, outcome.counts["payments"].inserted) == (1, 1)


def test_a_cell_is_listed_as_it_stood(desk: Desk) -> None:
    desk.hand_in(payments=[{"months": " x\u00a0 y"}])
    assert desk.left_out == [("payments.csv", 2, "months", " x\u00a0 y", "unreadable")]


def test_the_command_lists_it_and_ends_with_one(
    made: databases.Databases, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    monkeypatch.chdir(tmp_path)
    command = commands.at(made, desk.name(), monkeypatch)
    desks.write(tmp_path / "payments.csv", "payments", [{"months": "x"}])
    ended = command("import", str(tmp_path / "payments.csv"))
    assert (ended.exit_code, desk.column("SELECT count(*) FROM payments")) == (1, [1])
    listed = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert ",months,x," in listed
    assert "trừ ô này" in listed or "without this cell" in listed
    assert desk.ask("SELECT column_name, left_out FROM import_rejects") == [("months", True)]


def test_a_year_of_birth_is_kept_as_a_year(desk: Desk) -> None:
    """It is neither the first of January nor the same as it."""
    desk.hand_in(payments=[{"date_of_birth": "1952"}])
    assert desk.column("SELECT date_of_birth FROM participants") == ["1952"]
    assert desk.hand_in(payments=[{"date_of_birth": "00/00/1952"}]).changed is False
    assert desk.hand_in(payments=[{"date_of_birth": "01/01/1952"}]).changed is True
    assert desk.column("SELECT date_of_birth FROM participants") == ["1952-01-01"]


def test_counted_is_what_became_of_keys_against_the_store_before(desk: Desk) -> None:
    """Files of one set are one file after the other: the outcome counts, not the way to it."""
    desk.hand_in(payments=[{}])
    folder = desk.folder()
    for number, amount in enumerate(("5", "972000")):
        desks.write(folder / f"payments {number}.csv", "payments", [{"amount": amount}])
    count = desk.take(folder).counts["payments"]
    assert (count.inserted, count.updated, count.unchanged, count.rejected) == (0, 0, 1, 0)


def test_a_cell_left_out_of_a_later_file_is_as_an_earlier_one_of_the_run_has_it(desk: Desk) -> None:
    desk.hand_in(payments=[{"months": "1"}])
    folder = desk.folder()
    for number, (months, amount) in enumerate((("3", "5"), ("6", "6"), ("x", "7"))):
        row = {"months": months, "amount": amount}
        desks.write(folder / f"payments {number}.csv", "payments", [row])
    assert desk.take(folder).left_out == 1
    assert desk.ask("SELECT amount, months FROM payments") == [(7, 6)]


def test_texts_of_old_fonts_are_taken_and_noticed(desk: Desk) -> None:
    folder = desk.folder()
    for name, person in (("payments 1", "NguyÔn ThÞ HuÖ"), ("payments 2", "Nguyễn Thị Huệ")):
        row = {"payment_id": name, "participant_name": person}
        desks.write(folder / f"{name}.csv", "payments", [row])
    outcome = desk.take(folder)
    assert [file.looks_like_tcvn3 for file in outcome.files] == [True, False]
    assert outcome.is_complete
