"""Terms of the access log."""

from typing import Final

from dashboard.text import _, lookup_terms, user_terms
from dashboard.text.glossary import OFFICE, Term
from data.problems import N_
from queries.audit import searches
from queries.forms import lines
from queries.lookup import people

_WHO: Final = Term(
    N_("Who looked"),
    N_(
        "The person; for commands, with the account on the machine that ran them in brackets. "
        "Where no name is known, the account."
    ),
    "words",
)
_PAGE: Final = Term(N_("Where"), N_("The page or the command that showed the data."), "words")
_PURPOSE: Final = Term(
    N_("What for"), N_("The purpose that the person gave, or the kind of search."), "words"
)
_LOOKS: Final = Term(
    N_("Looks"),
    N_(
        "One look is what a person saw in one second, on one page, for one purpose, of however "
        "many offices: a search is one look."
    ),
)
_ROWS: Final = Term(
    N_("Rows shown"),
    N_("The payments whose participants were looked at, each as often as that was done."),
)
_LAST: Final = Term(N_("Last time"), N_("When the last of these looks was."), "moment")
_AT: Final = Term(
    N_("Time"), N_("When the look was noted, before anything was shown; in Hanoi's time."), "moment"
)

FIGURES: Final[dict[str, Term]] = {
    "looks": _LOOKS,
    "people": Term(N_("People"), N_("How many people looked at least once.")),
    "rows": _ROWS,
}
PEOPLE: Final[dict[str, Term]] = {
    "who": _WHO,
    "looks": _LOOKS,
    "rows": _ROWS,
    "last_at": _LAST,
}
PURPOSES: Final[dict[str, Term]] = {
    "page_label": _PAGE,
    "purpose_label": _PURPOSE,
    "looks": _LOOKS,
    "rows": _ROWS,
    "last_at": _LAST,
}
LOOKS: Final[dict[str, Term]] = {
    "at": _AT,
    "who": _WHO,
    "page_label": _PAGE,
    "purpose_label": _PURPOSE,
    "office": Term(N_("Offices"), N_("The offices of the payments that were looked at."), "words"),
    "rows": _ROWS,
}
ENTRIES: Final[dict[str, Term]] = {
    "at": _AT,
    "who": _WHO,
    "page_label": _PAGE,
    "purpose_label": _PURPOSE,
    "office": OFFICE,
}

SEARCHES: Final[dict[str, Term]] = {
    "at": Term(
        N_("Time"),
        N_("When the search was noted, before its result was shown; in Hanoi's time."),
        "moment",
    ),
    "who": Term(
        N_("Who searched"), N_("The person, or the account where no name is known."), "words"
    ),
    "page_label": Term(N_("Where"), N_("The page or the command of the search."), "words"),
    "kind_label": Term(
        N_("Searched by"),
        N_(
            "Each search by name or number is noted. A search by codes is noted where some were "
            "not found."
        ),
        "words",
    ),
    "offices_label": Term(N_("Among"), N_("The offices whose payments could be found."), "words"),
    "asked": Term(
        N_("Asked"), N_("How many names or numbers were searched for, or codes not found.")
    ),
    "found": Term(
        N_("Payments found"), N_("The payments that were shown, masked; none where it was refused.")
    ),
    "outcome_label": Term(
        N_("Outcome"),
        N_("Many searches that find nothing may be attempts to guess a number or a code."),
        "words",
    ),
}
SEARCHED: Final[dict[str, str]] = {
    searches.NAME: N_("a person's name"),
    searches.NUMBER: N_("a person's number"),
    searches.KEY: N_("codes or numbers of records"),
}

FILES: Final[dict[str, Term]] = {
    "at": Term(N_("Time"), N_("When the file was asked for, in Hanoi's time."), "moment"),
    "who": Term(
        N_("Downloaded by"), N_("The person, or the account where no name is known."), "words"
    ),
    "report_label": Term(N_("Report"), N_("Which report it is, or a snapshot of which."), "words"),
    "about": Term(N_("About"), N_("The days, and whose figures are in it."), "words"),
    "ending": Term(N_("Kind of file"), N_("How it is written."), "words"),
    "names_label": Term(
        N_("Names"),
        N_("Names in full are noted above as well, one by one, with the purpose."),
        "words",
    ),
}

DECISIONS: Final[dict[str, Term]] = {
    "changed_at": Term(N_("Time"), N_("When it was decided, in Hanoi's time."), "moment"),
    "decision_label": Term(
        N_("Decision"),
        N_("Whether the user is new, has another role or other offices, or may not sign in."),
        "words",
    ),
    "login": user_terms.LOGIN,
    "full_name": Term(N_("Name"), N_("The name as it was given then."), "words"),
    "role_label": Term(N_("Role"), N_("What the user is since then."), "words"),
    "offices_label": user_terms.OFFICES,
    "changed_by": Term(
        N_("Decided by"), N_("The account on the machine that ran the command."), "words"
    ),
}
DECIDED: Final[dict[str, tuple[str, str]]] = {
    "added": ("+", N_("Added")),
    "changed": ("≠", N_("Changed")),
    "disabled": ("×", N_("Disabled")),
    "enabled": ("✓", N_("Enabled again")),
}

# What the log says in words of ours; whatever else stands there was typed by whoever looked.
KNOWN_PURPOSES: Final[dict[str, str]] = {
    people.BY_NAME: N_("search by name"),
    people.BY_NUMBER: N_("search by number"),
    lines.PURPOSE: N_("making form 01-XN"),
    **lookup_terms.PURPOSES,
}


def purpose(purpose: str) -> str:
    """Return a purpose in words; searches are named in the language in use."""
    known = KNOWN_PURPOSES.get(purpose)
    return _(known) if known else purpose
