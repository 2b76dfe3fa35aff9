"""The sample is made in an empty store, once; interrupted it is known for what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click.testing
import pytest
import sqlalchemy as sa
from support import databases, imports
from support.builders import samples

from dashboard import cli
from data import problems
from data.sample import feed, files, filling, marker
from data.scope import Scope
from queries.store import about

if TYPE_CHECKING:
    import pathlib

    from data import store as stores
    from data.sample import plan as plans


PLAN = samples.planned(2_000, 30, seed=5)
# Everything that a sample makes, without the moments at which it was made.
CONTENT = """
    SELECT md5(string_agg(row, '' ORDER BY row)) FROM (
        SELECT p::text AS row FROM payments AS p UNION ALL SELECT p::text FROM participants AS p
        UNION ALL SELECT c::text FROM confirmations AS c
        UNION ALL SELECT d::text FROM dispatches AS d
        UNION ALL SELECT r::text FROM remittances AS r
        UNION ALL SELECT l::text FROM remittance_lines AS l
        UNION ALL SELECT c::text FROM collectors AS c UNION ALL SELECT o::text FROM offices AS o
    ) AS rows
"""


class KilledError(Exception):
    """Stands in for a death between two chunks."""


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "CHUNK", 700)


def fill(store: stores.Store) -> None:
    filling.fill(store, PLAN, lambda _payments: None)


def interrupt(store: stores.Store) -> None:
    """Let a sample die after its first chunk."""

    def die(_payments: int) -> None:
        raise KilledError

    with pytest.raises(KilledError):
        filling.fill(store, PLAN, die)


def value(store: stores.Store, statement: str) -> object:
    with store.loading() as connection:
        return connection.scalar(sa.text(statement))


def is_sample(store: stores.Store) -> bool:
    with store.reading(Scope.everything()) as connection:
        return about.is_sample(connection)


def is_wanted(store: stores.Store) -> bool:
    with store.loading() as connection:
        return marker.has_room(connection)


def refusal(store: stores.Store, plan_of: plans.Plan = PLAN) -> problems.Problem:
    with pytest.raises(problems.Problem) as caught:
        filling.fill(store, plan_of, lambda _payments: None)
    return caught.value


def test_equal_plans_make_equal_stores_whether_interrupted_or_not(
    made: databases.Databases, empty_store: stores.Store
) -> None:
    fill(empty_store)
    with made.fresh() as name, made.store(name) as other:
        interrupt(other)
        assert is_sample(other)
        assert value(other, "SELECT finished_at FROM about") is None
        fill(other)
        assert value(other, CONTENT) == value(empty_store, CONTENT)
        assert value(other, "SELECT finished_at FROM about") is not None
        runs = "SELECT count(*) FROM import_runs"
        assert value(other, runs) == value(empty_store, runs)


def test_a_sample_is_wanted_until_the_store_holds_one(empty_store: stores.Store) -> None:
    assert is_wanted(empty_store)
    interrupt(empty_store)
    assert is_wanted(empty_store)
    fill(empty_store)
    assert not is_wanted(empty_store)


def test_a_finished_sample_is_not_made_again(empty_store: stores.Store) -> None:
    fill(empty_store)
    before = value(empty_store, CONTENT)
    problem = refusal(empty_store)
    assert problem.title == "The store is not empty"
    assert "It holds a sample already" in problem.sentence
    assert value(empty_store, CONTENT) == before


def test_an_unfinished_sample_is_finished_by_its_own_command_only(
    empty_store: stores.Store,
) -> None:
    interrupt(empty_store)
    problem = refusal(empty_store, samples.planned(2_000, 30, seed=6))
    assert problem.title == "The store holds an unfinished sample"
    assert "--payments 2000 --days 30 --seed 5" in str(problem)


def test_a_store_with_data_is_refused_and_stays_as_it_was(empty_store: stores.Store) -> None:
    imports.load(empty_store, imports.EXAMPLE / "import")
    assert not is_wanted(empty_store)
    assert refusal(empty_store).title == "The store is not empty"
    assert not is_sample(empty_store)
    assert value(empty_store, "SELECT count(*) FROM payments") != PLAN.payments


def test_one_policy_is_enough_for_a_store_not_to_be_empty(
    empty_store: stores.Store, tmp_path: pathlib.Path
) -> None:
    rows = ["name,valid_from,value", "remittance.deadline_working_days,2026-01-01,3"]
    imports.load(empty_store, imports.write(tmp_path, "policies.csv", rows))
    assert refusal(empty_store).title == "The store is not empty"


def test_a_full_disk_is_one_sentence_and_the_store_an_unfinished_sample(
    empty_store: stores.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_chunk", full)
    assert refusal(empty_store).title == "The sample cannot be written"
    assert is_sample(empty_store)
    assert value(empty_store, "SELECT count(*) FROM offices") == 0


@pytest.fixture
def command(
    made: databases.Databases, empty_name: str, monkeypatch: pytest.MonkeyPatch
) -> click.testing.CliRunner:
    """A terminal whose commands work on an empty store."""
    monkeypatch.setenv("BHXH_STORE_URL", made.url(empty_name).render_as_string(hide_password=False))
    monkeypatch.setenv("BHXH_TODAY", "2026-09-16")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return click.testing.CliRunner()


def test_the_command_says_what_it_made(
    command: click.testing.CliRunner, empty_store: stores.Store
) -> None:
    words = ["sample", "--payments", "1500", "--days", "20", "--seed", "1"]
    result = command.invoke(cli.commands, words, catch_exceptions=False)
    assert result.exit_code == 0
    assert "1,500 invented payments up to 15/09/2026" in result.output
    assert value(empty_store, "SELECT count(*) FROM payments") == 1_500
    assert is_sample(empty_store)


def test_a_day_in_the_future_is_refused_before_anything_is_written(
    command: click.testing.CliRunner, empty_store: stores.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2199-01-01")
    with pytest.raises(problems.Problem) as caught:
        command.invoke(cli.commands, ["sample"], catch_exceptions=False)
    assert caught.value.title == "BHXH_TODAY lies in the future"
    assert not is_sample(empty_store)


@pytest.mark.parametrize("words", [["--payments", "0"], ["--days", "0"], ["--seed", "-1"]])
def test_numbers_that_make_no_sample_are_refused(
    words: list[str], command: click.testing.CliRunner
) -> None:
    assert command.invoke(cli.commands, ["sample", *words]).exit_code == 2
