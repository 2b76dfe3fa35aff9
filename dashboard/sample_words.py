"""Owns what the screens say of sample data: while they are made, and as long as they stand."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import first_run, formats, parts, tables
from dashboard.text import _

_SECONDS_BETWEEN_LOOKS: Final = 1.0


def banner() -> None:
    """Say that nothing on the screen is real, and how to see one's own data."""
    with st.expander(
        _("Sample data: every name and figure is invented"), icon=":material/science:"
    ):
        st.markdown(_("To see your own data, import them; the sample is removed then:"))
        tables.import_command()


def preparing() -> None:
    """Show how far the sample is; the page itself comes when it is in."""
    parts.alone(_prepared, every=_SECONDS_BETWEEN_LOOKS)()


def _prepared() -> None:
    share = first_run.share_filled()
    if share is None:
        st.rerun()
        return
    st.info(
        _("The store is empty: sample data are being made. The page opens when they are in."),
        icon=":material/science:",
    )
    st.progress(share, text=formats.rate(share))
