"""Generated successions of offices, and the same store as if they had always been merged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = dict[str, str]
    Files = Mapping[str, list[Row]]

TODAY: Final = dt.date(2026, 9, 16)
CODES: Final = ("00101", "00110", "00120", "00130", "00140")
ENDED: Final = "2026-09-15"
# The last day of an office is a day on which there still is one.
STANDING: Final = ("", TODAY.isoformat(), "2026-12-31")


@dataclass(frozen=True)
class Succession:
    """Which offices there are, and under which ones they lie; in any shape, circles too."""

    parents: Mapping[str, str]
    successors: Mapping[str, str]
    last_days: Mapping[str, str]

    @property
    def offices(self) -> list[Row]:
        """The rows of the offices."""
        return [
            {
                "office_code": code,
                "office_name": f"BHXH {code}",
                "parent_code": self.parents[code],
                "successor_code": self.successors[code],
                "valid_to": self.last_days[code],
            }
            for code in CODES
        ]

    def counted_as(self, code: str) -> str:
        """Return the office of today that one has become, step by step; itself in a circle."""
        reached, seen = code, set[str]()
        while self.successors[reached] and self.last_days[reached] == ENDED:
            if reached in seen:
                return code
            seen.add(reached)
            reached = self.successors[reached]
        return reached

    def as_ever(self, files: Files) -> dict[str, list[Row]]:
        """Return the files of a store in which the offices of today are all that ever were."""
        rewritten = {
            name: [
                row | {"office_code": self.counted_as(row["office_code"])}
                if "office_code" in row
                else row
                for row in rows
            ]
            for name, rows in files.items()
        }
        return rewritten | {"offices": [self._stood(code) for code in CODES]}

    def _stood(self, code: str) -> Row:
        """Return an office of today below one of today; one that is no more lies under none."""
        parent = self.parents[code]
        stands = self.counted_as(code) == code and parent
        return {
            "office_code": code,
            "office_name": f"BHXH {code}",
            "parent_code": self.counted_as(parent) if stands else "",
        }


@st.composite
def successions(draw: st.DrawFn) -> Succession:
    """Draw parents and successors without regard to sense, and who has ended."""
    others = {code: st.sampled_from(["", *(c for c in CODES if c != code)]) for code in CODES}
    last_days = st.one_of(st.just(ENDED), st.sampled_from(STANDING))
    return Succession(
        {code: draw(others[code]) for code in CODES},
        {code: draw(others[code]) for code in CODES},
        {code: draw(last_days) for code in CODES},
    )


@st.composite
def spread(draw: st.DrawFn, files: Files) -> dict[str, list[Row]]:
    """Return the files with payments and transfers of any of the offices, and no sendings."""
    anywhere = st.sampled_from(CODES)
    moved = {
        name: [row | {"office_code": draw(anywhere)} for row in files[name]]
        for name in ("payments", "remittances")
    }
    return {**files, **moved, "dispatches": []}
