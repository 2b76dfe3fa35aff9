"""Lists of the payments behind a figure: the choice of one, its head, its rows and its rate."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import directory
from dashboard.components import filters, links, predecessors, tables
from dashboard.text import _, formats, glossary, ngettext
from dashboard.text.glossary import Term
from queries import paging

# The changes of the address that close a list; its order goes with it.
Closing = dict[str, str | None]


def pick(
    lists: Sequence[str],
    *,
    chosen: str | None,
    key: str,
    name: Callable[[str], str],
    closing: Closing,
    explained: str,
) -> None:
    """Let the user choose which payments are listed, or none of them.

    Args:
        lists: the values of `status` in the address.
        chosen: the one that is shown.
        key: of the control in the session.
        name: returns what a list is called.
        closing: what closes the list that is shown.
        explained: the help text.
    """
    st.session_state[key] = chosen
    label = _("List the payments")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(label, width="content", help=explained)
        st.segmented_control(
            label,
            options=lists,
            key=key,
            format_func=name,
            on_change=lambda: filters.write(**closing | {"status": st.session_state[key]}),
            label_visibility="collapsed",
        )


def head(name: str, payments: int, amount: int, closing: Closing | None) -> None:
    """Say what the whole list has, and let the user close it where `closing` says how."""
    values = {
        "what": formats.plain(name),
        "payments": ngettext("{n} payment", "{n} payments", payments).format(
            n=formats.count(payments)
        ),
        "amount": formats.money(amount),
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("**{what}**: {payments}, **{amount}**.").format(**values), width="stretch")
        if closing is not None:
            st.button(
                _("Close the list"),
                key="close_list",
                icon=":material/close:",
                type="tertiary",
                on_click=filters.write,
                kwargs=closing,
            )


def differing(
    terms: Mapping[str, Term], chosen: filters.Filters, known: directory.Directory
) -> dict[str, Term]:
    """Return the columns without those that are alike in all payments of what is chosen."""
    others = chosen.office in known.upper or predecessors.predecessors(chosen, known)
    alike = {
        "org": chosen.org or chosen.collector,
        "office": chosen.office and not others,
        "collector_code": chosen.collector,
        "product_label": chosen.product,
    }
    return {name: term for name, term in terms.items() if not alike.get(name)}


def named(
    rows: pd.DataFrame, status: Callable[[str], str], known: directory.Directory
) -> pd.DataFrame:
    """Return rows of payments with names for codes, and what to look up."""
    return rows.assign(
        status_label=[status(code) for code in rows["status"]],
        org=[known.organizations.get(code, code) for code in rows["org_code"]],
        office=[known.offices.get(code, code) for code in rows["office_code"]],
        product_label=[_(glossary.PRODUCTS[code]) for code in rows["product"]],
        lookup=rows["confirmation_code"].fillna(rows["payment_id"]),
    )


def show(
    rows: pd.DataFrame,
    terms: Mapping[str, Term],
    page: paging.Page,
    payments: int,
    **names: Any,
) -> None:
    """Show a page of `named` payments; a row leads to its lookup.

    `names` are the `whole`, `sortable`, `key` and `alt` of `tables.show_page`.
    """
    tables.show_page(
        rows, terms, page, payments, leads=links.Way({"code": "lookup"}, to="lookup"), **names
    )


def check_rate(counts: Mapping[str, int], figure: float, *, same: str, different: str) -> None:
    """Compare the share of some payments with the rate above, of which no sum can be made.

    Args:
        counts: the number of these payments, and of all, by their names in the sentences.
        figure: the rate above, with 4 decimals.
        same: the sentence where the share is that rate; it may also have {rate}.
        different: the sentence where it is not; it may also have {rate} and {figure}.
    """
    part, whole = counts.values()
    rate = (Decimal(part) / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    values = {name: formats.count(number) for name, number in counts.items()} | {
        "rate": formats.rate(rate),
        "figure": formats.rate(figure),
    }
    if float(rate) == figure:
        st.caption(same.format(**values))
    else:
        st.error(different.format(**values), icon=":material/difference:")
