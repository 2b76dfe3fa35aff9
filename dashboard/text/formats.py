"""Values as text: figures, money, days, moments and durations, and names inside Markdown.

Numbers are grouped as the language in use groups them, whatever the browser's locale. Days are
dd/mm/yyyy in both languages: it is one office.
"""

import datetime as dt
import html
import re
import sys
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from dashboard import clock, text
from dashboard.text import _, ngettext
from data import local_time
from data.problems import N_

# What stands where nothing is known, so that it differs from zero.
UNKNOWN: Final = "—"

_WEEKDAYS: Final = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)

# No payment is that many working days old.
_NOT_REACHED: Final = 1_000_000

# Letters with these marks are letters of their own, after the one that they are made of; marks of
# tone are not.
_OWN_LETTERS: Final = {"\u0306": "\x7f", "\u0302": "\x80", "\u031b": "\x81"}

_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")

# Streamlit makes icons, emoji, links and arrows of plain text after Markdown has been parsed,
# where a backslash is gone; a word joiner, which nobody sees, keeps them apart.
_WORD_JOINER: Final = "\u2060"
_JOINTS: Final = re.compile(r"(?<=[:@])|(?<=[-<>=~])(?=[-<>=~])|(?<=[wW]{3})(?=\.)")

# No payment took that many minutes until its code.
_NEVER: Final = 2**31 - 1

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_SHOWN: Final = 2


def count(value: object) -> str:
    """Return a whole number in groups of three, `1.234.567`."""
    if is_unknown(value):
        return UNKNOWN
    grouped = f"{int(str(value)):,}".replace("-", "−")
    return grouped.replace(",", ".") if text.language() == "vi" else grouped


def money(value: object) -> str:
    """Return an amount in đồng, `1.234.567 ₫`, which does not break before its unit."""
    return UNKNOWN if is_unknown(value) else f"{count(value)}\u00a0₫"


def lag(value: object) -> str:
    """Return working days; what was not reached by an age, `not_reached`, as more than that."""
    if is_unknown(value):
        return UNKNOWN
    days = int(str(value))
    return count(days) if days < _NOT_REACHED else f"> {count(days - _NOT_REACHED)}"


def not_reached(age: int) -> int:
    """Return a number for a lag of more than `age` days, which sorts after every lag."""
    return _NOT_REACHED + age


def is_beyond(value: object) -> bool:
    """Return whether a lag was not reached by an age: a number of `not_reached`."""
    return not is_unknown(value) and int(str(value)) >= _NOT_REACHED


def minutes(value: object) -> str:
    """Return whole minutes as a number, and more than a day in words, `2 days 3 hours`.

    A percentile that falls on what has not happened, `never`, is not determined.
    """
    if is_unknown(value):
        return UNKNOWN
    number = int(str(value))
    if is_never(number):
        return _("not determined")
    return count(number) if number * _MINUTE < _DAY else elapsed(number * _MINUTE)


def never(value: object) -> int:
    """Return minutes, and for those that are not determined a number that sorts after all."""
    return _NEVER if is_unknown(value) else int(str(value))


def is_never(value: object) -> bool:
    """Return whether minutes are those of what has not happened: a number of `never`."""
    return not is_unknown(value) and int(str(value)) >= _NEVER


def short_money(value: int) -> str:
    """Return an amount in millions or billions of đồng, for a place without room: `1,2 tỷ ₫`."""
    divisor, unit = (10**9, _("bn")) if value >= 10**9 else (10**6, _("m"))
    amount = (Decimal(value) / divisor).quantize(Decimal("0.1"), ROUND_HALF_UP)
    written = str(amount).replace(".", ",") if text.language() == "vi" else str(amount)
    return f"{written}\u00a0{unit}\u00a0₫"


def figure_text(name: str) -> str:
    """Return a text so that a chart shows it letter by letter: it would read tags."""
    return html.escape(name, quote=False)


def rate(value: object) -> str:
    """Return a share of one as a percentage with two decimals, half up: `83,33%`."""
    if is_unknown(value):
        return UNKNOWN
    share = (Decimal(str(value)) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{str(share).replace('.', ',') if text.language() == 'vi' else share}%"


def part(amount: int, whole: int) -> str:
    """Return an amount, and what part of the whole it is."""
    return f"{money(amount)} ({rate(Decimal(amount) / whole)})"


def count_change(value: object) -> str:
    """Return by how much a number differs, with its sign: `+1.234`, `−1.234`, `0`."""
    return count(value) if is_unknown(value) or int(str(value)) <= 0 else f"+{count(value)}"


def money_change(value: object) -> str:
    """Return by how much an amount differs, with its sign: `+1.234 ₫`."""
    return UNKNOWN if is_unknown(value) else f"{count_change(value)}\u00a0₫"


def rate_change(value: object) -> str:
    """Return by how many points of a hundred a share differs, with its sign: `+3,20`."""
    if is_unknown(value):
        return UNKNOWN
    points = (Decimal(str(value)) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    sign = "+" if points > 0 else "−" if points < 0 else ""
    mark = "," if text.language() == "vi" else "."
    return f"{sign}{str(abs(points)).replace('.', mark)}"


def day(value: object) -> str:
    """Return a day as dd/mm/yyyy."""
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) and not is_unknown(value) else UNKNOWN


def moment(value: object) -> str:
    """Return a moment in Hanoi's time as dd/mm/yyyy HH:MM:SS, or its day where no more is known."""
    if not isinstance(value, dt.datetime) or is_unknown(value):
        return UNKNOWN
    if local_time.is_day(value):
        return day(value.astimezone(clock.HANOI))
    return f"{value.astimezone(clock.HANOI):%d/%m/%Y %H:%M:%S}"


def time_left(time: dt.timedelta) -> str:
    """Return how long there is, in hours and minutes, the minute at hand included."""
    hours, minutes = divmod(max(0, -(-int(time.total_seconds()) // 60)), 60)
    if hours:
        return _("{hours} h {minutes} min").format(hours=count(hours), minutes=minutes)
    return _("{minutes} min").format(minutes=minutes)


def words(value: object) -> str:
    """Return a text as it is, or the sign for unknown."""
    return UNKNOWN if is_unknown(value) or value == "" else str(value)


def alphabetical(value: object) -> str:
    """Return what a text is sorted by: the Vietnamese alphabet, then the tones."""
    parts = unicodedata.normalize("NFD", str(value).casefold().replace("đ", "d\x7f"))
    letters = (
        _OWN_LETTERS.get(part, "" if unicodedata.combining(part) else part) for part in parts
    )
    return f"{''.join(letters)}\0{value}"


def weekday(value: dt.date) -> str:
    """Return the name of the day of the week."""
    return _(_WEEKDAYS[value.weekday()])


def plain(name: object) -> str:
    """Return a text so that Markdown shows it letter by letter, with nothing made of it."""
    return _PUNCTUATION.sub(r"\\\1", _JOINTS.sub(_WORD_JOINER, " ".join(str(name).split())))


def payments(number: int) -> str:
    """Return a number of payments: `3 payments`."""
    return ngettext("{n} payment", "{n} payments", number).format(n=count(number))


def is_unknown(value: object) -> bool:
    """Return whether nothing is known: of a cell of a frame, too."""
    # Its values come with it; quick commands do without.
    pandas = sys.modules.get("pandas")
    if value is None or (pandas is not None and value is pandas.NA):
        return True
    return bool(value != value)  # noqa: PLR0124 - only a NaN differs from itself, and a NaT


def elapsed(seconds: int) -> str:
    """Return whole seconds as `2 days 3 hours`; none at all are under a minute."""
    days, rest = divmod(max(0, int(seconds)), _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, seconds = divmod(rest, _MINUTE)
    parts = [
        (days, ngettext("{n} day", "{n} days", days)),
        (hours, ngettext("{n} hour", "{n} hours", hours)),
        (minutes, ngettext("{n} minute", "{n} minutes", minutes)),
        (seconds, ngettext("{n} second", "{n} seconds", seconds)),
    ]
    first = next((place for place, (size, _words) in enumerate(parts) if size), None)
    if first is None:
        return _("Under a minute")
    shown = parts[first : first + _SHOWN]
    return " ".join(words.format(n=count(size)) for size, words in shown if size)
