"""Names and meanings of the kinds of difference."""

from __future__ import annotations

from typing import Final

from dashboard.text.glossary import Term
from data.problems import N_

# In the order of `queries.exceptions.counts.KINDS`, which is that of reports.
KINDS: Final[dict[str, Term]] = {
    "overdue": Term(
        N_("Remittance overdue"),
        N_(
            "Money taken, not yet in the fund's account, and more working days have passed than "
            "the contract gives."
        ),
        "words",
    ),
    "unrecorded": Term(
        N_("Collected, no confirmation code"),
        N_(
            "Money was taken and no confirmation code was issued: the payment is on no form "
            "01-XN, and the participant has nothing in hand to look it up with."
        ),
        "words",
    ),
    "remittance_differs": Term(
        N_("Remittance differs from its payments"),
        N_(
            "The organisation transferred another amount than the payments that the transfer "
            "covers add up to."
        ),
        "words",
    ),
    "remitted_by_other": Term(
        N_("Remitted by another organisation"),
        N_("The money came into the fund's account from another organisation than took it."),
        "words",
    ),
    "code_before_payment": Term(
        N_("Code issued before the payment"),
        N_("The confirmation code is older than the payment that it confirms."),
        "words",
    ),
    "code_after_remittance": Term(
        N_("Code issued after the remittance"),
        N_(
            "The payment was entered only when its money was in the fund's account already: until "
            "then the participant had no confirmation."
        ),
        "words",
    ),
    "remitted_before_payment": Term(
        N_("Remitted before the payment"),
        N_("The money was in the fund's account before the participant paid: a wrong date."),
        "words",
    ),
    "voided_after_remittance": Term(
        N_("Receipt voided, money remitted"),
        N_(
            "The receipt was voided although its money is in the fund's account: it is to be paid "
            "back or set against another remittance."
        ),
        "words",
    ),
    "form_missing": Term(
        N_("Form 01-XN not sent"),
        N_("Codes were issued on the day, and no form was sent to the organisation."),
        "words",
    ),
    "form_late": Term(
        N_("Form 01-XN sent late"),
        N_("The form was sent for the first time after 08:00:00 on the next day."),
        "words",
    ),
    "form_mismatched": Term(
        N_("Form 01-XN mismatched"),
        N_(
            "The form sent last gives another number of codes or another amount than the store has."
        ),
        "words",
    ),
    "charged_twice": Term(
        N_("Participant charged twice"),
        N_(
            "The same participant paid twice for the same type of participation and a month that "
            "both payments cover."
        ),
        "words",
    ),
    "receipt_twice": Term(
        N_("Receipt number used twice"),
        N_("Two payments have the same receipt number."),
        "words",
    ),
    "not_informed": Term(
        N_("Participant not informed"),
        N_("A code was issued, and it is not noted by which channel the participant was given it."),
        "words",
    ),
}

SUMMARY: Final[dict[str, Term]] = {
    "label": Term(
        N_("Kind of difference"),
        N_("What does not fit together. Choose a row to see the cases of this kind."),
        "words",
    ),
    "cases": Term(N_("Cases"), N_("Payments, remittances or forms that differ in this way.")),
    "amount": Term(
        N_("Amount"),
        N_(
            "The money that these cases concern. A payment that differs in several ways is in the "
            "amount of each kind."
        ),
        "money",
    ),
    "state": Term(N_("Status"), N_("Whether there are cases of this kind."), "words"),
    "owned": Term(N_("Looked after"), N_("Cases that somebody looks after, as their notes say.")),
    "oldest_days": Term(
        N_("Oldest (days)"),
        N_("Calendar days from the oldest of these cases to the as-of day."),
    ),
}

SENTENCES: Final = {
    "overdue": N_(
        "{amount} was taken on {day} and is not in the fund's account after {lag_days} working "
        "days; the contract gives {deadline_days}."
    ),
    "unrecorded": N_("{amount} was taken on {day}, and no confirmation code has been issued."),
    "remitted_too_little": N_(
        "The remittance is of {found}: {amount} less than the payments that it covers, {expected}."
    ),
    "remitted_too_much": N_(
        "The remittance is of {found}: {amount} more than the payments that it covers, {expected}."
    ),
    "remitted_by_other": N_(
        "{amount} was taken by {org} and remitted by another organisation, {other}."
    ),
    "code_before_payment": N_(
        "The code was issued at {moment}, before the payment at {other_moment}."
    ),
    "code_after_remittance": N_(
        "The code was issued at {moment}, after the money had been remitted at {other_moment}."
    ),
    "remitted_before_payment": N_(
        "The money was remitted at {moment}, before the payment at {other_moment}."
    ),
    "voided_after_remittance": N_(
        "The receipt was voided at {moment}, after its {amount} had been remitted at "
        "{other_moment}."
    ),
    "remitted_after_void": N_(
        "The receipt had been voided at {moment} when its {amount} was remitted at {other_moment}."
    ),
    "form_missing": N_(
        "The form of {day} was due at {other_moment} and had not been sent; it has {expected} of "
        "confirmation codes issued that day."
    ),
    "form_late": N_("The form of {day} was sent at {moment}; it was due at {other_moment}."),
    "form_mismatched": N_(
        "The form of {day}, as sent last at {moment}, says {found_codes} codes and {found}; the "
        "store has {expected_codes} codes and {expected}."
    ),
    "charged_twice": N_(
        "Payments {payment} and {other} are of one participant, for the same type of "
        "participation and a month that both cover."
    ),
    "receipt_twice": N_("Payments {payment} and {other} have the same receipt number."),
    "not_informed": N_(
        "The code {code} was issued for {amount}, and it is not noted how the participant was told."
    ),
}

# What stands side by side.
SIDES: Final = {
    "overdue": ("amount", "lag_days", "deadline_days"),
    "unrecorded": ("amount", "day", "age_days"),
    "remittance_differs": ("found_amount", "expected_amount", "amount"),
    "remitted_by_other": ("org_name", "other", "amount"),
    "code_before_payment": ("moment", "other_moment"),
    "code_after_remittance": ("moment", "other_moment"),
    "remitted_before_payment": ("moment", "other_moment"),
    "voided_after_remittance": ("moment", "other_moment", "amount"),
    "form_missing": ("other_moment", "expected_codes", "expected_amount"),
    "form_late": ("moment", "other_moment", "expected_amount"),
    "form_mismatched": ("found_codes", "expected_codes", "found_amount", "expected_amount"),
    "charged_twice": ("payment_id", "other", "amount"),
    "receipt_twice": ("payment_id", "other", "amount"),
    "not_informed": ("confirmation_code", "amount", "day"),
}
