"""Owns how a time that has passed is written: in the two largest units that it has."""

from __future__ import annotations

from typing import Final

from dashboard import formats
from dashboard.text import _, ngettext

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_SHOWN: Final = 2


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
    return " ".join(words.format(n=formats.count(size)) for size, words in shown if size)
