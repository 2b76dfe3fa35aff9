"""Terms of snapshots, of their rows, and of changes since."""

import dataclasses
from typing import Final

from dashboard.text import glossary, lag_terms, lookup_terms, periodic_terms
from dashboard.text.glossary import Term
from data.problems import N_

# What each report is called; `exports.reports` knows which there are.
REPORTS: Final = {
    "form-01-xn": N_("Form 01-XN"),
    "remittance-lag": N_("Remittance lag"),
    "recording-lag": N_("Recording lag"),
    "exceptions": N_("Differences to reconcile"),
    "office-day": N_("Day of an office"),
    "week": N_("Weekly report"),
    "month": N_("Monthly report"),
    "reminder-list": N_("Reminder list"),
    "reconciliation": N_("Monthly reconciliation record"),
    # No report, but a file that is taken away.
    "import-rejects": N_("Rejected rows of an import"),
}

NUMBER: Final = Term(
    N_("No."), N_("The number of the snapshot: they are counted from the first one on."), "code"
)
LISTED: Final[dict[str, Term]] = {
    "snapshot_id": NUMBER,
    "day": Term(N_("Day"), N_("The last day that the snapshot is about."), "day"),
    "report": Term(N_("Report"), N_("Which report was frozen."), "words"),
    "about": Term(
        N_("About"), N_("Whose figures they are, and what else they are limited to."), "words"
    ),
    "standing_label": Term(
        N_("Since then"),
        N_(
            "Whether the store says something else now than the snapshot. A change of what is "
            "shown to you alone counts."
        ),
        "words",
    ),
    "taken_at": Term(
        N_("Frozen at"), N_("When the figures were frozen, in Hanoi's time."), "moment"
    ),
    "closing_label": Term(
        N_("How"),
        N_("The daily closing of a form when it is due, or frozen by somebody who says why."),
        "words",
    ),
    "taken_by": Term(
        N_("Frozen by"), N_("The person, or the account where no name is known."), "words"
    ),
    "note": Term(N_("Note"), N_("Why the figures were frozen."), "words"),
    "rows": Term(N_("Number of rows"), N_("How many rows the report had.")),
    "supersedes": Term(
        N_("Follows"), N_("The snapshot of the same report before this one."), "code"
    ),
    "superseded_by": Term(
        N_("Followed by"),
        N_("The next snapshot of the same report. Both stay as they are."),
        "code",
    ),
}
VERSIONS: Final = {
    name: LISTED[name]
    for name in ("snapshot_id", "taken_at", "closing_label", "taken_by", "note", "rows")
}

CHANGES: Final[dict[str, Term]] = {
    "what_label": Term(
        N_("What happened"),
        N_("A row that came, one that is gone, or a value of a row that is another one now."),
        "words",
    ),
    "confirmation_code": glossary.PAYMENT["confirmation_code"],
    "key": Term(N_("Row"), N_("What the row is known by in the report."), "code"),
    "amount": Term(
        N_("Amount"), N_("What the row says now; of a row that is gone, what it said."), "money"
    ),
    "column_label": Term(N_("Column"), N_("What of the row is another value."), "words"),
    "earlier": Term(N_("Value before"), N_("What the snapshot says."), "words"),
    "later": Term(
        N_("Value after"), N_("What the store says now, or the later snapshot."), "words"
    ),
    "imports": Term(
        N_("Import"),
        N_(
            "The import that changed the row. Several where the store does not know which of them "
            "it was."
        ),
        "code",
    ),
}
# Tables have signs instead of icons.
WHAT: Final = {
    "added": ("+", N_("Added")),
    "gone": ("−", N_("Gone")),
    "changed": ("△", N_("Changed")),
}

# How a snapshot stands to what the store says now.
STANDING: Final = {
    "same": ("=", N_("No change")),
    "changed": ("△", N_("Has changed")),
    "lost": ("×", N_("Cannot be compared")),
    "open": ("…", N_("Not compared yet")),
}

_AS_FROZEN: Final = N_("As it stood when it was frozen.")

_OF_PEOPLE: Final = {
    name: lookup_terms.PEOPLE[name] for name in ("participant_name", "social_insurance_no")
}

# What a weekly or monthly report has beyond the columns of others.
_OF_PERIODS: Final[dict[str, Term]] = {
    "part": Term(N_("Part"), N_("The table of the report that has the row."), "words"),
    "start_day": Term(N_("First day"), _AS_FROZEN, "day"),
    "end_day": Term(N_("Last day"), _AS_FROZEN, "day"),
    **{name: periodic_terms.FORMS[name] for name in ("forms", "missing", "sent_rate")},
    "not_yet_due": glossary.NOT_YET_DUE,
    "overdue_change": periodic_terms.CHANGE,
    "organizations": periodic_terms.OVERDUE["organizations"],
    "since_day": dataclasses.replace(periodic_terms.ORGANIZATIONS["since"], kind="day"),
    "weeks": periodic_terms.ORGANIZATIONS["weeks"],
    "org_name": glossary.ORGANIZATION,
    **{
        name: periodic_terms.RECORDING[name]
        for name in ("same_day_rate", "unrecorded", "unrecorded_amount")
    },
    "median_minutes": Term(N_("Half within (minutes)"), _AS_FROZEN),
    "p90_minutes": Term(N_("90% within (minutes)"), _AS_FROZEN),
    **{
        name: periodic_terms.KINDS[name]
        for name in ("before_cases", "added_cases", "settled_cases", "cases")
    },
    "before_amount": Term(N_("Money, end of the period before"), _AS_FROZEN, "money"),
    "added_amount": Term(N_("Money of what is new"), _AS_FROZEN, "money"),
    "settled_amount": Term(N_("Money of what was settled"), _AS_FROZEN, "money"),
    "gaps": periodic_terms.GAPS["gaps"],
    "days": periodic_terms.GAPS["dates"],
    "latest_recorded_day": periodic_terms.GAPS["latest_recorded_day"],
}

# What columns of reports are called; what is not here stands under its own name.
ROWS: Final[dict[str, Term]] = {
    **glossary.FORM,
    **lag_terms.LAG,
    **{name: Term(label, _AS_FROZEN, kind) for name, (label, kind) in lookup_terms.COLUMNS.items()},
    **_OF_PEOPLE,
    "payment_id": glossary.PAYMENT["payment_id"],
    "is_adjustment": Term(
        N_("Adjustment"), N_("Whether the receipt was voided after it was on a form."), "words"
    ),
    "collector_name": Term(
        N_("Name of the collector"), N_("The person who took the money."), "words"
    ),
    "deadline_day": Term(N_("To be remitted by"), _AS_FROZEN, "day"),
    "overdue_days": Term(N_("Working days overdue"), _AS_FROZEN),
    "number": Term(N_("Number"), _AS_FROZEN),
    "voided_number": Term(N_("Number voided"), _AS_FROZEN),
    "voided_amount": Term(N_("Amount voided"), _AS_FROZEN, "money"),
    "covered_amount": lookup_terms.REMITTANCE["covered_amount"],
    "difference": lookup_terms.REMITTANCE["difference"],
    **_OF_PERIODS,
    "key": lag_terms.KEY,
    "name": Term(N_("Name"), _AS_FROZEN, "words"),
}


def of_column(name: str, values: set[type]) -> Term:
    """Return the term of a column; one that is not known is called as it is in the report."""
    known = ROWS.get(name)
    if known is not None:
        return known
    label = name.replace("_", " ")
    if name.endswith("_at"):
        return Term(label, _AS_FROZEN, "moment")
    if name.endswith("_day"):
        return Term(label, _AS_FROZEN, "day")
    return Term(label, _AS_FROZEN, "count" if values == {int} else "words")
