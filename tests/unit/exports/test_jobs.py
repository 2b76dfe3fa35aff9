"""Files that are made beside: told how far they are, and taken by whoever asked for them."""

from __future__ import annotations

import io
import threading
import time
from typing import TYPE_CHECKING, Final

import pytest

from dashboard.auth import actor
from dashboard.exports import files, jobs
from data import problems, scope

if TYPE_CHECKING:
    from collections.abc import Callable


LAN: Final = actor.Actor(scope.Scope.of(["00101"]), "lan", may_reveal=True, may_audit=False)
MINH: Final = LAN._replace(who="minh")


def made(content: bytes = b"forms") -> files.Made:
    return files.Made("forms.zip", "application/zip", io.BytesIO(content))


def over(known: jobs.Jobs, token: str, owner: actor.Actor = LAN) -> jobs.Job:
    """Wait until a file is done."""
    for _ in range(3000):
        job = known.at(token, owner)
        assert job is not None
        if job.is_over:
            return job
        time.sleep(0.01)
    raise AssertionError("The file is never done")


def test_a_file_tells_how_far_it_is_and_is_taken_when_done() -> None:
    known, half, go_on = jobs.Jobs(), threading.Event(), threading.Event()

    def work(watch: Callable[[int, int], None], _abandoned: threading.Event) -> files.Made:
        watch(1, 2)
        half.set()
        assert go_on.wait(30)
        watch(2, 2)
        return made()

    token = known.start(LAN, work)
    assert half.wait(30)
    job = known.at(token, LAN)
    assert job is not None
    assert (job.done, job.total, job.is_over) == (1, 2, False)
    assert known.take(token, LAN) is None
    go_on.set()
    assert over(known, token).done == 2
    for _ in range(2):
        taken = known.take(token, LAN)
        assert taken is not None
        with taken.file as file:
            assert file.read() == b"forms"


def test_nobody_takes_the_file_of_another() -> None:
    known = jobs.Jobs()
    token = known.start(LAN, lambda _watch, _abandoned: made())
    over(known, token)
    assert known.at(token, MINH) is None
    assert known.take(token, MINH) is None
    assert known.take("guessed", LAN) is None
    # With other offices he is somebody else.
    assert known.take(token, LAN._replace(scope=scope.Scope.of(["00110"]))) is None


def test_two_at_a_time_for_one_and_another_does_not_wait() -> None:
    known, go_on = jobs.Jobs(), threading.Event()

    def work(_watch: Callable[[int, int], None], _abandoned: threading.Event) -> files.Made:
        assert go_on.wait(30)
        return made()

    first = [known.start(LAN, work) for _ in range(jobs.MOST)]
    with pytest.raises(problems.Problem, match="Two files"):
        known.start(LAN, work)
    other = known.start(MINH, work)
    go_on.set()
    for token in first:
        over(known, token)
    over(known, other, MINH)
    over(known, known.start(LAN, work))


def test_what_goes_wrong_is_kept_as_a_sentence() -> None:
    def work(_watch: Callable[[int, int], None], _abandoned: threading.Event) -> files.Made:
        raise problems.Problem("It is down", "Try again.")

    known = jobs.Jobs()
    job = over(known, known.start(LAN, work))
    assert job.problem is not None
    assert job.problem.title == "It is down"


def test_a_file_that_is_given_up_stops() -> None:
    def work(_watch: Callable[[int, int], None], abandoned: threading.Event) -> files.Made:
        assert abandoned.wait(30)
        raise files.Abandoned

    known = jobs.Jobs()
    token = known.start(LAN, work)
    known.give_up(token, MINH)
    job = known.at(token, LAN)
    assert job is not None
    assert not job.abandoned.is_set()
    known.give_up(token, LAN)
    assert over(known, token).problem is not None


def test_what_nobody_takes_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    known = jobs.Jobs()
    file = made()
    token = known.start(LAN, lambda _watch, _abandoned: file)
    over(known, token)
    monkeypatch.setattr(jobs, "KEPT_SECONDS", -1.0)
    known.start(MINH, lambda _watch, _abandoned: made())
    assert known.at(token, LAN) is None
    assert file.file.closed
