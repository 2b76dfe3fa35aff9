"""How a table is drawn: the texts of its cells, written here, and the component that shows them.

The browser gets columns of texts in the language of the page, and makes elements of HTML of them
(`table.js`). It neither sorts nor formats: orders and pages are addresses, as every link is.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
import pandas as pd
import streamlit as st

from dashboard import text
from dashboard.components import elements, links
from dashboard.text import _, formats, glossary

_WRITTEN: Final[dict[str, Callable[[object], str]]] = {
    "count": formats.count,
    "money": formats.money,
    "rate": formats.rate,
    "words": formats.words,
    "code": formats.words,
    "figure": formats.words,
    "lag": formats.lag,
    "minutes": formats.minutes,
    "day": formats.day,
    "moment": formats.moment,
    "sign": str,
    "count_change": formats.count_change,
    "money_change": formats.money_change,
    "rate_change": formats.rate_change,
}
# What an element may not be called.
_NO_NAME: Final = re.compile(r"[^\w-]")
# Longer texts are broken into lines.
_LONG: Final = 44

_component: Final = elements.component("table")


@dataclass(frozen=True)
class Order:
    """The order of the rows: the address that each column sorts by, and what is in force."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    column: str | None = None
    descending: bool = False


@dataclass(frozen=True)
class Picks:
    """What lets the user choose rows, to do something with them together.

    It stands in a form: what is chosen comes with what the form sends, see `picked`.

    Attributes:
        keys: what tells the rows apart, in their order.
        names: what the rows are called, for those who hear it.
    """

    keys: Sequence[str]
    names: Sequence[str]

    @property
    def words(self) -> dict[str, object]:
        """What the browser gets."""
        return {
            "keys": self.keys,
            "names": self.names,
            "label": _("Choose {name}"),
            "all": _("Choose all rows of this page"),
            "count": _("Rows chosen: {n}. The space bar chooses a row, with Shift all up to it."),
        }


def picked(key: str) -> list[str]:
    """Return the keys of the rows that were chosen in a table when its form was sent."""
    state = st.session_state.get(key) or {}
    keys = state.get("picked") if isinstance(state, Mapping) else None
    return [str(each) for each in keys] if isinstance(keys, list) else []


def written(value: object, term: glossary.Term) -> str:
    """Return a figure as tables and cards write it."""
    return _WRITTEN[term.kind](value)


def table(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    *,
    key: str,
    alt: str,
    leads: Mapping[str, links.Way],
    order: Order,
    pages: Mapping[str, Any] | None = None,
    totals: Mapping[str, object] | None = None,
    looks: Mapping[str, Sequence[str]] | None = None,
    current: int | None = None,
    picks: Picks | None = None,
    files: Mapping[str, Any] | None = None,
) -> None:
    """Draw the columns that have a term, in the order of the terms.

    Args:
        rows: what is shown.
        terms: the labels and explanations of the columns.
        key: the table's name in this session.
        alt: what the rows are: the caption, for screen readers.
        leads: by column, what its cells link to; a row with one link is one link.
        order: how the rows are sorted, and can be.
        pages: the other pages of the list, by `dashboard.components.paging.pager`.
        totals: the figures of all rows, by column; a line at the foot.
        looks: the colours of the cells, as CSS, by column.
        current: the place of the row that is open below.
        picks: what lets rows be chosen.
        files: the links to it as a file, by `dashboard.components.table_files.offer`.
    """
    ways: list[links.Way] = []
    for name in terms:
        if name in leads and leads[name] not in ways:
            ways.append(leads[name])
    used = list(dict.fromkeys(name for way in ways for name in way.read))
    shown = {
        "id": _NO_NAME.sub("-", f"table-{key}"),
        "same": [key, order.column, order.descending, (pages or {}).get("number")],
        "lang": text.language(),
        "caption": alt,
        "size": len(rows),
        "long": _LONG,
        "columns": [
            {
                "name": name,
                "kind": term.kind,
                "label": _(term.label),
                "help": _(term.help),
                "sort": order.addresses.get(name),
                "order": _direction(order) if name == order.column else None,
                "way": ways.index(leads[name]) if name in leads else None,
            }
            for name, term in terms.items()
        ],
        "rows": [_texts(rows[name], term) for name, term in terms.items()],
        "ways": [_way(way, used) for way in ways],
        "values": [[links.as_text(value) for value in rows[name].tolist()] for name in used],
        "looks": None if looks is None else _looks(looks, terms, len(rows)),
        "totals": None if totals is None else _foot(terms, totals),
        "pages": pages,
        "current": current,
        "picks": picks.words if picks else None,
        "files": files,
        "words": {
            "explain": _("What “{label}” means"),
            "+": _("up"),
            "−": _("down"),
        },
    }
    _component(key=key, data=orjson.dumps(shown))


def _texts(column: pd.Series, term: glossary.Term) -> list[Any]:
    """Return what the cells of a column say; a trend stays numbers."""
    values = column.tolist()
    if term.kind == "trend":
        return [[int(each) for each in value] for value in values]
    write = _WRITTEN[term.kind]
    return [write(value) for value in values]


def _direction(order: Order) -> str:
    return "descending" if order.descending else "ascending"


def _way(way: links.Way, used: Sequence[str]) -> dict[str, object]:
    page, given, last = way.parts()
    columns = [
        [param, None if column == links.CELL else used.index(column)]
        for param, column in way.columns.items()
    ]
    return {"page": page, "given": given, "columns": columns, "last": last}


def _looks(
    looks: Mapping[str, Sequence[str]], terms: Iterable[str], size: int
) -> dict[str, object]:
    """Return every look once, and for each cell its number; columns without one look plain."""
    plain = [""] * size
    columns = [looks.get(name, plain) for name in terms]
    known = dict.fromkeys(itertools.chain.from_iterable(columns))
    palette = {look: number for number, look in enumerate(known)}
    return {
        "palette": list(palette),
        "cells": [[palette[look] for look in column] for column in columns],
    }


def _foot(terms: Mapping[str, glossary.Term], totals: Mapping[str, object]) -> list[str]:
    """Return the cells of the last line, which begins with the word for it."""
    first, *others = terms.items()
    cells = [written(totals[name], term) if name in totals else "" for name, term in others]
    return [str(totals.get(first[0], _("In all"))), *cells]
