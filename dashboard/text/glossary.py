"""Terms of every figure: label, explanation and kind; those of lag are in `lag_terms`."""

from dataclasses import dataclass
from typing import Final, Literal

from data.problems import N_

Kind = Literal[
    "words", "code", "count", "money", "moment", "day", "rate", "figure", "trend", "sign", "lag",
    "minutes", "count_change", "money_change", "rate_change",
]  # fmt: skip


@dataclass(frozen=True)
class Term:
    """A column or a figure: its label and its explanation are English message ids."""

    label: str
    help: str
    kind: Kind = "count"


OFFICE: Final = Term(
    N_("Office"),
    N_("The agency's office where the money was collected, by the name that the store knows."),
    "words",
)
ORGANIZATION: Final = Term(
    N_("Collection organisation"),
    N_("The agent under contract that took the money: post, insurer or firm."),
    "words",
)
CODE_OF_AGENT: Final = Term(
    N_("Code"), N_("The code of the office or organisation in the agency's registers."), "code"
)

FORM: Final[dict[str, Term]] = {
    "codes": Term(
        N_("Confirmation codes"),
        N_(
            "Confirmation codes issued on this day, whatever day was paid on. One code may cover "
            "several payments of a household."
        ),
    ),
    "payments": Term(
        N_("Payments"),
        N_(
            "Payments recorded on this day. A payment voided by the end of the day on which it "
            "was recorded is on no form."
        ),
    ),
    "amount": Term(N_("Amount"), N_("The sum of these payments, before adjustments."), "money"),
    "dispatched_on_time": Term(
        N_("Sent on time"),
        N_(
            "Forms sent to an organisation by 08:00:00 on the next day, weekends and holidays "
            "too. The first sending decides."
        ),
    ),
    "dispatched_late": Term(
        N_("Sent late"), N_("Forms whose first sending came after 08:00:00 on the next day.")
    ),
    "not_dispatched": Term(
        N_("Not sent"), N_("Forms due at 08:00 on the next day of which no sending is known.")
    ),
    "mismatched": Term(
        N_("Mismatched"),
        N_(
            "Forms sent whose last sending gives another number of codes or another amount than "
            "the store."
        ),
    ),
    "late_recorded": Term(
        N_("Paid earlier"),
        N_("Payments among these whose money was taken on an earlier day than the code's."),
    ),
    "adjustments": Term(
        N_("Adjustments"),
        N_(
            "Payments of earlier forms voided on this day. The closed form is not changed: the "
            "void is posted on the day on which it happens."
        ),
    ),
    "adjustment_amount": Term(
        N_("Adjustment amount"), N_("The sum of the voided payments, as a deduction."), "money"
    ),
    "net_amount": Term(
        N_("After adjustments"), N_("The amount of the day less the adjustments."), "money"
    ),
}

NOT_YET_DUE: Final = Term(
    N_("Not yet due"), N_("Forms not yet sent while 08:00 on the next day has not come.")
)

PAYMENT: Final[dict[str, Term]] = {
    "confirmation_code": Term(
        N_("Confirmation code"),
        N_("Issued when the payment is recorded, and given to the participant."),
        "code",
    ),
    "payment_id": Term(N_("Payment"), N_("The payment's identifier in the extract."), "code"),
    "collector_code": Term(
        N_("Collector"), N_("The code of the person who took the money."), "code"
    ),
    "product": Term(N_("Product"), N_("The type of participation that was paid for."), "words"),
    "months": Term(N_("Months"), N_("The number of months that were paid for.")),
    "amount": Term(
        N_("Amount"), N_("What the participant paid; negative for an adjustment."), "money"
    ),
    "paid_at": Term(N_("Paid at"), N_("When the money was taken, in Hanoi's time."), "moment"),
    "recorded_at": Term(
        N_("Recorded at"),
        N_("When the confirmation code was issued, in Hanoi's time; it decides the form's day."),
        "moment",
    ),
}

PRODUCTS: Final[dict[str, str]] = {
    "IS": N_("Voluntary social insurance"),
    "BI": N_("Household health insurance"),
    "AR": N_("Farming household health insurance"),
    "IL": N_("Local security force"),
}

STATUSES: Final[dict[str, Term]] = {
    "remitted": Term(
        N_("Remitted on time"),
        N_("In the fund's account within the working days that the contract gives."),
    ),
    "late": Term(
        N_("Remitted late"),
        N_("In the fund's account, after more working days than the contract gives."),
    ),
    "outstanding": Term(
        N_("Not yet due"), N_("Not in the fund's account yet, and still within the deadline.")
    ),
    "overdue": Term(N_("Overdue"), N_("Not in the fund's account, and the deadline has passed.")),
    "voided": Term(
        N_("Voided"), N_("The receipt was cancelled; the payment is in no figure of lag.")
    ),
}

LOOKUP: Final[dict[str, Term]] = {
    "confirmation_code": PAYMENT["confirmation_code"],
    "payment_id": PAYMENT["payment_id"],
    "status": Term(N_("Status"), N_("How far the payment has come by the end of today."), "words"),
    "amount": Term(N_("Amount"), N_("What the participant paid."), "money"),
    "office": OFFICE,
    "org": ORGANIZATION,
    "product": PAYMENT["product"],
    "paid_at": Term(N_("Paid"), PAYMENT["paid_at"].help, "moment"),
    "recorded_at": PAYMENT["recorded_at"],
    "remitted_at": Term(
        N_("Remitted to the fund"),
        N_("When the money was paid into the fund's account, in Hanoi's time."),
        "moment",
    ),
    "lag_days": Term(
        N_("Working days"),
        N_(
            "Working days after the payment up to the remittance; up to today while it is "
            "outstanding; none for a voided payment."
        ),
    ),
}
