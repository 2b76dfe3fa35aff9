"""Codes that one slip makes of an unknown one: the code that was meant is always among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from data.scope import Scope
from queries.lookup import near

if TYPE_CHECKING:
    from support.desks import Desk

    from data import store as stores


EVERYTHING: Final = Scope.everything()
BA_DINH: Final = Scope.of(["00101"])
# As many as one slip can make of a short code.
ALL: Final = 5_000
# Of the worked example; the last one covers two payments.
MEANT: Final = ("XN0000000001", "XN0000000010", "XN0000000011")


@st.composite
def slips(draw: st.DrawFn, code: str) -> str:
    """Draw what a single slip makes of a code, as people write it."""
    at = draw(st.integers(0, len(code) - 1))
    other = draw(st.sampled_from(near.ALPHABET))
    slip = draw(st.sampled_from(("another", "missing", "too many", "swapped")))
    made = {
        "another": code[:at] + other + code[at + 1 :],
        "missing": code[:at] + code[at + 1 :],
        "too many": code[:at] + other + code[at:],
        "swapped": code[:at] + code[at : at + 2][::-1] + code[at + 2 :],
    }[slip]
    return draw(st.sampled_from((made, made.lower(), f"{made[:3]}-{made[3:]}", f" {made} ")))


def codes(store: stores.Store, code: str, scope: Scope = EVERYTHING, most: int = ALL) -> list[str]:
    with store.reading(scope) as connection:
        return list(near.codes(connection, code=code, most=most)["confirmation_code"])


@pytest.mark.parametrize("meant", MEANT)
@given(st.data())
def test_whatever_the_slip_the_code_that_was_meant_is_offered(
    meant: str, example: stores.Store, data: st.DataObject
) -> None:
    written = data.draw(slips(meant))
    is_the_code = near.key_of(written) == meant
    assert is_the_code or meant in codes(example, written)


@given(st.text(near.ALPHABET, min_size=1, max_size=12))
def test_what_is_offered_for_a_word_is_one_slip_away_both_ways(word: str) -> None:
    made = list(near.slips(word))
    assert len(made) == len(set(made))
    assert word not in made
    assert all(word in set(near.slips(each)) for each in made[:: max(1, len(made) // 8)])
    assert len(made) <= 2 * len(near.ALPHABET) * (len(word) + 1)


def test_a_word_that_is_longer_than_any_code_is_not_tried() -> None:
    assert list(near.slips("X" * (near.LONGEST + 1))) == []
    assert list(near.slips("")) == []


def test_a_code_has_its_sum_and_its_first_payment(example: stores.Store) -> None:
    with example.reading(EVERYTHING) as connection:
        found = near.codes(connection, code="XN00000000l1", most=ALL)
    row = found[found["confirmation_code"] == "XN0000000011"].iloc[0]
    assert (row["payments"], row["amount"], row["office_code"]) == (2, 1652400, "00110")


def test_the_likely_slips_come_first_and_only_the_number_tells_of_the_rest(desk: Desk) -> None:
    others = ["XN01234", "XN10243", "XN1O234", "XN10239"]
    desk.hand_in(
        payments=[{"payment_id": f"P{at}"} for at, _ in enumerate(others)],
        confirmations=[
            {"payment_id": f"P{at}", "confirmation_code": code} for at, code in enumerate(others)
        ],
    )
    assert codes(desk.store, "XN10234") == ["XN01234", "XN10243", "XN1O234", "XN10239"]
    with desk.store.reading(EVERYTHING) as connection:
        cut = near.codes(connection, code="XN10234", most=2)
    assert (len(cut), cut["found"].tolist()) == (2, [4, 4])


def test_a_code_of_another_office_is_as_if_it_did_not_exist(example: stores.Store) -> None:
    assert "XN0000000011" in codes(example, "XN00000000I1")
    assert "XN0000000011" not in codes(example, "XN00000000I1", BA_DINH)


def test_all_slips_are_looked_up_by_the_index_of_codes(example: stores.Store) -> None:
    with example.reading(BA_DINH) as connection:
        connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
        values = {"keys": list(near.slips(MEANT[0])), "most": 20}
        plan = "\n".join(connection.scalars(sa.text(f"EXPLAIN {near.NEAR}"), values))
    assert "Index Scan using confirmations_by_code" in plan
    assert "Seq Scan" not in plan
