"""Where the figures of a weekly or monthly report lead: other pages, with just their filters."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from dashboard import screens
from dashboard.figures import weeks_and_months
from dashboard.figures.periodic import Figures
from dashboard.figures.periodic_questions import Limits

LAG: Final = "remittance-lag"
FORMS: Final = "form-01-xn"
DIFFERENCES: Final = "exceptions"
DATA: Final = "data"
RECORDING: Final = "recording"

Params = dict[str, screens.Value]


def forms(asked: Limits, period: weeks_and_months.Period, status: str | None = None) -> Params:
    """Return the address of the forms of a period, or of those in a state."""
    return {
        "from": period.start, "to": period.last, "office": asked.office, "status": status,
    }  # fmt: skip


def overdue(
    asked: Limits, day: dt.date, *, first: dt.date | None = None, last: dt.date | None = None
) -> Params:
    """Return the address of what was overdue at the end of a day, paid between two days."""
    return {
        "from": first or asked.first_day, "to": last or day, "as_of": day,
        "office": asked.office, "status": "overdue",
    }  # fmt: skip


def differences(asked: Limits, day: dt.date, kind: str | None = None) -> Params:
    """Return the address of the differences that were open at the end of a day."""
    return {
        "from": asked.first_day, "to": day, "as_of": day, "office": asked.office, "kind": kind,
    }  # fmt: skip


def new_differences(asked: Limits, kind: str | None = None) -> Params | None:
    """Return the address of what is new in a week that is over; others have no such list."""
    period = asked.period
    if period.kind is not weeks_and_months.Kind.WEEK or not period.is_over:
        return None
    return {**differences(asked, period.last, kind), "status": "new"}


def unrecorded(asked: Limits, period: weeks_and_months.Period) -> Params:
    """Return the address of the payments of a period that had no code at its end."""
    return {
        "from": period.start, "to": period.last, "as_of": period.last, "office": asked.office,
        "kind": "unrecorded",
    }  # fmt: skip


def recording(asked: Limits) -> Params:
    """Return the address of how soon the payments of the period got their codes."""
    period = asked.period
    return {
        "from": period.start, "to": period.last, "as_of": period.last, "office": asked.office,
    }  # fmt: skip


def lines(figures: Figures) -> Mapping[str, Params]:
    """Return the addresses of the lines of overdue money that have rows of their own."""
    asked = figures.asked
    last, split = asked.period.last, figures.split
    known = {"closing": overdue(asked, last)}
    if asked.is_comparable:
        known["before"] = overdue(asked, asked.period.before.end)
        if split is not None:
            known["added"] = overdue(asked, last, first=split[0])
            known["older"] = overdue(asked, last, last=split[1])
    return known
