"""The lists of payments behind the figures of form 01-XN, and their codes to copy."""

from typing import Final

import pandas as pd
import streamlit as st

from dashboard import access, directory
from dashboard.components import elements, filters, fragments, links, predecessors, tables
from dashboard.forms import period as form_period
from dashboard.forms import selection
from dashboard.forms.period import FormPeriod
from dashboard.forms.selection import Choice
from dashboard.text import _, form_terms, formats, glossary, ngettext
from data.problems import N_
from queries.forms import payments as form_payments
from queries.forms.payments import Kind

# Enough for a form; a browser is not sent thousands of them.
MOST_CODES: Final = 1_000

_TITLES: Final = {
    Kind.PAYMENTS: N_("Payments on the form"),
    Kind.LATE_RECORDED: N_("Payments made on an earlier day"),
    Kind.ADJUSTMENTS: N_("Adjustments (voided receipts)"),
}
_COLUMNS: Final = {
    Kind.PAYMENTS: ("confirmation_code", "payment_id", "office", "org", "collector_code",
                    "product", "months", "amount", "paid_at", "recorded_at"),
    Kind.LATE_RECORDED: ("confirmation_code", "payment_id", "late_days", "late_minutes",
                         "office", "org", "amount", "paid_at", "recorded_at", "collector_code",
                         "product"),
    Kind.ADJUSTMENTS: ("confirmation_code", "payment_id", "office", "org", "amount", "voided_at",
                       "recorded_at", "paid_at", "collector_code", "product"),
}  # fmt: skip
_LOOKUP: Final = links.Way({"code": "confirmation_code"}, to="lookup", given={"payment": None})


def payments(period: FormPeriod, known: directory.Directory) -> None:
    """Show the payments of a list, page by page; a row opens its code in the lookup."""
    listed = period.listed.payments
    if listed is None:
        return
    kind = period.choice.kind
    title = _(_TITLES[kind])
    if period.choice.filters.kind:
        heading(title)
    elif listed.count:
        st.header(title, anchor=False)
    if listed.count:
        _page(listed, period.choice, known)
        _check(period, kind, listed)
    elif period.choice.filters.kind:
        st.info(_("There is no such payment."), icon=":material/inbox:")
        check_count(listed.count, period.totals[kind])


def _page(listed: form_period.Rows, choice: Choice, known: directory.Directory) -> None:
    tables.show_page(
        _readable(listed.rows, known),
        _terms(choice.kind, choice, known),
        listed.page,
        listed.count,
        whole=lambda c, every: _readable(listed.whole(c, every), known),
        sortable=form_period.PAYMENTS_SORTABLE,
        key=f"payments_{choice.kind}",
        alt=_(_TITLES[choice.kind]),
        leads=_LOOKUP,
    )


def voids(period: FormPeriod, known: directory.Directory) -> None:
    """Show the first adjustments of a form."""
    listed = period.listed.voids
    if listed is None or not listed.count:
        return
    title = _(_TITLES[Kind.ADJUSTMENTS])
    st.header(title, anchor=False)
    tables.show(
        _readable(listed.rows, known),
        _terms(Kind.ADJUSTMENTS, period.choice, known),
        key="adjustments",
        alt=title,
        leads=_LOOKUP,
    )
    if listed.count > len(listed.rows):
        words = _("The first {shown} of {total}; the figure above leads to all of them.")
        st.caption(
            words.format(shown=formats.count(len(listed.rows)), total=formats.count(listed.count))
        )
    tables.check(listed.amount, period.totals["adjustment_amount"])


def heading(title: str) -> None:
    """Show the title of a list, and the button that closes it."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.header(title, anchor=False, width="content")
        st.button(
            _("Close the list"),
            key="close_list",
            icon=":material/close:",
            on_click=filters.write,
            kwargs=selection.close(),
        )


def check_count(number: int, figure: int) -> None:
    """Show whether a list has as many rows as the figure above says."""
    if number == figure:
        words = _(":material/check: The list has {n}, as the figure above says.")
        st.caption(words.format(n=formats.count(number)))
    else:
        words = _("The list has {n}, the figure above says {figure}: load again.")
        st.error(
            words.format(n=formats.count(number), figure=formats.count(figure)),
            icon=":material/difference:",
        )


def codes(period: FormPeriod) -> None:
    """Show the codes of the list to copy; they are queried once the expander is opened."""
    if period.listed.payments is None:
        return
    title = _("Copy the confirmation codes")
    if below := fragments.opened(title, icon=":material/content_copy:", key="codes_to_copy"):
        with below:
            _codes(period.choice)


def _codes(choice: Choice) -> None:
    kind = choice.kind if choice.filters.kind else None
    found = access.ask(
        lambda c: form_payments.codes(c, choice.question, kind=kind, limit=MOST_CODES)
    )
    if found.empty:
        return
    total = int(found["codes"].iloc[0])
    if total > len(found):
        words = ngettext(
            "The first {shown} of {total} code; choose an office, an organisation or a day to "
            "have them all.",
            "The first {shown} of {total} codes; choose an office, an organisation or a day to "
            "have them all.",
            total,
        )
        st.caption(words.format(shown=formats.count(len(found)), total=formats.count(total)))
    elements.copyable("\n".join(found["confirmation_code"]))


def _terms(kind: Kind, choice: Choice, known: directory.Directory) -> dict[str, glossary.Term]:
    chosen = choice.filters
    of_one = not predecessors.predecessors(chosen, known)
    hidden = {"office": chosen.office if of_one else None, "org": chosen.org}
    return {name: form_terms.LISTED[name] for name in _COLUMNS[kind] if hidden.get(name) is None}


def _readable(rows: pd.DataFrame, known: directory.Directory) -> pd.DataFrame:
    return rows.assign(
        office=[known.offices.get(code, code) for code in rows["office_code"]],
        org=[known.organizations.get(code, code) for code in rows["org_code"]],
        product=[_(glossary.PRODUCTS[code]) for code in rows["product"]],
        late_minutes=list(map(_elapsed, rows["late_minutes"])),
    )


def _elapsed(minutes: object) -> str:
    """Return a time in minutes, which nobody knows where of the payment only the day is known."""
    return formats.UNKNOWN if minutes is pd.NA else formats.elapsed(60 * int(str(minutes)))


def _check(period: FormPeriod, kind: Kind, listed: form_period.Rows) -> None:
    """Compare the sum of the list with the figure above."""
    check_count(listed.count, period.totals[kind])
    if kind is Kind.PAYMENTS:
        tables.check(listed.amount, period.totals["amount"])
    elif kind is Kind.ADJUSTMENTS:
        tables.check(listed.amount, period.totals["adjustment_amount"])
    else:
        words = _("In all {amount}.")
        st.caption(words.format(amount=formats.money(listed.amount)))
