"""Checks of the city: payments without a code, forms without data, differences of all kinds."""

from collections.abc import Callable

from dashboard.figures import checks
from dashboard.figures.checks import Lead, Line, State
from dashboard.figures.city.morning import Overview
from dashboard.text import _, exception_terms, formats, ngettext
from data.derived import difference_rules


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
    """Return the check of payments without a code; it names who has waited longest for one."""
    params = {**morning.evening.params, "status": "unrecorded"}
    there = Lead(_("Recording"), "recording", params)
    line = _of_kind(
        morning,
        "unrecorded",
        title=_("Payments without a code"),
        label=_("Without a code"),
        good=_("**Payments without a code**, collected since {start}: none."),
        bad=lambda n: ngettext(
            "**{n} payment without a code**, collected since {start}: {amount}, the oldest of "
            "{days}. Slowest: {slowest}.",
            "**{n} payments without a code**, collected since {start}: {amount}, the oldest of "
            "{days}. Slowest: {slowest}.",
            n,
        ),
    )
    if line.check.state is not State.BAD or morning.waiting.empty:
        return Line(line.check, (there, *line.leads))
    slowest = str(morning.waiting["key"].iloc[0])
    own = Lead(_("Slowest"), there.to, {**params, "org": slowest})
    return Line(line.check, (there, own, *line.leads))


def without_data(morning: Overview) -> Line:
    """Return the check of forms that were sent for days of which the store has nothing."""
    return _of_kind(
        morning,
        "form_without_data",
        title=_("Forms sent without data in the store"),
        label=_("Sent, no data"),
        good=_("**Forms sent without data in the store**, of days since {start}: none."),
        bad=lambda n: ngettext(
            "**{n} form sent without data in the store**, of days since {start}: {amount}. Data "
            "are missing.",
            "**{n} forms sent without data in the store**, of days since {start}: {amount}. Data "
            "are missing.",
            n,
        ),
    )


def _of_kind(
    morning: Overview, kind: str, *, title: str, label: str, good: str, bad: Callable[[int], str]
) -> Line:
    """Return the check that there is no difference of a kind, with the link to its cases.

    Args:
        morning: the data of the overview.
        kind: the kind of difference.
        title: what the check is about, where it cannot be known.
        label: of the link.
        good: the sentence where there is none.
        bad: returns the sentence for a number of cases.
    """
    lead = Lead(label, "exceptions", {**morning.evening.params, "kind": kind})
    if not morning.is_known:
        return Line(unknown(morning, title), (lead,))
    found = morning.kind(kind)
    words = _since(morning)
    if not found["cases"]:
        return Line(checks.make(State.GOOD, good, words=words), (lead,))
    words |= {
        "n": formats.count(found["cases"]),
        "amount": formats.money(found["amount"]),
        "days": _days(int(found["oldest_days"])),
    }
    names = {"slowest": morning.slowest}
    sentence = bad(int(found["cases"]))
    return Line(checks.make(State.BAD, sentence, words=words, names=names), (lead,))


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
    # What stands apart is most, and says least; it is named where there is nothing else.
    together = found[~found["kind"].isin(difference_rules.APART)]
    named = found if together.empty else together
    largest = named.sort_values(["amount", "cases"], ascending=False, kind="stable").iloc[0]
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
