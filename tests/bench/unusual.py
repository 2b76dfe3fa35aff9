"""Measures how often what is unusual is found, and how often something that is not.

    python tests/bench/unusual.py [SEEDS]

Cities of a year by numbers (tests/support/builders/cities.py), small and large, some seeds of each.
It prints one Markdown table, for docs/benchmarks.md; takes some minutes.
"""

import pathlib
import sys
from collections.abc import Iterator, Sequence

ROOT = pathlib.Path(__file__).resolve().parents[2]
# In place of this folder, whose modules are named like those of others.
sys.path[:1] = [str(ROOT), str(ROOT / "tests")]

from support import rates  # noqa: E402 - the path comes first
from support.builders import cities  # noqa: E402

SEEDS = 5
TRIALS = 40
SIZES = (1000, 2000, 5000)
LEVELS = ((20, 30), (30, 60), (60, 1_000_000))
HEADING = "| what | figure | target | reached |\n|---|---:|---:|---|\n"


def main() -> None:
    """Print the table."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    sys.stdout.write(HEADING)
    every = {size: [cities.make(seed, size) for seed in range(seeds)] for size in SIZES}
    for size, made in every.items():
        _write(_alarms(size, made))
    together = [city for made in every.values() for city in made]
    _write(_found(together))


def _write(lines: Iterator[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _alarms(size: int, made: Sequence[cities.City]) -> Iterator[str]:
    """Yield the false alarms of cities of a size, per week."""
    found: dict[str, int] = {}
    weeks = 0
    for city in made:
        kinds, known = rates.false_alarms(city)
        weeks += known
        found = {kind: found.get(kind, 0) + number for kind, number in kinds.items()}
        found["code"] += rates.large_ones(size * rates.WEEK, known) if known else 0
    every = sum(found.values()) / weeks
    parts = ", ".join(f"{kind} {number / weeks:.2f}" for kind, number in found.items())
    what = f"false alarms a week, {size:,} codes a day, {weeks} weeks ({parts})"
    yield f"| {what} | {every:.2f} | ≤ 1 | {'yes' if every <= 1 else '**no**'} |"


def _found(made: Sequence[cities.City]) -> Iterator[str]:
    """Yield the rates of what is planted."""
    for least, most in LEVELS:
        at = f"{least} to {most}" if most < LEVELS[-1][1] else f"{least} and more"
        for words, factor in (("× 3", 3.0), ("÷ 3", 1 / 3)):
            hits = [
                hit for city in made for hit in rates.of_days(city, factor, least, most, TRIALS)
            ]
            yield _rate(f"a day {words}, {at} codes a day", hits)
    silent = [rates.of_silences(city, 3, TRIALS) for city in made]
    for who in ("org", "collector"):
        hits = [hit for each in silent for hit in each[who]]
        yield _rate(f"three working days of silence, {who}", hits)
    slid = [rates.of_slides(city, 0.30, TRIALS // 2) for city in made]
    for kind, words in (("on_time", "on-time rate"), ("recording", "same-day rate")):
        hits = [hit for each in slid for hit in each[kind]]
        yield _rate(f"−30 points of {words} over four weeks", hits)
    for codes in (500, 5000, 50_000):
        yield _rate(f"a code with 10 payments, of {codes:,}", rates.of_codes(codes, 10, TRIALS))


def _rate(what: str, hits: Sequence[bool]) -> str:
    rate = sum(hits) / len(hits)
    reached = "yes" if rate >= 0.9 else "**no**"
    return f"| {what} ({len(hits)} tries) | {rate:.3f} | ≥ 0.9 | {reached} |"


if __name__ == "__main__":
    main()
