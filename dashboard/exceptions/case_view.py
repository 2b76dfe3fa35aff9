"""Owns what the screen says of one case: what differs, side by side, and where to look further."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.components import links, tables
from dashboard.exceptions import summary
from dashboard.text import _, exception_columns, exception_terms, formats, glossary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from dashboard import directory
    from dashboard.exceptions.case import Case


def head(case: Case, known: directory.Directory) -> None:
    """Say what differs, in a sentence and side by side, and what this kind means."""
    row = case.row
    if row is None:
        return
    st.markdown(f"**{summary.names()[case.kind]}.** {_sentence(row, known)}")
    columns = exception_columns.LISTED[case.kind]
    with st.container(horizontal=True, gap="small"):
        for name in exception_terms.SIDES[case.kind]:
            term = columns[name]
            value = formats.plain(_written(term, row[name]))
            st.metric(_(term.label), value, help=_(term.help), border=True, width="stretch")
    st.caption(_(exception_terms.KINDS[case.kind].help))
    st.caption(_place(row))


def missing(case: Case) -> None:
    """Say that the case does not stand any more, or lies outside of what is chosen."""
    if case.is_store_empty:
        tables.empty_store()
        return
    sentence = _(
        "This difference does not stand as of the end of {as_of}, for what is chosen above: it is "
        "settled, or of another period, office or organisation."
    )
    st.info(
        sentence.format(as_of=formats.day(case.chosen.as_of)),
        icon=":material/assignment_turned_in:",
    )


def ways(case: Case) -> None:
    """Lead to the payments, the form and the agent behind the case."""
    row = case.row
    if row is None:
        return
    with st.container(horizontal=True, gap="medium"):
        if row["payment_id"]:
            _lookup(_("Payment {id}"), row["payment_id"], row["confirmation_code"])
        if row["payment_id"] and case.kind in ("charged_twice", "receipt_twice"):
            _lookup(_("Payment {id}"), row["other"])
        if row["remittance_id"]:
            _lookup(_("Remittance {id}"), row["remittance_id"])
        _form(row, _form_day(case.kind, row))
        _agent(case, row)


def _sentence(row: Mapping[str, Any], known: directory.Directory) -> str:
    words = {
        "amount": formats.money(row["amount"]),
        "day": formats.day(row["day"]),
        "lag_days": formats.count(row["lag_days"]),
        "deadline_days": formats.count(row["deadline_days"]),
        "found": formats.money(row["found_amount"]),
        "expected": formats.money(row["expected_amount"]),
        "found_codes": formats.count(row["found_codes"]),
        "expected_codes": formats.count(row["expected_codes"]),
        "moment": formats.moment(row["moment"]),
        "other_moment": formats.moment(row["other_moment"]),
        "org": formats.plain(row["org_name"]),
        "other": formats.plain(known.organizations.get(row["other"], row["other"])),
        "payment": formats.plain(row["payment_id"]),
        "code": formats.plain(row["confirmation_code"]),
    }
    return _(exception_terms.SENTENCES[_which(row)]).format(**words)


def _which(row: Mapping[str, Any]) -> str:
    """Return the sentence of a case; two kinds have two."""
    if row["kind"] == "remittance_differs":
        is_little = row["found_amount"] < row["expected_amount"]
        return "remitted_too_little" if is_little else "remitted_too_much"
    if row["kind"] == "voided_after_remittance" and row["moment"] < row["other_moment"]:
        return "remitted_after_void"
    return str(row["kind"])


def _written(term: glossary.Term, value: object) -> str:
    written = {
        "money": formats.money, "count": formats.count, "day": formats.day,
        "moment": formats.moment,
    }  # fmt: skip
    return written.get(term.kind, formats.words)(value)


def _place(row: Mapping[str, Any]) -> str:
    """Return whose case it is."""
    names = [row["office_name"], row["org_name"], row["collector_code"]]
    return " · ".join(formats.plain(name) for name in names if name)


def _lookup(label: str, key: str, code: str | None = None) -> None:
    links.link(
        "lookup",
        label.format(id=formats.plain(key)),
        icon=":material/search:",
        code=code or key,
        payment=key if code else None,
    )


def _form_day(kind: str, row: Mapping[str, Any]) -> dt.date | None:
    """Return the day of the form that the case is on, where the case names it."""
    day: dt.date | None = None
    if kind.startswith("form_"):
        day = row["day"]
    elif kind in ("code_before_payment", "code_after_remittance"):
        day = row["moment"].date()
    return day


def _form(row: Mapping[str, Any], day: dt.date | None) -> None:
    if day is not None:
        links.link(
            "form-01-xn",
            _("Form 01-XN of {day}").format(day=formats.day(day)),
            icon=":material/assignment_turned_in:",
            date=day,
            # A form is that of the office that sent it, whatever that has become.
            offices=None,
            office=row["office_code"],
            org=row["org_code"],
        )


def _agent(case: Case, row: Mapping[str, Any]) -> None:
    chosen = case.chosen
    links.link(
        "remittance-lag",
        _("Remittance lag: {org}").format(org=formats.plain(row["org_name"])),
        icon=":material/account_balance:",
        org=row["org_code"],
        collector=row["collector_code"],
        **{"from": chosen.start, "to": chosen.end, "as_of": chosen.as_of},
    )
