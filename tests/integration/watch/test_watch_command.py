"""The command `watch`: what it does, what it says, and its exit status."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import click.testing
import pytest
from support import commands, databases, desks

from dashboard.exports.snapshots import freezing
from data import due_things, local_time, problems
from data import store as stores

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOSED: Final = "SELECT count(*) FROM snapshots WHERE is_closing"
SAMPLE: Final = """
    INSERT INTO about (is_sample, sample_payments, sample_days, sample_seed, sample_today,
        sample_until, made_at)
    VALUES (true, 1, 1, 1, '2026-08-22', now(), now())
"""
OF_ALL: Final = "SELECT kind, state FROM due_things WHERE due_at < now() ORDER BY kind"


@pytest.fixture
def watch(made: databases.Databases, full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch) -> Any:
    command = commands.at(made, full_desk.name(), monkeypatch)
    monkeypatch.delenv("BHXH_TODAY")
    return lambda: command("watch")


def said(result: click.testing.Result, status: int) -> str:
    assert result.exit_code == status, result.output
    return result.output


def yesterday() -> dt.date:
    """Return the last day whose form is due."""
    return (dt.datetime.now(local_time.HANOI) - dt.timedelta(days=1, hours=8)).date()


def test_what_is_due_is_done_once_and_then_nothing_is(watch: Any, full_desk: desks.Desk) -> None:
    first = said(watch(), 0)
    closed = full_desk.column(CLOSED)[0]
    assert f"Closing of forms 01-XN of {yesterday():%d/%m/%Y} is done. {closed} offices" in first
    assert said(watch(), 0) == "Nothing is due.\n"
    assert full_desk.column(CLOSED)[0] == closed
    assert {state for _kind, state in full_desk.ask(OF_ALL)} == {"done"}


def test_what_fails_is_said_with_status_1_and_kept_for_the_next_time(
    watch: Any, full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: Any, **_more: Any) -> Any:
        raise problems.Problem("It is not so", "Do something.")

    with monkeypatch.context() as patched:
        patched.setattr(freezing, "take", fail)
        told = said(watch(), 1)
    assert "has failed, and is tried again. It is not so. Do something." in told
    assert full_desk.column(CLOSED) == [0]
    full_desk.execute("UPDATE due_things SET next_try_at = now()")
    assert "is done." in said(watch(), 0)


def test_what_is_missed_is_said_with_status_1(watch: Any, full_desk: desks.Desk) -> None:
    moment = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    with full_desk.store.watching() as connection:
        due_things.add(connection, [due_things.New("of_later", yesterday(), moment, moment)])
    assert f"of_later of {yesterday():%d/%m/%Y} is not done: it was due at" in said(watch(), 1)


def test_an_office_whose_form_cannot_be_closed_keeps_no_other_from_being_closed(
    watch: Any, full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = freezing.take

    def of_one(opened: stores.Store, taker: Any, report: Any, params: Any, **more: Any) -> Any:
        if params["office"] == "00101":
            raise problems.Problem("It is not so", "Do something.")
        return take(opened, taker, report, params, **more)

    monkeypatch.setattr(freezing, "take", of_one)
    said(watch(), 1)
    assert full_desk.column("SELECT office_codes[1] FROM snapshots WHERE is_closing") == ["00110"]


@pytest.fixture
def still(watch: Any, full_desk: desks.Desk) -> Iterator[Any]:
    """The command where nothing may be done."""
    yield watch
    assert full_desk.column("SELECT count(*) FROM due_things") == [0]
    assert full_desk.column(CLOSED) == [0]


def test_in_a_sample_nothing_is_done_and_it_says_so(still: Any, full_desk: desks.Desk) -> None:
    full_desk.execute(SAMPLE)
    assert said(still(), 0).startswith("Nothing is done by the clock. The store holds a sample")


def test_with_a_day_that_stands_in_for_today_nothing_is_done(
    still: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")
    assert "BHXH_TODAY is set" in said(still(), 0)


def test_a_store_that_is_down_is_status_3(
    made: databases.Databases, main: commands.Main, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = made.three_urls("nowhere")[0].set(host="127.0.0.1", port=8749)
    monkeypatch.setenv("BHXH_STORE_URL", url.render_as_string(hide_password=False))
    assert main("watch") == 3
