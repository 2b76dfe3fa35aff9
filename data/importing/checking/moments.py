"""How the text of a moment is read: the spellings that people and programs use for one.

All expressions are SQL over the trimmed text of a cell; a text that is no moment gives NULL.
"""

from typing import Final

YEAR: Final = "(19|20|21)[0-9]{2}"  # the calendar of working days reaches no further
# What most cells hold is recognised without the long expressions, which are several times slower.
_PLAIN: Final = "____-__-__T__:__:__"
_CLOCK: Final = "([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?"
_OFFSET: Final = "([Zz]|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)?"
_ISO: Final = f"^{YEAR}-[0-9]{{2}}-[0-9]{{2}}[Tt ]{_CLOCK}{_OFFSET}$"
_LOCAL: Final = f"^([0-9]{{1,2}})/([0-9]{{1,2}})/({YEAR}) +({_CLOCK})$"


def normalised(name: str) -> str:
    """Return the text of the column `name` in the one form that `value` casts."""
    local = f"regexp_replace({name}, '{_LOCAL}', '\\3-\\2-\\1 \\5')"
    return (
        f"CASE WHEN {_is_plain(name)} THEN {name}"
        f" WHEN {name} ~ '{_ISO}' THEN {_fraction(name)}"
        f" WHEN {name} ~ '{_LOCAL}' THEN"
        f" {_fraction(local)} END"
    )


def value(name: str) -> str:
    """Return the moment that a normalised text is."""
    return f"CASE WHEN pg_input_is_valid({name}, 'timestamptz') THEN {name}::timestamptz END"


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
