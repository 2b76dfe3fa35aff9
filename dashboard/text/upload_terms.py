"""Labels and explanations of what was understood of files that were handed in."""

from typing import Final

from dashboard.text import import_terms
from dashboard.text.glossary import Term
from data.problems import N_

_FILE: Final = import_terms.REJECT["file"]
_WHAT: Final = import_terms.COUNTED["set_label"]

FILES: Final[dict[str, Term]] = {
    "name": Term(N_("File"), N_("The file, as it was called."), "words"),
    "sheet": Term(N_("Sheet"), N_("The sheet, where several of the file are read."), "words"),
    "set_label": Term(
        N_("Read as"), N_("What its rows are; empty where it was not read."), "words"
    ),
    "heading_row": Term(N_("Heading in row"), N_("The row in which the headings were found.")),
    "rows": Term(N_("Rows read"), N_("Rows of data that were read.")),
    "rejected_rows": Term(N_("Rejected"), N_("Rows that are not taken; the others are.")),
}

COLUMNS: Final[dict[str, Term]] = {
    "file": _FILE,
    "heading": Term(N_("Heading in the file"), N_("What the file calls the column."), "words"),
    "read_as": Term(N_("Read as"), N_("The column that it is; empty where it is left."), "words"),
    "remark": Term(N_("Remarks"), N_("Whether the column is left, and why."), "words"),
}

COUNTED: Final[dict[str, Term]] = {
    "set_label": _WHAT,
    "inserted": import_terms.RUN["inserted"],
    "updated": import_terms.RUN["updated"],
    "reverted": Term(
        N_("Taken back"), N_("Changed rows that go back to values that they had before.")
    ),
    "unchanged": import_terms.RUN["unchanged"],
    "rejected": Term(N_("Rejected"), N_("Rows that are not taken; the others are.")),
    "left_out": Term(N_("Cells left out"), N_("Cells that cannot be read; their rows are taken.")),
}

ROWS: Final[dict[str, Term]] = {
    "outcome_label": Term(N_("Outcome"), N_("What becomes of the row."), "words"),
    "set_label": _WHAT,
    "file": _FILE,
    "row": import_terms.REJECT["row_no"],
    "key_label": import_terms.REJECT["row_key"],
    "column": import_terms.REJECT["column_label"],
    "value": Term(N_("Value"), N_("What stands there; personal values are not shown."), "words"),
    "sentence": import_terms.REJECT["reason_label"],
}

DAYS: Final[dict[str, Term]] = {
    "kind_label": Term(
        N_("Day of"),
        N_("A day of payments has what was paid on it; a day of forms what its form 01-XN says."),
        "words",
    ),
    "day": Term(N_("Day"), N_("The local day."), "day"),
    "payments_before": Term(N_("Payments now"), N_("Payments that the store has of the day.")),
    "payments_after": Term(N_("Payments then"), N_("Payments that it has after the import.")),
    "amount_before": Term(N_("Amount now"), N_("Their sum, as the store has it."), "money"),
    "amount_after": Term(N_("Amount then"), N_("Their sum after the import."), "money"),
    "amount": Term(N_("Difference"), N_("By how much the sum changes."), "money"),
}

KINDS: Final[dict[str, str]] = {"paid": N_("Payments"), "form": N_("Form 01-XN")}

OUTCOMES: Final[dict[str, str]] = {
    "inserted": N_("New"),
    "updated": N_("Changed"),
    "reverted": N_("Taken back"),
    "unchanged": N_("Unchanged"),
    "rejected": N_("Rejected"),
    "left_out": N_("Cells left out"),
}
