"""Amounts in Vietnamese words, as a signed paper gives them below the figures."""

from typing import Final

_DIGITS: Final = (
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
)  # fmt: skip
_NAMES: Final = ("", "nghìn", "triệu")
_BILLION: Final = "tỷ"
_ONE, _FOUR, _FIVE = 1, 4, 5


def money(amount: int) -> str:
    """Return an amount as a sentence, from "Một triệu" down to the "đồng".

    Below the first group of three digits every group is read with its hundreds, "không trăm"
    included; a group of zeros is passed over; whole billions are counted in turn ("nghìn tỷ").
    """
    words = f"{'âm ' if amount < 0 else ''}{number(abs(amount))} đồng."
    return words[0].upper() + words[1:]


def number(value: int) -> str:
    """Return a whole number from zero on in words.

    Raises:
        ValueError: the number is negative.
    """
    if value < 0:
        raise ValueError("A negative number is said with its sign by the caller")
    return " ".join(_counted(value)) or _DIGITS[0]


def _counted(value: int, *, is_first: bool = True) -> list[str]:
    """Return the words of a number that stands first, or below billions; none for zero."""
    billions, below = divmod(value, 1_000_000_000)
    words = [*_counted(billions, is_first=is_first), _BILLION] if billions else []
    groups = (below // 1_000_000, below // 1_000 % 1_000, below % 1_000)
    for name, group in zip(reversed(_NAMES), groups, strict=True):
        if group:
            words += _group(group, is_first=is_first and not words)
            words += [name] if name else []
    return words


def _group(group: int, *, is_first: bool) -> list[str]:
    """Return three digits in words; the first group of a number begins with its first digit."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or not is_first else []
    return [*words, *_below_hundred(tens, ones, follows=bool(words))]


def _below_hundred(tens: int, ones: int, *, follows: bool) -> list[str]:
    if tens == 0:
        return ([*(["linh"] if follows else []), _DIGITS[ones]]) if ones else []
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones == 0:
        return words
    if ones == _FIVE:
        return [*words, "lăm"]
    if tens > 1 and ones in {_ONE, _FOUR}:
        return [*words, "mốt" if ones == _ONE else "tư"]
    return [*words, _DIGITS[ones]]
