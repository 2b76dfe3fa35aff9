"""Whatever the store, the product's figures are those of the independent calculation.

Each generated store is written as import files, imported into an emptied store, and asked.
"""

from __future__ import annotations

import datetime as dt
import functools
import shutil
from typing import TYPE_CHECKING, Literal

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import (
    embedded_home,
    oracle_form,
    oracle_lag,
    oracle_lookup,
    oracle_payments,
    store_builder,
    store_strategies,
)

from data import embedded, migrate, scope
from data import engine as engines
from data import store as stores
from data.importing import run
from queries import agents, form_01xn, lookup, recording_lag, remittance_lag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.store_rows import Store
    from support.store_strategies import Question

    Table = list[dict[str, str]]
    Writer = Callable[[Store, Path], None]

TODAY = dt.date(2026, 10, 31)
OWNER = engines.Access(engines.Role.OWNER)
EVERYTHING = scope.Scope.everything()
LEVELS: st.SearchStrategy[oracle_payments.Level] = st.sampled_from(["office", "org", "collector"])
FORM_LEVELS: st.SearchStrategy[Literal["office", "org"]] = st.sampled_from(["office", "org"])
pytestmark = pytest.mark.timeout(900)
WRITERS: dict[str, Writer] = {
    "zipped": functools.partial(store_builder.write_csv, dialect=store_builder.ZIPPED),
    "UTF-16": functools.partial(store_builder.write_csv, dialect=store_builder.UTF_16),
    "Vietnamese": functools.partial(store_builder.write_csv, dialect=store_builder.vietnamese()),
    "text cells": functools.partial(store_builder.write_xlsx, typed=False),
    "real cells": functools.partial(store_builder.write_xlsx, typed=True),
    "number codes": functools.partial(store_builder.write_xlsx, typed=True, codes_as_numbers=True),
}
asked = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Silent:
    """Watches an import without a word."""

    def step(self, name: str) -> None:
        """Need not know."""

    def advance(self, rows: int) -> None:
        """Need not know."""

    def refused(self, rejects: object) -> None:
        """Need not know: the outcome counts them."""


class Emptied:
    """A store that holds one generated store at a time."""

    def __init__(self, store: stores.Store, folder: Path) -> None:
        self.store = store
        self.folder = folder

    def fill(self, generated: Store) -> run.Outcome:
        """Replace everything by a generated store, through import files."""
        with self.store.engine.execution_options(access=OWNER).begin() as connection:
            tables = sa.inspect(connection).get_table_names("bhxh")
            facts = ", ".join(f"bhxh.{name}" for name in tables if name != "schema_version")
            connection.execute(sa.text(f"TRUNCATE {facts}"))
        return run.run(self.store, [self.written(generated)], Silent(), TODAY)

    def written(self, generated: Store, write: Writer = store_builder.write_csv) -> Path:
        """Return a folder with the import files of a generated store and nothing else."""
        shutil.rmtree(self.folder, ignore_errors=True)
        write(generated, self.folder)
        return self.folder


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emptied]:
    with embedded_home.folder() as folder, embedded_home.home_at(folder / "home") as home:
        server = embedded.ensure_running(home)
        store = stores.Store(engines.create(server.url))
        migrate.prepare(server.superuser_url, str(server.url.username))
        migrate.upgrade(store.engine)
        yield Emptied(store, tmp_path_factory.mktemp("import"))
        store.close()


def table(frame: pd.DataFrame) -> Table:
    """Return the rows of a frame as its CSV would hold them."""
    return [
        {str(column): text(value) for column, value in row.items()}
        for row in frame.astype("object").to_dict("records")
    ]


def text(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.4f}"
    return "" if value is None or value is pd.NA else str(value)


def filters(question: Question) -> dict[str, str | None]:
    return {"office": question.office, "org": question.org}


@given(data=st.data())
@asked
def test_every_generated_store_is_imported_without_a_reject(
    data: st.DataObject, emptied: Emptied
) -> None:
    generated = data.draw(store_strategies.stores(30))
    assert emptied.fill(generated).rejected == 0


@pytest.mark.parametrize("dialect", sorted(WRITERS))
@given(data=st.data())
@settings(asked, max_examples=6)
def test_a_store_is_the_same_however_it_was_written(
    dialect: str, data: st.DataObject, emptied: Emptied
) -> None:
    generated = data.draw(store_strategies.stores(20))
    emptied.fill(generated)
    again = run.run(emptied.store, [emptied.written(generated, WRITERS[dialect])], Silent(), TODAY)
    assert (again.rejected, again.changed) == (0, False)


@given(data=st.data())
@asked
def test_remittance_lag_agrees(data: st.DataObject, emptied: Emptied) -> None:
    generated = data.draw(store_strategies.stores())
    emptied.fill(generated)
    for _ in range(3):
        q = data.draw(store_strategies.questions(generated))
        by = data.draw(LEVELS)
        with emptied.store.reading(EVERYTHING) as connection:
            found = remittance_lag.by_agent(
                connection, start=q.start, end=q.end, as_of=q.as_of, by=agents.By(by),
                product=q.product, **filters(q),
            )  # fmt: skip
        assert table(found) == oracle_lag.remittance_lag(
            generated, q.start, q.end, q.as_of, by, product=q.product, **filters(q)
        )


@given(data=st.data())
@asked
def test_recording_lag_agrees(data: st.DataObject, emptied: Emptied) -> None:
    generated = data.draw(store_strategies.stores())
    emptied.fill(generated)
    for _ in range(3):
        q = data.draw(store_strategies.questions(generated))
        by = data.draw(LEVELS)
        with emptied.store.reading(EVERYTHING) as connection:
            found = recording_lag.by_agent(
                connection, start=q.start, end=q.end, as_of=q.as_of, by=agents.By(by),
                product=q.product, **filters(q),
            )  # fmt: skip
        assert table(found) == oracle_lag.recording_lag(
            generated, q.start, q.end, q.as_of, by, product=q.product, **filters(q)
        )


@given(data=st.data())
@asked
def test_form_01xn_agrees(data: st.DataObject, emptied: Emptied) -> None:
    generated = data.draw(store_strategies.stores())
    emptied.fill(generated)
    q = data.draw(store_strategies.questions(generated))
    by = data.draw(FORM_LEVELS)
    dates = [q.start + dt.timedelta(days) for days in range(-2, 16)]
    with emptied.store.reading(EVERYTHING) as connection:
        for date in dates:
            found = form_01xn.by_agent(connection, date=date, by=agents.By(by), **filters(q))
            listed = form_01xn.by_code(connection, date=date, **filters(q))
            assert table(found) == oracle_form.form_01xn(generated, date, by, **filters(q))
            assert table(listed) == oracle_form.form_01xn(generated, date, "code", **filters(q))


@given(data=st.data())
@asked
def test_lookup_agrees(data: st.DataObject, emptied: Emptied) -> None:
    generated = data.draw(store_strategies.stores(20))
    emptied.fill(generated)
    as_of = data.draw(store_strategies.questions(generated)).as_of
    codes = [row.confirmation_code.lower() for row in generated.confirmations]
    queries = [*codes, "XN 1", "xn-2", "nothing like it", "?", *codes[:1]]
    with emptied.store.reading(EVERYTHING) as connection:
        found = lookup.by_codes(connection, codes=queries, as_of=as_of)
    assert found == oracle_lookup.lookup(generated, queries, as_of)
