"""The payments of a lookup in full: a card each, with its steps one below the other."""

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import access, text
from dashboard.components import elements, links
from dashboard.lookup import reveal, steps, summary
from dashboard.lookup.case import Case
from dashboard.lookup.journey import Journey
from dashboard.text import _, formats, glossary, ngettext
from data import calendar

# More days than this are shown month by month, in an expander.
_IN_ONE_LINE: Final = 15
_ABREAST: Final = 2


def show(case: Case, organizations: Mapping[str, str]) -> None:
    """Show the detailed payments, one card each."""
    # Two side by side; on a phone columns stand one below the other.
    abreast = min(_ABREAST, len(case.detailed))
    for place, journey in enumerate(case.detailed):
        if place % abreast == 0:
            room = st.columns(abreast, gap="small")
        with room[place % abreast].container(border=True):
            _head(journey, case)
            for step in steps.steps(journey, case, organizations):
                _show(step)


def _head(journey: Journey, case: Case) -> None:
    details = journey.details
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        name = _("Payment {id}").format(id=formats.plain(journey.payment))
        st.markdown(f"**{name}** · {formats.money(details['amount'])}", width="content")
        summary.badge(journey.status)
    if len(case.keys) > 1:
        elements.copyable(journey.code or journey.payment)
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
    details = journey.details
    product = glossary.PRODUCTS[details["product"]]
    words = _(product)
    if details["months"]:
        months = ngettext("{n} month", "{n} months", details["months"]).format(n=details["months"])
        words = f"{words}, {months}"
    if details["period_from"]:
        words = _("{months} from {month}").format(
            months=words, month=f"{details['period_from']:%m/%Y}"
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
    return formats.plain(journey.details[column] or formats.UNKNOWN)


def _show(step: steps.Step) -> None:
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
                show_days(step.days)
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


def show_days(days: Sequence[steps.Day]) -> None:
    """Show the days that are counted, and those that are not."""
    counted = sum(day.working for day in days)
    if not days:
        st.caption(_("0 working days: on the very day of the payment."))
    elif counted <= _IN_ONE_LINE:
        st.caption(" ".join([_counted(days), _passed_over(days)]).strip())
    else:
        with st.expander(_("Every day counted: {days}").format(days=steps.working_days(counted))):
            for month, group in itertools.groupby(days, lambda day: f"{day.day:%m/%Y}"):
                of_month = list(group)
                line = " ".join([_counted(of_month), _passed_over(of_month)]).strip()
                st.caption(f"**{month}** · {line}")


def _counted(days: Iterable[steps.Day]) -> str:
    counted = [day for day in days if day.working]
    words = [
        _("{day} (make-up day)").format(day=_short(each.day)) if each.weekend else _short(each.day)
        for each in counted
    ]
    listed = f": {', '.join(words)}." if words else "."
    return steps.working_days(len(counted)) + listed


def _passed_over(days: Iterable[steps.Day]) -> str:
    passed = [day for day in days if not day.working]
    if not passed:
        return ""
    # Days in a row for one reason are one entry.
    runs = itertools.groupby(
        enumerate(passed), lambda each: (each[1].day.toordinal() - each[0], _reason(each[1]))
    )
    words = [_run([day for _place, day in group]) for _key, group in runs]
    return _("Not counted: {days}.").format(days="; ".join(words))


def _run(days: list[steps.Day]) -> str:
    first, last = days[0], days[-1]
    if first is last:
        name = _reason(first) or formats.weekday(first.day)
        return f"{_short(first.day)} {name}"
    name = _reason(first) or _("weekend")
    return f"{_short(first.day)}–{_short(last.day)} {name}"


def _reason(day: steps.Day) -> str:
    """Return why a day does not count; nothing for a weekend, which explains itself."""
    if day.note:
        return formats.plain(day.note)
    if day.weekend:
        return ""
    holidays = calendar.holidays_of(day.day.year, text.language())
    return formats.plain(holidays.get(day.day) or _("public holiday or day in lieu"))


def _short(day: dt.date) -> str:
    """Return a day without its year: the moments around it have theirs."""
    return f"{day.day}/{day.month}"
