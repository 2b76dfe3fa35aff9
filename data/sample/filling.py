"""Owns the filling of a store with a sample: chunk after chunk, through the import like any feed.

The plan is noted first, in a transaction of its own, and every chunk is one import. Killed at any
moment the store is known for an unfinished sample, and the same command finishes it.
"""

from __future__ import annotations

import contextlib
import logging
import pathlib
import tempfile
from typing import TYPE_CHECKING

from data import problems
from data.importing import run as runs
from data.problems import N_
from data.sample import feed as feeds
from data.sample import files, marker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data import store as stores
    from data.importing.checking import rejects as checking_rejects
    from data.importing.checking import staging
    from data.sample import plan as plans


_log = logging.getLogger(__name__)


def fill(store: stores.Store, asked: plans.Plan, advance: Callable[[int], None]) -> plans.Plan:
    """Fill an empty store, or finish a sample; `advance` is told of payments that are in.

    Where somebody's own data take the place of the sample meanwhile, it ends there.

    Returns:
        The plan of the sample: an unfinished one keeps its own days.

    Raises:
        problems.Problem: the store is not empty, or what the import raises.
    """
    with store.loading() as connection:
        plan = marker.begin(connection, asked)
    with contextlib.suppress(marker.Replaced):
        _fill(store, feeds.Feed(plan), advance)
    return plan


def _fill(store: stores.Store, feed: feeds.Feed, advance: Callable[[int], None]) -> None:
    for number, chunk in enumerate(feed.chunks()):
        if not _is_stored(store, chunk):
            with tempfile.TemporaryDirectory(prefix="bhxh-sample-") as folder:
                _import(store, pathlib.Path(folder), feed, chunk, with_standing=number == 0)
        advance(len(chunk.payments))
    with store.loading() as connection:
        marker.finish(connection)


class _Watcher:
    """Watches an import in which nothing may be refused."""

    def step(self, _name: str) -> None:
        """The steps of one chunk are not shown."""

    def advance(self, _rows: int) -> None:
        """What counts is what is in."""

    def refused(
        self, rejects: Iterator[tuple[staging.StagedFile, checking_rejects.Reject]]
    ) -> None:
        """Stop the import: the sample is wrong."""
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
    with_standing: bool,
) -> None:
    """Import one chunk by way of files, as any feed is imported."""
    try:
        if with_standing:
            files.write_standing(folder, feed)
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
