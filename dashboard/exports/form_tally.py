"""Owns what the lines of form 01-XN come to, added up as they pass."""

from __future__ import annotations

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

    def add(self, code: object, amount: int, *, is_adjustment: bool) -> None:
        """Add a line; the lines of a code follow one another."""
        if is_adjustment:
            self.adjustments += 1
            self.adjustment_amount += amount
            return
        self.codes += code != self._last_code
        self._last_code = code
        self.payments += 1
        self.amount += amount


@dataclass
class Tally:
    """What the form comes to: everything, the part at hand, and each product."""

    whole: Sum = field(default_factory=Sum)
    part: Sum = field(default_factory=Sum)
    products: dict[str, Sum] = field(default_factory=lambda: {each: Sum() for each in PRODUCTS})

    def begin_part(self) -> None:
        """Begin a part, which has summed up to nothing yet."""
        self.part = Sum()

    def add(self, code: object, product: str, amount: int, *, is_adjustment: bool) -> None:
        """Add a line to everything that it belongs to.

        A code belongs to one office and organisation, so its lines stand together in their part.
        """
        for total in (self.whole, self.part, self.products[product]):
            total.add(code, amount, is_adjustment=is_adjustment)
