"""Owns what the screen says of one case: what differs, side by side, and where to look further."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import exception_words, formats, links, tables
from dashboard.text import _, exception_columns, exception_terms, glossary
from data.problems import N_

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from dashboard import places
    from dashboard.exception_case import Case

_SENTENCES: Final = {
    "overdue": N_(
        "{amount} was taken on {day} and is not in the fund's account after {lag_days} working "
        "days; the contract gives {deadline_days}."
    ),
    "unrecorded": N_("{amount} was taken on {day}, and no confirmation code has been issued."),
    "remitted_too_little": N_(
        "The remittance is of {found}: {amount} less than the payments that it covers, {expected}."
    ),
    "remitted_too_much": N_(
        "The remittance is of {found}: {amount} more than the payments that it covers, {expected}."
    ),
    "remitted_by_other": N_(
        "{amount} was taken by {org} and remitted by another organisation, {other}."
    ),
    "code_before_payment": N_(
        "The code was issued at {moment}, before the payment at {other_moment}."
    ),
    "code_after_remittance": N_(
        "The code was issued at {moment}, after the money had been remitted at {other_moment}."
    ),
    "remitted_before_payment": N_(
        "The money was remitted at {moment}, before the payment at {other_moment}."
    ),
    "voided_after_remittance": N_(
        "The receipt was voided at {moment}, after its {amount} had been remitted at "
        "{other_moment}."
    ),
    "remitted_after_void": N_(
        "The receipt had been voided at {moment} when its {amount} was remitted at {other_moment}."
    ),
    "form_missing": N_(
        "The form of {day} was due at {other_moment} and had not been sent; it has {expected} of "
        "confirmation codes issued that day."
    ),
    "form_late": N_("The form of {day} was sent at {moment}; it was due at {other_moment}."),
    "form_mismatched": N_(
        "The form of {day}, as sent last at {moment}, says {found_codes} codes and {found}; the "
        "store has {expected_codes} codes and {expected}."
    ),
    "charged_twice": N_(
        "Payments {payment} and {other} are of one participant, for the same type of "
        "participation and a month that both cover."
    ),
    "receipt_twice": N_("Payments {payment} and {other} have the same receipt number."),
    "not_informed": N_(
        "The code {code} was issued for {amount}, and it is not noted how the participant was told."
    ),
}

# What stands side by side.
_SIDES: Final = {
    "overdue": ("amount", "lag_days", "deadline_days"),
    "unrecorded": ("amount", "day", "age_days"),
    "remittance_differs": ("found_amount", "expected_amount", "amount"),
    "remitted_by_other": ("org_name", "other", "amount"),
    "code_before_payment": ("moment", "other_moment"),
    "code_after_remittance": ("moment", "other_moment"),
    "remitted_before_payment": ("moment", "other_moment"),
    "voided_after_remittance": ("moment", "other_moment", "amount"),
    "form_missing": ("other_moment", "expected_codes", "expected_amount"),
    "form_late": ("moment", "other_moment", "expected_amount"),
    "form_mismatched": ("found_codes", "expected_codes", "found_amount", "expected_amount"),
    "charged_twice": ("payment_id", "other", "amount"),
    "receipt_twice": ("payment_id", "other", "amount"),
    "not_informed": ("confirmation_code", "amount", "day"),
}


def head(case: Case, known: places.Places) -> None:
    """Say what differs, in a sentence and side by side, and what this kind means."""
    row = case.row
    if row is None:
        return
    st.markdown(f"**{exception_words.names()[case.kind]}.** {_sentence(row, known)}")
    columns = exception_columns.LISTED[case.kind]
    with st.container(horizontal=True, gap="small"):
        for name in _SIDES[case.kind]:
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


def _sentence(row: Mapping[str, Any], known: places.Places) -> str:
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
    return _(_SENTENCES[_which(row)]).format(**words)


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
