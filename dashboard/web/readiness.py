"""Whether this process can answer questions: the store, its schema, and the role that reads."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from dashboard import current_store
from data import migrate, problems, scope
from data.problems import N_

_INSUFFICIENT_PRIVILEGE: Final = "42501"
_VERSION: Final = sa.text("SELECT version_num FROM schema_version")

STORE: Final = "store"
SCHEMA: Final = "schema"
ROLE: Final = "role"
# In the order in which they are needed.
PARTS: Final = (STORE, ROLE, SCHEMA)

# What is said of a part that is not well: to strangers, so nothing but which part it is.
SENTENCES: Final = {
    STORE: N_("The store does not answer."),
    SCHEMA: N_("The schema of the store has another version than this program."),
    ROLE: N_("The store does not let this program read."),
}


@dataclass(frozen=True)
class Readiness:
    """The first part that is not well, None where all are; those behind it cannot be asked."""

    fault: str | None

    def of(self, part: str) -> bool | None:
        """Return whether a part is well; None where that is not known."""
        if self.fault is None or PARTS.index(part) < PARTS.index(self.fault):
            return True
        return False if part == self.fault else None


NOTHING: Final = Readiness(STORE)


def look() -> Readiness:
    """Ask the store for its version, in the role of the pages."""
    try:
        opened = current_store.current()
        with opened.reading(scope.Scope.everything()) as connection:
            found = connection.scalar(_VERSION)
    except problems.Problem as problem:
        return _of(problem)
    return Readiness(None if found == migrate.HEAD else SCHEMA)


def _of(problem: problems.Problem) -> Readiness:
    """Return which part a problem is of."""
    if _is_refusal(problem):
        return Readiness(ROLE)
    # What fails is the store; what is refused is its version.
    return NOTHING if isinstance(problem, problems.Failed) else Readiness(SCHEMA)


def _is_refusal(problem: BaseException) -> bool:
    cause = problem.__cause__
    code = getattr(getattr(cause, "orig", cause), "pgcode", None)
    return code == _INSUFFICIENT_PRIVILEGE
