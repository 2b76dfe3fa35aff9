"""Owns how a payment is told on the screen: a card with its steps, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import access
from dashboard.components import links, tables
from dashboard.lookup import counter_steps, fund_steps, reveal, summary
from dashboard.lookup.journey import Status
from dashboard.text import _, formats, glossary, ngettext

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from dashboard.lookup.case import Case
    from dashboard.lookup.journey import Journey


_ABREAST: Final = 2


def show(case: Case, organizations: Mapping[str, str]) -> None:
    """Show the payments that are told in full."""
    # Two side by side; on a phone columns stand one below the other.
    abreast = min(_ABREAST, len(case.told))
    for place, journey in enumerate(case.told):
        if place % abreast == 0:
            room = st.columns(abreast, gap="small")
        with room[place % abreast].container(border=True):
            _head(journey, case)
            for step in _steps(journey, case, organizations):
                _show(step)


def _steps(
    journey: Journey, case: Case, organizations: Mapping[str, str]
) -> list[counter_steps.Step]:
    """Return the steps in their order; those that are missing, too."""
    steps = [
        counter_steps.paid(journey),
        counter_steps.recorded(journey),
        counter_steps.informed(journey),
        fund_steps.on_form(journey, case),
        fund_steps.into_fund(journey, case, organizations),
    ]
    if journey.status is Status.VOIDED:
        steps.append(counter_steps.voided(journey))
    return steps


def _head(journey: Journey, case: Case) -> None:
    more = journey.more
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        name = _("Payment {id}").format(id=formats.plain(journey.payment))
        st.markdown(f"**{name}** · {formats.money(more['amount'])}", width="content")
        summary.badge(journey.status)
    if len(case.keys) > 1:
        tables.copyable(journey.code or journey.payment)
    st.caption(" · ".join([_participation(journey), _participant(journey)]))
    reveal.show(journey.payment)
    if access.may_audit():
        links.link(
            "access-log",
            _("Who has looked at it"),
            icon=":material/policy:",
            payment=journey.payment,
        )


def _participation(journey: Journey) -> str:
    more = journey.more
    product = glossary.PRODUCTS[more["product"]]
    words = _(product)
    if more["months"]:
        months = ngettext("{n} month", "{n} months", more["months"]).format(n=more["months"])
        words = f"{words}, {months}"
    if more["period_from"]:
        words = _("{months} from {month}").format(
            months=words, month=f"{more['period_from']:%m/%Y}"
        )
    return words


def _participant(journey: Journey) -> str:
    """Return whom it was for, masked: the store shows a reader nothing else."""
    return _("Participant: {name}, social insurance number {number}, identity number {id}").format(
        name=_masked(journey, "participant_name"),
        number=_masked(journey, "social_insurance_no"),
        id=_masked(journey, "national_id"),
    )


def _masked(journey: Journey, column: str) -> str:
    return formats.plain(journey.more[column] or formats.UNKNOWN)


def _show(step: counter_steps.Step) -> None:
    with st.container(horizontal=True, wrap=False, gap="small"):
        st.markdown(f":{step.colour}[{step.icon}]", width="content")
        with st.container(gap="xxsmall"):
            # A moment stays on its line.
            moment = step.moment.replace(" ", "\u00a0")
            st.markdown(f"**{step.label}**" + (f"\u00a0· {moment}" if moment else ""))
            for remark in step.remarks:
                st.caption(remark)
            for doubt in step.doubts:
                st.markdown(f":orange[:material/warning:] {doubt}")
            if step.days is not None:
                counter_steps.show(step.days)
            if step.form:
                _form_link(step.form)


def _form_link(form: tuple[str, str, dt.date]) -> None:
    office, org, day = form
    links.link(
        "form-01-xn",
        _("Open the form"),
        icon=":material/arrow_forward:",
        date=day,
        office=office,
        org=org,
    )
