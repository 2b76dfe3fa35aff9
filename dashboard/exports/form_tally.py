"""Owns what the lines of form 01-XN come to, added up as they pass."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Sequence
from dataclasses import dataclass, field

PRODUCTS = ("IS", "BI", "AR", "IL")


@dataclass
class Sum:
    """What some lines come to: amounts in đồng, those of adjustments negative."""

    codes: int = 0
    payments: int = 0
    amount: int = 0
    adjustments: int = 0
    adjustment_amount: int = 0
    _last_code: object = None

    @property
    def net_amount(self) -> int:
        """What is left of the amount after adjustments."""
        return self.amount + self.adjustment_amount

    def add(self, codes: Sequence[str], amounts: Sequence[int], *, is_adjustment: bool) -> None:
        """Add lines, by their columns; the lines of a code follow one another."""
        if is_adjustment:
            self.adjustments += len(amounts)
            self.adjustment_amount += sum(amounts)
        elif codes:
            self.codes += sum(map(operator.ne, codes, (self._last_code, *codes)))
            self._last_code = codes[-1]
            self.payments += len(amounts)
            self.amount += sum(amounts)


@dataclass
class Tally:
    """What the form comes to: everything, the part at hand, and each product."""

    whole: Sum = field(default_factory=Sum)
    part: Sum = field(default_factory=Sum)
    products: dict[str, Sum] = field(default_factory=lambda: {each: Sum() for each in PRODUCTS})

    def begin_part(self) -> None:
        """Begin a part, which has summed up to nothing yet."""
        self.part = Sum()

    def add(
        self,
        codes: Sequence[str],
        products: Sequence[str],
        amounts: Sequence[int],
        *,
        is_adjustment: bool,
    ) -> None:
        """Add lines, by their columns, to everything that they belong to.

        A code belongs to one office and organisation, so its lines stand together in their part.
        """
        for total in (self.whole, self.part):
            total.add(codes, amounts, is_adjustment=is_adjustment)
        for product in set(products):
            own = [each == product for each in products]
            self.products[product].add(
                list(itertools.compress(codes, own)),
                list(itertools.compress(amounts, own)),
                is_adjustment=is_adjustment,
            )
