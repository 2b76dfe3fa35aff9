"""The remittances of a lookup: totals, whether they add up, and the payments they cover."""

import pandas as pd
import streamlit as st

from dashboard import directory
from dashboard.components import elements, links, tables
from dashboard.lookup import summary
from dashboard.lookup import tables as lookup_tables
from dashboard.lookup.journey import Remittance, Remittances
from dashboard.text import _, formats, glossary, lookup_terms, ngettext
from queries.lookup import remittance_payments


def show(remittances: Remittances, known: directory.Directory) -> None:
    """Show the remittances: a single one in full, several as a list that leads to each."""
    if remittances.one:
        _one(remittances.one, remittances, known)
    elif remittances.all:
        _list(remittances, known)


def _one(remittance: Remittance, remittances: Remittances, known: directory.Directory) -> None:
    key = formats.plain(remittance.remittance_id)
    st.header(_("Remittance {id}").format(id=key), anchor=False)
    _keys(remittance)
    if remittance.is_named and remittance.total["remittance_seen"]:
        _sentence(remittance, known)
        tables.cards(lookup_terms.REMITTANCE, remittance.total)
    _agreement(remittance)
    if remittance.has_more:
        _covered(remittance, remittances, known)


def _keys(remittance: Remittance) -> None:
    """Show the remittance's identifier and the bank's reference, each to copy."""
    with st.container(horizontal=True, gap="small"):
        for kind, words in (
            ("remittance", remittance.remittance_id),
            ("bank_ref", remittance.total["bank_ref"]),
        ):
            if words:
                with st.container(gap="xxsmall", width="stretch"):
                    st.caption(_(lookup_terms.KINDS[kind]))
                    elements.copyable(words)


def _sentence(remittance: Remittance, known: directory.Directory) -> None:
    total = remittance.total
    sentence = _(
        "{org} paid **{amount}** into the fund's account of {office} on {moment}, for {payments}."
    )
    st.markdown(
        sentence.format(
            org=summary.place(known.organizations, total["org_code"]),
            office=summary.place(known.offices, total["office_code"]),
            amount=formats.money(total["remittance_amount"]),
            moment=formats.moment(total["remitted_at"]),
            payments=formats.payments(total["covered_payments"]),
        )
    )


def _agreement(remittance: Remittance) -> None:
    """Compare the remittance with what it covers, where it may be seen."""
    total = remittance.total
    words = {
        "payments": formats.payments(total["payments"]),
        "covered": formats.payments(total["covered_payments"] or 0),
        "amount": formats.money(total["remittance_amount"]),
        "sum": formats.money(total["covered_amount"]),
        "seen": formats.money(total["amount"]),
        "difference": formats.money(total["difference"]),
    }
    if not total["remittance_seen"]:
        sentence = _(
            "{payments} that you may see, {seen}. The remittance is filed under another office, "
            "so that its amount cannot be compared here."
        )
        st.info(sentence.format(**words), icon=":material/visibility_off:")
    elif total["difference"]:
        sentence = _(
            "The remittance of {amount} differs from the {covered} that it covers, {sum}: "
            "{difference}."
        )
        st.warning(sentence.format(**words), icon=":material/difference:")
    else:
        sentence = _("The remittance of {amount} equals the sum of the {covered} that it covers.")
        st.markdown(f":material/check: {sentence.format(**words)}")
    _elsewhere(remittance)


def _elsewhere(remittance: Remittance) -> None:
    """Show how much of the remittance belongs to offices that may not be seen."""
    total = remittance.total
    more = (total["covered_payments"] or 0) - total["payments"]
    if more > 0:
        sentence = _("Of these, {payments} of other offices, {amount}, are not listed here.")
        amount = formats.money(total["covered_amount"] - total["amount"])
        words = sentence.format(payments=formats.payments(more), amount=amount)
        st.info(words, icon=":material/visibility_off:")


def _covered(remittance: Remittance, remittances: Remittances, known: directory.Directory) -> None:
    key, as_of = remittance.remittance_id, remittances.today
    st.caption(
        " ".join(
            (
                _("Payments that this remittance covers."),
                tables.hint(_("Choose a row to look the payment up.")),
            )
        )
    )
    tables.show_page(
        _labelled(remittances.rows, known),
        lookup_terms.COVERED,
        remittances.page,
        remittance.payments,
        whole=lambda c, every: _labelled(
            remittance_payments.listed(c, remittance=key, as_of=as_of, page=every), known
        ),
        sortable=remittance_payments.SORTABLE,
        key="covered",
        alt=_("Payments that this remittance covers"),
        leads=links.Way({"code": "payment_id"}, given={"payment": None, "sort": None}),
    )
    if remittance.payments == remittance.total["covered_payments"]:
        tables.check(remittance.total["amount"], remittance.total["covered_amount"])


def _labelled(rows: pd.DataFrame, known: directory.Directory) -> pd.DataFrame:
    return rows.assign(
        office=rows["office_code"].map(known.offices),
        product=[_(glossary.PRODUCTS[code]) for code in rows["product"]],
        status=[lookup_tables.status(name) for name in rows["status"]],
    )


def _list(remittances: Remittances, known: directory.Directory) -> None:
    totals = remittances.totals
    rows = totals.assign(
        org=totals["org_code"].map(known.organizations),
        office=totals["office_code"].map(known.offices),
    )
    title = _("Remittances")
    st.header(title, anchor=False)
    _sum(remittances)
    tables.show(
        rows,
        lookup_terms.REMITTANCES,
        key="remittances",
        alt=title,
        leads=links.Way({"code": "remittance_id"}, given={"payment": None}),
    )


def _sum(remittances: Remittances) -> None:
    """Show the sum of the remittances, and how many of them differ."""
    number = len(remittances.all)
    totals = [each.total for each in remittances.all if each.total["remittance_seen"]]
    sentence = ngettext(
        "{n} remittance, **{amount}** in all; {differing} of them differs from the payments that "
        "it covers.",
        "{n} remittances, **{amount}** in all; {differing} of them differ from the payments that "
        "they cover.",
        number,
    )
    said = sentence.format(
        n=formats.count(number),
        amount=formats.money(sum(total["remittance_amount"] for total in totals)),
        differing=formats.count(sum(bool(total["difference"]) for total in totals)),
    )
    st.markdown(" ".join((said, tables.hint(_("Choose a row to see them.")))))
