"""Owns what is said of a payment's way into the fund: remitted, not yet due, or overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.lookup import counter_steps
from dashboard.lookup.journey import Status
from dashboard.text import _, formats, ngettext
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.lookup.case import Case
    from dashboard.lookup.journey import Form, Journey


_SENT: Final[dict[str, tuple[str, counter_steps.Colour, str]]] = {
    "dispatched_on_time": (
        ":material/assignment_turned_in:",
        "green",
        N_("Sent on time, {sent}; it was due by {hour} on {due}."),
    ),
    "dispatched_late": (
        ":material/assignment_late:",
        "orange",
        N_("Sent late, {sent}; it was due by {hour} on {due}."),
    ),
    "not_dispatched": (
        ":material/assignment_late:",
        "red",
        N_("Not sent; it was due by {hour} on {due}."),
    ),
    "not_yet_due": (
        ":material/hourglass_empty:",
        "blue",
        N_("Not sent yet; it is due by {hour} on {due}."),
    ),
}


def into_fund(journey: Journey, case: Case, organizations: Mapping[str, str]) -> counter_steps.Step:
    """Say when and by whom the payment was remitted, or for how long it has not been."""
    if journey.more["remitted_at"]:
        return _remitted(journey, case, organizations)
    if journey.status is Status.VOIDED:
        remark = _("The receipt was voided: nothing is to be remitted.")
        icon = ":material/do_not_disturb_on:"
        return counter_steps.Step(icon, "gray", _("Not remitted"), remarks=(remark,))
    if journey.status is Status.OVERDUE:
        return _overdue(journey, case)
    return counter_steps.Step(
        ":material/hourglass_empty:",
        "blue",
        _("Not remitted, not yet due"),
        remarks=(_age(journey),),
        days=_days(journey, case),
    )


def _overdue(journey: Journey, case: Case) -> counter_steps.Step:
    beyond = journey.lag_days - journey.more["deadline_days"]
    label = _("Not remitted, overdue since {day} ({days})").format(
        day=formats.day(journey.more["overdue_day"]), days=counter_steps.number(beyond)
    )
    return counter_steps.Step(
        ":material/error:", "red", label, doubts=(_age(journey),), days=_days(journey, case)
    )


def _remitted(journey: Journey, case: Case, organizations: Mapping[str, str]) -> counter_steps.Step:
    lag, doubts = _lag(journey), _doubts(journey)
    is_late = journey.status is Status.LATE
    return counter_steps.Step(
        ":material/account_balance:",
        "orange" if is_late or doubts else "green",
        _("Remitted to the fund's account"),
        formats.moment(journey.more["remitted_at"]),
        (_by_whom(journey, organizations), *(() if is_late else lag)),
        (*(lag if is_late else ()), *doubts),
        days=_days(journey, case),
    )


def _by_whom(journey: Journey, organizations: Mapping[str, str]) -> str:
    org = journey.more["remitting_org_code"]
    words = {
        "org": formats.plain(f"{organizations.get(org, formats.UNKNOWN)} ({org})"),
        "remittance": formats.plain(journey.more["remittance_id"]),
        "reference": formats.plain(journey.more["bank_ref"] or formats.UNKNOWN),
    }
    return _("By {org}; remittance {remittance}, bank reference {reference}.").format(**words)


def _lag(journey: Journey) -> tuple[str, ...]:
    """Say how long it took; of a voided payment no lag is counted."""
    if journey.status is Status.VOIDED:
        return ()
    if journey.status is Status.LATE:
        words = _("Late: {days} after the payment; the deadline was {deadline}, until {due}.")
    else:
        words = _("On time: {days} after the payment; the deadline was {deadline}, until {due}.")
    return (words.format(**_figures(journey)),)


def _age(journey: Journey) -> str:
    words = _("{days} since the payment; the deadline is {deadline}, until {due}.")
    return words.format(**_figures(journey))


def _figures(journey: Journey) -> dict[str, str]:
    return {
        "days": counter_steps.number(journey.lag_days),
        "deadline": counter_steps.number(journey.more["deadline_days"]),
        "due": formats.day(journey.more["due_day"]),
    }


def _doubts(journey: Journey) -> tuple[str, ...]:
    more, doubts = journey.more, []
    if more["remitting_org_code"] != more["org_code"]:
        doubts.append(_("Another organisation took the payment."))
    if more["remitted_at"] < more["paid_at"]:
        doubts.append(_("The remittance came before the payment."))
    return tuple(doubts)


def _days(journey: Journey, case: Case) -> list[counter_steps.Day] | None:
    if journey.status is Status.VOIDED:
        return None
    last = journey.more["settled_day"] or case.now.date()
    return counter_steps.between(case.calendar, journey.more["paid_day"], last)


def on_form(journey: Journey, case: Case) -> counter_steps.Step:
    """Say which form the payment is on, and what became of that form."""
    if journey.form is None:
        reason = _("Voided by the end of the day on which it was recorded.")
        if journey.more["recorded_at"] is None:
            reason = _("A form counts payments by the day on which their code was issued.")
        icon = ":material/do_not_disturb_on:"
        return counter_steps.Step(icon, "gray", _("On no form 01-XN"), remarks=(reason,))
    form = case.forms[journey.form]
    state = form.state(case.now)
    icon, colour, words = _SENT[state]
    sent = _(words).format(
        sent=formats.moment(form.sendings[0]["sent_at"]) if form.sendings else "",
        hour=_("08:00"),
        due=formats.day(form.due_at.date()),
    )
    is_bad = state in ("dispatched_late", "not_dispatched")
    return counter_steps.Step(
        icon,
        "orange" if form.is_mismatched else colour,
        _("Form 01-XN of {day}").format(day=formats.day(journey.form[2])),
        remarks=() if is_bad else (sent,),
        doubts=((sent,) if is_bad else ()) + _mismatch(form),
        form=journey.form,
    )


def _mismatch(form: Form) -> tuple[str, ...]:
    if not form.is_mismatched:
        return ()
    last = form.sendings[-1]
    words = _(
        "It does not match: what was sent on {sent} says {codes}, {amount}; the store says "
        "{stored_codes}, {stored_amount}."
    )
    mismatch = words.format(
        sent=formats.moment(last["sent_at"]),
        codes=_codes(last["codes"]),
        amount=formats.money(last["amount"]),
        stored_codes=_codes(form.figures["codes"]),
        stored_amount=formats.money(form.figures["amount"]),
    )
    return (mismatch,)


def _codes(number: int) -> str:
    return ngettext("{n} code", "{n} codes", number).format(n=formats.count(number))
