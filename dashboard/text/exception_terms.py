"""The kinds of difference as they are shown: names, sentences, and the columns of their lists.

The rule of the same name in `data.derived.difference_rules` says what is a case of a kind: a new
kind needs an entry in both.
"""

import datetime as dt
from typing import Final

from dashboard.text import _, exception_columns, formats
from dashboard.text.glossary import PAYMENT, Term
from data.problems import N_
from queries.exceptions import looked_after

_IN_ORDER: Final = (
    exception_columns.Kind(
        "overdue",
        label=N_("Remittance overdue"),
        help=N_(
            "Money taken, not yet in the fund's account, and more working days have passed than "
            "the contract gives."
        ),
        sentence=N_(
            "{amount} was taken on {day} and is not in the fund's account after {lag_days} working "
            "days; the contract gives {deadline_days}."
        ),
        sides=("amount", "lag_days", "deadline_days"),
        columns=exception_columns.payments(
            lag_days=Term(
                N_("Working days"), N_("Working days from the payment to the as-of day.")
            ),
            deadline_days=Term(
                N_("Deadline (working days)"),
                N_("The working days that the contract gives for this payment."),
            ),
        ),
    ),
    exception_columns.Kind(
        "unrecorded",
        label=N_("Collected, no confirmation code"),
        help=N_(
            "Money was taken and no confirmation code was issued: the payment is on no form "
            "01-XN, and the participant has nothing in hand to look it up with."
        ),
        sentence=N_("{amount} was taken on {day}, and no confirmation code has been issued."),
        sides=("amount", "day", "age_days"),
        columns=exception_columns.payments(),
    ),
    exception_columns.Kind(
        "remittance_differs",
        label=N_("Remittance differs from its payments"),
        help=N_(
            "The organisation remitted another amount than the payments that the remittance "
            "covers add up to."
        ),
        sentence=N_(
            "The remittance is of {found}: {amount} more than the payments that it covers, "
            "{expected}."
        ),
        opposite=N_(
            "The remittance is of {found}: {amount} less than the payments that it covers, "
            "{expected}."
        ),
        sides=("found_amount", "expected_amount", "amount"),
        columns={
            "remittance_id": exception_columns.REMITTANCE_ID,
            "amount": Term(
                N_("Difference"),
                N_("By how much the remittance and its payments differ, in either direction."),
                "money",
            ),
            "found_amount": Term(
                N_("Remitted amount"), N_("What the organisation remitted."), "money"
            ),
            "expected_amount": Term(
                N_("Sum of the payments"),
                N_("What the payments that it covers add up to."),
                "money",
            ),
            "day": Term(N_("Remitted on"), N_("The day of the remittance."), "day"),
            "age_days": exception_columns.AGE,
            **exception_columns.WHO,
            **exception_columns.ORDER,
        },
    ),
    exception_columns.Kind(
        "remitted_by_other",
        label=N_("Remitted by another organisation"),
        help=N_("The money came into the fund's account from another organisation than took it."),
        sentence=N_("{amount} was taken by {org} and remitted by another organisation, {other}."),
        sides=("org_name", "other", "amount"),
        columns=exception_columns.payments(
            remittance_id=exception_columns.REMITTANCE_ID,
            other=Term(
                N_("Remitted by"), N_("The code of the organisation that remitted it."), "code"
            ),
        ),
    ),
    exception_columns.Kind(
        "code_before_payment",
        label=N_("Code issued before the payment"),
        help=N_("The confirmation code is older than the payment that it confirms."),
        sentence=N_("The code was issued at {moment}, before the payment at {other_moment}."),
        sides=("moment", "other_moment"),
        columns=exception_columns.payments(
            moment=PAYMENT["recorded_at"], other_moment=PAYMENT["paid_at"]
        ),
        form_day="moment",
    ),
    exception_columns.Kind(
        "code_after_remittance",
        label=N_("Code issued after the remittance"),
        help=N_(
            "The payment was entered only when its money was in the fund's account already: until "
            "then the participant had no confirmation."
        ),
        sentence=N_(
            "The code was issued at {moment}, after the money had been remitted at {other_moment}."
        ),
        sides=("moment", "other_moment"),
        columns=exception_columns.payments(
            moment=PAYMENT["recorded_at"],
            other_moment=exception_columns.REMITTED,
            remittance_id=exception_columns.REMITTANCE_ID,
        ),
        form_day="moment",
    ),
    exception_columns.Kind(
        "remitted_before_payment",
        label=N_("Remitted before the payment"),
        help=N_("The money was in the fund's account before the participant paid: a wrong date."),
        sentence=N_("The money was remitted at {moment}, before the payment at {other_moment}."),
        sides=("moment", "other_moment"),
        columns=exception_columns.payments(
            moment=exception_columns.REMITTED,
            other_moment=PAYMENT["paid_at"],
            remittance_id=exception_columns.REMITTANCE_ID,
        ),
    ),
    exception_columns.Kind(
        "voided_after_remittance",
        label=N_("Receipt voided, money remitted"),
        help=N_(
            "The receipt was voided although its money is in the fund's account: it is to be paid "
            "back or set against another remittance."
        ),
        sentence=N_(
            "The receipt was voided at {moment}, after its {amount} had been remitted at "
            "{other_moment}."
        ),
        opposite=N_(
            "The receipt had been voided at {moment} when its {amount} was remitted at "
            "{other_moment}."
        ),
        sides=("moment", "other_moment", "amount"),
        columns=exception_columns.payments(
            moment=Term(
                N_("Voided at"), N_("When the receipt was voided, in Hanoi's time."), "moment"
            ),
            other_moment=exception_columns.REMITTED,
            remittance_id=exception_columns.REMITTANCE_ID,
        ),
    ),
    exception_columns.Kind(
        "form_missing",
        label=N_("Form 01-XN not sent"),
        help=N_("Codes were issued on the day, and no form was sent to the organisation."),
        sentence=N_(
            "The form of {day} was due at {other_moment} and had not been sent; it has {expected} "
            "of confirmation codes issued that day."
        ),
        sides=("other_moment", "expected_codes", "expected_amount"),
        columns=exception_columns.forms(other_moment=exception_columns.DUE),
        form_day="day",
    ),
    exception_columns.Kind(
        "form_late",
        label=N_("Form 01-XN sent late"),
        help=N_("The form was sent for the first time after 08:00:00 on the next day."),
        sentence=N_("The form of {day} was sent at {moment}; it was due at {other_moment}."),
        sides=("moment", "other_moment", "expected_amount"),
        columns=exception_columns.forms(
            moment=Term(N_("Sent at"), N_("The first sending, in Hanoi's time."), "moment"),
            other_moment=exception_columns.DUE,
        ),
        form_day="day",
    ),
    exception_columns.Kind(
        "form_mismatched",
        label=N_("Form 01-XN mismatched"),
        help=N_(
            "The form sent last gives another number of codes or another amount than the store has."
        ),
        sentence=N_(
            "The form of {day}, as sent last at {moment}, says {found_codes} codes and {found}; "
            "the store has {expected_codes} codes and {expected}."
        ),
        sides=("found_codes", "expected_codes", "found_amount", "expected_amount"),
        columns=exception_columns.forms(
            amount=Term(
                N_("Difference"),
                N_("By how much the amount sent and the store's differ, in either direction."),
                "money",
            ),
            **exception_columns.SENT,
        ),
        form_day="day",
    ),
    exception_columns.Kind(
        "form_without_data",
        label=N_("Form 01-XN sent, no data"),
        help=N_(
            "A form was sent for a day of which the store has no confirmation code of this office "
            "and organisation: their data are missing."
        ),
        sentence=N_(
            "The form of {day}, as sent last at {moment}, says {found_codes} codes and {found}; "
            "the store has nothing of that day from this office and organisation."
        ),
        sides=("found_codes", "amount", "moment"),
        columns=exception_columns.sent_forms(),
        form_day="day",
    ),
    exception_columns.Kind(
        "charged_twice",
        label=N_("Participant charged twice"),
        help=N_(
            "The same participant paid twice for the same type of participation and a month that "
            "both payments cover."
        ),
        sentence=N_(
            "Payments {payment} and {other} are of one participant, for the same type of "
            "participation and a month that both cover."
        ),
        elsewhere=N_(
            "Payment {payment} and one of another office are of one participant, for the same type "
            "of participation and a month that both cover. The office to ask: {other_office}."
        ),
        sides=("payment_id", "other", "amount"),
        columns=exception_columns.payments(other=exception_columns.OTHER_PAYMENT),
    ),
    exception_columns.Kind(
        "receipt_twice",
        label=N_("Receipt number used twice"),
        help=N_(
            "Two payments have the same receipt number of one organisation in one calendar year."
        ),
        sentence=N_("Payments {payment} and {other} have the same receipt number."),
        elsewhere=N_(
            "Payment {payment} and one of another office have the same receipt number. The office "
            "to ask: {other_office}."
        ),
        sides=("payment_id", "other", "amount"),
        columns=exception_columns.payments(other=exception_columns.OTHER_PAYMENT),
    ),
    exception_columns.Kind(
        "office_not_valid",
        label=N_("Office not valid on the day"),
        help=N_(
            "The payment was made, or its code issued, on a day on which there was no such office: "
            "before it began, or after it had ended."
        ),
        sentence=N_(
            "{amount} was taken on {day} for {office}, which there was not on that day or on that "
            "of the code."
        ),
        sides=("office_name", "day", "amount"),
        columns=exception_columns.payments(),
    ),
    exception_columns.Kind(
        "not_informed",
        label=N_("Participant not informed"),
        help=N_(
            "A code was issued, and it is not noted by which channel the participant was given it."
        ),
        sentence=N_(
            "The code {code} was issued for {amount}, and it is not noted how the participant "
            "was told."
        ),
        sides=("confirmation_code", "amount", "day"),
        columns=exception_columns.payments(),
    ),
)

# By name, in the order of `data.derived.difference_rules.RULES`, which is that of reports.
KINDS: Final = {kind.name: kind for kind in _IN_ORDER}


# The columns of the list of all kinds.
CASES: Final[dict[str, Term]] = {
    "subject": Term(
        N_("Case"), N_("The payment, the remittance, or the office, organisation and day."), "code"
    ),
    "label": Term(N_("Kind of difference"), N_("What does not fit together."), "words"),
    "amount": Term(
        N_("Amount"),
        N_("The money that the case concerns, as the list of its kind has it."),
        "money",
    ),
    "day": Term(
        N_("Day"),
        N_("The day that was paid, remitted or reported on; the age counts from it."),
        "day",
    ),
    "age_days": exception_columns.AGE,
    **exception_columns.WHO,
    **exception_columns.ORDER,
}

# Which differences are shown: the values of `status` in the address.
ONLY: Final[dict[str, str]] = {
    looked_after.Only.NOBODY: N_("Nobody looks after it"),
    looked_after.Only.MINE: N_("Mine"),
    looked_after.Only.NEW: N_("New within the week"),
    looked_after.Only.NEW_OF_NOBODY: N_("New, nobody looks after it"),
    looked_after.Only.LATE: N_("Past the day promised"),
}


def other(key: str | None, office: str | None) -> str | None:
    """Return what a case is in conflict with: its key, or the office that is to be asked."""
    if key is None and office is not None:
        return _("of {office}").format(office=office)
    return key


def due(day: dt.date | None, today: dt.date) -> str:
    """Return the day by which a case will be settled, and whether that has passed."""
    if day is None:
        return formats.UNKNOWN
    if day < today:
        return _("▲ {day}, passed").format(day=formats.day(day))
    return formats.day(day)


def labels() -> dict[str, str]:
    """Return what the kinds are called in the language in use, by name."""
    return {name: _(kind.label) for name, kind in KINDS.items()}


# The columns of the table of kinds.
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
    "late": Term(
        N_("Past the day promised"),
        N_("Cases that were to be settled before today by whoever looks after them."),
    ),
    "oldest_days": Term(
        N_("Oldest (calendar days)"),
        N_("Calendar days from the oldest of these cases to the as-of day."),
    ),
}
# What is compared with another period or place, in the order in which it is said.
COMPARED: Final[dict[str, Term]] = {name: SUMMARY[name] for name in ("cases", "amount")}
