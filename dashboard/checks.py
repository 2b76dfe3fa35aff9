"""Owns what a check is: a sentence about what is looked at, in its good or in its bad state."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dashboard import formats
from dashboard.text import _
from data.problems import N_

_NO_BREAK: Final = "\u00a0"


class State(enum.Enum):
    """How it stands with what a check looks at; each looks different from the others."""

    GOOD = enum.auto()
    BAD = enum.auto()
    PENDING = enum.auto()
    NOTHING_DUE = enum.auto()
    UNKNOWN = enum.auto()


@dataclass(frozen=True)
class Check:
    """One check: its sentence as Markdown, with names escaped, and as plain text."""

    state: State
    sentence: str
    plain: str


_Colour = Literal["green", "red", "blue", "gray", "orange"]

# The word, the icon and the colour of each state: never the colour alone.
_LOOKS: Final[dict[State, tuple[str, str, _Colour]]] = {
    State.GOOD: (N_("In order"), ":material/check_circle:", "green"),
    State.BAD: (N_("To be seen to"), ":material/error:", "red"),
    State.PENDING: (N_("Not yet due"), ":material/hourglass_empty:", "blue"),
    State.NOTHING_DUE: (N_("Nothing due"), ":material/event_available:", "gray"),
    State.UNKNOWN: (N_("Unknown"), ":material/help:", "orange"),
}


def make(
    state: State,
    sentence: str,
    *,
    words: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Check:
    """Return a check whose sentence is given once, with what is important between `**`.

    Args:
        state: how it stands.
        sentence: a translated message; `words` and `names` fill it.
        words: what the program has written itself: figures, money, days.
        names: what comes from the store, and is shown letter by letter.
    """
    written, given = words or {}, names or {}
    return Check(
        state,
        sentence.format(**written, **{key: _escaped(name) for key, name in given.items()}),
        sentence.replace("**", "").format(**written, **given),
    )


def bulletin(title: str, checks: Sequence[Check]) -> str:
    """Return the sentences as plain text, each with the word of its state."""
    return "\n".join([title, *(f"- {word(check.state)}: {check.plain}" for check in checks)])


def word(state: State) -> str:
    """Return the word for a state."""
    return _(_LOOKS[state][0])


def badge(state: State) -> str:
    """Return a state as Markdown: its icon, its word, its colour."""
    label, icon, colour = _LOOKS[state]
    return f":{colour}-badge[{icon} {_(label)}]"


def _escaped(name: str) -> str:
    # An amount beside a name stays with its unit.
    return _NO_BREAK.join(formats.plain(part) for part in name.split(_NO_BREAK))
