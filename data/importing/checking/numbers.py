"""How the text of a whole number is read: amounts of đồng as people write them, and counts.

All expressions are SQL over the trimmed text of a cell; a text that is no whole number gives NULL.
"""

from typing import Final

MOST_COUNTED: Final = 999_999_999

# What most cells hold is recognised without the long expressions, which are several times slower.
_PLAIN: Final = "^[0-9]+$"
_MOST_DIGITS: Final = 15
_NEGATIVE: Final = "^-[0-9]{1,15}$"
_CURRENCY: Final = "(?:đồng|đ|₫|vnđ|vnd)"
_BEFORE: Final = f"^([-+(]?) ?{_CURRENCY} ?"
_AFTER: Final = f" ?{_CURRENCY}( ?[-)]?)$"
# Grouped in threes by one and the same sign; a fraction of zeros behind a sign that does not group.
_DIGITS: Final = (
    "(?:[0-9]+(?:[.,]0{1,2})?"
    "|[1-9][0-9]{0,2}(?:[.][0-9]{3})+(?:,0{1,2})?"
    "|[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:[.]0{1,2})?"
    "|[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,]0{1,2})?)"
)
_WHOLE: Final = f"^(?:[-+]? ?{_DIGITS}|{_DIGITS} ?-|[(] ?{_DIGITS} ?[)])$"
_FRACTION: Final = "[.,]0{1,2}[ )-]*$"
# Of a number cell, which spreadsheets compute with, so much is lost on the way.
_NUMBER: Final = "^-?[0-9]+([.][0-9]+)?$"
_TOLERANCE: Final = "0.000001"
# Stands for what has more digits: beyond belief all the same.
_HUGE: Final = "9000000000000000000"
_LONGEST: Final = 18
_WIDE: Final = "０１２３４５６７８９−"  # of full width, and U+2212
_NARROW: Final = "0123456789-"


def amount(name: str, is_number: str) -> str:
    """Return the đồng that the text of column `name` says; `is_number` where its cell was one."""
    text = f"lower(translate({name}, '{_WIDE}', '{_NARROW}') COLLATE pg_c_utf8)"
    bare = f"regexp_replace(regexp_replace({text}, '{_BEFORE}', '\\1'), '{_AFTER}', '\\1')"
    return _whole(name, is_number, bare)


def count(name: str, is_number: str) -> str:
    """Return the number of things that the text of column `name` says, as an integer.

    Of one above `MOST_COUNTED` that alone is known.
    """
    number = _whole(name, is_number, f"translate({name}, '{_WIDE}', '{_NARROW}')")
    beyond = MOST_COUNTED + 1
    return (
        f"CASE WHEN ({number}) IS NOT NULL"
        f" THEN least(greatest(({number}), -{beyond}), {beyond})::integer END"
    )


def _whole(name: str, is_number: str, bare: str) -> str:
    rounded = f"round({name}::numeric)"
    return (
        f"CASE WHEN {name} ~ '{_PLAIN}' AND length({name}) <= {_MOST_DIGITS} THEN {name}::bigint"
        f" WHEN {name} ~ '{_NEGATIVE}' THEN {name}::bigint"
        f" WHEN {is_number} THEN CASE WHEN {name} ~ '{_NUMBER}' THEN"
        f" CASE WHEN abs({name}::numeric - {rounded}) <= {_TOLERANCE}"
        f" THEN {_signed(f'{rounded}::text')} END END"
        f" WHEN {bare} ~ '{_WHOLE}' THEN {_signed(bare)} END"
    )


def _signed(bare: str) -> str:
    """Return the number of a text that is a whole one, within the limits of 64 bits."""
    digits = f"regexp_replace(regexp_replace({bare}, '{_FRACTION}', ''), '[^0-9]', '', 'g')"
    number = (
        f"CASE WHEN length(ltrim({digits}, '0')) > {_LONGEST} THEN {_HUGE}"
        f" ELSE {digits}::bigint END"
    )
    return f"(CASE WHEN {bare} ~ '[-(]' THEN -1 ELSE 1 END * {number})"
