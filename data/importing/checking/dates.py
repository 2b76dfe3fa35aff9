"""How the text of a day, of a month and of a date of birth is read.

All expressions are SQL over the trimmed text of a cell; a text that is none gives NULL.
"""

from typing import Final

from data.importing.checking import moments

_ISO: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# A day that software wrote with the time of its beginning.
_MIDNIGHT: Final = (
    "(?: ?[t,]? ?(?:0{1,2}:00(?::00(?:[.,]0+)?)?(?: ?(?:sa|am))?|12:00(?::00)? ?(?:sa|am)))?"
)
_DAY: Final = f"^{moments.WEEKDAY}(?:ngay )?{moments.ANY_DAY}{_MIDNIGHT}$"
# The year alone, or with zeros where day and month belong.
_YEAR: Final = "(?:19|20)[0-9]{2}"
_YEAR_ALONE: Final = f"^(?:0{{1,2}}([-/.])0{{1,2}}\\1)?({_YEAR})(?:[.,]0)?$"
_YEAR_FIRST: Final = f"^({_YEAR})([-/.])00\\2(00)$"
_ISO_MONTH: Final = "^[0-9]{4}-(?:0[1-9]|1[0-2])$"
_YEAR_AND_MONTH: Final = f"^({moments.YEAR})[-/.](0[1-9]|1[0-2])$"
# Something stands between the two: 46266 is no month, but the number of a day.
_MONTH_AND_YEAR: Final = (
    f"^(?:(?:thang|t[.]?) ?)?0?([1-9]|1[0-2])(?: ?(?:[-/.,]|nam) ?| )(?:nam )?({moments.YEAR})$"
)


def day(name: str) -> str:
    """Return the text of the column `name` as ISO 8601 has it, for a cast to check."""
    spelled = f"regexp_replace(search_key({name}), '{_DAY}', '\\1')"
    return (
        f"CASE WHEN {name} ~ '{_ISO}' THEN {name}"
        f" WHEN {name} ~ '[0-9]{{4}}' AND {_is_day(moments.year_first(spelled))}"
        f" THEN {moments.year_first(spelled)} END"
    )


def birth(name: str) -> str:
    """Return a date of birth as ISO 8601 has it: a day, or the year where nobody knows more."""
    return (
        f"CASE WHEN {name} ~ '{_ISO}' AND right({name}, 3) <> '-00' THEN {name}"
        f" WHEN {name} ~ '{_YEAR_ALONE}' THEN regexp_replace({name}, '{_YEAR_ALONE}', '\\2')"
        f" WHEN {name} ~ '{_YEAR_FIRST}' THEN left({name}, 4) ELSE {day(name)} END"
    )


def month(name: str, is_date: str) -> str:
    """Return the first day of the month that the text says; `is_date` where its cell was a date."""
    spelled = f"regexp_replace(search_key({name}), '{_DAY}', '\\1')"
    whole = moments.year_first(spelled)
    words = f"search_key({name})"
    read = f"regexp_replace({words}, '{_MONTH_AND_YEAR}', '\\2-0\\1-01')"
    return (
        f"CASE WHEN {name} ~ '{_ISO_MONTH}' THEN {name} || '-01'"
        f" WHEN {is_date} AND {name} ~ '^[0-9]{{4}}-[0-9]{{2}}-' THEN left({name}, 7) || '-01'"
        f" WHEN {name} ~ '{_YEAR_AND_MONTH}'"
        f" THEN regexp_replace({name}, '{_YEAR_AND_MONTH}', '\\1-\\2-01')"
        f" WHEN {words} ~ '{_MONTH_AND_YEAR}' THEN regexp_replace({read}, '-0(1[0-2])-', '-\\1-')"
        f" WHEN {_is_day(whole)} AND right({whole}, 3) = '-01' THEN {whole} END"
    )


def value(name: str) -> str:
    """Return the day that a normalised text is."""
    return f"CASE WHEN pg_input_is_valid({name}, 'date') THEN {name}::date END"


def birth_value(name: str) -> str:
    """Return a normalised date of birth that there is, as text."""
    return f"CASE WHEN length({name}) = 4 OR pg_input_is_valid({name}, 'date') THEN {name} END"


def _is_day(text: str) -> str:
    return f"{text} ~ '{_ISO}'"
