"""docs/faults.md names every test that causes a fault, and no other."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from support import documents

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

FAULTS: Final = documents.ROOT / "docs" / "faults.md"
MARK: Final = "pytest.mark.fault"


def named() -> list[str]:
    """Return the tests that the document names."""
    return re.findall(r"`(tests/[^`]+)`", documents.text(FAULTS))


def marked(file: pathlib.Path) -> Iterator[str]:
    """Yield the tests of a file that are marked, each by itself or with all of the file."""
    text = file.read_text(encoding="utf-8")
    if MARK not in text:
        return
    tree = ast.parse(text)
    whole = any(
        ast.unparse(statement.targets[0]) == "pytestmark" and MARK in ast.unparse(statement.value)
        for statement in tree.body
        if isinstance(statement, ast.Assign)
    )
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
            own = any(ast.unparse(each) == MARK for each in function.decorator_list)
            if whole or own:
                yield f"{file.relative_to(documents.ROOT).as_posix()}::{function.name}"


def test_the_document_names_every_test_that_causes_a_fault_and_no_other() -> None:
    files = sorted((documents.ROOT / "tests").rglob("test_*.py"))
    found = {test for file in files for test in marked(file)}
    assert len(found) > 60
    assert set(named()) == found


def test_every_fault_has_what_causes_it_what_must_hold_and_what_was_measured() -> None:
    rows = documents.table(FAULTS, "no.")
    assert rows
    for number, *cells in rows:
        assert re.fullmatch(r"\d+|–", number)
        assert len(cells) == 4
        assert all(cells)
        assert "`tests/" in cells[1]
