"""Checks of the city in the morning: forms, money, codes, differences and data."""

import datetime as dt
from typing import Any, Final

import pandas as pd

from dashboard import clock
from dashboard.figures import checks, older_debt
from dashboard.figures.checks import Lead, Line, State
from dashboard.figures.city import difference_checks, imports
from dashboard.figures.city.morning import WEEK, Forms, Overview
from dashboard.figures.unusual import check as unusual_check
from dashboard.text import _, formats, ngettext
from data.problems import N_

_PAGE: Final = "remittance-lag"
_FORMS_PAGE: Final = "form-01-xn"
# What is wrong with forms: the column that counts them, the page's status, and the way's label.
_FAULTS: Final = (
    ("not_dispatched", "missing", N_("Not sent")),
    ("dispatched_late", "late", N_("Sent late")),
    ("mismatched", "mismatched", N_("Mismatched")),
)


def lines(morning: Overview) -> list[Line]:
    """Return the checks in the order of the screen, after the one of the forms."""
    return [
        *(check(morning) for check in _CHECKS),
        *unusual_check.weightiest(morning.unusual.looked, morning.unusual.names),
        *imports.last(morning),
    ]


def title(morning: Overview) -> str:
    """Return what the checks are about, as of when: the first line of their text."""
    return _("Collection services, the morning after {day}, as of {hour} on {today}:").format(
        day=formats.day(morning.day),
        hour=f"{morning.now:%H:%M}",
        today=formats.day(morning.now.date()),
    )


def of_forms(morning: Overview, forms: Forms) -> Line:
    """Return the check of the forms, which may be newer than the rest of the morning."""
    if not forms.number:
        return Line(
            _without_forms(morning, forms),
            (Lead(_("Form 01-XN"), _FORMS_PAGE, {"date": forms.day}),),
        )
    waits = forms.totals["not_dispatched"] > 0 and not forms.is_due
    state = State.PENDING if waits else _forms_state(morning, forms)
    sentence = _forms_waiting(forms) if waits else _forms_sent(forms)
    silent = [_("no data from {silent}")] if morning.silent else []
    check = checks.make(
        state,
        "; ".join([sentence, *_forms_faults(forms), *silent]) + ".",
        words=_forms_counts(forms),
        names={
            "missing": _with_forms(forms, "not_dispatched"),
            "late_offices": _with_forms(forms, "dispatched_late"),
            "silent": checks.offices(morning.silent),
        },
    )
    return Line(check, _forms_leads(forms))


def _with_forms(forms: Forms, column: str) -> str:
    """Return the offices with forms in a state; where not all are named, how many of both."""
    names = forms.named(column)
    listed = checks.offices(names)
    if len(names) <= checks.NAMED:
        return listed
    number = forms.totals[column]
    parts = {
        "names": listed,
        "offices": ngettext("{n} office", "{n} offices", len(names)).format(
            n=formats.count(len(names))
        ),
        "forms": ngettext("{n} form", "{n} forms", number).format(n=formats.count(number)),
    }
    return _("{names} ({offices}, {forms})").format(**parts)


def _without_forms(morning: Overview, forms: Forms) -> checks.Check:
    """Return the check of a day without a form: nothing was due, or nothing is known."""
    words = {"day": formats.day(forms.day), "latest": formats.day(morning.latest_day)}
    if not morning.is_over:
        sentence = _("**Form 01-XN of {day}:** no confirmation code so far; the day is not over.")
        return checks.make(State.PENDING, sentence, words=words)
    if morning.is_before:
        return difference_checks.unknown(morning, _("Form 01-XN"))
    if morning.silent or morning.has_not_come:
        sentence = _(
            "**Form 01-XN of {day}:** no data of this day have come; the latest are of {latest}."
        )
        return checks.make(State.UNKNOWN, sentence, words=words)
    sentence = _("**Form 01-XN of {day}:** nothing due, no confirmation code was recorded.")
    return checks.make(State.NOTHING_DUE, sentence, words=words)


def _forms_state(morning: Overview, forms: Forms) -> State:
    if any(forms.totals[column] for column, _status, _label in _FAULTS):
        return State.BAD
    # What a silent office owes is not known.
    return State.UNKNOWN if morning.silent else State.GOOD


def _forms_sent(forms: Forms) -> str:
    return ngettext(
        "**Form 01-XN of {day}:** {sent} of {n} office with codes sent everything by 08:00 "
        "({on_time} of {forms} forms)",
        "**Form 01-XN of {day}:** {sent} of {n} offices with codes sent everything by 08:00 "
        "({on_time} of {forms} forms)",
        len(forms.due),
    )


def _forms_waiting(forms: Forms) -> str:
    return ngettext(
        "**Form 01-XN of {day}: {left} left until 08:00;** {sent} of {n} office with codes "
        "has sent everything ({on_time} of {forms} forms)",
        "**Form 01-XN of {day}: {left} left until 08:00;** {sent} of {n} offices with codes "
        "have sent everything ({on_time} of {forms} forms)",
        len(forms.due),
    )


def _forms_faults(forms: Forms) -> list[str]:
    totals = forms.totals
    parts = []
    if totals["not_dispatched"]:
        parts.append(_("**not sent: {missing}**") if forms.is_due else _("not sent: {missing}"))
    if totals["dispatched_late"]:
        parts.append(
            ngettext(
                "{late} form late: {late_offices}",
                "{late} forms late: {late_offices}",
                totals["dispatched_late"],
            )
        )
    if totals["mismatched"]:
        parts.append(
            ngettext(
                "{mismatched} form mismatched", "{mismatched} forms mismatched",
                totals["mismatched"],
            )
        )  # fmt: skip
    return parts


def _forms_counts(forms: Forms) -> dict[str, str]:
    return {
        "day": formats.day(forms.day),
        "sent": formats.count(forms.offices_on_time),
        "n": formats.count(len(forms.due)),
        "on_time": formats.count(forms.totals["dispatched_on_time"]),
        "forms": formats.count(forms.number),
        "late": formats.count(forms.totals["dispatched_late"]),
        "mismatched": formats.count(forms.totals["mismatched"]),
        "left": formats.time_left(forms.deadline - forms.now),
    }


def _forms_leads(forms: Forms) -> tuple[Lead, ...]:
    wrong = [
        Lead(_(label), _FORMS_PAGE, {"date": forms.day, "status": status})
        for column, status, label in _FAULTS
        if forms.totals[column]
    ]
    return tuple(wrong) or (Lead(_("Form 01-XN"), _FORMS_PAGE, {"date": forms.day}),)


def _data(morning: Overview) -> Line:
    """Return the check of how fresh the data are, and which offices have sent some."""
    lead = Lead(_("Data"), "data", {"date": morning.day})
    words = {
        "day": formats.day(morning.day),
        "n": formats.count(morning.expected - len(morning.silent)),
        "m": formats.count(morning.expected),
        "latest": _moment(morning.feeds["latest_recorded_at"].max()),
        "imported": _moment(morning.standing.imported_at),
    }
    if not morning.is_over:
        sentence = _("**Data** up to {latest}, loaded at {imported}; {day} is not over.")
        return Line(checks.make(State.PENDING, sentence, words=words), (lead,))
    if not morning.received:
        return Line(_nothing_received(morning, words), (lead,))
    sentence = _("**Data** up to {latest}, loaded at {imported}; of {day} from {n} of {m} offices.")
    if morning.silent:
        sentence = _(
            "**Data** up to {latest}, loaded at {imported}; of {day} from {n} of {m} offices, not "
            "from {names}."
        )
    state = State.BAD if morning.silent else State.GOOD
    names = {"names": checks.offices(morning.silent)}
    return Line(checks.make(state, sentence, words=words, names=names), (lead,))


def _a_week_before(day: dt.date) -> str:
    """Return the same day of the week before, with its name."""
    before = day - WEEK
    return _("{weekday} {day}").format(weekday=formats.weekday(before), day=formats.day(before))


def _nothing_received(morning: Overview, words: dict[str, str]) -> checks.Check:
    """Return the check of a day without any code: nothing was due, or nothing has come."""
    if morning.is_before:
        return difference_checks.unknown(morning, _("Data"))
    if morning.silent or morning.has_not_come:
        sentence = _(
            "**Data:** none of {day} have come; the latest are of {latest}, loaded at {imported}."
        )
        return checks.make(State.UNKNOWN, sentence, words=words)
    sentence = _(
        "**Data** up to {latest}, loaded at {imported}; none of the {m} offices had a code on "
        "{day}."
    )
    return checks.make(State.NOTHING_DUE, sentence, words=words)


def _outstanding(morning: Overview) -> Line:
    lead = Lead(_("Outstanding"), _PAGE, morning.evening.params)
    if not morning.is_known:
        return Line(difference_checks.unknown(morning, _("Money not remitted")), (lead,))
    overdue = int(morning.owed["overdue_amount"].sum())
    sentence = (
        _("**Not remitted** at the end of {day}: {outstanding}, of this **overdue {overdue}**")
        if overdue
        else _("**Not remitted** at the end of {day}: {outstanding}, **nothing overdue**")
    )
    words = {
        "day": formats.day(morning.day),
        "outstanding": formats.money(morning.owed["outstanding_amount"].sum()),
        "overdue": formats.money(overdue),
    }
    compared, more = _compared(morning)
    check = checks.make(
        State.BAD if overdue else State.GOOD, f"{sentence} {compared}.", words={**words, **more}
    )
    return older_debt.told(Line(check, (lead,)), morning.older, morning.evening.params)


def _compared(morning: Overview) -> tuple[str, dict[str, str]]:
    """Return the comparison with the same weekday of the week before, and what fills it."""
    if morning.owed_before is None:
        return _("(no data of a week ago to compare with)"), {}
    words = {
        "before": _a_week_before(morning.day),
        "change": _change(morning.owed, morning.owed_before, "outstanding_amount"),
        "overdue_change": _change(morning.owed, morning.owed_before, "overdue_amount"),
    }
    return _("(since {before}: {change}; overdue: {overdue_change})"), words


def _change(owed: pd.DataFrame, owed_before: pd.DataFrame, column: str) -> str:
    now, before = (int(rows[column].sum()) for rows in (owed, owed_before))
    if now == before:
        return _("unchanged")
    words = _("up {amount}") if now > before else _("down {amount}")
    return words.format(amount=formats.short_money(abs(now - before)))


def _newly_overdue(morning: Overview) -> Line:
    params = {**morning.evening.params, "by": "org", "status": "overdue"}
    late = Lead(_("Overdue"), _PAGE, params)
    if not morning.is_known:
        return Line(difference_checks.unknown(morning, _("Organisations newly overdue")), (late,))
    words = {"before": _a_week_before(morning.day)}
    if morning.owed_before is None:
        sentence = _("**Organisations newly overdue:** no data of {before} to compare with.")
        return Line(checks.make(State.UNKNOWN, sentence, words=words), (late,))
    new = morning.newly_overdue
    if new.empty:
        sentence = _("**Organisations newly overdue** since {before}: none.")
        return Line(checks.make(State.GOOD, sentence, words=words), (late,))
    return _named(new, words, late)


def _named(new: pd.DataFrame, words: dict[str, str], late: Lead) -> Line:
    names = [f"{name} ({key})" for name, key in zip(new["name"], new["key"], strict=True)]
    sentence = ngettext(
        "**{n} organisation newly overdue** since {before}, with {amount}: {names}.",
        "**{n} organisations newly overdue** since {before}, with {amount}: {names}.",
        len(new),
    )
    check = checks.make(
        State.BAD,
        sentence,
        words={
            **words,
            "n": formats.count(len(new)),
            "amount": formats.money(new["overdue_amount"].sum()),
        },
        names={"names": checks.organizations(names)},
    )
    leads = [_lead_to(row, late) for row in new.head(checks.NAMED).to_dict("records")]
    return Line(check, (*leads, *([late] if len(names) > checks.NAMED else [])))


def _lead_to(row: dict[Any, Any], late: Lead) -> Lead:
    return Lead(formats.plain(row["key"]), late.to, {**late.params, "org": row["key"]})


def _moment(value: Any) -> str:
    """Return the minute and the day of a moment in Hanoi's time."""
    if not isinstance(value, dt.datetime) or value != value:  # noqa: PLR0124 - only NaT differs
        return formats.UNKNOWN
    local = value.astimezone(clock.HANOI)
    return _("{hour} on {day}").format(hour=f"{local:%H:%M}", day=formats.day(local.date()))


# A check is a function from the data of the overview to its line; add new ones here.
_CHECKS: Final = (
    _outstanding,
    _newly_overdue,
    difference_checks.unrecorded,
    difference_checks.without_data,
    difference_checks.kinds,
    _data,
)
