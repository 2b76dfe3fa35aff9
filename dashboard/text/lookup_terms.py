"""Names and explanations of the lookup: columns, figures, purposes of showing personal data."""

from typing import Final

from dashboard.text.glossary import LOOKUP, OFFICE, ORGANIZATION, PAYMENT, Kind, Term
from data.importing import sets
from data.problems import N_

# What a word is found as.
KINDS: Final[dict[str, str]] = {
    "code": N_("Confirmation code"),
    "receipt": N_("Receipt number"),
    "payment": N_("Payment identifier"),
    "remittance": N_("Remittance"),
    "bank_ref": N_("Bank reference"),
}

_REMITTANCE: Final = Term(
    N_("Remittance"), N_("The identifier of the remittance to the fund's account."), "code"
)
_BANK_REF: Final = Term(
    N_("Bank reference"), N_("The number that the bank gave to the remittance."), "code"
)
_REMITTED_AT: Final = Term(N_("Remitted to the fund"), LOOKUP["remitted_at"].help, "moment")

REMITTANCE: Final[dict[str, Term]] = {
    "remittance_amount": Term(
        N_("Amount remitted"), N_("What was remitted to the fund's account."), "money"
    ),
    "covered_payments": Term(
        N_("Payments covered"),
        N_("The payments that the remittance is for, of all offices, voided ones too."),
    ),
    "covered_amount": Term(
        N_("Sum of these payments"),
        N_("The amounts of the payments that the remittance is for, of all offices, added up."),
        "money",
    ),
    "difference": Term(
        N_("Difference"),
        N_("The amount remitted less the sum of the payments; 0 where all is in order."),
        "money",
    ),
}

REMITTANCES: Final[dict[str, Term]] = {
    "remittance_id": _REMITTANCE,
    "bank_ref": _BANK_REF,
    "remitted_at": _REMITTED_AT,
    "org": Term(ORGANIZATION.label, N_("The organisation that remitted it."), "words"),
    "office": Term(OFFICE.label, N_("The office into whose account the money came."), "words"),
    **REMITTANCE,
}

COVERED: Final[dict[str, Term]] = {
    "confirmation_code": PAYMENT["confirmation_code"],
    "payment_id": PAYMENT["payment_id"],
    "status": Term(
        N_("Status"),
        N_("Whether the payment was remitted within its deadline, and whether it was voided."),
        "words",
    ),
    "amount": LOOKUP["amount"],
    "office": OFFICE,
    "product": PAYMENT["product"],
    "paid_at": LOOKUP["paid_at"],
    "lag_days": Term(
        N_("Working days"),
        N_("Working days from the payment to the remittance; none for a voided payment."),
    ),
}

NEAR: Final[dict[str, Term]] = {
    "confirmation_code": PAYMENT["confirmation_code"],
    "amount": Term(
        N_("Amount"), N_("The sum of the payments that the code was issued for."), "money"
    ),
    "payments": Term(N_("Payments"), N_("The payments that the code was issued for.")),
    "paid_at": LOOKUP["paid_at"],
    "org": ORGANIZATION,
    "office": OFFICE,
}

PEOPLE: Final[dict[str, Term]] = {
    "participant_name": Term(
        N_("Participant"), N_("Masked: the family name and initials."), "words"
    ),
    "social_insurance_no": Term(
        N_("Social insurance number"), N_("Masked: its last two digits."), "words"
    ),
    "national_id": Term(N_("Identity number"), N_("Masked: its last two digits."), "words"),
    "key": Term(
        N_("Code or payment"),
        N_("The confirmation code, or the payment where no code was issued."),
        "code",
    ),
    "amount": LOOKUP["amount"],
    "paid_at": LOOKUP["paid_at"],
    "product": PAYMENT["product"],
    "office": OFFICE,
    "org": ORGANIZATION,
}

CHANGES: Final[dict[str, Term]] = {
    "imported_at": Term(
        N_("Changed at"), N_("When the import that changed it ended, in Hanoi's time."), "moment"
    ),
    "what": Term(N_("Of what"), N_("The record that was changed."), "words"),
    "column": Term(N_("Column"), N_("What of the record was changed."), "words"),
    "earlier": Term(N_("Value before"), N_("What the store said until then."), "words"),
    "later": Term(N_("Value after"), N_("What the store has said since."), "words"),
    "run_id": Term(
        N_("Import"), N_("The number of the import; choose the row to open it."), "code"
    ),
    "imported_by": Term(
        N_("Imported by"), N_("The person, or the account where no name is known."), "words"
    ),
}

# What a change is of, by the table of the store.
CHANGED: Final[dict[str, str]] = {
    "payments": N_("Payment {id}"),
    "confirmations": N_("Confirmation code of payment {id}"),
    "remittance_lines": N_("Remittance of payment {id}"),
    "remittances": N_("Remittance {id}"),
}

_KINDS: Final[dict[sets.Kind, Kind]] = {
    sets.Kind.CODE: "code",
    sets.Kind.TEXT: "code",
    sets.Kind.CONFIRMATION: "code",
    sets.Kind.AMOUNT: "money",
    sets.Kind.COUNT: "count",
    sets.Kind.MOMENT: "moment",
    sets.Kind.DAY: "day",
    sets.Kind.MONTH: "day",
}


def _kind(column: sets.Column) -> Kind:
    """Return the kind of a column's values; offices and organisations stand under their names."""
    named = column.references in {"offices", "organizations"}
    return "words" if named else _KINDS.get(column.kind, "words")


# Columns of the store that can change, by their name there, and what their values are.
COLUMNS: Final[dict[str, tuple[str, Kind]]] = {
    name: (column.label, _kind(column)) for name, column in sets.WITH_HISTORY.items()
}

CHANNELS: Final[dict[str, str]] = {
    "direct": N_("face to face"),
    "sms": N_("text message"),
    "email": N_("e-mail"),
    "paper": N_("paper"),
    "other": N_("another way"),
}

# As the access log keeps them, whatever language the screen speaks.
OTHER: Final = "mục đích khác"
PURPOSES: Final[dict[str, str]] = {
    "giải quyết đề nghị của người tham gia": N_("request of the participant"),
    "đối chiếu với tổ chức dịch vụ thu": N_("reconciliation with the collection organisation"),
    "xác minh khoản thu chưa nộp hoặc có chênh lệch": N_(
        "clearing up a payment that is outstanding or differs"
    ),
    "phục vụ thanh tra, kiểm tra": N_("inspection"),
    OTHER: N_("another purpose"),
}

PARTICIPANT: Final[dict[str, str]] = {
    "participant_name": N_("Participant's name"),
    "social_insurance_no": N_("Social insurance number"),
    "national_id": N_("Identity number"),
}
