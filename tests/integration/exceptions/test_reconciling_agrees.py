"""What remittances cover and which payments repeat one another, however the rows came in.

The store is read back as plain rows, and an independent calculation says what must stand there.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import duplicates, examples, store, strategies
from support.builders import rows as builders_rows
from support.builders.rows import Payment, Remittance, RemittanceLine, Store
from support.oracle import payments as oracle_payments
from support.oracle import reconciling

from data import health

if TYPE_CHECKING:
    import datetime as dt

    from hypothesis.strategies import DrawFn
    from support import desks


# The first run of several brings most, the others little, so that there is much to leave alone.
RUNS = 5
DEALT = st.sampled_from([0, 0, 0, *range(RUNS)])
generated_stores = examples.some(10)
COVERED = """
    SELECT remittance_id, covered_payments, covered_amount FROM remittances
    ORDER BY remittance_id COLLATE "C"
"""
REPEATS = """
    SELECT kind, payment_id, other_payment_id, office_code, paid_day, other_paid_day,
        other_voided_day
    FROM repeats
"""
PLAIN = {
    Payment: """
        SELECT p.payment_id, p.office_code, org_code, collector_code, product, amount, paid_at,
            receipt_no, months, to_char(period_from, 'YYYY-MM') AS period_from, participant_name,
            social_insurance_no, national_id, date_of_birth, gender, voided_at
        FROM payments AS p JOIN participants USING (payment_id)
    """,
    Remittance: """
        SELECT remittance_id, org_code, office_code, remitted_at, amount, bank_ref FROM remittances
    """,
    RemittanceLine: "SELECT remittance_id, payment_id FROM remittance_lines",
}


def stored(desk: desks.Desk) -> Store:
    """Return the plain rows of the store, without anything that is kept beside them."""
    payments, remittances, lines = (
        tuple(kind(*row) for row in desk.ask(question)) for kind, question in PLAIN.items()
    )
    return Store(payments=payments, remittances=remittances, remittance_lines=lines)


def agree(desk: desks.Desk) -> Store:
    """See that what is kept beside the plain rows is what they give; return them."""
    plain = stored(desk)
    assert desk.ask(COVERED) == reconciling.covered(plain)
    assert sorted(desk.ask(REPEATS), key=str) == reconciling.repeats(plain)
    with desk.store.loading() as connection:
        assert health.remittances_out_of_step(connection) == 0
        assert health.repeats_out_of_step(connection) == 0
    return plain


def take(desk: desks.Desk, piece: Store) -> None:
    """Import what may be incomplete."""
    folder = desk.folder()
    store.write_csv(piece, folder)
    # A folder without any file of ours is an error of its own.
    (folder / "calendar.csv").touch()
    desk.take(folder)


@st.composite
def pieces(draw: DrawFn, whole: Store) -> list[Store]:
    """Deal the rows of a store to runs, regardless of what refers to what."""
    dealt: list[dict[str, tuple[builders_rows.Row, ...]]] = [{} for _ in range(RUNS)]
    for name, rows in builders_rows.files(whole).items():
        runs = [draw(DEALT) for _ in rows]
        for number, files in enumerate(dealt):
            files[name] = tuple(r for r, run in zip(rows, runs, strict=True) if run == number)
    return [dataclasses.replace(Store(), **files) for files in dealt]  # type: ignore[arg-type]


@st.composite
def stores(draw: DrawFn, max_payments: int = 60) -> Store:
    """Draw a store of any kind, or one in which few people pay again and again."""
    plain = draw(strategies.stores(max_payments))
    return draw(duplicates.crowded(plain)) if draw(st.booleans()) else plain


@pytest.mark.timeout(600)
@given(data=st.data())
@generated_stores
def test_a_store_that_comes_at_once_has_its_sums_and_its_pairs(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    generated = data.draw(stores())
    shared_desk.empty()
    take(shared_desk, generated)
    plain = agree(shared_desk)
    assert reconciling.repeats(plain) == reconciling.repeats(generated)
    assert reconciling.covered(plain) == reconciling.covered(generated)


@pytest.mark.timeout(600)
@given(data=st.data())
@generated_stores
def test_sums_and_pairs_follow_whatever_comes_later(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    """Pieces of one store come on top of another one with the same keys and other values."""
    shared_desk.empty()
    take(shared_desk, data.draw(stores(25)))
    agree(shared_desk)
    for piece in data.draw(pieces(data.draw(stores(25)))):
        take(shared_desk, piece)
        agree(shared_desk)


def standing(plain: Store, day: dt.date) -> list[Payment]:
    """Return the payments that had been made and not been voided by the end of a day."""
    return [
        row
        for row in plain.payments
        if oracle_payments.paid_day(row) <= day and not oracle_payments.voided(row, day)
    ]


@pytest.mark.timeout(600)
@given(data=st.data())
@generated_stores
def test_as_of_any_day_every_payment_that_repeats_one_has_a_partner(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    """Bounding the pairs takes partners away, never the last one that stands."""
    shared_desk.empty()
    take(shared_desk, data.draw(stores()))
    plain = stored(shared_desk)
    rows = shared_desk.ask(REPEATS)
    days = {oracle_payments.paid_day(row) for row in plain.payments}
    days |= {day for row in plain.payments if (day := reconciling.voided_day(row))}
    for day in days:
        paired = {
            (row[0], row[1]) for row in rows if row[5] <= day and (row[6] is None or row[6] > day)
        }
        found = standing(plain, day)
        for kind in reconciling.KINDS:
            assert {payment_id for each, payment_id in paired if each == kind} >= {
                payment.payment_id
                for payment in found
                if any(reconciling.repeating(kind, payment, other) for other in found)
            }
