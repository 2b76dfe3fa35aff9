"""What is no identity is never taken for one: errors, lost digits, dates, formulas."""

from __future__ import annotations

import itertools
import pathlib
from typing import TYPE_CHECKING

import pytest
from support import marked

from data.importing.reading.tables import Mark

if TYPE_CHECKING:
    from support.desks import Desk
    from support.marked import Cell

ERRORS = (
    "#N/A", "#n/a", "#N/A N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!",
    "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#ERROR!", "#NV",
    "#BEZUG!", "#####", "Err:502", "Err:508", '="#N/A"',
)  # fmt: skip
SHORTENED = ("2.02608E+15", "3,83e+10", "2E+16", "1.09E-05", "-2.5E+10")
CELLS: list[tuple[Cell, str]] = [
    *((text, "error") for text in ERRORS),
    *((text, "scientific") for text in SHORTENED),
    (Mark.UNCALCULATED, "uncalculated"),
    (("1234567890123456", Mark.NUMBER), "long_number"),
    (("202608210000000000", Mark.NUMBER), "long_number"),
    (("2026-08-21", Mark.DATE), "date_cell"),
    (("2026-08-21T09:00:00", Mark.DATE), "date_cell"),
    (("yes", Mark.TRUTH), "truth_cell"),
]
REQUIRED = [
    ("organizations", "org_code"), ("collectors", "collector_code"), ("collectors", "org_code"),
    ("payments", "payment_id"), ("payments", "office_code"), ("payments", "org_code"),
    ("payments", "collector_code"), ("confirmations", "confirmation_code"),
    ("confirmations", "payment_id"), ("remittances", "remittance_id"),
    ("remittance_lines", "remittance_id"), ("remittance_lines", "payment_id"),
    ("dispatches", "org_code"), ("policies", "org_code"),
    ("offices", "office_code"), ("offices", "parent_code"), ("offices", "successor_code"),
]  # fmt: skip
OPTIONAL = [
    ("payments", "receipt_no"), ("payments", "social_insurance_no"), ("payments", "national_id"),
    ("remittances", "bank_ref"),
]  # fmt: skip
# What is like them and is a code, an id or a number all the same.
ALIKE: tuple[Cell, ...] = (
    "26E12345", "2E5", "E+15", "1E+5", "XN-2.02608E+15", "#12", "#A12", "Err", "N-A",
    ("123456789012345", Mark.NUMBER), "1234567890123456", "2026-08-21", "20/08/2026",
)  # fmt: skip


@pytest.mark.parametrize(("name", "column"), REQUIRED)
def test_a_row_that_needs_an_identity_is_refused_without(
    name: str, column: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.dump()
    rows = [{column: cell} for cell, _ in CELLS]
    outcome = marked.hand_in(desk, monkeypatch, **{name: rows})
    expected = [(row_no, column, reason) for row_no, (_, reason) in enumerate(CELLS, 2)]
    assert desk.faults() == expected
    assert (outcome.changed, desk.dump()) == (False, before)


@pytest.mark.parametrize(("name", "column"), OPTIONAL)
def test_elsewhere_the_cell_is_left_out(
    name: str, column: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = {"payments": "payment_id", "remittances": "remittance_id"}[name]
    desk.hand_in(**{name: [{column: "0123456789"}]})
    rows = [{key: f"K{number}", column: cell} for number, (cell, _) in enumerate(CELLS)]
    known = {column: CELLS[0][0]}
    marked.hand_in(desk, monkeypatch, **{name: [*rows, known]})
    named = [(row_no, where, reason) for _, row_no, where, _, reason in desk.left_out]
    reasons = [reason for _, reason in CELLS] + [CELLS[0][1]]
    assert named == [(row_no, column, reason) for row_no, reason in enumerate(reasons, 2)]
    assert desk.rejects == []
    table = name if name == "remittances" or column == "receipt_no" else "participants"
    kept = desk.column(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
    assert kept == ["0123456789"]


def test_what_only_looks_like_it_is_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"payment_id": cell, "receipt_no": cell} for cell in ALIKE]
    marked.hand_in(desk, monkeypatch, payments=rows)
    texts = {cell[0] if isinstance(cell, tuple) else cell for cell in ALIKE}
    assert (desk.rejects, desk.left_out) == ([], [])
    assert set(desk.column("SELECT payment_id FROM payments")) == texts
    assert set(desk.column("SELECT receipt_no FROM payments")) == texts


ODD: tuple[Cell, ...] = ("#N/A", Mark.UNCALCULATED, ("yes", Mark.TRUTH))
OF_OFFICES = tuple(itertools.product(("office_name", "parent_code", "valid_from", "valid_to"), ODD))


def test_in_offices_any_such_cell_refuses_the_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[dict[str, Cell]] = [
        {"office_code": f"009{n:02}", column: cell} for n, (column, cell) in enumerate(OF_OFFICES)
    ]
    marked.hand_in(desk, monkeypatch, offices=rows)
    places = [(row_no, column) for row_no, (column, _) in enumerate(OF_OFFICES, 2)]
    assert [(row_no, where) for row_no, where, _ in desk.faults()] == places


NO_VOIDS: tuple[Cell, ...] = ("#N/A", "x", "31/02/2026 09:00", Mark.UNCALCULATED)


def test_a_void_that_cannot_be_read_refuses_the_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [{"payment_id": f"P{number}"} for number in range(len(NO_VOIDS))]
    desk.hand_in(payments=keys)
    rows = [
        {**key, "voided_at": cell, "amount": "5"} for key, cell in zip(keys, NO_VOIDS, strict=True)
    ]
    marked.hand_in(desk, monkeypatch, payments=rows)
    refused = {cell: where and where[0] for cell, where in desk.faults_of(NO_VOIDS).items()}
    assert refused == dict.fromkeys(NO_VOIDS, "voided_at")
    assert desk.ask("SELECT amount, voided_at FROM payments") == [(972000, None)] * len(keys)


WORDS = ("NULL", "null", "None", "none", "NaN", "nan", "N/A", "n/a", "\\N", "\\n")


def test_a_word_for_empty_unlinks_no_payment(desk: Desk) -> None:
    keys = [{"payment_id": f"P{number}"} for number in range(len(WORDS))]
    desk.hand_in(payments=keys, remittances=[{}], remittance_lines=keys)
    desk.hand_in(
        remittance_lines=[
            key | {"remittance_id": word} for key, word in zip(keys, WORDS, strict=True)
        ]
    )
    assert desk.faults_of(WORDS) == dict.fromkeys(WORDS, ("remittance_id", "required"))
    assert desk.column("SELECT remittance_id FROM remittance_lines") == ["R1"] * len(keys)


def test_a_word_for_empty_empties_any_column_but_names(desk: Desk) -> None:
    extra = {
        "receipt_no": "BL1", "months": "12", "period_from": "2026-09", "gender": "F",
        "date_of_birth": "1952", "voided_at": "2026-08-22T09:00", "national_id": "001080000001",
    }  # fmt: skip
    told = {"notified_by": "sms", "notified_at": "2026-08-21T10:00"}
    paid = [{"payment_id": f"P{number}"} for number in range(len(WORDS))]
    codes = [each | {"confirmation_code": f"XN{n}"} for n, each in enumerate(paid)]
    desk.hand_in(payments=[each | extra for each in paid], confirmations=[c | told for c in codes])
    found = (
        f"SELECT {', '.join((*extra, *told))} FROM payments JOIN participants USING (payment_id)"
        " JOIN confirmations USING (payment_id) ORDER BY payment_id"
    )
    assert None not in itertools.chain(*desk.ask(found))
    desk.hand_in(
        payments=[
            each | dict.fromkeys(extra, word) | {"participant_name": word}
            for each, word in zip(paid, WORDS, strict=True)
        ],
        confirmations=[
            each | dict.fromkeys(told, word) for each, word in zip(codes, WORDS, strict=True)
        ],
    )
    assert (desk.rejects, desk.left_out) == ([], [])
    assert dict(zip(WORDS, desk.ask(found), strict=True)) == dict.fromkeys(WORDS, (None,) * 9)
    names = desk.column("SELECT participant_name FROM participants ORDER BY payment_id")
    assert names == [*WORDS]


def test_true_and_false_are_no_names_and_answer_yes_or_no(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth = ("yes", Mark.TRUTH)
    marked.hand_in(
        desk, monkeypatch,
        payments=[{"participant_name": truth}], collectors=[{"collector_name": truth}],
        calendar=[{"working": "yes", "note": truth}],
    )  # fmt: skip
    assert desk.faults() == [(2, "collector_name", "truth_cell")]
    assert [each[2] for each in desk.left_out] == ["note", "participant_name"]
    assert desk.ask("SELECT working, note FROM calendar_overrides") == [(True, None)]


def test_a_name_may_be_a_word_for_empty(desk: Desk) -> None:
    desk.hand_in(organizations=[{"org_code": "X1", "org_name": "None"}])
    assert desk.column("SELECT org_name FROM organizations WHERE org_code = 'X1'") == ["None"]


NO_RECEIPTS = ("0", "-", "00", "--", "–", "—", "0000000", ".", "- -")


def test_what_stands_for_no_receipt_is_no_number(desk: Desk) -> None:
    keys = [{"payment_id": f"P{number}"} for number in range(len(NO_RECEIPTS))]
    desk.hand_in(payments=[key | {"receipt_no": "BL1"} for key in keys])
    desk.hand_in(
        payments=[key | {"receipt_no": no} for key, no in zip(keys, NO_RECEIPTS, strict=True)]
    )
    assert (desk.rejects, desk.left_out) == ([], [])
    kept = desk.column("SELECT receipt_no FROM payments ORDER BY payment_id")
    assert dict(zip(NO_RECEIPTS, kept, strict=True)) == dict.fromkeys(NO_RECEIPTS)


def test_a_formula_without_value_refuses_no_row_that_can_do_without(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"participant_name": Mark.UNCALCULATED, "months": Mark.UNCALCULATED}
    outcome = marked.hand_in(desk, monkeypatch, payments=[row])
    assert (outcome.rejected, outcome.left_out) == (0, 2)
    assert desk.column("SELECT amount FROM payments") == [972000]


def test_nobody_is_defined_by_a_number(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = {
        "offices": "office_code", "organizations": "org_code", "collectors": "collector_code"
    }  # fmt: skip
    number = ("777", Mark.NUMBER)
    marked.hand_in(desk, monkeypatch, **{name: [{code: number}] for name, code in codes.items()})
    refused = {pathlib.Path(file).stem: rest for file, *rest in desk.rejects}
    assert refused == {name: [2, code, "777", "number"] for name, code in codes.items()}


def test_not_even_where_a_payment_names_it_with_its_zeros(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked.hand_in(
        desk, monkeypatch,
        offices=[{"office_code": ("777", Mark.NUMBER)}], payments=[{"office_code": "00777"}],
    )  # fmt: skip
    assert desk.faults() == [(2, "office_code", "number"), (2, "office_code", "unknown")]


def test_numbers_of_people_are_filled_up_as_far_as_is_certain(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = ("123456789", "12", "1234567890")
    ids = ("1080000001", "10800000012", "123456789")
    rows: list[dict[str, Cell]] = [
        {"payment_id": f"P{place}", "social_insurance_no": (first, Mark.NUMBER),
         "national_id": (second, Mark.NUMBER)}
        for place, (first, second) in enumerate(zip(numbers, ids, strict=True))
    ]  # fmt: skip
    marked.hand_in(desk, monkeypatch, payments=rows)
    found = desk.ask(
        "SELECT social_insurance_no, national_id FROM participants ORDER BY payment_id"
    )
    assert found == [
        ("0123456789", "001080000001"), ("0000000012", "010800000012"), ("1234567890", "123456789")
    ]  # fmt: skip


WHOLE = {"972000.0000009": 972000, "971999.9999991": 972000, "-0.0000001": 0, "12.00000001": 12}


def test_a_number_cell_is_as_whole_as_computers_count(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [{"remittance_id": f"R{number}"} for number in range(len(WHOLE))]
    rows: list[dict[str, Cell]] = [
        {**key, "amount": (text, Mark.NUMBER)} for key, text in zip(keys, WHOLE, strict=True)
    ]
    assert marked.hand_in(desk, monkeypatch, remittances=rows).rejected == 0
    kept = desk.column("SELECT amount FROM remittances ORDER BY remittance_id")
    assert dict(zip(WHOLE, kept, strict=True)) == WHOLE
    desk.hand_in(remittances=[k | {"amount": text} for k, text in zip(keys, WHOLE, strict=True)])
    assert desk.faults_of(WHOLE) == dict.fromkeys(WHOLE, ("amount", "unreadable"))


def test_any_other_fraction_is_an_error(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ("972000.5", "972.001", "971999.999", "972000.000002", "1.000")
    cells: list[dict[str, Cell]] = [
        {"remittance_id": f"R{n}", "amount": (t, Mark.NUMBER)} for n, t in enumerate(texts)
    ]
    marked.hand_in(desk, monkeypatch, remittances=cells)
    assert len(desk.rejects) == 4
    assert desk.column("SELECT amount FROM remittances") == [1]


def test_a_date_cell_is_the_month_that_it_lies_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked.hand_in(desk, monkeypatch, payments=[{"period_from": ("2026-09-15", Mark.DATE)}])
    assert desk.column("SELECT period_from::text FROM payments") == ["2026-09-01"]
