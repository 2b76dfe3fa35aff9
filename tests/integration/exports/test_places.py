"""How many files one user takes at a time, in all dashboards of a store together."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

from support import databases, desks, embedded_home

if TYPE_CHECKING:
    from collections.abc import Iterator

import pytest

# Another dashboard takes a place for each line that it is given, as somebody.
_TAKES: Final = """
import sys
import sqlalchemy as sa
from data import engine, store
opened = store.Store(engine.create(sa.make_url(sys.argv[1])))
for line in sys.stdin:
    print(opened.places.take(line.strip(), 2), flush=True)
"""


@pytest.fixture
def other(made: databases.Databases, desk: desks.Desk) -> Iterator[subprocess.Popen[str]]:
    url = made.url(desk.name()).render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", _TAKES, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, cwd=embedded_home.ROOT,
    ) as process:  # fmt: skip
        yield process
        process.kill()


def take(other: subprocess.Popen[str], who: str) -> str:
    assert other.stdin is not None
    assert other.stdout is not None
    other.stdin.write(f"{who}\n")
    other.stdin.flush()
    return other.stdout.readline().strip()


@pytest.fixture(autouse=True)
def given_back(desk: desks.Desk) -> Iterator[None]:
    """Give back what a test has taken: other tests use the same store."""
    yield
    for who, number in set(desk.store.places.taken):
        desk.store.places.give_back(who, number)


@pytest.mark.fault
def test_places_are_shared_by_processes_and_free_when_one_is_killed(
    desk: desks.Desk, other: subprocess.Popen[str]
) -> None:
    places = desk.store.places
    assert places.take("lan", 2) == 0
    assert take(other, "lan") == "1"
    assert places.take("lan", 2) is None
    assert take(other, "lan") == "None"
    assert places.take("minh", 2) == 0

    places.give_back("lan", 0)
    assert embedded_home.wait_until(lambda: take(other, "lan") == "0", seconds=5)
    assert places.take("lan", 2) is None
    other.kill()
    assert embedded_home.wait_until(lambda: places.take("lan", 2) is not None, seconds=5)


@pytest.mark.fault
def test_where_the_session_ends_a_process_goes_on_with_its_own_places(desk: desks.Desk) -> None:
    places = desk.store.places
    assert places.take("thu", 2) == 0
    desk.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert places.take("thu", 2) == 1
    assert places.take("thu", 2) is None
    places.give_back("thu", 0)
    assert places.take("thu", 2) == 0
