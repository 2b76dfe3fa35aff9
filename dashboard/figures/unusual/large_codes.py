"""Codes that cover unusually many payments, by the distribution of all codes of these days."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard.figures.unusual.finding import Finding, Kind, Point, Subject

SIZE: Final = "size"

# Households have a few members: below this nothing is said.
FEWEST: Final = 6
# This is told wherever it is not common.
ALWAYS: Final = 10
# What is rare: one code of a thousand, and in a small store a few of them.
_RARE: Final = 0.001
_FEW: Final = 3
_TIMES: Final = 2
# A longer list is a habit, and no finding.
MOST: Final = 20


def usual(sizes: Mapping[int, int]) -> int:
    """Return the largest size that is not rare: at most one code of a thousand is larger, or three.

    Args:
        sizes: how many codes there are of each number of payments.
    """
    left, of_all = 0, sum(sizes.values())
    for size in sorted(sizes, reverse=True):
        left += sizes[size]
        if left > max(_FEW, _RARE * of_all):
            return size
    return max(sizes, default=0)


def least(sizes: Mapping[int, int]) -> int:
    """Return from how many payments on a code is unusual.

    Twice what is usual, and not less than a household has; ten are enough where they are rare.
    """
    largest = usual(sizes)
    twice = max(FEWEST, _TIMES * largest)
    return twice if largest >= ALWAYS else min(twice, ALWAYS)


def find(
    codes: Sequence[Mapping[str, Any]], sizes: Mapping[int, int], days: Sequence[Any]
) -> list[Finding]:
    """Return the codes that were issued on some days and are unusually large.

    Args:
        codes: rows of `queries.unusual.codes.large`.
        sizes: how many codes there are of each number of payments.
        days: the days that are judged.
    """
    course = tuple(Point(size, float(number)) for size, number in sorted(sizes.items()))
    return [
        Finding(
            Kind.CODE,
            Subject(office=row["office_code"], org=row["org_code"]),
            row["day"],
            row["day"],
            SIZE,
            value=float(row["payments"]),
            usual=float(usual(sizes)),
            high=float(least(sizes) - 1),
            number=int(row["payments"]),
            amount=int(row["amount"]),
            code=row["confirmation_code"],
            course=course,
        )
        for row in codes
        if row["payments"] >= least(sizes) and row["day"] in days
    ][:MOST]
