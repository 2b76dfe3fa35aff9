"""Owns the sample as a command: its size, its progress, and what is in the store afterwards."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

import rich.console
import rich.progress

from dashboard import clock, formats, printing
from dashboard.text import _
from data import settings, store
from data.sample import filling, plan


def run(payments: int, days: int, seed: int) -> None:
    """Fill the store with an invented Hanoi that ends yesterday.

    Raises:
        problems.Problem: the store is not empty, or such a sample cannot be made.
    """
    asked = plan.make(payments, days, seed, clock.past())
    opened = store.open_store(settings.read())
    with _progress(payments) as advance:
        made = filling.fill(opened, asked, advance)
    printing.emit(_told(made) + "\n")


@contextlib.contextmanager
def _progress(payments: int) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how far the sample has come; elsewhere be silent."""
    bar = rich.progress.Progress(
        rich.progress.TextColumn("{task.description}"),
        rich.progress.BarColumn(),
        rich.progress.TaskProgressColumn(),
        rich.progress.TimeRemainingColumn(),
        console=rich.console.Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task(_("Making up payments"), total=payments)
        yield lambda more: bar.update(task, advance=more)


def _told(made: plan.Plan) -> str:
    return _(
        "The store holds a sample: {payments} invented payments up to {last}; none of them is real."
    ).format(payments=formats.count(made.payments), last=f"{made.last_date:%d/%m/%Y}")
