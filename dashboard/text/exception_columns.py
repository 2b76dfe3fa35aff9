"""Columns of the list of each kind of difference."""

from __future__ import annotations

from typing import Final

from dashboard.text.glossary import OFFICE, ORGANIZATION, PAYMENT, Term
from data.problems import N_

_PAID_DAY: Final = Term(N_("Paid on"), N_("The day on which the money was taken."), "day")
_AGE: Final = Term(N_("Age (days)"), N_("Calendar days from this day to the as-of day."), "count")
_PAYMENT_AMOUNT: Final = Term(N_("Amount"), N_("What the participant paid."), "money")
_REMITTANCE_ID: Final = Term(
    N_("Remittance"), N_("The remittance's identifier in the extract."), "code"
)
_RECORDED: Final = PAYMENT["recorded_at"]
_PAID: Final = PAYMENT["paid_at"]
_REMITTED: Final = Term(
    N_("Remitted at"), N_("When the money came into the fund's account, in Hanoi's time."), "moment"
)
_WHO: Final[dict[str, Term]] = {
    "owner": Term(
        N_("Looked after by"),
        N_("Who looks after the case now; nobody where it is empty."),
        "words",
    ),
    "note": Term(
        N_("Last note"),
        N_("What was noted last about the case; choose the row to read everything."),
        "words",
    ),
    "office_name": OFFICE,
    "org_name": ORGANIZATION,
}


def _payments(**more: Term) -> dict[str, Term]:
    """Return the columns of a list of payments, with what its kind needs."""
    return {
        "payment_id": PAYMENT["payment_id"],
        "amount": _PAYMENT_AMOUNT,
        **more,
        "day": _PAID_DAY,
        "age_days": _AGE,
        **_WHO,
        "collector_code": PAYMENT["collector_code"],
        "confirmation_code": PAYMENT["confirmation_code"],
    }


def _forms(**more: Term) -> dict[str, Term]:
    """Return the columns of a list of forms, with what its kind needs."""
    return {
        "day": Term(N_("Form of"), N_("The day whose codes the form lists."), "day"),
        "office_name": OFFICE,
        "org_name": ORGANIZATION,
        "expected_codes": Term(
            N_("Codes"), N_("Confirmation codes issued on the day, by the store.")
        ),
        "expected_amount": Term(
            N_("Amount"), N_("The sum of their payments, before adjustments."), "money"
        ),
        **more,
        "owner": _WHO["owner"],
        "note": _WHO["note"],
        "age_days": _AGE,
    }


_DUE: Final = Term(N_("Due by"), N_("08:00:00 on the day after the form's."), "moment")
_OTHER_PAYMENT: Final = Term(
    N_("Other payment"), N_("The payment with which it is in conflict."), "code"
)

# The columns of the list of each kind, from `queries.exceptions.rows`.
LISTED: Final[dict[str, dict[str, Term]]] = {
    "overdue": _payments(
        lag_days=Term(N_("Working days"), N_("Working days from the payment to the as-of day.")),
        deadline_days=Term(
            N_("Deadline (days)"), N_("The working days that the contract gives for this payment.")
        ),
    ),
    "unrecorded": _payments(),
    "remittance_differs": {
        "remittance_id": _REMITTANCE_ID,
        "amount": Term(
            N_("Difference"),
            N_("By how much the remittance and its payments differ, in either direction."),
            "money",
        ),
        "found_amount": Term(
            N_("Remitted amount"), N_("What the organisation transferred."), "money"
        ),
        "expected_amount": Term(
            N_("Sum of the payments"), N_("What the payments that it covers add up to."), "money"
        ),
        "day": Term(N_("Remitted on"), N_("The day of the transfer."), "day"),
        "age_days": _AGE,
        **_WHO,
    },
    "remitted_by_other": _payments(
        remittance_id=_REMITTANCE_ID,
        other=Term(
            N_("Remitted by"), N_("The code of the organisation that transferred it."), "code"
        ),
    ),
    "code_before_payment": _payments(moment=_RECORDED, other_moment=_PAID),
    "code_after_remittance": _payments(
        moment=_RECORDED, other_moment=_REMITTED, remittance_id=_REMITTANCE_ID
    ),
    "remitted_before_payment": _payments(
        moment=_REMITTED, other_moment=_PAID, remittance_id=_REMITTANCE_ID
    ),
    "voided_after_remittance": _payments(
        moment=Term(N_("Voided at"), N_("When the receipt was voided, in Hanoi's time."), "moment"),
        other_moment=_REMITTED,
        remittance_id=_REMITTANCE_ID,
    ),
    "form_missing": _forms(other_moment=_DUE),
    "form_late": _forms(
        moment=Term(N_("Sent at"), N_("The first sending, in Hanoi's time."), "moment"),
        other_moment=_DUE,
    ),
    "form_mismatched": _forms(
        found_codes=Term(N_("Codes sent"), N_("The codes that the last sending counts.")),
        found_amount=Term(N_("Amount sent"), N_("The amount of the last sending."), "money"),
        moment=Term(N_("Sent last at"), N_("The last sending, in Hanoi's time."), "moment"),
    ),
    "charged_twice": _payments(other=_OTHER_PAYMENT),
    "receipt_twice": _payments(other=_OTHER_PAYMENT),
    "not_informed": _payments(),
}
