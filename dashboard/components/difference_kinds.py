"""Table of the kinds of difference, of an office or of an organisation."""

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import screens
from dashboard.components import links, tables
from dashboard.text import _, exception_terms

_TERMS: Final = {
    name: exception_terms.SUMMARY[name] for name in ("label", "cases", "amount", "oldest_days")
}


def show(kinds: pd.DataFrame, params: Mapping[str, screens.Value], key: str) -> None:
    """Show the kinds with cases; a row leads to its cases.

    Args:
        kinds: the rows of `queries.exceptions.counts.by_kind`.
        params: the scope and days of the rows, as parameters of an address.
        key: the key of the table in this session.
    """
    title = _("Differences to reconcile")
    st.header(title, anchor=False)
    rows, labels = kinds[kinds["cases"] > 0], exception_terms.labels()
    if rows.empty:
        st.info(_("There is nothing to reconcile."), icon=":material/check_circle:")
        return
    st.caption(tables.hint(_("Choose a row to see its cases.")))
    tables.show(
        rows.assign(label=[labels[kind] for kind in rows["kind"]]),
        _TERMS,
        key=key,
        alt=title,
        leads=links.Way({"kind": "kind"}, to="exceptions", given=params),
    )
