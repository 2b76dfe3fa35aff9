"""Checks of the overview: payments without a code, forms without data, differences of all kinds."""

from dashboard.figures import checks
from dashboard.figures.checks import Lead, Line, State
from dashboard.overview.morning import Overview
from dashboard.text import _, exception_terms, formats, ngettext


def unknown(morning: Overview, title: str) -> checks.Check:
    """Return a check whose result cannot be known at the end of the day, and why."""
    sentence = _("**{title}:** not known for the end of {day}; the latest data are of {latest}.")
    if morning.is_before:
        sentence = _("**{title}:** not known for the end of {day}; the store begins later.")
    words = {
        "title": title,
        "day": formats.day(morning.day),
        "latest": formats.day(morning.latest_day),
    }
    return checks.make(State.UNKNOWN, sentence, words=words)


def unrecorded(morning: Overview) -> Line:
    """Return the check of payments without a code."""
    title = _("Payments without a code")
    lead = Lead(_("Without a code"), "exceptions", {**morning.evening.params, "kind": "unrecorded"})
    if not morning.is_known:
        return Line(unknown(morning, title), (lead,))
    found = morning.kind("unrecorded")
    words = _since(morning)
    if not found["cases"]:
        sentence = _("**Payments without a code**, collected since {start}: none.")
        return Line(checks.make(State.GOOD, sentence, words=words), (lead,))
    sentence = ngettext(
        "**{n} payment without a code**, collected since {start}: {amount}, the oldest of {days}.",
        "**{n} payments without a code**, collected since {start}: {amount}, the oldest of {days}.",
        int(found["cases"]),
    )
    words |= {
        "n": formats.count(found["cases"]),
        "amount": formats.money(found["amount"]),
        "days": _days(int(found["oldest_days"])),
    }
    return Line(checks.make(State.BAD, sentence, words=words), (lead,))


def without_data(morning: Overview) -> Line:
    """Return the check of forms that were sent for days of which the store has nothing."""
    title = _("Forms sent without data in the store")
    params = {**morning.evening.params, "kind": "form_without_data"}
    lead = Lead(_("Sent, no data"), "exceptions", params)
    if not morning.is_known:
        return Line(unknown(morning, title), (lead,))
    found = morning.kind("form_without_data")
    words = _since(morning)
    if not found["cases"]:
        sentence = _("**Forms sent without data in the store**, of days since {start}: none.")
        return Line(checks.make(State.GOOD, sentence, words=words), (lead,))
    sentence = ngettext(
        "**{n} form sent without data in the store**, of days since {start}: {amount}. Data are "
        "missing.",
        "**{n} forms sent without data in the store**, of days since {start}: {amount}. Data are "
        "missing.",
        int(found["cases"]),
    )
    words |= {"n": formats.count(found["cases"]), "amount": formats.money(found["amount"])}
    return Line(checks.make(State.BAD, sentence, words=words), (lead,))


def kinds(morning: Overview) -> Line:
    """Return the check of all kinds of difference."""
    title = _("Differences to reconcile")
    lead = Lead(_("Differences"), "exceptions", morning.evening.params)
    if not morning.is_known:
        return Line(unknown(morning, title), (lead,))
    found = morning.kinds[morning.kinds["cases"] > 0]
    words = _since(morning)
    if found.empty:
        sentence = _("**Differences to reconcile** since {start}: none of any kind.")
        return Line(checks.make(State.GOOD, sentence, words=words), (lead,))
    largest = found.sort_values(["amount", "cases"], ascending=False, kind="stable").iloc[0]
    label = exception_terms.KINDS[str(largest["kind"])].label
    sentence = ngettext(
        "**Differences to reconcile** since {start}: {n} kind of {m}, most money: {kind}, "
        "{amount}.",
        "**Differences to reconcile** since {start}: {n} kinds of {m}, most money: {kind}, "
        "{amount}.",
        len(found),
    )
    if len(found) == len(morning.kinds):
        sentence = _(
            "**Differences to reconcile** since {start}: of all {m} kinds, most money: {kind}, "
            "{amount}."
        )
    words |= {
        "n": formats.count(len(found)),
        "m": formats.count(len(morning.kinds)),
        "amount": formats.money(largest["amount"]),
        "kind": _(label),
    }
    return Line(checks.make(State.BAD, sentence, words=words), (lead,))


def _since(morning: Overview) -> dict[str, str]:
    return {"start": formats.day(morning.evening.start)}


def _days(days: int) -> str:
    return ngettext("{n} calendar day", "{n} calendar days", days).format(n=formats.count(days))
