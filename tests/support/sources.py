"""The source of the program, as tests read it for rules that hold everywhere."""

import ast
import pathlib
from collections.abc import Iterator
from typing import Final

ROOT: Final = pathlib.Path(__file__).parents[2]
FOLDERS: Final = ("dashboard", "pages", "queries", "data")


def modules(*named: str) -> Iterator[tuple[str, tuple[ast.AST, ...]]]:
    """Give modules of the program: their path below the project, and all parts of their trees.

    Args:
        named: those that have none of these words in them are passed over unread; reading takes
            most of the time.
    """
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if any(word in text for word in named):
                yield str(path.relative_to(ROOT)), tuple(ast.walk(ast.parse(text)))


def words(node: ast.AST) -> Iterator[str]:
    """Give the names and attributes in a part of a tree."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Name):
            yield part.id
