"""Pruning of what grows for ever and is of no use any more: once a day, at night."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from dashboard.watch import kinds
from data import due_things, pruning, store
from data.problems import N_

_AT: Final = dt.time(3, 0)


def _prune(opened: store.Store, _claim: due_things.Claim) -> Mapping[str, int]:
    return {name: prune(opened) for name, prune in pruning.ALL.items()}


KIND: Final = kinds.Kind(
    "pruning", N_("Pruning of old rejected rows"), kinds.every_day(_AT), _prune,
    missed_after=dt.timedelta(hours=6), given_up_after=dt.timedelta(hours=23),
)  # fmt: skip
