"""Reads what a page shows: its words, and its tables by their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def said(page: AppTest) -> str:
    """Return the texts of a page, its notices first to last among them."""
    parts = [*page.markdown, *page.success, *page.info, *page.warning, *page.error, *page.caption]
    return "\n".join(part.value for part in parts)


def table(page: AppTest, key: str) -> Any:
    """Return the only table whose key has this in it."""
    (found,) = [each for each in page.dataframe if key in (each.proto.id or "")]
    return found.value
