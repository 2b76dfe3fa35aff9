"""How the text of a moment is read: the spellings that people and programs use for one.

All expressions are SQL over the trimmed text of a cell; a text that is no moment gives NULL. A day
comes before its month, and a year has four digits. In some columns a day is enough: it is kept as
the marked moment `day_alone` of that day.
"""

from typing import Final

YEAR: Final = "(?:19|20|21)[0-9]{2}"  # the calendar of working days reaches no further
# Without diacritics and in lower case, as `search_key` gives them; what is between comes behind.
WEEKDAY: Final = (
    "(?:(?:(?:thu|t) ?(?:[2-7]|hai|ba|tu|bon|nam|sau|bay)|chu nhat|cn"
    "|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    "|sat(?:urday)?|sun(?:day)?)[.]?(?: ?[,-] ?| ))?"
)
# Day, month and year in whatever order; what is no day falls out later.
ANY_DAY: Final = "([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4})"
# What most cells hold is recognised without the long expressions, which are several times slower.
_PLAIN: Final = "____-__-__T__:__:__"
_CLOCK: Final = "(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?"
_OFFSET: Final = "(?:[Zz]|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)"
_ISO: Final = f"^{YEAR}-[0-9]{{2}}-[0-9]{{2}}[Tt ]{_CLOCK}{_OFFSET}?$"
_LOCAL: Final = f"^([0-9]{{1,2}})/([0-9]{{1,2}})/({YEAR}) +({_CLOCK})$"
_ZONE: Final = "(?: ?(?:z|utc|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?))?"
_HOUR: Final = " ?(?:h|g|gio) ?"
_MINUTE: Final = "(?: ?(?:p|phut|m))?"
_TIME: Final = (
    f"((?:{_CLOCK}|[0-9]{{1,2}}{_HOUR}(?:[0-9]{{2}}{_MINUTE})?)(?: ?(?:sa|ch|am|pm))?{_ZONE})"
)
_BETWEEN: Final = "(?: ?[t,-] ?| )"
_DAY_FIRST: Final = f"^{WEEKDAY}(?:ngay )?{ANY_DAY}{_BETWEEN}(?:luc )?{_TIME}$"
_TIME_FIRST: Final = f"^{WEEKDAY}(?:luc )?{_TIME}{_BETWEEN}{WEEKDAY}(?:ngay )?{ANY_DAY}$"
_READ: Final = f"^{YEAR}-[0-9]{{2}}-[0-9]{{2}} {_CLOCK}(?: (?:am|pm))?{_ZONE}$"
# The steps from a spelling to one that a cast reads.
_STEPS: Final = (
    (_DAY_FIRST, "\\1 \\2"),
    (_TIME_FIRST, "\\2 \\1"),
    (f"^([-/.0-9]+ [0-9]{{1,2}}){_HOUR}([0-9]{{2}})?{_MINUTE}", "\\1:\\2"),
    (":(?![0-9])", ":00"),
    (" ?(?:sa|am)", " am"),
    (" ?(?:ch|pm)", " pm"),
    # A clock of 24 hours that says so as well.
    ("( (?:1[3-9]|2[0-3]):[^ ]*) pm", "\\1"),
)
# A day alone as `value` reads it, and the fraction of a second that would mark one.
_DAY: Final = "____-__-__"
_MICROSECOND: Final = ".000001"


def normalised(name: str) -> str:
    """Return the text of the column `name` in the one form that `value` casts."""
    local = f"regexp_replace({name}, '{_LOCAL}', '\\3-\\2-\\1 \\4')"
    spelled = _spelled(name)
    return (
        f"CASE WHEN {_is_plain(name)} THEN {name}"
        f" WHEN {name} ~ '{_ISO}' THEN {_fraction(name)}"
        f" WHEN {name} ~ '{_LOCAL}' THEN {_fraction(local)}"
        f" WHEN length({name}) <= 60 AND {spelled} ~ '{_READ}' THEN {_fraction(spelled)} END"
    )


def value(name: str, *, day_alone: bool = False) -> str:
    """Return the moment that a normalised text is."""
    day = (
        f" WHEN {name} LIKE '{_DAY}' THEN"
        f" CASE WHEN {name} ~ '^{YEAR}' AND pg_input_is_valid({name}, 'date')"
        f" THEN day_alone({name}::date) END"
    )
    # A time that would be taken for the mark of a day is a microsecond earlier.
    return (
        f"CASE{day if day_alone else ''}"
        f" WHEN NOT pg_input_is_valid({name}, 'timestamptz') THEN NULL"
        f" WHEN {name} LIKE '%{_MICROSECOND}%' AND is_day({name}::timestamptz)"
        f" THEN date_trunc('second', {name}::timestamptz) ELSE {name}::timestamptz END"
    )


def is_future(name: str) -> str:
    """Return the condition that a moment is after the machine's clock, or its day has not begun.

    A clock that is ten minutes ahead of ours is no future.
    """
    return (
        f"{name} > clock_timestamp()"
        f" AND (is_day({name}) OR {name} > clock_timestamp() + interval '10 minutes')"
    )


def year_first(text: str) -> str:
    """Return a text that begins with a day so that it begins with the year: `2026-08-20`."""
    day_first = "^([0-9]{1,2})([-/.])([0-9]{1,2})\\2([0-9]{4})(?![0-9])"
    by_signs = "^([0-9]{4})([-/.])([0-9]{2})\\2([0-9]{2})(?![0-9])"
    # Of day and month the last two digits, once there are two.
    filled = "^([0-9]{4})~0?([0-9]{2})~0?([0-9]{2})"
    turned = f"regexp_replace({text}, '{day_first}', '\\4~0\\3~0\\1')"
    cut = f"regexp_replace({turned}, '{filled}', '\\1-\\2-\\3')"
    return f"regexp_replace({cut}, '{by_signs}', '\\1-\\3-\\4')"


def _spelled(name: str) -> str:
    text = f"search_key({name})"
    for pattern, becomes in _STEPS:
        text = f"regexp_replace({text}, '{pattern}', '{becomes}')"
    return year_first(text)


def _is_plain(name: str) -> str:
    """Return the condition that a moment is as programs write it; the cast checks the rest."""
    digits = f"translate({name}, '-T:', '')"
    return (
        f"{name} LIKE '{_PLAIN}' AND {digits} ~ '^[0-9]+$' AND length({digits}) = 14"
        f" AND substr({name}, 1, 2) IN ('19', '20', '21') AND substr({name}, 12, 2) < '24'"
        f" AND substr({name}, 18, 2) < '60'"
    )


def _fraction(text: str) -> str:
    """Cut a fraction of a second to microseconds: rounding could move a day."""
    return f"regexp_replace(replace({text}, ',', '.'), '(\\.[0-9]{{6}})[0-9]+', '\\1')"
