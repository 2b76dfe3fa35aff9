"""The scope: whose rows a transaction may see. The database enforces it; see `data.engine`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True)
class Scope:
    """The offices whose rows may be seen; None stands for every office that the store knows.

    A scope is hashable: it is part of the key of everything that is cached.
    """

    offices: tuple[str, ...] | None

    @classmethod
    def everything(cls) -> Scope:
        """Return the scope of the city: every office, those that are added later included."""
        return cls(None)

    @classmethod
    def of(cls, offices: Iterable[str]) -> Scope:
        """Return the scope of some offices; of none, it sees nothing."""
        return cls(tuple(sorted(set(offices))))
