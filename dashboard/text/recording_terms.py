"""Terms of recording: how soon payments get their confirmation codes, and who is informed."""

from typing import Final

from dashboard.text.glossary import ORGANIZATION, Term
from dashboard.text.lag_terms import AGENTS, KEY, LAG, PACE
from dashboard.text.organization_terms import RECORDED, RECORDED_SIGNS, RECORDING, TIMED
from data.problems import N_

_OF_TIMED: Final = N_(
    "Payments whose code was issued within so many minutes, of the payments whose minutes are "
    "known and of those without a code."
)
WITHIN: Final[dict[int, Term]] = {
    5: Term(N_("Within 5 minutes"), _OF_TIMED, "rate"),
    15: Term(N_("Within 15 minutes"), _OF_TIMED, "rate"),
    60: Term(N_("Within 60 minutes"), _OF_TIMED, "rate"),
}

FIGURES: Final[dict[str, Term]] = {
    "unrecorded": RECORDING["unrecorded"],
    "unrecorded_amount": RECORDING["unrecorded_amount"],
    "same_day_rate": RECORDING["same_day_rate"],
    "within_60_rate": WITHIN[60],
    "median": Term(
        N_("Half within (minutes)"),
        N_(
            "Minutes from the payment to its code within which half of the payments were recorded; "
            "those without code count as longer than any. More than a day is written in days and "
            "hours. Payments of which only the day is known are left out once they have a code."
        ),
        "minutes",
    ),
    "p90": Term(
        N_("90% within (minutes)"),
        N_("Minutes within which nine payments of ten were recorded, counted in the same way."),
        "minutes",
    ),
    "informed_rate": Term(
        N_("Participant informed"),
        N_("Recorded payments whose participant was informed, of all recorded payments."),
        "rate",
    ),
}

# Columns of agents, the most important first.
AGENT: Final[dict[str, Term]] = {
    "unrecorded": FIGURES["unrecorded"],
    "unrecorded_amount": FIGURES["unrecorded_amount"],
    "oldest_unrecorded_day": Term(
        N_("Without code since"),
        N_("The day of the oldest payment without a code."),
        "day",
    ),
    "same_day_rate": FIGURES["same_day_rate"],
    "within_5_rate": WITHIN[5],
    "within_15_rate": WITHIN[15],
    "within_60_rate": WITHIN[60],
    "median": FIGURES["median"],
    "p90": FIGURES["p90"],
    "other_day_rate": Term(
        RECORDED["other_day"].label,
        N_(
            "Payments whose code was issued on another day than that of the payment, of all "
            "payments of the period."
        ),
        "rate",
    ),
    "unrecorded_rate": Term(
        N_("Without code"),
        N_("Payments without a code, of all payments of the period."),
        "rate",
    ),
    "informed_rate": FIGURES["informed_rate"],
    "payments": LAG["payments"],
}


# What is compared with another period or place, in the order in which it is said.
COMPARED: Final[dict[str, Term]] = {
    name: AGENT[name] for name in ("same_day_rate", "unrecorded", "unrecorded_amount")
}


def agent(level: str) -> dict[str, Term]:
    """Return the columns of agents of a level."""
    return {"name": AGENTS[level], **AGENT, "key": KEY}


WEEKS: Final[dict[str, Term]] = {
    "first_day": PACE["first_day"],
    "last_day": PACE["last_day"],
    **{
        name: AGENT[name]
        for name in (
            "payments", "same_day_rate", "within_60_rate", "median", "p90", "unrecorded",
            "unrecorded_amount",
        )
    },
}  # fmt: skip

# When or how fast a payment was recorded, and what it is a part of: names of lists as well.
SPEEDS: Final[dict[str, str]] = {
    **{f"within_{n}": term.label for n, term in WITHIN.items()},
    **{name: term.label for name, term in RECORDED.items()},
    "day_alone": N_("Day of payment alone known"),
    "informed": FIGURES["informed_rate"].label,
    "not_informed": N_("Participant not informed"),
}
SIGNS: Final = RECORDED_SIGNS

SPEED: Final[dict[str, Term]] = {
    "label": Term(
        N_("Recorded"), N_("How soon the code was issued, and who was informed."), "words"
    ),
    "payments": Term(N_("Payments"), N_("The payments of the period recorded so.")),
    "of_payments": Term(
        N_("Of payments"),
        N_(
            "What the share is of: all payments of the period; for minutes those whose minutes are "
            "known and those without a code; for who was informed those with a code."
        ),
    ),
    "share": Term(N_("Share"), N_("The former of the latter."), "rate"),
}

AGE: Final[dict[str, Term]] = {
    "label": Term(
        N_("Without code for"), N_("Calendar days since the day of the payment."), "words"
    ),
    "payments": Term(N_("Payments"), N_("Payments without a code of this age.")),
    "amount": Term(N_("Collected without code"), N_("The sum of these payments."), "money"),
}

CHANNELS: Final[dict[str, str]] = {
    "direct": N_("Participant informed face to face"),
    "sms": N_("Participant informed by text message"),
    "email": N_("Participant informed by e-mail"),
    "paper": N_("Participant informed on paper"),
    "other": N_("Participant informed another way"),
}
CHANNEL: Final[dict[str, Term]] = {
    "label": Term(N_("Participant"), N_("The way in which the participant was informed."), "words"),
    "payments": Term(N_("Payments"), N_("Payments with a code whose participant was informed so.")),
    "share": Term(N_("Share"), N_("Of all payments with a code."), "rate"),
    "amount": Term(N_("Amount"), N_("The sum of these payments."), "money"),
}

_WHOSE: Final = {"org": ORGANIZATION, "office": TIMED["office"]}
_OF_PAYMENT: Final = ("confirmation_code", "payment_id", "status_label")
LISTED: Final[dict[str, Term]] = {
    **{name: TIMED[name] for name in _OF_PAYMENT},
    "recorded_minutes": Term(
        TIMED["recorded_minutes"].label, TIMED["recorded_minutes"].help, "minutes"
    ),
    **{name: TIMED[name] for name in ("amount", "paid_at", "recorded_at")},
    **_WHOSE,
    **{name: TIMED[name] for name in ("collector_code", "product_label")},
}
# Of payments without a code nothing is known that a code has.
_OF_CODES: Final = {"confirmation_code", "status_label", "recorded_minutes", "recorded_at"}
WAITING: Final[dict[str, Term]] = {
    "payment_id": LISTED["payment_id"],
    "waiting_days": Term(
        N_("Days without code"),
        N_("Calendar days from the payment to the as-of day; 0 on the day itself."),
    ),
    **{name: term for name, term in LISTED.items() if name not in _OF_CODES},
}
