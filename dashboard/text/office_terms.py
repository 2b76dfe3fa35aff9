"""Terms of the screens of offices."""

from typing import Final

from dashboard.text.glossary import CODE_OF_AGENT, FORM, OFFICE, ORGANIZATION, PAYMENT, Term
from dashboard.text.lag_terms import LAG
from data.problems import N_

_DAY: Final = ("codes", "payments", "amount", "adjustment_amount", "net_amount")

BY_PRODUCT: Final[dict[str, Term]] = {
    "name": PAYMENT["product"],
    **{name: FORM[name] for name in _DAY},
    "codes": Term(
        FORM["codes"].label,
        N_(
            "Confirmation codes issued on this day that cover a payment of this product. A code "
            "of several products counts at each of them."
        ),
    ),
}
BY_ORGANIZATION: Final[dict[str, Term]] = {
    "name": ORGANIZATION,
    **{name: FORM[name] for name in _DAY},
}

LIST: Final[dict[str, Term]] = {
    "name": OFFICE,
    "key": CODE_OF_AGENT,
    "data": Term(
        N_("Data"),
        N_("Whether data of this day have come from the office."),
        "words",
    ),
    "forms": Term(
        N_("Form 01-XN"),
        N_("How many forms of this day were sent by 08:00 of the next day, of those owed."),
        "words",
    ),
    **{name: FORM[name] for name in ("codes", "amount", "net_amount")},
    **{name: LAG[name] for name in ("overdue_amount", "exposure_vnd_days")},
}
CLOSED: Final[dict[str, Term]] = {
    "name": OFFICE,
    "key": CODE_OF_AGENT,
    "overdue_amount": LAG["overdue_amount"],
    "valid_to": Term(N_("Until"), N_("The last day on which there was this office."), "day"),
    "successor": Term(
        N_("Successor"), N_("The office that took over its area and its records."), "words"
    ),
}

# Of which time the offices are that figures stand under, and the two positions of the choice.
TIME: Final = Term(
    N_("Figures by"),
    N_(
        "Offices are merged and renamed. By offices of that time, a payment counts at the office "
        "that took it. By offices of today, it counts at the office that this one has become, so "
        "that an office has the figures of all that it succeeded. The sums over all offices are "
        "the same."
    ),
    "words",
)
TIMES: Final = {"then": N_("Offices of that time"), "today": N_("Offices of today")}
