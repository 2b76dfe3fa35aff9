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
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
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
_FIRST_YEAR: Final = 1996  # the first whole one that is believed
_LAST_YEAR: Final = 2100
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


def _is_clean(values: Sequence[str]) -> bool:
    return cleaning.is_clean("\n".join((*values, "")).encode(), len(values))


def is_plain(each: sets.Set, name: str, values: Sequence[str]) -> bool:
    """Return whether all cells of a column, clean and without marks, are plain."""
    column = each.column(name)
    if "" in values:
        if column.required and not column.blank_undoes:
            return False
        values = [value for value in values if value]
        if not values:
            return True
    return _TESTS[column.kind](each, column, values)


def _is_text(each: sets.Set, column: sets.Column, values: Sequence[str]) -> bool:
    joined = "\n".join(("", *values, ""))
    return (
        # The errors of spreadsheets begin so.
        "#" not in joined
        and "rr:" not in joined
        and "\n " not in joined
        and " \n" not in joined
        and (column.is_name or not _has_nothing(joined))
        and (column.name != "receipt_no" or all(value.strip(cells.NO_RECEIPT) for value in values))
        and (not (column.is_identity or column.name in each.key) or _is_short(values))
    )


def _has_nothing(joined: str) -> bool:
    """Return whether a cell is a word for nothing; each has a line feed on either side."""
    lower = joined.lower()
    return any(f"\n{word}\n" in lower for word in cells.NOTHINGS)


def _is_short(values: Sequence[str]) -> bool:
    """Return whether all have the length of a code, and none is a number with an exponent."""
    if max(map(len, values)) > LONGEST_CODE:
        return False
    joined = "\n".join(values)
    has_exponents = "E" in joined or "e" in joined
    return not has_exponents or _SCIENTIFIC.search(f"\n{joined}") is None


def _is_confirmation(each: sets.Set, column: sets.Column, values: Sequence[str]) -> bool:
    ends = "".join([value[-1] for value in values])
    return ends.isascii() and ends.isalnum() and _is_text(each, column, values)


def _is_amount(_: sets.Set, column: sets.Column, values: Sequence[str]) -> bool:
    may_be_nothing = column.at_least != 1
    return _are_digits(values, _MOST_DIGITS) and (
        may_be_nothing or "\n0" not in "\n".join(("", *values))
    )


def _is_count(_: sets.Set, __: sets.Column, values: Sequence[str]) -> bool:
    return _are_digits(values, _COUNT_DIGITS)


def _are_digits(values: Sequence[str], most: int) -> bool:
    joined = "".join(values)
    return joined.isascii() and joined.isdecimal() and max(map(len, values)) <= most


def _is_moment(_: sets.Set, __: sets.Column, values: Sequence[str]) -> bool:
    """Return whether all are moments of one length, each part within its bounds."""
    width = len(values[0])
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


def _is_day(_: sets.Set, __: sets.Column, values: Sequence[str]) -> bool:
    return _are_days(set(values))


def _is_month(_: sets.Set, __: sets.Column, values: Sequence[str]) -> bool:
    return _are_days({f"{value}-01" for value in set(values)})


def _is_birth(_: sets.Set, __: sets.Column, values: Sequence[str]) -> bool:
    found = set(values)
    years = {value for value in found if _YEAR.fullmatch(value)}
    return _are_days(found - years)


def _are_days(texts: Iterable[str], first: int = dt.MINYEAR, last: int = dt.MAXYEAR) -> bool:
    """Return whether all are days of those years, as ISO 8601 writes them."""
    return all(map(_is_iso, texts, itertools.repeat(first), itertools.repeat(last)))


def _is_iso(text: str, first: int, last: int) -> bool:
    if text.translate(_DIGITS) != _DAY:
        return False
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return False
    return first <= day.year <= last


def _is_word(_: sets.Set, column: sets.Column, values: Sequence[str]) -> bool:
    return words.WORDS[column.kind].keys() >= set(values)


def _is_never(_: sets.Set, __: sets.Column, ___: Sequence[str]) -> bool:
    return False


_Test = Callable[[sets.Set, sets.Column, Sequence[str]], bool]
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
