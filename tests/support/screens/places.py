"""What tests of the pages of offices and organisations read from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

BA_DINH: Final = "00101"
SOC_SON: Final = "00110"
CITY: Final = "00100"
ONE: Final = "BI0001"
TWO: Final = "IS0002"


def said(page: AppTest) -> str:
    """Return the sentences of a page."""
    parts = [*page.markdown, *page.caption, *page.info, *page.warning]
    return "\n".join(part.value for part in parts)


def metrics(page: AppTest) -> dict[str, str]:
    """Return the figures of a page by their labels."""
    return {metric.label: metric.value for metric in page.metric}


def money(amount: object) -> str:
    """Return an amount as Vietnamese reads it."""
    return f"{int(str(amount)):,}".replace(",", ".") + "\u00a0₫"
