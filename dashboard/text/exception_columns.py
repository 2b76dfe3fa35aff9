"""What is shown of a kind of difference, and the columns that several kinds share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dashboard.text.glossary import OFFICE, ORGANIZATION, PAYMENT, Term
from data.problems import N_


@dataclass(frozen=True)
class Kind:
    """What is shown of a kind of difference; texts are English message ids.

    `columns` are those of the list of its cases, from `queries.exceptions.rows`; `sides` are the
    ones that stand side by side on the screen of one case, below its `sentence`; that is `opposite`
    where the first side is less than the second, and `elsewhere` where the other payment is of an
    office that may not be seen. `form_day` is the column with the day of the form 01-XN that a case
    is on, if any.
    """

    name: str
    label: str
    help: str
    sentence: str
    sides: tuple[str, ...]
    columns: dict[str, Term]
    opposite: str = ""
    form_day: str = ""
    elsewhere: str = ""

    @property
    def other_is_payment(self) -> bool:
        """Whether another payment belongs to a case."""
        return bool(self.elsewhere)

    def sentence_of(self, row: Mapping[str, Any]) -> str:
        """Return the message id of the sentence about a case."""
        if self.elsewhere and row["other"] is None:
            return self.elsewhere
        first, second = self.sides[:2]
        return self.opposite if self.opposite and row[first] < row[second] else self.sentence


PAID_DAY: Final = Term(N_("Paid on"), N_("The day on which the money was taken."), "day")
AGE: Final = Term(
    N_("Age (calendar days)"), N_("Calendar days from this day to the as-of day."), "count"
)
PAYMENT_AMOUNT: Final = Term(N_("Amount"), N_("What the participant paid."), "money")
REMITTANCE_ID: Final = Term(
    N_("Remittance"), N_("The remittance's identifier in the extract."), "code"
)
REMITTED: Final = Term(
    N_("Remitted at"), N_("When the money came into the fund's account, in Hanoi's time."), "moment"
)
SINCE: Final = Term(
    N_("Difference since"), N_("The first day on which this was a difference."), "day"
)
WEIGHT: Final = Term(
    N_("Weight"),
    N_(
        "The money in millions of đồng, times its days, times how bad the kind is: 3 where money "
        "or data are missing, 2 where records contradict one another, 1 where something was done "
        "late or not noted. The heaviest come first."
    ),
)
DUE_DAY: Final = Term(
    N_("To be settled by"),
    N_("The day by which whoever looks after the case will have settled it."),
    "day",
)
NOTES: Final[dict[str, Term]] = {
    "owner": Term(
        N_("Looked after by"),
        N_("Who looks after the case now; nobody where it is empty."),
        "words",
    ),
    "due_day": DUE_DAY,
    "note": Term(
        N_("Last note"),
        N_("What was noted last about the case; choose the row to read everything."),
        "words",
    ),
}
WHO: Final[dict[str, Term]] = {**NOTES, "office_name": OFFICE, "org_name": ORGANIZATION}
# What ends every list.
ORDER: Final[dict[str, Term]] = {"since_day": SINCE, "weight": WEIGHT}


def payments(**more: Term) -> dict[str, Term]:
    """Return the columns of a list of payments, with what its kind needs."""
    return {
        "payment_id": PAYMENT["payment_id"],
        "amount": PAYMENT_AMOUNT,
        **more,
        "day": PAID_DAY,
        "age_days": AGE,
        **WHO,
        "collector_code": PAYMENT["collector_code"],
        "confirmation_code": PAYMENT["confirmation_code"],
        **ORDER,
    }


_FORM_OF: Final[dict[str, Term]] = {
    "day": Term(N_("Form of"), N_("The day whose codes the form lists."), "day"),
    "office_name": OFFICE,
    "org_name": ORGANIZATION,
}
SENT: Final[dict[str, Term]] = {
    "found_codes": Term(N_("Codes sent"), N_("The codes that the last sending counts.")),
    "found_amount": Term(N_("Amount sent"), N_("The amount of the last sending."), "money"),
    "moment": Term(N_("Sent last at"), N_("The last sending, in Hanoi's time."), "moment"),
}


def sent_forms() -> dict[str, Term]:
    """Return the columns of a list of forms of which only what was sent is known."""
    return {
        **_FORM_OF,
        "found_codes": SENT["found_codes"],
        "amount": SENT["found_amount"],
        "moment": SENT["moment"],
        **NOTES,
        "age_days": AGE,
        **ORDER,
    }


def forms(**more: Term) -> dict[str, Term]:
    """Return the columns of a list of forms, with what its kind needs."""
    return {
        **_FORM_OF,
        "expected_codes": Term(
            N_("Codes"), N_("Confirmation codes issued on the day, by the store.")
        ),
        "expected_amount": Term(
            N_("Amount"), N_("The sum of their payments, before adjustments."), "money"
        ),
        **more,
        **NOTES,
        "age_days": AGE,
        **ORDER,
    }


DUE: Final = Term(N_("Due by"), N_("08:00:00 on the day after the form's."), "moment")
OTHER_PAYMENT: Final = Term(
    N_("Other payment"),
    N_(
        "The payment with which it is in conflict, or the office to ask about it, where that is "
        "another one."
    ),
    "code",
)
