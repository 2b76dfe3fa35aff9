"""Owns the one way in which rows are shown, added up and chosen from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import clock, filters, formats
from dashboard.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from dashboard.text import glossary

LONGEST: Final = 1000

_WRITTEN: Final[dict[str, Callable[[object], str]]] = {
    "count": formats.count,
    "money": formats.money,
    "rate": formats.rate,
    "words": formats.words,
    "code": formats.words,
    "figure": formats.words,
}
_FIGURES: Final = {"count", "money", "rate", "figure"}


def show(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    *,
    key: str,
    alt: str,
    choose: tuple[str, str] | None = None,
    total: int | None = None,
) -> None:
    """Show the rows, with the columns that have a term, in the order of the terms.

    Args:
        rows: what a question gave.
        terms: the column's names and what they stand for.
        key: the table's name in this session; another one for other rows, as the browser keeps
            what is picked by this name.
        alt: what the rows are, for those who cannot see them.
        choose: a parameter of the address and the column whose value it gets when the user
            picks a row; without it rows cannot be picked.
        total: how many rows there are, where `rows` are only the first of them.
    """
    shown = rows.loc[:, list(terms)].head(LONGEST)
    st.dataframe(
        shown.style.format(
            {name: _WRITTEN[term.kind] for name, term in terms.items() if term.kind in _WRITTEN}
        ),
        key=key,
        alt=alt,
        hide_index=True,
        width="stretch",
        height="content" if len(shown) <= _ROWS_IN_SIGHT else "auto",
        column_config={name: _column(name, term) for name, term in terms.items()},
        placeholder=formats.UNKNOWN,
        **_choosing(key, choose, shown),
    )
    there_are = total or len(rows)
    if there_are > len(shown):
        st.caption(_cut(there_are), width="stretch")


def totals(rows: pd.DataFrame, columns: Mapping[str, object]) -> dict[str, int]:
    """Return the sums of these columns over all rows."""
    return {name: int(rows[name].sum()) for name in columns}


def check(total: int, figure: int) -> None:
    """Say that rows add up to the figure that they are made of, or that they do not."""
    if total == figure:
        words = _(":material/check: The payments add up to {amount}, the figure above.")
        st.caption(words.format(amount=formats.money(total)))
    else:
        words = _("The payments add up to {amount}, the figure above is {figure}: load again.")
        st.error(
            words.format(amount=formats.money(total), figure=formats.money(figure)),
            icon=":material/difference:",
        )


def empty_store() -> None:
    """Say that there is nothing to show yet, and how that changes."""
    st.info(
        _("The store is empty. Load the extracts with this command:"), icon=":material/database:"
    )
    import_command()


def import_command() -> None:
    """Give the command that loads one's own data."""
    copyable(" ".join(["bhxh-monitor import", _("FOLDER")]))


def copyable(words: str) -> None:
    """Show a line that one click copies, since tables let nothing be copied."""
    st.code(words, language=None, wrap_lines=True)


_ROWS_IN_SIGHT: Final = 20


def _column(name: str, term: glossary.Term) -> Any:
    settings: dict[str, Any] = {"label": _(term.label), "help": _(term.help)}
    if term.kind == "moment":
        return st.column_config.DatetimeColumn(
            **settings, format="DD/MM/YYYY HH:mm:ss", timezone=clock.HANOI.key
        )
    return st.column_config.Column(
        **settings,
        alignment="right" if term.kind in _FIGURES else "left",
        pinned=name == "name" or None,
    )


def _choosing(key: str, choose: tuple[str, str] | None, shown: pd.DataFrame) -> dict[str, Any]:
    if choose is None:
        return {}
    param, column = choose
    values = shown[column].tolist()

    def follow() -> None:
        picked = st.session_state[key].selection.rows
        if picked:
            filters.write(**{param: values[picked[0]]})

    return {"on_select": follow, "selection_mode": "single-row"}


def _cut(total: int) -> str:
    return ngettext(
        "The first {shown} of {total} row are shown; the totals are of all of them.",
        "The first {shown} of {total} rows are shown; the totals are of all of them.",
        total,
    ).format(shown=formats.count(LONGEST), total=formats.count(total))
