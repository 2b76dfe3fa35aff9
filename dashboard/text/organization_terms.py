"""Owns what the figures of one organisation are called and how they explain themselves."""

from __future__ import annotations

from typing import Final

from dashboard.text.glossary import CODE_OF_AGENT, OFFICE, ORGANIZATION, Term
from dashboard.text.lag_terms import COLLECTOR, KEY, LAG
from dashboard.text.overview_terms import TRANSFER
from data.problems import N_

RANKED: Final[dict[str, Term]] = {"name": ORGANIZATION, "key": CODE_OF_AGENT, **LAG}
OFFICES: Final[dict[str, Term]] = {"name": OFFICE, "key": CODE_OF_AGENT, **LAG}

_OWED: Final = (
    "overdue_amount", "overdue_payments", "exposure_vnd_days", "outstanding_amount",
    "oldest_outstanding_days",
)  # fmt: skip
COLLECTORS: Final[dict[str, Term]] = {
    "name": COLLECTOR,
    "key": KEY,
    **{name: LAG[name] for name in _OWED},
}

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
    "median_minutes": Term(
        N_("Half recorded within (minutes)"),
        N_(
            "Minutes from the payment to its code within which half of the payments were "
            "recorded; those without code count as longer than any."
        ),
    ),
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
