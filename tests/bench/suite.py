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
    command_starts,
    day_totals,
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
from bench.files import exporting, importing, reading

Measure = Callable[[stores.Shelf], Iterator[table.Line]]

# What is taken where nothing is named: on the quick store in a quarter of an hour.
DEFAULT: Final[dict[str, Measure]] = {
    "lag": lag_by_sql.by_organisation,
    "totals": day_totals.measure,
    "code": one_code.measure,
    "commands": command_starts.measure,
    "import": importing.measure,
    "day": importing.a_day,
    "xlsx": reading.workbook,
    "papers": exporting.papers,
    "pages": page_times.measure,
    "acting": acting.measure,
    "browser": opening.from_a_link,
    "start": opening.from_the_command,
    "idle": sessions.idle,
    "two": sessions.two,
}
# What takes long, or wants the large stores.
BY_NAME: Final[dict[str, Measure]] = {
    "import-million": importing.million,
    "bad-rows": reading.bad_rows,
    "blank-lines": reading.blank_lines,
    "years": lag_by_sql.four_years,
    "questions": page_questions.measure,
    "export": exporting.measure,
    "active": sessions.active,
    "collector": collecting.measure,
    "refresh": refreshing.of_the_small_store,
    "refresh-long": refreshing.of_the_long_store,
}
MEASURES: Final = DEFAULT | BY_NAME


def main() -> None:
    """Measure what is named, or the quick ones, and print each line as soon as it is known."""
    chosen = _arguments()
    _say(f"{machine.described()}\n\n{table.HEADING}")
    shelf = stores.Shelf(chosen.stores, chosen.store)
    for name in chosen.names or DEFAULT:
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
        "--store", choices=stores.SIZES, default="quick",
        help="the one that is measured, where a measure has none of its own (default: quick)",
    )  # fmt: skip
    parser.add_argument(
        "names", nargs="*", metavar="NAME", choices=[*MEASURES, []],
        help=f"what to measure: {', '.join(DEFAULT)} (the default), {', '.join(BY_NAME)}",
    )  # fmt: skip
    return parser.parse_args()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
