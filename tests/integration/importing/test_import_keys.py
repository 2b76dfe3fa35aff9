"""A key stands once: rows that contradict each other are all refused, equal ones are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import desks, imports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from support.desks import Desk

    from data.importing import run

TWICE = {
    "offices": ("office_name", "office_code"),
    "organizations": ("org_name", "org_code"),
    "collectors": ("collector_name", "collector_code"),
    "payments": ("amount", "payment_id"),
    "confirmations": ("notified_by", "payment_id"),
    "remittances": ("amount", "remittance_id"),
    "remittance_lines": ("remittance_id", "payment_id"),
    "dispatches": ("codes", "office_code"),
    "calendar": ("note", "day"),
    "policies": ("value", "name"),
}
VALUES = {"notified_by": ("sms", "email"), "remittance_id": ("R2", "R3")}


def test_every_row_of_a_key_with_different_values_is_refused(desk: Desk) -> None:
    stored: dict[str, list[desks.Row]] = {
        name: [{}] for name in ("payments", "confirmations", "remittances")
    }
    desk.hand_in(**stored)
    desk.hand_in(remittances=[{"remittance_id": "R2"}, {"remittance_id": "R3"}])
    before = desk.dump()
    ways = {name: VALUES.get(column, ("7", "8")) for name, (column, _) in TWICE.items()}
    outcome = desk.hand_in(
        **{name: [{TWICE[name][0]: ways[name][way]} for way in (0, 1, 0)] for name in TWICE}
    )
    for name, (_, key) in TWICE.items():
        faults = [each[1:] for each in desk.rejects if each[0] == f"{name}.csv"]
        assert [(row, reason) for row, column, _, reason in faults if column == key] == [
            (2, "duplicate"), (3, "duplicate"), (4, "duplicate")
        ]  # fmt: skip
    assert (outcome.accepted, outcome.rejected) == (0, 30)
    assert desk.dump() == before


def test_equal_rows_of_one_key_are_one(desk: Desk) -> None:
    rows = [{"amount": "1.944.000 đ"}, {"amount": "1944000"}, {"paid_at": "2026-08-21T02:00Z"}]
    outcome = desk.hand_in(payments=[row | {"amount": "1944000"} for row in rows])
    count = outcome.counts["payments"]
    assert (count.inserted, count.unchanged, count.rejected) == (1, 0, 0)
    assert desk.column("SELECT amount FROM payments") == [1944000]


def test_equal_rows_of_a_known_key_change_it_once(desk: Desk) -> None:
    desk.hand_in(payments=[{}])
    outcome = desk.hand_in(payments=[{"amount": "5"}, {"amount": "5"}])
    assert (outcome.counts["payments"].updated, outcome.counts["payments"].unchanged) == (1, 0)
    assert desk.ask("SELECT count(*) FROM changes") == [(1,)]


def test_a_good_row_stands_for_an_equal_one_with_a_fault(desk: Desk) -> None:
    row = ",".join(desks.DEFAULTS["payments"].values())
    lines = [",".join(desks.DEFAULTS["payments"]), f"{row},surplus", row, row]
    outcome = desk.take(imports.write(desk.folder(), "payments.csv", lines))
    assert desk.faults() == [(2, "*", "too_many_cells")]
    assert (outcome.counts["payments"].inserted, outcome.counts["payments"].unchanged) == (1, 0)


def hand_in_files(desk: Desk, name: str, *files: Sequence[desks.Row]) -> run.Outcome:
    """Import files of one set in one run, in the order of their names."""
    folder = desk.folder()
    for number, rows in enumerate(files, 8):
        desks.write(folder / f"{name} {number}.csv", name, rows)
    return desk.take(folder)


def test_of_several_files_the_later_one_wins(desk: Desk) -> None:
    """The tenth comes after the ninth."""
    outcome = hand_in_files(desk, "payments", [{"amount": "8"}], [{"amount": "9"}], [{}])
    assert desk.rejects == []
    assert desk.column("SELECT amount FROM payments") == [972000]
    assert outcome.counts["payments"].inserted == 1
    assert hand_in_files(desk, "payments", [{"amount": "8"}], [{}]).changed is False


def test_what_contradicts_itself_in_one_file_leaves_the_others_alone(desk: Desk) -> None:
    hand_in_files(desk, "payments", [{"amount": "8"}], [{"amount": "9"}, {"amount": "10"}])
    assert desk.faults() == [(2, "payment_id", "duplicate"), (3, "payment_id", "duplicate")]
    assert desk.column("SELECT amount FROM payments") == [8]


def test_where_the_later_row_is_refused_the_earlier_one_stands(desk: Desk) -> None:
    bad = [{"amount": "x"}, {"org_code": "unknown"}]
    hand_in_files(desk, "payments", [{"amount": "8"}], *[[row] for row in bad])
    assert [reason for _, _, reason in desk.faults()] == ["unreadable", "unknown"]
    assert desk.column("SELECT amount FROM payments") == [8]


def test_where_the_later_code_would_spread_the_earlier_one_stands(desk: Desk) -> None:
    desk.hand_in(
        payments=[{}, {"payment_id": "P2", "office_code": "00110"}],
        confirmations=[{"payment_id": "P2", "confirmation_code": "XN2"}],
    )
    later = [{"confirmation_code": "XN2"}]
    hand_in_files(desk, "confirmations", [{"confirmation_code": "XN1"}], later)
    assert [reason for _, _, reason in desk.faults()] == ["spread"]
    assert desk.column("SELECT confirmation_code FROM confirmations ORDER BY 1") == ["XN1", "XN2"]


def test_what_the_later_file_lacks_is_taken_from_the_earlier_one(desk: Desk) -> None:
    first = [{"amount": "5", "months": "1", "receipt_no": "BL1", "participant_name": "Lê Lan"}]
    outcome = hand_in_files(desk, "payments", first, [{"receipt_no": ""}], [{"amount": "8"}])
    assert desk.rejects == []
    assert desk.ask("SELECT amount, months, receipt_no FROM payments") == [(8, 1, None)]
    assert desk.column("SELECT participant_name FROM participants") == ["Lê Lan"]
    assert outcome.counts["payments"].inserted == 1


def test_what_no_file_of_the_run_says_of_a_row_stays(desk: Desk) -> None:
    desk.hand_in(payments=[{"months": "3", "receipt_no": "BL1"}])
    outcome = hand_in_files(desk, "payments", [{"months": "6"}], [{"payment_id": "P2"}], [{}])
    assert desk.ask("SELECT months, receipt_no FROM payments ORDER BY payment_id") == [
        (6, "BL1"), (None, None)
    ]  # fmt: skip
    assert (outcome.counts["payments"].inserted, outcome.counts["payments"].updated) == (1, 1)


def test_files_with_other_columns_and_the_same_values_agree(desk: Desk) -> None:
    desk.hand_in(payments=[{"months": "3"}])
    count = hand_in_files(desk, "payments", [{}], [{"months": "3"}], [{}]).counts["payments"]
    assert (count.unchanged, count.rejected) == (1, 0)


def test_a_list_of_both_leaves_how_the_participant_was_told_by_an_earlier_file(desk: Desk) -> None:
    folder = desk.folder()
    desks.write(folder / "confirmations.csv", "confirmations", [{"notified_by": "sms"}])
    code = {"confirmation_code": "XN2", "recorded_at": "2026-08-21T09:05"}
    desks.write(folder / "payments.csv", "payments", [code])
    desk.take(folder)
    assert desk.ask("SELECT confirmation_code, notified_by FROM confirmations") == [("XN2", "sms")]


def test_one_code_of_a_payment_may_be_spelled_twice(desk: Desk) -> None:
    rows = [{"confirmation_code": "XN-1"}, {"confirmation_code": "xn 1"}]
    assert desk.hand_in(payments=[{}], confirmations=rows).rejected == 0
    assert desk.column("SELECT confirmation_code FROM confirmations") == ["XN-1"]


def test_a_form_may_be_sent_more_than_once(desk: Desk) -> None:
    again = {"sent_at": "2026-08-22T09:00", "codes": "2"}
    assert desk.hand_in(dispatches=[{}, again]).counts["dispatches"].inserted == 2


def test_rows_whose_key_cannot_be_read_are_not_each_others_duplicates(desk: Desk) -> None:
    desk.hand_in(
        payments=[{"payment_id": "", "amount": "1"}, {"payment_id": "", "amount": "2"}],
        dispatches=[{"sent_at": "x", "codes": "1"}, {"sent_at": "y", "codes": "2"}],
    )
    assert desk.faults() == [
        (2, "sent_at", "unreadable"), (3, "sent_at", "unreadable"),
        (2, "payment_id", "required"), (3, "payment_id", "required"),
    ]  # fmt: skip


def test_a_bad_row_still_contradicts_a_good_one_of_its_key(desk: Desk) -> None:
    desk.hand_in(payments=[{}, {"amount": "x"}])
    assert desk.faults() == [(2, "payment_id", "duplicate"), (3, "amount", "unreadable")]
