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
    "status_label": Term(
        N_("Result"),
        N_(
            "Whether all of it is in. Otherwise a row was rejected, a cell left out, or a file or "
            "a sheet not read; choose the import to see which."
        ),
        "words",
    ),
    "finished_at": Term(N_("Ended"), N_("When the run was done, in Hanoi's time."), "moment"),
    "imported_by": Term(
        N_("By"), N_("The person, or the account where no name is known."), "words"
    ),
    "files_label": Term(N_("Files"), N_("The files that were read."), "words"),
    "inserted": Term(N_("New"), N_("Rows that the store did not have.")),
    "updated": Term(N_("Changed"), N_("Known rows with other values; the earlier ones are kept.")),
    "reverted": Term(
        N_("Back to earlier values"),
        N_(
            "Known rows that went back to values that they had before, which an old file does when "
            "it is imported once more."
        ),
    ),
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

# By the exit status of a run: a sign, what it is called, and the sentence about it.
STATUSES: Final[dict[int, tuple[str, str, str]]] = {
    0: ("✓", N_("All is in"), N_("Every row is in, and nothing was left unread.")),
    1: (
        "▲",
        N_("Not all is in"),
        N_("Something was rejected, left out or not read; everything else is in."),
    ),
    2: ("✕", N_("Nothing is in"), N_("Nothing was imported: what was wrong stands below.")),
}

# Said of a cell that its row was taken without.
LEFT_OUT: Final = N_("The row is in without this cell: {reason}")

OUTCOMES: Final = ("inserted", "updated", "reverted", "unchanged", "rejected")
COUNTED: Final[dict[str, Term]] = {
    "set_label": Term(N_("What"), N_("What the rows are."), "words"),
    "inserted": RUN["inserted"],
    "updated": RUN["updated"],
    "reverted": RUN["reverted"],
    "unchanged": RUN["unchanged"],
    "rejected": RUN["rejected"],
    "left_out": Term(
        N_("Cells left out"),
        N_("Cells that could not be read, of rows that are in; the store's values stayed."),
    ),
}

REJECT: Final[dict[str, Term]] = {
    "file": Term(N_("File"), N_("The file in which the row stands."), "words"),
    "row_no": Term(N_("Row"), N_("As a spreadsheet counts: titles and headings are rows too.")),
    "row_key": Term(N_("Key"), N_("What the row is known by."), "code"),
    "column_label": Term(N_("Column"), N_("The column at fault; empty for the whole row."), "code"),
    "value": Term(
        N_("Value"), N_("What stands there; values of personal columns are not kept."), "words"
    ),
    "reason_label": Term(N_("Reason"), N_("Why the row was not taken."), "words"),
}

# Outcomes that are rare are shown where they occur.
RARE: Final = ("reverted", "left_out")

# What the days that an import changes are days of.
DAY_KINDS: Final[dict[str, str]] = {"paid": N_("Payments by day"), "form": N_("Forms 01-XN")}
