"""The data of one opened snapshot: its content, its versions, and what changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd

from dashboard import access, current_store
from dashboard.exports import content
from dashboard.exports.snapshots import comparing, freezing
from dashboard.snapshots.listing import Chosen
from data import problems, store
from queries import paging
from queries.store import snapshots

# Versions of one subject that are shown; a longer history is in the list.
_VERSIONS: Final = paging.Page(1000)
# Reports whose amounts add up to money; in the others a payment may stand in several rows.
_ADDS_UP: Final = frozenset({"form-01-xn", "remittance-lag", "reminder-list"})
_AMOUNT: Final = "amount"


@dataclass(frozen=True)
class Changes:
    """What differs between a snapshot and what the store says now, or another snapshot.

    `rows` has a row a difference, `comparing.COLUMNS`; `other` is the number of the other one,
    `amount` by how much the sum of the amounts differs, where the report has amounts.
    """

    rows: pd.DataFrame
    other: int | None
    earlier: int
    amount: int | None

    @property
    def counts(self) -> dict[str, int]:
        """How many rows came, went and changed."""
        distinct = self.rows.drop_duplicates(["what", "key"])["what"].value_counts()
        return {str(what): int(distinct.get(str(what), 0)) for what in comparing.What}

    @property
    def imports(self) -> list[int]:
        """The numbers of the imports that made the changes, or one of which did."""
        named = self.rows["imports"].dropna()
        return sorted({int(each) for words in named for each in words.split(",") if each})


@dataclass(frozen=True)
class Case:
    """One snapshot; `problem` where it cannot be opened.

    `versions` are all snapshots of its subject; `changes` is None where nothing could be compared,
    for the reason in `obstacle`.
    """

    number: int
    frozen: freezing.Frozen | None = None
    problem: problems.Problem | None = None
    versions: pd.DataFrame | None = None
    changes: Changes | None = None
    obstacle: problems.Problem | None = None

    @property
    def others(self) -> list[int]:
        """The numbers of the other snapshots of its subject, the last one first."""
        if self.versions is None:
            return []
        return [int(each) for each in self.versions["snapshot_id"] if each != self.number]

    @cached_property
    def asked(self) -> Mapping[str, str]:
        """The parameters that its report was made with."""
        return {} if self.frozen is None else self.frozen.content.params


def ask(chosen: Chosen, number: int) -> Case:
    """Open a snapshot, verify its hash, and compare it.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    opened, within = current_store.current(), access.current()
    try:
        frozen = freezing.opened_at(opened, within, number)
    except (freezing.Missing, freezing.Tampered) as problem:
        return Case(number, problem=problem)
    subject = frozen.snapshot.subject
    versions = access.ask(
        lambda c: snapshots.of_subject(c, kind=subject.kind, asked=subject.asked, page=_VERSIONS)
    )
    try:
        changes = _changes(frozen, chosen.other)
    except store.Down:
        raise
    except problems.Problem as problem:
        return Case(number, frozen, versions=versions, obstacle=problem)
    return Case(number, frozen, versions=versions, changes=changes)


def _changes(frozen: freezing.Frozen, other: int | None) -> Changes:
    """Compare a snapshot with now, or with another one: the earlier with the later.

    Raises:
        problems.Problem: the other one cannot be opened, is about something else, or the report
            is not to be had any more.
    """
    opened, within = current_store.current(), access.current()
    number = frozen.snapshot.link.snapshot_id
    if other is None or other == number:
        rows, now = comparing.with_now(opened, within, frozen)
        return Changes(rows, None, number, _difference(frozen.content, now))
    second = freezing.opened_at(opened, within, other)
    earlier, later = (frozen, second) if number < other else (second, frozen)
    rows = comparing.with_another(opened, within, earlier, later)
    amount = _difference(earlier.content, later.content)
    return Changes(rows, other, min(number, other), amount)


def _difference(earlier: content.Content, later: content.Content) -> int | None:
    before, after = _sum(earlier), _sum(later)
    return None if before is None or after is None else after - before


def _sum(found: content.Content) -> int | None:
    """Return the sum of the amounts; None where they do not add up."""
    if found.kind not in _ADDS_UP or _AMOUNT not in found.columns:
        return None
    place = list(found.columns).index(_AMOUNT)
    return sum(int(row[place] or 0) for row in found.rows)
