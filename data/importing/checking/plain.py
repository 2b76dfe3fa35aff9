"""Columns of which every cell is plain: as programs write it, with nothing in it to look into.

Most files come from programs. While a batch of rows is on its way to staging, each of its columns
is looked at as a whole, in a few passes over all its cells at once; a column that is plain in every
file of its set needs a cast and no more (`values`). What is said here is stricter than what
`values` and `cells` take: a cell that is not plain is no fault, and is read there as ever. A
property test holds both to the same values and faults.

Only what `cleaning.is_clean` has passed can be plain: printable ASCII and Vietnamese letters alone,
no control characters, no spaces side by side.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Sequence
from typing import Final

from data.importing import sets, words
from data.importing.checking import cells, cleaning, numbers

# An entry of an index holds three such codes, at four bytes a letter.
LONGEST_CODE: Final = 200
# Fewer digits than what is beyond belief has.
_MOST_DIGITS: Final = 13
_COUNT_DIGITS: Final = len(str(numbers.MOST_COUNTED))
_DIGITS: Final = str.maketrans("123456789 ", "000000000T")
_DAY: Final = "0000-00-00"
_TO_THE_MINUTE: Final = 16
_MOMENTS: Final = {_TO_THE_MINUTE: f"{_DAY}T00:00", 19: f"{_DAY}T00:00:00"}
_HOURS: Final = frozenset(f"{hour:02}" for hour in range(24))
# Sets to compare the tens of minutes and of seconds with.
_TENS: Final = frozenset("012345")
# So many values show whether a column repeats few of them.
_FIRST: Final = 200
_FIRST_YEAR: Final = 1996  # the first whole one that is believed
_LAST_YEAR: Final = 2100
_LEAP_DAY: Final = "-02-29"
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_SCIENTIFIC: Final = re.compile("\n-?[0-9]+(?:[.,][0-9]+)?[Ee][+-]")


def among(
    each: sets.Set,
    columns: Sequence[str],
    batch: Sequence[Sequence[str]],
    known: frozenset[str],
    *,
    is_clean: bool,
) -> frozenset[str]:
    """Return those of the `known` columns that are not otherwise in this batch.

    Where the batch as a whole is not clean, most of its columns are.
    """
    named = zip(columns, batch, strict=False)  # the last batch has no columns
    return known - {
        name
        for name, values in named
        if name in known and not ((is_clean or _is_clean(values)) and is_plain(each, name, values))
    }


def _is_clean(values: Collection[str]) -> bool:
    return cleaning.is_clean("\n".join((*values, "")).encode(), len(values))


def is_plain(each: sets.Set, name: str, values: Sequence[str]) -> bool:
    """Return whether all cells of a column, clean and without marks, are plain."""
    column = each.column(name)
    first = set(values[:_FIRST])
    found: Collection[str] = values
    if len(first) < _FIRST // 2:
        # Codes of few things, and words: each is looked at once.
        found = set(values)
    if "" in found:
        if column.required and not column.blank_undoes:
            return False
        found = [value for value in found if value]
    return not found or _TESTS[column.kind](each, column, found)


def _is_text(each: sets.Set, column: sets.Column, values: Collection[str]) -> bool:
    joined = "\n".join(("", *values, ""))
    return (
        # The errors of spreadsheets begin so.
        "#" not in joined
        and "rr:" not in joined
        and "\n " not in joined
        and " \n" not in joined
        and (column.is_name or not _has_nothing(joined))
        and (column.name != "receipt_no" or all(value.strip(cells.NO_RECEIPT) for value in values))
        and (not (column.is_identity or column.name in each.key) or _is_short(values, joined))
    )


def _has_nothing(joined: str) -> bool:
    """Return whether a cell is a word for nothing; each has a line feed on either side."""
    lower = joined.lower()
    return any(f"\n{word}\n" in lower for word in cells.NOTHINGS)


def _is_short(values: Collection[str], joined: str) -> bool:
    """Return whether all have the length of a code, and none is a number with an exponent."""
    if max(map(len, values)) > LONGEST_CODE:
        return False
    has_exponents = "E" in joined or "e" in joined
    return not has_exponents or _SCIENTIFIC.search(joined) is None


def _is_confirmation(each: sets.Set, column: sets.Column, values: Collection[str]) -> bool:
    ends = "".join([value[-1] for value in values])
    return ends.isascii() and ends.isalnum() and _is_text(each, column, values)


def _is_amount(_: sets.Set, column: sets.Column, values: Collection[str]) -> bool:
    may_be_nothing = column.at_least != 1
    return _are_digits(values, _MOST_DIGITS) and (
        may_be_nothing or "\n0" not in "\n".join(("", *values))
    )


def _is_count(_: sets.Set, __: sets.Column, values: Collection[str]) -> bool:
    return _are_digits(values, _COUNT_DIGITS)


def _are_digits(values: Collection[str], most: int) -> bool:
    joined = "".join(values)
    return joined.isascii() and joined.isdecimal() and max(map(len, values)) <= most


def _is_moment(_: sets.Set, __: sets.Column, values: Collection[str]) -> bool:
    """Return whether all are moments of one length, each part within its bounds."""
    width = len(next(iter(values)))
    joined = "".join(values)
    return (
        width in _MOMENTS
        and set(map(len, values)) == {width}
        and joined.translate(_DIGITS) == _MOMENTS[width] * len(values)
        and {value[11:13] for value in values} <= _HOURS
        and set(joined[14::width]) <= _TENS
        and (width == _TO_THE_MINUTE or set(joined[17::width]) <= _TENS)
        and _are_days({value[:10] for value in values}, _FIRST_YEAR, _LAST_YEAR)
    )


def _is_day(_: sets.Set, __: sets.Column, values: Collection[str]) -> bool:
    return _are_days(set(values))


def _is_month(_: sets.Set, __: sets.Column, values: Collection[str]) -> bool:
    return _are_days({f"{value}-01" for value in set(values)})


def _is_birth(_: sets.Set, __: sets.Column, values: Collection[str]) -> bool:
    found = set(values)
    days = {value for value in found if len(value) == len(_DAY)}
    return all(map(_YEAR.fullmatch, found - days)) and _are_days(days)


def _are_days(texts: set[str], first: int = dt.MINYEAR, last: int = dt.MAXYEAR) -> bool:
    """Return whether all are days of those years, as ISO 8601 writes them."""
    joined = "".join(texts)
    if joined.translate(_DIGITS) != _DAY * len(texts) or not set(map(len, texts)) <= {len(_DAY)}:
        return False
    if texts and not f"{first:04}" <= min(texts) <= max(texts) <= f"{last:04}-12-31":
        return False
    within_years = {text[4:] for text in texts}
    return all(map(_is_in_leap_years, within_years)) and (
        _LEAP_DAY not in within_years or all(map(_is_in_its_year, texts))
    )


def _is_in_leap_years(month_and_day: str) -> bool:
    return _is_iso(f"2000{month_and_day}")


def _is_in_its_year(text: str) -> bool:
    return not text.endswith(_LEAP_DAY) or _is_iso(text)


def _is_iso(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_word(_: sets.Set, column: sets.Column, values: Collection[str]) -> bool:
    return words.WORDS[column.kind].keys() >= set(values)


def _is_never(_: sets.Set, __: sets.Column, ___: Collection[str]) -> bool:
    return False


_Test = Callable[[sets.Set, sets.Column, Collection[str]], bool]
_TESTS: Final[dict[sets.Kind, _Test]] = {
    sets.Kind.CODE: _is_text,
    sets.Kind.TEXT: _is_text,
    sets.Kind.AMOUNT: _is_amount,
    sets.Kind.COUNT: _is_count,
    sets.Kind.SETTING: _is_never,
    sets.Kind.MOMENT: _is_moment,
    sets.Kind.DAY: _is_day,
    sets.Kind.BIRTH: _is_birth,
    sets.Kind.MONTH: _is_month,
    sets.Kind.PRODUCT: _is_word,
    sets.Kind.CHANNEL: _is_word,
    sets.Kind.GENDER: _is_word,
    sets.Kind.YES_NO: _is_word,
    sets.Kind.CONFIRMATION: _is_confirmation,
}
