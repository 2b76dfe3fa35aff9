"""The rows of the ten import files, with defaults that make each row good by itself.

The field names are the column names of the contract, so one rule writes and reads every file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> dt.datetime:
    """Return a moment on the clocks of Hanoi, as in `at("2026-08-20 09:00")`."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=HANOI)


class Day(dt.datetime):
    """A time of which only the day is known: the midnight that it begins with, written as a day."""

    @classmethod
    def of(cls, moment: dt.datetime) -> Day:
        """Return the day of a moment on the clocks of Hanoi."""
        local = moment.astimezone(HANOI)
        return cls(local.year, local.month, local.day, tzinfo=HANOI)

    def isoformat(self, *_how: object, **_more: object) -> str:
        """Return the day alone."""
        return dt.date(self.year, self.month, self.day).isoformat()


def day(text: str) -> dt.date:
    """Return a day, as in `day("2026-08-20")`."""
    return dt.date.fromisoformat(text)


# The default rows tell one story: paid on a Thursday, recorded at once, remitted on the Friday.
PAID = at("2026-08-20 09:00")
RECORDED = at("2026-08-20 09:02")
REPORTED = day("2026-08-20")
SENT = at("2026-08-21 08:00")
REMITTED = at("2026-08-21 16:30")


@dataclass(frozen=True)
class Office:
    """An office of the agency; the default one is a district office."""

    office_code: str = "00101"
    office_name: str = "BHXH quận Ba Đình"
    parent_code: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successor_code: str | None = None


@dataclass(frozen=True)
class Organization:
    """A collection service organisation."""

    org_code: str = "BI0001"
    org_name: str = "Tổ chức thu số Một"


@dataclass(frozen=True)
class Collector:
    """A person who takes the money for an organisation at an office."""

    collector_code: str = "NVT001"
    collector_name: str = "Đỗ Thị Hưởng"
    org_code: str = "BI0001"
    office_code: str = "00101"


@dataclass(frozen=True)
class Payment:
    """One participant's money; the default one is paid on an ordinary Thursday morning."""

    payment_id: str = "P01"
    office_code: str = "00101"
    org_code: str = "BI0001"
    collector_code: str = "NVT001"
    product: str = "BI"
    amount: int = 972_000
    paid_at: dt.datetime = PAID
    receipt_no: str | None = None
    months: int | None = 12
    period_from: str | None = "2026-09"
    participant_name: str | None = None
    social_insurance_no: str | None = None
    national_id: str | None = None
    date_of_birth: str | None = None
    gender: str | None = None
    voided_at: dt.datetime | None = None


@dataclass(frozen=True)
class Confirmation:
    """The code of one payment; rows with the same code are a household."""

    confirmation_code: str = "XN0000000001"
    payment_id: str = "P01"
    recorded_at: dt.datetime = RECORDED
    notified_by: str | None = "sms"
    notified_at: dt.datetime | None = None


@dataclass(frozen=True)
class Remittance:
    """One transfer of an organisation to an office's fund account."""

    remittance_id: str = "R1"
    org_code: str = "BI0001"
    office_code: str = "00101"
    remitted_at: dt.datetime = REMITTED
    amount: int = 972_000
    bank_ref: str | None = None


@dataclass(frozen=True)
class RemittanceLine:
    """One payment that a transfer covers."""

    remittance_id: str = "R1"
    payment_id: str = "P01"


@dataclass(frozen=True)
class Dispatch:
    """One sending of a day's form to one organisation; the default one is in time to the second."""

    office_code: str = "00101"
    org_code: str = "BI0001"
    report_date: dt.date = REPORTED
    sent_at: dt.datetime = SENT
    codes: int = 1
    amount: int = 972_000


@dataclass(frozen=True)
class CalendarDay:
    """An override of the public calendar."""

    day: dt.date
    working: bool
    note: str | None = None


@dataclass(frozen=True)
class Policy:
    """A setting with the day from which it holds; no organisation means all of them."""

    valid_from: dt.date
    value: str
    org_code: str | None = None
    name: str = "remittance.deadline_working_days"


Row = (
    Office
    | Organization
    | Collector
    | Payment
    | Confirmation
    | Remittance
    | RemittanceLine
    | Dispatch
    | CalendarDay
    | Policy
)


@dataclass(frozen=True)
class Store:
    """All ten files; the field names are the file names."""

    offices: tuple[Office, ...] = ()
    organizations: tuple[Organization, ...] = ()
    collectors: tuple[Collector, ...] = ()
    payments: tuple[Payment, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    remittances: tuple[Remittance, ...] = ()
    remittance_lines: tuple[RemittanceLine, ...] = ()
    dispatches: tuple[Dispatch, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    policies: tuple[Policy, ...] = ()


KIND_OF_FILE: dict[str, type[Row]] = {
    "offices": Office,
    "organizations": Organization,
    "collectors": Collector,
    "payments": Payment,
    "confirmations": Confirmation,
    "remittances": Remittance,
    "remittance_lines": RemittanceLine,
    "dispatches": Dispatch,
    "calendar": CalendarDay,
    "policies": Policy,
}


def columns(kind: type[Row]) -> list[str]:
    """Return the column names of a file."""
    return [field.name for field in fields(kind)]


def files(store: Store) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each file that is not empty."""
    every = {name: getattr(store, name) for name in KIND_OF_FILE}
    return {name: rows for name, rows in every.items() if rows}
