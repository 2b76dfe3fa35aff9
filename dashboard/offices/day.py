"""Owns one day of an office: what form 01-XN has of it, how the forms went out, what data came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components import links, tables
from dashboard.text import _, formats, glossary, ngettext, office_terms

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.figures import office_day


_FIGURES: Final = ("codes", "payments", "amount", "adjustment_amount", "net_amount")


def remark(day: office_day.Forms) -> None:
    """Say that the figures are those of several offices, where they are."""
    below = len(day.facts.below)
    if below:
        sentence = ngettext(
            "The figures are those of {place} and of {n} office below it.",
            "The figures are those of {place} and of {n} offices below it.",
            below,
        )
        place = formats.plain(day.facts.name)
        st.caption(sentence.format(place=place, n=formats.count(below)))


def figures(day: office_day.Forms) -> None:
    """Show the figures of the day side by side, and the way to the form that has them."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(
            _("Form 01-XN of {day}").format(day=formats.day(day.date)),
            anchor=False,
            width="content",
        )
        links.link(
            "form-01-xn", _("See the form"), icon=":material/list:",
            date=day.date, office=day.facts.code,
        )  # fmt: skip
    tables.cards({column: glossary.FORM[column] for column in _FIGURES}, day.totals)


def parts(day: office_day.Forms) -> None:
    """Show what the day is made of; a row leads to its part of the form."""
    st.caption(_("Choose a row to see what it is made of."))
    _table(day, day.products, "product", _("By product"))
    _table(day, day.agents, "org", _("By collection organisation"))


def _table(day: office_day.Forms, rows: pd.DataFrame, param: str, title: str) -> None:
    terms = {"product": office_terms.BY_PRODUCT, "org": office_terms.BY_ORGANIZATION}[param]
    st.markdown(f"**{title}**")
    tables.show(
        rows,
        terms,
        key=f"day_by_{param}",
        alt=title,
        leads=links.Way(
            {param: "key"}, to="form-01-xn", given={"date": day.date, "office": day.facts.code}
        ),
    )
