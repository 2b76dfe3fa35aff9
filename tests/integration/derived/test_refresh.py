"""A store that something else feeds: a refresh gives what an import of the same rows would have."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from data import health, problems, scope
from data.derived import rollups
from data.importing import refresh, run

if TYPE_CHECKING:
    from support.desks import Desk


TODAY = dt.date(2026, 8, 22)
GOOD = dict.fromkeys(rollups.TABLES, 0)
# As another program would leave it: it writes the plain rows and nothing beside them.
NOTHING_BESIDE = (
    (
        "UPDATE payments SET confirmation_key = NULL, recorded_at = NULL, informed = false,"
        " remittance_id = NULL, remitting_org_code = NULL, remitted_at = NULL"
    ),
    "UPDATE remittances SET covered_payments = 0, covered_amount = 0",
    "UPDATE confirmations SET org_code = '?'",
    "UPDATE remittance_lines SET office_code = '?'",
    *(f"DELETE FROM {table}" for table in ("repeats", *rollups.TABLES)),
)


@pytest.fixture
def filled(full_desk: Desk) -> Desk:
    """A desk with the worked example."""
    return full_desk


def load(desk: Desk, *statements: str) -> None:
    with desk.store.loading() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def days_of(desk: Desk) -> tuple[dt.date, dt.date]:
    ((first, last),) = desk.ask(
        "SELECT min(paid_day), max(greatest(paid_day, recorded_day, voided_day, settled_day))"
        " FROM payments"
    )
    return first, last


def test_a_refresh_of_everything_is_what_the_import_left(filled: Desk) -> None:
    imported, payments = filled.dump(), filled.ask("SELECT FROM payments")
    load(filled, *NOTHING_BESIDE)
    assert filled.dump() != imported
    assert refresh.renew(filled.store, TODAY) == len(payments)
    assert filled.dump() == imported


def test_a_refresh_of_a_period_is_what_the_import_left(filled: Desk) -> None:
    imported, period = filled.dump(), days_of(filled)
    load(filled, *NOTHING_BESIDE)
    refresh.renew(filled.store, TODAY, period)
    assert filled.dump() == imported


def test_a_refresh_of_a_day_looks_at_nothing_of_other_days(filled: Desk) -> None:
    ((day, payments),) = filled.ask(
        "SELECT paid_day, count(*) FROM payments WHERE voided_at IS NULL"
        " GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    )
    load(filled, "DELETE FROM lag_days")
    looked_at = refresh.renew(filled.store, TODAY, (day, day))
    assert payments <= looked_at < len(filled.ask("SELECT FROM payments"))
    found = dict(filled.ask("SELECT paid_day, sum(payments) FROM lag_days GROUP BY 1"))
    assert found[day] == len(filled.ask(f"SELECT FROM payments WHERE paid_day = '{day}'"))


def test_what_is_there_no_more_leaves_the_sums_as_well(filled: Desk) -> None:
    first, last = days_of(filled)
    load(filled, "UPDATE payments SET paid_at = paid_at - interval '40 days'")
    refresh.renew(filled.store, TODAY, (first - dt.timedelta(40), last))
    with filled.store.loading() as connection:
        assert health.rollups_out_of_step(connection) == GOOD


def test_a_form_that_something_else_sends_is_in_the_sums(filled: Desk) -> None:
    period = days_of(filled)
    load(filled, "UPDATE dispatches SET codes = codes + 1")
    refresh.renew(filled.store, TODAY, period)
    assert filled.ask("SELECT FROM differences WHERE kind = 'form_mismatched'")
    with filled.store.loading() as connection:
        assert health.rollups_out_of_step(connection) == GOOD


def test_a_collector_is_known_where_another_program_has_payments_of_him(filled: Desk) -> None:
    """A day adds the office; that nobody names him there any more is seen by all alone."""
    ((payment, collector, day),) = filled.ask(
        "SELECT payment_id, collector_code, paid_day FROM payments WHERE office_code = '00101'"
        " ORDER BY 1 LIMIT 1"
    )
    known = f"SELECT seen_in FROM collectors WHERE collector_code = '{collector}'"
    (before,) = filled.column(known)
    move = f"UPDATE payments SET office_code = '{{}}' WHERE payment_id = '{payment}'"
    load(filled, move.format("00110"))
    refresh.renew(filled.store, TODAY, (day, day))
    (after,) = filled.column(known)
    assert {*after} == {*before, "00110"} != {*before}
    load(filled, move.format("00101"))
    refresh.renew(filled.store, TODAY)
    assert filled.column(known) == [before]


def test_nothing_of_deleted_payments_is_left_by_a_refresh_of_everything(filled: Desk) -> None:
    load(filled, "UPDATE payments SET receipt_no = '0'")
    refresh.renew(filled.store, TODAY)
    assert filled.ask("SELECT FROM repeats")
    for table in (
        "payments", "participants", "confirmations", "remittance_lines", "dispatches",
    ):  # fmt: skip
        filled.ask(f"DELETE FROM {table} RETURNING 1")
    assert refresh.renew(filled.store, TODAY) == 0
    for table in ("repeats", *rollups.TABLES):
        assert not filled.ask(f"SELECT FROM {table}")
    assert {*filled.ask("SELECT covered_payments, covered_amount FROM remittances")} == {(0, 0)}
    assert {*filled.column("SELECT seen_in::text FROM collectors")} == {"{}"}


def test_a_refresh_counts_as_a_new_version_of_the_data(filled: Desk) -> None:
    version = "SELECT max(run_id) FROM import_runs WHERE changed"
    before = filled.column(version)
    refresh.renew(filled.store, TODAY)
    assert filled.column(version) > before


def test_while_an_import_is_running_it_is_refused_in_a_sentence(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PATIENCE_SECONDS", 0.2)
    with filled.store.loading() as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(3966)")
        with pytest.raises(problems.Problem, match="Another import is running"):
            refresh.renew(filled.store, TODAY)


@pytest.mark.fault
def test_readers_see_no_gap_while_eight_refreshes_run_at_once(filled: Desk) -> None:
    """A reader sees all of the sums, before or after; the refreshes wait for one another."""
    done, seen = threading.Event(), []

    def read() -> None:
        while not done.is_set():
            with filled.store.reading(scope.Scope.everything()) as connection:
                rows = connection.execute(sa.text(
                    "SELECT (SELECT sum(payments) FROM lag_days), (SELECT sum(payments) FROM forms)"
                )).one()  # fmt: skip
                seen.append(tuple(rows))

    reader = threading.Thread(target=read)
    workers = [threading.Thread(target=refresh.renew, args=(filled.store, TODAY)) for _ in range(8)]
    expected = filled.ask("SELECT sum(payments), (SELECT sum(payments) FROM forms) FROM lag_days")
    reader.start()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    done.set()
    reader.join(timeout=60)
    assert seen
    assert set(seen) == set(expected)
    with filled.store.loading() as connection:
        assert health.rollups_out_of_step(connection) == GOOD
