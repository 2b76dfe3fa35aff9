"""The lines of the table: what was measured, against what, and whether that is enough."""

from __future__ import annotations

import dataclasses
import statistics
import time
from typing import TYPE_CHECKING, Final

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable

HEADING: Final = (
    "| what | figure | ratio | target | reached | load |\n"
    "|---|---:|---:|---:|---|---:|"
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Line:
    """One measure. Where no target is set, it only stands for comparison."""

    what: str
    figure: str
    ratio: float | None = None
    target: str = ""
    reached: bool | None = None

    def __str__(self) -> str:
        reached = {True: "yes", False: "**no**", None: ""}[self.reached]
        cells = (self.what, self.figure, _shown(self.ratio), self.target, reached, _load())
        return f"| {' | '.join(cells)} |"


def at_most(what: str, figure: str, value: float, limit: float, unit: str) -> Line:
    """Return a line whose figure itself has a limit."""
    return Line(what, figure, None, f"≤ {limit:g} {unit}", value <= limit)


def at_least(what: str, figure: str, ratio: float, limit: float) -> Line:
    """Return a line of a ratio that is to be large."""
    return Line(what, figure, ratio, f"≥ {limit:g}", ratio >= limit)


def times(what: str, seconds: float, base: float, limit: float) -> Line:
    """Return a line of a time that may be `limit` times another one, measured in the same run."""
    ratio = seconds / base
    return Line(what, f"{ms(seconds)} ÷ {ms(base)}", ratio, f"≤ {limit:g}", ratio <= limit)


def share(what: str, seconds: float, base: float, part: int) -> Line:
    """Return a line of a time that may be one `part`-th of another one."""
    ratio = seconds / base
    return Line(what, f"{ms(seconds)} ÷ {ms(base)}", ratio, f"≤ 1/{part}", ratio * part <= 1)


def compared(what: str, seconds: float, base: float) -> Line:
    """Return a line without a target."""
    return Line(what, f"{ms(seconds)} ÷ {ms(base)}", seconds / base)


def ms(seconds: float) -> str:
    """Write a time."""
    if seconds >= 10:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


def seconds_of(action: Callable[[], object], runs: int) -> float:
    """Return the median time of an action; whoever asks has run it once before."""
    return statistics.median(_timed(action) for _ in range(runs))


def in_turn(*actions: Callable[[], object], turns: int) -> list[float]:
    """Return the median times of actions that take turns, so that all meet the same machine."""
    taken = [[_timed(action) for action in actions] for _ in range(turns)]
    return [statistics.median(each) for each in zip(*taken, strict=True)]


def _timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _load() -> str:
    """Return how many programs wanted the machine in the last minute: ours, and any other."""
    return f"{psutil.getloadavg()[0]:.1f}"


def _shown(ratio: float | None) -> str:
    if ratio is None:
        return ""
    return f"1/{1 / ratio:.0f}" if ratio < 0.1 else f"{ratio:.2f}"
