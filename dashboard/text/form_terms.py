"""Terms of form 01-XN beyond those of `glossary`."""

from typing import Final

from dashboard.text.glossary import CODE_OF_AGENT, FORM, NOT_YET_DUE, OFFICE, ORGANIZATION, Term
from dashboard.text.glossary import PAYMENT as SHORT_PAYMENT
from data.problems import N_

# Tables are drawn without icons: a sign goes with the word.
SIGNS: Final = {
    "on_time": "✓",
    "late": "△",
    "missing": "▲",
    "not_due": "○",
    "mismatched": "≠",
    "matched": "=",
}

STATUSES: Final[dict[str, Term]] = {
    "on_time": FORM["dispatched_on_time"],
    "late": FORM["dispatched_late"],
    "missing": FORM["not_dispatched"],
    "not_due": NOT_YET_DUE,
    "mismatched": FORM["mismatched"],
}
MATCHED: Final = Term(N_("Matches"), N_("The last sending gives the store's codes and amount."))

# The parts of a form, and of many: what is sent is the form, not its parts by product.
MONEY: Final = {
    name: FORM[name]
    for name in ("codes", "payments", "amount", "late_recorded", "adjustments",
                 "adjustment_amount", "net_amount")
}  # fmt: skip
FORMS: Final = {
    name: FORM[name]
    for name in ("dispatched_on_time", "dispatched_late", "not_dispatched", "mismatched")
} | {"not_yet_due": NOT_YET_DUE}
RANGE_MONEY: Final = MONEY | {
    "codes": Term(
        N_("Confirmation codes"),
        N_(
            "Confirmation codes issued on these days, whatever day was paid on. A code counts once "
            "a day, as on the forms: the days add up."
        ),
    ),
    "payments": Term(
        N_("Payments"),
        N_(
            "Payments recorded on these days. A payment voided by the end of the day on which it "
            "was recorded is on no form."
        ),
    ),
    "adjustments": Term(
        N_("Adjustments"),
        N_(
            "Payments voided on these days after the day of their recording: each is posted on "
            "the day of its void, and its form stays as it was."
        ),
    ),
    "net_amount": Term(
        N_("After adjustments"), N_("The amount of these days less their adjustments."), "money"
    ),
}
# What is compared with other days or another place, in the order in which it is said.
COMPARED: Final[dict[str, Term]] = {name: FORM[name] for name in ("codes", "payments", "amount")}
PRODUCT: Final[dict[str, Term]] = {
    "name": Term(N_("Product"), N_("The type of participation that was paid for."), "words"),
    "key": Term(N_("Code"), N_("The code of the type of participation."), "code"),
    "codes": Term(
        N_("Confirmation codes"),
        N_(
            "Confirmation codes with a payment of this product, once a day. A code that covers "
            "several products counts under each: these rows can add up to more than the total."
        ),
    ),
}
AGENTS: Final[dict[str, dict[str, Term]]] = {
    "office": {"name": OFFICE, "key": CODE_OF_AGENT},
    "org": {"name": ORGANIZATION, "key": CODE_OF_AGENT},
    "product": {"name": PRODUCT["name"], "key": PRODUCT["key"]},
}
DAY: Final[dict[str, Term]] = {
    "day": Term(N_("Day"), N_("The day on which the codes were issued."), "day"),
    "weekday": Term(N_("Day of the week"), N_("Forms are due on weekends and holidays, too."),
                    "words"),
    "note": Term(
        N_("Data of the day"),
        N_(
            "Whether the day has figures and, if not, why: nothing due is known, not received is "
            "unknown."
        ),
        "words",
    ),
}  # fmt: skip

LISTED: Final[dict[str, Term]] = {
    "confirmation_code": SHORT_PAYMENT["confirmation_code"],
    "payment_id": SHORT_PAYMENT["payment_id"],
    "office": OFFICE,
    "org": ORGANIZATION,
    "collector_code": SHORT_PAYMENT["collector_code"],
    "product": SHORT_PAYMENT["product"],
    "months": SHORT_PAYMENT["months"],
    "amount": SHORT_PAYMENT["amount"],
    "paid_at": SHORT_PAYMENT["paid_at"],
    "recorded_at": SHORT_PAYMENT["recorded_at"],
    "late_days": Term(
        N_("Days later"), N_("Days of the calendar from the payment to the code's day.")
    ),
    "late_minutes": Term(
        N_("Time to the code"),
        N_("How long after the payment the confirmation code was issued."),
        "figure",
    ),
    "voided_at": Term(
        N_("Voided at"),
        N_("When the receipt was cancelled, in Hanoi's time; it decides the adjustment's day."),
        "moment",
    ),
}

STATED: Final[dict[str, Term]] = {
    "day": DAY["day"],
    "office_name": OFFICE,
    "org_name": ORGANIZATION,
    "status_label": Term(
        N_("Sending"),
        N_("What became of the form; the first sending decides whether it was on time."),
        "words",
    ),
    "codes": Term(N_("Codes in the store"), N_("Confirmation codes of this form in the store.")),
    "amount": Term(
        N_("Amount in the store"), N_("The sum of the form's payments in the store."), "money"
    ),
    "due_at": Term(N_("Due"), N_("08:00:00 on the next day, in Hanoi's time."), "moment"),
    "first_sent_at": Term(
        N_("First sent at"), N_("When the form was sent for the first time."), "moment"
    ),
    "late_seconds": Term(
        N_("Late by"), N_("How long after 08:00:00 the first sending came."), "figure"
    ),
    "last_codes": Term(N_("Codes sent"), N_("Confirmation codes by the last sending.")),
    "last_amount": Term(N_("Amount sent"), N_("The amount by the last sending."), "money"),
    "codes_difference": Term(
        N_("Difference in codes"), N_("The codes of the last sending less those of the store.")
    ),
    "amount_difference": Term(
        N_("Difference in amount"),
        N_("The amount of the last sending less that of the store."),
        "money",
    ),
}

SENDING: Final[dict[str, Term]] = {
    "office": OFFICE,
    "sent_at": Term(N_("Sent at"), N_("When the form was sent, in Hanoi's time."), "moment"),
    "late_seconds": Term(
        N_("On time"),
        N_("Whether this sending came by 08:00:00, or how late. The first one decides."),
        "words",
    ),
    "match": Term(
        N_("Agreement"),
        N_("Whether this sending gives the store's codes and amount. The last one decides."),
        "words",
    ),
    "sent_codes": Term(N_("Codes sent"), N_("Confirmation codes by this sending.")),
    "codes": STATED["codes"],
    "codes_difference": Term(
        N_("Difference in codes"), N_("The codes of this sending less those of the store.")
    ),
    "sent_amount": Term(N_("Amount sent"), N_("The amount by this sending."), "money"),
    "amount": STATED["amount"],
    "amount_difference": Term(
        N_("Difference in amount"), N_("The amount of this sending less that of the store."),
        "money",
    ),
}  # fmt: skip

CUMULATIVE: Final[dict[str, Term]] = {
    "label": Term(
        N_("Period"), N_("Each ends with the day, or with the last of the days, shown."), "words"
    ),
    "days": Term(N_("Days"), N_("The days of the period, the first and the last counted."),
                 "words"),
    "net_amount": Term(
        N_("After adjustments"),
        N_("Recorded in the period, less the payments voided in it after their day."),
        "figure",
    ),
    "earlier_net_amount": Term(
        N_("Same period last year"),
        N_("The amount after adjustments of the same days of the calendar one year earlier."),
        "figure",
    ),
    "net_amount_change": Term(
        N_("Change"), N_("Against the same period last year, in percent."), "figure"
    ),
    "codes": Term(
        N_("Confirmation codes"),
        N_("Confirmation codes issued in the period, once a day."),
        "figure",
    ),
    "earlier_codes": Term(
        N_("Codes, same period last year"),
        N_("Confirmation codes of the same days of the calendar one year earlier."),
        "figure",
    ),
    "codes_change": Term(
        N_("Change in codes"), N_("Against the same period last year, in percent."), "figure"
    ),
}  # fmt: skip
