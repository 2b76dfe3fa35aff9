"""Files that are made beside: told how far they are, and taken by whoever asked, in any process."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa
from support import desks, embedded_home

from dashboard.auth import actor
from dashboard.exports import files, jobs
from data import opening, problems, scope, settings
from data.exporting import jobs as stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from support import databases

    from data import store as stores


LAN: Final = actor.Actor(scope.Scope.of(["00101"]), "lan", may_reveal=True, may_audit=False)
MINH: Final = LAN._replace(who="minh")

# Another dashboard: it tells of a job and takes its file, or begins one and is killed.
_TAKES: Final = """
import sys
import sqlalchemy as sa
from dashboard.auth import actor
from dashboard.exports import jobs
from data import engine, scope, store
url, token = sys.argv[1:]
opened = store.Store(engine.create(sa.make_url(url)))
lan = actor.Actor(scope.Scope.of(["00101"]), "lan", may_reveal=True, may_audit=False)
made = jobs.take(opened, token, lan)
print(jobs.at(opened, token, lan).total, made and made.file.read().decode(), flush=True)
"""
# Another one of the same embedded home, which takes all places of a user as well.
_SHARES: Final = """
import pathlib, sys
from dashboard.auth import actor
from dashboard.exports import jobs
from data import opening, scope, settings
opened = opening.open_store(settings.Settings(home=pathlib.Path(sys.argv[1])))
lan = actor.Actor(scope.Scope.of(["00101"]), "lan", may_reveal=True, may_audit=False)
taken = [opened.places.take("lan", 2) for _ in range(3)]
print(jobs.take(opened, sys.argv[2], lan).file.read().decode(), taken[2])
"""
_BEGINS: Final = """
import sys, time
import sqlalchemy as sa
from dashboard.auth import actor
from dashboard.exports import jobs
from data import engine, scope, store
opened = store.Store(engine.create(sa.make_url(sys.argv[1])))
lan = actor.Actor(scope.Scope.of(["00101"]), "lan", may_reveal=True, may_audit=False)
def work(watch, abandoned):
    watch(1, 2)
    time.sleep(600)
print(jobs.start(opened, lan, work), flush=True)
time.sleep(600)
"""


def made(content: bytes = b"forms") -> files.Made:
    return files.Made("forms.zip", "application/zip", io.BytesIO(content))


def over(opened: stores.Store, token: str, owner: actor.Actor = LAN) -> jobs.Job:
    """Wait until a file is done."""
    for _ in range(3000):
        job = jobs.at(opened, token, owner)
        assert job is not None
        if job.is_over:
            return job
        time.sleep(0.01)
    raise AssertionError("The file is never done")


def waiting(go_on: threading.Event) -> jobs.Work:
    def work(_watch: Callable[[int, int], None], _abandoned: threading.Event) -> files.Made:
        assert go_on.wait(30)
        return made()

    return work


def other_process(made: databases.Databases, desk: desks.Desk, script: str, *words: str) -> str:
    """Return what another process on the desk's store says."""
    url = made.url(desk.name()).render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-c", script, url, *words],
        capture_output=True, text=True, timeout=60, check=True, cwd=embedded_home.ROOT,
    )  # fmt: skip
    return done.stdout.strip()


def test_a_file_tells_how_far_it_is_and_is_taken_when_done(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_NOTED_EVERY_SECONDS", 0.01)
    go_on = threading.Event()

    def work(watch: Callable[[int, int], None], _abandoned: threading.Event) -> files.Made:
        watch(1, 2)
        assert go_on.wait(30)
        watch(2, 2)
        return made()

    def is_half(token: str) -> bool:
        job = jobs.at(desk.store, token, LAN)
        return job is not None and (job.done, job.total, job.is_over) == (1, 2, False)

    token = jobs.start(desk.store, LAN, work)
    assert embedded_home.wait_until(lambda: is_half(token))
    assert jobs.take(desk.store, token, LAN) is None
    go_on.set()
    assert over(desk.store, token).done == 2
    for _ in range(2):
        taken = jobs.take(desk.store, token, LAN)
        assert taken is not None
        assert (taken.name, taken.media) == ("forms.zip", "application/zip")
        with taken.file as file:
            assert file.read() == b"forms"


def test_another_process_tells_of_it_and_gives_it(
    made: databases.Databases, desk: desks.Desk
) -> None:
    def work(watch: Callable[[int, int], None], _abandoned: threading.Event) -> files.Made:
        watch(3, 3)
        return file

    file = files.Made("forms.zip", "application/zip", io.BytesIO(b"forms"))
    token = jobs.start(desk.store, LAN, work)
    over(desk.store, token)
    assert other_process(made, desk, _TAKES, token) == "3 forms"


@pytest.mark.long
def test_dashboards_of_one_embedded_home_share_a_database_and_its_jobs() -> None:
    with (
        embedded_home.folder(embedded_home.place()) as folder,
        embedded_home.home_at(folder / "home") as home,
    ):
        embedded_home.start_copy(home)
        with contextlib.closing(opening.open_store(settings.Settings(home=home))) as opened:
            token = jobs.start(opened, LAN, lambda _watch, _abandoned: made())
            over(opened, token)
            done = subprocess.run(
                [sys.executable, "-c", _SHARES, str(home), token],
                capture_output=True, text=True, timeout=60, check=True, cwd=embedded_home.ROOT,
            )  # fmt: skip
            assert done.stdout == "forms None\n"
            assert len(embedded_home.postmasters(home)) == 1
            # The other one has ended; the database has not, and its place is free.
            assert jobs.at(opened, token, LAN) is not None
            assert embedded_home.wait_until(lambda: opened.places.take("lan", 2) is not None, 5)


def test_a_file_of_many_parts_comes_back_as_it_was(desk: desks.Desk) -> None:
    content = bytes(range(256)) * ((2 * stored.PART_BYTES + 1_000) // 256)
    token = jobs.start(desk.store, LAN, lambda _watch, _abandoned: made(content))
    assert over(desk.store, token).size == len(content)
    assert desk.column("SELECT count(*) FROM job_parts") == [3]
    taken = jobs.take(desk.store, token, LAN)
    assert taken is not None
    with taken.file as file:
        assert file.read() == content


def test_nobody_takes_the_file_of_another(desk: desks.Desk) -> None:
    token = jobs.start(desk.store, LAN, lambda _watch, _abandoned: made())
    over(desk.store, token)
    # With other offices he is somebody else.
    elsewhere = LAN._replace(scope=scope.Scope.of(["00110"]))
    for other in (MINH, elsewhere, LAN._replace(scope=scope.Scope.of([]))):
        assert jobs.at(desk.store, token, other) is None
        assert jobs.take(desk.store, token, other) is None
        with desk.store.keeping(other.who, other.scope) as connection:
            assert connection.scalar(sa.text("SELECT count(*) FROM job_parts")) == 0
            assert connection.scalar(sa.text("SELECT count(*) FROM jobs")) == 0
    assert jobs.take(desk.store, "guessed", LAN) is None
    # The store does not know the address either.
    assert desk.column(f"SELECT count(*) FROM jobs WHERE jobs::text LIKE '%{token}%'") == [0]


def test_two_at_a_time_for_one_and_another_does_not_wait(desk: desks.Desk) -> None:
    go_on = threading.Event()
    first = [jobs.start(desk.store, LAN, waiting(go_on)) for _ in range(jobs.MOST)]
    with pytest.raises(problems.Problem, match="Two files"):
        jobs.start(desk.store, LAN, waiting(go_on))
    other = jobs.start(desk.store, MINH, waiting(go_on))
    go_on.set()
    for token in first:
        over(desk.store, token)
    over(desk.store, other, MINH)
    over(desk.store, jobs.start(desk.store, LAN, waiting(go_on)))


@pytest.mark.fault
def test_jobs_of_a_process_that_was_killed_count_until_they_are_silent(
    made: databases.Databases, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = made.url(desk.name()).render_as_string(hide_password=False)
    go_on = threading.Event()
    with subprocess.Popen(
        [sys.executable, "-c", _BEGINS, url], stdout=subprocess.PIPE, text=True,
        cwd=embedded_home.ROOT,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        token = other.stdout.readline().strip()
        mine = jobs.start(desk.store, LAN, waiting(go_on))
        with pytest.raises(jobs.Busy):
            jobs.start(desk.store, LAN, waiting(go_on))
        other.kill()
    # As if half a minute had gone by.
    desk.execute("UPDATE jobs SET seen_at = seen_at - interval '31 s' WHERE ended_at IS NULL")
    left = jobs.at(desk.store, token, LAN)
    assert left is not None
    assert left.problem is not None
    assert left.problem.title == "The file was not made"
    monkeypatch.setattr(jobs, "_NOTED_EVERY_SECONDS", 0.01)
    assert jobs.at(desk.store, jobs.start(desk.store, LAN, waiting(go_on)), LAN) is not None
    go_on.set()
    over(desk.store, mine)


def test_what_goes_wrong_is_kept_as_a_sentence(desk: desks.Desk) -> None:
    def work(_watch: Callable[[int, int], None], _abandoned: threading.Event) -> files.Made:
        raise problems.Problem("It is down", "Try {again}.", again="again")

    job = over(desk.store, jobs.start(desk.store, LAN, work))
    assert str(job.problem) == "It is down: Try again."


def test_a_file_that_is_given_up_stops(desk: desks.Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_NOTED_EVERY_SECONDS", 0.01)
    stopped = threading.Event()

    def work(_watch: Callable[[int, int], None], abandoned: threading.Event) -> files.Made:
        assert abandoned.wait(30)
        stopped.set()
        raise files.Abandoned

    token = jobs.start(desk.store, LAN, work)
    jobs.give_up(desk.store, token, MINH)
    assert not stopped.wait(0.2)
    jobs.give_up(desk.store, token, LAN)
    assert over(desk.store, token).problem is not None
    assert stopped.is_set()


def test_a_file_that_is_done_when_it_is_given_up_is_not_kept(desk: desks.Desk) -> None:
    go_on = threading.Event()
    token = jobs.start(desk.store, LAN, waiting(go_on))
    jobs.give_up(desk.store, token, LAN)
    go_on.set()
    assert over(desk.store, token).problem is not None
    assert desk.column("SELECT count(*) FROM job_parts") == [0]


def test_too_large_a_file_is_refused_and_so_is_one_more_where_too_much_is_kept(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_BYTES", 4)
    job = over(desk.store, jobs.start(desk.store, LAN, lambda _watch, _abandoned: made()))
    assert isinstance(job.problem, problems.Problem)
    assert job.problem.title == "The file is too large"
    monkeypatch.setattr(jobs, "MOST_BYTES", 5)
    over(desk.store, jobs.start(desk.store, LAN, lambda _watch, _abandoned: made()))
    monkeypatch.setattr(jobs, "MOST_KEPT_BYTES", 4)
    with pytest.raises(jobs.Full):
        jobs.start(desk.store, MINH, lambda _watch, _abandoned: made())


def test_what_nobody_takes_is_deleted_after_a_quarter_of_an_hour(desk: desks.Desk) -> None:
    tokens = [jobs.start(desk.store, LAN, lambda _watch, _abandoned: made()) for _ in range(2)]
    for token in tokens:
        over(desk.store, token)
    older = "UPDATE jobs SET ended_at = ended_at - interval '{}' WHERE token_sha256 = sha256('{}')"
    desk.execute(older.format("14 min 50 s", tokens[0]))
    desk.execute(older.format("15 min 10 s", tokens[1]))
    over(desk.store, jobs.start(desk.store, MINH, lambda _watch, _abandoned: made()), MINH)
    assert jobs.at(desk.store, tokens[0], LAN) is not None
    assert jobs.at(desk.store, tokens[1], LAN) is None
    assert desk.column("SELECT count(*) FROM job_parts") == [2]


def test_nobody_but_the_owner_and_who_clears_up_reaches_them(desk: desks.Desk) -> None:
    over(desk.store, jobs.start(desk.store, LAN, lambda _watch, _abandoned: made()))
    for statement in (
        "SELECT owner FROM jobs",
        "SELECT bytes FROM job_parts",
        "DELETE FROM job_parts",
    ):
        with pytest.raises(problems.Problem), desk.store.registering() as connection:
            connection.execute(sa.text(statement))
    with desk.store.registering() as connection:
        connection.execute(sa.text("DELETE FROM jobs"))
    anothers = "INSERT INTO jobs (token_sha256, owner, offices) VALUES ('x', 'lan', '{}')"
    with pytest.raises(problems.Problem), desk.store.keeping("minh", LAN.scope) as connection:
        connection.execute(sa.text(anothers))
    assert desk.column("SELECT count(*) FROM job_parts") == [1]
