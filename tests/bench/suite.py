"""The order of the measures, and the command line that chooses among them."""

from __future__ import annotations

import argparse
import pathlib
import sys
from collections.abc import Callable, Iterator
from typing import Final

from bench import (
    acting,
    collecting,
    exporting,
    importing,
    lag_by_sql,
    machine,
    one_code,
    opening,
    page_questions,
    page_times,
    refreshing,
    sessions,
    stores,
    table,
)

Measure = Callable[[stores.Shelf], Iterator[table.Line]]

MEASURES: Final[dict[str, Measure]] = {
    "lag": lag_by_sql.by_organisation,
    "years": lag_by_sql.four_years,
    "questions": page_questions.measure,
    "pages": page_times.measure,
    "code": one_code.measure,
    "refresh": refreshing.of_the_small_store,
    "import": importing.measure,
    "export": exporting.measure,
    "idle": sessions.idle,
    "active": sessions.active,
    "start": opening.from_the_command,
    "browser": opening.from_a_link,
    "collector": collecting.measure,
    "acting": acting.measure,
    "refresh-long": refreshing.of_the_long_store,
}
# It copies a store that may be larger than what is left of the disk.
_WHEN_ASKED: Final = ("refresh-long",)


def main() -> None:
    """Measure what is named, or everything, and print each line as soon as it is known."""
    chosen = _arguments()
    _say(f"{machine.described()}\n\n{table.HEADING}")
    shelf = stores.Shelf(chosen.stores)
    for name in chosen.names or [name for name in MEASURES if name not in _WHEN_ASKED]:
        sys.stderr.write(f"measuring {name}\n")
        for line in MEASURES[name](shelf):
            _say(str(line))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how fast the dashboard is.")
    parser.add_argument(
        "--stores", type=pathlib.Path, default=stores.default_folder(), metavar="FOLDER",
        help="where the stores are kept between runs (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "names", nargs="*", metavar="NAME", choices=[*MEASURES, []],
        help=f"what to measure: {', '.join(MEASURES)} (default: all but the last)",
    )  # fmt: skip
    return parser.parse_args()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
