"""The closing of each day's forms, when they are due at 08:00 of the next day."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from dashboard.exports.snapshots import closing
from dashboard.watch import kinds
from data import due_things, store
from data.problems import N_
from queries.forms import form_01xn


def _close(opened: store.Store, claim: due_things.Claim) -> Mapping[str, int]:
    """Close what is not closed yet of a day's forms; a later attempt closes the rest."""
    return {"offices": len(closing.take(opened, closing.CLOCK, claim.day))}


# Made up for when it was missed, and then closed late: the snapshot says when.
KIND: Final = kinds.Kind(
    "closing",
    N_("Closing of forms 01-XN"),
    kinds.every_day(form_01xn.DUE_AT, days_later=1),
    _close,
    given_up_after=dt.timedelta(days=7),
    concerns_everybody=True,
)
