"""Which mails a user gets, and in which language; each user's choice is that user's alone.

`own` and `choose` are called in a transaction of `Store.keeping`, `wanting` in one of
`Store.registering`. What was chosen goes with the right to sign in (`data.mailing.mails.end_of`).
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from data import users


class Kind(enum.StrEnum):
    """A kind of mail that can be chosen; the store knows them by these words."""

    FORMS_BEFORE = "forms_before"
    FORMS_AFTER = "forms_after"
    OVERDUE = "overdue"
    ALERT = "alert"


# What somebody gets who has not chosen: the two digests of a morning.
DEFAULT: Final = frozenset({Kind.FORMS_BEFORE, Kind.FORMS_AFTER})
DEFAULT_LANGUAGE: Final = "vi"


@dataclass(frozen=True)
class Choice:
    """What a user gets, in which language; `is_made` says whether the user chose it."""

    kinds: frozenset[Kind]
    language: str
    is_made: bool = True


_OWN: Final = sa.text("SELECT kinds, language FROM mail_choices WHERE login = my_login()")
_CHOOSE: Final = sa.text("""
INSERT INTO mail_choices (login, kinds, language)
VALUES (my_login(), :kinds, :language)
ON CONFLICT (login) DO UPDATE
SET kinds = EXCLUDED.kinds, language = EXCLUDED.language, chosen_at = statement_timestamp()
""")
_ALL: Final = sa.text("SELECT login, kinds, language FROM mail_choices")


def default(user: users.User) -> Choice:
    """Return what a user gets who has not chosen: administrators are told of faults as well."""
    alerts = {Kind.ALERT} if user.may_administer else set()
    return Choice(DEFAULT | alerts, DEFAULT_LANGUAGE, is_made=False)


def may_choose(user: users.User) -> list[Kind]:
    """Return the kinds that a user may get: what fails is told to administrators alone."""
    return [kind for kind in Kind if kind is not Kind.ALERT or user.may_administer]


def own(connection: sa.Connection, user: users.User) -> Choice:
    """Return what the transaction's user gets."""
    row = connection.execute(_OWN).one_or_none()
    return default(user) if row is None else _choice(row.kinds, row.language)


def choose(connection: sa.Connection, kinds: Iterable[Kind], language: str) -> None:
    """Keep what the transaction's user wants to get; nothing at all may be wanted."""
    connection.execute(_CHOOSE, {"kinds": sorted(kinds), "language": language})


def wanting(connection: sa.Connection, kind: Kind) -> list[tuple[users.User, str]]:
    """Return the users who get a kind of mail, each with a language; disabled ones get none."""
    chosen = {row.login: _choice(row.kinds, row.language) for row in connection.execute(_ALL)}
    found = []
    for user in users.listed(connection):
        choice = chosen.get(user.login) or default(user)
        if not user.is_disabled and kind in choice.kinds and kind in may_choose(user):
            found.append((user, choice.language))
    return found


def _choice(kinds: Iterable[str], language: str) -> Choice:
    return Choice(frozenset(Kind(kind) for kind in kinds), language)
