"""Terms of remittance lag."""

from collections.abc import Mapping
from typing import Final

from dashboard.text.glossary import LOOKUP, ORGANIZATION, PAYMENT, Term
from data.problems import N_

COLLECTOR: Final = Term(N_("Collector"), N_("The person who took the money."), "words")
PRODUCT: Final = Term(N_("Product"), PAYMENT["product"].help, "words")
AGENTS: Final[dict[str, Term]] = {
    "office": Term(N_("Office"), N_("The agency's office to which the payments belong."), "words"),
    "org": ORGANIZATION,
    "collector": COLLECTOR,
    "product": PRODUCT,
}
KEY: Final = Term(N_("Code"), N_("The code of the office, organisation or collector."), "code")

# What is looked at first, and what the order of a list needs only.
_FIRST: Final = (
    "name", "on_time_rate", "overdue_amount", "week_change", "trend", "oldest_outstanding_days",
)  # fmt: skip
_LAST: Final = ("key", "exposure_vnd_days")

LAG: Final[dict[str, Term]] = {
    "exposure_vnd_days": Term(
        N_("Exposure (đồng·days)"),
        N_(
            "The amount of each overdue payment times its working days beyond the deadline, added "
            "up: large and old money weighs most. The list is in this order at first."
        ),
    ),
    "overdue_amount": Term(
        N_("Overdue"), N_("Outstanding at an age beyond the contract's deadline."), "money"
    ),
    "overdue_payments": Term(
        N_("Overdue payments"), N_("Payments outstanding beyond the contract's deadline.")
    ),
    "outstanding_amount": Term(
        N_("Outstanding"),
        N_("Collected and not yet in the fund's account, whether due or not."),
        "money",
    ),
    "outstanding_payments": Term(
        N_("Outstanding payments"),
        N_("Payments collected and not yet in the fund's account, whether due or not."),
    ),
    "oldest_outstanding_days": Term(
        N_("Oldest (working days)"),
        N_("The age of the oldest outstanding payment, in working days."),
    ),
    "on_time_rate": Term(
        N_("On-time rate"),
        N_(
            "Payments remitted within the deadline, of those remitted or overdue. What is not yet "
            "due counts on neither side."
        ),
        "rate",
    ),
    "median_lag": Term(
        N_("Half within (days)"),
        N_(
            "Working days within which half of the payments are remitted. What is outstanding "
            "counts as well (Kaplan–Meier); “>” and a number: not reached by then."
        ),
        "lag",
    ),
    "p90_lag": Term(
        N_("90% within (days)"),
        N_("Working days within which nine payments of ten are remitted, counted in the same way."),
        "lag",
    ),
    "payments": Term(
        N_("Payments"), N_("Payments taken in the period and not voided by the as-of day.")
    ),
    "amount": Term(N_("Collected"), N_("The sum of these payments."), "money"),
    "remitted_amount": Term(
        N_("Remitted"),
        N_("The sum of those that a remittance covers by the as-of day."),
        "money",
    ),
    "remitted_payments": Term(
        N_("Payments remitted"), N_("Payments that a remittance covers by the as-of day.")
    ),
}

# What is compared with another period or place, in the order in which it is said.
COMPARED: Final[dict[str, Term]] = {
    name: LAG[name] for name in ("overdue_amount", "on_time_rate", "amount")
}

# What is shown above the table; two figures of one card stand side by side.
FIGURES: Final[dict[str, Term]] = {
    name: LAG[name] for name in ("amount", "outstanding_amount", "overdue_amount", "on_time_rate")
} | {
    "median_lag p90_lag": Term(
        N_("Half / 90% (days)"),
        N_(
            "Working days within which half of the payments, and nine of ten, are remitted. What "
            "is outstanding counts as well (Kaplan–Meier); “>” and a number: not reached by then."
        ),
        "lag",
    ),
}

WEEK: Final = Term(
    N_("Change in a week"),
    N_("Overdue money on this evening less that of the evening a week before: less is better."),
    "money",
)

TREND: Final = Term(
    N_("Overdue, 8 weeks"),
    N_(
        "Overdue money on this evening and on those of the seven weeks before it, each time of a "
        "period as long as the one chosen. The last point is the amount beside it."
    ),
    "trend",
)

# How handing over has gone; the figures and their curves stand in the table below them as well.
PACE_CARDS: Final[dict[str, Term]] = {
    "on_time_rate": Term(
        N_("On-time rate, {first} to {last}"),
        N_(
            "The on-time rate of the payments taken in each week or month of the period; the last "
            "point is of the days named. Their last payments may not be due yet."
        ),
        "rate",
    ),
    "median_lag_days": Term(
        N_("Half within (days), {first} to {last}"),
        N_(
            "Working days within which half of the payments taken in each week or month are "
            "remitted; where that is not reached yet, none is drawn."
        ),
        "lag",
    ),
}
# The same on their charts, and the overdue money of each week.
COURSE: Final[dict[str, Term]] = {
    "on_time_rate": LAG["on_time_rate"],
    "median_lag_days": Term(LAG["median_lag"].label, LAG["median_lag"].help, "lag"),
    "overdue_amount": LAG["overdue_amount"],
}
PACE: Final[dict[str, Term]] = {
    "first_day": Term(
        N_("Collected from"),
        N_("The first day of the week or month, as far as it lies in the period."),
        "day",
    ),
    "last_day": Term(
        N_("to"), N_("The last day of the week or month, as far as it lies in the period."), "day"
    ),
    **{
        name: LAG[name]
        for name in (
            "payments", "amount", "outstanding_amount", "overdue_amount", "on_time_rate",
            "median_lag", "p90_lag",
        )
    },
}  # fmt: skip

BUCKET: Final[dict[str, Term]] = {
    "label": Term(
        N_("Beyond the deadline"), N_("Working days beyond the contract's deadline."), "words"
    ),
    "payments": Term(N_("Payments"), N_("Outstanding payments of this age.")),
    "amount": Term(N_("Outstanding"), N_("The sum of these payments."), "money"),
}

CURVE: Final[dict[str, Term]] = {
    "within": Term(
        N_("Remitted after"), N_("Working days from the payment to its remittance."), "words"
    ),
    "share": Term(
        N_("Share of payments"),
        N_("Payments of the period that were remitted within so many working days."),
        "rate",
    ),
}

# Tables are drawn without icons: a sign goes with the word.
SIGNS: Final = {"remitted": "✓", "late": "△", "outstanding": "○", "overdue": "▲"}

# Lists of several states, named like the figures that they are behind.
GROUPS: Final[dict[str, Term]] = {
    "all": LAG["amount"],
    "handed_over": LAG["remitted_amount"],
    "unremitted": LAG["outstanding_amount"],
}

LISTED: Final[dict[str, Term]] = {
    "confirmation_code": PAYMENT["confirmation_code"],
    "payment_id": PAYMENT["payment_id"],
    "status_label": Term(
        N_("Status"), N_("How far the payment had come by the end of the as-of day."), "words"
    ),
    "amount": LOOKUP["amount"],
    "lag_days": Term(
        N_("Working days"),
        N_("From the payment to the remittance, or its age while it is outstanding."),
    ),
    "deadline_days": Term(
        N_("Deadline (working days)"),
        N_("The working days that the contract gives for this payment."),
    ),
    "org": ORGANIZATION,
    "office": AGENTS["office"],
    "collector_code": PAYMENT["collector_code"],
    "paid_at": LOOKUP["paid_at"],
    "remitted_at": LOOKUP["remitted_at"],
    "product_label": PAYMENT["product"],
}


def as_read(columns: Mapping[str, Term]) -> dict[str, Term]:
    """Return columns of a table of agents in the order in which they are read."""
    first = [name for name in _FIRST if name in columns]
    last = [name for name in _LAST if name in columns]
    others = [name for name in columns if name not in {*first, *last}]
    return {name: columns[name] for name in (*first, *others, *last)}
