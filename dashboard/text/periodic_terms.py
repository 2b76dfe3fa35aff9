"""Terms of weekly and monthly reports: their titles, and the columns of their tables."""

from typing import Final

from dashboard.text import _, exception_terms, form_terms, glossary, lag_terms
from dashboard.text.glossary import Term
from data.derived import difference_rules
from data.problems import N_

WEEK, MONTH = "week", "month"
# How long an unbroken run is looked for, in weeks.
MOST_WEEKS: Final = 26

NAMES: Final = {WEEK: N_("Week"), MONTH: N_("Month")}
_TITLES: Final = {
    (WEEK, True): N_("Week of {start} to {end}"),
    (WEEK, False): N_("Week of {start} to {end}, which is not over: up to the end of {last}"),
    (MONTH, True): N_("Month {month}"),
    (MONTH, False): N_("Month {month}, which is not over: up to the end of {last}"),
}
_NOT_COMPARED: Final = {
    (WEEK, True): N_(
        "Not compared with the week before: the store has only a part of it, from {day} on."
    ),
    (WEEK, False): N_(
        "Not compared with the week before: the store has no data of it; they begin on {day}."
    ),
    (MONTH, True): N_(
        "Not compared with the month before: the store has only a part of it, from {day} on."
    ),
    (MONTH, False): N_(
        "Not compared with the month before: the store has no data of it; they begin on {day}."
    ),
}


def title(kind: str, *, is_over: bool) -> str:
    """Return the title of a period, whose days fill it."""
    return _(_TITLES[kind, is_over])


def not_compared(kind: str, *, has_part: bool) -> str:
    """Return why a period is not compared with the one before."""
    return _(_NOT_COMPARED[kind, has_part])


def kind(name: str) -> str:
    """Return what a kind of difference is called."""
    return exception_terms.labels()[name]


def is_apart(name: str) -> bool:
    """Return whether a kind of difference is listed apart from the others."""
    return name in difference_rules.APART


PERIOD: Final = Term(
    N_("Period"), N_("The period of the report, and the one before where all of it is known."),
    "words",
)  # fmt: skip
# Share of the forms that were due.
SENT_RATE: Final = Term(
    N_("Sent on time, share"),
    N_("Forms sent before 08:00 on the next day, of all that were due by now."),
    "rate",
)
FORMS: Final[dict[str, Term]] = {
    "label": PERIOD,
    "sent_rate": SENT_RATE,
    "forms": Term(
        N_("Forms due"), N_("One for each office, organisation and day with codes, by 08:00.")
    ),
    "dispatched_on_time": form_terms.STATUSES["on_time"],
    "dispatched_late": form_terms.STATUSES["late"],
    "missing": form_terms.STATUSES["missing"],
    "mismatched": form_terms.STATUSES["mismatched"],
}

# How overdue money moved, line by line.
_LINES: Final = {
    "before": N_("End of the period before"),
    "older": N_("Of earlier periods, still overdue"),
    "added": N_("Newly overdue"),
    "closing": N_("End of the period"),
}
OVERDUE: Final[dict[str, Term]] = {
    "label": Term(
        N_("Which"),
        N_(
            "What was overdue at the end of the period before; what of it still is; what became "
            "overdue since; and what is overdue at the end of the period, whenever it was paid."
        ),
        "words",
    ),
    "overdue_amount": lag_terms.LAG["overdue_amount"],
    "overdue_payments": lag_terms.LAG["overdue_payments"],
    "organizations": Term(N_("Organisations"), N_("How many organisations had them."), "figure"),
}


def line(name: str) -> str:
    """Return what a line of overdue money is called."""
    return _(_LINES[name])


CHANGE: Final = Term(
    N_("Change"),
    N_("Overdue money at the end less that of the end of the period before: less is better."),
    "money",
)
_SINCE: Final = Term(
    N_("Overdue since the week of"),
    N_(
        "The Monday of the first week since which money has been overdue without a break: on the "
        "last day of the report and on the same day of every week before it, at most 26 weeks back."
    ),
    "words",
)
_RUN: Final = Term(N_("Weeks in a row"), N_("How many weeks that are."))
_OWED: Final = {
    name: lag_terms.LAG[name]
    for name in ("overdue_amount", "overdue_payments", "oldest_outstanding_days")
}
ORGANIZATIONS: Final[dict[str, Term]] = {
    "name": glossary.ORGANIZATION,
    "overdue_amount": _OWED["overdue_amount"],
    "overdue_change": CHANGE,
    "since": _SINCE,
    "weeks": _RUN,
    "overdue_payments": _OWED["overdue_payments"],
    "oldest_outstanding_days": _OWED["oldest_outstanding_days"],
}
COLLECTORS: Final[dict[str, Term]] = {
    "name": lag_terms.COLLECTOR,
    "overdue_amount": _OWED["overdue_amount"],
    "since": _SINCE,
    "weeks": _RUN,
    "org_name": glossary.ORGANIZATION,
    "overdue_payments": _OWED["overdue_payments"],
    "oldest_outstanding_days": _OWED["oldest_outstanding_days"],
}

SAME_DAY: Final = Term(
    N_("Code on the same day"),
    N_(
        "Payments whose code was issued on the very day on which the money was taken, of all "
        "payments of the period."
    ),
    "rate",
)
RECORDING: Final[dict[str, Term]] = {
    "label": PERIOD,
    "same_day_rate": SAME_DAY,
    "half": Term(
        N_("Half within"), N_("The time within which half of the payments got their code."), "words"
    ),
    "most": Term(
        N_("90% within"),
        N_("The time within which nine payments of ten got their code."),
        "words",
    ),
    "unrecorded": Term(
        N_("Payments without code"),
        N_("Payments of the period for which no confirmation code had been issued by the day."),
    ),
    "unrecorded_amount": Term(
        N_("Collected without code"), N_("The sum of these payments."), "money"
    ),
    "payments": lag_terms.LAG["payments"],
}

KINDS: Final[dict[str, Term]] = {
    "label": Term(N_("Kind of difference"), N_("What is to be reconciled."), "words"),
    "before_cases": Term(
        N_("End of the period before"), N_("Differences open at the end of the period before.")
    ),
    "added_cases": Term(
        N_("New"), N_("Differences open at the end that were none at the end of the period before.")
    ),
    "settled_cases": Term(
        N_("Settled"), N_("Differences of the end of the period before that are none any more.")
    ),
    "cases": Term(N_("End of the period"), N_("Differences open at the end of the period.")),
    "amount": Term(
        N_("Money"), N_("The money that those open at the end of the period concern."), "money"
    ),
}

GAPS: Final[dict[str, Term]] = {
    "name": Term(N_("Office"), N_("The office of which data are missing."), "words"),
    "gaps": Term(N_("Working days without data"), N_("Working days of the period without a code.")),
    "dates": Term(N_("Which days"), N_("The days themselves."), "words"),
    "latest_recorded_day": Term(
        N_("Latest data"), N_("The last day with a confirmation code that the store has."), "day"
    ),
}
_UNITS: Final[dict[str, Term]] = {
    "overdue_amount": _OWED["overdue_amount"],
    "overdue_change": CHANGE,
    "sent_rate": SENT_RATE,
    "missing": form_terms.STATUSES["missing"],
    "same_day_rate": SAME_DAY,
    "cases": Term(
        N_("Differences"),
        N_("Differences open at the end of the period, without those that are listed apart."),
    ),
}
UNITS: Final[dict[str, dict[str, Term]]] = {
    level: {"name": lag_terms.AGENTS[level], **_UNITS} for level in ("office", "org")
}
