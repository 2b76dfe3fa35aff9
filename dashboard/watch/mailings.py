"""Mails that are due by the clock: before 08:00, after it, and once a working day who owes."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from dashboard.mail import queueing
from dashboard.watch import kinds
from data import due_things, store
from data.problems import N_

_BEFORE_AT: Final = dt.time(7, 30)
_AFTER_AT: Final = dt.time(8, 5)
_DAY: Final = dt.timedelta(days=1)


def _before(opened: store.Store, claim: due_things.Claim) -> Mapping[str, int]:
    return queueing.before(opened, claim.day)


def _after(opened: store.Store, claim: due_things.Claim) -> Mapping[str, int]:
    return queueing.after(opened, claim.day)


def overdue(opened: store.Store, claim: due_things.Claim) -> Mapping[str, int]:
    """Queue who is over the limit at the end of the day before a working day."""
    return queueing.overdue(opened, claim.day - _DAY)


# After 08:00 it says nothing any more that is of use.
BEFORE: Final = kinds.Kind(
    "digest_before", N_("Mail of 07:30: what is not yet sent"),
    kinds.every_day(_BEFORE_AT, days_later=1), _before,
    given_up_after=dt.timedelta(minutes=30),
)  # fmt: skip
AFTER: Final = kinds.Kind(
    "digest_after", N_("Mail of 08:05: how the morning ended"),
    kinds.every_day(_AFTER_AT, days_later=1), _after,
)  # fmt: skip
