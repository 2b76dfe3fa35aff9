"""Payments of four weeks of July 2026 and two of the year before, and what they plainly come to."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from support import desks

# A Monday: the last week that is over ends on the day before.
TODAY: Final = "2026-07-27"
DEADLINE: Final = 3
# Who takes money, where, with which collector; the last one has stopped before the last week.
AGENTS: Final = (
    ("00101", "BI0001", "NVT001"),
    ("00110", "BI0001", "NVT002"),
    ("00101", "IS0002", "NVT003"),
    ("00101", "IS0003", "NVT004"),
)
# Every seventh payment has no code.
_WITHOUT_CODE: Final = 7
STOPPED: Final = dt.date(2026, 7, 20)
# The first day of the store is one of a year before.
FIRST: Final = dt.date(2025, 7, 14)


@dataclass(frozen=True)
class Payment:
    """A payment at nine o'clock on a working day, with a code at five past nine if `is_recorded`.

    `settled` is the day of its transfer, if any.
    """

    number: str
    office: str
    org: str
    collector: str
    day: dt.date
    amount: int
    settled: dt.date | None
    is_recorded: bool

    def is_overdue(self, as_of: dt.date) -> bool:
        """Whether it was beyond the deadline on an evening."""
        is_open = self.settled is None or self.settled > as_of
        return is_open and working_days(self.day, as_of) > DEADLINE

    def is_on_time(self, as_of: dt.date) -> bool:
        """Whether it was remitted within the deadline by then."""
        return (
            self.settled is not None
            and self.settled <= as_of
            and working_days(self.day, self.settled) <= DEADLINE
        )


def working_days(start: dt.date, end: dt.date) -> int:
    """Count the working days after one day up to another; July has no holiday."""
    days = (start + dt.timedelta(n) for n in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 for day in days)


def _made() -> list[Payment]:
    chance = random.Random(3964)  # noqa: S311 - invented payments
    days = [FIRST + dt.timedelta(n) for n in range(14)]
    days += [dt.date(2026, 6, 29) + dt.timedelta(n) for n in range(28)]
    found: list[Payment] = []
    for day in (each for each in days if each.weekday() < 5):
        for office, org, collector in AGENTS:
            if org == "IS0003" and day >= STOPPED:
                continue
            later = chance.choice([0, 1, 2, 6, 9, None])
            settled = None if later is None else day + dt.timedelta(later)
            amount = chance.randrange(100_000, 3_000_000)
            number = f"C{len(found):03}"
            is_recorded = len(found) % _WITHOUT_CODE > 0
            found.append(Payment(number, office, org, collector, day, amount, settled, is_recorded))
    return found


PAYMENTS: Final = _made()


def of(start: str, end: str, *, office: str | None = None, org: str | None = None) -> list[Payment]:
    """Return the payments of some days, of an office or an organisation."""
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    return [
        each
        for each in PAYMENTS
        if first <= each.day <= last and office in {None, each.office} and org in {None, each.org}
    ]


def figures(payments: list[Payment], as_of: str) -> dict[str, float]:
    """Return what payments come to on an evening, counted one by one."""
    evening = dt.date.fromisoformat(as_of)
    overdue = [each for each in payments if each.is_overdue(evening)]
    remitted = [each for each in payments if each.settled and each.settled <= evening]
    on_time = sum(each.is_on_time(evening) for each in payments)
    return {
        "amount": sum(each.amount for each in payments),
        "overdue_amount": sum(each.amount for each in overdue),
        "on_time_rate": round(on_time / (len(remitted) + len(overdue)), 4),
    }


def rows() -> dict[str, list[desks.Row]]:
    """Return what is handed in, by set."""
    settled = [each for each in PAYMENTS if each.settled]
    return {
        "organizations": [{}, {"org_code": "IS0002", "org_name": "Công ty Bảo hiểm số Hai"},
                          {"org_code": "IS0003", "org_name": "Công ty thôi thu"}],
        "offices": [
            {"office_code": "00100", "office_name": "BHXH thành phố Hà Nội"},
            {"parent_code": "00100"},
            {"office_code": "00110", "office_name": "BHXH huyện Sóc Sơn", "parent_code": "00100"},
        ],
        "collectors": [
            {"collector_code": collector, "org_code": org, "office_code": office}
            for office, org, collector in AGENTS
        ],
        "payments": [
            {"payment_id": each.number, "office_code": each.office, "org_code": each.org,
             "collector_code": each.collector, "amount": str(each.amount),
             "paid_at": f"{each.day}T09:00:00+07:00"}
            for each in PAYMENTS
        ],
        "confirmations": [
            {"payment_id": each.number, "confirmation_code": f"X{each.number}",
             "recorded_at": f"{each.day}T09:05:00+07:00", "notified_by": "sms"}
            for each in PAYMENTS
            if each.is_recorded
        ],
        "remittances": [
            {"remittance_id": f"R{each.number}", "org_code": each.org, "office_code": each.office,
             "remitted_at": f"{each.settled}T16:00:00+07:00", "amount": str(each.amount)}
            for each in settled
        ],
        "remittance_lines": [
            {"remittance_id": f"R{each.number}", "payment_id": each.number} for each in settled
        ],
    }  # fmt: skip
