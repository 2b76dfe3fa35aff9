"""Labels and explanations of the columns and figures about imports and feeds."""

from typing import Final

from dashboard.text.glossary import CODE_OF_AGENT, OFFICE, Term
from data.problems import N_

FEED: Final[dict[str, Term]] = {
    "name": OFFICE,
    "office_code": CODE_OF_AGENT,
    "state_label": Term(
        N_("Data of the day"),
        N_(
            "Whether codes of this day have come from the office. Without any it had nothing to "
            "send if later data have come or the day is no working day; otherwise the feed is "
            "silent."
        ),
        "words",
    ),
    "codes": Term(
        N_("Confirmation codes"), N_("Codes on the office's form 01-XN of this day."), "count"
    ),
    "latest_recorded_at": Term(
        N_("Latest code"), N_("When the office's latest known code was issued."), "moment"
    ),
    "latest_paid_day": Term(
        N_("Latest payment"), N_("The day of the office's latest known payment."), "day"
    ),
}

# The states in the order of their urgency. Tables are drawn without icons: a sign goes with the
# word.
STATES: Final[dict[str, tuple[str, str]]] = {
    "silent": ("▲", N_("Feed silent")),
    "received": ("✓", N_("Received")),
    "nothing_due": ("·", N_("Nothing due")),
    "never": ("?", N_("Never any data")),
}

RUN: Final[dict[str, Term]] = {
    "run_id": Term(N_("Run"), N_("The number of the run; data versions are such numbers.")),
    "kind_label": Term(
        N_("Kind"),
        N_(
            "An import reads files. A refresh reads none: it computes anew what is kept beside the "
            "rows of a store that something else feeds."
        ),
        "words",
    ),
    "finished_at": Term(N_("Ended"), N_("When the run was done, in Hanoi's time."), "moment"),
    "imported_by": Term(N_("By"), N_("The account that started the run."), "words"),
    "files_label": Term(N_("Files"), N_("The files that were read."), "words"),
    "inserted": Term(N_("New"), N_("Rows that the store did not have.")),
    "updated": Term(N_("Changed"), N_("Known rows with other values; the earlier ones are kept.")),
    "unchanged": Term(N_("Unchanged"), N_("Known rows with the same values.")),
    "rejected": Term(N_("Rejected"), N_("Rows that were not taken; choose the import to see why.")),
    "version_label": Term(
        N_("New data version"),
        N_("Whether any figure can differ from before: only then does the version change."),
        "words",
    ),
}

# By whether a run is an import.
KINDS: Final[dict[bool, str]] = {True: N_("Import"), False: N_("Refresh")}

OUTCOMES: Final = ("inserted", "updated", "unchanged", "rejected")
COUNTED: Final[dict[str, Term]] = {
    "set_label": Term(N_("What"), N_("What the rows are."), "words"),
    **{name: RUN[name] for name in OUTCOMES},
}

REJECT: Final[dict[str, Term]] = {
    "file": Term(N_("File"), N_("The file in which the row stands."), "words"),
    "row_no": Term(N_("Row"), N_("As a spreadsheet counts: titles and headings are rows too.")),
    "column_label": Term(N_("Column"), N_("The column at fault; empty for the whole row."), "code"),
    "value": Term(
        N_("Value"), N_("What stands there; values of personal columns are not kept."), "words"
    ),
    "reason_label": Term(N_("Reason"), N_("Why the row was not taken."), "words"),
}

# What the command calls the outcomes; those that are rare are shown where they occur.
OUTCOME_LABELS: Final[dict[str, str]] = {
    "inserted": N_("New"),
    "updated": N_("Changed"),
    "reverted": N_("Back to earlier values"),
    "unchanged": N_("Unchanged"),
    "rejected": N_("Rejected"),
    "left_out": N_("Cells left out"),
}
RARE: Final = ("reverted", "left_out")

# What the days that an import changes are days of.
DAY_KINDS: Final[dict[str, str]] = {"paid": N_("Payments by day"), "form": N_("Forms 01-XN")}
