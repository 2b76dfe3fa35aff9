"""Owns how a rule says what is a case of a kind of difference, and how a statement asks it.

A statement asks for one kind, or for all of them where `:kind` is null; and for all differences,
or for those that are known by `:subjects`, which payments and remittances are found by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NO_TEXT: Final = "CAST(NULL AS text)"
NO_MOMENT: Final = "CAST(NULL AS timestamptz)"


class Rule(NamedTuple):
    """When a row is a case, what it is compared with, and the two moments that are at odds."""

    applies: str
    other: str = NO_TEXT
    moment: str = NO_MOMENT
    other_moment: str = NO_MOMENT


def is_subject(key: str) -> str:
    """Return whether a difference is one of `:subjects`, or anything where that is null."""
    return f"""(
        CAST(:subjects AS text[]) IS NULL OR {key} = ANY (CAST(:subjects AS text[]))
    )"""


def cases(rules: Mapping[str, Rule]) -> str:
    """Return the kinds of which a row is a case, aliased k, to be joined laterally to it.

    The planner drops the kinds that are not asked for, so that nothing of them is computed.
    """
    each = "\n            UNION ALL ".join(
        f"""SELECT '{kind}' AS kind, {rule.other} AS other, {rule.moment} AS moment,
                {rule.other_moment} AS other_moment
            WHERE ({rule.applies}) AND {is_asked([kind])}"""
        for kind, rule in rules.items()
    )
    return f"""(
            {each}
        ) AS k"""


def is_case(rules: Mapping[str, Rule]) -> str:
    """Return whether a row is a case of the kind that is asked for, or of any where none is.

    Most are of none, and are told apart at once.
    """
    either = " OR ".join(f"({rule.applies})" for rule in rules.values())
    each = " ".join(f"WHEN '{kind}' THEN {rule.applies}" for kind, rule in rules.items())
    return f"CASE WHEN CAST(:kind AS text) IS NULL THEN {either} ELSE CASE :kind {each} END END"


def is_asked(kinds: Iterable[str]) -> str:
    """Return whether one of these kinds is asked for: the planner drops steps that are not."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return f"(CAST(:kind AS text) IS NULL OR :kind IN ({listed}))"
