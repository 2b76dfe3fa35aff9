"""Reading of user input: values in an address, words that are typed.

Each reader gives the value, or None where the text is of no use.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection
from typing import Final

from dashboard import clock

FIRST_DAY: Final = dt.date(2000, 1, 1)
LAST_DAY: Final = dt.date(2099, 12, 31)
LONGEST_CODE: Final = 64
LONGEST_CASE: Final = 120
# Digits of an old identity number, a social insurance number, an identity number.
OF_PERSONS: Final = (9, 10, 12)

# A number of a row has 64 bits.
_DIGITS: Final = 18
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
PERIOD_DAYS: Final = 90


def as_date(given: str) -> dt.date | None:
    """Read a day written as yyyy-mm-dd, and not otherwise."""
    # `fromisoformat` alone would take weeks and days without dashes, too.
    if not _DAY.fullmatch(given):
        return None
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        return None


def as_day(given: str) -> dt.date | None:
    """Read a day that a page can be asked for."""
    day = as_date(given)
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


def as_past_day(given: str) -> dt.date | None:
    """Read such a day that is not after today."""
    day = as_day(given)
    return day if day and day <= clock.today() else None


def as_code(given: str) -> str | None:
    """Read a code or a key."""
    code = given.strip()
    return code if code.isprintable() and 0 < len(code) <= LONGEST_CODE else None


def may_be_personal(token: str) -> bool:
    """Say whether this may be a name without diacritics, or a number that stands for a person."""
    signs = [sign for sign in token if sign.isalnum()]
    if not any(sign.isdigit() for sign in signs):
        return True
    return len(signs) in OF_PERSONS and all(sign.isdigit() for sign in signs)


def as_case(given: str) -> str | None:
    """Read the key of a case, in which blanks count."""
    fits = given.strip() and len(given) <= LONGEST_CASE
    return given if fits and given.isprintable() else None


def as_number(given: str) -> int | None:
    """Read the number of a row."""
    return int(given) if given.isdecimal() and given.isascii() and len(given) <= _DIGITS else None


def one_of(known: Collection[str]) -> Callable[[str], str | None]:
    """Return what reads one of the values that are known."""
    return lambda given: given if given in known else None


def one_line(words: str) -> str:
    """Return words without what nobody sees, and what no store takes."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
