"""Terms of what is unusual."""

from typing import Final

from dashboard.text.glossary import Term
from data.problems import N_

# By the values of `kind` in addresses.
KINDS: Final[dict[str, str]] = {
    "day": N_("A day's total"),
    "silence": N_("No data recorded"),
    "on_time": N_("Remitted on time"),
    "recording": N_("Time to the code"),
    "code": N_("Payments of one code"),
}

LISTED: Final[dict[str, Term]] = {
    "sentence": Term(
        N_("What is unusual"),
        N_("Choose a row to see how it has gone, and the rows behind it."),
        "words",
    ),
    "since": Term(N_("Since"), N_("The first day of it."), "day"),
    "amount": Term(
        N_("Money concerned"),
        N_(
            "How much more or less than usual a day brought; what the days of a silence usually "
            "bring; what is remitted or recorded late and usually is not; what a code covers."
        ),
        "money",
    ),
    "kind_label": Term(N_("Kind"), N_("What was compared."), "words"),
}

# The figures of a course, by what it is of.
COURSES: Final[dict[str, Term]] = {
    "codes": Term(
        N_("Confirmation codes"),
        N_("Codes issued on the day: those of its form 01-XN."),
    ),
    "amount": Term(N_("Amount"), N_("The amount of the day's form 01-XN."), "money"),
    "days": Term(
        N_("Confirmation codes"),
        N_("Codes issued on the day: those of its form 01-XN."),
    ),
    "rate": Term(N_("Share"), N_("Of the payments of the week that are due."), "rate"),
    "minutes": Term(
        N_("Half within (minutes)"),
        N_("Minutes within which half of the payments of the week had their code."),
    ),
    "size": Term(N_("Codes"), N_("How many codes cover so many payments.")),
}

# The places of a course.
AT: Final = Term(N_("Day"), N_("The day, or the Monday of the week."), "day")
SIZE: Final = Term(N_("Payments"), N_("Payments of one code."))
