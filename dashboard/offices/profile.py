"""Owns what an office is: where it belongs, since when there is it, what came before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from dashboard.components import filters, formats
from dashboard.text import _, ngettext
from queries import directory

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import sqlalchemy as sa


_WAYS_DOWN: Final = 8


@dataclass(frozen=True)
class Facts:
    """One office; other offices are given by their codes, `names` has those of all of them."""

    code: str
    upper: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    successor: str | None
    predecessors: tuple[str, ...]
    below: tuple[str, ...]
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        """What the office is called."""
        return self.names[self.code]

    def is_closed(self, day: dt.date) -> bool:
        """Return whether the office was there no more on a day."""
        return self.valid_to is not None and self.valid_to < day


def ask(connection: sa.Connection, office: str) -> Facts:
    """Ask the store what an office is."""
    return of(directory.offices(connection), office)


def of(offices: pd.DataFrame, code: str) -> Facts:
    """Return the facts of an office, from all offices of `queries.directory`."""
    row = offices[offices["office_code"] == code].iloc[0].to_dict()
    return Facts(
        code=code,
        upper=_known(row["parent_code"]),
        valid_from=_known(row["valid_from"]),
        valid_to=_known(row["valid_to"]),
        successor=_known(row["successor_code"]),
        predecessors=_codes(offices, "successor_code", [code]),
        below=_below(offices, code),
        names=dict(zip(offices["office_code"], offices["office_name"], strict=True)),
    )


def _below(offices: pd.DataFrame, code: str) -> tuple[str, ...]:
    """Return the offices below, level by level; one that is its own upper office ends the way."""
    found: dict[str, None] = {}
    level: tuple[str, ...] = (code,)
    while level:
        under = _codes(offices, "parent_code", level)
        level = tuple(each for each in under if each not in found and each != code)
        found |= dict.fromkeys(level)
    return tuple(found)


def _codes(offices: pd.DataFrame, column: str, wanted: list[str] | tuple[str, ...]) -> Any:
    return tuple(offices.loc[offices[column].isin(wanted).fillna(value=False), "office_code"])


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value


def head(facts: Facts, day: dt.date) -> None:
    """Say what the office is, and lead to the offices that it has to do with."""
    st.subheader(formats.plain(facts.name), anchor=False)
    st.markdown(" ".join(_sentences(facts)))
    if facts.is_closed(day):
        sentence = _("There was no such office any more on {day}.")
        st.info(sentence.format(day=formats.day(day)), icon=":material/event_busy:")
    with st.container(horizontal=True, gap="small"):
        for code in _related(facts):
            _way(facts, code)


def _related(facts: Facts) -> list[str]:
    """Return the offices to lead to; of very many below, the list of all offices has them."""
    below = facts.below if len(facts.below) <= _WAYS_DOWN else ()
    related = (facts.upper, *facts.predecessors, facts.successor, *below)
    return list(dict.fromkeys(code for code in related if code and code in facts.names))


def _sentences(facts: Facts) -> list[str]:
    """Return what is known of the office, one sentence a fact."""
    words = {
        "code": formats.plain(facts.code),
        "upper": _name(facts, facts.upper),
        "since": formats.day(facts.valid_from),
        "until": formats.day(facts.valid_to),
        "successor": _name(facts, facts.successor),
        "predecessors": ", ".join(_name(facts, code) for code in facts.predecessors),
        "n": formats.count(len(facts.below)),
    }
    told = [
        (_("Code {code}."), facts.code),
        (_("Below {upper}."), facts.upper),
        (_("Since {since}."), facts.valid_from),
        (_("Until {until}."), facts.valid_to),
        (_("Succeeded by **{successor}**."), facts.successor),
        (_("Successor of {predecessors}."), facts.predecessors),
        (
            ngettext(
                "The figures are those of this office and of {n} office below it.",
                "The figures are those of this office and of {n} offices below it.",
                len(facts.below),
            ),
            facts.below,
        ),
    ]
    return [sentence.format(**words) for sentence, known in told if known]


def _way(facts: Facts, code: str) -> None:
    # Streamlit does not change the address for a link to the page itself.
    st.button(
        _name(facts, code),
        key=f"office_{code}",
        type="tertiary",
        icon=_icon(facts, code),
        on_click=filters.write,
        # What came before has figures of its own among the offices of that time only.
        kwargs={"office": code, **({"offices": None} if code in facts.predecessors else {})},
    )


def _icon(facts: Facts, code: str) -> str:
    if code == facts.upper:
        return ":material/arrow_upward:"
    if code == facts.successor:
        return ":material/arrow_forward:"
    return ":material/arrow_downward:" if code in facts.below else ":material/history:"


def _name(facts: Facts, code: str | None) -> str:
    return formats.plain(facts.names.get(code, code)) if code else ""
