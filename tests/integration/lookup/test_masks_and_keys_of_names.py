"""Masks and search keys are what their definitions say, however they are computed."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import engine

if TYPE_CHECKING:
    from support import desks

# As a store of version 0.1.0 defines them, and 0002 the mask of a number.
MASKED_NAME: Final = r"""regexp_replace(
    regexp_replace(name, '\s+(\S)\S*(?=\s)', ' \1.', 'g'), '(\S)\S*$', '\1•'
)"""
MASKED_NUMBER: Final = (
    "CASE WHEN length(name) < 10 THEN '••••••••' ELSE '••••••••' || right(name, 2) END"
)
KEY: Final = r"""translate(
    lower(regexp_replace(normalize(name, NFD), '[\u0300-\u036f]', '', 'g') COLLATE pg_c_utf8),
    'đ', 'd'
)"""
DIFFERING: Final = f"""
    SELECT name FROM unnest(%s::text[]) AS name
    WHERE mask_name(name) IS DISTINCT FROM {MASKED_NAME}
        OR mask_number(name) IS DISTINCT FROM {MASKED_NUMBER}
        OR search_key(name) IS DISTINCT FROM {KEY}
"""
LETTERS: Final = "aAăĂâđĐêôơưƯếộẫỹýÝzZ" + unicodedata.normalize("NFD", "ếộẫỹýặợ") + "ﬁßΣςİıŁø"
NAMES: Final = st.text(LETTERS + "  .-\t\n\u00a0\u2003\u0308\u0327", max_size=24)
SPACED: Final = st.lists(st.text(LETTERS, max_size=4), max_size=8).map(" ".join)


def differing(desk: desks.Desk, names: list[str | None]) -> list[str | None]:
    with desk.store.loading() as connection, engine.cursor(connection) as cursor:
        cursor.execute(DIFFERING, (names,))
        return [name for (name,) in cursor.fetchall()]


@settings(deadline=None)
@given(st.lists(st.one_of(NAMES, SPACED, st.text(max_size=20)), min_size=1, max_size=50))
def test_names_are_masked_and_searched_as_they_are_defined(
    shared_desk: desks.Desk, names: list[str]
) -> None:
    assert not differing(shared_desk, [name.replace("\0", "") for name in names])


@pytest.mark.parametrize("form", ["{0}", "Nguyễn {0}n An", "A{0}", "A {0}", "{0} B C D E F"])
def test_every_character_is_masked_and_searched_as_it_is_defined(
    shared_desk: desks.Desk, form: str
) -> None:
    known = (chr(code) for code in range(1, sys.maxunicode + 1))
    characters = [each for each in known if unicodedata.category(each) not in {"Cn", "Cs", "Co"}]
    assert len(characters) > 100_000
    assert not differing(shared_desk, [form.format(each) for each in characters])


def test_who_has_no_name_has_no_mask(shared_desk: desks.Desk) -> None:
    assert not differing(shared_desk, [None, ""])
