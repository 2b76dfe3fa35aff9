"""Snapshots in tests: forms of the worked example, frozen and opened."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from dashboard.auth import actor
from dashboard.exports import content, reports
from dashboard.exports.snapshots import freezing
from data import scope

if TYPE_CHECKING:
    from data import snapshots
    from data import store as stores


DAY: Final = dt.date(2026, 8, 21)
FORM: Final = reports.named(content.FORM_01XN)
EVERYTHING: Final = scope.Scope.everything()
BA_DINH: Final = scope.Scope.of(["00101"])
SOC_SON: Final = scope.Scope.of(["00110"])
CITY: Final = actor.Actor(EVERYTHING, "city@example.org", may_reveal=True, may_audit=False)
DIRECTOR: Final = actor.Actor(
    BA_DINH, "ba-dinh@example.org", may_reveal=True, may_audit=False, own_office="00101"
)


def take(
    store: stores.Store, taker: actor.Actor = CITY, *, note: str = "họp giao ban", **given: str
) -> snapshots.Snapshot:
    """Freeze the form of a day, of everything that the taker sees where no office is given."""
    asked = reports.params(
        FORM, {"date": DAY.isoformat(), **given}, within=taker.scope, own=taker.own_office
    )
    taken = freezing.take(store, taker, FORM, asked, note=note)
    assert taken is not None
    return taken


def opened(store: stores.Store, number: int, within: scope.Scope = EVERYTHING) -> freezing.Frozen:
    """Open a snapshot again."""
    return freezing.opened_at(store, within, number)
