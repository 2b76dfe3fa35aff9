"""Scopes in the pool of connections: none is left behind, and what is out of order is said."""

from __future__ import annotations

import concurrent.futures
import contextlib
import random
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from data import engine, problems
from data.scope import Scope

if TYPE_CHECKING:
    from support import databases

    from data import store as stores

EVERYTHING = Scope.everything()
BA_DINH = Scope.of(["00101"])
SOC_SON = Scope.of(["00110"])
NOBODY = Scope.of([])

SWITCHES = 10_000
CONNECTIONS = 8
THREADS = 12
PATIENCE_SECONDS = 60


@pytest.mark.fault
def test_scopes_never_mix_in_the_pool(
    made: databases.Databases, example_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten thousand transactions of random scopes over a pool of eight see what is theirs alone.

    Half as many threads again as connections, so that they take over one another's; where there
    is no scope among them, nothing is begun.
    """
    monkeypatch.setattr(engine, "POOL_SIZE", CONNECTIONS)
    monkeypatch.setattr(engine, "POOL_TIMEOUT_SECONDS", PATIENCE_SECONDS)
    with made.store(example_name) as store:
        assert_apart(store)


def assert_apart(example: stores.Store) -> None:
    """Ask from many threads, in scopes drawn by lot."""
    of_office = {scope: keys(example, scope) for scope in (BA_DINH, SOC_SON)}
    both = Scope.of(["00101", "00110"])
    everything = of_office[BA_DINH] | of_office[SOC_SON]
    theirs = of_office | {NOBODY: set(), both: everything, EVERYTHING: everything, None: set()}
    assert all(of_office.values())
    drawn = random.Random(3964).choices(list(theirs), k=SWITCHES)  # noqa: S311 - not a secret

    def is_wrong(scope: Scope | None) -> bool:
        return keys(example, scope) != theirs[scope]

    with concurrent.futures.ThreadPoolExecutor(THREADS) as threads:
        assert sum(threads.map(is_wrong, drawn)) == 0


def keys(store: stores.Store, scope: Scope | None) -> set[str]:
    """Return the payments that a scope sees; without one nothing is begun, and nothing seen."""
    access = engine.Access(engine.Role.READER, scope)
    try:
        with store.engine.execution_options(access=access).begin() as connection:
            return set(connection.scalars(sa.text("SELECT payment_id FROM payments")))
    except RuntimeError:
        return set()


def test_a_failed_transaction_leaves_no_scope_behind(example: stores.Store) -> None:
    with pytest.raises(sa.exc.DBAPIError), example.reading(EVERYTHING) as connection:
        connection.execute(sa.text("SELECT 1 / 0"))
    assert keys(example, BA_DINH) < keys(example, EVERYTHING)


@pytest.mark.fault
def test_a_question_that_takes_too_long_ends_with_a_sentence(example: stores.Store) -> None:
    access = engine.Access(engine.Role.READER, EVERYTHING, timeout_seconds=1)
    with (
        pytest.raises(problems.Problem, match="too long"),
        example._transaction(access) as connection,
    ):
        connection.execute(sa.text("SELECT pg_sleep(5)"))


@pytest.mark.fault
def test_a_full_pool_says_busy_and_not_more(
    made: databases.Databases, example_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "POOL_SIZE", 1)
    monkeypatch.setattr(engine, "POOL_TIMEOUT_SECONDS", 0.2)
    with (
        made.store(example_name) as store,
        store.reading(EVERYTHING),
        pytest.raises(problems.Problem, match="busy"),
        store.reading(EVERYTHING),
    ):
        pass


@pytest.mark.fault
def test_a_backend_that_was_killed_is_replaced_at_the_next_question(
    made: databases.Databases, example_name: str
) -> None:
    with made.store(example_name) as store:
        with store.reading(EVERYTHING) as connection:
            pid = connection.scalar(sa.text("SELECT pg_backend_pid()"))
        superuser = made.superuser_url(example_name)
        with (
            contextlib.closing(engine.connect(superuser)) as killer,
            killer.cursor() as cursor,
        ):
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        assert store.ask(EVERYTHING, lambda c: c.scalar(sa.text("SELECT 1"))) == 1
