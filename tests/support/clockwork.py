"""A process that runs the clock of due things, as a dashboard does, with what a test sets wrong.

Started with `start`. It looks every 0.2 seconds, and writes what it did to its standard output.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import os
import pathlib
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from dashboard import clock as clocks
from dashboard.exports.snapshots import freezing
from dashboard.watch import clock, closings, kinds
from data import due_things, opening, settings
from data import store as stores

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from support import databases

_ROOT: Final = pathlib.Path(__file__).parents[2]
DAY: Final = dt.date(2026, 8, 21)
LEASE_SECONDS: Final = 2.0


@dataclasses.dataclass
class Wrong:
    """What is wrong in a process: its clock is ahead by so much, or each form takes so long.

    It closes forms, or has a thing of a kind of its own, `test`, and is told when it is due.
    """

    ahead_seconds: float = 0.0
    slow_seconds: float = 0.0
    waits_for_moment: bool = False


@contextlib.contextmanager
def start(
    made: databases.Databases, name: str, wrong: Wrong | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Give a process that runs the clock on a database; it is killed at the end."""
    url = made.three_urls(name)[0].render_as_string(hide_password=False)
    environment = {
        **os.environ,
        "BHXH_STORE_URL": url,
        "PYTHONPATH": os.pathsep.join([str(_ROOT), str(_ROOT / "tests")]),
    }
    environment.pop("BHXH_TODAY", None)
    told = json.dumps(dataclasses.asdict(wrong or Wrong()))
    with subprocess.Popen(
        [sys.executable, "-m", "support.clockwork", told],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def tell_moment(*processes: subprocess.Popen[str], seconds: float) -> float:
    """Tell processes, when all have begun, when their thing is due; return that moment."""
    for each in processes:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    due_at = time.time() + seconds
    for each in processes:
        assert each.stdin is not None
        each.stdin.write(f"{due_at!r}\n")
        each.stdin.flush()
    return due_at


def _main(wrong: Wrong) -> None:
    machine, take = clocks.machine, freezing.take

    def stepped() -> dt.datetime:
        return machine() + dt.timedelta(seconds=wrong.ahead_seconds)

    def slow(*given: Any, **more: Any) -> Any:
        frozen = take(*given, **more)
        print("office", flush=True)  # noqa: T201 - what the test waits for
        time.sleep(wrong.slow_seconds)
        return frozen

    clocks.machine, freezing.take = stepped, slow
    opened = opening.open_store(settings.read())
    kind = _told() if wrong.waits_for_moment else closings.KIND
    lease = dt.timedelta(seconds=LEASE_SECONDS)
    running = clock.Clock(lambda: opened, [kind], lease=lease)
    while True:
        running.look()
        time.sleep(0.2)


def _told() -> kinds.Kind:
    print("ready", flush=True)  # noqa: T201 - what the test waits for
    due_at = dt.datetime.fromtimestamp(float(sys.stdin.readline()), dt.UTC)

    def due(*_given: object) -> list[tuple[dt.date, dt.datetime]]:
        return [(DAY, due_at)]

    def work(_store: stores.Store, _claim: due_things.Claim) -> Mapping[str, int]:
        print(json.dumps({"at": time.time()}), flush=True)  # noqa: T201 - what the test reads
        return {}

    return kinds.Kind("test", "Test", due, work)


if __name__ == "__main__":
    _main(Wrong(**json.loads(sys.argv[1])))
