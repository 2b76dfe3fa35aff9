"""The steps of a payment in words: paid, recorded, informed, on a form, remitted, voided."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

import pandas as pd

from dashboard.lookup.case import Case
from dashboard.lookup.journey import Form, Journey, Status
from dashboard.text import _, formats, ngettext
from data import local_time
from data.problems import N_

Colour = Literal["green", "blue", "orange", "red", "gray"]

_CHANNELS: Final = {
    "direct": (":material/record_voice_over:", N_("Participant informed face to face")),
    "sms": (":material/sms:", N_("Participant informed by text message")),
    "email": (":material/mail:", N_("Participant informed by e-mail")),
    "paper": (":material/description:", N_("Participant informed on paper")),
    "other": (":material/chat:", N_("Participant informed another way")),
}
_SENT: Final[dict[str, tuple[str, Colour, str]]] = {
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


class Day(NamedTuple):
    """A day of the calendar."""

    day: dt.date
    working: bool
    weekend: bool
    note: str | None


@dataclass(frozen=True)
class Step:
    """One step: an icon in its colour, a label, the moment and remarks.

    `doubts` are remarks that somebody should look into; `form` is the form that the step links to;
    `days` are the days from the payment on, where the step counts them.
    """

    icon: str
    colour: Colour
    label: str
    moment: str = ""
    remarks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    form: tuple[str, str, dt.date] | None = None
    days: list[Day] | None = None


def steps(journey: Journey, case: Case, organizations: Mapping[str, str]) -> list[Step]:
    """Return the steps of a payment in their order, including those that have not happened."""
    result = [
        _paid(journey),
        _recorded(journey),
        _informed(journey),
        _on_form(journey, case),
        _into_fund(journey, case, organizations),
    ]
    return [*result, _voided(journey)] if journey.status is Status.VOIDED else result


def _paid(journey: Journey) -> Step:
    """Return when the money was taken, by whom, on which receipt."""
    receipt = journey.details["receipt_no"]
    remarks = [_("Collector: {name}.").format(name=collector(journey.details))]
    if receipt:
        remarks.append(_("Receipt: {number}.").format(number=formats.plain(receipt)))
    moment = formats.moment(journey.details["paid_at"])
    return Step(":material/payments:", "green", _("Paid"), moment, tuple(remarks))


def _recorded(journey: Journey) -> Step:
    """Return when the code was issued, and how long that took; or that none was."""
    details = journey.details
    if details["recorded_at"] is None:
        missing = _("No confirmation code has been issued for this payment.")
        label = _("Not recorded")
        return Step(":material/confirmation_number:", "orange", label, doubts=(missing,))
    doubts = []
    is_early = local_time.is_before(details["recorded_at"], details["paid_at"])
    if is_early:
        doubts.append(_("The code was issued before the payment."))
    remitted_at = details["remitted_at"]
    if remitted_at and local_time.is_before(remitted_at, details["recorded_at"]):
        doubts.append(_("The code was issued after the remittance."))
    return Step(
        ":material/confirmation_number:",
        "orange" if doubts else "green",
        _("Recorded, code issued"),
        formats.moment(details["recorded_at"]),
        () if is_early else _how_soon(journey),
        tuple(doubts),
    )


def _how_soon(journey: Journey) -> tuple[str, ...]:
    """Return how long after its payment a code was issued; nothing where that is not known."""
    minutes = journey.found["recording_lag_minutes"]
    if minutes is None:
        return ()
    return (_("{time} after the payment.").format(time=formats.elapsed(60 * minutes)),)


def _informed(journey: Journey) -> Step:
    """Return how the participant was given the code, or that nothing is known of it."""
    channel, at = journey.details["notified_by"], journey.details["notified_at"]
    if journey.details["recorded_at"] is None:
        label, none = _("Participant not informed"), _("There is no code to be given.")
        return Step(":material/notifications_off:", "gray", label, remarks=(none,))
    if channel is None:
        missing = _("No channel is noted by which the code was given.")
        label = _("Participant not informed")
        return Step(":material/notifications_off:", "orange", label, doubts=(missing,))
    icon, label = _CHANNELS[channel]
    if at is None:
        return Step(icon, "green", _(label), remarks=(_("The moment is not noted."),))
    return Step(icon, "green", _(label), formats.moment(at))


def _voided(journey: Journey) -> Step:
    """Return when the receipt was voided, and on which day that is posted."""
    details, posted = journey.details, journey.details["adjustment_day"]
    remark = _("On no form, so that nothing is adjusted.")
    if posted:
        words = _("Adjustment of {amount}, posted on form 01-XN of {day}.")
        remark = words.format(amount=formats.money(-details["amount"]), day=formats.day(posted))
    doubts = []
    if details["remitted_at"]:
        came_first = not local_time.is_before(details["voided_at"], details["remitted_at"])
        doubts.append(
            _("The payment had been remitted.") if came_first else _("It was remitted afterwards.")
        )
    return Step(
        ":material/block:",
        "orange" if doubts else "gray",
        _("Receipt voided"),
        formats.moment(details["voided_at"]),
        (remark,),
        tuple(doubts),
        form=(details["office_code"], details["org_code"], posted) if posted else None,
    )


def collector(details: Mapping[str, Any]) -> str:
    """Return the collector's name and code, for Markdown."""
    name, code = details["collector_name"], formats.plain(details["collector_code"])
    return f"{formats.plain(name)} ({code})" if name else code


def _into_fund(journey: Journey, case: Case, organizations: Mapping[str, str]) -> Step:
    """Return when and by whom the payment was remitted, or for how long it has not been."""
    if journey.details["remitted_at"]:
        return _remitted(journey, case, organizations)
    if journey.status is Status.VOIDED:
        remark = _("The receipt was voided: nothing is to be remitted.")
        icon = ":material/do_not_disturb_on:"
        return Step(icon, "gray", _("Not remitted"), remarks=(remark,))
    if journey.status is Status.OVERDUE:
        return _overdue(journey, case)
    return Step(
        ":material/hourglass_empty:",
        "blue",
        _("Not remitted, not yet due"),
        remarks=(_age(journey, case),),
        days=_days(journey, case),
    )


def _overdue(journey: Journey, case: Case) -> Step:
    beyond = journey.lag_days - journey.details["deadline_days"]
    label = _("Not remitted, overdue since {day} ({days})").format(
        day=formats.day(journey.details["overdue_day"]), days=working_days(beyond)
    )
    return Step(
        ":material/error:",
        "red",
        label,
        remarks=(_yesterday(journey, case),),
        doubts=(_age(journey, case),),
        days=_days(journey, case),
    )


def _yesterday(journey: Journey, case: Case) -> str:
    """Return what papers and pages say this morning, which are of the evening before."""
    today = case.now.date()
    beyond = journey.lag_days - journey.details["deadline_days"]
    is_counted = case.calendar.loc[case.calendar["day"] == today, "working"].any()
    before = beyond - bool(is_counted and today > journey.details["paid_day"])
    words = {
        "day": formats.day(today - dt.timedelta(days=1)),
        "days": working_days(before),
        "today": formats.day(today),
    }
    if before < 1:
        return _(
            "As of the end of {day} it was not overdue: reminder lists of that day lack it."
        ).format(**words)
    return _(
        "As of the end of {day}, as pages and reminder lists of today have it: overdue by {days}."
    ).format(**words)


def _remitted(journey: Journey, case: Case, organizations: Mapping[str, str]) -> Step:
    lag, doubts = _lag(journey), _doubts(journey)
    is_late = journey.status is Status.LATE
    return Step(
        ":material/account_balance:",
        "orange" if is_late or doubts else "green",
        _("Remitted to the fund's account"),
        formats.moment(journey.details["remitted_at"]),
        (_by_whom(journey, organizations), *(() if is_late else lag)),
        (*(lag if is_late else ()), *doubts),
        days=_days(journey, case),
    )


def _by_whom(journey: Journey, organizations: Mapping[str, str]) -> str:
    org = journey.details["remitting_org_code"]
    words = {
        "org": formats.plain(f"{organizations.get(org, formats.UNKNOWN)} ({org})"),
        "remittance": formats.plain(journey.details["remittance_id"]),
        "reference": formats.plain(journey.details["bank_ref"] or formats.UNKNOWN),
    }
    return _("By {org}; remittance {remittance}, bank reference {reference}.").format(**words)


def _lag(journey: Journey) -> tuple[str, ...]:
    """Return how long it took; of a voided payment no lag is counted."""
    if journey.status is Status.VOIDED:
        return ()
    if journey.status is Status.LATE:
        words = _("Late: {days} after the payment; the deadline was {deadline}, until {due}.")
    else:
        words = _("On time: {days} after the payment; the deadline was {deadline}, until {due}.")
    return (words.format(**_figures(journey)),)


def _age(journey: Journey, case: Case) -> str:
    words = _(
        "{days} since the payment up to today, {today}; the deadline is {deadline}, until {due}."
    )
    return words.format(today=formats.day(case.now), **_figures(journey))


def _figures(journey: Journey) -> dict[str, str]:
    return {
        "days": working_days(journey.lag_days),
        "deadline": working_days(journey.details["deadline_days"]),
        "due": formats.day(journey.details["due_day"]),
    }


def _doubts(journey: Journey) -> tuple[str, ...]:
    details, doubts = journey.details, []
    if details["remitting_org_code"] != details["org_code"]:
        doubts.append(_("Another organisation took the payment."))
    if local_time.is_before(details["remitted_at"], details["paid_at"]):
        doubts.append(_("The remittance came before the payment."))
    return tuple(doubts)


def _days(journey: Journey, case: Case) -> list[Day] | None:
    if journey.status is Status.VOIDED:
        return None
    last = journey.details["settled_day"] or case.now.date()
    return _days_between(case.calendar, journey.details["paid_day"], last)


def _on_form(journey: Journey, case: Case) -> Step:
    """Return which form the payment is on, and what became of that form."""
    if journey.form is None:
        reason = _("Voided by the end of the day on which it was recorded.")
        if journey.details["recorded_at"] is None:
            reason = _("A form counts payments by the day on which their code was issued.")
        icon = ":material/do_not_disturb_on:"
        return Step(icon, "gray", _("On no form 01-XN"), remarks=(reason,))
    form = case.forms[journey.form]
    state = form.state(case.now)
    icon, colour, words = _SENT[state]
    sent = _(words).format(
        sent=formats.moment(form.sendings[0]["sent_at"]) if form.sendings else "",
        hour=_("08:00"),
        due=formats.day(form.due_at.date()),
    )
    is_bad = state in ("dispatched_late", "not_dispatched")
    return Step(
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


def _days_between(calendar: pd.DataFrame, paid: dt.date, last: dt.date) -> list[Day]:
    """Return the days after the payment up to and including the last one."""
    rows = calendar[(calendar["day"] > paid) & (calendar["day"] <= last)]
    notes = rows["note"].astype(object).where(rows["note"].notna(), None)
    return [
        Day(*row) for row in zip(rows["day"], rows["working"], rows["weekend"], notes, strict=True)
    ]


def working_days(days: int) -> str:
    """Return a number of working days."""
    return ngettext("{n} working day", "{n} working days", days).format(n=formats.count(days))
