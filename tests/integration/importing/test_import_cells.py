"""Every cell that cannot be taken is named, with its row and why; the rows beside it are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import databases, desks

from data.importing.checking import rejects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.desks import Desk

    Case = tuple[str, str, str, str]


AMOUNTS = (
    "12.50", "1.23", "1,2345", "1.234.56", "12e3", "1E5", "1.234,567", "1,234.567.000", "12,5",
    "mười", "1 23", "1.234 567", "--5", "0x10", "٣٠٠",
    "1_000", "5 USD", "đ", "1.000.0", "01.23.456", "Infinity", "1,,000", ".500", "5.",
    "1.234.567,5", "972'000", "972.000.-", "972.000,-", "972.000 d", "1.000.00", "1,000,0",
    "(972.000", "-(972.000)", "-972.000-", "0.972", "972.000 đ/tháng", "1²", "9.72E+05", "9,72e+05",
)  # fmt: skip
TIMES = (
    "2026-08-21T25:00", "2026-08-21T24:00", "2026-02-30T09:00",
    "8/21/2026 09:00", "2026-08-21T09:00+15:00", "1899-12-31T09:00", "2026-08-21 09:60",
    "2026-08-21T09:00:60", "2026-08-21T09", "09:00", "08-21-2026 09:00", "14:30 SA 20/08/2026",
    "29/2/2026 09:00", "0/8/2026 09:00", "5/8/26 9:05", "46255.375", "now", "2026-13-45",
    "2026-08-21T09:00+0", "2200-01-01T00:00",
    "20/08/26 14:30", "20-08/2026 14:30", "20/08/2026 14h60", "20/08/2026 25h", "46254.604166667",
    "14:30", "Thứ Tám, 20/08/2026 14:30", "2026-08-20 14:30 UTC+7", "2026-8-20 14:30",
    "20/8/2026 1430",
    "20/08/2026 14:30 20/08/2026",
)  # fmt: skip
DAYS = ("8/21/2026", "30/2/2026", "2026-8-1", "2026-02-30", "21/08/26", "46255", "today")
UNREADABLE: list[tuple[str, str, tuple[str, ...]]] = [
    ("payments", "amount", AMOUNTS),
    ("payments", "paid_at", TIMES),
    ("payments", "voided_at", ("x",)),
    (
        "payments",
        "product",
        (
            "QQ",
            "BHXH",
            "IS1",
            "B I",
            "BHYT",
            "BHYT hộ gia đình có mức sống trung bình",
            "BHYT HS-SV",
            "BHYT hé gia ®×nh",
            "BHXH bắt buộc",
            "-",
        ),
    ),
    ("confirmations", "confirmation_code", ("---", "/", "·")),
    ("confirmations", "recorded_at", ("2026-08-21", "2026-08-21T24:00")),
    ("remittances", "amount", ("12.50", "1,5")),
    ("remittances", "remitted_at", ("x",)),
    ("dispatches", "report_date", ("2026-08-21T08:00", "8/21/2026")),
    ("dispatches", "sent_at", ("2026-08-21",)),
    ("dispatches", "codes", ("1.5", "một")),
    ("dispatches", "amount", ("12.50",)),
    ("calendar", "day", ("8/31/2026", "31-08/2026")),
    ("calendar", "working", ("maybe", "2")),
    ("policies", "valid_from", ("2026-13-01",)),
    ("policies", "value", ("ba", "-1", "1.5", "3 ngày", "12345")),
    ("offices", "valid_to", ("8/31/2026",)),
]
LEFT_OUT: list[tuple[str, str, tuple[str, ...]]] = [
    ("payments", "months", ("1,5", "năm", "1.5")),
    ("payments", "period_from", (
        "2026-13", "2026", "13/2026", "2026-09-02", "tháng 9", "9/26", "2/9/2026", "Tháng 13/2026",
        "46266", "92026", "092026", "Tháng 92026", "9/0026", "9/2626",
    )),
    ("payments", "date_of_birth", (*DAYS, "1899", "00/05/1952", "52")),
    ("payments", "gender", ("Q", "3", "nam giới nữ")),
    ("confirmations", "notified_by", ("fax", "điện thoại bàn", "bồ câu", "???", "✓")),
    ("confirmations", "notified_at", ("x",)),
]  # fmt: skip
REQUIRED: list[tuple[str, str]] = [
    ("offices", "office_code"), ("offices", "office_name"), ("organizations", "org_name"),
    ("collectors", "collector_name"), ("collectors", "org_code"), ("payments", "payment_id"),
    ("payments", "office_code"), ("payments", "org_code"), ("payments", "collector_code"),
    ("payments", "product"), ("payments", "amount"), ("payments", "paid_at"),
    ("confirmations", "confirmation_code"), ("confirmations", "payment_id"),
    ("confirmations", "recorded_at"), ("remittances", "remittance_id"), ("remittances", "amount"),
    ("remittance_lines", "payment_id"),
    ("dispatches", "codes"), ("dispatches", "sent_at"), ("calendar", "working"),
    ("policies", "name"), ("policies", "valid_from"), ("policies", "value"),
]  # fmt: skip
UNKNOWN: list[tuple[str, str]] = [
    ("offices", "parent_code"), ("offices", "successor_code"), ("collectors", "office_code"),
    ("collectors", "org_code"), ("payments", "office_code"), ("payments", "org_code"),
    ("payments", "collector_code"), ("confirmations", "payment_id"), ("remittances", "org_code"),
    ("remittances", "office_code"), ("remittance_lines", "remittance_id"),
    ("remittance_lines", "payment_id"), ("dispatches", "office_code"), ("dispatches", "org_code"),
    ("policies", "org_code"),
]  # fmt: skip
TOO_SMALL: list[Case] = [
    ("payments", "amount", "0", "too_small"),
    ("payments", "amount", "-5", "too_small"),
    ("payments", "amount", "-1.000 đ", "too_small"),
    ("dispatches", "codes", "-1", "too_small"),
    ("dispatches", "amount", "-1", "too_small"),
]
LEFT: list[Case] = [
    ("payments", "months", "99999999999", "too_many"),
    *((name, column, text, "unreadable") for name, column, texts in LEFT_OUT for text in texts),
    ("payments", "months", "-1", "too_small"),
    ("payments", "receipt_no", "9" * 201, "too_long"),
    ("remittances", "bank_ref", "#N/A", "error"),
    ("calendar", "note", "a\x07b", "control"),
]
CASES: list[Case] = [
    *((name, column, text, "unreadable") for name, column, texts in UNREADABLE for text in texts),
    *((name, column, " \u00a0 ", "required") for name, column in REQUIRED),
    *((name, column, "NOWHERE", "unknown") for name, column in UNKNOWN),
    *TOO_SMALL,
    # A word for empty takes no transfer back, and neither does an error.
    ("remittance_lines", "remittance_id", "NULL", "required"),
    ("remittance_lines", "remittance_id", "#N/A", "error"),
]


def good(name: str, number: int) -> desks.Row:
    """Return a row of a set that no other row has the key of."""
    return {
        "offices": {"office_code": f"O{number}"},
        "organizations": {"org_code": f"T{number}"},
        "collectors": {"collector_code": f"C{number}"},
        "payments": {"payment_id": f"N{number}"},
        "confirmations": {"payment_id": f"G{number}", "confirmation_code": f"XN{number}"},
        "remittances": {"remittance_id": f"N{number}"},
        "remittance_lines": {"payment_id": f"G{number}", "remittance_id": "R1"},
        "dispatches": {"report_date": f"20{number // 12 % 24:02d}-{number % 12 + 1:02d}-01"},
        "calendar": {"day": f"20{number // 12 % 24:02d}-{number % 12 + 1:02d}-01"},
        "policies": {"valid_from": f"20{number // 12 % 24:02d}-{number % 12 + 1:02d}-01"},
    }[name]


@pytest.fixture(scope="module")
def refused(made: databases.Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk where every case was handed in at once, below one good row of each set."""
    rows: dict[str, list[desks.Row]] = {name: [{}] for name in desks.DEFAULTS}
    rows["payments"] += [{"payment_id": f"G{number}"} for number in range(len(CASES))]
    for number, (name, column, text, _) in enumerate(CASES):
        rows[name].append({**good(name, number), column: text})
    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as desk:
        desk.hand_in(**rows)
        yield desk


@pytest.fixture(scope="module")
def left_out(made: databases.Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk where every cell that a row can lack was handed in at once."""
    rows: dict[str, list[desks.Row]] = {name: [{}] for name in desks.DEFAULTS}
    rows["payments"] += [{"payment_id": f"G{number}"} for number in range(len(LEFT))]
    for number, (name, column, text, _) in enumerate(LEFT):
        rows[name].append({**good(name, number), column: text})
    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as desk:
        outcome = desk.hand_in(**rows)
        assert (outcome.rejected, outcome.left_out) == (0, len(LEFT)), desk.rejects
        yield desk


@pytest.mark.parametrize("number", range(len(LEFT)), ids=lambda n: "-".join(LEFT[n])[:60])
def test_a_cell_that_its_row_can_lack_is_left_out_and_named(number: int, left_out: Desk) -> None:
    name, column, text, reason = LEFT[number]
    before = [case for case in LEFT[:number] if case[0] == name]
    row_no = len(before) + 3 + (len(LEFT) if name == "payments" else 0)
    named = [each for each in left_out.left_out if each[:2] == (f"{name}.csv", row_no)]
    assert named == [(f"{name}.csv", row_no, column, text, reason)]
    assert rejects.sentence(name, column, reason)


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: "-".join(CASES[n]))
def test_a_cell_that_cannot_be_taken_is_named(number: int, refused: Desk) -> None:
    name, column, text, reason = CASES[number]
    before = [case for case in CASES[:number] if case[0] == name]
    row_no = len(before) + 3 + (len(CASES) if name == "payments" else 0)
    named = [each for each in refused.rejects if each[:2] == (f"{name}.csv", row_no)]
    assert named == [(f"{name}.csv", row_no, column, text, reason)]
    assert rejects.sentence(name, column, reason)


def test_every_row_beside_them_is_in(refused: Desk) -> None:
    assert len(refused.rejects) == len(CASES)
    assert refused.ask("SELECT count(*) FROM payments") == [(len(CASES) + 1,)]
    others = [name for name in desks.DEFAULTS if name not in {"payments", "calendar"}]
    assert [refused.column(f"SELECT count(*) FROM {name}") for name in others] == [[1]] * 8
    assert refused.column("SELECT count(*) FROM calendar_overrides") == [1]


def test_every_fault_is_kept_in_the_store(refused: Desk) -> None:
    kept = refused.ask("SELECT file, row_no, column_name FROM import_rejects ORDER BY reject_no")
    assert kept == [each[:3] for each in refused.rejects]


def test_a_row_with_several_faults_has_its_first_one_named(desk: Desk) -> None:
    """Nor are the cells named that it could lack: nothing of the row is in."""
    bad = {"amount": "x", "office_code": "99999", "paid_at": "", "months": "x"}
    outcome = desk.hand_in(payments=[bad])
    assert desk.faults() == [(2, "amount", "unreadable")]
    assert (outcome.rejected, outcome.left_out, desk.left_out) == (1, 0, [])
