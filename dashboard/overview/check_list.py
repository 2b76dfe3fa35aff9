"""The checks on the overview, first whether the forms of the day were sent before 08:00."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import access
from dashboard.components import check_list, fragments, tables
from dashboard.figures import checks
from dashboard.figures.checks import Lead, Line, State
from dashboard.overview import checks as overview_checks
from dashboard.overview import morning as overview_morning
from dashboard.text import _, formats, ngettext
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.overview.morning import Forms, Overview


_PAGE: Final = "form-01-xn"
# What is wrong with forms: the column that counts them, the page's status, and the way's label.
_FAULTS: Final = (
    ("not_dispatched", "missing", N_("Not sent")),
    ("dispatched_late", "late", N_("Sent late")),
    ("mismatched", "mismatched", N_("Mismatched")),
)


def of(morning: Overview, forms: Forms) -> Line:
    """Return the check of the forms as they stand; the rest of the morning may be older."""
    if not forms.number:
        return Line(_none(morning, forms), (Lead(_("Form 01-XN"), _PAGE, {"date": forms.day}),))
    waits = forms.totals["not_dispatched"] > 0 and not forms.is_due
    state = State.PENDING if waits else _state(morning, forms)
    sentence = _waiting(forms) if waits else _sent(forms)
    check = checks.make(
        state,
        "; ".join([sentence, *_faults(forms), *_silent(morning)]) + ".",
        words=_counts(forms),
        names={
            "missing": checks.offices(forms.named("not_dispatched")),
            "late_offices": checks.offices(forms.named("dispatched_late")),
            "silent": checks.offices(morning.silent),
        },
    )
    return Line(check, _leads(forms))


def _forms(morning: Overview) -> None:
    """Show the check of the forms; it refreshes by itself around the 08:00 deadline."""
    if morning.day == morning.now.date() - dt.timedelta(days=1):
        fragments.between_six_and_nine(_part(morning))
    else:
        check_list.show([of(morning, morning.forms)])


def _part(morning: Overview) -> Callable[[], None]:
    """Return the fragment of the check: first with the forms at hand, then queried anew."""
    at_hand = [morning.forms]

    def show_forms() -> None:
        forms = at_hand.pop() if at_hand else _query(morning)
        if forms.is_due != morning.forms.is_due:
            # The headline of the whole morning changes with it.
            st.rerun()
        check_list.show([of(morning, forms)])

    return show_forms


def _query(morning: Overview) -> Forms:
    return access.ask(functools.partial(overview_morning.ask_forms, chosen=morning.chosen))


def _none(morning: Overview, forms: Forms) -> checks.Check:
    """Return the check of a day without a form: nothing was due, or nothing is known."""
    words = {"day": formats.day(forms.day), "latest": formats.day(morning.latest_day)}
    if not morning.is_over:
        sentence = _("**Form 01-XN of {day}:** no confirmation code so far; the day is not over.")
        return checks.make(State.PENDING, sentence, words=words)
    if morning.is_before:
        return overview_checks.unknown(morning, _("Form 01-XN"))
    if morning.silent or morning.has_not_come:
        sentence = _(
            "**Form 01-XN of {day}:** no data of this day have come; the latest are of {latest}."
        )
        return checks.make(State.UNKNOWN, sentence, words=words)
    sentence = _("**Form 01-XN of {day}:** nothing due, no confirmation code was recorded.")
    return checks.make(State.NOTHING_DUE, sentence, words=words)


def _state(morning: Overview, forms: Forms) -> State:
    if any(forms.totals[column] for column, _status, _label in _FAULTS):
        return State.BAD
    # What a silent office owes is not known.
    return State.UNKNOWN if morning.silent else State.GOOD


def _sent(forms: Forms) -> str:
    return ngettext(
        "**Form 01-XN of {day}:** {sent} of {n} office sent everything by 08:00 ({on_time} of "
        "{forms} forms)",
        "**Form 01-XN of {day}:** {sent} of {n} offices sent everything by 08:00 ({on_time} of "
        "{forms} forms)",
        len(forms.due),
    )


def _waiting(forms: Forms) -> str:
    return ngettext(
        "**Form 01-XN of {day}: {left} left until 08:00;** {sent} of {n} office has sent "
        "everything ({on_time} of {forms} forms)",
        "**Form 01-XN of {day}: {left} left until 08:00;** {sent} of {n} offices have sent "
        "everything ({on_time} of {forms} forms)",
        len(forms.due),
    )


def _faults(forms: Forms) -> list[str]:
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


def _silent(morning: Overview) -> list[str]:
    return [_("no data from {silent}")] if morning.silent else []


def _counts(forms: Forms) -> dict[str, str]:
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


def _leads(forms: Forms) -> tuple[Lead, ...]:
    wrong = [
        Lead(_(label), _PAGE, {"date": forms.day, "status": status})
        for column, status, label in _FAULTS
        if forms.totals[column]
    ]
    return tuple(wrong) or (Lead(_("Form 01-XN"), _PAGE, {"date": forms.day}),)


def state(morning: Overview) -> None:
    """Show why there are no figures."""
    if morning.state is overview_morning.State.EMPTY_STORE:
        tables.empty_store()
    else:
        words = _("The day {day} has not come yet.").format(day=formats.day(morning.day))
        st.info(words, icon=":material/event_upcoming:")


def show(morning: Overview) -> None:
    """Show all checks, each a sentence with links to its rows."""
    others = overview_checks.lines(morning)
    lines = [of(morning, morning.forms), *others]
    headline = check_list.headline(lines)
    check_list.head(headline, _title(morning), lines, {"date": morning.day})
    _forms(morning)
    check_list.show(others)


def _title(morning: Overview) -> str:
    return _("Collection services, the morning after {day}, as of {hour} on {today}:").format(
        day=formats.day(morning.day),
        hour=f"{morning.now:%H:%M}",
        today=formats.day(morning.now.date()),
    )
