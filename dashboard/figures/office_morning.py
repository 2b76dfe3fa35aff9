"""The sentences of one office in the morning, in the order of the screen."""

from collections.abc import Sequence

from dashboard.figures import checks, office_checks, office_day, office_money
from dashboard.text import _, formats


def lines(
    day: office_day.Forms, money: office_money.Money, unusual: Sequence[checks.Line] = ()
) -> list[checks.Line]:
    """Return the checks of a day, of money and differences, and of what is unusual."""
    return [
        *office_checks.of_forms(day),
        *office_money.of_money(money, known=day.is_known),
        *unusual,
    ]


def title(day: office_day.Forms) -> str:
    """Return what the checks are about, as of when: the first line of their text."""
    return _("{place}, the morning after {day}, as of {moment}:").format(
        place=day.facts.name, day=formats.day(day.date), moment=formats.moment(day.now)
    )


def forms(day: office_day.Forms) -> int:
    """Return how many of these, from the first on, are about the day's data and forms."""
    return len(office_checks.of_forms(day))
