"""The sample goes through the real import: nothing is refused, and every rule has its case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from support.builders import samples

from data import health
from data.importing import sets
from data.sample import dispatching, feed, filling, offices
from data.scope import Scope
from queries import agents
from queries.forms import form_01xn
from queries.lag import lagged, remittance_lag
from queries.store import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support import databases

    from data import store as stores


EVERYTHING = Scope.everything()
YESTERDAY = dt.date(2026, 9, 15)
LATE = "remitted_at IS NULL AND voided_at IS NULL"

# Each gives the cases of one kind of exception.
KINDS = {
    "paid but no code": "SELECT FROM payments WHERE recorded_at IS NULL",
    "overdue": f"""
        SELECT FROM payments AS p JOIN calendar AS c ON c.day = p.paid_day
        WHERE {LATE} AND (SELECT number FROM calendar WHERE day = '2026-09-15') - c.number > 3
    """,
    "remittance other than its payments": """
        SELECT FROM remittances AS m JOIN payments AS p USING (remittance_id)
        GROUP BY m.remittance_id HAVING m.amount <> sum(p.amount)
    """,
    "code before the payment": "SELECT FROM payments WHERE recorded_at < paid_at",
    "code after the remittance": """
        SELECT FROM payments WHERE recorded_at > remitted_at AND remitted_at > paid_at
    """,
    "remitted before it was paid": "SELECT FROM payments WHERE settled_day < paid_day",
    "remitted by another organisation": "SELECT FROM payments WHERE remitting_org_code <> org_code",
    "remitted to another office": """
        SELECT FROM payments AS p JOIN remittances AS m USING (remittance_id)
        WHERE m.office_code <> p.office_code
    """,
    "voided the same day": "SELECT FROM payments WHERE voided_day = paid_day",
    "voided later": "SELECT FROM payments WHERE voided_day > paid_day AND remitted_at IS NULL",
    "voided after the remittance": "SELECT FROM payments WHERE voided_at > remitted_at",
    "charged twice": """
        SELECT FROM payments JOIN participants USING (payment_id)
        GROUP BY social_insurance_no, product, period_from HAVING count(*) > 1
    """,
    "one receipt twice": "SELECT FROM payments GROUP BY receipt_no HAVING count(*) > 1",
    "not informed": "SELECT FROM confirmations WHERE notified_by IS NULL",
    "recorded on a later day": "SELECT FROM payments WHERE recorded_day > paid_day",
    "a household under one code": """
        SELECT FROM payments GROUP BY confirmation_key HAVING count(*) = 5
    """,
    "form sent too late": """
        SELECT FROM dispatches WHERE sent_at > (report_date + 1 + time '08:00')
    """,
    "form sent twice": """
        SELECT FROM dispatches GROUP BY office_code, org_code, report_date HAVING count(*) > 1
    """,
}


@pytest.fixture(scope="module")
def sample(made: databases.Databases) -> Iterator[stores.Store]:
    """A store with a sample of several chunks; nobody may change it."""
    with pytest.MonkeyPatch.context() as patch, made.fresh() as name, made.store(name) as store:
        patch.setattr(feed, "CHUNK", 6_000)
        filling.fill(store, samples.planned(), lambda _payments: None)
        yield store


def asked(store: stores.Store, statement: str) -> int:
    """Return a number that the loader reads."""
    with store.loading() as connection:
        return int(connection.scalar(sa.text(statement)) or 0)


def forms(store: stores.Store, date: dt.date) -> dict[str, dict[str, int]]:
    """Return the form of a day, by office."""
    with store.reading(EVERYTHING) as connection:
        table = form_01xn.by_agent(connection, date=date, by=agents.By.OFFICE)
    counts = table.drop(columns="name").set_index("key").astype(int)
    return {str(key): dict(row) for key, row in counts.T.items()}


def test_the_import_refuses_nothing(sample: stores.Store) -> None:
    assert asked(sample, "SELECT count(*) FROM import_rejects") == 0
    assert asked(sample, "SELECT count(*) FROM payments") == samples.PAYMENTS
    assert asked(sample, "SELECT count(*) FROM participants") == samples.PAYMENTS


def test_each_chunk_is_one_run_and_changes_no_row_of_another(sample: stores.Store) -> None:
    assert asked(sample, "SELECT count(*) FROM import_runs WHERE changed") == 4
    assert asked(sample, "SELECT count(*) FROM changes") == 0
    assert asked(sample, "SELECT count(*) FROM import_runs WHERE files::text LIKE '%refused%'") == 0


def test_what_is_kept_beside_payments_is_right(sample: stores.Store) -> None:
    with sample.loading() as connection:
        assert health.payments_out_of_step(connection) == 0
        assert health.remittances_out_of_step(connection) == 0
        assert health.repeats_out_of_step(connection) == 0


@pytest.mark.parametrize("kind", ["charge", "receipt"])
def test_repeated_payments_are_paired(kind: str, sample: stores.Store) -> None:
    assert asked(sample, f"SELECT count(*) FROM repeats WHERE kind = '{kind}'") >= 2


def test_nothing_in_the_store_lets_anybody_see_past_the_scope(sample: stores.Store) -> None:
    with sample.reading(EVERYTHING) as connection:
        assert health.holes(connection) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_exception_occurs_and_remains_one(kind: str, sample: stores.Store) -> None:
    cases = asked(sample, f"SELECT count(*) FROM ({KINDS[kind]}) AS cases")
    assert cases >= 1
    # Households and late colleagues are ordinary life.
    assert cases < samples.PAYMENTS / 10


def test_nothing_happens_after_yesterday(sample: stores.Store) -> None:
    latest = "greatest(max(paid_at), max(recorded_at), max(remitted_at), max(voided_at))"
    assert asked(sample, f"SELECT ({latest} < '2026-09-16')::integer FROM payments") == 1
    assert asked(sample, "SELECT (max(sent_at) < '2026-09-16 08:00')::integer FROM dispatches") == 1
    open_share = "avg((remitted_at IS NULL)::integer) * 100"
    yesterday = f"SELECT {open_share} FROM payments WHERE paid_day = '2026-09-15'"
    assert asked(sample, yesterday) > 60
    before = f"SELECT {open_share} FROM payments WHERE paid_day < '2026-09-01'"
    assert asked(sample, before) < 10


def test_every_open_office_has_a_form_of_yesterday(sample: stores.Store) -> None:
    found = forms(sample, YESTERDAY)
    assert set(found) == set(offices.CODES[: offices.OPEN])
    assert all(row["codes"] > 0 for row in found.values())
    sent = [row["dispatched_on_time"] > 0 for row in found.values()]
    assert sum(sent) >= offices.OPEN - 2


def test_nearly_all_forms_are_sent_on_time_and_match(sample: stores.Store) -> None:
    totals = dict.fromkeys(
        ("dispatched_on_time", "dispatched_late", "not_dispatched", "mismatched"), 0
    )
    careless = offices.CODES[dispatching.Dispatches(samples.planned()).careless]
    failed = {careless: 0}
    for back in range(1, 31):
        for code, row in forms(sample, YESTERDAY - dt.timedelta(days=back)).items():
            for name in totals:
                totals[name] += int(row[name])
            failed[code] = failed.get(code, 0) + row["dispatched_late"] + row["not_dispatched"]
    assert all(totals.values())
    assert totals["dispatched_on_time"] > 0.95 * sum(totals.values())
    assert max(failed, key=failed.__getitem__) == careless


def test_the_general_deadline_and_one_contract_are_in_the_store(sample: stores.Store) -> None:
    assert asked(sample, "SELECT count(*) FROM policies") == 2
    question = lagged.Question(start=dt.date(2026, 7, 18), end=YESTERDAY, as_of=YESTERDAY)
    with sample.reading(EVERYTHING) as connection:
        lag = remittance_lag.by_agent(connection, question, by=agents.By.ORG)
    rates = lag.set_index("key")["on_time_rate"]
    assert rates["TC0001"] > 0.98
    # Remits on the third day, where its contract says the second.
    assert rates["TC0013"] < 0.5
    assert len(rates) == 20


def test_the_store_says_that_it_is_a_sample(
    sample: stores.Store, empty_store: stores.Store
) -> None:
    with sample.reading(EVERYTHING) as connection:
        assert about.is_sample(connection)
    with empty_store.reading(Scope.of(["00101"])) as connection:
        assert not about.is_sample(connection)


def test_no_table_is_left_empty_but_the_overrides(sample: stores.Store) -> None:
    tables = {each.table for each in sets.ALL} - {"calendar_overrides"}
    assert all(asked(sample, f"SELECT count(*) FROM {table}") for table in tables)
