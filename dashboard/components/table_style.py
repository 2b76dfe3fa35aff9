"""How a table is drawn: the text of its cells, its width and height."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import clock
from dashboard.text import _, formats, glossary
from data import local_time

_WRITTEN: Final[dict[str, Callable[[object], str]]] = {
    "count": formats.count,
    "money": formats.money,
    "rate": formats.rate,
    "words": formats.words,
    "code": formats.words,
    "figure": formats.words,
    "lag": formats.lag,
    "day": formats.day,
}
_FIGURES: Final = {"count", "money", "rate", "figure", "lag"}
_ROWS_IN_SIGHT: Final = 20
# The width of a day without its year, in pixels.
_SIGN_WIDTH: Final = 48
_SIGN_PIXELS: Final = 8
_CELL_PADDING: Final = 20


def written(value: object, term: glossary.Term) -> str:
    """Return a figure as tables and cards write it."""
    return _WRITTEN[term.kind](value)


def table(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    *,
    key: str,
    alt: str,
    labels: Mapping[str, str],
    picking: Mapping[str, Any],
    looks: pd.DataFrame | None = None,
) -> None:
    """Draw the columns that have a term, in the order of the terms.

    Args:
        rows: what is shown.
        terms: the labels and explanations of the columns.
        key: the table's name in this session.
        alt: what the rows are, for screen readers.
        labels: what is added to the heading of a column.
        picking: what can be picked, as `st.dataframe` takes it.
        looks: the colours of the cells, as CSS: a frame of the rows and columns at hand.
    """
    # Whatever stands in a cell is read out: lags are texts there, as their numbers are for sorting.
    lags: dict[str, Any] = {
        name: [formats.sortable_lag(lag) for lag in rows[name]] for name in _lags(terms)
    }
    shown = rows.loc[:, list(terms)].assign(**lags)
    writers: dict[Any, Any] = {
        name: formats.words if name in lags else _WRITTEN[term.kind]
        for name, term in terms.items()
        if term.kind in _WRITTEN
    }
    writers |= dict.fromkeys(_with_days(shown, terms), formats.moment)
    styled = shown.style.format(writers)
    st.dataframe(
        styled if looks is None else styled.apply(lambda _rows: looks, axis=None),
        key=key,
        alt=alt,
        hide_index=True,
        width="stretch",
        # A calendar is looked at as a whole.
        height="content" if len(shown) <= _ROWS_IN_SIGHT or looks is not None else "auto",
        column_config={
            name: _column(name, term, labels.get(name, ""), _width(shown[name], term))
            for name, term in terms.items()
        },
        placeholder=formats.UNKNOWN,
        **picking,
    )


def _lags(terms: Mapping[str, glossary.Term]) -> list[str]:
    return [name for name, term in terms.items() if term.kind == "lag"]


def _with_days(rows: pd.DataFrame, terms: Mapping[str, glossary.Term]) -> list[str]:
    """Return the columns of moments in which of some only the day is known."""
    return [
        name
        for name, term in terms.items()
        if term.kind == "moment" and any(map(local_time.is_day, rows[name].dropna()))
    ]


def _width(column: pd.Series, term: glossary.Term) -> int | None:
    """Return the width in pixels of amounts of which some are unknown, else None.

    The browser measures the first rows only: longer amounts below them would be cut.
    """
    if term.kind != "money" or not column.isna().any():
        return None
    longest = max([len(_(term.label)), *(len(formats.money(amount)) for amount in column)])
    return _CELL_PADDING + longest * _SIGN_PIXELS


def _column(name: str, term: glossary.Term, mark: str, width: int | None) -> Any:
    label = f"{_(term.label)} {mark}".strip()
    settings: dict[str, Any] = {"label": label, "help": _(term.help)}
    if term.kind == "moment":
        return st.column_config.DatetimeColumn(
            **settings, format="DD/MM/YYYY HH:mm:ss", timezone=clock.HANOI.key
        )
    if term.kind == "sign":
        return st.column_config.Column(**settings, alignment="center", width=_SIGN_WIDTH)
    if term.kind == "trend":
        return st.column_config.AreaChartColumn(**settings, width=128, y_min=0)
    return st.column_config.Column(
        **settings,
        alignment="right" if term.kind in _FIGURES else "left",
        pinned=name == "name" or None,
        width=width,
    )
