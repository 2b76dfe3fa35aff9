"""What is due by the clock: one line a kind. Its words stand with it, its state in the store."""

from typing import Final

from dashboard.watch import closings, feeds, housekeeping, kinds

ALL: Final = (
    closings.KIND,
    feeds.SILENT,
    feeds.BACK,
    feeds.ALERTS,
    housekeeping.KIND,
)


def named(name: str) -> kinds.Kind | None:
    """Return a kind by its name; None where another version of the program noted it."""
    return next((each for each in ALL if each.name == name), None)


def label(name: str) -> str:
    """Return what a kind is called, a message id; the name itself where none is known."""
    kind = named(name)
    return kind.label if kind else name
