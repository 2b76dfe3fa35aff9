"""Owns what is said of a payment's form 01-XN: which day's, whether it was sent, if it agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard import formats, lookup_steps
from dashboard.text import _, ngettext
from data.problems import N_

if TYPE_CHECKING:
    from dashboard.lookup_case import Case
    from dashboard.lookup_journey import Form, Journey

_SENT: Final[dict[str, tuple[str, lookup_steps.Colour, str]]] = {
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


def on_form(journey: Journey, case: Case) -> lookup_steps.Step:
    """Say which form the payment is on, and what became of that form."""
    if journey.form is None:
        reason = _("Voided by the end of the day on which it was recorded.")
        if journey.more["recorded_at"] is None:
            reason = _("A form counts payments by the day on which their code was issued.")
        icon = ":material/do_not_disturb_on:"
        return lookup_steps.Step(icon, "gray", _("On no form 01-XN"), remarks=(reason,))
    form = case.forms[journey.form]
    state = form.state(case.now)
    icon, colour, words = _SENT[state]
    sent = _(words).format(
        sent=formats.moment(form.sendings[0]["sent_at"]) if form.sendings else "",
        hour=_("08:00"),
        due=formats.day(form.due_at.date()),
    )
    is_bad = state in ("dispatched_late", "not_dispatched")
    return lookup_steps.Step(
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
