"""The source of the program, as tests read it for rules that hold everywhere."""

import ast
import functools
import pathlib
from collections.abc import Iterator
from typing import Final

ROOT: Final = pathlib.Path(__file__).parents[2]
FOLDERS: Final = ("dashboard", "pages", "queries", "data")


@functools.cache
def modules() -> tuple[tuple[str, tuple[ast.AST, ...]], ...]:
    """Return every module of the program: its path below the project, and all parts of its tree."""
    return tuple(
        (str(path.relative_to(ROOT)), tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
    )


def words(node: ast.AST) -> Iterator[str]:
    """Give the names and attributes in a part of a tree."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Name):
            yield part.id
