"""Collection organisations of the sample: invented ones, of every size and reliability."""

import enum
from typing import Final, NamedTuple

import numpy as np

from data.derived import deadline
from data.sample.moments import Share


class Habit(enum.Enum):
    """How fast an organisation remits: the share of its days, by the lag in working days."""

    SWIFT = ((0, 38), (1, 48), (2, 12), (3, 2))
    STEADY = ((1, 60), (2, 32), (3, 8))
    AT_THE_DEADLINE = ((1, 4), (2, 16), (3, 78), (4, 2))
    LATE = ((2, 12), (3, 26), (4, 22), (5, 14), (6, 10), (8, 8), (11, 5), (15, 3))


class Organization(NamedTuple):
    """An organisation, its share of all payments, and how fast it remits."""

    name: str
    share: float
    habit: Habit


# No organisation of these names exists; the word in brackets says so to every reader.
ALL: Final = (
    Organization("Tổ chức thu số Một (minh họa)", 35, Habit.SWIFT),
    Organization("Công ty Dịch vụ thu Hoa Sen Vàng (minh họa)", 15, Habit.STEADY),
    Organization("Công ty Thu hộ Sao Mai Xanh (minh họa)", 10, Habit.SWIFT),
    Organization("Hợp tác xã Dịch vụ thu Cánh Buồm (minh họa)", 7.5, Habit.STEADY),
    Organization("Tổ chức thu số Hai (minh họa)", 6, Habit.AT_THE_DEADLINE),
    Organization("Công ty Dịch vụ thu Mưa Xuân (minh họa)", 4.8, Habit.STEADY),
    Organization("Công ty Thu hộ Đồng Lúa Chín (minh họa)", 4, Habit.STEADY),
    Organization("Công ty Dịch vụ thu Trăng Rằm (minh họa)", 3.2, Habit.SWIFT),
    Organization("Hợp tác xã Dịch vụ thu Bến Đò (minh họa)", 2.6, Habit.LATE),
    Organization("Công ty Thu hộ Cầu Vồng (minh họa)", 2.2, Habit.STEADY),
    Organization("Tổ chức thu số Ba (minh họa)", 1.8, Habit.SWIFT),
    Organization("Công ty Dịch vụ thu Hạt Sương (minh họa)", 1.6, Habit.STEADY),
    Organization("Công ty Thu hộ Gió Heo May (minh họa)", 1.4, Habit.AT_THE_DEADLINE),
    Organization("Hợp tác xã Dịch vụ thu Lũy Tre (minh họa)", 1.2, Habit.STEADY),
    Organization("Công ty Dịch vụ thu Nắng Sớm (minh họa)", 1, Habit.SWIFT),
    Organization("Công ty Thu hộ Suối Reo (minh họa)", 0.8, Habit.LATE),
    Organization("Tổ chức thu số Bốn (minh họa)", 0.7, Habit.STEADY),
    Organization("Công ty Dịch vụ thu Diều Giấy (minh họa)", 0.6, Habit.STEADY),
    Organization("Hợp tác xã Dịch vụ thu Chim Én (minh họa)", 0.4, Habit.AT_THE_DEADLINE),
    Organization("Công ty Thu hộ Mây Trắng (minh họa)", 0.2, Habit.LATE),
)
CODES: Final = tuple(f"TC{number:04d}" for number in range(1, len(ALL) + 1))
LARGEST: Final = 0

# Remits less and less of what it collects in the last weeks.
SLIDING: Final = next(n for n, org in enumerate(ALL) if "Đồng Lúa Chín" in org.name)
# Often transfers less than the payments come to.
SHORT: Final = next(n for n, org in enumerate(ALL) if "Cầu Vồng" in org.name)
# Has a contract with a deadline of its own.
OWN_DEADLINE: Final = next(n for n, org in enumerate(ALL) if "Gió Heo May" in org.name)

HEADING: Final = ("org_code", "org_name")
POLICY_HEADING: Final = ("name", "org_code", "valid_from", "value")
_LONGEST: Final = 16


def rows() -> list[tuple[str, ...]]:
    """Return the organisations as rows of their import file."""
    return [(code, org.name) for code, org in zip(CODES, ALL, strict=True)]


def policy_rows(first_day: str) -> list[tuple[str, ...]]:
    """Return the deadlines as rows of their import file: the general one, and one contract's."""
    return [
        (deadline.DEADLINE_POLICY, "", first_day, "3"),
        (deadline.DEADLINE_POLICY, CODES[OWN_DEADLINE], first_day, "2"),
    ]


def shares() -> Share:
    """Return the share of each organisation in all that is collected; they add up to 1."""
    sizes = np.array([org.share for org in ALL])
    shares: Share = sizes / sizes.sum()
    return shares


def lag_curves() -> Share:
    """Return for each organisation the share of its days remitted within 0, 1, 2 … days."""
    table = np.zeros((len(ALL), _LONGEST))
    for number, org in enumerate(ALL):
        for lag, share in org.habit.value:
            table[number, lag] = share
    curves: Share = np.cumsum(table, axis=1) / table.sum(axis=1, keepdims=True)
    return curves
