"""Reads what a page shows: its words, and its tables by their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support.screens import sent_tables

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def said(page: AppTest) -> str:
    """Return the texts of a page, its notices first to last among them."""
    parts = [*page.markdown, *page.success, *page.info, *page.warning, *page.error, *page.caption]
    return "\n".join(part.value for part in parts)


def table(page: AppTest, key: str) -> Any:
    """Return the rows of the only table whose key has this in it."""
    return sent_tables.rows(page, key)
