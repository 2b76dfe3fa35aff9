"""Samples for tests: a plan at a fixed day, and all chunks of one put together."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Self

import pandas as pd

from data.sample import feed as feeds
from data.sample import files
from data.sample import plan as plans

if TYPE_CHECKING:
    import pathlib

# A Wednesday after two working days: the sample ends on a Tuesday.
NOW = dt.datetime(2026, 9, 16, 12, 0)  # noqa: DTZ001 - on the clocks of Hanoi
PAYMENTS, DAYS, SEED = 20_000, 60, 3964


def planned(payments: int = PAYMENTS, days: int = DAYS, seed: int = SEED) -> plans.Plan:
    """Return the plan of a sample that ends on 15/09/2026."""
    return plans.make(payments, days, seed, NOW)


def write(folder: pathlib.Path, asked: plans.Plan) -> dict[str, bytes]:
    """Write all files of a sample; return them by name."""
    source = feeds.Feed(asked)
    for number, chunk in enumerate(source.chunks()):
        place = folder / f"{number:03d}"
        place.mkdir(parents=True)
        if number == 0:
            files.write_references(place, source)
        files.write_chunk(place, chunk, source)
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.csv"))
    }


@dataclasses.dataclass(frozen=True)
class Whole:
    """All chunks of a sample; a payment has the columns of its visit beside its own."""

    plan: plans.Plan
    feed: feeds.Feed
    chunks: tuple[feeds.Chunk, ...]
    visits: pd.DataFrame
    payments: pd.DataFrame
    recorded: pd.DataFrame
    transfers: pd.DataFrame
    lines: pd.DataFrame
    dispatches: pd.DataFrame

    @classmethod
    def of(cls, asked: plans.Plan) -> Self:
        source = feeds.Feed(asked)
        chunks = tuple(source.chunks())
        return cls(
            asked,
            source,
            chunks,
            pd.concat([c.visits for c in chunks], ignore_index=True),
            pd.concat([_with_visits(c) for c in chunks], ignore_index=True),
            pd.concat([c.recorded for c in chunks], ignore_index=True),
            pd.concat([c.transfers.transfers for c in chunks], ignore_index=True),
            pd.concat([c.transfers.lines for c in chunks], ignore_index=True),
            pd.concat([c.dispatches for c in chunks], ignore_index=True),
        )


def _with_visits(chunk: feeds.Chunk) -> pd.DataFrame:
    visits = chunk.visits.drop(columns="product").rename(columns={"number": "visit_number"})
    beside = visits.iloc[chunk.payments["visit"]].reset_index(drop=True)
    return pd.concat([chunk.payments, beside], axis=1)
