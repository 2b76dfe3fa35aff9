"""Owns what is said of a payment's way into the fund: remitted, not yet due, or overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import formats, lookup_days, lookup_steps
from dashboard.lookup_journey import Status
from dashboard.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.lookup_case import Case
    from dashboard.lookup_journey import Journey


def into_fund(journey: Journey, case: Case, organizations: Mapping[str, str]) -> lookup_steps.Step:
    """Say when and by whom the payment was remitted, or for how long it has not been."""
    if journey.more["remitted_at"]:
        return _remitted(journey, case, organizations)
    if journey.status is Status.VOIDED:
        remark = _("The receipt was voided: nothing is to be remitted.")
        icon = ":material/do_not_disturb_on:"
        return lookup_steps.Step(icon, "gray", _("Not remitted"), remarks=(remark,))
    if journey.status is Status.OVERDUE:
        return _overdue(journey, case)
    return lookup_steps.Step(
        ":material/hourglass_empty:",
        "blue",
        _("Not remitted, not yet due"),
        remarks=(_age(journey),),
        days=_days(journey, case),
    )


def _overdue(journey: Journey, case: Case) -> lookup_steps.Step:
    beyond = journey.lag_days - journey.more["deadline_days"]
    label = _("Not remitted, overdue since {day} ({days})").format(
        day=formats.day(journey.more["overdue_day"]), days=lookup_days.number(beyond)
    )
    return lookup_steps.Step(
        ":material/error:", "red", label, doubts=(_age(journey),), days=_days(journey, case)
    )


def _remitted(journey: Journey, case: Case, organizations: Mapping[str, str]) -> lookup_steps.Step:
    lag, doubts = _lag(journey), _doubts(journey)
    is_late = journey.status is Status.LATE
    return lookup_steps.Step(
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
        "days": lookup_days.number(journey.lag_days),
        "deadline": lookup_days.number(journey.more["deadline_days"]),
        "due": formats.day(journey.more["due_day"]),
    }


def _doubts(journey: Journey) -> tuple[str, ...]:
    more, doubts = journey.more, []
    if more["remitting_org_code"] != more["org_code"]:
        doubts.append(_("Another organisation took the payment."))
    if more["remitted_at"] < more["paid_at"]:
        doubts.append(_("The remittance came before the payment."))
    return tuple(doubts)


def _days(journey: Journey, case: Case) -> list[lookup_days.Day] | None:
    if journey.status is Status.VOIDED:
        return None
    last = journey.more["settled_day"] or case.now.date()
    return lookup_days.between(case.calendar, journey.more["paid_day"], last)
