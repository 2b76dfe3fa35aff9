"""Where a finding leads: to the rows behind it, and a point of its course to its own."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from dashboard import screens
from dashboard.figures.checks import Lead
from dashboard.figures.unusual import half_within
from dashboard.figures.unusual.finding import Finding, Kind
from dashboard.text import _

FORM: Final = "form-01-xn"
LAG: Final = "remittance-lag"
# What was there before a silence.
_BEFORE: Final = dt.timedelta(weeks=2)
_WEEK: Final = dt.timedelta(days=6)


def of(finding: Finding, as_of: dt.date) -> Lead:
    """Return the way to the rows of a finding, as of an evening."""
    who = finding.subject.params
    if finding.kind is Kind.CODE:
        return Lead(_("The payments of the code"), "lookup", {"code": finding.code})
    if finding.kind is Kind.DAY:
        params = {**who, "date": finding.day, "kind": "payments"}
        return Lead(_("The payments of the day"), FORM, params)
    if finding.kind is Kind.SILENCE:
        params = {**_days(finding.since - _BEFORE, as_of), **who, "as_of": as_of, "status": "all"}
        return Lead(_("The last payments before it"), LAG, params)
    if finding.measure == half_within.MINUTES:
        params = {"org": finding.subject.org, "as_of": as_of, "status": "all"}
        return Lead(_("Payments by their time to the code"), "organization", params)
    to = FORM if finding.kind is Kind.RECORDING else LAG
    of_weeks = _weeks(finding, finding.since, finding.day, as_of)
    return Lead(_("The payments of these weeks"), to, of_weeks)


def of_point(finding: Finding, at: dt.date | int, as_of: dt.date) -> Lead | None:
    """Return the way to the rows of one day or week of its course; None of others."""
    if not isinstance(at, dt.date):
        return None
    if finding.kind in (Kind.DAY, Kind.SILENCE):
        return Lead("", FORM, {**finding.subject.params, "date": at})
    to = FORM if finding.kind is Kind.RECORDING else LAG
    return Lead("", to, _weeks(finding, at, last_day(finding, at), as_of))


def last_day(finding: Finding, at: dt.date | int) -> dt.date:
    """Return the last day of the week that begins with a point of a course."""
    return min(at + _WEEK, finding.day) if isinstance(at, dt.date) else finding.day


def _weeks(
    finding: Finding, first: dt.date, last: dt.date, as_of: dt.date
) -> Mapping[str, screens.Value]:
    """Return the days of a slide: those recorded late, or all that were to be remitted."""
    of_days = {**_days(first, last), **finding.subject.params}
    if finding.kind is Kind.RECORDING:
        return {**of_days, "kind": "late_recorded"}
    return {**of_days, "as_of": as_of}


def _days(first: dt.date, last: dt.date) -> dict[str, screens.Value]:
    return {"from": first, "to": last}
