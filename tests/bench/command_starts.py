"""Measures commands that somebody waits for, from start to end, while the database runs."""

from __future__ import annotations

import functools
import resource
import statistics
import subprocess
import time
from typing import TYPE_CHECKING, Final

from bench import addresses, stores, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TURNS: Final = 7
_BARE: Final = ("--help",)


def measure(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Run each command in turn, as often, with what its process takes of the CPU."""
    place, day = shelf.chosen, shelf.chosen.shown_day
    until = day.isoformat()
    period = ("--from", day.replace(day=1).isoformat(), "--to", until, "--as-of", until)
    commands = {
        ("report", "remittance-lag", *period, "--by", "org"): 0.5,
        ("report", "01-xn", "--date", until, "--by", "office"): 0.5,
        ("lookup", addresses.code(place, day)): 0.5,
        ("doctor",): 0.8,
        _BARE: 0.3,
    }
    run = functools.partial(_taken, place)
    taken = [[run(words) for words in commands] for _ in range(_TURNS + 1)][1:]
    for (words, limit), of_one in zip(commands.items(), zip(*taken, strict=True), strict=True):
        seconds, cpu = map(statistics.median, zip(*of_one, strict=True))
        what = f"`bhxh-monitor {' '.join(words[:2] if words[0] == 'report' else words[:1])}`"
        figure = f"{table.ms(seconds)}, CPU {table.ms(cpu)}"
        yield table.at_most(f"{what}, database running", figure, seconds, limit, "s")


def _taken(place: stores.Place, words: Sequence[str]) -> tuple[float, float]:
    """Return the seconds until a command has ended, and those of the CPU that it took."""
    environment = place.environment(place.shown_day + stores.NIGHT)
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [*stores.COMMAND, *words], env=environment, cwd="/", capture_output=True, check=False
    )
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    # What `doctor` finds on this machine is not what is measured.
    if done.returncode > (words[0] == "doctor"):
        raise RuntimeError(f"{words} ended with {done.returncode}: {done.stderr.decode()}")
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
