"""Pruning of what grows for ever and is of no use any more: once a day, at night."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from dashboard import clock
from dashboard.watch import kinds
from data import due_things, pruning, scope, store
from data.problems import N_

_AT: Final = dt.time(3, 0)


def _prune(opened: store.Store, _claim: due_things.Claim) -> Mapping[str, int]:
    """Delete what is old by both clocks: one that is wrong by a year deletes nothing."""
    now = min(clock.machine(), opened.ask(scope.Scope.everything(), due_things.now))
    before = now - pruning.KEPT
    return {name: prune(opened, before) for name, prune in pruning.ALL.items()}


KIND: Final = kinds.Kind(
    "pruning", N_("Pruning of old rejected rows"), kinds.every_day(_AT), _prune,
    missed_after=dt.timedelta(hours=6), given_up_after=dt.timedelta(hours=23),
)  # fmt: skip
