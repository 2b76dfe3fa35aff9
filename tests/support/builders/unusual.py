"""A store of eighteen weeks, as import files, in which one thing of each kind is unusual.

Two organisations take twelve payments a day at each of two offices; a fifth collector takes two
more of the first organisation. They are recorded at once and remitted on the next working day, but
for what is planted.
"""

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from data import calendar

OFFICES: Final = ("00101", "00110")
ORGS: Final = ("TC0001", "TC0002")
START: Final = dt.date(2026, 4, 20)
# The evening on which all of it is known: a Friday.
EVENING: Final = dt.date(2026, 8, 21)

# The first organisation has many codes at the second office on this day.
BUSY_DAY: Final = dt.date(2026, 8, 20)
BUSY: Final = 60
# A collector who took something on every working day is not heard of from this day on.
SILENT: Final = "NVT9"
SILENT_SINCE: Final = dt.date(2026, 8, 18)
# The first organisation remits a quarter less on time in each week from this one on.
SLIDES_SINCE: Final = dt.date(2026, 7, 20)
# The second one records half of its payments on the next working day from this week on.
LATE_SINCE: Final = dt.date(2026, 7, 27)
# Ten payments under one code.
CODE: Final = "HD0000000010"
CODE_DAY: Final = dt.date(2026, 8, 19)

_USUAL: Final = 12
_AMOUNT: Final = 500_000
Row = Mapping[str, str]


def files() -> dict[str, Sequence[Row]]:
    """Return the rows of all sets."""
    paid = [row for day in _days() for row in _of_day(day)]
    transfers = {row["remittance_id"]: row for row in paid}
    return {
        "offices": [{"office_code": code, "office_name": f"BHXH {code}"} for code in OFFICES],
        "organizations": [{"org_code": code, "org_name": f"Tổ chức {code}"} for code in ORGS],
        "collectors": _collectors(),
        "payments": [_only(row, "payment_id office_code org_code collector_code amount paid_at")
                     for row in paid],
        "confirmations": [_only(row, "confirmation_code payment_id recorded_at") for row in paid],
        "remittances": [
            _only(row, "remittance_id org_code office_code remitted_at")
            | {"amount": str(_covered(paid, row["remittance_id"]))}
            for row in transfers.values()
        ],
        "remittance_lines": [_only(row, "remittance_id payment_id") for row in paid],
    }  # fmt: skip


def on_time_rate(monday: dt.date) -> float:
    """Return the share of the first organisation's payments of a week that is on time."""
    weeks = (monday - SLIDES_SINCE).days // 7 + 1
    return 1 - min(4, max(0, weeks)) / 4


@functools.cache
def _working() -> Mapping[dt.date, bool]:
    return calendar.public_days([2026])


def _days() -> list[dt.date]:
    days = (START + dt.timedelta(place) for place in range((EVENING - START).days + 1))
    return [day for day in days if _working()[day]]


def _next(day: dt.date, number: int) -> dt.date:
    for _ in range(number):
        day += dt.timedelta(1)
        while not _working()[day]:
            day += dt.timedelta(1)
    return day


def _of_day(day: dt.date) -> Iterator[dict[str, str]]:
    for office in OFFICES:
        for org in ORGS:
            is_busy = (day, office, org) == (BUSY_DAY, OFFICES[1], ORGS[0])
            # A little more on some days than on others.
            number = BUSY if is_busy else _USUAL + (day.toordinal() + len(org)) % 3
            yield from (_payment(day, office, org, place) for place in range(number))
    if day < SILENT_SINCE:
        yield from (
            _payment(day, OFFICES[0], ORGS[0], place) | {"collector_code": SILENT}
            for place in (90, 91)
        )


def _payment(day: dt.date, office: str, org: str, place: int) -> dict[str, str]:
    payment = f"{day:%m%d}-{office}-{org}-{place}"
    is_ten = (day, office, org) == (CODE_DAY, OFFICES[0], ORGS[1]) and place < 10
    is_late = org == ORGS[0] and place % 12 >= 12 * on_time_rate(day - dt.timedelta(day.weekday()))
    recorded = _next(day, 1) if org == ORGS[1] and day >= LATE_SINCE and place % 2 else day
    remitted = _next(day, 8 if is_late else 1)
    return {
        "payment_id": payment,
        "office_code": office,
        "org_code": org,
        "collector_code": f"NV{office}{org}",
        "amount": str(_AMOUNT),
        "paid_at": f"{day}T09:00:00+07:00",
        "confirmation_code": CODE if is_ten else f"XN-{payment}",
        "recorded_at": f"{day if is_ten else recorded}T09:05:00+07:00",
        "remittance_id": f"R-{remitted:%m%d}-{office}-{org}",
        "remitted_at": f"{remitted}T15:00:00+07:00",
    }


def _collectors() -> list[Row]:
    people = [(f"NV{office}{org}", office, org) for office in OFFICES for org in ORGS]
    people.append((SILENT, OFFICES[0], ORGS[0]))
    return [
        {
            "collector_code": code, "collector_name": f"Nhân viên {code}", "org_code": org,
            "office_code": office,
        }
        for code, office, org in people
    ]  # fmt: skip


def _only(row: Mapping[str, str], names: str) -> dict[str, str]:
    return {name: row[name] for name in names.split()}


def _covered(paid: Sequence[Mapping[str, str]], remittance: str) -> int:
    return sum(int(row["amount"]) for row in paid if row["remittance_id"] == remittance)
