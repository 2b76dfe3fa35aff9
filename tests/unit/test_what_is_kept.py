"""What a process keeps from one call to the next is nobody's row, or is kept by whose it is."""

import ast
from collections.abc import Iterator
from typing import Final

from support import sources

KEEPING: Final = {"cache", "lru_cache", "cache_data", "cache_resource"}
# Ways to the store: whoever has one of these may get rows, which depend on the scope and the data.
TO_THE_STORE: Final = {"connection", "_connection", "access", "current_store", "frames", "store"}


def kept() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Give the functions whose answers are kept, each with its place."""
    for path, nodes in sources.modules(*KEEPING):
        for node in nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                words = {word for each in node.decorator_list for word in sources.words(each)}
                if words & KEEPING:
                    yield f"{path}:{node.name}", node


def names(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Return the parameters of a function and all that its body names."""
    parameters = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
    return parameters | {word for each in node.body for word in sources.words(each)}


def has_key(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function is given the scope and the version of the data."""
    first = next(iter(node.args.args), None)
    return first is not None and first.arg == "key"


def test_there_are_answers_that_are_kept() -> None:
    assert len(dict(kept())) > 5


def test_what_is_kept_of_the_store_is_kept_by_a_key() -> None:
    """The key has the scope and the version of the data (`dashboard.cache`)."""
    without = [place for place, node in kept() if names(node) & TO_THE_STORE and not has_key(node)]
    assert not without
