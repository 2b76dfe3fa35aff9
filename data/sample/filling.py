"""Filling of a store with a sample, chunk by chunk, through the import like real data.

The plan is noted first, in a transaction of its own, and every chunk is one import. If the process
is killed, the store is marked as an unfinished sample, and the same command finishes it.
"""

import contextlib
import logging
import pathlib
import tempfile
from collections.abc import Callable, Iterator

from data import problems
from data import store as stores
from data.importing import run as runs
from data.importing.checking import rejects as checking_rejects
from data.importing.checking import staging
from data.problems import N_
from data.sample import feed as feeds
from data.sample import files, marker
from data.sample import plan as plans

_log = logging.getLogger(__name__)


def fill(store: stores.Store, plan: plans.Plan, advance: Callable[[int], None]) -> plans.Plan:
    """Fill an empty store, or finish a sample; `advance` gets the number of payments of each chunk.

    Where real data replace the sample meanwhile, it stops without an error.

    Returns:
        The plan of the sample: an unfinished one keeps its own days.

    Raises:
        problems.Problem: the store is not empty, or what the import raises.
    """
    with store.loading() as connection:
        plan = marker.begin(connection, plan)
    with contextlib.suppress(marker.Replaced):
        _fill(store, feeds.Feed(plan), advance)
    return plan


def _fill(store: stores.Store, feed: feeds.Feed, advance: Callable[[int], None]) -> None:
    for number, chunk in enumerate(feed.chunks()):
        if not _is_stored(store, chunk):
            with tempfile.TemporaryDirectory(prefix="bhxh-sample-") as folder:
                _import(store, pathlib.Path(folder), feed, chunk, with_references=number == 0)
        advance(len(chunk.payments))
    with store.loading() as connection:
        marker.finish(connection)


class _Watcher:
    """Progress of an import in which no row may be rejected."""

    def step(self, _name: str) -> None:
        """The steps of one chunk are not shown."""

    def advance(self, _rows: int) -> None:
        """The rows of one chunk are not shown."""

    def refused(
        self, rejects: Iterator[tuple[staging.StagedFile, checking_rejects.Reject]]
    ) -> None:
        """Raise: a rejected row is a fault of the sample."""
        file, reject = next(rejects)
        raise RuntimeError(f"The import refuses the sample: {file.source.name}, {reject}")


def _is_stored(store: stores.Store, chunk: feeds.Chunk) -> bool:
    """Say whether a chunk is in the store; one without payments is imported again."""
    if chunk.payments.empty:
        return False
    with store.loading() as connection:
        return marker.is_stored(connection, files.payment_id(chunk.payments["number"].iloc[-1]))


def _import(
    store: stores.Store,
    folder: pathlib.Path,
    feed: feeds.Feed,
    chunk: feeds.Chunk,
    *,
    with_references: bool,
) -> None:
    """Write one chunk to files and import them."""
    try:
        if with_references:
            files.write_references(folder, feed)
        files.write_chunk(folder, chunk, feed)
    except OSError as error:
        _log.warning("cannot write to %s: %s", folder, error)
        raise problems.Problem(
            N_("The sample cannot be written"),
            N_("Temporary files go to {folder}: make room there, or set TMPDIR to another folder."),
            folder=folder.parent,
        ) from error
    outcome = runs.run(store, [folder], _Watcher(), feed.plan.today, first=marker.require)
    for file in outcome.refused_files:
        if file.refusal:
            raise file.refusal
