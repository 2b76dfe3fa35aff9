"""What words are known as, and that each question finds its rows through an index."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
import sqlalchemy as sa

from data.scope import Scope
from queries.lookup import history, lookup, people, searches

if TYPE_CHECKING:
    from support.desks import Desk

    from data import store as stores


TODAY: Final = dt.date(2026, 9, 3)
EVERYTHING: Final = Scope.everything()
BA_DINH: Final = Scope.of(["00101"])
SOC_SON: Final = Scope.of(["00110"])

Ways = list[tuple[str, str, int, list[str]]]


def known(
    store: stores.Store,
    *words: str,
    scope: Scope = EVERYTHING,
    as_of: dt.date = TODAY,
    most: int = 10,
) -> Ways:
    """Return word, kind, number and identifiers of each way in which a word is known."""
    with store.reading(scope) as connection:
        rows = searches.by_words(connection, words=words, as_of=as_of, most=most)
    columns = (rows[name].tolist() for name in ("word", "kind", "found", "ids"))
    return list(zip(*columns, strict=True))


def test_each_kind_of_number_is_found_for_itself(example: stores.Store) -> None:
    assert known(example, "P02", "BL01", "xn-0000000011", "R2", "FT002", "nothing") == [
        ("P02", "payment", 1, ["P02"]),
        ("BL01", "receipt", 1, ["P01"]),
        ("xn-0000000011", "code", 2, ["P11", "P12"]),
        ("R2", "remittance", 1, ["R2"]),
        ("FT002", "bank_ref", 1, ["R2"]),
    ]


def test_codes_are_known_by_letters_and_digits_and_everything_else_exactly(
    example: stores.Store,
) -> None:
    assert known(example, "xn 0000000011".replace(" ", "."), "bl01", "p02", "r2", "ft002") == [
        ("xn.0000000011", "code", 2, ["P11", "P12"])
    ]


def test_a_number_with_spaces_inside_is_known_as_it_is_written_and_a_code_in_any_way(
    desk: Desk,
) -> None:
    desk.hand_in(
        payments=[{"receipt_no": "AA/23E 001"}],
        confirmations=[{"confirmation_code": "XN1 2"}],
        remittances=[{"bank_ref": "FT 1"}],
    )
    assert known(desk.store, "AA/23E 001", "x n12", "FT 1") == [
        ("AA/23E 001", "receipt", 1, ["P1"]),
        ("x n12", "code", 1, ["P1"]),
        ("FT 1", "bank_ref", 1, ["R1"]),
    ]
    assert known(desk.store, "AA/23E001", "AA/23E", "001", "FT1") == []


def test_a_word_that_is_known_in_several_ways_has_them_all(desk: Desk) -> None:
    desk.hand_in(
        payments=[{"receipt_no": "7"}, {"payment_id": "7"}, {"payment_id": "P3"}],
        confirmations=[{"payment_id": "P3", "confirmation_code": "7"}],
        remittances=[{"remittance_id": "7"}, {"bank_ref": "7"}],
    )
    assert known(desk.store, "7") == [
        ("7", "code", 1, ["P3"]),
        ("7", "receipt", 1, ["P1"]),
        ("7", "payment", 1, ["7"]),
        ("7", "remittance", 1, ["7"]),
        ("7", "bank_ref", 1, ["R1"]),
    ]


def test_of_many_the_first_are_named_and_the_sums_are_of_each_payment_once(desk: Desk) -> None:
    desk.hand_in(
        payments=[
            {"payment_id": f"P{number}", "receipt_no": "BL", "amount": "1000"}
            for number in range(1, 6)
        ]
    )
    with desk.store.reading(EVERYTHING) as connection:
        rows = searches.by_words(connection, words=["BL", "P1"], as_of=TODAY, most=2)
    assert rows["found"].tolist() == [5, 1]
    assert rows["ids"].tolist() == [["P1", "P2"], ["P1"]]
    assert rows["all_payments"].tolist() == [5, 5]
    assert rows["all_amount"].tolist() == [5000, 5000]


def test_what_was_remitted_after_the_evening_is_not_known_yet(example: stores.Store) -> None:
    assert known(example, "R3", "FT003", as_of=dt.date(2026, 9, 2)) == []
    assert len(known(example, "R3", "FT003", as_of=TODAY)) == 2


def test_a_director_finds_nothing_of_another_office(example: stores.Store) -> None:
    words = ("P11", "BL11", "XN0000000011", "R3", "FT003")
    assert known(example, *words, scope=BA_DINH) == []
    assert known(example, *words, scope=SOC_SON) != []


def test_a_remittance_of_another_office_is_known_by_the_payments_that_may_be_seen(
    desk: Desk,
) -> None:
    desk.hand_in(
        payments=[{"office_code": "00110"}],
        remittances=[{"bank_ref": "FT1"}],
        remittance_lines=[{}],
    )
    assert known(desk.store, "R1", "FT1", scope=SOC_SON) == [("R1", "remittance", 1, ["R1"])]


def test_a_payment_is_told_in_the_same_words_however_it_was_found(example: stores.Store) -> None:
    codes = [f"XN{number:010}" for number in range(1, 14)]
    with example.reading(EVERYTHING) as connection:
        answers = lookup.by_codes(connection, codes=codes, as_of=TODAY)
        payments = [each["payment_id"] for answer in answers for each in answer["payments"]]
        told = lookup.by_payments(connection, payments=payments, as_of=TODAY)
    assert len(told) == len(payments)
    assert told == {
        each["payment_id"]: {"confirmation_code": answer["confirmation_code"], **each}
        for answer in answers
        for each in answer["payments"]
    }


def test_a_payment_without_a_code_has_no_recording_lag(desk: Desk) -> None:
    desk.hand_in(payments=[{}])
    with desk.store.reading(EVERYTHING) as connection:
        told = lookup.by_payments(connection, payments=["P1"], as_of=TODAY)["P1"]
    assert told["confirmation_code"] is None
    assert told["recording_lag_minutes"] is None
    assert told["status"] == "overdue"


NAMED: Final[dict[str, Any]] = {
    "first": "le", "beyond": "lf", "number": "1", "most": 1, "who": "w", "page": "p",
    "purpose": "q", "kind": "name",
}  # fmt: skip
QUESTIONS: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("reading", searches.BY_WORDS, {"words": ["x"], "as_of": TODAY, "most": 1}),
    ("reading", lookup.BY_PAYMENTS, {"payments": ["x"], "as_of": TODAY}),
    ("reading", history.OF_ROWS, {"payments": ["x"], "remittances": ["x"]}),
    ("revealing", people.NAMED, NAMED),
    ("revealing", people.NUMBERED, NAMED),
)
LARGE: Final = ("payments", "participants", "confirmations", "remittances", "remittance_lines")


@pytest.mark.parametrize(("role", "question", "values"), QUESTIONS)
@pytest.mark.parametrize("scope", [EVERYTHING, BA_DINH])
def test_under_the_policies_no_large_table_is_read_from_end_to_end(
    example: stores.Store, role: str, question: str, values: dict[str, Any], scope: Scope
) -> None:
    with getattr(example, role)(scope) as connection:
        # In so small a store reading everything would be quicker.
        connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
        rows = connection.execute(sa.text(f"EXPLAIN {question}"), values).scalars().all()
    plan = "\n".join(rows)
    assert "Index Cond" in plan
    assert not [name for name in LARGE if f"Seq Scan on {name}" in plan]
