"""Owns what a step is, and the steps at the counter: paid, recorded, informed, voided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from dashboard import formats
from dashboard.text import _, ngettext
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard import lookup_days
    from dashboard.lookup_journey import Journey

Colour = Literal["green", "blue", "orange", "red", "gray"]

_HOUR: Final = 60
_DAY: Final = 24 * _HOUR

_CHANNELS: Final = {
    "direct": (":material/record_voice_over:", N_("Participant informed face to face")),
    "sms": (":material/sms:", N_("Participant informed by text message")),
    "email": (":material/mail:", N_("Participant informed by e-mail")),
    "paper": (":material/description:", N_("Participant informed on paper")),
}


@dataclass(frozen=True)
class Step:
    """One step: an icon in its colour, words, the moment, and what is to be said besides.

    `doubts` are what somebody should look into. `form` is the form that the step leads to; `days`
    are the days from the payment on, where the step counts them.
    """

    icon: str
    colour: Colour
    label: str
    moment: str = ""
    remarks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    form: tuple[str, str, dt.date] | None = None
    days: list[lookup_days.Day] | None = None


def paid(journey: Journey) -> Step:
    """Say when the money was taken, by whom, on which receipt."""
    receipt = journey.more["receipt_no"]
    remarks = [_("Collector: {name}.").format(name=collector(journey.more))]
    if receipt:
        remarks.append(_("Receipt: {number}.").format(number=formats.plain(receipt)))
    moment = formats.moment(journey.more["paid_at"])
    return Step(":material/payments:", "green", _("Paid"), moment, tuple(remarks))


def recorded(journey: Journey) -> Step:
    """Say when the code was issued, and how long that took; or that none was."""
    more = journey.more
    if more["recorded_at"] is None:
        missing = _("No confirmation code has been issued for this payment.")
        label = _("Not recorded")
        return Step(":material/confirmation_number:", "orange", label, doubts=(missing,))
    doubts = []
    if more["recorded_at"] < more["paid_at"]:
        doubts.append(_("The code was issued before the payment."))
    if more["remitted_at"] and more["recorded_at"] > more["remitted_at"]:
        doubts.append(_("The code was issued after the remittance."))
    after = _("{time} after the payment.").format(
        time=_duration(journey.said["recording_lag_minutes"])
    )
    return Step(
        ":material/confirmation_number:",
        "orange" if doubts else "green",
        _("Recorded, code issued"),
        formats.moment(more["recorded_at"]),
        () if more["recorded_at"] < more["paid_at"] else (after,),
        tuple(doubts),
    )


def informed(journey: Journey) -> Step:
    """Say how the participant was given the code, or that nothing is known of it."""
    channel, at = journey.more["notified_by"], journey.more["notified_at"]
    if journey.more["recorded_at"] is None:
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


def voided(journey: Journey) -> Step:
    """Say when the receipt was voided, and on which day that is posted."""
    more, posted = journey.more, journey.more["adjustment_day"]
    remark = _("On no form, so that nothing is adjusted.")
    if posted:
        words = _("Adjustment of {amount}, posted on form 01-XN of {day}.")
        remark = words.format(amount=formats.money(-more["amount"]), day=formats.day(posted))
    doubts = []
    if more["remitted_at"]:
        came_first = more["remitted_at"] <= more["voided_at"]
        doubts.append(
            _("The payment had been remitted.") if came_first else _("It was remitted afterwards.")
        )
    return Step(
        ":material/block:",
        "orange" if doubts else "gray",
        _("Receipt voided"),
        formats.moment(more["voided_at"]),
        (remark,),
        tuple(doubts),
        form=(more["office_code"], more["org_code"], posted) if posted else None,
    )


def collector(more: Mapping[str, Any]) -> str:
    """Return the collector's name and code, for Markdown."""
    name, code = more["collector_name"], formats.plain(more["collector_code"])
    return f"{formats.plain(name)} ({code})" if name else code


def _duration(minutes: int) -> str:
    """Return whole minutes in the two units that say most."""
    if not minutes:
        return _("Under a minute")
    parts = (
        ngettext("{n} day", "{n} days", minutes // _DAY).format(n=formats.count(minutes // _DAY)),
        ngettext("{n} hour", "{n} hours", minutes % _DAY // _HOUR).format(
            n=minutes % _DAY // _HOUR
        ),
        ngettext("{n} minute", "{n} minutes", minutes % _HOUR).format(n=minutes % _HOUR),
    )
    sizes = (minutes // _DAY, minutes % _DAY // _HOUR, minutes % _HOUR)
    first = next(place for place, size in enumerate(sizes) if size)
    return " ".join(parts[place] for place in range(first, min(first + 2, 3)) if sizes[place])
