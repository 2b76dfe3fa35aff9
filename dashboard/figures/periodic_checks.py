"""The sentences of a weekly or monthly report, each with the pages that have its rows."""

from typing import Final

from dashboard.figures import checks, periodic_leads, weeks_and_months
from dashboard.figures.checks import Lead, Line, State
from dashboard.figures.periodic import Figures, Row
from dashboard.text import _, formats, ngettext, periodic_terms

_NAMED: Final = 3


def of(figures: Figures) -> list[Line]:
    """Return the sentences, in the order of the tables; one alone where the store has no data."""
    if not figures.asked.has_data:
        return [_without_data(figures)]
    return [
        _forms(figures),
        _overdue(figures),
        *_moved(figures),
        *_worst(figures),
        _recording(figures),
        _differences(figures),
        *_gaps(figures),
        *_never(figures),
    ]


def reach(period: weeks_and_months.Period) -> str:
    """Return the days of a period as a title, and how far they have gone."""
    words = {
        "start": formats.day(period.start),
        "end": formats.day(period.end),
        "last": formats.day(period.last),
        "month": f"{period.start:%m/%Y}",
    }
    return periodic_terms.title(period.kind, is_over=period.is_over).format(**words)


def comparison(figures: Figures) -> str:
    """Return why nothing is compared with the period before; empty where it is."""
    asked = figures.asked
    if asked.is_comparable or not asked.has_data:
        return ""
    sentence = periodic_terms.not_compared(asked.period.kind, has_part=asked.has_part)
    return sentence.format(day=formats.day(asked.first_day))


def _without_data(figures: Figures) -> Line:
    period, first = figures.asked.period, figures.asked.first_day
    sentence = (
        _("From {start} to {end}: the store has no data of it; they begin on {day}.")
        if first
        else _("From {start} to {end}: the store has no data.")
    )
    words = {
        "start": formats.day(period.start),
        "end": formats.day(period.last),
        "day": formats.day(first),
    }
    return Line(checks.make(State.UNKNOWN, sentence, words=words), ())


def _forms(figures: Figures) -> Line:
    now, *before = figures.forms
    asked = figures.asked
    period = asked.period
    if not now["forms"]:
        sentence = _("Form 01-XN: no form was due in these days.")
        lead = Lead(_("Form 01-XN"), periodic_leads.FORMS, periodic_leads.forms(asked, period))
        return Line(checks.make(State.NOTHING_DUE, sentence), (lead,))
    sentences = [
        ngettext(
            "Form 01-XN: **{sent} of {n} form sent before 08:00** ({rate}{before}).",
            "Form 01-XN: **{sent} of {n} forms sent before 08:00** ({rate}{before}).",
            now["forms"],
        ),
        _("Late {late}, not sent {missing}, mismatched {mismatched}."),
    ]
    words = {
        "sent": formats.count(now["dispatched_on_time"]),
        "n": formats.count(now["forms"]),
        "rate": formats.rate(now["sent_rate"]),
        "before": _before(formats.rate(before[0]["sent_rate"]) if before else ""),
        "late": formats.count(now["dispatched_late"]),
        "missing": formats.count(now["missing"]),
        "mismatched": formats.count(now["mismatched"]),
    }
    states = {"missing": _("Not sent"), "late": _("Sent late"), "mismatched": _("Mismatched")}
    columns = {"missing": "missing", "late": "dispatched_late", "mismatched": "mismatched"}
    leads = tuple(
        Lead(label, periodic_leads.FORMS, periodic_leads.forms(asked, period, status))
        for status, label in states.items()
        if now[columns[status]]
    )
    every = Lead(_("Form 01-XN"), periodic_leads.FORMS, periodic_leads.forms(asked, period))
    state = State.BAD if any(now[column] for column in columns.values()) else State.GOOD
    return Line(checks.make(state, " ".join(sentences), words=words), leads or (every,))


def _overdue(figures: Figures) -> Line:
    """Return what is overdue at the end, beside the end of the period before."""
    closing, before = figures.overdue["closing"], figures.overdue["before"]
    asked = figures.asked
    last = asked.period.last
    lead = Lead(_("Overdue"), periodic_leads.LAG, periodic_leads.overdue(asked, last))
    words = {
        "as_of": formats.day(last),
        "amount": formats.money(closing["overdue_amount"]),
        "payments": formats.payments(closing["overdue_payments"]),
        "organizations": _organizations(closing["organizations"]),
        "before": formats.money(before["overdue_amount"]),
        "change": _change(figures.overdue_change),
        "earlier": formats.day(asked.period.before.end),
    }
    if not closing["overdue_payments"]:
        sentence = _("No money is overdue at the end of {as_of}.")
        return Line(checks.make(State.GOOD, sentence, words=words), (lead,))
    sentences = [_("**Overdue at the end of {as_of}: {amount}**, {payments}, {organizations}.")]
    if before["overdue_amount"] is not None:
        sentences.append(_("At the end of {earlier}: {before} ({change})."))
    return Line(checks.make(State.BAD, " ".join(sentences), words=words), (lead,))


def _moved(figures: Figures) -> list[Line]:
    """Return what is newly overdue, and what became of what is older; nothing is left out."""
    if not figures.asked.is_comparable:
        return []
    lines = figures.overdue
    added, older, settled = lines["added"], lines["older"], lines["settled"]
    words = {
        "added": formats.money(added["overdue_amount"]),
        "payments": formats.payments(added["overdue_payments"] or 0),
        "organizations": _organizations(added["organizations"]),
        "older": formats.money(older["overdue_amount"]),
        "settled": formats.money(settled["overdue_amount"]),
        "voided": formats.money(lines["voided"]["overdue_amount"]),
    }
    sentences = [
        _("Newly overdue: **{added}**, {payments}, {organizations}.")
        if added["overdue_payments"]
        else _("Nothing is newly overdue."),
        _("Of earlier periods **{older}** is still overdue; {settled} of it was remitted.")
        if older["overdue_payments"]
        else _("Nothing of earlier periods is overdue any more; {settled} of it was remitted."),
        _("Voided: {voided}.") if lines["voided"]["overdue_payments"] else "",
    ]
    known = periodic_leads.lines(figures)
    leads = [
        Lead(label, periodic_leads.LAG, known[line])
        for line, label in (("added", _("Newly overdue")), ("older", _("Of earlier periods")))
        if line in known and lines[line]["overdue_payments"]
    ]
    state = State.BAD if added["overdue_payments"] or older["overdue_payments"] else State.GOOD
    said = " ".join(filter(None, sentences))
    return [Line(checks.make(state, said, words=words), tuple(leads))]


def _worst(figures: Figures) -> list[Line]:
    """Return who has the most overdue money at risk, and since when."""
    if not figures.organizations:
        return []
    worst, people = figures.organizations[0], figures.collectors
    names = {"organization": str(worst["name"])}
    words = {
        "amount": formats.money(worst["overdue_amount"]),
        "since": since(worst),
    }
    sentences = [_("Most at risk: **{organization}**, {amount}, overdue {since}.")]
    if people:
        names["collector"] = formats.words(people[0]["name"])
        words |= {"owed": formats.money(people[0]["overdue_amount"]), "run": since(people[0])}
        sentences.append(_("Of the collectors: **{collector}**, {owed}, overdue {run}."))
    last = figures.asked.period.last
    params = periodic_leads.overdue(figures.asked, last)
    leads = [Lead(_("Organisation"), periodic_leads.LAG, {**params, "org": worst["key"]})]
    if people:
        person = {**params, "collector": people[0]["key"]}
        leads.append(Lead(_("Collector"), periodic_leads.LAG, person))
    check = checks.make(State.BAD, " ".join(sentences), words=words, names=names)
    return [Line(check, tuple(leads))]


def since(row: Row) -> str:
    """Return since which week money has been overdue without a break."""
    if row["weeks"] >= periodic_terms.MOST_WEEKS:
        return _("since the week of {day} or longer").format(day=formats.day(row["since_day"]))
    return _("since the week of {day}").format(day=formats.day(row["since_day"]))


def _recording(figures: Figures) -> Line:
    asked = figures.asked
    now, *before = figures.recording or [{"key": ""}]
    if now["key"] != "now":
        return Line(checks.make(State.NOTHING_DUE, _("Nothing was collected in these days.")), ())
    sentences = [
        _("Codes: **{rate} on the same day**{before}; half within {half}, 90% within {most}.")
    ]
    if now["unrecorded"]:
        sentences.append(_("Of the period {payments} have no code yet: {amount}."))
    words = {
        "rate": formats.rate(now["same_day_rate"]),
        "before": f" ({_before(formats.rate(before[0]['same_day_rate'])).lstrip('; ')})"
        if before
        else "",
        "half": duration(now["median_minutes"]),
        "most": duration(now["p90_minutes"]),
        "payments": formats.payments(now["unrecorded"]),
        "amount": formats.money(now["unrecorded_amount"]),
    }
    lead = Lead(
        _("Payments without code"),
        periodic_leads.DIFFERENCES,
        periodic_leads.unrecorded(asked, asked.period),
    )
    state = State.BAD if now["unrecorded"] else State.GOOD
    return Line(checks.make(state, " ".join(sentences), words=words), (lead,))


def _differences(figures: Figures) -> Line:
    asked, counted = figures.asked, figures.differences
    last = asked.period.last
    every = Lead(
        _("Differences"), periodic_leads.DIFFERENCES, periodic_leads.differences(asked, last)
    )
    cases = counted["cases"] or 0
    words = {
        "as_of": formats.day(last),
        "n": formats.count(cases),
        "new": formats.count(counted["added_cases"]),
        "settled": formats.count(counted["settled_cases"]),
    }
    sentences = [
        ngettext(
            "**{n} difference to reconcile** at the end of {as_of}.",
            "**{n} differences to reconcile** at the end of {as_of}.",
            cases,
        )
        if cases
        else _("There is no difference to reconcile at the end of {as_of}.")
    ]
    if counted["added_cases"] is not None:
        sentences.append(_("New in the period: {new}; settled: {settled}."))
    sentences += [_apart(row) for row in figures.kinds if periodic_terms.is_apart(row["key"])]
    leads = [every]
    if (params := periodic_leads.new_differences(asked)) and counted["added_cases"]:
        leads.append(Lead(_("New"), periodic_leads.DIFFERENCES, params))
    state = State.BAD if cases else State.GOOD
    return Line(checks.make(state, " ".join(sentences), words=words), tuple(leads))


def _apart(row: Row) -> str:
    words = _("Apart, {kind}: {n}.")
    return words.format(kind=periodic_terms.kind(row["key"]), n=formats.count(row["cases"]))


def _gaps(figures: Figures) -> list[Line]:
    gaps = figures.gaps
    if not gaps:
        return []
    days = sum(row["gaps"] for row in gaps)
    sentence = ngettext(
        "**Data are missing of {n} working day** that usually has some: {offices}.",
        "**Data are missing of {n} working days** that usually have some: {offices}.",
        days,
    )
    names = [f"{row['name']} ({formats.count(row['gaps'])})" for row in gaps]
    check = checks.make(
        State.UNKNOWN,
        sentence,
        words={"n": formats.count(days)},
        names={"offices": checks.offices(names, _NAMED)},
    )
    lead = Lead(_("Data"), periodic_leads.DATA, {"date": figures.asked.period.last})
    return [Line(check, (lead,))]


def _never(figures: Figures) -> list[Line]:
    never = [str(row["name"]) for row in figures.never]
    if not never:
        return []
    sentence = _("No data have ever come from {offices}.")
    check = checks.make(State.UNKNOWN, sentence, names={"offices": checks.offices(never, _NAMED)})
    lead = Lead(_("Data"), periodic_leads.DATA, {"date": figures.asked.period.last})
    return [Line(check, (lead,))]


def _change(amount: int | None) -> str:
    """Return a change of money in words."""
    if not amount:
        return _("no change")
    words = _("{amount} more") if amount > 0 else _("{amount} less")
    return words.format(amount=formats.money(abs(amount)))


def duration(minutes: int | None) -> str:
    """Return minutes in words; a quantile that falls on what has no code is not reached."""
    return _("not reached") if minutes is None else formats.elapsed(minutes * 60)


def _before(figure: str) -> str:
    return _("; the period before {figure}").format(figure=figure) if figure else ""


def _organizations(number: int | None) -> str:
    words = ngettext("{n} organisation", "{n} organisations", number or 0)
    return words.format(n=formats.count(number))
