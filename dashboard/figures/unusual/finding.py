"""A finding: what is unusual, of whom, since when, and the figures that say so."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard import screens


class Kind(enum.StrEnum):
    """What is unusual; the values stand in addresses."""

    DAY = "day"
    SILENCE = "silence"
    ON_TIME = "on_time"
    RECORDING = "recording"
    CODE = "code"


@dataclass(frozen=True)
class Subject:
    """Whose figures they are: of all offices and organisations where nobody is named."""

    office: str | None = None
    org: str | None = None
    collector: str | None = None
    collector_name: str = ""

    @property
    def params(self) -> dict[str, screens.Value]:
        """The subject as addresses have it."""
        named = {"office": self.office, "org": self.org, "collector": self.collector}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Point:
    """One place of a course: a day, a week or a size, its value, and the usual range there."""

    at: dt.date | int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that is unusual.

    Attributes:
        kind: what it is.
        subject: whose it is.
        since: the first day of it.
        day: the last day of it that is known.
        measure: what was measured, a key of `dashboard.text.unusual_terms.COURSES`.
        value: what it came to.
        usual: what it usually comes to.
        low: the least that is usual.
        high: the most that is usual.
        number: of how many payments, or days, it is.
        amount: the money concerned, in đồng: what is missing or too much, or stands behind it.
        code: the confirmation code, of a code.
        course: how it has gone.
    """

    kind: Kind
    subject: Subject
    since: dt.date
    day: dt.date
    measure: str
    value: float
    usual: float
    low: float = 0
    high: float = 0
    number: int = 0
    amount: int = 0
    code: str = ""
    course: Sequence[Point] = field(default_factory=tuple)

    @property
    def key(self) -> str:
        """What tells it apart from others, also on the next day, for addresses."""
        who = self.subject
        parts = (self.kind, self.measure, self.since, who.office, who.org, who.collector, self.code)
        return "~".join(str(part or "") for part in parts)

    @property
    def is_lasting(self) -> bool:
        """Whether it goes on until something is done, and does not end with its day."""
        return self.kind in (Kind.SILENCE, Kind.ON_TIME, Kind.RECORDING)


def ordered(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings by their days, the latest first, and those of a day by their money."""
    return sorted(findings, key=lambda each: (each.since, each.amount, each.key), reverse=True)


def weightiest(findings: Sequence[Finding]) -> Finding:
    """Return the finding that the most money stands behind."""
    return max(findings, key=lambda each: (each.amount, each.since, each.key))
