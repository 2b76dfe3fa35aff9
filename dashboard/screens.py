"""The list of pages: address, title and script, in the order of the navigation."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.problems import N_

_PERIOD: Final = ("from", "to", "as_of")
_PAGES: Final = Path(__file__).resolve().parents[1] / "pages"

ACCESS_LOG: Final = "access-log"

SNAPSHOTS: Final = "snapshots"

Value = str | dt.date | None


@dataclass(frozen=True)
class Screen:
    """One page. Its address never changes: links to it are passed on and kept.

    `days` are the parameters of its address that hold days; with `recent_days` their default is the
    last so many days, including today. `has_offices`: the time that offices are of can be chosen.
    """

    script: Path
    address: str
    title: str
    icon: str
    days: tuple[str, ...] = ()
    recent_days: int = 0
    for_auditors: bool = False
    for_administrators: bool = False
    has_offices: bool = False


ALL: Final = (
    Screen(
        _PAGES / "overview.py",
        "overview",
        N_("Overview"),
        ":material/wb_twilight:",
        ("date",),
        has_offices=True,
    ),
    Screen(
        _PAGES / "form_01xn.py",
        "form-01-xn",
        N_("Form 01-XN by day"),
        ":material/assignment_turned_in:",
        ("date",),
        has_offices=True,
    ),
    Screen(
        _PAGES / "remittance_lag.py",
        "remittance-lag",
        N_("Remittance lag"),
        ":material/account_balance:",
        _PERIOD,
        has_offices=True,
    ),
    Screen(
        _PAGES / "recording.py",
        "recording",
        N_("Recording and codes"),
        ":material/qr_code_2:",
        _PERIOD,
        has_offices=True,
    ),
    Screen(
        _PAGES / "exceptions.py",
        "exceptions",
        N_("Differences to reconcile"),
        ":material/difference:",
        _PERIOD,
        has_offices=True,
    ),
    Screen(
        _PAGES / "unusual.py",
        "unusual",
        N_("Unusual"),
        ":material/troubleshoot:",
        ("as_of",),
        has_offices=True,
    ),
    Screen(
        _PAGES / "lookup.py",
        "lookup",
        N_("Look up confirmation codes"),
        ":material/search:",
    ),
    Screen(
        _PAGES / "office.py",
        "office",
        N_("Office"),
        ":material/domain:",
        ("date",),
        has_offices=True,
    ),
    Screen(
        _PAGES / "organization.py",
        "organization",
        N_("Collection organisation"),
        ":material/storefront:",
        ("as_of",),
        has_offices=True,
    ),
    Screen(
        _PAGES / "periodic_report.py",
        "periodic-report",
        N_("Weekly and monthly report"),
        ":material/summarize:",
        ("date",),
    ),
    Screen(
        _PAGES / "snapshots.py",
        "snapshots",
        N_("Snapshots"),
        ":material/lock_clock:",
        ("from", "to"),
        recent_days=30,
    ),
    Screen(_PAGES / "imports.py", "data", N_("Data"), ":material/database:", ("date",)),
    Screen(
        _PAGES / "access_log.py",
        "access-log",
        N_("Access log of personal data"),
        ":material/policy:",
        ("from", "to"),
        recent_days=30,
        for_auditors=True,
    ),
    Screen(
        _PAGES / "notifications.py",
        "notifications",
        N_("Notifications"),
        ":material/mail:",
    ),
    Screen(
        _PAGES / "users.py",
        "users",
        N_("Users"),
        ":material/manage_accounts:",
        for_administrators=True,
    ),
    Screen(
        _PAGES / "scheduled_work.py",
        "scheduled-work",
        N_("Scheduled work"),
        ":material/schedule:",
        for_administrators=True,
    ),
)

# Where `/` leads.
FIRST: Final = ALL[0]


def at(address: str) -> Screen:
    """Return the page of an address."""
    return next(screen for screen in ALL if screen.address == address)
