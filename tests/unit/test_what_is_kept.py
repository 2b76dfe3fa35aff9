"""What a process keeps from one call to the next is known, and none of it is a row of somebody."""

from __future__ import annotations

import ast
import pathlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = pathlib.Path(__file__).parents[2]
KEEPING: Final = {"cache", "lru_cache", "cache_data", "cache_resource"}
# Where something is kept, and what it depends on.
KEPT: Final = {
    "dashboard/cache.py:_cached": "store, scope, data version, question and its arguments",
    "dashboard/exports/writers/workbook.py:best": "the widths of a table, for one call",
    "dashboard/exports/template.py:named": "the words of a paper",
    "dashboard/web/loading_page.py:document": "the loading page, by its screen and language",
    "dashboard/auth/sign_in.py:is_configured": "whether people sign in, decided once a process",
    "dashboard/auth/sign_in.py:provider": "the client of the provider, and its addresses",
    "dashboard/text/__init__.py:_catalog": "the words of a language",
    "data/importing/reading/worksheet.py:shown_as": "what a number format of a workbook shows",
    "data/importing/reading/headings.py:_names": "the headings of a file",
    "data/importing/reading/headings.py:_all_names": "the headings of all sets",
    "data/importing/reading/set_choice.py:_names": "the names of the sets",
    "data/importing/reading/worksheet.py:_column": "the letters of a column",
    "data/settings.py:_read": "the settings",
}


def keeping(tree: ast.AST) -> Iterator[str]:
    """Give the functions of a module whose answers are kept."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = {
                part.attr if isinstance(part, ast.Attribute) else getattr(part, "id", "")
                for decorator in node.decorator_list
                for part in ast.walk(decorator)
            }
            if words & KEEPING:
                yield node.name


def test_every_answer_that_is_kept_is_known_and_depends_on_whose_it_is() -> None:
    """A new one stands here with what it depends on: rows depend on the scope and the data."""
    found = {
        f"{path.relative_to(ROOT)}:{name}"
        for folder in ("dashboard", "pages", "queries", "data")
        for path in (ROOT / folder).rglob("*.py")
        for name in keeping(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set(KEPT)
