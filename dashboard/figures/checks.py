"""Checks: a sentence, its state, and the links to its rows."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from dashboard import screens
from dashboard.text import _, formats, ngettext
from data.problems import N_

_NO_BREAK: Final = "\u00a0"

# So many are named; the others are counted.
NAMED: Final = 3


class State(enum.Enum):
    """The result of a check; each looks different from the others."""

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
    State.BAD: (N_("Needs action"), ":material/error:", "red"),
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
    """Return a check from its sentence, in which `**` marks what is important.

    Args:
        state: the result.
        sentence: a translated message; `words` and `names` fill it.
        words: texts of the program: figures, money, days.
        names: texts from the store, which are escaped.
    """
    written, given = words or {}, names or {}
    return Check(
        state,
        sentence.format(**written, **{key: _escaped(name) for key, name in given.items()}),
        sentence.replace("**", "").format(**written, **given),
    )


def bulletin_text(title: str, checks: Sequence[Check]) -> str:
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


@dataclass(frozen=True)
class Lead:
    """A link from a check to the rows that it counts; the label is Markdown."""

    label: str
    to: str
    params: Mapping[str, screens.Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A check and the links to its rows."""

    check: Check
    leads: tuple[Lead, ...]


def listed(names: Sequence[str], more: str, most: int = NAMED) -> str:
    """Return the first names; `more` is a translated message that counts the others."""
    shown, left = ", ".join(names[:most]), len(names) - most
    return shown if left <= 0 else more.format(names=shown, n=formats.count(left))


def offices(names: Sequence[str], most: int = NAMED) -> str:
    """Return the first names of offices, and how many others there are."""
    left = max(1, len(names) - most)
    more = ngettext("{names} and {n} other office", "{names} and {n} other offices", left)
    return listed(names, more, most)


def organizations(names: Sequence[str], most: int = NAMED) -> str:
    """Return the first names of organisations, and how many others there are."""
    left = max(1, len(names) - most)
    more = ngettext(
        "{names} and {n} other organisation", "{names} and {n} other organisations", left
    )
    return listed(names, more, most)


def headline(lines: Sequence[Line]) -> str:
    """Return in one sentence how many checks have found something."""
    states = [line.check.state for line in lines]
    bad, unknown, pending = map(states.count, (State.BAD, State.UNKNOWN, State.PENDING))
    parts = {
        ngettext("**{n} matter needs action.**", "**{n} matters need action.**", bad): bad,
        ngettext("**{n} check is unknown.**", "**{n} checks are unknown.**", unknown): unknown,
        ngettext("{n} is not yet due.", "{n} are not yet due.", pending): pending,
    }
    sentences = [sentence.format(n=formats.count(n)) for sentence, n in parts.items() if n]
    return " ".join(sentences) or _("**Nothing needs action.**")
