"""Owns what a step is, and the steps at the counter: paid, recorded, informed, voided."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import streamlit as st

from dashboard.text import _, formats, ngettext
from data.problems import N_

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from dashboard.lookup.journey import Journey


Colour = Literal["green", "blue", "orange", "red", "gray"]

_HOUR: Final = 60
_DAY: Final = 24 * _HOUR

_CHANNELS: Final = {
    "direct": (":material/record_voice_over:", N_("Participant informed face to face")),
    "sms": (":material/sms:", N_("Participant informed by text message")),
    "email": (":material/mail:", N_("Participant informed by e-mail")),
    "paper": (":material/description:", N_("Participant informed on paper")),
}

# More days than this are told month by month, in a fold.
_IN_ONE_LINE: Final = 15


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
    days: list[Day] | None = None


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


class Day(NamedTuple):
    """A day of the calendar."""

    day: dt.date
    working: bool
    weekend: bool
    note: str | None


def between(calendar: pd.DataFrame, paid: dt.date, last: dt.date) -> list[Day]:
    """Return the days after the payment up to and including the last one."""
    rows = calendar[(calendar["day"] > paid) & (calendar["day"] <= last)]
    notes = rows["note"].astype(object).where(rows["note"].notna(), None)
    return [
        Day(*row) for row in zip(rows["day"], rows["working"], rows["weekend"], notes, strict=True)
    ]


def number(days: int) -> str:
    """Return a number of working days."""
    return ngettext("{n} working day", "{n} working days", days).format(n=formats.count(days))


def show(days: Sequence[Day]) -> None:
    """Show the days that are counted, and those that are not."""
    counted = sum(day.working for day in days)
    if not days:
        st.caption(_("0 working days: on the very day of the payment."))
    elif counted <= _IN_ONE_LINE:
        st.caption(" ".join([_counted(days), _passed_over(days)]).strip())
    else:
        with st.expander(_("Every day counted: {days}").format(days=number(counted))):
            for month, group in itertools.groupby(days, lambda day: f"{day.day:%m/%Y}"):
                of_month = list(group)
                told = " ".join([_counted(of_month), _passed_over(of_month)]).strip()
                st.caption(f"**{month}** · {told}")


def _counted(days: Iterable[Day]) -> str:
    counted = [day for day in days if day.working]
    words = [
        _("{day} (make-up day)").format(day=_short(each.day)) if each.weekend else _short(each.day)
        for each in counted
    ]
    listed = f": {', '.join(words)}." if words else "."
    return number(len(counted)) + listed


def _passed_over(days: Iterable[Day]) -> str:
    passed = [day for day in days if not day.working]
    if not passed:
        return ""
    # Days in a row for one reason are one entry.
    runs = itertools.groupby(
        enumerate(passed), lambda each: (each[1].day.toordinal() - each[0], _reason(each[1]))
    )
    words = [_run([day for _place, day in group]) for _key, group in runs]
    return _("Not counted: {days}.").format(days="; ".join(words))


def _run(days: list[Day]) -> str:
    first, last = days[0], days[-1]
    if first is last:
        name = _reason(first) or formats.weekday(first.day)
        return f"{_short(first.day)} {name}"
    name = _reason(first) or _("weekend")
    return f"{_short(first.day)}–{_short(last.day)} {name}"


def _reason(day: Day) -> str:
    """Return why a day does not count; nothing for a weekend, which explains itself."""
    if day.note:
        return formats.plain(day.note)
    return "" if day.weekend else _("public holiday or day in lieu")


def _short(day: dt.date) -> str:
    """Return a day without its year: the moments around it have theirs."""
    return f"{day.day}/{day.month}"
