"""The ways that a page offers: the links on it, and where the rows of its tables lead."""

from __future__ import annotations

import functools
import urllib.parse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.components import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd
    import pytest
    from streamlit.testing.v1 import AppTest

    from dashboard.components import links


@dataclass(frozen=True)
class Lead:
    """One way: the page that it leads to, and under which address."""

    label: str
    to: str
    params: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of a table, and where they lead."""

    rows: pd.DataFrame
    way: links.Way

    def leads(self, page: str) -> Iterator[tuple[dict[str, Any], Lead]]:
        """Return each row with its way; one that stays leads to `page`."""
        for row in self.rows.to_dict("records"):
            named = {str(name): value for name, value in row.items()}
            params = {param: named[column] for param, column in self.way.columns.items()}
            given = {**self.way.given, **params}
            written = {name: str(value) for name, value in given.items() if value is not None}
            yield named, Lead(str(named.get("name")), self.way.to or page, written)


def links_of(page: AppTest) -> list[Lead]:
    """Return the links of a page, without those of the menu."""
    return [
        Lead(
            link.proto.label,
            link.proto.page,
            dict(urllib.parse.parse_qsl(link.proto.query_string)),
        )
        # The menu stands in the sidebar.
        for link in page.main.get("page_link")
    ]


def tables_of(monkeypatch: pytest.MonkeyPatch) -> dict[str, Table]:
    """Return the tables that pages show from now on, by their keys."""
    shown: dict[str, Table] = {}

    def noting(show: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(show)
        def note(rows: pd.DataFrame, *others: Any, **named: Any) -> None:
            if named.get("leads") is not None:
                shown[named["key"]] = Table(rows, named["leads"])
            show(rows, *others, **named)

        return note

    monkeypatch.setattr(tables, "show", noting(tables.show))
    monkeypatch.setattr(tables, "show_page", noting(tables.show_page))
    return shown
