"""Values that can be read and cannot be true are refused, each with its own reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import desks

from data.importing import sets, words
from data.importing.checking import rejects

if TYPE_CHECKING:
    from support.desks import Desk

    Rows = list[dict[str, str]]

OWN = {"name": "feed.silent_after_hours", "org_code": "IS0002", "value": "3"}
FAULTS: dict[str, tuple[dict[str, Rows], str, str]] = {
    "a đồng too much": (
        {"payments": [{"amount": "10000000000001"}]}, "amount", "too_large",
    ),
    "more than 64 bits": (
        {"payments": [{"amount": "9223372036854775808"}]}, "amount", "too_large",
    ),
    "the same in groups": (
        {"payments": [{"amount": "9.223.372.036.854.775.808 đ"}]}, "amount", "too_large",
    ),
    "a reversal": (
        {"remittances": [{"amount": "-10000000000001"}]}, "amount", "too_large",
    ),
    "a form": ({"dispatches": [{"amount": "10000000000001"}]}, "amount", "too_large"),
    "more codes than a day has": (
        {"dispatches": [{"codes": "1.000.000.000"}]}, "codes", "too_many",
    ),
    "letters": ({"payments": [{"amount": "1e16"}]}, "amount", "unreadable"),
    "long ago": ({"payments": [{"paid_at": "1994-12-31T23:59:59+07:00"}]}, "paid_at", "too_early"),
    "a void before its payment": (
        {"payments": [
            {"paid_at": "2026-08-20T09:00:00+07:00", "voided_at": "2026-08-20T08:59:59+07:00"}
        ]},
        "voided_at", "before_payment",
    ),
    "a form sent before its day": (
        {"dispatches": [{"report_date": "2026-08-21", "sent_at": "2026-08-20T23:59:59+07:00"}]},
        "sent_at", "before_day",
    ),
    "an unknown policy": (
        {"policies": [{"name": "remittance.deadline"}]}, "name", "unknown_policy",
    ),
    "a policy that is general": ({"policies": [OWN]}, "org_code", "general_policy"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_what_cannot_be_true_is_refused_with_its_reason(case: str, desk: Desk) -> None:
    files, column, reason = FAULTS[case]
    assert desk.hand_in(**files).rejected == 1
    assert desk.faults() == [(2, column, reason)]
    (name,) = files
    unreadable = words.UNREADABLE.get(sets.BY_NAME[name].column(column).kind)
    assert (rejects.sentence(name, column, reason) == unreadable) == (reason == "unreadable")


def test_what_is_just_believable_is_taken(desk: Desk) -> None:
    outcome = desk.hand_in(
        payments=[
            {"payment_id": "P1", "amount": "10000000000000",
             "paid_at": "1995-01-01T00:00:00+07:00", "voided_at": "1995-01-01T00:00:00+07:00"},
        ],
        remittances=[{"amount": "-10.000.000.000.000"}],
        dispatches=[{"report_date": "2026-08-21", "sent_at": "2026-08-21T00:00:00+07:00"}],
        policies=[{"name": "feed.silent_after_hours", "value": "3"}],
    )  # fmt: skip
    assert (outcome.rejected, desk.rejects) == (0, [])


def test_a_payment_does_not_come_to_lie_behind_the_void_that_stays(desk: Desk) -> None:
    """A column that a file lacks is left as it was, and what it leaves is looked at as well."""
    desk.hand_in(payments=[{"voided_at": "2026-08-21T10:00"}])
    desk.hand_in(payments=[{"paid_at": "2026-08-21T10:01"}])
    assert desk.faults() == [(2, "paid_at", "before_payment")]
    assert desk.hand_in(payments=[{"paid_at": "2026-08-21T10:00"}]).changed
    assert desk.hand_in(payments=[{"paid_at": "2026-08-22T10:00", "voided_at": ""}]).changed


def test_of_several_files_only_those_without_voids_leave_them(desk: Desk) -> None:
    ids = [{"payment_id": "P1"}, {"payment_id": "P2"}]
    desk.hand_in(payments=[each | {"voided_at": "2026-08-21T10:00"} for each in ids])
    folder = desk.folder()
    later = [each | {"paid_at": "2026-08-22T10:00"} for each in ids]
    desks.write(folder / "payments 1.csv", "payments", [later[0] | {"voided_at": ""}])
    desks.write(folder / "payments 2.csv", "payments", [later[1]])
    desk.take(folder)
    assert [each[0] for each in desk.rejects] == ["payments 2.csv"]
    assert desk.faults() == [(2, "paid_at", "before_payment")]


VOIDED = {"voided_at": "2026-08-21T10:00"}
LATER = {"paid_at": "2026-08-22T10:00"}
UNVOIDED = {"voided_at": ""}


@pytest.mark.parametrize(
    ("stored", "files", "refused", "kept"),
    [
        # The void of an earlier file stays, and its payment with it.
        ([], [VOIDED, LATER], ["payments 2.csv"], ("2026-08-21", True)),
        ([], [VOIDED, {"receipt_no": "1"}, LATER], ["payments 3.csv"], ("2026-08-21", True)),
        # One that an earlier file takes back does not.
        ([VOIDED], [UNVOIDED, LATER], [], ("2026-08-22", False)),
        ([], [VOIDED, UNVOIDED, LATER], [], ("2026-08-22", False)),
        # One of a later file is its own row's.
        ([], [LATER, VOIDED], [], ("2026-08-21", True)),
        # A file that takes it back and is refused for something else takes nothing back.
        (
            [VOIDED], [UNVOIDED | {"office_code": "X"}, LATER],
            ["payments 1.csv", "payments 2.csv"], ("2026-08-21", True),
        ),
        (
            [], [VOIDED, {"amount": "5"}, UNVOIDED | LATER | {"amount": "x"}, LATER],
            ["payments 3.csv", "payments 4.csv"], ("2026-08-21", True),
        ),
    ],
)  # fmt: skip
def test_rows_of_one_run_do_not_contradict_the_void_that_a_file_leaves(
    desk: Desk,
    stored: list[dict[str, str]],
    files: list[dict[str, str]],
    refused: list[str],
    kept: tuple[str, bool],
) -> None:
    for row in stored:
        desk.hand_in(payments=[row])
    folder = desk.folder()
    for number, row in enumerate(files, 1):
        desks.write(folder / f"payments {number}.csv", "payments", [row])
    desk.take(folder)
    assert [each[0] for each in desk.rejects] == refused
    found = "SELECT local_day(paid_at)::text, voided_at IS NOT NULL FROM payments"
    assert desk.ask(found) == [kept]
