"""Each kind of difference has a rule in the data, and an entry with its texts."""

from __future__ import annotations

import string
from typing import Any, Final

import pytest

from dashboard.text import exception_columns, exception_terms
from data.derived import difference_rules
from queries.exceptions import rows

# What else stands in the list of a kind.
_OF_NOTES: Final = {"owner", "note"}


def test_rules_and_texts_are_of_the_same_kinds_in_the_same_order() -> None:
    assert list(exception_terms.KINDS) == list(difference_rules.RULES)


@pytest.mark.parametrize("kind", exception_terms.KINDS.values(), ids=lambda kind: kind.name)
def test_what_is_shown_of_a_kind_is_in_the_rows_of_its_cases(kind: exception_columns.Kind) -> None:
    assert set(kind.columns) - _OF_NOTES <= set(rows.COLUMNS)
    assert set(kind.sides) <= set(kind.columns)
    assert not kind.form_day or kind.form_day in rows.COLUMNS


@pytest.mark.parametrize(
    ("found", "expected", "word"), [(1, 2, "less"), (2, 1, "more"), (1, 1, "more")]
)
def test_a_kind_may_have_a_sentence_for_each_direction(
    found: int, expected: int, word: str
) -> None:
    row: dict[str, Any] = {"found_amount": found, "expected_amount": expected}
    sentence = exception_terms.KINDS["remittance_differs"].sentence_of(row)
    assert word in sentence
    assert {"found", "expected"} <= {name for _, name, _, _ in string.Formatter().parse(sentence)}
