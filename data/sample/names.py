"""Invented people of the sample: names that nobody bears, numbers that nobody can have.

The middle name says that a person is made up ("Mẫu", "Thử"), the given names are words of nature.
Personal numbers begin with a province that does not exist: 000 in identity numbers, 00 in
social-insurance numbers.
"""

from typing import Final

import numpy as np

from data.sample import moments
from data.sample.moments import Whole, scattered

FAMILIES: Final = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ",
    "Ngô", "Dương", "Lý", "Đinh", "Đoàn", "Trịnh", "Lương", "Tạ", "Mai", "Trương", "Cao", "Tô",
)  # fmt: skip
GIVEN: Final = (
    "Suối", "Rừng", "Biển", "Núi", "Mây", "Gió", "Nắng", "Mưa", "Sương", "Trăng", "Sao", "Đồi",
    "Sông", "Lúa", "Ngô", "Khoai", "Sen", "Cúc", "Đào", "Mận", "Bưởi", "Cam", "Chanh", "Ổi",
    "Xoài", "Dừa", "Tre", "Trúc", "Thông", "Bàng",
)  # fmt: skip

_SHORT_NUMBERS: Final = 10**8
# Coprime to the range, so that no two people share a number, and neighbours look unlike.
_STRIDE: Final = 61_803_399
_YOUNGEST_DAYS, _OLDEST_DAYS = 18 * 366, 84 * 365
_FEMALE: Final = 0.54


def collector(number: int) -> str:
    """Return the name of a collector; no two have the same."""
    family = number % len(FAMILIES)
    # The shift gives neighbours different given names.
    return f"{FAMILIES[family]} Mẫu {GIVEN[(number // len(FAMILIES) + family) % len(GIVEN)]}"


class People:
    """Participants by their numbers; equal numbers are the same person."""

    def __init__(self, seed: int, first_day: int) -> None:
        self._seed = seed
        self._first_day = first_day

    def names(self, people: Whole) -> list[str]:
        """Return names of four words."""
        families = np.array(FAMILIES, object)[self._pick(people, 1, len(FAMILIES))]
        middle = np.array(GIVEN, object)[self._pick(people, 2, len(GIVEN))]
        given = np.array(GIVEN, object)[self._pick(people, 3, len(GIVEN))]
        named = zip(families, middle, given, strict=True)
        return [f"{family} Thử {second} {first}" for family, second, first in named]

    def social_insurance_numbers(self, people: Whole) -> list[str]:
        """Return social-insurance numbers, different for different people."""
        return [f"00{number:08d}" for number in (people * _STRIDE + self._seed) % _SHORT_NUMBERS]

    def national_ids(self, people: Whole) -> list[str]:
        """Return identity numbers, different for different people."""
        return [f"0000{number:08d}" for number in (people * _STRIDE + 7) % _SHORT_NUMBERS]

    def birthdays(self, people: Whole) -> list[str]:
        """Return dates of birth of adults."""
        ages = _YOUNGEST_DAYS + self._pick(people, 4, _OLDEST_DAYS - _YOUNGEST_DAYS)
        return moments.shown_days(self._first_day - ages)

    def genders(self, people: Whole) -> list[str]:
        """Return the letters of the genders."""
        return ["F" if each < _FEMALE else "M" for each in scattered(self._seed, people, 5)]

    def _pick(self, people: Whole, what: int, among: int) -> Whole:
        return (scattered(self._seed, people, what) * among).astype(np.int64)
