"""Words about users: the columns of the lists, roles and states."""

from typing import Final

from dashboard.text.glossary import Term
from data.problems import N_

ROLES: Final[dict[str, str]] = {
    "city": N_("City supervisor"),
    "district": N_("User of an office"),
    "auditor": N_("Auditor"),
    "administrator": N_("Administrator"),
}
# What each role sees, in the order of the choice.
SEES: Final[dict[str, str]] = {
    "city": N_("Every office; names and numbers behind a purpose, which is noted."),
    "district": N_(
        "The offices given, those below them and those that they succeeded; names and numbers "
        "behind a purpose, which is noted."
    ),
    "auditor": N_("Every office and the access log; nobody's name or number."),
    "administrator": N_("Everything, and this page."),
}

LOGIN: Final = Term(N_("User"), N_("The e-mail address of the sign-in."), "words")
OFFICES: Final = Term(
    N_("Sees"),
    N_(
        "The offices that were given; those below them and those that they succeeded are seen "
        "as well."
    ),
    "words",
)

USERS: Final[dict[str, Term]] = {
    "full_name": Term(N_("Name"), N_("The name as it was given."), "words"),
    "login": LOGIN,
    "role_label": Term(N_("Role"), N_("What the user may see and do."), "words"),
    "offices_label": OFFICES,
    "state_label": Term(N_("State"), N_("Whether the user may sign in."), "words"),
    "sessions": Term(
        N_("Signed in"), N_("In how many browsers the user is signed in now."), "count"
    ),
}
SESSIONS: Final[dict[str, Term]] = {
    "issued_at": Term(N_("Signed in at"), N_("In Hanoi's time."), "moment"),
    "seen_at": Term(
        N_("Last act"),
        N_("The last click, to the minute; what a page does by itself does not count."),
        "moment",
    ),
    "state_label": Term(
        N_("State"),
        N_("Goes on; ended by a sign-out, and whose; or over after its time, or without an act."),
        "words",
    ),
}
