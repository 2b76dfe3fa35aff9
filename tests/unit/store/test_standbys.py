"""Addresses of standbys, and which of them answers by what was reported last."""

from __future__ import annotations

import time
from typing import Final

import pytest
import sqlalchemy as sa

from data import problems, settings, standbys
from data.connections import addresses

PRIMARY: Final = sa.make_url("postgresql+psycopg2://app:x@db1/bhxh")


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        ("postgresql://app:x@db2/bhxh", [("db2", "5432")]),
        ("postgresql://app:x@db2:5433/bhxh?sslmode=require", [("db2", "5433")]),
        ("postgresql://app:x@db2:5433,db3:5434/bhxh", [("db2", "5433"), ("db3", "5434")]),
        ("postgresql://app:x@db2,db3/bhxh", [("db2", "5432"), ("db3", "5432")]),
        ("postgresql://app:x@/bhxh?host=/a,/b", [("/a", "5432"), ("/b", "5432")]),
        ("host=db2,db3 port=6432 user=app dbname=bhxh", [("db2", "6432"), ("db3", "6432")]),
    ],
)
def test_each_host_is_a_standby_of_its_own(given: str, hosts: list[tuple[str, str]]) -> None:
    found = [addresses.described(url) for url in standbys.read(given)]
    assert [(each.hosts, each.ports) for each in found] == hosts
    assert {(each.database, each.role) for each in found} == {("bhxh", "app")}


def test_what_goes_with_an_address_goes_with_each_host() -> None:
    for url in standbys.read("postgresql://app:x@db2,db3/bhxh?sslmode=require"):
        assert url.query["sslmode"] == "require"
        assert url.username == "app"


def test_an_address_that_is_none_names_its_setting() -> None:
    with pytest.raises(problems.Problem, match="BHXH_READ_URL"):
        standbys.read("mysql://app@db/bhxh")


def test_standbys_go_with_a_store_on_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BHXH_STORE_URL", raising=False)
    monkeypatch.setenv("BHXH_READ_URL", "postgresql://app:x@db2/bhxh")
    with pytest.raises(problems.Problem, match="go with BHXH_STORE_URL"):
        settings.read()


class Told(standbys.Standbys):
    """Standbys that say what a test has them say; no thread runs."""

    def __init__(self, number: int = 1) -> None:
        super().__init__(PRIMARY, [PRIMARY.set(host=f"db{n}") for n in range(2, 2 + number)])
        self.primary = sa.create_engine(PRIMARY)
        self._is_started = True

    def report(self, position: int, *, version: int = 1) -> None:
        """Have the primary say how far it is."""
        self._note(position, position, version, self._writes)

    def have(self, position: int, *, version: int = 1, of: int = 0) -> None:
        """Have a standby say how far it is."""
        each = self.all[of]
        each.position, each.version, each.seen = position, version, time.monotonic()

    def lose_primary(self) -> None:
        for _ in range(2):
            self._primary_failed("a test")

    def first(self) -> sa.Engine:
        return self.order(self.primary)[0]


def test_before_the_primary_has_said_how_far_it_is_it_answers() -> None:
    told = Told()
    told.have(100)
    assert told.first() is told.primary
    told.report(100)
    assert told.first() is told.all[0].engine


def test_after_a_write_a_standby_has_to_have_it() -> None:
    told = Told()
    told.report(100)
    told.have(100)
    told.wrote()
    assert told.first() is told.primary
    told.report(110)
    assert told.first() is told.primary
    told.have(109)
    assert told.first() is told.primary
    told.have(110)
    assert told.first() is told.all[0].engine


def test_an_import_that_was_seen_is_not_missing_at_the_next_look() -> None:
    told = Told()
    told.report(100)
    told.have(100)
    told.saw(2)
    assert told.first() is told.primary
    # An answer that was on its way does not take it back, but one more does: it was lost.
    told.report(101, version=1)
    assert told.first() is told.primary
    told.report(102, version=1)
    told.have(102)
    assert told.first() is told.all[0].engine


def test_no_standby_follows_one_that_was_further() -> None:
    told = Told(2)
    told.report(100)
    told.have(100, of=0)
    told.have(90, of=1)
    assert told.first() is told.all[0].engine
    told.leave_out(told.all[0].engine)
    assert told.first() is told.primary
    told.have(100, of=1)
    assert told.first() is told.all[1].engine


def test_a_standby_is_left_out_when_it_is_behind_for_too_long_or_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = Told()
    told.report(100)
    told.report(200)
    told.have(100)
    assert told.first() is told.all[0].engine
    begun = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: begun + 3)
    assert told.first() is told.all[0].engine
    monkeypatch.setattr(time, "monotonic", lambda: begun + 5)
    assert told.first() is told.primary
    told.have(100)
    assert told.first() is told.all[0].engine
    monkeypatch.setattr(time, "monotonic", lambda: begun + standbys.MOST_BEHIND_SECONDS + 1)
    told.have(100)
    assert told.first() is told.primary
    told.have(200)
    assert told.first() is told.all[0].engine


def test_without_the_primary_the_furthest_answers_and_says_from_when_it_is() -> None:
    told = Told(2)
    told.report(100)
    told.report(200)
    told.have(150, of=0)
    told.have(120, of=1)
    assert told.as_of is None
    told.lose_primary()
    assert told.order(told.primary)[:2] == [told.all[0].engine, told.all[1].engine]
    assert told.as_of == told._reports[0].at
    told.report(210)
    assert told.as_of is None


def test_a_server_that_takes_another_s_place_begins_anew() -> None:
    told = Told()
    told.report(1_000)
    told.wrote()
    told.report(1_000)
    told.lose_primary()
    told.report(900)
    told.have(900)
    assert told.first() is told.all[0].engine
