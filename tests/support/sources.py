"""The source of the program, as tests read it for rules that hold everywhere."""

import ast
import pathlib
from collections.abc import Iterator
from typing import Final

ROOT: Final = pathlib.Path(__file__).parents[2]
FOLDERS: Final = ("dashboard", "pages", "queries", "data")


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Give every module of the program: its path below the project, and its tree."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield str(path.relative_to(ROOT)), tree


def words(node: ast.AST) -> Iterator[str]:
    """Give the names and attributes in a part of a tree."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Name):
            yield part.id
