"""The downloads that each screen offers: which reports, with the limits of the screen."""

import datetime as dt

from dashboard import access, directory, screens
from dashboard.components import filter_bar, filters
from dashboard.downloads import panel
from dashboard.text import _
from queries.exceptions import looked_after


def form(
    actions: filter_bar.Actions,
    chosen: filters.Filters,
    known: directory.Directory,
    *,
    is_range: bool,
) -> None:
    """Offer the form of a day; a range of days has none, and its tables alone."""
    if is_range:
        words = _("Form 01-XN is of one day: choose one day for the form itself.")
        panel.show(actions, known, remark=words)
        return
    given = {
        "date": chosen.date, "office": chosen.office, "org": chosen.org, "product": chosen.product,
        **_offices(chosen),
    }  # fmt: skip
    panel.show(actions, known, panel.Offer("form-01-xn", given))


def lag(
    actions: filter_bar.Actions, chosen: filters.Filters, known: directory.Directory, level: str
) -> None:
    """Offer the remittance lag of a period, and how soon its payments were recorded.

    `level` is what a row of the screen stands for.
    """
    _by_agent(actions, chosen, known, level, "remittance-lag", "recording-lag")


def recording(
    actions: filter_bar.Actions, chosen: filters.Filters, known: directory.Directory, level: str
) -> None:
    """Offer how soon the payments of a period were recorded.

    `level` is what a row of the screen stands for.
    """
    _by_agent(actions, chosen, known, level, "recording-lag")


def _by_agent(
    actions: filter_bar.Actions,
    chosen: filters.Filters,
    known: directory.Directory,
    level: str,
    *kinds: str,
) -> None:
    """Offer reports of agents."""
    # The reports are of agents, and a type of participation is none.
    is_of_agents = level != "product"
    remark = "" if is_of_agents else _("There is no file by type of participation.")
    given = {
        **_period(chosen), "by": level if is_of_agents else "org",
        "office": chosen.office, "org": chosen.org, "collector": chosen.collector,
        "product": chosen.product, **_offices(chosen),
    }  # fmt: skip
    panel.show(actions, known, *(panel.Offer(kind, given, remark=remark) for kind in kinds))


def differences(
    actions: filter_bar.Actions, chosen: filters.Filters, known: directory.Directory
) -> None:
    """Offer the differences of a period, of one kind where one is chosen."""
    is_mine = chosen.status == looked_after.Only.MINE
    given = {
        **_period(chosen), "office": chosen.office, "org": chosen.org, "kind": chosen.kind,
        "only": None if is_mine else chosen.status, "owner": access.person() if is_mine else None,
        **_offices(chosen),
    }  # fmt: skip
    panel.show(actions, known, panel.Offer("exceptions", given))


def office_day(
    actions: filter_bar.Actions,
    chosen: filters.Filters,
    office: str,
    known: directory.Directory,
) -> None:
    """Offer the day of an office."""
    given = {"date": chosen.date, "office": office, **_offices(chosen)}
    panel.show(actions, known, panel.Offer("office-day", given))


def organization(
    actions: filter_bar.Actions, chosen: filters.Filters, org: str, known: directory.Directory
) -> None:
    """Offer what reminds an organisation of its debts, and the record of the month before."""
    as_of = filters.evening_of(chosen, chosen.as_of).as_of
    office = access.own_office()
    reminder = panel.Offer("reminder-list", {"as_of": as_of, "org": org, "office": office})
    last = as_of.replace(day=1) - dt.timedelta(days=1)
    month: dict[str, screens.Value] = {
        "from": last.replace(day=1),
        "to": last,
        "org": org,
        "office": office,
    }
    panel.show(actions, known, reminder, panel.Offer("reconciliation", month, of_office=True))


def _period(chosen: filters.Filters) -> dict[str, dt.date]:
    return {"from": chosen.start, "to": chosen.end, "as_of": chosen.as_of}


def _offices(chosen: filters.Filters) -> dict[str, str | None]:
    """Return the time of the screen's offices, where it is not that of the reports."""
    return {panel.OFFICES: chosen.offices if chosen.offices == filters.TODAY else None}
