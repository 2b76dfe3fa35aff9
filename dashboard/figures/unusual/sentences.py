"""Findings in sentences, each with its reason."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.figures.unusual import day_totals, half_within
from dashboard.figures.unusual.finding import Finding, Kind, Subject
from dashboard.text import _, formats, ngettext

_MINUTE = 60


@dataclass(frozen=True)
class Names:
    """The names of offices and organisations, by code."""

    offices: Mapping[str, str]
    organizations: Mapping[str, str]

    def of(self, subject: Subject) -> str:
        """Return whose figures they are, in one line."""
        parts = [
            _collector(subject),
            self.organizations.get(subject.org, subject.org) if subject.org else "",
            self.offices.get(subject.office, subject.office) if subject.office else "",
        ]
        return ", ".join(filter(None, parts)) or _("All offices")


@dataclass(frozen=True)
class Told:
    """A sentence, a translated message, and what fills it: texts of the program, and names."""

    sentence: str
    words: Mapping[str, str]
    names: Mapping[str, str]

    @property
    def plain(self) -> str:
        """The sentence as plain text."""
        return self.sentence.replace("**", "").format(**self.words, **self.names)


def told(finding: Finding, names: Names) -> Told:
    """Return the sentence of a finding."""
    sentence, words = _SENTENCES[finding.kind](finding)
    return Told(sentence, words, {"who": names.of(finding.subject), "code": finding.code})


def _collector(subject: Subject) -> str:
    if not subject.collector:
        return ""
    return f"{subject.collector_name} ({subject.collector})".strip()


def _day(finding: Finding) -> tuple[str, dict[str, str]]:
    """Return the sentence of a day: what it came to, and what it usually does."""
    is_money = finding.measure == day_totals.AMOUNT
    written = formats.money if is_money else formats.count
    words = {
        "weekday": formats.weekday(finding.day),
        "day": formats.day(finding.day),
        "since": formats.day(finding.since),
        "value": written(round(finding.value)),
        "usual": written(round(finding.usual)),
        "low": written(math.ceil(finding.low)),
        "high": written(math.floor(finding.high)),
    }
    if is_money:
        sentence = _(
            "**{who}:** {value} recorded on {weekday}, {day}; usually about {usual} on this "
            "weekday ({low} to {high})."
        )
    else:
        sentence = _(
            "**{who}:** {value} confirmation codes on {weekday}, {day}; usually about {usual} on "
            "this weekday ({low} to {high})."
        )
    lasts = [_("Unusual since {since}.")] if finding.since < finding.day else []
    return " ".join([sentence, *lasts]), words


def _silence(finding: Finding) -> tuple[str, dict[str, str]]:
    """Return the sentence of a silence: how long it is, and how regular it was before."""
    days = round(finding.value)
    if finding.subject.collector:
        sentence = ngettext(
            "**{who}:** no payment since {since}, {n} working day; before that there were some on "
            "{worked} of {known} working days.",
            "**{who}:** no payment since {since}, {n} working days; before that there were some on "
            "{worked} of {known} working days.",
            days,
        )
    else:
        sentence = ngettext(
            "**{who}:** no confirmation code since {since}, {n} working day; before that there "
            "were some on {worked} of {known} working days.",
            "**{who}:** no confirmation code since {since}, {n} working days; before that there "
            "were some on {worked} of {known} working days.",
            days,
        )
    return sentence, {
        "since": formats.day(finding.since),
        "n": formats.count(days),
        "worked": formats.count(round(finding.usual)),
        "known": formats.count(finding.number),
    }


def _slide(finding: Finding) -> tuple[str, dict[str, str]]:
    """Return the sentence of a slide: from what to what, and since which week."""
    words = {
        "since": formats.day(finding.since),
        "payments": formats.payments(finding.number),
    }
    if finding.measure == half_within.MINUTES:
        sentence = _(
            "**{who}:** half of the payments have their code within {value}, before it was within "
            "{usual}; since the week of {since} ({payments})."
        )
        return sentence, words | {"value": _within(finding.value), "usual": _within(finding.usual)}
    sentence = _(
        "**{who}:** on-time rate of remittance down from {usual} to {value} since the week of "
        "{since} ({payments} due)."
    )
    if finding.kind is Kind.RECORDING:
        sentence = _(
            "**{who}:** share of payments recorded on the day that they were paid down from "
            "{usual} to {value} since the week of {since} ({payments})."
        )
    return sentence, words | {
        "value": formats.rate(round(finding.value, 4)),
        "usual": formats.rate(round(finding.usual, 4)),
    }


def _within(minutes: float) -> str:
    if not math.isfinite(minutes):
        return _("no time: half have no code")
    return formats.elapsed(round(minutes) * _MINUTE)


def _code(finding: Finding) -> tuple[str, dict[str, str]]:
    """Return the sentence of a code: how many payments it covers, and how many others do."""
    sentence = _(
        "**Code {code}:** {payments} under one code, {amount} ({who}); of a thousand codes 999 "
        "cover at most {usual}."
    )
    return sentence, {
        "payments": formats.payments(finding.number),
        "amount": formats.money(finding.amount),
        "usual": formats.count(round(finding.usual)),
    }


_SENTENCES = {
    Kind.DAY: _day,
    Kind.SILENCE: _silence,
    Kind.ON_TIME: _slide,
    Kind.RECORDING: _slide,
    Kind.CODE: _code,
}
