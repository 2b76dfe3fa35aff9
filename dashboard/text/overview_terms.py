"""Terms of the overview."""

from typing import Final

from dashboard.text import form_terms
from dashboard.text.glossary import FORM, Term
from data.problems import N_

DAYS: Final[dict[str, Term]] = {
    "day": Term(N_("Day"), N_("The local day."), "day"),
    "weekday": Term(N_("Weekday"), N_("Days off are marked with •."), "words"),
    "collected_amount": Term(
        N_("Collected"),
        N_(
            "Payments made on the day, without those voided since. Choose a figure to see the "
            "payments."
        ),
        "money",
    ),
    "net_amount": Term(
        N_("Recorded on the form"),
        N_(
            "What form 01-XN of the day comes to: payments whose code was issued on it, whatever "
            "day they were made, less adjustments for receipts voided on it."
        ),
        "money",
    ),
    "remitted_amount": Term(
        N_("Remitted"),
        N_("What organisations remitted to the fund's accounts on the day, whatever it covers."),
        "money",
    ),
    "codes": FORM["codes"],
}

TRANSFER: Final[dict[str, Term]] = {
    "org_name": Term(N_("Collection organisation"), N_("Who remitted it."), "words"),
    "office_name": Term(N_("Office"), N_("To whose account the money was remitted."), "words"),
    "remitted_at": Term(
        N_("Remitted at"),
        N_("When the money came into the fund's account, in Hanoi's time."),
        "moment",
    ),
    "amount": Term(N_("Amount"), N_("What was remitted; a reversal is negative."), "money"),
    "covered_payments": Term(
        N_("Payments covered"), N_("Payments that the remittance is for, by its list.")
    ),
    "difference": Term(
        N_("Difference"), N_("The remittance less the payments that it covers."), "money"
    ),
    "bank_ref": Term(N_("Bank reference"), N_("The bank's number of the remittance."), "code"),
    "remittance_id": Term(
        N_("Remittance"), N_("The remittance's identifier in the extract."), "code"
    ),
}

# The sign of a cell and what it stands for, the gravest first: `queries.forms.calendar.STATES`.
STATES: Final[dict[str, tuple[str, str]]] = {
    "missing": (form_terms.SIGNS["missing"], N_("not sent")),
    "late": (form_terms.SIGNS["late"], N_("sent late")),
    "mismatched": (form_terms.SIGNS["mismatched"], N_("mismatched")),
    "silent": ("?", N_("feed silent")),
    "not_yet_due": (form_terms.SIGNS["not_due"], N_("not yet due")),
    "on_time": (form_terms.SIGNS["on_time"], N_("sent on time")),
    "nothing_due": ("·", N_("nothing due")),
}

CALENDAR: Final[dict[str, Term]] = {
    "name": Term(
        N_("Office"), N_("Offices from which data are expected, the worst first."), "words"
    ),
    "failures": Term(
        N_("Days with errors"),
        N_("Days with a form not sent, sent late or mismatched, and days without data."),
    ),
}
