"""Terms of the screen of one organisation."""

from typing import Final

from dashboard.text.glossary import (
    CODE_OF_AGENT,
    LOOKUP,
    OFFICE,
    ORGANIZATION,
    PAYMENT,
    Term,
)
from dashboard.text.lag_terms import COLLECTOR, KEY, LAG, as_read
from dashboard.text.overview_terms import TRANSFER
from data.problems import N_

RANKED: Final = as_read({"name": ORGANIZATION, "key": CODE_OF_AGENT, **LAG})
OFFICES: Final = as_read({"name": OFFICE, "key": CODE_OF_AGENT, **LAG})

_OWED: Final = (
    "overdue_amount", "overdue_payments", "exposure_vnd_days", "outstanding_amount",
    "oldest_outstanding_days",
)  # fmt: skip
COLLECTORS: Final = as_read({"name": COLLECTOR, "key": KEY, **{name: LAG[name] for name in _OWED}})

DEADLINE: Final = Term(
    N_("Deadline (working days)"),
    N_(
        "The working days within which a payment taken on the day is to be in the fund's account: "
        "the organisation's own deadline before the general one. Earlier payments are judged by "
        "the one that held on their day."
    ),
)

RECORDING: Final[dict[str, Term]] = {
    "unrecorded": Term(
        N_("Payments without code"),
        N_("Payments of the period for which no confirmation code had been issued by the day."),
    ),
    "unrecorded_amount": Term(
        N_("Collected without code"), N_("The sum of these payments."), "money"
    ),
    "same_day_rate": Term(
        N_("Code on the same day"),
        N_(
            "Payments whose code was issued on the very day on which the money was taken, of all "
            "payments of the period."
        ),
        "rate",
    ),
    "minutes": Term(
        N_("Half / 90% recorded (minutes)"),
        N_(
            "Minutes from the payment to its code within which half of the payments, and nine of "
            "ten, were recorded; those without code count as longer than any."
        ),
        "figure",
    ),
}

# When a payment was recorded: lists of payments, as the figures of recording name them.
RECORDED: Final[dict[str, Term]] = {
    "same_day": RECORDING["same_day_rate"],
    "other_day": Term(
        N_("Code on another day"),
        N_("Payments whose code was issued on another day than that of the payment."),
    ),
    "unrecorded": RECORDING["unrecorded"],
}
# Tables are drawn without icons: a sign goes with the word.
RECORDED_SIGNS: Final = {"same_day": "✓", "other_day": "△", "unrecorded": "▲"}

GROUPS: Final[dict[str, Term]] = {
    "label": Term(N_("Code issued"), N_("When the code was issued, if it was."), "words"),
    "payments": Term(N_("Payments"), N_("Payments of the period recorded so.")),
    "amount": Term(N_("Amount"), N_("The sum of these payments."), "money"),
}
PLACE: Final = Term(
    N_("Row"), N_("The place in the order from the shortest to the longest; without code is last.")
)
TIMED: Final[dict[str, Term]] = {
    "confirmation_code": PAYMENT["confirmation_code"],
    "payment_id": PAYMENT["payment_id"],
    "status_label": Term(
        N_("Code issued"), N_("When the code was issued, as known at the end of the day."), "words"
    ),
    "recorded_minutes": Term(
        N_("Minutes"),
        N_("Whole minutes from the payment to its code; none where it has no code."),
    ),
    "amount": LOOKUP["amount"],
    "paid_at": LOOKUP["paid_at"],
    "recorded_at": PAYMENT["recorded_at"],
    "office": OFFICE,
    "collector_code": PAYMENT["collector_code"],
    "product_label": PAYMENT["product"],
}

REMITTANCES: Final[dict[str, Term]] = {
    "remitted_at": TRANSFER["remitted_at"],
    "office_name": TRANSFER["office_name"],
    "amount": TRANSFER["amount"],
    "covered_payments": TRANSFER["covered_payments"],
    "covered_amount": Term(
        N_("Amount covered"), N_("The sum of the payments that the remittance covers."), "money"
    ),
    "difference": TRANSFER["difference"],
    "bank_ref": TRANSFER["bank_ref"],
    "remittance_id": TRANSFER["remittance_id"],
}
