"""Owns how a rule says what is a case of a kind of difference, and how a statement asks it.

A statement asks for one kind, or for all of them where `:kind` is null; and for all differences,
or for those that are known by `:subjects`, which payments and remittances are found by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

_NO_TEXT: Final = "CAST(NULL AS text)"
_NO_MOMENT: Final = "CAST(NULL AS timestamptz)"


class Rule(NamedTuple):
    """When a row is a case, what it is compared with, and the two moments that are at odds."""

    applies: str
    other: str = _NO_TEXT
    moment: str = _NO_MOMENT
    other_moment: str = _NO_MOMENT


# The first moment after the as-of day: what happened before it is known.
NIGHT: Final = """
    (CAST(CAST(:as_of AS date) + 1 AS timestamp) AT TIME ZONE 'Asia/Ho_Chi_Minh')
"""


def is_subject(key: str) -> str:
    """Return whether a difference is one of `:subjects`, or anything where that is null."""
    return f"""(
        CAST(:subjects AS text[]) IS NULL OR {key} = ANY (CAST(:subjects AS text[]))
    )"""


def cases(rules: Mapping[str, Rule]) -> str:
    """Return the kinds of which a row is a case, aliased k, to be joined laterally to it."""
    rows = ",\n            ".join(f"('{kind}', {', '.join(rule)})" for kind, rule in rules.items())
    return f"""(
        SELECT kind, other, moment, other_moment
        FROM (VALUES
            {rows}
        ) AS v (kind, applies, other, moment, other_moment)
        WHERE applies AND (CAST(:kind AS text) IS NULL OR kind = :kind)
    ) AS k"""


def is_case(rules: Mapping[str, Rule]) -> str:
    """Return whether a row is a case of the kind that is asked for, or of any where none is.

    Most are of none, and are told apart at once.
    """
    either = " OR ".join(f"({rule.applies})" for rule in rules.values())
    each = " ".join(f"WHEN '{kind}' THEN {rule.applies}" for kind, rule in rules.items())
    return f"CASE WHEN CAST(:kind AS text) IS NULL THEN {either} ELSE CASE :kind {each} END END"


def totals(rules: Mapping[str, Rule], rows: str) -> str:
    """Return what counts the cases of each kind in one pass over `rows`, a FROM with aliases.

    A row is a case of several kinds at once: each is a bit, and few combinations occur.

    One row a kind with cases: kind, cases, amount and oldest_day. `amount` and `day` are columns of
    the rows.
    """
    bits = " + ".join(
        f"CASE WHEN {rule.applies} THEN {1 << nth} ELSE 0 END"
        for nth, rule in enumerate(rules.values())
    )
    kinds = ", ".join(f"('{kind}', {1 << nth})" for nth, kind in enumerate(rules))
    return f"""
    SELECT k.kind, sum(c.cases) AS cases, sum(c.amount) AS amount, min(c.day) AS oldest_day
    FROM (
        SELECT {bits} AS kinds, count(*) AS cases, sum(amount) AS amount, min(day) AS day
        FROM {rows}
        GROUP BY 1
    ) AS c
    JOIN (VALUES {kinds}) AS k (kind, bit) ON c.kinds & k.bit > 0
    GROUP BY k.kind
"""


def is_asked(kinds: Iterable[str]) -> str:
    """Return whether one of these kinds is asked for: the planner drops steps that are not."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return f"(CAST(:kind AS text) IS NULL OR :kind IN ({listed}))"
