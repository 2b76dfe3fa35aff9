"""What is imported again changes nothing; what is imported anew wins, and leaves its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import imports

if TYPE_CHECKING:
    from support import desks
    from support.desks import Desk

DATA_VERSION = "SELECT max(run_id) FROM import_runs WHERE changed"
CHANGES = "SELECT set_name, row_key, office_code, earlier FROM changes ORDER BY change_id"


def test_the_same_folder_twice_changes_nothing(empty_desk: Desk) -> None:
    first = empty_desk.take(imports.EXAMPLE / "import")
    before, version = empty_desk.dump(), empty_desk.ask(DATA_VERSION)
    second = empty_desk.take(imports.EXAMPLE / "import")
    assert empty_desk.dump() == before
    assert first.changed
    assert not second.changed
    assert {name: c.inserted for name, c in first.counts.items()} == {
        name: c.unchanged for name, c in second.counts.items()
    }
    assert empty_desk.ask(DATA_VERSION) == version == [(first.run_id,)]
    assert empty_desk.ask(CHANGES) == []
    assert empty_desk.ask("SELECT * FROM participant_changes") == []


def test_a_run_of_nothing_but_rejects_is_not_a_new_version(desk: Desk) -> None:
    version = desk.ask(DATA_VERSION)
    outcome = desk.hand_in(payments=[{"amount": "0"}])
    assert (outcome.accepted, outcome.rejected, outcome.changed) == (0, 1, False)
    assert desk.ask(DATA_VERSION) == version


def test_a_later_run_wins_and_the_earlier_values_are_kept(desk: Desk) -> None:
    desk.hand_in(payments=[{"amount": "100", "receipt_no": "BL1"}, {"payment_id": "P2"}])
    outcome = desk.hand_in(payments=[{"amount": "200", "receipt_no": "BL1"}, {"payment_id": "P2"}])
    count = outcome.counts["payments"]
    assert (count.inserted, count.updated, count.unchanged) == (0, 1, 1)
    assert desk.ask("SELECT payment_id, amount FROM payments ORDER BY 1") == [
        ("P1", 200), ("P2", 972000)
    ]  # fmt: skip
    ((name, key, office, earlier),) = desk.ask(CHANGES)
    assert (name, key, office) == ("payments", {"payment_id": "P1"}, "00101")
    assert (earlier["amount"], earlier["receipt_no"]) == (100, "BL1")


def test_the_earlier_values_of_every_set_are_kept(desk: Desk) -> None:
    rows: dict[str, list[desks.Row]] = {
        "payments": [{}], "confirmations": [{}], "remittances": [{}], "remittance_lines": [{}],
        "dispatches": [{}], "calendar": [{}], "policies": [{}],
    }  # fmt: skip
    desk.hand_in(**rows, offices=[{"parent_code": "00100"}])
    outcome = desk.hand_in(
        offices=[{"office_name": "BHXH cơ sở Ba Đình", "parent_code": "00100"}],
        organizations=[{"org_name": "Một"}],
        collectors=[{"collector_name": "Đỗ Hưởng"}],
        confirmations=[{"confirmation_code": "XN2"}],
        remittances=[{"amount": "-1"}, {"remittance_id": "R2"}],
        remittance_lines=[{"remittance_id": "R2"}],
        dispatches=[{"codes": "2"}],
        calendar=[{"working": "yes"}],
        policies=[{"value": "4"}],
    )
    assert {name: c.updated for name, c in outcome.counts.items()} == dict.fromkeys(
        outcome.counts, 1
    )
    kept = {name: (office, earlier) for name, _, office, earlier in desk.ask(CHANGES)}
    assert kept["offices"][1]["office_name"] == "BHXH quận Ba Đình"
    assert kept["organizations"] == (
        None, {"org_code": "BI0001", "org_name": "Tổ chức thu số Một"}
    )  # fmt: skip
    assert kept["collectors"][1]["collector_name"] == "Đỗ Thị Hưởng"
    assert kept["confirmations"][0] == "00101"
    assert kept["confirmations"][1]["confirmation_code"] == "XN1"
    assert kept["remittances"][1]["amount"] == 972000
    assert kept["remittance_lines"][1] == {"payment_id": "P1", "remittance_id": "R1"}
    assert kept["dispatches"][1]["codes"] == 1
    assert kept["calendar_overrides"][1]["working"] is False
    assert (kept["policies"][1]["org_code"], kept["policies"][1]["value"]) == ("", "3")


PERSON = {
    "participant_name": "Lê Thị Lan", "social_insurance_no": "0123456789",
    "national_id": "000000000001", "date_of_birth": "1980-02-29", "gender": "F",
}  # fmt: skip


def test_earlier_personal_values_are_kept_apart_from_the_rest(desk: Desk) -> None:
    desk.hand_in(payments=[PERSON])
    outcome = desk.hand_in(payments=[PERSON | {"participant_name": "Lê Thị Loan"}])
    assert outcome.counts["payments"].updated == 1
    assert desk.ask(CHANGES) == []
    ((payment, office, earlier),) = desk.ask(
        "SELECT payment_id, office_code, earlier FROM participant_changes"
    )
    assert (payment, office) == ("P1", "00101")
    assert PERSON.items() <= earlier.items()


def test_no_personal_value_is_kept_with_changes_or_rejects(desk: Desk) -> None:
    desk.hand_in(payments=[PERSON])
    desk.hand_in(payments=[PERSON | {"amount": "1", "participant_name": "Lê Thị Loan"}])
    bad = {"date_of_birth": "29/2/1981", "gender": "Lê Thị Lan"}
    desk.hand_in(payments=[PERSON | bad, {"payment_id": "P2", "amount": "0"}])
    assert ("gender", "Lê Thị Lan") in [(column, value) for _, _, column, value, _ in desk.left_out]
    kept = desk.ask("SELECT column_name, value, left_out FROM import_rejects ORDER BY reject_no")
    assert kept == [("date_of_birth", None, True), ("gender", None, True), ("amount", "0", False)]
    (text,) = desk.column("SELECT string_agg(earlier::text, '') FROM changes")
    assert not [value for value in PERSON.values() if f'"{value}"' in text]


def test_a_column_that_a_later_file_does_not_have_is_left_as_it_was(desk: Desk) -> None:
    extra = {"receipt_no": "BL1", "months": "12", "voided_at": "2026-08-22T09:00"}
    desk.hand_in(payments=[PERSON | extra])
    before = desk.dump()
    assert not desk.hand_in(payments=[{}]).changed
    assert desk.dump() == before


def test_an_empty_cell_empties(desk: Desk) -> None:
    extra = {"receipt_no": "BL1", "voided_at": "2026-08-22T09:00"}
    desk.hand_in(payments=[PERSON | extra])
    desk.hand_in(payments=[dict.fromkeys(PERSON | extra, "")])
    assert desk.ask("SELECT receipt_no, voided_at, voided_day FROM payments") == [(None,) * 3]
    assert desk.ask("SELECT participant_name, gender, name_masked FROM participants") == [
        (None, None, None)
    ]


def test_of_two_files_of_one_set_only_the_one_with_the_column_sets_it(desk: Desk) -> None:
    both = [{"receipt_no": "BL1"}, {"payment_id": "P2", "receipt_no": "BL2"}]
    desk.hand_in(payments=both)
    with_column, without = desk.folder(), desk.folder()
    imports.write(with_column, "payments.csv", [HEADING + ",receipt_no", f"P1,{VALUES},"])
    imports.write(without, "payments.csv", [HEADING, f"P2,{VALUES}"])
    desk.take(with_column, without)
    assert desk.ask("SELECT payment_id, receipt_no FROM payments ORDER BY 1") == [
        ("P1", None), ("P2", "BL2")
    ]  # fmt: skip


HEADING = "payment_id,office_code,org_code,collector_code,product,amount,paid_at"
VALUES = "00101,BI0001,NVT001,BI,972000,2026-08-21T09:00:00+07:00"


WRITTEN: dict[str, dict[str, tuple[str, str]]] = {
    "payments": {
        "paid_at": ("2026-08-21T17:00:00+07:00", "2026-08-21T10:00Z"),
        "amount": ("1944000", "1.944.000 đ"),
        "product": ("BI", "bhyt hộ gia đình"),
        "months": ("12", "12,00"),
        "period_from": ("2026-09", "09/2026"),
        "participant_name": ("Nguy\u1ec5n", " Nguye\u0302\u0303n\u00a0"),
        "date_of_birth": ("1980-02-29", "29/2/1980"),
        "gender": ("F", "Nữ"),
    },
    "confirmations": {
        "confirmation_code": ("XN-0001", "xn 0001"),
        "notified_by": ("sms", "Tin nhắn"),
    },
    "calendar": {"working": ("no", "Không")},
    "offices": {"valid_from": ("2020-01-05", "5/1/2020")},
    "policies": {"org_code": ("", "\u00a0")},
}


def test_values_are_compared_as_read_not_as_written(desk: Desk) -> None:
    first, again = (
        {
            name: [{column: ways[way] for column, ways in columns.items()}]
            for name, columns in WRITTEN.items()
        }
        for way in (0, 1)
    )
    desk.hand_in(**first)
    before = desk.dump()
    outcome = desk.hand_in(**again)
    assert (outcome.changed, outcome.rejected) == (False, 0)
    assert desk.dump() == before
