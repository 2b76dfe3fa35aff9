"""How the text of a moment is read: the spellings that people and programs use for one.

All expressions are SQL over the trimmed text of a cell; a text that is no moment gives NULL. In
some columns a day is enough: it is kept as the marked moment `day_alone` of that day.
"""

from typing import Final

YEAR: Final = "(19|20|21)[0-9]{2}"  # the calendar of working days reaches no further
# What most cells hold is recognised without the long expressions, which are several times slower.
_PLAIN: Final = "____-__-__T__:__:__"
_CLOCK: Final = "([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?"
_OFFSET: Final = "([Zz]|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)?"
_ISO: Final = f"^{YEAR}-[0-9]{{2}}-[0-9]{{2}}[Tt ]{_CLOCK}{_OFFSET}$"
_LOCAL: Final = f"^([0-9]{{1,2}})/([0-9]{{1,2}})/({YEAR}) +({_CLOCK})$"
_ISO_DAY: Final = f"^({YEAR})[-/]([0-9]{{1,2}})[-/]([0-9]{{1,2}})$"
_LOCAL_DAY: Final = f"^([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\\2({YEAR})$"
# What a moment is written as, and a day alone.
_DAY: Final = "____-__-__"
_MICROSECOND: Final = ".000001"


def normalised(name: str, *, day_alone: bool = False) -> str:
    """Return the text of the column `name` in the one form that `value` casts.

    `day_alone` says that a day without a time is taken.
    """
    local = f"regexp_replace({name}, '{_LOCAL}', '\\3-\\2-\\1 \\5')"
    return (
        f"CASE WHEN {_is_plain(name)} THEN {name}"
        f" WHEN {name} ~ '{_ISO}' THEN {_fraction(name)}"
        f" WHEN {name} ~ '{_LOCAL}' THEN"
        f" {_fraction(local)} {_day(name) if day_alone else ''} END"
    )


def value(name: str, *, day_alone: bool = False) -> str:
    """Return the moment that a normalised text is."""
    day = (
        f" WHEN {name} LIKE '{_DAY}' THEN"
        f" CASE WHEN pg_input_is_valid({name}, 'date') THEN day_alone({name}::date) END"
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


def _day(name: str) -> str:
    """Return the branches that write a day alone as yyyy-mm-dd."""
    iso = f"regexp_replace({name}, '{_ISO_DAY}', '\\1-\\3-\\4')"
    local = f"regexp_replace({name}, '{_LOCAL_DAY}', '\\4-\\3-\\1')"
    padded = "regexp_replace({text}, '-([0-9])(?![0-9])', '-0\\1', 'g')"
    return (
        f"WHEN {name} ~ '{_ISO_DAY}' THEN {padded.format(text=iso)}"
        f" WHEN {name} ~ '{_LOCAL_DAY}' THEN {padded.format(text=local)}"
    )


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
