"""What imports have changed: from what to what, by which import, for whom to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data.scope import Scope
from queries.lookup import history

if TYPE_CHECKING:
    from support.desks import Desk


EVERYTHING: Final = Scope.everything()
VOIDED: Final = "2026-08-22T09:00:00+07:00"

Change = tuple[int, str, str, str, str | None, str | None]


def changes(desk: Desk, scope: Scope = EVERYTHING) -> list[Change]:
    """Return run, set, subject, column, earlier and later value of what is known of P1 and R1."""
    with desk.store.reading(scope) as connection:
        rows = history.of_rows(connection, payments=["P1"], remittances=["R1", "R2"])
    rows = rows.astype(object).where(rows.notna(), None)
    names = ("run_id", "set_name", "subject", "column_name", "earlier", "later")
    return list(zip(*(rows[name].tolist() for name in names), strict=True))


def test_what_was_never_changed_has_no_history(desk: Desk) -> None:
    desk.hand_in(payments=[{}], confirmations=[{}], remittances=[{}], remittance_lines=[{}])
    desk.hand_in(payments=[{}], confirmations=[{}], remittances=[{}], remittance_lines=[{}])
    assert changes(desk) == []


def test_each_change_has_its_import_and_both_values_the_latest_first(desk: Desk) -> None:
    desk.hand_in(payments=[{"voided_at": ""}])
    second = desk.hand_in(payments=[{"amount": "900000", "voided_at": ""}]).run_id
    third = desk.hand_in(payments=[{"amount": "800000", "voided_at": VOIDED}]).run_id
    assert changes(desk) == [
        (third, "payments", "P1", "amount", "900000", "800000"),
        (third, "payments", "P1", "voided_at", None, VOIDED),
        (second, "payments", "P1", "amount", "972000", "900000"),
    ]


def test_a_code_a_line_and_a_remittance_have_their_changes(desk: Desk) -> None:
    desk.hand_in(
        payments=[{}],
        confirmations=[{}],
        remittances=[{}, {"remittance_id": "R2"}],
        remittance_lines=[{}],
    )
    run = desk.hand_in(
        confirmations=[{"confirmation_code": "XN9"}],
        remittances=[{"remittance_id": "R2", "amount": "1"}],
        remittance_lines=[{"remittance_id": "R2"}],
    ).run_id
    assert changes(desk) == [
        (run, "confirmations", "P1", "confirmation_code", "XN1", "XN9"),
        (run, "remittance_lines", "P1", "remittance_id", "R1", "R2"),
        (run, "remittances", "R2", "amount", "972000", "1"),
    ]


def test_when_and_by_whom_are_those_of_the_import(desk: Desk) -> None:
    desk.hand_in(payments=[{}])
    desk.hand_in(payments=[{"amount": "1"}])
    with desk.store.reading(EVERYTHING) as connection:
        (row,) = history.of_rows(connection, payments=["P1"], remittances=[]).itertuples()
    ((finished, who),) = desk.ask(
        "SELECT finished_at, imported_by FROM import_runs ORDER BY run_id DESC LIMIT 1"
    )
    assert (row.imported_at, row.imported_by) == (finished, who)


def test_personal_data_have_no_history_here(desk: Desk) -> None:
    desk.hand_in(payments=[{"participant_name": "Lê Thị Lan"}])
    desk.hand_in(payments=[{"participant_name": "Lê Thị Loan"}])
    assert changes(desk) == []


def test_a_director_sees_no_history_of_another_office(desk: Desk) -> None:
    desk.hand_in(payments=[{}], remittances=[{}])
    desk.hand_in(payments=[{"amount": "1"}], remittances=[{"amount": "1"}])
    assert len(changes(desk, Scope.of(["00101"]))) == 2
    assert changes(desk, Scope.of(["00110"])) == []
