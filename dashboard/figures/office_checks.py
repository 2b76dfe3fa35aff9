"""Checks of an office's data and forms in the morning."""

from collections.abc import Sequence
from typing import Final

from dashboard import screens
from dashboard.figures import checks
from dashboard.figures.checks import Lead, Line, State
from dashboard.figures.office_day import Feed, Forms
from dashboard.text import _, formats, ngettext
from data.problems import N_

# So many are named; the others are counted.
_NAMED: Final = 6
_PAGE: Final = "form-01-xn"

_FEEDS: Final = {
    Feed.NOTHING_DUE: (
        State.NOTHING_DUE,
        N_("Data of {day}: no confirmation code was recorded on this day."),
    ),
    Feed.SILENT: (
        State.UNKNOWN,
        N_("**No data of {day} have come** from {silent}; the latest codes are of {latest}."),
    ),
    Feed.NEVER: (State.UNKNOWN, N_("**No data of this office have ever come.**")),
    Feed.NOT_THERE: (
        State.NOTHING_DUE,
        N_("Data of {day}: there was no such office on this day, none are expected."),
    ),
    Feed.NOT_OVER: (
        State.PENDING,
        N_("Data of {day}: the day is not over; the latest code is of {moment}."),
    ),
    Feed.FUTURE: (State.PENDING, N_("Data of {day}: the day has not come yet.")),
}


def of_forms(day: Forms) -> list[Line]:
    """Return the checks of a day's data and forms."""
    lines = [_data(day), _sent(day)]
    if day.totals["dispatched_late"]:
        lines.append(_late(day))
    if day.sent:
        lines.append(_matching(day))
    return lines


def organizations(names: Sequence[str]) -> str:
    """Return names of organisations in a row; of many, the first ones."""
    return checks.organizations(names, _NAMED)


def _data(day: Forms) -> Line:
    codes = day.totals["codes"]
    words = {
        "day": formats.day(day.date),
        "n": formats.count(codes),
        "moment": formats.moment(day.received_at),
        "latest": formats.day(day.latest_day),
    }
    if day.feed is Feed.RECEIVED:
        sentence = ngettext(
            "Data of {day} have come: **{n} confirmation code**, the latest in the store is of "
            "{moment}.",
            "Data of {day} have come: **{n} confirmation codes**, the latest in the store is of "
            "{moment}.",
            codes,
        )
        return Line(checks.make(State.GOOD, sentence, words=words), (_lead(day),))
    state, sentence = _FEEDS[day.feed]
    silent = {"silent": checks.offices(day.silent, _NAMED)}
    lead = Lead(_("Data"), "data", {"date": day.date})
    return Line(checks.make(state, _(sentence), words=words, names=silent), (lead,))


def _sent(day: Forms) -> Line:
    """Return the check whether every form went out before 08:00."""
    if not day.forms:
        return _nothing_to_send(day)
    if not day.is_due:
        return _still_to_send(day)
    missing, late = day.totals["not_dispatched"], day.totals["dispatched_late"]
    sentences = [_how_many(day)]
    if missing:
        sentences.append(_("**Not sent to:** {missing}."))
    check = checks.make(
        State.BAD if missing or late else State.GOOD,
        " ".join(sentences),
        words=_counts(day),
        names={"missing": organizations(day.named("not_dispatched"))},
    )
    return Line(check, (_lead(day, _("Not sent"), "missing") if missing else _lead(day),))


def _nothing_to_send(day: Forms) -> Line:
    words = {"day": formats.day(day.date)}
    if day.feed in (Feed.SILENT, Feed.NEVER):
        sentence = _("Form 01-XN of {day}: unknown, as the data of the day are missing.")
        return Line(checks.make(State.UNKNOWN, sentence, words=words), (_lead(day),))
    if day.feed in (Feed.NOT_OVER, Feed.FUTURE):
        sentence = _("Form 01-XN of {day}: no form so far.")
        return Line(checks.make(State.PENDING, sentence, words=words), (_lead(day),))
    sentence = _("Form 01-XN of {day}: no form is owed, as no code was recorded.")
    return Line(checks.make(State.NOTHING_DUE, sentence, words=words), (_lead(day),))


def _still_to_send(day: Forms) -> Line:
    """Return the check before 08:00: what is sent already, and how long there is for the rest."""
    left = day.named("not_dispatched")
    sentences = [_how_many(day)]
    if left:
        sentences += [_("Not yet due: **{left} until 08:00.**"), _("Still to be sent to: {names}.")]
    check = checks.make(
        State.PENDING if left else State.GOOD,
        " ".join(sentences),
        words={**_counts(day), "left": formats.time_left(day.deadline - day.now)},
        names={"names": organizations(left)},
    )
    return Line(check, (_lead(day),))


def _how_many(day: Forms) -> str:
    """Return the sentence that counts: organisations, or forms where offices have several."""
    if day.is_of_several:
        return ngettext(
            "Form 01-XN of {day}: **{sent} of {n} form** sent before 08:00.",
            "Form 01-XN of {day}: **{sent} of {n} forms** sent before 08:00.",
            day.forms,
        )
    return ngettext(
        "Form 01-XN of {day}: sent before 08:00 to **{sent} of {n} organisation**.",
        "Form 01-XN of {day}: sent before 08:00 to **{sent} of {n} organisations**.",
        day.forms,
    )


def _late(day: Forms) -> Line:
    late = day.totals["dispatched_late"]
    sentence = ngettext(
        "**{n} form was sent after 08:00:** {late}.",
        "**{n} forms were sent after 08:00:** {late}.",
        late,
    )
    words = {"n": formats.count(late)}
    check = checks.make(
        State.BAD,
        sentence,
        words=words,
        names={"late": organizations(day.named("dispatched_late"))},
    )
    return Line(check, (_lead(day, _("Sent late"), "late"),))


def _matching(day: Forms) -> Line:
    """Return the check whether what was sent says the same as the store."""
    differing = day.totals["mismatched"]
    if not differing:
        sentence = ngettext(
            "The {n} form sent agrees with the store.",
            "The {n} forms sent agree with the store.",
            day.sent,
        )
        words = {"n": formats.count(day.sent)}
        return Line(checks.make(State.GOOD, sentence, words=words), (_lead(day),))
    sentence = ngettext(
        "**{n} form sent differs from the store** in codes or amount: {differing}.",
        "**{n} forms sent differ from the store** in codes or amount: {differing}.",
        differing,
    )
    check = checks.make(
        State.BAD,
        sentence,
        words={"n": formats.count(differing)},
        names={"differing": organizations(day.named("mismatched"))},
    )
    return Line(check, (_lead(day, _("Mismatched"), "mismatched"),))


def _counts(day: Forms) -> dict[str, str]:
    return {
        "day": formats.day(day.date),
        "sent": formats.count(day.totals["dispatched_on_time"]),
        "n": formats.count(day.forms),
    }


def _lead(day: Forms, label: str | None = None, status: str | None = None) -> Lead:
    """Return the link to the forms of the day, or to those in a state."""
    params: dict[str, screens.Value] = {
        "date": day.date,
        "office": day.facts.code,
        "status": status,
    }
    return Lead(label or _("Form 01-XN"), _PAGE, params)
