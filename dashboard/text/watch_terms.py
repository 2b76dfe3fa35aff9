"""Words about what is due by the clock: states, what came of it, what was missed, columns."""

from collections.abc import Mapping
from typing import Final

from dashboard import text
from dashboard.text import _, formats, ngettext
from dashboard.text.glossary import Term
from data import due_things, problems
from data.problems import N_
from queries.store import due_things as questions

# Tables have signs instead of icons.
STATES: Final[dict[str, tuple[str, str]]] = {
    due_things.State.WAITING: ("…", N_("Not begun")),
    due_things.State.WORKING: ("▸", N_("Being done")),
    due_things.State.DONE: ("✓", N_("Done")),
    due_things.State.FAILED: ("!", N_("Failed, is tried again")),
    due_things.State.GIVEN_UP: ("×", N_("Given up")),
}
NOT_DUE: Final = ("…", N_("Not due yet"))
DONE_LATE: Final = ("△", N_("Done late"))

_NEXT: Final[dict[str, str]] = {
    due_things.State.WAITING: N_("It was not begun."),
    due_things.State.WORKING: N_("It is being done now."),
    due_things.State.FAILED: N_("It is tried again and again."),
    due_things.State.GIVEN_UP: N_("It is not tried any more."),
}

LISTED: Final[dict[str, Term]] = {
    "what_label": Term(N_("Work"), N_("What is done by the clock."), "words"),
    "day": Term(
        N_("Of the day"), N_("The day that it is of; forms are closed on the next one."), "day"
    ),
    "due_at": Term(N_("Due at"), N_("From when on it is to be done, in Hanoi's time."), "moment"),
    "state_label": Term(
        N_("State"),
        N_("Done, waiting, being done; or failed, and when it is tried again."),
        "words",
    ),
    "outcome_label": Term(
        N_("What came of it"), N_("What was done, or why the last attempt failed."), "words"
    ),
    "ended_at": Term(
        N_("Ended at"), N_("When the last attempt ended, well or not, in Hanoi's time."), "moment"
    ),
    "attempts": Term(N_("Attempts"), N_("How often it was begun; once, if all is well."), "count"),
    "worker": Term(
        N_("Where"), N_("The machine and the number of the process that had it last."), "code"
    ),
}


def missed(thing: questions.Missed, label: str, *, is_detailed: bool) -> str:
    """Return the sentence that a thing was not done in time, and why where that is wanted.

    Args:
        thing: what was missed.
        label: what its kind is called, a message id.
        is_detailed: whether the reader looks after the program.
    """
    words = _("{what} of {day} is not done: it was due at {time} on {due_day}.")
    moment = formats.moment(thing.due_at)
    day, _space, time = moment.partition(" ")
    said = words.format(
        what=_(label), day=formats.day(thing.day), time=time.removesuffix(":00"), due_day=day
    )
    parts = [said, _(_NEXT[thing.state])]
    if is_detailed and thing.problem is not None:
        parts.append(_("The last reason: {reason}").format(reason=reason(thing.problem)))
    return " ".join(parts)


def reason(problem: problems.Problem) -> str:
    """Return title and sentence of a problem on one line."""
    return ". ".join(text.problem(problem))


def outcome(numbers: Mapping[str, int]) -> str:
    """Return what came of a thing in words; a number that has none stands under its own name."""
    return "; ".join(_number(name, value) for name, value in numbers.items())


def _number(name: str, value: int) -> str:
    words = {
        "offices": ngettext("{n} office closed", "{n} offices closed", value),
        "rejected_rows": ngettext(
            "{n} rejected row deleted", "{n} rejected rows deleted", value
        ),
        "due_things": ngettext("{n} old entry deleted", "{n} old entries deleted", value),
    }  # fmt: skip
    return words.get(name, f"{name} {{n}}").format(n=formats.count(value))
